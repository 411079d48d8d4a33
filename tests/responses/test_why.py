"""Why an answer goes to a moderator: kept as codes, worded for whoever reads it; and what moves of before said is turned into them."""

import importlib

import pytest
from django.apps import apps

from heard.core import clock
from heard.responses.actions import answers
from heard.responses.presenters import condition, reason_for_desk
from heard.responses.reviewables.answers import Answers
from heard.responses.rules.fast_track import About, Experience, Found, FoundInWords, Numbers, decide
from tests import factories

before = importlib.import_module("heard.responses.migrations.0012_old_reasons_in_codes")

NUMBERS = Numbers(answers=10, score=70, step=6, small_service=5)
PHRASES = ["we will", "we have changed", "from now on", "by May"]
HARD = decide(
    experience=Experience(published=1, recent=(100, 50)),
    about=About(criticality=2, is_childs=True, in_small_service=True),
    found=FoundInWords(
        ticked_change=False,
        change_phrases=PHRASES,
        personal_data=[Found("phone", "01632 960123", "text"), Found("name", "Joy Smith", "sign_off")],
        signs=[Found("legal", "inquest", "text")],
    ),
    numbers=NUMBERS,
)
EASY = decide(
    experience=Experience(published=10, recent=(100,) * 10),
    about=About(criticality=0, is_childs=False, in_small_service=False),
    found=FoundInWords(ticked_change=False, change_phrases=[], personal_data=[], signs=[]),
    numbers=NUMBERS,
)
UNWRITTEN = decide(
    experience=Experience(published=0, recent=()),
    about=About(criticality=0, is_childs=False, in_small_service=False),
    found=FoundInWords(ticked_change=False, change_phrases=None, personal_data=None, signs=None),
    numbers=NUMBERS,
)


@pytest.mark.parametrize("route", [HARD, EASY, UNWRITTEN])
def test_every_condition_is_said_in_a_whole_sentence(route):
    said = [condition(each) for each in route.conditions]
    assert all(each.endswith(".") and "%(" not in each for each in said)
    assert len(set(said)) == len(said)


def test_a_moderator_reads_the_same_of_the_responder():
    said = [reason_for_desk({"name": each.name, **each.said}) for each in HARD.reasons]
    assert said[:2] == [
        "The responder has had 1 answer published. They need at least 10.",
        "The responder’s recent answers score 75 out of 100. This story needs 82.",
    ]
    assert "“we will”, “we have changed” and “from now on”" in said[2]
    assert "“01632 960123” (" in said[3]
    assert "“Joy Smith” (" in said[3]
    assert "in the sign-off)" in said[3]
    assert not any("You" in each for each in said)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("You have 1 answer published so far; 10 are needed.", {"name": "experience", "have": 1, "need": 10}),
        (
            "There are no decisions on your answers yet to make a score of; this story asks for 70.",
            {"name": "score", "have": None, "need": 70},
        ),
        ("Your recent answers score 60 points of 100; this story asks for 70.", {"name": "score", "have": 60, "need": 70}),
        ("You ticked that the answer says something was or will be changed.", {"name": "no-change", "ticked": True}),
        (
            "These words sound like a change: “we will”, “from now on” and more.",
            {"name": "no-change", "phrases": ["we will", "from now on"], "more": True},
        ),
        (
            "Something in it could point at a person: telephone number “01632 960123”, possible name “Joy, R. Smith”, in the sign-off.",
            {"name": "no-personal-data", "found": [["phone", "01632 960123", "text"], ["name", "Joy, R. Smith", "sign_off"]]},
        ),
        ("Some of its words want a second look: a death “died”.", {"name": "no-signs", "found": [["death", "died", "text"]]}),
        ("The story is, or may be, about a child.", {"name": "not-a-childs"}),
        (
            "A service in the story has fewer than 5 stories, so people could be recognised.",
            {"name": "large-enough", "fewest": 5},
        ),
        ("Something in it could point at a person: a riddle “who”.", None),
        ("Something that was said before all this.", None),
    ],
)
def test_a_sentence_of_before_is_turned_into_its_code_or_stays(sentence, code):
    assert before.code_of(sentence) == code
    if code:
        assert reason_for_desk(code)


@pytest.mark.parametrize("code", [{"name": "a-newer-one", "least": 3}, {"name": "large-enough"}, {"name": "score"}])
def test_a_reason_that_another_heard_kept_is_said_in_a_plain_sentence(code):
    assert reason_for_desk(code) == "It didn’t meet one of the conditions for publishing without a moderator."


@pytest.mark.owner  # a migration is
def test_moves_of_before_are_read_by_the_desk_as_those_of_now(db):
    story, responder = factories.story_and_responder()
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(answer.due_at):
        answers.close_windows()
    move = answer.moves.get(name="refer")
    move.why, move.reason = [], "You have 0 answers published so far; 10 are needed.\nSomething else."
    move.save()
    for _ in range(2):
        before.turn(apps, None)
    assert Answers().why_here(answer) == ["The responder has had 0 answers published. They need at least 10.", "Something else."]
