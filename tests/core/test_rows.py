from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pytest

from heard.core.prepared import fetch_named
from heard.core.rows import row


class Part(NamedTuple):
    name: str
    on: date | None


@dataclass(frozen=True)
class Whole:
    number: int
    begun_on: date
    first: Part | None
    parts: tuple[Part, ...]
    words: tuple[str, ...]


FOUND = {"number": 3, "begun_on": "2026-03-01", "first": None, "parts": [{"on": None, "name": "a"}], "words": ["b", "c"]}


def test_what_came_as_json_is_read_as_the_row_says():
    assert row(Whole, FOUND) == Whole(3, date(2026, 3, 1), None, (Part("a", None),), ("b", "c"))
    assert row(Whole, FOUND | {"first": {"name": "d", "on": "2026-03-02"}}).first == Part("d", date(2026, 3, 2))


def test_a_list_that_is_not_there_is_empty_and_a_day_may_be_one_already():
    found = row(Whole, FOUND | {"parts": None, "words": None, "begun_on": date(2026, 3, 1)})
    assert (found.parts, found.words, found.begun_on) == ((), (), date(2026, 3, 1))


@pytest.mark.parametrize("found", [FOUND | {"more": 1}, {name: FOUND[name] for name in ("number", "parts")}])
def test_a_column_too_many_or_too_few_is_no_row(found):
    with pytest.raises((TypeError, KeyError)):
        row(Whole, found)


@pytest.mark.django_db
@pytest.mark.parametrize("prepare", [True, False])
def test_columns_keep_their_names_prepared_or_not(prepare):
    assert fetch_named("SELECT %s::int AS number, 'x' AS word", [3], prepare=prepare) == [{"number": 3, "word": "x"}]
