from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.models import Event
from heard.responses.actions import changes
from heard.responses.models import Change, ChangeState
from heard.stories.actions import authoring
from heard.stories.models import Step
from tests import factories

pytestmark = pytest.mark.django_db


def names(change):
    return [move.name for move in change.moves.order_by("pk")]


def facts():
    return [(event.name, event.payload.get("step")) for event in Event.objects.filter(name__startswith="responses.change").order_by("pk")]


def plan(story, responder, **more):
    said = {"what": "A board", "who_leads": "Matron", "due_on": clock.today() + timedelta(days=30)} | more
    return changes.plan_change(story_id=story.pk, membership=responder, by=responder, **said)


def test_a_change_has_the_region_of_its_story_also_where_the_release_before_wrote_it(story, responder):
    change = plan(story, responder)
    assert change.region_id == story.region_id
    columns = [field.column for field in Change._meta.concrete_fields if field.column not in {"id", "region_id"}]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO responses_change ({', '.join(columns)}) SELECT {', '.join(columns)} FROM responses_change RETURNING region_id"  # noqa: S608
        )
        assert cursor.fetchone() == (story.region_id,)


def test_from_plan_to_made_everything_is_moderated(story, responder):
    change = plan(story, responder)
    assert change.state == ChangeState.PLAN_WAITING
    story.refresh_from_db()
    assert story.planned_at is None
    change = changes.publish_change(
        change_id=change.pk, seen_version=1, what="A board at the door", who_leads="Matron", due_on=change.due_on, by=factories.moderator()
    )
    story.refresh_from_db()
    assert (change.state, change.what, story.progress, story.planned_at) == (
        ChangeState.PLANNED,
        "A board at the door",
        Step.PLANNED,
        change.planned_at,
    )
    change = changes.make_change(change_id=change.pk, membership=responder, made_what="It is up.", by=responder)
    story.refresh_from_db()
    assert story.made_at is None
    change = changes.publish_change(change_id=change.pk, seen_version=3, made_what="It is up.", by=factories.moderator())
    story.refresh_from_db()
    assert (change.state, story.progress, story.made_at) == (ChangeState.MADE, Step.MADE, change.made_at)
    assert names(change) == ["plan", "publish-plan", "make", "publish-made"]
    assert facts() == [
        ("responses.change_sent", "planned"),
        ("responses.change_published", "planned"),
        ("responses.change_sent", "made"),
        ("responses.change_published", "made"),
    ]


def test_a_change_can_be_made_without_a_plan(story, responder):
    change = changes.make_change(story_id=story.pk, membership=responder, made_what="We put up a board.", by=responder)
    changes.publish_change(change_id=change.pk, seen_version=1, made_what=change.made_what, by=factories.moderator())
    story.refresh_from_db()
    assert (story.progress, story.planned_at) == (Step.MADE, None)


def test_the_same_form_sent_twice_makes_one_change(story, responder):
    key = uuid4()
    assert plan(story, responder, form_key=key) == plan(story, responder, form_key=key)
    assert Change.objects.count() == 1
    with pytest.raises(NotAllowed):
        plan(story, factories.member(of=responder.organisation), form_key=key)


def test_the_same_making_said_twice_is_one(story, responder):
    change = factories.planned_change(story=story, membership=responder)
    for _ in range(2):
        changes.make_change(change_id=change.pk, seen_version=change.version, membership=responder, made_what="It is up.", by=responder)
    assert names(change) == ["plan", "publish-plan", "make"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 2001}, "what"),
        ({"who_leads": ""}, "who_leads"),
        ({"due_on": None}, "due_on"),
        ({"due_on": "yesterday"}, "due_on"),
        ({"due_on": "too far"}, "due_on"),
    ],
)
def test_a_plan_says_what_who_and_by_when(story, responder, said, field):
    days = {"yesterday": clock.today() - timedelta(days=1), "too far": clock.today() + timedelta(days=5 * 366 + 1)}
    said = {name: days.get(value, value) for name, value in said.items()}
    with pytest.raises(NotAcceptable) as refused:
        plan(story, responder, **said)
    assert refused.value.field == field


