"""The signs that somebody may be in danger, measured on the sentences that were written before them."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.stories.rules.signs import HELP, calls_for_help, find_signs

SENTENCES = Path(__file__).parent / "sentences" / "danger.csv"
COMMENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "fft" / "comments.csv"
RECALL, PRECISION = 0.95, 0.4


def read(path, column, **where):
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]


def test_of_two_hundred_sentences_those_of_danger_are_found_and_few_others():
    danger, none = read(SENTENCES, "words", danger="yes"), read(SENTENCES, "words", danger="no")
    assert (len(danger), len(none)) == (100, 100)
    found, false = sum(map(calls_for_help, danger)), sum(map(calls_for_help, none))
    assert found / len(danger) >= RECALL
    assert found / (found + false) >= PRECISION


def test_what_was_missed_of_sentences_written_later_is_found_since():
    """Each set was missed for the most part when it was written (see the README beside it): what is found now must not be lost again."""
    danger = read(SENTENCES.with_name("later.csv"), "words", danger="yes")
    none = read(SENTENCES.with_name("later.csv"), "words", danger="no")
    assert sum(map(calls_for_help, danger)) / len(danger) >= RECALL
    assert sum(map(calls_for_help, none)) / len(none) <= 0.2


def test_of_sentences_that_nothing_was_made_from_most_are_found():
    """First measured 0.92 at 0.78, by sentences that somebody else wrote. They stay unseen: never change a sign for one of them."""
    danger = read(SENTENCES.with_name("unseen.csv"), "words", danger="yes")
    none = read(SENTENCES.with_name("unseen.csv"), "words", danger="no")
    found, false = sum(map(calls_for_help, danger)), sum(map(calls_for_help, none))
    assert found / len(danger) >= 0.85
    assert found / (found + false) >= 0.65


@pytest.mark.skipif(not COMMENTS.exists(), reason="the real comments are not on this machine")
def test_real_comments_seldom_call_for_help():
    comments = read(COMMENTS, "FFT answer")
    assert sum(map(calls_for_help, comments)) / len(comments) <= 0.05


@pytest.mark.parametrize(
    "words",
    [
        "I want\nto   die",
        "I WANT TO DIE",
        "i wanna die 2nite",
        "iv been thinkin bout takin my own life",
        "I don’t want to be here any more",
        "i dont wana be here no more",
    ],
)
def test_danger_is_seen_however_it_is_typed(words):
    assert calls_for_help(words)


def test_what_was_found_stands_in_the_words_as_they_were_typed():
    words = "ok  so\n\ni   wanna   die 2nite,  u no"
    assert [words[each.start : each.end] for each in find_signs(words)] == [each.excerpt for each in find_signs(words)]
    assert [each.excerpt for each in find_signs(words) if each.sign in HELP] == ["wanna   die"]


@given(st.text(st.sampled_from(list("i wan2nu don't die to\n  ’livin")), max_size=200))
def test_any_typing_gives_signs_inside_it(words):
    found = find_signs(words)
    assert found == sorted(found)
    assert all(words[each.start : each.end] == each.excerpt for each in found)


@pytest.mark.parametrize("said", ["i recommend doctor a on a ", "i want to ", "i am a ", "i have ", "no one ", "work ", "\n", "a "])
def test_a_hundred_thousand_letters_are_looked_through_in_a_moment(said):
    began = time.process_time()
    find_signs((said * 100_000)[:100_000])
    assert time.process_time() - began < 5
