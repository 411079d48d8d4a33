"""Why the desk itself did something: kept as a code, worded when it is shown."""

from importlib import import_module

import pytest
from django.db import connection

from heard.core.actors import SystemActor
from heard.moderation.lifecycle import CaseMoves, CaseWhy
from heard.moderation.models import CaseMove
from heard.moderation.presenters.history import happened, why_words
from heard.moderation.queries.history import history_of
from tests import factories

pytestmark = pytest.mark.django_db
DESK = SystemActor("desk").actor_ref


@pytest.mark.parametrize("why", CaseWhy)
def test_every_code_has_words(why):
    assert why_words(f"{why}:1,500".replace(",", "") if why == CaseWhy.LONG else why)


def test_a_code_of_a_heard_to_come_says_nothing():
    assert why_words("the-moon:3") == ""


@pytest.mark.owner
@pytest.mark.parametrize(
    ("name", "note", "why", "rest", "told"),
    [
        ("resume", "The hold has ended. Look at it again.", "hold-over", "", "The hold has ended. Look at it again."),
        ("decide", "Published with 1,500 words.", "long:1500", "", "Published with 1,500 words."),
        ("approve", "Published with 3,100 words: A report.", "long:3100", "A report.", "Published with 3,100 words.\n\nA report."),
        ("resume", "Something that no one foresaw.", "", "Something that no one foresaw.", "Something that no one foresaw."),
    ],
)
def test_sentences_of_before_become_codes_and_read_the_same(run_jobs, name, note, why, rest, told):
    case = factories.waiting_case(run_jobs=run_jobs)
    move = CaseMove.objects.create(case=case, name=name, note=note, by=DESK)
    with connection.cursor() as cursor:
        cursor.execute(import_module("heard.moderation.migrations.0015_why_as_code").CODES)
    move.refresh_from_db()
    assert (move.why, move.note) == (why, rest)
    assert told in [each.words for each in happened(history_of(case))]


@pytest.mark.owner
def test_what_a_moderator_wrote_is_never_taken_for_a_sentence_of_ours(run_jobs):
    case, by = factories.waiting_case(run_jobs=run_jobs), factories.moderator()
    said = "The hold has ended. Look at it again."
    move = CaseMove.objects.create(case=case, name=CaseMoves.RESUME, note=said, by=by.actor_ref)
    with connection.cursor() as cursor:
        cursor.execute(import_module("heard.moderation.migrations.0015_why_as_code").CODES)
    move.refresh_from_db()
    assert (move.why, move.note) == ("", said)
