"""Danger in a message to Heard itself calls somebody as a story does: one after another on the rota, until one is on it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.core import clock, jobs, reckoning
from heard.core.errors import NotAllowed, WrongState
from heard.core.models import Delivery
from heard.core.reckoning import Window
from heard.enquiries import actions as enquiries
from heard.enquiries.models import Enquiry
from heard.moderation import adapters, tasks
from heard.moderation.actions import calls, cases, rota
from heard.moderation.actions.paging import words_of
from heard.moderation.models import Call, CallStep, Case, PagerMessage
from heard.moderation.policies import BeingRead
from heard.moderation.queries.messages import messages_in_danger, messages_without_a_call
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

DANGER = "You published my name. I have the tablets here and I am going to end my life tonight."
NIGHT = datetime(2026, 11, 25, 23, 4, tzinfo=UTC)
"""A Wednesday."""


def later(minutes):
    return clock.at(NIGHT + timedelta(minutes=minutes))


def sweep(minutes):
    """What the worker does each minute."""
    with later(minutes):
        tasks.tell_who_is_next(0)
        jobs.drain()


def write(words=DANGER, at=NIGHT, worker=True):
    with clock.at(at):
        sent = enquiries.send_enquiry(
            region=factories.region(), form_key=uuid4(), kind="question", words=words, email="ada@home.example", place="here", by=TESTS
        )
        if worker:
            jobs.drain()
    return sent


def told():
    return [(step.person.name, step.on_rota) for step in CallStep.objects.order_by("pk")]


def letters(kind="may be in danger: please look now"):
    return [letter for letter in outbox.outbox if kind in letter.subject]


# ---------------------------------------------------------------- who is told, and when


def test_danger_in_a_message_tells_the_first_on_the_rota_at_once(nights, ann):
    sent = write()
    assert told() == [("Ann First", True)]
    (letter,) = letters()
    assert letter.to == [ann.email]
    assert f"/operator/messages/{sent.pk}/" in letter.body
    assert "tablets" not in letter.subject + letter.body


def test_an_ordinary_message_tells_nobody_on_the_rota(nights):
    write("Who pays for this?")
    assert not Call.objects.exists()


def test_nobody_takes_it_and_the_next_is_told_and_then_every_senior_moderator(nights):
    write()
    sweep(14)
    assert len(told()) == 1
    sweep(15)
    assert told()[1:] == [("Ben Second", True)]
    sweep(30)
    assert told()[2:] == [("Cat Elsewhere", False)]
    sweep(300)
    assert len(told()) == 3


def test_who_says_that_they_are_on_it_has_taken_it_and_nobody_else_is_told(nights, ann):
    sent = write()
    with later(3):
        calls.take_message(enquiry_id=sent.pk, by=ann)
    sweep(40)
    assert len(told()) == 1
    assert Call.objects.get().taken_by == ann


def test_an_operator_who_is_there_takes_it_as_well(nights):
    sent = write()
    with later(1):
        calls.take_message(enquiry_id=sent.pk, by=factories.operator())
    sweep(40)
    assert len(told()) == 1


def test_who_left_it_unanswered_is_followed_by_the_next(nights, ann):
    sent = write()
    with later(3):
        calls.take_message(enquiry_id=sent.pk, by=ann)
    sweep(62)
    assert len(told()) == 1
    sweep(64)
    assert told()[1:] == [("Ben Second", True)]
    with later(66):
        calls.take_message(enquiry_id=sent.pk, by=ann)
    sweep(90)
    assert len(told()) == 2


def test_to_say_it_again_keeps_it_for_longer(nights, ann):
    sent = write()
    for minutes in (3, 50):
        with later(minutes):
            calls.take_message(enquiry_id=sent.pk, by=ann)
    sweep(100)
    assert len(told()) == 1


def test_whose_account_is_closed_while_they_are_on_it_is_followed_by_the_next(nights, ann):
    sent = write()
    with later(3):
        calls.take_message(enquiry_id=sent.pk, by=ann)
        people.deactivate(person_id=ann.pk, by=TESTS)
    sweep(4)
    assert told() == [("Ann First", True), ("Ben Second", True)]


@pytest.mark.parametrize("way", ["answered", "closed"])
def test_once_it_is_answered_or_closed_nobody_is_told_any_more(nights, way):
    sent, operator = write(), factories.operator()
    with later(3):
        if way == "answered":
            enquiries.answer_enquiry(enquiry_id=sent.pk, answer="Please ring 999.", by=operator)
        else:
            enquiries.close_enquiry(enquiry_id=sent.pk, reason="We rang the police.", by=operator)
        jobs.drain()
    sweep(40)
    assert len(told()) == 1
    assert Call.objects.get().taken_by == operator


def test_where_somebody_read_that_nobody_is_in_danger_it_calls_nobody_any_more(nights, ann):
    sent = write()
    with later(3):
        calls.stand_down(enquiry_id=sent.pk, by=ann)
    sweep(300)
    assert len(told()) == 1
    with later(300):
        assert messages_in_danger() == []


def test_whoever_takes_one_that_was_stood_down_is_looked_after_again(nights, ann):
    sent = write()
    with later(3):
        calls.stand_down(enquiry_id=sent.pk, by=factories.operator())
        calls.take_message(enquiry_id=sent.pk, by=ann)
    call = Call.objects.get()
    assert (call.settled, call.taken_by) == (False, ann)


def test_nobody_stands_down_what_somebody_else_is_on(nights, ann):
    sent = write()
    with later(3):
        calls.take_message(enquiry_id=sent.pk, by=ann)
        with pytest.raises(BeingRead):
            calls.stand_down(enquiry_id=sent.pk, by=factories.operator())
    assert Call.objects.get().taken_by == ann


def test_where_nobody_is_a_senior_moderator_those_who_run_heard_are_told_and_no_moderator_who_could_not_open_it():
    factories.region()
    factories.moderator()
    operator = factories.operator()
    write()
    assert told() == [(operator.name, False)]


def test_those_who_run_heard_hear_of_it_at_once_in_words_that_say_so(nights):
    with later(-60):
        operator = factories.operator()
    write()
    (letter,) = letters("who wrote to Heard may be in danger")
    assert letter.to == [operator.email]
    assert Delivery.objects.get(kind="enquiry-waits").urgency > 5


def test_the_email_to_whoever_wrote_begins_with_help(nights):
    nights.crisis_lines.create(name="Samaritans", contact="116 123", when="Any hour", who_for="Anyone.", in_strip=True)
    write()
    (letter,) = letters("We have your message")
    assert letter.body.index("Samaritans on 116 123") < letter.body.index("Thank you for writing")


def test_the_answer_to_whoever_may_be_in_danger_carries_help(nights):
    nights.crisis_lines.create(name="Samaritans", contact="116 123", when="Any hour", who_for="Anyone.", in_strip=True)
    hard, other = write(), write("Who pays for this?")
    for sent in (hard, other):
        enquiries.answer_enquiry(enquiry_id=sent.pk, answer="We have taken your name out.", by=factories.person(roles=["operator"]))
    jobs.drain()
    said = [letter.body for letter in letters("Our answer to your message")]
    assert sorted("Samaritans on 116 123" in each for each in said) == [False, True]


# ---------------------------------------------------------------- who may read it


def page(who, sent):
    return factories.sign_in(Client(), who).get(f"/operator/messages/{sent.pk}/")


def test_a_senior_moderator_reads_and_answers_what_they_are_called_to_and_nothing_else(nights, ann):
    sent, other = write(), write("Who pays for this?")
    assert "tablets" in page(ann, sent).text
    assert page(ann, other).status_code == 404
    client = factories.sign_in(Client(), ann)
    assert client.get("/operator/messages/").status_code == 404
    assert client.post(f"/operator/messages/{sent.pk}/", {"answer": "Please ring 999."}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.done_by) == ("answered", ann)


def test_a_first_line_moderator_does_not(nights):
    sent, moderator = write(), factories.moderator()
    assert page(moderator, sent).status_code == 404
    with pytest.raises(NotAllowed):
        calls.take_message(enquiry_id=sent.pk, by=moderator)


def test_opening_it_takes_nothing_and_the_button_does(nights, ann, ben):
    sent = write()
    client = factories.sign_in(Client(), ann)
    with later(2):
        assert "I’m on it" in client.get(f"/operator/messages/{sent.pk}/").text
        assert Call.objects.get().ended_at is None
        client.post(f"/operator/messages/{sent.pk}/take/")
        assert Call.objects.get().taken_by == ann
        said = factories.sign_in(Client(), ben).post(f"/operator/messages/{sent.pk}/take/", follow=True).text
    assert "Ann First is on it" in said


def test_the_page_shows_each_step_and_the_queue_of_seniors_leads_to_it(nights, ann, ben):
    sent = write()
    sweep(15)
    operator = page(factories.operator(), sent).text
    for words in ("Ann First</b> was alerted", "Ben Second</b> was alerted", "was alerted from the rota", "we’ll alert the next person"):
        assert words in operator
    assert f"/operator/messages/{sent.pk}/" in factories.sign_in(Client(), ben).get("/moderation/").text
    assert f"/operator/messages/{sent.pk}/" not in factories.sign_in(Client(), factories.moderator()).get("/moderation/").text


def test_that_nobody_is_in_danger_is_said_on_the_page(nights, ann):
    sent = write()
    client = factories.sign_in(Client(), ann)
    said = client.post(f"/operator/messages/{sent.pk}/no-danger/", follow=True).text
    assert "They read it and said that no one is in danger" in said
    assert "Someone may be in danger" not in said


# ---------------------------------------------------------------- twice, and what was missed


def test_everything_can_run_twice(nights):
    sent = write()
    with later(0):
        for _ in range(2):
            calls.begin_message_call(enquiry_id=sent.pk, why=Call.Why.OPENED, by=TESTS)
            calls.tell_next(call_id=Call.objects.get().pk, by=TESTS)
            calls.end_message_call(enquiry_id=sent.pk, by=TESTS)
            jobs.drain()
    assert len(told()) == 1
    assert Call.objects.get().ended_at is None


def test_a_message_that_is_not_there_fails():
    for act in (calls.end_message_call, lambda **of: calls.begin_message_call(why=Call.Why.OPENED, **of)):
        with pytest.raises(ObjectDoesNotExist):
            act(enquiry_id=0, by=TESTS)


def test_what_is_answered_cannot_be_taken(nights, ann):
    sent = write()
    enquiries.close_enquiry(enquiry_id=sent.pk, reason="Rung.", by=ann)
    with pytest.raises(WrongState):
        calls.take_message(enquiry_id=sent.pk, by=ann)


def test_the_database_knows_one_open_call_for_each_thing_and_what_it_is_about(nights):
    sent = write()
    for wrong in ({"enquiry": sent}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.create(why="opened", **wrong)


def owing(minutes, of=("moderation.", "enquiries.")):
    with later(minutes):
        return {short.debt.name: len(short.missing) for short in reckoning.missing() if short.debt.name.startswith(of)}


def lose_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_message_of_which_nobody_was_told_is_named_and_put_right(nights):
    write(worker=False)
    lose_jobs()
    assert owing(3, "moderation.") == {"moderation.message": 1}
    with later(3):
        tasks.put_right(0)
        jobs.drain()
    assert told() == [("Ann First", True)]
    assert owing(3, "moderation.") == {}


def test_a_call_that_goes_on_after_the_answer_is_named_and_ended(nights, ann):
    sent = write()
    with later(1):
        enquiries.close_enquiry(enquiry_id=sent.pk, reason="Rung.", by=ann)
    lose_jobs()
    sweep(15)
    assert len(told()) == 1
    assert "moderation.answered" in owing(4)
    with later(4):
        tasks.put_right(0)
    assert Call.objects.get().ended_at
    assert "moderation.answered" not in owing(4)


def test_a_message_that_an_older_heard_took_is_looked_through_and_calls_somebody(nights):
    sent = write(worker=False)
    lose_jobs()
    Enquiry.objects.update(signs=None)
    assert owing(3)["enquiries.looked-through"] == 1
    with later(3):
        enquiries.look_through(enquiry_id=sent.pk)
        tasks.put_right(0)
        jobs.drain()
    assert told() == [("Ann First", True)]


def test_a_case_that_was_left_is_followed_by_the_next_while_a_message_calls(nights, ann):
    """A call about a message has no case: that must not hide every case from whoever looks for those that nobody is called to."""
    with clock.at(NIGHT):
        story = factories.sent_story(words=DANGER)
        jobs.drain()
    case = Case.objects.get(story=story)
    write()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
    sweep(70)
    assert Call.objects.filter(case=case).count() == 2


def test_what_nobody_has_taken_is_named_by_the_doctor(nights):
    sent = write()
    with later(16):
        (finding,) = adapters.calls_that_nobody_took()
    assert f"message {sent.pk}" in finding.words


def test_a_message_is_paged_with_its_own_link(nights, ann):
    rota.set_paging_address(person_id=ann.pk, address="https://pages.example/x", by=TESTS)
    with clock.at(NIGHT):
        write(worker=False)
        calls.begin_message_call(enquiry_id=Enquiry.objects.get().pk, why=Call.Why.OPENED, by=TESTS)
        calls.tell_next(call_id=Call.objects.get().pk, by=TESTS)
    assert words_of(PagerMessage.objects.get()).endswith(f"/operator/messages/{Enquiry.objects.get().pk}/")


def test_a_forgotten_message_takes_its_calls_along(nights, ann):
    sent = write()
    with later(1):
        enquiries.close_enquiry(enquiry_id=sent.pk, reason="Rung.", by=ann)
        jobs.drain()
    with later(60 * 24 * 366):
        enquiries.forget_old_enquiries(by=TESTS)
    assert not Call.objects.exists()
    assert not CallStep.objects.exists()


def test_the_overview_costs_the_same_with_many(nights):
    factories.region().settings.create(name="enquiries_an_hour", value=100)
    client = factories.sign_in(Client(), factories.operator())
    write()
    client.get("/operator/")
    with CaptureQueriesContext(connection) as few:
        client.get("/operator/")
    for _ in range(8):
        write()
    with CaptureQueriesContext(connection) as many:
        client.get("/operator/")
    assert len(many) <= len(few)


def test_two_takers_one_after_the_other(nights, ann, ben):
    sent = write()
    calls.take_message(enquiry_id=sent.pk, by=ann)
    with pytest.raises(BeingRead):
        calls.take_message(enquiry_id=sent.pk, by=ben)


def test_in_a_flood_the_last_message_is_owed_somebody_like_the_first(nights):
    write(worker=False)
    first = Enquiry.objects.get()
    many = range(501)
    Enquiry.objects.bulk_create(
        Enquiry(
            **{field.attname: getattr(first, field.attname) for field in Enquiry._meta.concrete_fields if not field.primary_key}
            | {"form_key": uuid4()}
        )
        for _ in many
    )
    owed = messages_without_a_call(Window(since=NIGHT, before=NIGHT + timedelta(minutes=1)))
    assert len(owed) == 502
