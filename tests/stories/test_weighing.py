"""Danger that no list of phrases holds, by the weight of words."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.moderation.rules.risk import CRITICAL, SENSITIVE, calls_somebody, has_hard_words, may_wait, queue_risk
from heard.stories.management.commands.weigh_words import MADE, mark_of_sources
from heard.stories.rules.learning import Sentence, learn, read_sentences
from heard.stories.rules.plain import Plain
from heard.stories.rules.signs import GRAVE, HELP, WEIGHED, Sign, calls_for_help, find_signs, kinds_of
from heard.stories.rules.weighing import LONGEST, MOST_OFF, WEIGHTS, Scales, features, passages, scales

GOODBYE = "I have stopped taking it all, there is no point any more, goodbye."
LEARNT = [
    *(Sentence(words, True, "") for words in ("my tablets are all gone and goodbye", "goodbye to all of you", "I took all my tablets")),
    *(Sentence(words, False, "") for words in ("the nurse was kind", "parking is dear", "my tablets were changed by the nurse")),
]
ANY = st.text(max_size=300) | st.text(st.sampled_from(list("i take all’'.!?\n 2Godbye…3")), max_size=300)


def weight(text):
    return scales().heaviest(Plain(text).words)


def test_somebody_who_stopped_taking_it_all_and_says_goodbye_meets_the_page_of_help():
    assert calls_for_help(GOODBYE)


def test_a_sentence_that_no_list_holds_is_found_with_the_words_that_weighed():
    said = "I gave my watch to my grandson and I have made my peace. I am leaving all this soon and nobody will look for me."
    found = [each for each in find_signs(said) if each.sign in WEIGHED]
    assert found
    assert all(said[each.start : each.end] == each.excerpt for each in found)
    assert all("These words count most: “" in each.why for each in found)


def test_the_same_words_weigh_the_same_however_they_are_typed():
    said = "I don't want to wake up any more and I've counted my tablets"
    spellings = (said.upper(), said.replace("'", "’"), said.replace("'", ""), said.replace(" ", "  \n"), said.replace("want", "waaaaant"))
    assert {round(weight(each), 9) for each in spellings} == {round(weight(said), 9)}


def test_a_long_story_does_not_hide_its_one_sentence_of_danger():
    calm = "The car park was full. We waited for an hour and the nurse was very kind to my mother. "
    assert weight(calm * 40 + GOODBYE + " " + calm * 40) >= weight(GOODBYE) - MOST_OFF
    assert calls_for_help(calm * 40 + GOODBYE + " " + calm * 40)
    assert weight((calm * 40).replace(".", ",") + GOODBYE) > weight((calm * 40).replace(".", ","))


def test_where_a_list_has_found_danger_the_weights_add_nothing():
    assert not WEIGHED & set(kinds_of(find_signs("I am going to end my life tonight.")))


def test_a_sign_of_another_kind_is_still_found_in_a_passage_that_weighs():
    kinds = set(kinds_of(find_signs("My wife died in May and I have stopped taking all of it, no more of me, goodbye to everybody.")))
    assert Sign.DEATH in kinds
    assert kinds & WEIGHED or kinds & HELP


@pytest.mark.parametrize("name", ["Bridge House", "Cliff View", "waiting times", "Goodbye"])
def test_the_name_of_a_place_or_a_tag_is_no_sign(name):
    assert not calls_for_help(name)


@pytest.mark.parametrize(("sign", "place"), [(Sign.LIKELY, SENSITIVE), (Sign.PERHAPS, CRITICAL)])
def test_what_weighs_comes_below_what_the_lists_are_sure_of_and_never_last(sign, place):
    assert sign in HELP
    assert sign not in GRAVE
    assert queue_risk(signs=[sign], criticality=0) == place
    assert not may_wait(risk=place, signs=[sign])


def test_only_what_is_likely_wakes_somebody_and_comes_with_a_warning():
    assert calls_somebody(risk=SENSITIVE, signs=[Sign.LIKELY])
    assert not calls_somebody(risk=SENSITIVE, signs=[Sign.PERHAPS])
    assert calls_somebody(risk=SENSITIVE, signs=[Sign.PERHAPS, Sign.WORRY])
    assert has_hard_words(risk=SENSITIVE, signs=[Sign.LIKELY])
    assert not has_hard_words(risk=SENSITIVE, signs=[Sign.PERHAPS])


def test_the_weights_are_those_of_the_sentences():
    """Else: `manage.py weigh_words`, look at what it changes, and commit."""
    assert WEIGHTS.read_text(encoding="utf-8").splitlines()[0].endswith(mark_of_sources())


def test_no_sentence_is_said_twice_nor_on_both_sides():
    said = [
        each.words.casefold()
        for name in ("danger", "none", "ordinary")
        for each in read_sentences((MADE / f"{name}.txt").read_text(), danger=True)
    ]
    assert len(set(said)) == len(said)


def test_learning_tells_danger_from_none_and_learns_the_same_again():
    weights = learn(LEARNT)
    assert weights == learn(LEARNT)
    weigh = Scales(weights).heaviest
    assert min(weigh(each.words.lower()) for each in LEARNT if each.danger) > max(
        weigh(each.words.lower()) for each in LEARNT if not each.danger
    )


@given(ANY)
def test_any_text_can_be_weighed_and_what_weighs_stands_in_it(words):
    text = Plain(words).words
    for each in scales().weighty(text):
        assert 0 <= each.start < each.end <= len(text)
        assert each.words
    found = find_signs(words)
    assert found == sorted(found)
    assert all(words[each.start : each.end] == each.excerpt for each in found)


@given(ANY)
def test_every_word_is_in_a_passage_and_none_is_long(words):
    text = Plain(words).words
    seen = {word.start for passage in passages(text) for word in passage}
    assert {match.start() for match in re.finditer(r"[^\W\d_]+(?:'[^\W\d_]+)*", text)} <= seen
    assert all(len(passage) <= LONGEST for passage in passages(text))


@given(st.lists(st.sampled_from(["i", "my", "dad", "tablets", "goodbye", "x" * 40, "10"]), min_size=1, max_size=LONGEST))
def test_what_is_in_a_passage_is_named_once_each(words):
    assert all(amount > 0 for amount in features(words).values())


@pytest.mark.parametrize("said", ["no ", "goodbye. ", "i took all my tablets ", "a" * 50, "'", ".", "1 ", "i'll "])
def test_a_hundred_thousand_letters_are_weighed_in_a_moment(said):
    text = Plain((said * 100_000)[:100_000]).words
    began = time.process_time()
    scales().weighty(text)
    assert time.process_time() - began < 2
