import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.demo.rules.plainness import FEWEST, measure, sentences, syllables


def test_the_ease_of_six_short_words_is_as_flesch_reckons_it():
    plain = measure(["The cat sat on the mat."])
    assert plain.ease == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert plain.age == pytest.approx(0.39 * 6 + 11.8 - 15.59 + 5)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("care", 1),
        ("story", 2),
        ("moderator", 4),
        ("told", 1),
        ("wanted", 2),
        ("asked", 1),
        ("little", 2),
        ("services", 3),
        ("a", 1),
        ("NHS", 1),
    ],
)
def test_syllables_are_counted_about_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_labels_are_no_sentences():
    assert sentences("Your name") == []
    assert measure(["Your name", "Save"]) is None


def test_addresses_are_no_words():
    assert measure(["Write to us at help@northmoor.example or https://heard.example/write-to-heard/ today."]) == measure(
        ["Write to us at or today."]
    )
    assert measure(["gull@home.example, joy.adeyemi@trust.example, mo@heard.example, op@heard.example"]) is None


def test_a_sentence_ends_where_a_new_one_begins():
    assert sentences("A moderator will read it. Nobody else can see it! “What happened to you?” That is what we ask.") == [
        "A moderator will read it.", "Nobody else can see it!", "“What happened to you?”", "That is what we ask.",
    ]  # fmt: skip


def test_only_a_sentence_of_more_than_25_words_is_long():
    assert measure([" ".join(["word"] * 25)]).long == ()
    assert len(measure([" ".join(["word"] * 26)]).long) == 1


@given(st.lists(st.text()))
def test_whatever_is_written_can_be_measured(texts):
    plain = measure(texts)
    assert plain is None or plain.words >= FEWEST * plain.sentences