def test_a_moderator_may_publish_a_plan_whose_day_passed_while_it_waited(story, responder):
    change = plan(story, responder, due_on=clock.today())
    with clock.at(clock.now() + timedelta(days=2)):
        changes.publish_change(
            change_id=change.pk, seen_version=1, what=change.what, who_leads="Matron", due_on=change.due_on, by=factories.moderator()
        )
    change.refresh_from_db()
    assert change.state == ChangeState.PLANNED


def test_returned_plan_is_written_anew(story, responder):
    change = plan(story, responder)
    with pytest.raises(NotAcceptable):
        changes.return_change(change_id=change.pk, seen_version=1, reason="", by=factories.moderator())
    changes.return_change(change_id=change.pk, seen_version=1, reason="By when, really?", by=factories.moderator())
    change = changes.revise_plan(
        change_id=change.pk, seen_version=2, membership=responder, what="A board", who_leads="Matron", due_on=clock.today(), by=responder
    )
    assert (change.state, names(change)) == (ChangeState.PLAN_WAITING, ["plan", "return", "revise-plan"])


def test_returned_making_of_a_plan_leaves_the_plan_public(story, responder):
    change = factories.planned_change(story=story, membership=responder)
    change = changes.make_change(change_id=change.pk, membership=responder, made_what="Nearly", by=responder)
    change = changes.return_change(change_id=change.pk, seen_version=change.version, reason="Nearly?", by=factories.moderator())
    assert (change.state, names(change)[-1]) == (ChangeState.PLANNED, "return-to-plan")


def test_returned_making_without_a_plan_is_written_anew(story, responder):
    change = changes.make_change(story_id=story.pk, membership=responder, made_what="Nearly", by=responder)
    changes.return_change(change_id=change.pk, seen_version=1, reason="Nearly?", by=factories.moderator())
    change = changes.revise_made(change_id=change.pk, seen_version=2, membership=responder, made_what="Now", by=responder)
    assert (change.state, change.made_what) == (ChangeState.MADE_WAITING, "Now")


def test_what_changed_since_is_caught(story, responder):
    change = plan(story, responder)
    with pytest.raises(ChangedSince):
        changes.publish_change(change_id=change.pk, seen_version=9, what="A", who_leads="B", due_on=clock.today(), by=factories.moderator())


def test_another_organisations_plan_cannot_be_made(story, responder):
    change = factories.planned_change(story=story, membership=responder)
    other = factories.member(of=factories.organisation(remit=list(story.services.all())))
    with pytest.raises(NotAllowed):
        changes.make_change(change_id=change.pk, membership=other, made_what="Ours", by=other)


def test_a_public_promise_can_be_kept_when_the_story_concerns_others_by_now(story, responder, run_jobs):
    change = factories.planned_change(story=story, membership=responder)
    waiting = plan(story, responder)
    factories.put_services_right(story, factories.service())
    changes.make_change(change_id=change.pk, membership=responder, made_what="The board hangs by the door", by=responder)
    change.refresh_from_db()
    changes.publish_change(
        change_id=change.pk, seen_version=change.version, made_what="The board hangs by the door", by=factories.moderator()
    )
    change.refresh_from_db()
    assert change.state == ChangeState.MADE
    # What was not public yet is not theirs to begin any more
    waiting.refresh_from_db()
    changes.return_change(change_id=waiting.pk, seen_version=waiting.version, reason="By when?", by=factories.moderator())
    waiting.refresh_from_db()
    with pytest.raises(NotAllowed):
        changes.revise_plan(
            change_id=waiting.pk,
            seen_version=waiting.version,
            membership=responder,
            what="Another",
            who_leads="Ward manager",
            due_on=clock.today(),
            by=responder,
        )


def test_publishing_twice_is_refused(story, responder):
    change = factories.planned_change(story=story, membership=responder)
    with pytest.raises(WrongState):
        changes.publish_change(
            change_id=change.pk, seen_version=change.version, what="A", who_leads="B", due_on=clock.today(), by=factories.moderator()
        )


def test_withdrawn_story_ends_what_was_on_its_way(story, responder, run_jobs):
    change = plan(story, responder)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    change.refresh_from_db()
    assert change.state == ChangeState.LAPSED
    with pytest.raises(WrongState):
        plan(story, responder)


def test_the_database_refuses_a_plan_without_a_day(story, responder):
    change = factories.planned_change(story=story, membership=responder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(due_on=None)
