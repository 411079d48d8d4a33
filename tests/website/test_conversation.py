"""The public conversation: day by day, and within a day as it can be followed, whatever the order in which it became public."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from heard.published.queries.parts import ChangeSaid
from heard.published.queries.story_page import AnswerGiven, AuthorsReply, story_page
from heard.website.presenters.stories import turns
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
YESTERDAY = TODAY - timedelta(days=1)


def answer(number, organisation, text, on=TODAY):
    return AnswerGiven(number, organisation, "Joy Adeyemi", "Ward manager", text, "", on, "")


def change(number, organisation, *, planned=None, made=None):
    return ChangeSaid(
        number=number,
        organisation=organisation,
        what=f"plan {number}",
        who_leads="Manager",
        due_on=TODAY,
        planned_on=planned,
        made_what=f"made {number}",
        made_on=made,
        helped="",
    )


@pytest.fixture
def said():
    story = story_page(factories.published_story().pk)

    def of(answers=(), replies=(), changes=()):
        return [turn.text for turn in turns(story._replace(answers=tuple(answers), replies=tuple(replies), changes=tuple(changes)))]

    return of


def test_a_reply_stands_under_the_answer_it_was_given_to(said):
    answers = [answer(7, "Birch", "birch"), answer(3, "Alder", "alder"), answer(9, "Alder", "alder again")]
    replies = [AuthorsReply(1, "reply", "to alder", TODAY, 3), AuthorsReply(2, "reply", "to birch", TODAY, 7)]
    expected = ["alder", "to alder", "alder again", "birch", "to birch"]
    for order in permutations(answers):
        assert said(order, replies) == said(order, replies[::-1]) == expected


def test_a_day_comes_before_the_next_whatever_was_said_on_it(said):
    answers = [answer(3, "Alder", "today"), answer(5, "Birch", "yesterday", YESTERDAY)]
    replies = [AuthorsReply(1, "reply", "today to yesterday", TODAY, 5), AuthorsReply(2, "update", "update of yesterday", YESTERDAY, None)]
    assert said(answers, replies) == ["yesterday", "update of yesterday", "today", "today to yesterday"]


def test_what_else_was_added_and_changes_follow_and_a_plan_comes_before_its_being_made(said):
    changes = [change(4, "Birch", planned=TODAY, made=TODAY), change(2, "Alder", made=TODAY), change(6, "Alder", planned=TODAY)]
    added = [AuthorsReply(8, "update", "update", TODAY, None), AuthorsReply(5, "reply", "to an answer that was taken back", TODAY, 99)]
    expected = ["answer", "to an answer that was taken back", "update", "made 2", "plan 6", "plan 4", "made 4"]
    for order in permutations(changes):
        assert said([answer(1, "Alder", "answer")], added, order) == expected
