"""One move: the table is asked, the row is written once and under a lock, the move is kept."""

from threading import Barrier

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.core import clock, moves
from heard.core.errors import WrongState
from heard.moderation.lifecycle import CASE, CaseMoves, CaseNotes
from heard.moderation.models import Case, CaseState
from heard.stories.lifecycle import STORY, StoryMoves
from heard.stories.models import State, Story, StoryMove
from tests import factories
from tests.two_at_once import PATIENCE, Other

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return moves.locked(Story.objects).get(pk=factories.sent_story().pk)


@pytest.fixture
def case(run_jobs):
    return moves.locked(Case.objects).get(pk=factories.waiting_case(run_jobs=run_jobs).pk)


def test_a_move_writes_the_row_once_with_whatever_was_set_on_it_and_is_kept(story):
    by, at = factories.TESTS, clock.now()
    story.hope = "That somebody calls."
    with CaptureQueriesContext(connection) as asked:
        kept = moves.make(story, STORY, StoryMoves.ASK, by=by, at=at, message="Which clinic?")
    assert [each["sql"].split()[0] for each in asked] == ["UPDATE", "INSERT"]
    story.refresh_from_db()
    assert (story.state, story.hope, story.version, story.changed_at) == (State.ASKED, "That somebody calls.", 1, at)
    kept = StoryMove.objects.get(pk=kept.pk)
    assert (kept.name, kept.to_state, kept.by, kept.message, kept.at) == ("ask", "asked", by.actor_ref, "Which clinic?", at)


def test_the_first_move_makes_the_row(story):
    first = story.moves.get()
    assert (first.name, first.to_state, story.version) == ("send", State.WAITING, 0)


def test_a_move_that_the_table_does_not_have_changes_nothing(story):
    with pytest.raises(WrongState):
        moves.make(story, STORY, StoryMoves.EDIT, by=factories.TESTS)
    assert (story.state, story.moves.count()) == (State.WAITING, 1)


def test_a_case_is_where_its_columns_say(case):
    now = clock.now()
    moves.make(case, CASE, CaseMoves.CLAIM, by=factories.TESTS, columns={"claimed_by": factories.moderator(), "claimed_at": now})
    assert Case.objects.get(pk=case.pk).state == CaseState.CLAIMED


def test_columns_that_say_something_else_than_the_move_are_refused(case):
    with pytest.raises(ValueError, match="is queued, and the move that it is claimed"):
        moves.make(case, CASE, CaseMoves.CLAIM, by=factories.TESTS, columns={"line": 2})
    assert not case.moves.filter(name=CaseMoves.CLAIM).exists()


def test_a_column_that_there_is_not_is_refused(case):
    with pytest.raises(FieldDoesNotExist):
        moves.make(case, CASE, CaseMoves.CLAIM, by=factories.TESTS, columns={"claimed": True})


def test_a_note_moves_nothing(case):
    before = case.version
    moves.note(case, CaseNotes.NOTE, note="Ask the ward.", by=factories.TESTS)
    case.refresh_from_db()
    assert (case.state, case.version) == (CaseState.QUEUED, before)
    assert case.moves.last().note == "Ask the ward."


# ---------------------------------------------------------------- under a lock


def test_a_row_that_nobody_locked_is_not_moved(story):
    seen = Story.objects.get(pk=story.pk)
    with pytest.raises(moves.NotLocked):
        moves.make(seen, STORY, StoryMoves.ASK, by=factories.TESTS)
    story.refresh_from_db()
    assert (story.state, story.version, story.moves.count()) == (State.WAITING, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_lock_ends_with_its_transaction():
    with transaction.atomic():
        story = moves.locked(Story.objects).get(pk=factories.sent_story().pk)
    with pytest.raises(moves.NotLocked), transaction.atomic():
        moves.make(story, STORY, StoryMoves.ASK, by=factories.TESTS)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_else_moved_since_it_was_read_keeps_what_they_wrote():
    stale = Story.objects.get(pk=factories.sent_story().pk)

    def ask():
        with transaction.atomic():
            story = moves.locked(Story.objects).get(pk=stale.pk)
            story.hope = "That somebody calls."
            moves.make(story, STORY, StoryMoves.ASK, by=factories.TESTS)

    done(Other(ask))
    with pytest.raises(moves.NotLocked), transaction.atomic():
        moves.make(stale, STORY, StoryMoves.HOLD, by=factories.TESTS)
    stale.refresh_from_db()
    assert (stale.state, stale.hope) == (State.ASKED, "That somebody calls.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_row_over_and_over_no_move_is_lost():
    sent, together, each = factories.sent_story(), Barrier(2), 10

    def back_and_forth():
        together.wait(PATIENCE)
        for _ in range(each):
            with transaction.atomic():
                story = moves.locked(Story.objects).get(pk=sent.pk)
                move = StoryMoves.REPLY if story.state == State.ASKED else StoryMoves.ASK
                story.hope += "."
                moves.make(story, STORY, move, by=factories.TESTS)

    done(Other(back_and_forth), Other(back_and_forth))
    story = Story.objects.get(pk=sent.pk)
    assert (story.version, story.state, story.hope) == (2 * each, State.WAITING, "." * 2 * each)
    assert [move.name for move in story.moves.order_by("pk")] == ["send", *["ask", "reply"] * each]


def done(*others):
    for each in others:
        each.start()
    for each in others:
        each.join(PATIENCE)
        assert not each.is_alive(), "somebody waits for ever"
        assert (each.refused, each.failed) == (None, None)
