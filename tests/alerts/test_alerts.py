from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.db.models import F

from heard.accounts.actions.authors import give_contact, replace_key, request_sign_in_link
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.alerts import actions, rules
from heard.alerts.models import Alert
from heard.alerts.queries import members_to_alert
from heard.core import clock, mail, working_time
from heard.core.models import Delivery, Event
from heard.moderation.actions.rota import set_shift
from heard.organisations.actions import members
from heard.reach.actions import tell_organisations
from heard.reach.models import Telling
from heard.regions.models import CrisisLine, Setting
from heard.stories import presenters
from heard.stories.actions import authoring, publishing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    return factories.service(name="Larkfield Ward")


@pytest.fixture
def organisation(ward):
    return factories.organisation(remit=[ward])


def set_alerts(member, **changes):
    actions.set_alerts(membership=member, **{"stories": "at-once", "answers": "never", "least_criticality": 0, "by": member} | changes)


def test_every_member_is_mailed_once_with_link_and_title_only(ward, organisation, run_jobs):
    members = [factories.member(of=organisation) for _ in range(3)]
    story = factories.published_story(services=[ward])
    run_jobs()
    assert sorted(letter.to[0] for letter in outbox.outbox) == sorted(member.person.email for member in members)
    for letter in outbox.outbox:
        assert story.title in letter.body
        assert "Larkfield Ward" in letter.subject
        assert story.text not in letter.body
        assert f"/{story.pk}/" in letter.body
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_messages_about_a_critical_story_go_before_those_of_others_that_wait(ward, organisation):
    factories.member(of=organisation)
    story = factories.published_story(services=[ward], criticality=4)
    tell_organisations(story_id=story.pk, by=factories.TESTS)
    actions.alert_members(story_id=story.pk, about="story", by=factories.TESTS)
    assert list(Delivery.objects.filter(kind="alert").values_list("urgency", flat=True)) == [4]


def test_a_person_in_two_organisations_gets_one_message_and_both_have_heard(ward, organisation, run_jobs):
    member = factories.member(of=organisation)
    other = factories.organisation(remit=[ward], kind="commissioner")
    factories.member_again(person=member.person, of=other, roles=["member"])
    factories.published_story(services=[ward])
    run_jobs()
    assert len(outbox.outbox) == 1
    assert Telling.objects.filter(heard_at=None).count() == 0


@pytest.mark.parametrize(
    ("changes", "criticality", "told"),
    [
        ({}, 0, True),
        ({"stories": "never"}, 5, False),
        ({"least_criticality": 3}, 2, False),
        ({"least_criticality": 3}, 3, True),
    ],
)
def test_settings_decide(ward, organisation, run_jobs, changes, criticality, told):
    set_alerts(factories.member(of=organisation), **changes)
    factories.published_story(services=[ward], criticality=criticality)
    run_jobs()
    assert bool(outbox.outbox) is told
    assert Alert.objects.exists() is told


def test_a_frozen_member_hears_nothing(ward, organisation, run_jobs):
    members.freeze_member(membership_id=factories.member(of=organisation).pk, by=factories.TESTS)
    factories.published_story(services=[ward])
    run_jobs()
    assert outbox.outbox == []


def test_who_stopped_between_owing_and_sending_is_not_mailed(ward, organisation, run_jobs):
    member = factories.member(of=organisation)
    story = factories.published_story(services=[ward])
    Telling.objects.create(story=story, organisation=organisation)
    actions.alert_members(story_id=story.pk, about="story", by=factories.TESTS)
    actions.stop_alerts(membership_id=member.pk)
    run_jobs()
    assert outbox.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


def test_withdrawn_between_owing_and_sending_is_not_mailed(ward, organisation, run_jobs):
    factories.member(of=organisation)
    story = factories.published_story(services=[ward])
    Telling.objects.create(story=story, organisation=organisation)
    actions.alert_members(story_id=story.pk, about="story", by=factories.TESTS)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    assert outbox.outbox == []


def test_finding_members_is_one_statement(ward, organisation, django_assert_num_queries):
    for _ in range(6):
        factories.member(of=organisation)
    story = factories.published_story(services=[ward])
    tell_organisations(story_id=story.pk, by=factories.TESTS)
    with django_assert_num_queries(1):
        assert len(members_to_alert(story)) == 6


def test_a_stop_token_that_was_tampered_with_stops_nothing():
    token = rules.token_for_member(7)
    assert rules.stopped_by(token) == ("membership", 7, "")
    assert rules.stopped_by(("a" if token[0] != "a" else "b") + token[1:]) is None
    assert rules.stopped_by(token[:-5]) is None
    assert rules.stopped_by("") is None


