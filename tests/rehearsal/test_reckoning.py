"""Whether it adds up is found out from what the mail server took, not from what the code says of itself."""

import json

import pytest

from heard.alerts.actions import set_alerts
from heard.core.models import Delivery
from heard.moderation.models import Case
from heard.organisations.actions import members, organising
from heard.rehearsal import queries
from heard.rehearsal.gateways import mailing
from heard.stories.models import Story
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alerted(run_jobs):
    """One published story, its member alerted over the tests' mailbox; gives what a mail server would have noted."""
    organisation = factories.organisation(remit=[factories.service()])
    factories.member(of=organisation)
    story = factories.story_for(organisation)
    run_jobs()
    delivery = Delivery.objects.get(kind="alert")
    (email, number), *others = queries.who_should_hear().due
    assert (number, others) == (story.pk, [])
    return {"id": delivery.message_id, "to": email, "kind": "alert-story", "story": story.pk}


NOTHING_KNOWN = queries.Known(told=0, addresses={}, opened=set())


def reckon(tmp_path, *lines, known=NOTHING_KNOWN):
    log = tmp_path / "taken.jsonl"
    log.write_text("".join(taken_line(**line) for line in lines))
    found = queries.reckon(mailing.taken(log), known)
    return found.alerts, " ".join(each for each in found.differences if "alert" in each or "message" in each)


def taken_line(*, id, to, kind, story):  # noqa: A002 - as the figure is called
    said = f"Message-ID: {id}\nX-Heard-Message: {kind}\n\nRead it here:\n\nhttps://heard.example/inbox/stories/{story}/\n.\r\n"
    return json.dumps({"at": 1.0, "to": to, "said": said}) + "\n"


def test_what_arrived_once_adds_up(alerted, tmp_path):
    assert reckon(tmp_path, alerted) == (
        {"due": 1, "sent": 1, "sent twice": 0, "in doubt": 0, "left or stopped before it was sent": 0, "lost": 0},
        "",
    )


def test_what_did_not_arrive_is_lost(alerted, tmp_path):
    alerts, said = reckon(tmp_path)
    assert alerts["lost"] == 1
    assert "1 alerts were lost" in said
    assert "the server never took" in said


def test_what_arrived_twice_without_a_doubt_is_told(alerted, tmp_path):
    alerts, said = reckon(tmp_path, alerted, alerted)
    assert alerts["sent twice"] == 1
    assert "1 alerts were sent twice" in said


def test_what_arrived_twice_after_a_doubt_is_a_doubt(alerted, tmp_path):
    Delivery.objects.filter(kind="alert").update(doubts=1)
    alerts, said = reckon(tmp_path, alerted, alerted)
    assert (alerts["sent twice"], alerts["in doubt"], said) == (0, 1, "")


def test_another_message_about_the_same_story_to_the_same_person_is_twice(alerted, tmp_path):
    alerts, said = reckon(tmp_path, alerted, {**alerted, "id": "<another@heard.example>"})
    assert alerts["sent twice"] == 1
    assert "not in the ledger" in said


def test_an_alert_to_somebody_it_does_not_concern_is_told(alerted, tmp_path):
    _, said = reckon(tmp_path, alerted, {**alerted, "to": "stranger@example.org"})
    assert "to whom none was owed" in said


def test_what_is_under_way_is_owed(alerted):
    Delivery.objects.filter(kind="alert").update(state="queued", finished_at=None)
    assert queries.owed() == 1


class TestThen:
    """Owed is what was so when the story was published."""

    @pytest.fixture
    def organisation(self):
        return factories.organisation(remit=[factories.service()])

    @pytest.fixture
    def member(self, organisation):
        return factories.member(of=organisation)

    def owed(self, story):
        return {email for email, number in queries.who_should_hear().due if number == story.pk}

    def gone(self, story):
        return {email for email, number in queries.who_should_hear().gone_soon if number == story.pk}

    def test_nobody_is_owed_what_was_published_before_they_joined(self, organisation):
        story = factories.story_for(organisation)
        factories.member(of=organisation)
        assert self.owed(story) == set()

    def test_nobody_is_owed_what_was_published_while_they_were_frozen_and_what_came_after_they_are(self, organisation, member):
        members.freeze_member(membership_id=member.pk, by=factories.TESTS)
        meanwhile = factories.story_for(organisation)
        members.thaw_member(membership_id=member.pk, by=factories.TESTS)
        after = factories.story_for(organisation)
        assert (self.owed(meanwhile), self.owed(after)) == (set(), {member.person.email})

    def test_nobody_is_owed_what_was_published_while_they_had_said_never(self, organisation, member):
        set_alerts(membership=member, stories="never", answers="never", least_criticality=0, by=member)
        meanwhile = factories.story_for(organisation)
        set_alerts(membership=member, stories="at-once", answers="never", least_criticality=0, by=member)
        assert (self.owed(meanwhile), self.owed(factories.story_for(organisation))) == (set(), {member.person.email})

    def test_whoever_leaves_is_owed_what_was_published_before_and_may_have_left_before_it_was_sent(self, organisation, member):
        story = factories.story_for(organisation)
        email = member.person.email
        members.leave(membership_id=member.pk, by=member)
        assert (self.owed(story), self.gone(story)) == ({email}, {email})
        assert self.owed(factories.story_for(organisation)) == set()

    def test_nobody_is_owed_what_was_published_while_it_was_not_in_the_remit(self, organisation, member):
        (ward,) = (branch.service for branch in organisation.remit.all())
        organising.set_remit(organisation_id=organisation.pk, service_ids=[], by=factories.TESTS)
        meanwhile = factories.published_story(services=[ward])
        organising.set_remit(organisation_id=organisation.pk, service_ids=[ward.pk], by=factories.TESTS)
        assert (self.owed(meanwhile), self.owed(factories.published_story(services=[ward]))) == (set(), {member.person.email})


def test_a_story_that_is_there_twice_or_not_at_all_is_told(alerted, tmp_path):
    known = queries.Known(told=2, addresses={}, opened=set())
    log = tmp_path / "taken.jsonl"
    log.write_text(taken_line(**alerted))
    assert any("lost or told twice" in each for each in queries.reckon(mailing.taken(log), known).differences)


def test_a_story_that_was_opened_and_is_not_read_is_told(alerted, tmp_path):
    log = tmp_path / "taken.jsonl"
    log.write_text(taken_line(**alerted))
    known = queries.Known(told=0, addresses={}, opened={(alerted["story"], 1)})
    assert any("are not read" in each for each in queries.reckon(mailing.taken(log), known).differences)


def test_a_story_that_waits_without_a_case_is_told(alerted, tmp_path):
    log = tmp_path / "taken.jsonl"
    log.write_text(taken_line(**alerted))
    Case.objects.all().delete()
    Story.objects.filter(pk=alerted["story"]).update(state="waiting")
    assert "1 stories wait without a case" in queries.reckon(mailing.taken(log), NOTHING_KNOWN).differences


def test_when_a_story_was_published_and_how_critical_it_is(alerted):
    number = alerted["story"]
    (at,) = queries.published_at([number]).values()
    assert at == pytest.approx(Story.objects.get(pk=number).told_at.timestamp())
    assert queries.criticality_of([number]) == {number: 2}
    assert queries.all_published([number])
    assert queries.released_by_worker([number]) == 0, "it was published at the desk"
