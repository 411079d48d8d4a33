"""Cursors: they come back as they went, and one that was not made by the list is refused in words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.errors import NotAcceptable
from heard.core.keyset import Cursor, read_cursor

KINDS = (int, float, str, datetime, date)


@given(
    st.sampled_from(["older", "newer"]),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.datetimes(timezones=st.just(UTC)),
)
def test_a_cursor_comes_back_as_it_went(direction, whole, part, words, moment):
    words = words.replace("\0", "").encode("utf-8", "ignore").decode()
    cursor = Cursor(direction, (whole, part, words, moment, moment.date()))
    assert read_cursor(str(cursor), like=KINDS) == cursor


@given(
    st.text(max_size=60)
    | st.lists(st.none() | st.integers() | st.text(max_size=5), max_size=6).map(lambda key: str(Cursor("older", tuple(key))))
)
def test_anything_else_is_refused_or_fits(text):
    try:
        found = read_cursor(text, like=(datetime, date, int))
    except NotAcceptable:
        return
    assert found is None or [type(part) for part in found.key] == [datetime, date, int]


@pytest.mark.parametrize("key", [(2**63, 1), (10**30, 1), ("2026-01-01", True), (1.5, 1), (1,), (1, 2, 3)])
def test_what_no_list_could_hold_is_refused(key):
    with pytest.raises(NotAcceptable):
        read_cursor(str(Cursor("older", key)), like=(datetime, int))


@pytest.mark.parametrize("half", ["\ud800", "a\udfff"])
def test_half_a_letter_is_refused(half):
    with pytest.raises(NotAcceptable):
        read_cursor(str(Cursor("older", (half, 1))), like=(str, int))
