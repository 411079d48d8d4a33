"""Messages over a real SMTP conversation on this machine: what the ledger says afterwards is what the server saw."""

import socket
from datetime import timedelta
from email import message_from_bytes
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.core import clock, jobs, mail, tasks
from heard.core.models import Delivery, Event
from tests.launch.processes import wait_for

pytestmark = pytest.mark.django_db


class Postbox:
    """An SMTP server's memory; `replies` are given to RCPT in turn instead of a plain yes, `verdicts` when it has read a letter,
    `greets` to MAIL, which says whose letter it is. `falls_silent`: takes, and hangs up.
    """

    def __init__(self):
        self.letters = []
        self.replies = []
        self.verdicts = []
        self.greets = []
        self.falls_silent = False
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.greets:
            return self.greets.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.replies:
            return self.replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.verdicts:
            return self.verdicts.pop(0)
        self.letters.append(message_from_bytes(envelope.content))
        if self.falls_silent:
            server.transport.abort()
        return "250 Taken"


@pytest.fixture
def postbox(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    yield box
    server.stop()


@pytest.fixture
def owed():
    @mail.resolver("smtp-test")
    def resolve(reference):
        return mail.Mailbox("member@trust.example", "en-gb")

    @mail.letter("smtp-test")
    def hello(delivery):
        return mail.Letter(subject="Grüße: a story", paragraphs=["Somebody told a story."], path="/", stop_path="/stop/x/")

    mail.post(kind="smtp-test", to="smtp-test:1", key="smtp:1")
    return Delivery.objects.get()


def test_a_message_is_taken_once_under_its_fixed_id(postbox, owed):
    for _ in range(2):
        mail.deliver(delivery_id=owed.pk)
    (letter,) = postbox.letters
    owed.refresh_from_db()
    assert owed.state == Delivery.State.SENT
    assert letter["Message-ID"] == owed.message_id
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Event.objects.get().name == "core.message_delivered"


def test_a_passing_refusal_is_tried_again(postbox, owed):
    postbox.replies = ["451 Come back later"]
    with pytest.raises(Exception, match="Come back later"):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.QUEUED, 0)
    mail.deliver(delivery_id=owed.pk)
    assert len(postbox.letters) == 1


def test_a_mailbox_that_is_not_there_is_refused_at_once_and_known_as_that(postbox, owed):
    postbox.replies = ["550 No such mailbox"]
    mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert owed.state == Delivery.State.REFUSED
    assert mail.refused_since(["smtp-test:1", "smtp-test:2"]) == {"smtp-test:1": owed.finished_at}
    assert postbox.letters == []


@pytest.mark.parametrize("verdict", ["550 No such mailbox", "552 The mailbox is full", "554 Not taken"])
def test_a_letter_that_is_refused_for_good_once_it_was_read_is_refused_like_one_for_no_mailbox(postbox, owed, verdict):
    postbox.verdicts = [verdict]
    mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.REFUSED, 0)
    assert mail.refused_since(["smtp-test:1"]) == {"smtp-test:1": owed.finished_at}
    mail.deliver(delivery_id=owed.pk)
    assert postbox.letters == []


@pytest.mark.parametrize("way", ["replies", "verdicts"])
def test_a_no_that_is_about_our_own_server_says_nothing_about_their_address(postbox, owed, way):
    """One wrong record of our domain must not mark every address refused for ever."""
    setattr(postbox, way, ["550 5.7.26 This mail is not authenticated"])
    with pytest.raises((SMTPDataError, SMTPRecipientsRefused)):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert owed.state == Delivery.State.QUEUED
    assert mail.refused_since(["smtp-test:1"]) == {}


def test_a_letter_that_is_refused_for_now_once_it_was_read_is_tried_again(postbox, owed):
    postbox.verdicts = ["451 Looked at too hard"]
    with pytest.raises(SMTPDataError):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.QUEUED, 0)
    mail.deliver(delivery_id=owed.pk)
    assert len(postbox.letters) == 1


