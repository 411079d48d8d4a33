"""Writing to Heard itself: somebody reads it, by a day that was said, and the answer arrives."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.accounts.gateways import key_folder
from heard.accounts.rules.sealing import CannotOpen
from heard.core import clock, jobs, reckoning
from heard.core.actors import ActorRef
from heard.core.errors import NotAcceptable, TooMany, WrongState
from heard.core.models import Attempt, Delivery
from heard.core.working_time import after_working_days
from heard.enquiries import actions, queries
from heard.enquiries.emails import whoever_wrote
from heard.enquiries.models import Enquiry, EnquiryMove, State
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def enquiry(**more):
    said = {"kind": "question", "words": "Who pays for this?", "email": "ada@home.example", "place": "here", "form_key": uuid4()}
    return actions.send_enquiry(region=factories.region(), by=TESTS, **(said | more))


def said(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


# ---------------------------------------------------------------- sending


def test_it_is_due_after_so_many_working_days():
    with time_machine.travel("2026-12-23 10:00+00:00", tick=False):
        factories.region().holidays.create(day=date(2026, 12, 25), name="Christmas Day")
        factories.region().holidays.create(day=date(2026, 12, 28), name="Boxing Day")
        assert enquiry().due_on == date(2027, 1, 1)


@pytest.mark.parametrize(("start", "due"), [("2026-11-27", "2026-11-30"), ("2026-11-28", "2026-11-30"), ("2026-11-30", "2026-12-01")])
def test_one_working_day_after_a_friday_or_saturday_is_monday(start, due):
    assert after_working_days(date.fromisoformat(start), 1) == date.fromisoformat(due)


def test_the_same_form_sent_twice_is_one_enquiry():
    key = uuid4()
    assert enquiry(form_key=key).pk == enquiry(form_key=key).pk
    assert EnquiryMove.objects.count() == 1


def test_the_address_is_closed_and_only_its_own_row_opens_it():
    sent, other = enquiry(), enquiry(email="eve@home.example")
    assert b"ada" not in bytes(sent.sealed)
    Enquiry.objects.filter(pk=sent.pk).update(sealed=other.sealed)
    with pytest.raises(CannotOpen):
        whoever_wrote(ActorRef.of("enquiry", sent.pk))


def test_rotating_the_workers_key_seals_it_anew(keys, tmp_path, settings):
    settings.KEYS_HOME = tmp_path / "keys"
    key_folder().make_missing()
    sent = enquiry()
    assert actions.reseal_addresses() == 0
    key_folder().make_next_generation()
    assert actions.reseal_addresses() == 1
    key_folder().forget_generations_before(2)
    assert whoever_wrote(ActorRef.of("enquiry", sent.pk)).address == "ada@home.example"


@pytest.mark.parametrize(("wrong", "field"), [({"words": " \n"}, "words"), ({"email": "ada at home"}, "email")])
def test_what_cannot_be_answered_is_refused_beside_its_field(wrong, field):
    with pytest.raises(NotAcceptable) as refused:
        enquiry(**wrong)
    assert refused.value.field == field


def test_too_many_from_one_place_are_refused_and_another_place_is_not():
    for _ in range(10):
        enquiry()
    with pytest.raises(TooMany):
        enquiry()
    enquiry(place="elsewhere")
    assert not any(b"here" in bytes(each.bucket) for each in Attempt.objects.all())


# ---------------------------------------------------------------- who hears of it


def test_whoever_wrote_and_everybody_who_runs_heard_get_one_letter_each(run_jobs):
    operator = factories.operator()
    factories.moderator()
    sent = enquiry()
    run_jobs()
    actions.owe_first_letters(enquiry_id=sent.pk)
    run_jobs()
    assert sorted(message.to[0] for message in outbox.outbox) == sorted(["ada@home.example", operator.email])
    for message in outbox.outbox:
        assert "Who pays" not in message.body


def test_the_answer_arrives_in_full(run_jobs):
    sent = enquiry()
    actions.answer_enquiry(enquiry_id=sent.pk, answer="Organisations that listen do.\n\nTomasz", by=factories.operator())
    run_jobs()
    answer = next(message for message in outbox.outbox if "Our answer" in message.subject)
    assert answer.to == ["ada@home.example"]
    assert "Organisations that listen do.\n\nTomasz" in answer.body


def test_it_is_answered_once():
    sent, by = enquiry(), factories.operator()
    actions.answer_enquiry(enquiry_id=sent.pk, answer="Yes.", by=by)
    with pytest.raises(WrongState):
        actions.answer_enquiry(enquiry_id=sent.pk, answer="No.", by=by)
    with pytest.raises(WrongState):
        actions.close_enquiry(enquiry_id=sent.pk, reason="Twice", by=by)
    sent.refresh_from_db()
    assert sent.answer == "Yes."


def test_what_is_owed_and_was_lost_is_found_and_sent_once(run_jobs):
    operator = factories.operator()
    sent = enquiry()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        assert reckoning.put_right("enquiries", window=reckoning.Window.back()) == 1
        run_jobs()
        assert reckoning.put_right("enquiries", window=reckoning.Window.back()) == 0
    assert {each.recipient for each in Delivery.objects.all()} == {f"enquiry:{sent.pk}", operator.actor_ref}


def test_an_operator_who_joined_later_is_owed_nothing(run_jobs):
    enquiry()
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        factories.operator()
        assert queries.without_first_letters(reckoning.Window.back()) == []


def test_a_moderator_who_runs_heard_from_today_on_is_not_told_of_yesterdays(run_jobs):
    moderator = factories.moderator()
    sent = enquiry()
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        people.set_platform_roles(person_id=moderator.pk, roles=["operator"], by=TESTS)
        assert queries.without_first_letters(reckoning.Window.back()) == []
        actions.owe_first_letters(enquiry_id=sent.pk)
        run_jobs()
    assert moderator.email not in [message.to[0] for message in outbox.outbox]


def test_it_is_forgotten_when_it_was_said_and_not_while_it_waits():
    done, waits = enquiry(), enquiry()
    actions.close_enquiry(enquiry_id=done.pk, reason="An advertisement", by=factories.operator())
    with time_machine.travel(clock.now() + timedelta(days=366), tick=False):
        assert actions.forget_old_enquiries(by=TESTS) == 1
    assert list(Enquiry.objects.values_list("pk", "state")) == [(waits.pk, State.WAITING)]


# ---------------------------------------------------------------- pages


def test_anybody_can_write_and_is_told_what_happens_next(client):
    factories.region()
    page = client.post("/write-to-heard/", {"kind": "press", "words": "A deadline", "email": "ada@paper.example"}, follow=True)
    assert "We have your message" in said(page)
    assert Enquiry.objects.get().kind == "press"


def test_a_page_sent_again_is_one_message_and_with_other_words_a_second_one(client):
    factories.region()
    typed = {"kind": "press", "email": "ada@paper.example", "form_key": str(uuid4())}
    for words, count in (("A deadline", 1), ("A deadline", 1), ("Two deadlines", 2), ("Two deadlines", 2)):
        assert client.post("/write-to-heard/", typed | {"words": words}).status_code == 302
        assert Enquiry.objects.count() == count


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client):
    factories.region()
    page = client.post("/write-to-heard/", {"kind": "", "words": "Kept <b>words</b>", "email": "ada"})
    assert page.status_code == 422
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in page.text
    assert "name@example.com" in page.text
    assert not Enquiry.objects.exists()


def test_past_the_limit_the_words_stay_on_the_page(client):
    factories.region().settings.create(name="enquiries_an_hour", value=1)
    for words in ("First", "Second"):
        page = client.post("/write-to-heard/", {"kind": "question", "words": words, "email": "ada@home.example"})
    assert page.status_code == 422
    assert "Second" in page.text
    assert "from your internet connection in the last hour" in said(page)


def test_an_operator_answers_it_without_ever_seeing_the_address(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    sent = enquiry()
    assert "Who pays for this?" in client.get("/operator/messages/").text
    page = client.get(f"/operator/messages/{sent.pk}/")
    assert "ada@home.example" not in page.text
    assert client.post(f"/operator/messages/{sent.pk}/", {"answer": ""}).status_code == 422
    assert client.post(f"/operator/messages/{sent.pk}/", {"answer": "Organisations do."}).status_code == 302
    assert "Organisations do." in client.get(f"/operator/messages/{sent.pk}/").text


def test_a_second_answer_is_refused_and_kept_on_the_page(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    sent = enquiry()
    actions.answer_enquiry(enquiry_id=sent.pk, answer="Mine.", by=factories.operator())
    page = client.post(f"/operator/messages/{sent.pk}/", {"answer": "Too late."})
    assert page.status_code == 422
    assert "Mine." in page.text
    assert "Too late." in page.text


def test_closing_needs_a_reason_and_mails_nobody(client, run_jobs):
    factories.region()
    factories.sign_in(client, factories.operator())
    sent = enquiry()
    run_jobs()
    outbox.outbox.clear()
    assert client.post(f"/operator/messages/{sent.pk}/", {"do": "close", "reason": ""}).status_code == 422
    assert client.post(f"/operator/messages/{sent.pk}/", {"do": "close", "reason": "An advertisement"}).status_code == 302
    run_jobs()
    assert outbox.outbox == []
    assert "An advertisement" in client.get(f"/operator/messages/{sent.pk}/").text


def test_the_list_costs_the_same_with_fifty(client):
    factories.region().settings.create(name="enquiries_an_hour", value=100)
    factories.sign_in(client, factories.operator())
    for _ in range(3):
        enquiry()
    client.get("/operator/messages/")
    with CaptureQueriesContext(connection) as few:
        client.get("/operator/messages/")
    for _ in range(50):
        enquiry()
    with CaptureQueriesContext(connection) as many:
        page = client.get("/operator/messages/")
    assert len(many) <= len(few)
    assert "More messages" in page.text


def test_overdue_ones_stand_on_the_overview(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    sent = enquiry()
    assert "overdue" not in said(client.get("/operator/"))
    Enquiry.objects.filter(pk=sent.pk).update(due_on=clock.today() - timedelta(days=1))
    assert "1 message is overdue" in said(client.get("/operator/"))
    assert "Overdue" in client.get("/operator/messages/").text


def card(client, name="Messages to Heard"):
    page = client.get("/operator/").content.decode()
    found = re.search(rf'<article class="card">\s*<h2><a[^>]*>{name}</a></h2>(.*?)</article>', page, re.DOTALL)
    return re.sub(r"\s+", " ", found[1])


def test_the_card_says_how_many_wait_and_by_when(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    assert "None waiting" in card(client)
    first, later = enquiry(), enquiry()
    Enquiry.objects.filter(pk=first.pk).update(due_on=date(2099, 3, 2))
    Enquiry.objects.filter(pk=later.pk).update(due_on=date(2099, 3, 5))
    assert "2 waiting" in card(client)
    assert "The first is due by 2 March 2099" in card(client)
    assert "status-late" not in card(client)


def test_the_card_is_red_once_one_is_overdue(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    sent, _ = enquiry(), enquiry()
    Enquiry.objects.filter(pk=sent.pk).update(due_on=date(2026, 1, 5))
    assert "2 waiting" in card(client)
    assert "The oldest was due on 5 January 2026" in card(client)
    assert "status-late" in card(client)


def test_what_is_done_waits_no_more(client):
    factories.region()
    operator = factories.operator()
    factories.sign_in(client, operator)
    actions.close_enquiry(enquiry_id=enquiry().pk, reason="Twice", by=operator)
    assert queries.how_it_stands() == queries.Standing(0, 0, None)
    assert "None waiting" in card(client)


def test_the_overview_costs_the_same_with_fifty_messages(client):
    factories.region().settings.create(name="enquiries_an_hour", value=100)
    factories.sign_in(client, factories.operator())
    enquiry()
    client.get("/operator/")
    with CaptureQueriesContext(connection) as few:
        client.get("/operator/")
    for _ in range(50):
        enquiry()
    with CaptureQueriesContext(connection) as many:
        client.get("/operator/")
    assert len(many) == len(few)


DANGER = "You published my name. I have the tablets here and I am going to end my life tonight."
BAND = 'aria-label="Help, day or night"'


def post(client, words=DANGER, **more):
    return client.post("/write-to-heard/", {"kind": "question", "words": words, "email": "ada@home.example"} | more)


def test_whoever_wrote_in_danger_stands_out_until_answered(client):
    factories.region()
    factories.sign_in(client, factories.operator())
    enquiry()
    assert "may be in danger" not in said(client.get("/operator/"))
    assert "Signs of danger" not in client.get("/operator/messages/").text
    sent = enquiry(words=DANGER)
    jobs.drain()
    overview = client.get("/operator/")
    assert "Someone who wrote to Heard may be in danger" in overview.text
    assert f"/operator/messages/{sent.pk}/" in overview.text
    assert client.get("/operator/messages/").text.count("Signs of danger") == 1
    assert "Someone may be in danger" in client.get(f"/operator/messages/{sent.pk}/").text
    actions.close_enquiry(enquiry_id=sent.pk, reason="Rung the police.", by=factories.operator())
    assert "may be in danger" not in said(client.get("/operator/"))
    assert "Someone may be in danger" not in client.get(f"/operator/messages/{sent.pk}/").text


def test_words_of_danger_are_sent_and_answered_with_help_before_the_page_that_says_so(client):
    factories.region().crisis_lines.create(name="Samaritans", contact="116 123", when="Any hour", who_for="Anyone.")
    answer = post(client)
    assert answer.url == "/write-to-heard/help/"
    assert Enquiry.objects.get().words == DANGER
    page = client.get(answer.url).text
    for words in ("get help first</h1>", "We have your message", 'href="tel:116123"', 'href="tel:999"', "Leave quickly"):
        assert words in page
    assert "/write-to-heard/sent/?help=1" in page
    sent = client.get("/write-to-heard/sent/?help=1").text
    assert sent.index(BAND) < sent.index("</h1>")


def test_calm_words_lead_to_the_page_that_says_it_was_sent(client):
    factories.region()
    answer = post(client, words="Who pays for this?")
    assert answer.url == "/write-to-heard/sent/"
    assert BAND not in client.get(answer.url).text


@pytest.mark.parametrize("wrong", [{"email": "ada"}, {"kind": ""}])
def test_words_of_danger_that_could_not_be_sent_have_help_beside_them_and_no_link_away(client, wrong):
    factories.region().crisis_lines.create(name="Samaritans", contact="116 123", when="Any hour", who_for="Anyone.")
    page = post(client, **wrong)
    assert page.status_code == 422
    assert page.text.index(BAND) < page.text.index("</h1>")
    assert 'href="tel:116123"' in page.text
    assert "/write-to-heard/help/" not in page.text
    assert BAND not in post(client, words="Who pays for this?", **wrong).text


def test_past_the_limit_words_of_danger_have_help_beside_them(client):
    factories.region().settings.create(name="enquiries_an_hour", value=1)
    post(client)
    assert BAND in post(client).text


def test_the_page_after_a_message_gives_help_before_what_to_do_about_email(client):
    factories.region().crisis_lines.create(name="999", contact="999", when="Any hour", who_for="You are in danger.")
    text = client.get("/write-to-heard/sent/").text
    assert "please don’t wait for us" in text
    assert text.index('href="tel:999"') < text.index("spam folder")


def test_the_email_names_a_line_once(run_jobs):
    factories.region().crisis_lines.create(name="999", contact="999", when="Any hour", who_for="You are in danger.")
    enquiry()
    run_jobs()
    assert any("There is help, day or night: 999." in each.body for each in outbox.outbox)


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_an_answer_that_the_mail_server_refused_is_shown_as_such(client, run_jobs, state):
    operator = factories.operator()
    sent = enquiry()
    actions.answer_enquiry(enquiry_id=sent.pk, answer="Yes.", by=operator)
    run_jobs()
    Delivery.objects.filter(key=f"enquiry-answered:{sent.pk}").update(state=state)
    page = said(factories.sign_in(client, operator).get(f"/operator/messages/{sent.pk}/"))
    assert "It couldn’t be delivered" in page
    assert "It hasn’t been sent yet" not in page


def test_no_more_of_a_refused_message_is_looked_through_than_the_box_takes(client):
    """Looking costs us far more than sending does, and a refused form has no limit."""
    danger = "I want to kill myself."
    near, far = ({"kind": "question", "email": "ada@home.example", "words": "a " * half + danger} for half in (5_100, 25_000))
    factories.region()
    shown = ["help-band" in client.post("/write-to-heard/", typed).text for typed in (near, far)]
    assert shown == [True, False]
