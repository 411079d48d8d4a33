"""Cursors: they come back as they went, and one that was not made by the list is refused in words."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
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


def test_a_cursor_says_nothing_to_whoever_reads_the_address():
    moment = datetime(2026, 11, 28, 9, 30, 12, 345678, tzinfo=UTC)
    text = str(Cursor("older", (moment, 48_210_391)))
    held = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert not any(said in held for said in (b"48210391", str(int(moment.timestamp())).encode(), b"345678"))
    assert text == str(Cursor("older", (moment, 48_210_391))), "or a page that did not change would get another ETag"
    assert len(text) < 80


def test_a_cursor_from_before_they_were_sealed_is_refused_in_words():
    plain = urlsafe_b64encode(b'["o",1795858212345678,48210391]').decode().rstrip("=")
    with pytest.raises(NotAcceptable, match="Start again from the first page"):
        read_cursor(plain, like=(datetime, int))


def test_a_cursor_that_somebody_changed_is_refused():
    text = str(Cursor("older", (1,)))
    for place in range(0, len(text) - 1, 3):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(NotAcceptable):
            read_cursor(changed, like=(int,))


def test_another_site_cannot_read_a_cursor(settings):
    text = str(Cursor("older", (1,)))
    settings.SECRET_KEY = "another site's, and long enough to be one"
    with pytest.raises(NotAcceptable):
        read_cursor(text, like=(int,))
