"""What is owed, as things stood when it happened: named exactly, put right once, and nothing more."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection, transaction

from heard.accounts.actions import people
from heard.accounts.actions.authors import give_contact
from heard.alerts import actions
from heard.alerts.models import Alert, AlertSpan, Summary
from heard.alerts.queries import alerts_in_doubt
from heard.core import clock, health, reckoning
from heard.core.events import announce
from heard.core.models import Delivery
from heard.core.reckoning import Window
from heard.directory.events import ServiceMoved
from heard.organisations.actions import members, organising
from heard.organisations.models import MembershipSpan, RemitSpan, TermSpan
from heard.reach.actions import tell_organisations
from heard.reach.models import Asking, Telling
from heard.responses.actions import answers
from heard.stories.actions import authoring, publishing
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEWS = MONDAY + timedelta(days=1)
"""When the story is published; everybody was there since Monday."""
AFTER, LATER = NEWS + timedelta(hours=1), NEWS + timedelta(hours=2)


def lose_the_jobs():
    """As if a worker had taken them and the machine had died."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(scope="module")
def since_monday(standing):
    """A ward, who answers for it, and a member there."""
    with clock.at(MONDAY):
        ward = factories.service(name="Larkfield Ward")
        member = factories.member(of=factories.organisation(remit=[ward]))
    return ward, member


@pytest.fixture
def ward(since_monday):
    return deepcopy(since_monday[0])


@pytest.fixture
def unheard():
    """A ward for which nobody listens."""
    return factories.service(name="Quiet Ward")


@pytest.fixture
def organisation(since_monday):
    return deepcopy(since_monday[1].organisation)


@pytest.fixture
def member(since_monday):
    return deepcopy(since_monday[1])


def published(*services, at=NEWS, **more):
    """A story whose every consequence was lost."""
    with clock.at(at):
        story = factories.published_story(services=list(services), **more)
    lose_the_jobs()
    return story


def owed_at(moment=LATER):
    """What is missing, as (kind, story, of whom)."""
    with clock.at(moment):
        return {(short.debt.name, each.story_id, each.of) for short in reckoning.missing() for each in short.missing}


def sweep(run_jobs, at=LATER):
    """Put everything right until nothing is left to do, and deliver; returns to whom letters went."""
    outbox.outbox.clear()
    with clock.at(at):
        for _ in range(3):
            reckoning.put_right("reach", "alerts", window=Window.back())
            run_jobs()
    return sorted(to for letter in outbox.outbox for to in letter.to)


