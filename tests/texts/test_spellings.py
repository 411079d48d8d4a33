"""The committed set: whatever a check says of a plain sentence, it says of the same sentence in every spelling."""

import csv
from pathlib import Path

import pytest

from heard.core.texts.reading import plainly
from heard.stories.rules.personal_data import find_personal_data

with (Path(__file__).parent / "spellings.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def without(text, hits):
    """The sentence with a gap for everything that was marked in it."""
    for hit in reversed(hits):
        text = f"{text[: hit.start]}␣{text[hit.end :]}"
    return plainly(text)


def test_the_set_is_whole():
    assert len(ROWS) == 300


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row['how']}" for number, row in enumerate(ROWS, 2)])
def test_a_sentence_in_another_spelling_gets_the_verdict_of_the_plain_one(row):
    plain, spelt = find_personal_data(row["plain"]), find_personal_data(row["spelt"])
    assert bool(plain) == (row["kind"] != "none")
    assert [hit.kind for hit in spelt] == [hit.kind for hit in plain]
    assert all(row["spelt"][hit.start : hit.end] == hit.excerpt for hit in spelt)
    if plain:
        assert without(row["spelt"], spelt) == without(row["plain"], plain)  # the same words are marked
