"""What came in a rush without its proof of work is read after the others: never where somebody may be in danger, and not for ever."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heard.core import clock
from heard.moderation import tasks
from heard.moderation.actions import cases
from heard.moderation.models import Case, CaseMove, Turn
from heard.moderation.queries.queue import page_of_cases, queue
from heard.moderation.rules.risk import URGENT, may_wait
from heard.stories.actions import authoring
from heard.stories.rules.signs import GRAVE, HELP, Sign
from heard.telling.actions import drafts
from heard.telling.actions.rush import Came
from heard.telling.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db

PRAISE, COMPLAINT = "Thank you to the kind nurse.", "I was ignored for hours and nobody believed me."
CRISIS = "I want to die. Nobody came."
CARE_NOW = "My chest hurts right now and I cannot breathe properly."


def told(words, *, last=False):
    """A story that was sent, with or without the proof that was asked for."""
    author = factories.author()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=author)
    changes = {"words": words, "role": "patient", "chosen_name": "Gull", "better": ["waiting times"], "consents": {"publish": "1"}}
    drafts.save_draft(draft_id=draft.pk, changes=changes, came=Came("192.0.2.1"), by=author)
    if last:
        Draft.objects.filter(pk=draft.pk).update(proof=Draft.Proof.ASKED)
    return drafts.send_draft(draft_id=draft.pk, by=author)


def order(moderator):
    return [case.story_id for case in queue(moderator)]


@given(signs=some.sets(some.sampled_from([*GRAVE, *Sign])), risk=some.integers(0, 4))
def test_nobody_who_may_be_in_danger_or_need_care_now_waits(signs, risk):
    if risk == URGENT or HELP & signs:
        assert not may_wait(risk=risk, signs=signs)
    else:
        assert may_wait(risk=risk, signs=signs)


def test_stories_without_their_proof_stand_behind_all_others_and_crisis_before_all(run_jobs):
    moderator = factories.moderator()
    last = told(COMPLAINT, last=True)
    crisis_last = told(CRISIS, last=True)
    ordinary = told("The car park was full.")
    crisis = told(CRISIS)
    run_jobs()
    assert order(moderator) == [crisis_last.pk, crisis.pk, ordinary.pk, last.pk]


def test_somebody_who_may_need_care_now_is_read_in_turn_also_from_a_rush(run_jobs):
    told(CARE_NOW, last=True)
    run_jobs()
    case = Case.objects.get()
    assert "care-now" in case.signs
    assert case.turn == Turn.USUAL


def test_the_desk_says_what_is_read_last(client, run_jobs):
    told(COMPLAINT, last=True)
    run_jobs()
    factories.sign_in(client, factories.moderator())
    assert "Read last" in client.get("/moderation/").text


def test_the_pages_of_the_queue_keep_the_order_over_both_turns(run_jobs):
    moderator = factories.moderator()
    for n in range(5):
        told(f"The car park was full on day {n}.", last=n % 2 == 0)
    run_jobs()
    seen, cursor = [], ""
    while True:
        page = page_of_cases(queue(moderator), page=cursor, size=2).page
        seen += [case.pk for case in page.rows]
        if page.older is None:
            break
        cursor = str(page.older)
    assert seen == [case.pk for case in queue(moderator)]
    assert [case.turn for case in queue(moderator)] == [0, 0, 1, 1, 1]


def test_after_some_days_it_takes_its_usual_turn_once(run_jobs):
    moderator = factories.moderator()
    with clock.at(clock.now() - timedelta(days=3, hours=1)):
        waited = told(COMPLAINT, last=True)
        run_jobs()
    fresh = told(COMPLAINT, last=True)
    ordinary = told("The car park was full.")
    run_jobs()
    tasks.nobody_waits_for_ever(timestamp=0)
    tasks.nobody_waits_for_ever(timestamp=0)
    assert order(moderator) == [waited.pk, ordinary.pk, fresh.pk]
    assert CaseMove.objects.filter(name="usual-turn").count() == 1


def test_a_case_that_was_decided_meanwhile_keeps_its_turn(run_jobs):
    story = told(COMPLAINT, last=True)
    run_jobs()
    case = Case.objects.get()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    cases.take_usual_turn(case_id=case.pk, by=factories.TESTS)
    assert Case.objects.get().turn == Turn.LAST