def test_whoever_becomes_concerned_when_services_are_put_right_is_told_once_and_nobody_again(ward, organisation, run_jobs):
    factories.member(of=organisation)
    elsewhere = factories.service(name="Eye Clinic")
    other = factories.organisation(remit=[elsewhere])
    newly = factories.member(of=other)
    story = factories.published_story(services=[ward])
    run_jobs()
    factories.member(of=organisation)  # came after it was news
    outbox.outbox.clear()
    for _ in range(2):
        factories.put_services_right(story, ward, elsewhere)
        run_jobs()
        factories.put_services_right(story, elsewhere)
        run_jobs()
    (letter,) = outbox.outbox
    assert letter.to == [newly.person.email]
    assert set(Telling.objects.exclude(heard_at=None).values_list("organisation_id", flat=True)) == {organisation.pk, other.pk}
    assert Alert.objects.filter(story=story).count() == 2


def test_a_moderator_puts_the_services_of_a_public_story_right_and_whoever_is_concerned_now_is_told_once(
    ward, organisation, run_jobs, client
):
    # Given a story that is public, and was told to the organisation of the ward it named
    factories.member(of=organisation)
    eyes = factories.service(name="Eye Clinic")
    newly = factories.member(of=factories.organisation(remit=[eyes]))
    story = factories.published_story(services=[ward])
    give_contact(story.author, kind="email", value="gull@home.example")
    run_jobs()
    outbox.outbox.clear()

    # When a moderator puts it right on the page for editing, pressing the button twice
    desk = factories.sign_in(client, factories.moderator())
    for _ in range(2):
        words = {"seen": 1, "text": story.text, "hope": story.hope, "title": story.title, "chosen_name": story.chosen_name}
        why = {"edit_reason": ["service"], "edit_note": ["It was the clinic upstairs."]}
        sent = desk.post(f"/moderation/stories/{story.pk}/edit/", words | why | {"service": [eyes.pk], "find": "", "do": "publish"})
        assert sent.status_code == 302
        run_jobs()

    # Then the clinic's members and the author have one letter each, and those who were told before have none
    assert sorted(to for letter in outbox.outbox for to in letter.to) == sorted([newly.person.email, "gull@home.example"])
    assert Telling.objects.filter(story=story).count() == 2


def test_a_person_told_for_one_organisation_is_not_mailed_for_the_next_and_both_have_heard(ward, organisation, run_jobs):
    member = factories.member(of=organisation)
    elsewhere = factories.service(name="Eye Clinic")
    other = factories.organisation(remit=[elsewhere], kind="commissioner")
    factories.member_again(person=member.person, of=other)
    story = factories.published_story(services=[ward])
    run_jobs()
    factories.put_services_right(story, ward, elsewhere)
    run_jobs()
    assert len(outbox.outbox) == 1
    assert Telling.objects.exclude(heard_at=None).count() == 2
    assert not Telling.objects.filter(heard_at__lt=F("told_at")).exists()


def test_services_put_right_before_publication_or_in_another_order_tell_nobody(ward, organisation, run_jobs):
    factories.member(of=organisation)
    story = factories.sent_story(services=[factories.service()])
    factories.publish(story, service_ids=[ward.pk])
    assert not Event.objects.filter(name="stories.services_corrected").exists()
    other = factories.service()
    story = factories.published_story(services=[ward, other])
    factories.put_services_right(story, other, ward)
    assert not Event.objects.filter(name="stories.services_corrected").exists()


def test_an_author_is_told_of_every_decline_once(run_jobs):
    story = factories.sent_story()
    give_contact(story.author, kind="email", value="gull@home.example")
    for seen, message in ((0, "Sorry."), (2, "Sorry again.")):
        publishing.decline_story(story_id=story.pk, seen_version=seen, reason="duplicate", message=message, by=factories.moderator())
        run_jobs()
        run_jobs()
        if seen == 0:
            publishing.ask_to_look_again(story_id=story.pk, words="", by=story.author)
            run_jobs()
    assert [letter.subject for letter in outbox.outbox] == ["About your story", "About your story"]
    # The outside says no more than the subject: whoever carries the mail learns nothing of what was decided.
    assert {letter.extra_headers["X-Heard-Message"] for letter in outbox.outbox} == {"author-about-story"}
    assert Delivery.objects.filter(kind="author-declined", state="sent").count() == 2


# ---------------------------------------------------------------- when an author is written to


WAITED_FOR = {"author-sign-in", "author-key-replaced"}
"""What somebody waits for at this moment, having asked for it on the page."""


def reachable_story():
    return factories.published_story(told_by=factories.reachable_author())


def jobs_of_letters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'core.deliver'")
        return [at for (at,) in cursor.fetchall()]


@pytest.mark.parametrize(
    "kind", sorted(kind for kind in mail._letters if kind.startswith("author-") and kind not in {*WAITED_FOR, *actions.AT_ONCE})
)
def test_a_notice_to_an_author_waits_a_time_drawn_by_chance(kind):
    story, now = reachable_story(), clock.now()
    with clock.at(now):
        for n in range(40):
            actions.notify_author(story_id=story.pk, kind=kind, key=f"{kind}:{n}", at=clock.now())
    due = list(Delivery.objects.filter(kind=kind).order_by("due_at").values_list("due_at", flat=True))
    assert timedelta(minutes=5) <= due[0] - now < due[-1] - now <= timedelta(minutes=60)
    assert len(set(due)) == 40
    assert sorted(jobs_of_letters()) == due, "the worker sends it then and not before"


