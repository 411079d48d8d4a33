"""What is approved outside working hours is public on the next working morning; praise at any time; both as the region says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from heard.accounts.actions import people
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock
from heard.core.actors import SystemActor
from heard.core.errors import ChangedSince
from heard.core.working_time import next_working_moment
from heard.directory.models import Service
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.adapters import approved_stories
from heard.moderation.models import Case
from heard.moderation.presenters.history import happened
from heard.moderation.queries.history import history_of
from heard.moderation.queries.waits import approved_by_now, public_from
from heard.moderation.queries.work import work_on
from heard.moderation.tasks import publish_what_is_approved
from heard.regions.actions import set_holiday, set_number
from heard.stories.actions import authoring, publishing
from heard.stories.models import State, StoryService
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
TUESDAY_AT_TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def region():
    region = factories.region()
    set_number(region_id=region.pk, name="publish_in_hours", value=1, by=factories.TESTS)
    return region


@pytest.fixture
def case(region, run_jobs, moderator):
    with clock.at(SATURDAY):
        return factories.claimed_case(run_jobs=run_jobs, by=moderator)


def approve(case, by, *, at=SATURDAY, **changes):
    with clock.at(at):
        return deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case, **changes), by=by)


def sweep(at):
    with clock.at(at):
        publish_what_is_approved(0)


def state_of(case):
    case.refresh_from_db()
    case.story.refresh_from_db()
    return case.story.state


@pytest.mark.parametrize(
    ("start", "then"),
    [
        ("2026-11-24T10:00+00:00", "2026-11-24T10:00+00:00"),
        ("2026-11-24T08:59+00:00", "2026-11-24T09:00+00:00"),
        ("2026-11-24T17:00+00:00", "2026-11-25T09:00+00:00"),
        ("2026-11-20T18:00+00:00", "2026-11-23T09:00+00:00"),
        ("2026-12-24T18:00+00:00", "2026-12-29T09:00+00:00"),
        ("2026-07-03T19:00+00:00", "2026-07-06T08:00+00:00"),
    ],
)
def test_the_next_working_moment(start, then):
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    found = next_working_moment(datetime.fromisoformat(start), zone="Europe/London", holidays=holidays)
    assert found == datetime.fromisoformat(then)


def test_at_the_weekend_it_is_approved_and_public_on_monday_in_the_approvers_name(case, moderator):
    approved = approve(case, moderator, edits=(("spelling", ""),), text="Nobody says how long it is.")
    assert (approved.waiting_for, approved.waiting_until, approved.state) == ("morning", MONDAY_AT_NINE, "waiting")
    assert (state_of(case), case.story.text) == (State.WAITING, "")
    sweep(SATURDAY)
    assert state_of(case) == State.WAITING
    for _ in range(2):
        sweep(MONDAY_AT_NINE)
    assert (state_of(case), case.outcome) == (State.PUBLISHED, "published-edited")
    assert case.story.text == "Nobody says how long it is."
    assert case.story.told_at == MONDAY_AT_NINE
    assert case.decided_at == SATURDAY
    assert case.story.moves.get(name="publish").by == moderator.actor_ref


def test_a_tag_that_nobody_looked_at_is_not_published_in_the_morning_either(case, moderator):
    approved = approve(case, moderator, good=("okafor",), looked_at=("good:okafor", "better:waiting-times", "feeling:anxious"))
    # As a Heard approved it that did not ask for a look at tags yet.
    Case.objects.filter(pk=approved.pk).update(work=approved.work | {"looked_at": ["better:waiting-times", "feeling:anxious"]})
    sweep(MONDAY_AT_NINE)
    assert (state_of(case), case.waiting_for) == (State.WAITING, "")
    assert case.moves.last().why == "not-ready:tags"


@pytest.mark.parametrize(
    ("at", "setting", "changes", "public"),
    [
        (TUESDAY_AT_TEN, {}, {}, True),
        (SATURDAY, {"publish_in_hours": 0}, {}, True),
        (SATURDAY, {}, {"criticality": 0}, True),
        (SATURDAY, {"praise_any_time": 0}, {"criticality": 0}, False),
        (SATURDAY, {}, {"criticality": 1}, False),
    ],
)
def test_when_it_is_public_at_once(case, region, moderator, at, setting, changes, public):
    for name, value in setting.items():
        set_number(region_id=region.pk, name=name, value=value, by=factories.TESTS)
    approve(case, moderator, at=at, **changes)
    assert (state_of(case) == State.PUBLISHED) is public


def test_of_a_whole_night_the_most_critical_story_is_published_first(case, moderator, run_jobs):
    approve(case, moderator, criticality=1)
    with clock.at(SATURDAY + timedelta(minutes=5)):
        grave = factories.claimed_case(run_jobs=run_jobs, by=moderator)
        approve(grave, moderator, at=clock.now(), criticality=5)
    with clock.at(MONDAY_AT_NINE):
        assert approved_by_now() == [grave.pk, case.pk]


def test_a_question_is_no_praise(region, run_jobs, moderator):
    with clock.at(SATURDAY):
        case = factories.claimed_case(run_jobs=run_jobs, by=moderator, is_question=True)
    assert approve(case, moderator, criticality=0).waiting_for == "morning"


def test_a_holiday_is_no_working_day(case, region, moderator):
    set_holiday(region_id=region.pk, day=date(2026, 11, 23), name="Northmoor Day", by=factories.TESTS)
    assert approve(case, moderator).waiting_until == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_an_old_page_cannot_approve(case, moderator):
    with clock.at(SATURDAY), pytest.raises(ChangedSince):
        deciding.publish(case_id=case.pk, seen_story=99, work=factories.work_for(case), by=moderator)


def test_it_is_taken_back_to_the_desk_before_the_morning(case, moderator):
    approve(case, moderator)
    second = factories.moderator()
    cases.claim_case(case_id=case.pk, by=second)
    sweep(TUESDAY_AT_TEN)
    assert state_of(case) == State.WAITING
    assert case.claimed_by == second
    assert work_on(case).title == "If I step out, do I lose my place?"
    cases.release_case(case_id=case.pk, by=second)
    sweep(TUESDAY_AT_TEN)
    assert (state_of(case), case.state) == (State.WAITING, "queued")


def test_what_its_author_takes_back_is_never_public(case, moderator, run_jobs):
    approve(case, moderator)
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    sweep(MONDAY_AT_NINE)
    assert state_of(case) == State.WITHDRAWN
    run_jobs()
    assert not approved_by_now()


def test_what_can_no_longer_be_published_as_it_was_approved_is_back_in_the_queue_with_the_reason(case, moderator):
    other = factories.service()
    approve(case, moderator, services=(other.pk,))
    StoryService.objects.filter(service=other).delete()
    Service.objects.filter(pk=other.pk).delete()
    sweep(MONDAY_AT_NINE)
    assert (state_of(case), case.state) == (State.WAITING, "queued")
    assert "Check the services." in happened(history_of(case))[-1].words


@pytest.mark.parametrize("leave", ["account closed", "another work"])
def test_what_was_approved_by_somebody_who_moderates_no_more_is_read_again(case, moderator, leave):
    approve(case, moderator)
    if leave == "account closed":
        people.deactivate(person_id=moderator.pk, by=factories.TESTS)
    else:
        people.set_platform_roles(person_id=moderator.pk, roles=["operator"], by=factories.TESTS)
    sweep(MONDAY_AT_NINE)
    assert (state_of(case), case.state) == (State.WAITING, "queued")
    assert happened(history_of(case))[-1].words == "The person who approved it isn’t a moderator any more."


def test_one_that_fails_as_nobody_foresaw_holds_up_nothing_else_and_is_tried_again(case, moderator, run_jobs, caplog):
    # Given two approved stories, the first of which has something on it that no page of ours would write
    approve(case, moderator)
    with clock.at(SATURDAY + timedelta(minutes=5)):
        second = factories.claimed_case(run_jobs=run_jobs, by=moderator)
        approve(second, moderator, at=clock.now())
    kept = Case.objects.get(pk=case.pk).work
    Case.objects.filter(pk=case.pk).update(work=kept | {"about_child": "My Sister Gull"})

    # When the morning comes
    sweep(MONDAY_AT_NINE)

    # Then the other one is public, and the failure is told without a word of the story
    assert (state_of(case), state_of(second)) == (State.WAITING, State.PUBLISHED)
    assert f"Case {case.pk} is approved and could not be published: ValidationError" in caplog.text
    assert "Gull" not in caplog.text
    assert findings(MONDAY_AT_NINE + timedelta(minutes=4)) == []
    assert "approved but not published in time: 1." in findings(MONDAY_AT_NINE + timedelta(minutes=6))[0]

    # And it is public as soon as it can be
    Case.objects.filter(pk=case.pk).update(work=kept)
    sweep(MONDAY_AT_NINE + timedelta(minutes=7))
    assert state_of(case) == State.PUBLISHED
    assert findings(MONDAY_AT_NINE + timedelta(minutes=8)) == []


def findings(at):
    with clock.at(at):
        return [found.words for found in approved_stories() if not found.well]


def ask_and_approve(case, moderator):
    """A moderator asks its author something, does not wait for the answer, and approves it at the weekend."""
    with clock.at(SATURDAY - timedelta(hours=1)):
        deciding.ask(case_id=case.pk, seen_story=0, question="May we name the ward?", by=moderator)
        cases.claim_case(case_id=case.pk, by=moderator)
    case.story.refresh_from_db()
    with clock.at(SATURDAY):
        deciding.publish(case_id=case.pk, seen_story=case.story.version, work=factories.work_for(case), by=moderator)


@pytest.mark.parametrize("told_in_time", [True, False])
def test_what_its_author_answers_before_the_morning_is_read_first(case, moderator, run_jobs, told_in_time):
    ask_and_approve(case, moderator)
    with clock.at(SUNDAY):
        publishing.answer_moderator(story_id=case.story_id, answer="Please do not publish it at all.", by=case.story.author)
        if told_in_time:
            run_jobs()
    sweep(MONDAY_AT_NINE)
    run_jobs()
    assert (state_of(case), case.state, case.waiting_for) == (State.WAITING, "queued", "")


def test_an_answer_that_was_read_before_it_was_approved_holds_nothing_up(case, moderator, run_jobs):
    with clock.at(SATURDAY - timedelta(hours=2)):
        deciding.ask(case_id=case.pk, seen_story=0, question="May we name the ward?", by=moderator)
        publishing.answer_moderator(story_id=case.story_id, answer="Yes.", by=case.story.author)
        cases.claim_case(case_id=case.pk, by=moderator)
    case.story.refresh_from_db()
    with clock.at(SATURDAY):
        deciding.publish(case_id=case.pk, seen_story=case.story.version, work=factories.work_for(case), by=moderator)
        run_jobs()  # the desk is told late of the answer
    assert (state_of(case), case.waiting_for) == (State.WAITING, "morning")
    sweep(MONDAY_AT_NINE)
    assert state_of(case) == State.PUBLISHED


def test_asked_nothing_more_is_said_and_it_is_public(case, moderator):
    ask_and_approve(case, moderator)
    sweep(MONDAY_AT_NINE)
    assert state_of(case) == State.PUBLISHED


def test_the_desk_and_the_author_say_so(case, moderator, client):
    desk = factories.sign_in(client, moderator)
    with clock.at(SATURDAY):
        cases.save_work(case_id=case.pk, seen_version=case.version, work=factories.work_for(case), by=moderator)
        case.refresh_from_db()
        preview = reverse("moderation:preview", kwargs={"case_id": case.pk})
        page = desk.get(preview).text
        assert "published on 23 November 2026" in page
        assert ">Approve</button>" in page
        done = desk.post(preview, {"seen": 0, "seen_case": case.version}, follow=True).text
        assert "Approved. It will be published on 23 November 2026" in done
        assert "Take it back" in done
        assert "the next working morning" in desk.get(reverse("moderation:waiting")).text
        session = client.session
        session[AUTHOR], session[STAMP] = case.story.author_id, stamp_of(case.story.author)
        session.save()
        mine = client.get("/my-story/").text
    assert "Your story will be public soon" in mine
    assert "public on 23 November 2026" in mine


def test_once_its_author_has_said_something_no_morning_is_promised_even_if_the_desk_is_told_late(case, moderator):
    ask_and_approve(case, moderator)
    assert public_from(case.story_id) == MONDAY_AT_NINE
    with clock.at(SUNDAY):
        publishing.answer_moderator(story_id=case.story_id, answer="Please do not publish it at all.", by=case.story.author)
    assert public_from(case.story_id) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("morning_first", [True, False])
def test_the_morning_and_taking_it_back_at_once(case, moderator, morning_first):
    approve(case, moderator)
    second = factories.moderator()

    def claim():
        cases.claim_case(case_id=case.pk, by=second)

    def morning():
        with clock.at(MONDAY_AT_NINE):
            deciding.publish_approved(case_id=case.pk, by=SystemActor("desk"))

    first, then = (morning, claim) if morning_first else (claim, morning)
    with meanwhile(then) as other:
        first()
    assert (state_of(case) == State.PUBLISHED, other.refused is not None) == (morning_first, morning_first)