def what_is_written():
    """Everything that telling and alerting write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in (Telling, Asking, Alert, Summary, Delivery)}


def check_put_right(run_jobs, *addresses):
    """The sweep mails these, nothing is owed afterwards, and a second sweep changes nothing."""
    assert sweep(run_jobs) == sorted(addresses)
    assert owed_at(LATER + timedelta(minutes=5)) == set()
    before = what_is_written()
    assert sweep(run_jobs, LATER + timedelta(minutes=10)) == []
    assert what_is_written() == before


def test_a_story_whose_every_job_was_lost_is_told_alerted_and_heard_by_the_sweep(ward, organisation, member, run_jobs):
    story = published(ward)
    assert ("reach.told", story.pk, organisation.pk) in owed_at()
    check_put_right(run_jobs, member.person.email)
    assert Telling.objects.get().heard_at is not None
    assert Alert.objects.get().delivered_at is not None


def test_nothing_is_missing_while_the_job_may_still_wait_its_turn(ward, organisation, member):
    story = published(ward)
    assert owed_at(NEWS + timedelta(minutes=1)) == set()
    assert ("reach.told", story.pk, organisation.pk) in owed_at(NEWS + timedelta(minutes=3))


def test_what_happened_more_than_thirty_days_ago_is_no_news_any_more(ward, organisation, member, run_jobs):
    published(ward)
    assert owed_at(NEWS + timedelta(days=31)) == set()


def test_a_lost_alert_is_named_for_the_member_it_was_owed_to(ward, organisation, member, run_jobs):
    story = published(ward)
    with clock.at(NEWS):
        factories.tell(story)
    lose_the_jobs()
    assert owed_at() == {("alerts.member", story.pk, member.person_id)}
    check_put_right(run_jobs, member.person.email)


def test_who_joined_after_it_was_published_is_owed_nothing(ward, organisation, member, run_jobs):
    published(ward)
    with clock.at(AFTER):
        factories.member(of=organisation)
    check_put_right(run_jobs, member.person.email)


def test_a_handler_that_runs_late_tells_nobody_who_joined_meanwhile(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        factories.published_story(services=[ward])
    with clock.at(AFTER):
        factories.member(of=organisation)
        run_jobs()
    assert [letter.to for letter in outbox.outbox] == [[member.person.email]]


AWAY_AND_BACK = {
    "frozen": (
        lambda who: members.freeze_member(membership_id=who.pk, by=TESTS),
        lambda who: members.thaw_member(membership_id=who.pk, by=TESTS),
    ),
    "closed": (
        lambda who: people.deactivate(person_id=who.person_id, by=TESTS),
        lambda who: people.reactivate(person_id=who.person_id, by=TESTS),
    ),
}


@pytest.mark.parametrize(("leaves", "comes_back"), AWAY_AND_BACK.values(), ids=AWAY_AND_BACK)
def test_who_was_frozen_or_closed_at_the_time_is_owed_nothing_once_back(ward, organisation, member, run_jobs, leaves, comes_back):
    with clock.at(MONDAY):
        away = factories.member(of=organisation)
        leaves(away)
    published(ward)
    with clock.at(AFTER):
        comes_back(away)
    check_put_right(run_jobs, member.person.email)


def test_who_was_frozen_since_was_owed_it_and_the_ledger_says_why_not(ward, organisation, member, run_jobs):
    story = published(ward)
    with clock.at(AFTER):
        members.freeze_member(membership_id=member.pk, by=TESTS)
    assert ("reach.told", story.pk, organisation.pk) in owed_at()
    check_put_right(run_jobs)
    assert Delivery.objects.get(kind="alert").state == "dropped"


def test_who_left_since_was_owed_it_and_is_not_mailed(ward, organisation, member, run_jobs):
    story = published(ward)
    with clock.at(NEWS):
        factories.tell(story)
    lose_the_jobs()
    with clock.at(AFTER):
        members.leave(membership_id=member.pk, by=member.person)
    assert owed_at() == {("alerts.member", story.pk, member.person_id)}
    check_put_right(run_jobs)
    assert Delivery.objects.get(kind="alert").state == "dropped"


def test_never_then_and_at_once_now_is_owed_nothing(ward, organisation, member, run_jobs):
    with clock.at(MONDAY + timedelta(hours=1)):
        actions.stop_alerts(membership_id=member.pk)
    story = published(ward)
    with clock.at(AFTER):
        actions.set_alerts(membership=member, stories="at-once", answers="at-once", least_criticality=0, by=member)
        factories.tell(story)
    assert owed_at() == set()
    assert sweep(run_jobs) == []


@pytest.mark.parametrize(("criticality", "is_owed"), [(2, False), (3, True)])
def test_the_criticality_wanted_at_the_time_counts(ward, organisation, member, run_jobs, criticality, is_owed):
    with clock.at(MONDAY + timedelta(hours=1)):
        actions.set_alerts(membership=member, stories="at-once", answers="never", least_criticality=3, by=member)
    published(ward, criticality=criticality)
    with clock.at(AFTER):
        actions.set_alerts(membership=member, stories="at-once", answers="never", least_criticality=0 if not is_owed else 3, by=member)
    check_put_right(run_jobs, *([member.person.email] if is_owed else []))


def test_a_remit_that_was_added_later_makes_nothing_owing(ward, organisation, member, run_jobs):
    elsewhere = factories.service()
    published(elsewhere)
    with clock.at(AFTER):
        organising.change_remit(organisation_id=organisation.pk, add=[elsewhere.pk], by=TESTS)
    assert {kind for kind, _, _ in owed_at()} == {"reach.asked"}
    check_put_right(run_jobs)
    assert not Telling.objects.exists()


def test_a_remit_that_was_taken_off_since_still_owes_what_was_before(ward, organisation, member, run_jobs):
    published(ward)
    with clock.at(AFTER):
        organising.set_remit(organisation_id=organisation.pk, service_ids=[], by=TESTS)
    check_put_right(run_jobs, member.person.email)
    assert not Asking.objects.exists()


@pytest.mark.parametrize(("ended", "letters"), [(NEWS - timedelta(hours=1), 0), (AFTER, 1)])
def test_a_subscription_counts_until_it_was_said_to_be_over(ward, organisation, member, run_jobs, ended, letters):
    with clock.at(ended):
        organising.end_subscription(subscription_id=organisation.subscriptions.get().pk, on=MONDAY.date(), by=TESTS)
    published(ward)
    check_put_right(run_jobs, *[member.person.email] * letters)


def test_a_subscription_given_afterwards_for_days_before_makes_nothing_owing(ward, organisation, member, run_jobs):
    with clock.at(MONDAY):
        organising.end_subscription(subscription_id=organisation.subscriptions.get().pk, on=MONDAY.date() - timedelta(days=1), by=TESTS)
    published(ward)
    day = MONDAY.date()
    with clock.at(AFTER):
        organising.give_subscription(
            organisation_id=organisation.pk, level="free", starts_on=day, ends_on=day + timedelta(days=90), by=TESTS
        )
    check_put_right(run_jobs)


def test_told_twice_is_told_once(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
        factories.tell(story)
        actions.alert_members(story_id=story.pk, about="story", by=TESTS)
        run_jobs()
    assert len(outbox.outbox) == 1
    assert owed_at() == set()


def test_a_person_of_two_organisations_is_owed_one_letter_and_both_have_heard(ward, organisation, member, run_jobs):
    with clock.at(MONDAY):
        other = factories.organisation(remit=[ward], kind="commissioner")
        factories.member_again(person=member.person, of=other)
    published(ward)
    check_put_right(run_jobs, member.person.email)
    assert not Telling.objects.filter(heard_at=None).exists()


@pytest.mark.parametrize("setting", [{"stories": "never", "least_criticality": 0}, {"stories": "at-once", "least_criticality": 5}])
def test_where_somebody_of_two_organisations_wants_to_hear_nothing_the_other_has_not_heard(ward, organisation, member, run_jobs, setting):
    with clock.at(MONDAY):
        other = factories.organisation(remit=[ward], kind="commissioner")
        again = factories.member_again(person=member.person, of=other)
        actions.set_alerts(membership=again, answers="never", by=member.person, **setting)
    with clock.at(NEWS):
        factories.published_story(services=[ward], criticality=1)
        run_jobs()
    assert len(outbox.outbox) == 1
    assert owed_at() == set()
    check_put_right(run_jobs)
    assert set(Telling.objects.filter(heard_at=None).values_list("organisation_id", flat=True)) == {other.pk}


def test_delivered_and_never_heard_is_named_and_heard(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
        Alert.objects.update(delivered_at=None)
        Telling.objects.update(heard_at=None)  # as if the handler had found nothing
    assert owed_at() == {("alerts.delivered", story.pk, member.person_id), ("alerts.heard", story.pk, organisation.pk)}
    check_put_right(run_jobs)
    assert Telling.objects.get().heard_at == Alert.objects.get().delivered_at == NEWS


def test_what_somebody_read_heard_and_left_is_still_heard(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
        Telling.objects.update(heard_at=None)
    with clock.at(AFTER):
        members.leave(membership_id=member.pk, by=member.person)
    assert owed_at() == {("alerts.heard", story.pk, organisation.pk)}
    check_put_right(run_jobs)


def test_a_member_who_opened_the_story_before_it_was_told_leaves_nobody_out(ward, organisation, member, run_jobs):
    story = published(ward)
    with clock.at(AFTER):
        factories.read_by(story, member)
    assert ("reach.told", story.pk, organisation.pk) in owed_at()
    check_put_right(run_jobs, member.person.email)


def test_an_older_story_that_somebody_opened_is_news_to_nobody(ward, organisation, member, run_jobs):
    elsewhere = factories.service()
    story = published(elsewhere)
    with clock.at(NEWS):
        factories.tell(story)
    with clock.at(AFTER):
        organising.change_remit(organisation_id=organisation.pk, add=[elsewhere.pk], by=TESTS)
        factories.read_by(story, member)
    assert owed_at() == set()


def corrected(story, *services, at):
    with clock.at(at):
        factories.put_services_right(story, *services)
    lose_the_jobs()


def test_services_put_right_are_news_of_that_moment_to_those_it_concerns_since(ward, organisation, member, run_jobs):
    eyes = factories.service(name="Eye Clinic")
    with clock.at(MONDAY):
        clinic = factories.organisation(remit=[eyes])
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
    with clock.at(NEWS + timedelta(minutes=30)):
        joined = factories.member(of=clinic)  # before it was news to the clinic
        factories.member(of=organisation)  # after it was news to the ward
    corrected(story, eyes, ward, at=AFTER)
    assert ("reach.told", story.pk, clinic.pk) in owed_at()
    with clock.at(AFTER + timedelta(minutes=1)):
        factories.member(of=clinic)
    check_put_right(run_jobs, joined.person.email)


def test_a_service_that_moved_takes_its_stories_along_and_nobody_is_owed_them(ward, organisation, member, run_jobs):
    trust, other = factories.service(name="Northmoor Trust"), factories.service(name="Southmoor Trust")
    clinic = factories.service(name="Eye Clinic", parent=trust)
    with clock.at(MONDAY):
        for each in (trust, other):
            factories.member(of=factories.organisation(remit=[each]))
    with clock.at(NEWS):
        story = factories.published_story(services=[clinic])
        run_jobs()
    clinic.parent, clinic.ancestors = other, [other.pk, clinic.pk]
    clinic.save()
    with clock.at(AFTER):
        publishing.follow_service(service_id=clinic.pk, by=TESTS)
    story.refresh_from_db()
    assert other.pk in story.ancestors
    assert owed_at() == set()


def test_stories_left_behind_by_a_service_that_moved_are_named_and_follow_by_the_sweep(ward):
    trust, other = factories.service(name="Northmoor Trust"), factories.service(name="Southmoor Trust")
    clinic = factories.service(name="Eye Clinic", parent=trust)
    stories = [published(clinic), published(clinic, ward)]
    clinic.parent, clinic.ancestors = other, [other.pk, clinic.pk]
    clinic.save()
    with clock.at(AFTER), transaction.atomic():
        announce(ServiceMoved(service_id=clinic.pk), by=TESTS)
    lose_the_jobs()
    assert ("stories.followed", min(story.pk for story in stories), clinic.pk) in owed_at()
    with clock.at(LATER):
        reckoning.put_right("stories", window=Window.back())
        assert reckoning.put_right("stories", window=Window.back()) == 0
    for story in stories:
        story.refresh_from_db()
        assert other.pk in story.ancestors
        assert trust.pk not in story.ancestors


def test_a_withdrawn_story_is_owed_to_nobody(ward, organisation, member, run_jobs):
    story = published(ward)
    with clock.at(AFTER):
        authoring.withdraw_story(story_id=story.pk, by=story.author)
    lose_the_jobs()
    assert owed_at() == set()


def test_a_provider_without_a_listener_at_the_time_is_asked_though_somebody_listens_by_now(unheard, run_jobs):
    with clock.at(MONDAY):
        factories.confirmed_contact(of=unheard)
        run_jobs()
    story = published(unheard)
    with clock.at(AFTER):
        factories.organisation(remit=[unheard])
    assert owed_at() == {("reach.asked", story.pk, unheard.pk)}
    check_put_right(run_jobs, "manager@trust.example")


def test_a_contact_that_was_confirmed_is_told_of_what_was_before(unheard, run_jobs):
    with clock.at(NEWS):
        factories.published_story(services=[unheard])
        run_jobs()
    with clock.at(AFTER):
        factories.confirmed_contact(of=unheard)
    lose_the_jobs()
    assert owed_at(LATER) == {("reach.asked-before", None, unheard.pk)}
    assert "manager@trust.example" in sweep(run_jobs)
    assert Asking.objects.get().delivered_at is not None
    assert owed_at(LATER + timedelta(minutes=5)) == set()


def test_a_letter_to_a_contact_that_nobody_noted_is_noted(unheard, run_jobs):
    with clock.at(MONDAY):
        factories.confirmed_contact(of=unheard)
    with clock.at(NEWS):
        story = factories.published_story(services=[unheard])
        run_jobs()
        Asking.objects.update(delivered_at=None)
    assert ("reach.asked-noted", story.pk) in {(kind, number) for kind, number, _ in owed_at()}
    check_put_right(run_jobs)
    assert Asking.objects.get().delivered_at == NEWS


def test_members_who_wanted_answers_at_the_time_are_owed_them(ward, organisation, member, run_jobs):
    with clock.at(MONDAY):
        keen = factories.member(of=organisation)
        actions.set_alerts(membership=keen, stories="never", answers="at-once", least_criticality=0, by=keen)
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
        answer = factories.published_answer(story=story, membership=member)
        change = factories.planned_change(story=story, membership=member)
    lose_the_jobs()
    with clock.at(AFTER):
        actions.set_alerts(membership=member, stories="at-once", answers="at-once", least_criticality=0, by=member)
    assert {each for each in owed_at() if each[0] == "alerts.member"} == {("alerts.member", story.pk, keen.person_id)}
    with clock.at(LATER):
        about = {each.about for short in reckoning.missing() for each in short.missing if each.of == keen.person_id}
    assert about == {f"answer:{answer.pk}", f"change:{change.pk}:planned"}
    check_put_right(run_jobs, *2 * [keen.person.email], *2 * [member.person.email])  # the member's are about their own answer and change


def test_an_author_who_could_be_reached_at_the_time_is_owed_the_notice(unheard, organisation, run_jobs):
    with clock.at(NEWS):
        reached, unreached = factories.sent_story(services=[unheard]), factories.sent_story(services=[unheard])
        give_contact(reached.author, kind="email", value="gull@home.example")
        for story in (reached, unreached):
            factories.publish(story, by=TESTS)
    lose_the_jobs()
    with clock.at(AFTER):
        give_contact(unreached.author, kind="email", value="tern@home.example")
    assert {each for each in owed_at() if each[0] == "alerts.author"} == {("alerts.author", reached.pk, 0)}
    check_put_right(run_jobs, "gull@home.example")


def test_every_kind_of_notice_to_an_author_is_reckoned_under_the_key_that_its_handler_writes(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        author = factories.author()
        give_contact(author, kind="email", value="gull@home.example")
        story = factories.sent_story(services=[ward], by=author)
        publishing.ask_author(story_id=story.pk, seen_version=0, question="When?", by=TESTS)
        publishing.answer_moderator(story_id=story.pk, answer="In May.", by=story.author)
        publishing.decline_story(story_id=story.pk, seen_version=2, reason="duplicate", message="Sorry.", by=TESTS)
        publishing.ask_to_look_again(story_id=story.pk, words="", by=story.author)
        factories.publish(story, by=TESTS)
        publishing.edit_story(
            story_id=story.pk, seen_text=1, title="Another", text=story.original.words, edits=[publishing.MadeEdit("spelling")], by=TESTS
        )
        factories.published_answer(story=story, membership=member)
        change = factories.planned_change(story=story, membership=member)
        factories.made_change(change=change, membership=member)
        missing = {each.about.partition(" ")[2] for each in _missing("alerts.author")}
        run_jobs()
    written = set(Delivery.objects.filter(recipient__startswith="author:").values_list("key", flat=True))
    assert missing == written
    assert len(written) == 8
    assert owed_at() == set()


def _missing(name):
    with clock.at(LATER):
        return [each for short in reckoning.missing() if short.debt.name == name for each in short.missing]


def test_a_responder_whose_answer_was_returned_is_told(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        story = factories.published_story(services=[ward])
        run_jobs()
        answer = factories.referred_answer(story=story, membership=member)
        answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Whose desk?", by=factories.moderator())
    lose_the_jobs()
    assert owed_at() >= {("alerts.returned", story.pk, answer.pk)}
    assert member.person.email in sweep(run_jobs)
    assert not [each for each in owed_at() if each[0] == "alerts.returned"]


# ---------------------------------------------------------------- more than a few


def test_somebody_owed_more_than_three_gets_one_summary_and_everything_is_heard(ward, organisation, member, run_jobs):
    for n in range(3):
        published(ward, at=NEWS + timedelta(minutes=n))
    with clock.at(NEWS + timedelta(minutes=2, seconds=30)):
        newcomer = factories.member(of=organisation)
    for n in (3, 4):
        published(ward, at=NEWS + timedelta(minutes=n))
    assert sweep(run_jobs) == sorted([member.person.email, newcomer.person.email, newcomer.person.email])
    (letter,) = [each for each in outbox.outbox if each.to == [member.person.email]]
    assert "news of 5 stories" in letter.body
    check_put_right(run_jobs)
    (summary,) = Delivery.objects.filter(kind="alert-summary")
    assert summary.recipient == f"person:{member.person_id}"
    assert not Delivery.objects.filter(kind="alert", recipient=summary.recipient).exists()
    assert Alert.objects.filter(summary__person=member.person, delivered_at__isnull=False).count() == 5
    assert not Telling.objects.filter(heard_at=None).exists()


def test_who_got_a_summary_is_not_told_again_by_the_jobs_that_were_only_late(ward, organisation, member, run_jobs):
    stories = [published(ward, at=NEWS + timedelta(minutes=n)) for n in range(4)]
    assert sweep(run_jobs) == [member.person.email]
    outbox.outbox.clear()
    with clock.at(LATER + timedelta(minutes=1)):
        for story in stories:
            actions.alert_members(story_id=story.pk, about="story", by=TESTS)
        run_jobs()
    assert outbox.outbox == []
    assert not Delivery.objects.filter(kind="alert").exists()


@pytest.mark.parametrize("setting", [{"stories": "never", "least_criticality": 0}, {"stories": "at-once", "least_criticality": 5}])
def test_an_organisation_has_not_heard_by_a_letter_that_somebody_wanted_for_another_alone(ward, organisation, member, run_jobs, setting):
    with clock.at(MONDAY):
        deaf = factories.member_again(person=member.person, of=factories.organisation(remit=[ward]))
        actions.set_alerts(membership=deaf, answers="never", by=member.person, **setting)
    published(ward)
    check_put_right(run_jobs, member.person.email)
    assert {each.organisation_id: each.heard_at is not None for each in Telling.objects.all()} == {
        organisation.pk: True,
        deaf.organisation_id: False,
    }


def test_three_are_three_messages(ward, organisation, member, run_jobs):
    for n in range(3):
        published(ward, at=NEWS + timedelta(minutes=n))
    check_put_right(run_jobs, *[member.person.email] * 3)
    assert not Summary.objects.exists()


def test_who_got_a_summary_is_not_emailed_again_by_handlers_that_come_late(ward, organisation, member, run_jobs):
    """After an outage the sweep may come before the handlers of the same stories, which are tried again for 30 days."""
    stories = [published(ward, at=NEWS + timedelta(minutes=n)) for n in range(5)]
    assert sweep(run_jobs) == [member.person.email]
    outbox.outbox.clear()
    with clock.at(LATER + timedelta(minutes=1)):
        for each in stories:
            tell_organisations(story_id=each.pk, by=TESTS)
        run_jobs()
    assert outbox.outbox == []
    assert not Delivery.objects.filter(kind="alert").exists()
    assert owed_at(LATER + timedelta(minutes=5)) == set()


@pytest.mark.parametrize("ended", ["frozen", "left"])
def test_a_summary_is_all_that_somebody_gets_who_is_no_longer_in_one_of_two_organisations(ward, organisation, member, run_jobs, ended):
    with clock.at(MONDAY):
        other = factories.member_again(person=member.person, of=factories.organisation(remit=[ward]))
    for n in range(5):
        published(ward, at=NEWS + timedelta(minutes=n))
    with clock.at(AFTER):
        if ended == "frozen":
            members.freeze_member(membership_id=other.pk, by=TESTS)
        else:
            members.leave(membership_id=other.pk, by=member.person)
    assert sweep(run_jobs) == [member.person.email]
    check_put_right(run_jobs)


def test_a_summary_to_somebody_who_stopped_them_meanwhile_is_dropped(ward, organisation, member, run_jobs):
    for n in range(4):
        published(ward, at=NEWS + timedelta(minutes=n))
    with clock.at(AFTER):
        actions.stop_alerts(membership_id=member.pk)
    check_put_right(run_jobs)
    assert Delivery.objects.get(kind="alert-summary").state == "dropped"
    assert Telling.objects.filter(heard_at=None).count() == 4


def test_a_summary_is_not_heard_by_whom_its_receiver_said_never_to_meanwhile(ward, organisation, member, run_jobs):
    elsewhere = factories.service()
    with clock.at(MONDAY):
        other = factories.member_again(person=member.person, of=factories.organisation(remit=[elsewhere]))
    for n in range(2):
        published(ward, at=NEWS + timedelta(minutes=n))
        published(elsewhere, at=NEWS + timedelta(minutes=n))
    with clock.at(AFTER):
        actions.set_alerts(membership=other, stories="never", answers="never", least_criticality=0, by=other)
    check_put_right(run_jobs, member.person.email)
    assert Delivery.objects.get(kind="alert-summary").state == "sent"
    assert set(Telling.objects.filter(heard_at=None).values_list("organisation_id", flat=True)) == {other.organisation_id}
    assert Telling.objects.exclude(heard_at=None).count() == 2


@pytest.mark.parametrize("meanwhile", ["never", "frozen"])
def test_one_message_is_not_heard_by_an_organisation_that_its_receiver_no_longer_listens_for(
    ward, organisation, member, run_jobs, meanwhile
):
    with clock.at(MONDAY):
        other = factories.member_again(person=member.person, of=factories.organisation(remit=[ward]))
    published(ward)
    with clock.at(AFTER):
        if meanwhile == "never":
            actions.set_alerts(membership=other, stories="never", answers="never", least_criticality=0, by=other)
        else:
            members.freeze_member(membership_id=other.pk, by=TESTS)
    check_put_right(run_jobs, member.person.email)
    heard = dict(Telling.objects.values_list("organisation_id", "heard_at"))
    assert heard[organisation.pk] is not None
    assert heard[other.organisation_id] is None


def test_a_summary_that_was_delivered_and_never_noted_is_noted(ward, organisation, member, run_jobs):
    for n in range(4):
        published(ward, at=NEWS + timedelta(minutes=n))
    sweep(run_jobs)
    Alert.objects.update(delivered_at=None)
    Telling.objects.update(heard_at=None)
    assert {kind for kind, _, _ in owed_at(LATER + timedelta(minutes=5))} == {"alerts.summary"}
    with clock.at(LATER + timedelta(minutes=5)):
        reckoning.put_right("alerts", window=Window.back())
    assert not Telling.objects.filter(heard_at=None).exists()


# ---------------------------------------------------------------- before the upgrade


@pytest.mark.parametrize("model", [MembershipSpan, RemitSpan, TermSpan])
def test_what_was_changed_last_after_the_publication_is_in_doubt_and_mailed_to_nobody(model, ward, organisation, member, run_jobs):
    story = published(ward)
    model.objects.update(since=AFTER, since_known=False)
    assert not [each for each in owed_at() if each[0].startswith("alerts.")]
    with clock.at(LATER):
        assert [(each.story_id, each.person_id) for each in alerts_in_doubt(Window.back())] == [(story.pk, member.person_id)]
        assert [short.debt.name for short in reckoning.doubtful()] == ["alerts.doubt"]
    assert sweep(run_jobs) == []


def test_a_setting_that_was_changed_after_the_publication_is_in_doubt(ward, organisation, member, run_jobs):
    story = published(ward)
    AlertSpan.objects.create(
        membership_number=member.pk, stories="at-once", answers="never", least_criticality=0, since=AFTER, since_known=False
    )
    with clock.at(LATER):
        assert [each.story_id for each in alerts_in_doubt(Window.back())] == [story.pk]
    assert sweep(run_jobs) == []


def test_an_account_that_was_opened_again_after_the_publication_is_in_doubt(ward, organisation, member, run_jobs):
    story = published(ward)
    member.person.closed_spans.create(since=MONDAY, until=AFTER, since_known=False)
    with clock.at(LATER):
        assert [each.story_id for each in alerts_in_doubt(Window.back())] == [story.pk]
    assert sweep(run_jobs) == []


def test_what_was_sent_is_not_in_doubt(ward, organisation, member, run_jobs):
    with clock.at(NEWS):
        factories.published_story(services=[ward])
        run_jobs()
    MembershipSpan.objects.update(since=AFTER, since_known=False)
    with clock.at(LATER):
        assert alerts_in_doubt(Window.back()) == []


# ---------------------------------------------------------------- whoever looks


def test_the_doctor_names_what_is_missing_with_number_age_and_story(ward, organisation, member):
    story = published(ward)
    with clock.at(NEWS + timedelta(minutes=42)):
        found = [each for each in health.examine() if each.about == "Owed"]
    assert [(each.well, each.words) for each in found] == [
        (False, f"organisations not told about a new story: 1, the oldest for 42 minutes (story {story.pk})")
    ]


def test_the_doctor_says_that_nothing_is_missing(ward, organisation, member):
    found = [each for each in health.examine() if each.about == "Owed"]
    assert [each.well for each in found] == [True]


@pytest.mark.owner
def test_one_that_cannot_be_put_right_is_logged_without_its_words_and_the_others_are(ward, organisation, member, run_jobs, caplog):
    stories = [published(ward, at=NEWS + timedelta(minutes=n)) for n in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE reach_telling ADD CONSTRAINT broken CHECK (story_id <> {stories[0].pk}) NOT VALID")
    with clock.at(LATER):
        reckoning.put_right("reach", window=Window.back())
    assert Telling.objects.get().story_id == stories[1].pk
    assert f"reach.told is owed (story {stories[0].pk}" in caplog.text
    assert stories[0].title not in caplog.text
