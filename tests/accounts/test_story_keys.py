import string
from itertools import pairwise

import argon2
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from heard.accounts.rules import story_keys
from heard.config.settings import base

WORDS = story_keys.word_list()
four_words = st.lists(st.sampled_from(WORDS), min_size=4, max_size=4)
between = st.sampled_from([" ", "", "-", ".", " . ", ", ", "\n", "\t", "  ", " – ", "_", "/", "1. "])


def test_the_list_is_long_plain_and_each_word_once():
    assert len(WORDS) >= 7_776
    assert list(WORDS) == sorted(set(WORDS))
    assert all(set(word) <= set(string.ascii_lowercase) and 3 <= len(word) <= 11 for word in WORDS)


def test_no_word_begins_another():
    assert [(one, two) for one, two in pairwise(WORDS) if two.startswith(one)] == []


@given(four_words, st.lists(between, min_size=5, max_size=5), st.lists(st.booleans(), min_size=4, max_size=4))
def test_however_it_is_typed_it_is_the_same_key(words, gaps, capitals):
    spelt = [word.upper() if loud else word.title() for word, loud in zip(words, capitals, strict=True)]
    typed = gaps[0] + "".join(word + gap for word, gap in zip(spelt, gaps[1:], strict=True))
    assert story_keys.normalise(typed) == " ".join(words)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_four_words_or_nothing(typed):
    meant = story_keys.normalise(typed)
    assert meant is None or (len(meant.split()) == 4 and set(meant.split()) <= set(WORDS))


@pytest.mark.parametrize("typed", ["", "abacus", "abacus abacus abacus", "abacus " * 5, "abacus abacus abacus qqq", "\0", "ab" * 5_000])
def test_what_is_no_key_is_nothing(typed):
    assert story_keys.normalise(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abacus abide abel zebra", "“abel” isn’t a word we use in story keys. Check the spelling."),
        ("Abacus Qqq able Zzz", "We don’t use these words in story keys: “Qqq” and “Zzz”. Check the spelling."),
        ("abacus abide able", "Your key has four words. You entered 3."),
        ("abacusabideable", "Your key has four words. You entered 3."),
        ("abacus-abide-able-zebra-zebra", "Your key has four words. You entered 5."),
        ("abacus " * 20, "Your key has four words. You entered more."),
        ("1 2 3 4", "Enter the four words of your story key"),
        ("абак", "“абак” isn’t a word we use in story keys. Check the spelling."),
        ("abacus abide able zebra", ""),
    ],
)
def test_a_slip_in_a_key_is_named(typed, said):
    assert story_keys.what_is_wrong(typed) == said


@given(st.text(max_size=300))
def test_whatever_is_no_key_is_told_why(typed):
    assert bool(story_keys.what_is_wrong(typed)) == (story_keys.normalise(typed) is None)


def test_new_words_are_a_key():
    words = story_keys.new_words()
    assert story_keys.normalise(words) == words


def test_the_digest_depends_on_words_salt_and_pepper():
    cost = settings.STORY_KEY_COST
    digests = {
        story_keys.digest(words, site_salt=salt, pepper=pepper, cost=cost)
        for words in ("abacus abacus abacus abacus", "abacus abacus abacus zebra")
        for salt in (b"s" * 32, b"t" * 32)
        for pepper in (b"p" * 32, b"q" * 32)
    }
    assert len(digests) == 8
    assert {len(digest) for digest in digests} == {32}


def test_a_guess_costs_what_it_should():
    assert base.STORY_KEY_COST["memory_cost"] >= 64 * 1024
    assert base.STORY_KEY_COST["time_cost"] >= argon2.DEFAULT_TIME_COST
    digest = story_keys.digest("abacus abide able zebra", site_salt=b"s" * 32, pepper=b"p" * 32, cost=base.STORY_KEY_COST)
    assert len(digest) == 32