def test_our_own_address_refused_says_nothing_about_theirs(postbox, owed):
    postbox.greets = ["550 You may not send from here"]
    with pytest.raises(SMTPSenderRefused):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert owed.state == Delivery.State.QUEUED
    assert mail.refused_since(["smtp-test:1"]) == {}


def test_a_send_in_doubt_after_a_crash_is_counted_and_sent_again_at_once_under_the_same_id(postbox, owed):
    """The process died between handing over and noting it: what `_claim` committed is all that is left."""
    mail._claim(owed.pk)
    mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts, owed.attempts) == (Delivery.State.SENT, 1, 2)
    assert postbox.letters[0]["Message-ID"] == owed.message_id


def test_a_server_that_falls_silent_after_taking_it_leaves_a_doubt(postbox, owed):
    postbox.falls_silent = True
    with pytest.raises(SMTPServerDisconnected):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.QUEUED, 1)
    postbox.falls_silent = False
    mail.deliver(delivery_id=owed.pk)
    assert [letter["Message-ID"] for letter in postbox.letters] == [owed.message_id] * 2


def test_a_letter_that_cannot_be_written_is_no_doubt_and_can_be_tried_at_once(postbox, owed):
    @mail.letter("smtp-test")
    def broken(delivery):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.QUEUED, 0)


def test_a_message_waits_three_days_for_a_server_before_it_is_given_up(settings, owed):
    settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    with pytest.raises(ConnectionError, match="EMAIL_HOST"):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.doubts) == (Delivery.State.QUEUED, 0)
    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(ConnectionError):
        mail.deliver(delivery_id=owed.pk)
    owed.refresh_from_db()
    assert owed.state == Delivery.State.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_message_that_another_process_is_sending_is_left_to_it_and_taken_over_when_that_one_is_killed(postbox, owed):
    mail._claim(owed.pk)
    with psycopg.connect(**connections["default"].get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [mail.SENDING_LOCK, owed.pk])
        mail.deliver(delivery_id=owed.pk)
        assert postbox.letters == []

    def taken_over():
        mail.deliver(delivery_id=owed.pk)
        return postbox.letters

    wait_for(taken_over)  # the database notices in a moment that the other one is gone
    owed.refresh_from_db()
    assert (owed.state, owed.doubts, len(postbox.letters)) == (Delivery.State.SENT, 1, 1)


def waiting_jobs():
    return list(ProcrastinateJob.objects.filter(task_name="core.deliver").values_list("status", "scheduled_at", "priority"))


def lose_every_job():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_message_without_a_job_gets_one_within_the_minute_and_only_one(owed):
    lose_every_job()
    assert (mail.pick_up_late(), waiting_jobs()) == (0, []), "it is not late yet"
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert [mail.pick_up_late(), mail.pick_up_late()] == [1, 0]
    assert waiting_jobs() == [("todo", None, -10)]


def test_a_message_without_a_job_is_found_behind_any_number_that_wait_their_turn(owed, monkeypatch):
    monkeypatch.setattr(mail, "PICKED_UP_AT_ONCE", 2)
    mail.post_all([mail.Owed("smtp-test", f"smtp-test:{n}", f"smtp:{n}") for n in range(2, 8)])
    lose_every_job()
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert [mail.pick_up_late() for _ in range(5)] == [2, 2, 2, 1, 0]


def test_a_message_that_is_due_later_is_picked_up_when_its_hour_has_come(owed):
    due = clock.now() + timedelta(minutes=20)
    Delivery.objects.update(due_at=due)
    lose_every_job()
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert mail.pick_up_late() == 0
    with clock.at(due + timedelta(seconds=31)):
        assert mail.pick_up_late() == 1


def test_a_message_that_waits_hours_for_its_next_try_goes_within_the_minute(owed):
    in_an_hour = clock.now() + timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = %s", [in_an_hour])
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert mail.pick_up_late() == 1
    assert waiting_jobs() == [("todo", None, -10)]