class TestTheFirstLetter:
    """What an author who left an address is told the moment the story is sent."""

    def told(self, run_jobs, **contact):
        story = factories.sent_story(by=factories.reachable_author(**contact))
        run_jobs()
        return story, [letter for letter in outbox.outbox if letter.subject == "We have your story"]

    def test_a_story_that_is_sent_is_written_about_at_once(self, run_jobs):
        CrisisLine.objects.create(region=factories.region(), name="Samaritans", contact="116 123", when="", who_for="")
        story, letters = self.told(run_jobs)
        assert Delivery.objects.get(kind="author-sent").due_at is None
        said = " ".join(letters[0].body.split())
        assert "Heard is not a crisis service" in said
        assert "Monday to Friday, 9am to 5pm" in said
        assert "call 999" in said.lower()
        assert "Samaritans on 116 123" in said
        assert said.count("116 123") == 1
        assert "http://testserver/my-story/" in said
        assert story.original.words[:20] not in letters[0].body

    @pytest.mark.parametrize(
        ("moment", "covered", "says", "not_said"),
        [
            ("2026-11-25T12:00", False, "except on public holidays.", "We’ll start reading again"),
            ("2026-11-25T23:00", False, "Please don’t count on anyone reading your story before then.", "tells a moderator"),
            (
                "2026-11-25T23:00",
                True,
                "If our software finds words that may mean danger, it tells a moderator at once.",
                "count on anyone",
            ),
        ],
    )
    def test_it_says_when_stories_are_read_in_the_same_words_as_the_pages(self, client, run_jobs, moment, covered, says, not_said):
        region = factories.open_site()
        if covered:
            senior = factories.person(roles=["senior"]).pk
            for day in range(7):
                set_shift(region_id=region.pk, weekday=day, begins=time(0), ends=time(0), people=[senior], by=factories.TESTS)
        with clock.at(datetime.fromisoformat(f"{moment}+00:00")):
            story, (letter,) = self.told(run_jobs)
            begin = client.get("/tell/").text
            session = client.session
            session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
            session.save()
            sent = client.get("/tell/sent/").text
            words = presenters.when_read(region)
        body = " ".join(letter.body.split())
        assert says in " ".join(words.sentences)
        for each in words.sentences:
            assert each in body
            assert each in sent
        for each in (words.again, words.meanwhile):
            assert each in begin
        for said in (body, begin, sent):
            assert not_said not in said
            assert "No one reads" not in said
            assert "watch" not in said.partition("<footer")[0]

    def test_an_author_who_wants_no_emails_gets_none(self, run_jobs):
        assert self.told(run_jobs, wants_notices=False)[1] == []

    def test_a_story_that_was_decided_meanwhile_is_not_written_about(self, run_jobs):
        story = factories.sent_story(by=factories.reachable_author())
        publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="Sorry.", by=factories.TESTS)
        run_jobs()
        assert "We have your story" not in [letter.subject for letter in outbox.outbox]

    def test_the_hours_it_names_are_those_of_the_desk(self):
        hours = [f"{at.hour % 12}{'am' if at.hour < 12 else 'pm'}" for at in (working_time.OPENS, working_time.CLOSES)]
        assert " to ".join(hours) == presenters.WORKING_HOURS


def test_the_handler_of_a_publication_has_the_letter_wait(run_jobs):
    story, before = reachable_story(), clock.now()
    run_jobs()
    assert Delivery.objects.get(kind="author-published").due_at >= before + timedelta(minutes=5), story


def test_a_handler_that_runs_twice_keeps_the_time_that_was_drawn_first():
    story = reachable_story()
    for _ in range(2):
        actions.notify_author(story_id=story.pk, kind="author-published", key="once", at=clock.now())
    assert jobs_of_letters() == [Delivery.objects.get(kind="author-published").due_at]


def test_a_region_says_how_long_a_notice_waits():
    story, now = reachable_story(), clock.now()
    for name, value in (("author_mail_from", 0), ("author_mail_to", 1)):
        Setting.objects.create(region=story.region, name=name, value=value)
    with clock.at(now):
        for n in range(20):
            actions.notify_author(story_id=story.pk, kind="author-published", key=f"{n}", at=clock.now())
    assert all(now <= due <= now + timedelta(minutes=1) for due in Delivery.objects.values_list("due_at", flat=True))


def test_what_an_author_waits_for_on_the_page_leaves_at_once(run_jobs):
    story = reachable_story()
    run_jobs()
    replace_key(story.author)
    request_sign_in_link(email="gull@home.example", place="here")
    run_jobs()
    assert list(Delivery.objects.filter(kind__in=WAITED_FOR).values_list("due_at", flat=True)) == [None, None]


def test_the_longest_wait_may_be_named_first():
    moment = datetime(2026, 11, 28, 9, tzinfo=UTC)
    for _ in range(20):
        assert timedelta(minutes=5) <= rules.some_time_after(moment, least=60, most=5) - moment <= timedelta(minutes=60)
