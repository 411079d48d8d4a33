"""Whether it adds up is found out from what the mail server took, not from what the code says of itself."""

import json

import pytest

from heard.core.models import Delivery
from heard.rehearsal import queries
from heard.rehearsal.gateways import mailing
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
    (email, number), *others = queries.who_should_hear()
    assert (number, others) == (story.pk, [])
    return {"id": delivery.message_id, "to": email, "subject": "A new story about Ward 7", "story": story.pk}


NOTHING_SAID = queries.Said(told=0, addresses={}, opened=set())


def reckon(tmp_path, *lines, said=NOTHING_SAID):
    log = tmp_path / "taken.jsonl"
    log.write_text("".join(taken_line(**line) for line in lines))
    found = queries.reckon(mailing.taken(log), said)
    return found.alerts, " ".join(each for each in found.differences if "alert" in each or "message" in each)


def taken_line(*, id, to, subject, story):  # noqa: A002 - as the figure is called
    said = f"Message-ID: {id}\nSubject: {subject}\n\nRead it here:\n\nhttps://heard.example/inbox/stories/{story}/\n.\r\n"
    return json.dumps({"at": 1.0, "to": to, "said": said}) + "\n"


def test_what_arrived_once_adds_up(alerted, tmp_path):
    assert reckon(tmp_path, alerted) == ({"due": 1, "sent": 1, "sent twice": 0, "in doubt": 0, "lost": 0}, "")


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