def test_while_the_server_is_away_a_few_ask_for_all_and_when_one_gets_through_all_go(postbox, owed):
    for n in range(2, 12):
        mail.post(kind="smtp-test", to=f"smtp-test:{n}", key=f"smtp:{n}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert mail.pick_up_late() == mail.TRIED_WHILE_AWAY
        mail.deliver(delivery_id=owed.pk)
        assert mail.pick_up_late() == 11 - mail.TRIED_WHILE_AWAY


def test_of_messages_that_wait_the_most_urgent_goes_first_and_none_before_its_hour(owed):
    due = clock.now() + timedelta(minutes=20)
    owing = [("calm", 0, None), ("grave", 5, None), ("later", 2, due)]
    mail.post_all([mail.Owed("smtp-test", "smtp-test:1", key, urgency=urgency, due_at=at) for key, urgency, at in owing])
    assert waiting_jobs()[1:] == [("todo", None, -10), ("todo", None, -5), ("todo", due, -8)]


@pytest.fixture
def several(owed):
    mail.post_all([mail.Owed("smtp-test", f"smtp-test:{n}", f"smtp:{n}") for n in range(2, 6)])
    return list(Delivery.objects.order_by("pk").values_list("pk", flat=True))


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_several_messages_go_over_one_connection(postbox, several):
    mail.deliver_all(delivery_ids=several)
    assert (len(postbox.letters), postbox.connections, states()) == (5, 1, ["sent"] * 5)


def test_one_that_is_refused_for_now_keeps_none_of_the_others_and_is_tried_again(postbox, several):
    postbox.replies = ["451 Come back later"]
    with pytest.raises(Exception, match="Come back later"):
        mail.deliver_all(delivery_ids=several)
    assert states() == ["queued", *["sent"] * 4]
    mail.deliver_all(delivery_ids=several)
    assert (len(postbox.letters), states()) == (5, ["sent"] * 5)


def test_one_that_is_refused_once_read_keeps_none_of_the_others(postbox, several):
    postbox.verdicts = ["550 No such mailbox"]
    mail.deliver_all(delivery_ids=several)
    assert (len(postbox.letters), states()) == (4, ["refused", *["sent"] * 4])


def test_of_several_after_a_server_that_falls_silent_each_was_handed_over_under_its_own_doubt(postbox, several):
    postbox.falls_silent = True
    with pytest.raises(SMTPServerDisconnected):
        mail.deliver_all(delivery_ids=several)
    assert list(Delivery.objects.values_list("state", "doubts").distinct()) == [("queued", 1)]


def test_a_server_that_is_away_is_asked_once_for_several(settings, several):
    settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    with pytest.raises(ConnectionError, match="EMAIL_HOST"):
        mail.deliver_all(delivery_ids=several)
    assert list(Delivery.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0, 0, 0]


def test_a_job_that_took_long_over_its_messages_leaves_the_rest_to_another(postbox, several, monkeypatch):
    lose_every_job()
    monkeypatch.setattr(mail, "TOGETHER_FOR", timedelta(seconds=-1))
    mail.deliver_all(delivery_ids=several)
    assert postbox.letters == []
    assert list(ProcrastinateJob.objects.values_list("args", flat=True)) == [{"delivery_ids": several}]


def test_a_late_message_has_the_job_of_several_and_another_of_them_is_not_lost_sight_of(postbox, owed, several):
    lose_every_job()
    mail._enqueue(Delivery.objects.filter(pk__in=several[1:3]).order_by("pk"))
    assert jobs.without_a_job("core.deliver", argument="delivery_id", ids=several) == [several[0], *several[3:]]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert jobs.bring_forward("core.deliver", argument="delivery_id", ids=several[2:3]) == 1


def test_a_job_of_an_older_heard_is_still_understood(postbox, owed):
    tasks.deliver(delivery_id=owed.pk)
    assert len(postbox.letters) == 1
