"""What operators type about a message to Heard is kept from the first pause, as everything that staff write, and found again."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.core import clock, jobs, reckoning
from heard.enquiries import actions as enquiries
from heard.enquiries.models import Enquiry, State
from heard.writing import actions, queries
from heard.writing.models import Sheet, Text
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return factories.person(name="Ruth Kemp", roles=["operator"])


@pytest.fixture
def joy():
    return factories.person(name="Joy Adeyemi", roles=["operator"])


@pytest.fixture
def browser(client, ruth):
    return factories.sign_in(client, ruth)


@pytest.fixture
def message():
    said = {"kind": "question", "words": "Who pays for this?", "email": "ada@home.example", "place": "here", "form_key": uuid4()}
    return enquiries.send_enquiry(region=factories.region(), by=TESTS, **said)


def at(message):
    return f"/operator/messages/{message.pk}/"


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def save(browser, message, **typed):
    return browser.post(at(message), typed, headers={"X-Autosave": "1"})


CLOSES = {"do": "close"}
FIELDS = [("answer", {}, "An answer"), ("reason", CLOSES, "A reason to close it")]


@pytest.mark.parametrize(("field", "more", "label"), FIELDS)
def test_what_was_typed_is_found_again_and_sends_nothing(browser, message, field, more, label, run_jobs):
    saved = save(browser, message, **{field: "Organisations that", **more})
    assert saved.status_code == 200
    assert 'data-says="Saved"' in text(saved)
    again = browser.get(at(message))
    assert "Organisations that</textarea>" in text(again)
    assert "You started this earlier" in text(again)
    assert "There is a problem" not in text(again)
    message.refresh_from_db()
    assert message.state == State.WAITING
    run_jobs()
    assert not any("Our answer" in each.subject for each in outbox.outbox)


@pytest.mark.parametrize(("field", "more", "label"), FIELDS)
def test_the_button_keeps_without_javascript_and_the_other_form_stays_as_it_was(browser, message, field, more, label):
    save(browser, message, **({"answer": "Dear Ada"} if more else {"reason": "Sent twice", **CLOSES}))
    saved = browser.post(at(message), {field: "Organisations that", "writing": "save", **more}, follow=True)
    assert "Saved. Nothing was sent." in text(saved)
    assert "Organisations that</textarea>" in text(saved)
    assert ("Dear Ada" if more else "Sent twice") + "</textarea>" in text(saved)


def test_an_answer_that_cannot_be_sent_leaves_what_was_begun_in_the_other_form(browser, message):
    save(browser, message, reason="Sent twice", **CLOSES)
    refused = browser.post(at(message), {"answer": " "})
    assert refused.status_code == 422
    assert "Sent twice</textarea>" in text(refused)
    seen = re.findall(r'name="writing_seen" value="(\d+)"', text(refused))
    kept = Text.objects.get(words__reason=["Sent twice"])
    assert seen == ["0", str(kept.version)]


def test_each_form_goes_on_with_its_own_text(browser, message):
    one, two = save(browser, message, answer="Dear"), save(browser, message, reason="Sent", **CLOSES)
    seen = [re.search(r'data-seen="(\d+)"', text(each))[1] for each in (one, two)]
    save(browser, message, answer="Dear Ada", writing_seen=seen[0])
    save(browser, message, reason="Sent twice", writing_seen=seen[1], **CLOSES)
    assert sorted(str(each.words) for each in Text.objects.all()) == [
        "{'answer': ['Dear Ada']}",
        "{'reason': ['Sent twice']}",
    ]


def test_a_colleague_sees_who_began_and_goes_on_with_it(browser, message, joy, run_jobs):
    save(browser, message, answer="Organisations that")
    colleague = factories.sign_in(Client(), joy)
    assert "Started by Ruth Kemp" in text(colleague.get("/operator/messages/"))
    page = text(colleague.get(at(message)))
    assert "Ruth Kemp is writing too" in page
    assert "Organisations that</textarea>" not in page
    use = re.search(r'href="([^"]+use=\d+)"', page)[1]
    taken = text(colleague.get(use))
    assert "Organisations that</textarea>" in taken
    took = re.search(r'name="writing_took" value="(\d+)"', taken)[1]
    sent = {"answer": "Organisations that listen do. Joy", "writing_seen": "0", "writing_took": took}
    assert colleague.post(at(message), sent).status_code == 302
    run_jobs()
    message.refresh_from_db()
    assert message.answer == "Organisations that listen do. Joy"
    assert not Text.objects.filter(sent_at=None).exists()


def test_whoever_runs_heard_no_more_saves_nothing_and_a_colleague_finds_what_they_began(browser, message, ruth, joy):
    save(browser, message, answer="Organisations that")
    people.set_platform_roles(person_id=ruth.pk, roles=["first-line"], by=TESTS)
    assert save(browser, message, answer="Organisations that listen").status_code == 404
    assert "Organisations that" in text(factories.sign_in(Client(), joy).get(at(message)))
    assert Text.objects.get().words == {"answer": ["Organisations that"]}


@pytest.mark.parametrize("who", ["moderator", "member"])
def test_nobody_else_reads_it(browser, message, who):
    save(browser, message, answer="Organisations that")
    other = factories.moderator() if who == "moderator" else factories.member(of=factories.organisation())
    page = factories.sign_in(Client(), other).get(at(message))
    assert page.status_code == 404
    assert "Organisations that" not in text(page)


@pytest.mark.parametrize(("field", "more", "label"), FIELDS)
def test_what_is_sent_is_kept_no_longer_and_a_late_save_brings_nothing_back(browser, message, field, more, label, run_jobs):
    save(browser, message, **{field: "Organisations", "writing_window": "a", "writing_turn": "1", **more})
    assert browser.post(at(message), {field: "Organisations do.", **more}).status_code == 302
    assert "Organisations do.</textarea>" not in text(browser.get(at(message)))
    late = save(browser, message, **{field: "Organisations", "writing_window": "a", "writing_turn": "2", **more})
    assert late.status_code == 410
    run_jobs()
    assert not Text.objects.filter(sent_at=None).exists()


def test_whoever_was_slower_loses_nothing(browser, message, ruth, joy, run_jobs):
    save(browser, message, answer="Organisations that listen, and")
    enquiries.answer_enquiry(enquiry_id=message.pk, answer="Organisations do.", by=joy)
    run_jobs()
    save(browser, message, answer="Organisations that listen, and others")
    page = text(browser.get(at(message)))
    assert "Organisations do." in page
    assert "An answer, by Ruth Kemp" in page
    assert "Organisations that listen, and" in page
    refused = browser.post(at(message), {"answer": "Organisations that listen, and others."})
    assert refused.status_code == 422
    assert "What you wrote wasn’t sent" in text(refused)


def test_it_goes_with_the_message_and_after_its_time(browser, message, ruth, joy, run_jobs):
    save(browser, message, answer="Organisations that")
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        actions.forget_old_texts(by=TESTS)
    assert not Sheet.objects.exists()
    save(browser, message, answer="Organisations that")
    Text.objects.update(writer=joy)
    enquiries.close_enquiry(enquiry_id=message.pk, reason="Sent twice", by=ruth)
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert enquiries.forget_old_enquiries(by=TESTS) == 1
    assert not Sheet.objects.exists()


def test_what_was_sent_and_not_cleared_away_is_found_by_the_sweep(browser, message, ruth):
    save(browser, message, answer="Organisations that")
    enquiries.answer_enquiry(enquiry_id=message.pk, answer="Organisations do.", by=ruth)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        assert reckoning.put_right("writing", window=reckoning.Window.back()) == 1
        assert reckoning.put_right("writing", window=reckoning.Window.back()) == 0
    assert queries.unsent_about_enquiry(message.pk) == []


def test_what_was_typed_while_the_session_ended_is_there_after_signing_in(message, ruth):
    browser = Client()
    here = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    sent = browser.post(at(message), {"answer": "Organisations that"}, headers=here)
    assert sent.url.startswith("/account/login/")
    page = text(factories.sign_in(browser, ruth).get(at(message)))
    assert "Organisations that</textarea>" in page
    assert "hasn’t been sent" in page
    assert Enquiry.objects.get().state == State.WAITING


def test_the_list_costs_the_same_however_many_began(browser, message, ruth, joy):
    save(browser, message, answer="Dear Ada")
    browser.get("/operator/messages/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/operator/messages/")
    colleague = factories.sign_in(Client(), joy)
    for number in range(5):
        said = {"kind": "question", "words": f"Number {number}?", "email": "ada@home.example", "place": f"{number}", "form_key": uuid4()}
        save(colleague, enquiries.send_enquiry(region=message.region, by=TESTS, **said), answer="Dear Ada")
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/operator/messages/")
    assert page.content.decode().count("Started by Joy Adeyemi") == 5
    assert len(many) == len(few)


def test_a_senior_who_is_called_finds_what_they_began(client, message):
    """They may read, take and answer it: so what they type is kept as an operator's is."""
    said = {"kind": "question", "words": "I have the tablets here and I am going to end my life tonight.", "email": "a@home.example"}
    danger = enquiries.send_enquiry(region=message.region, by=TESTS, form_key=uuid4(), place="here", **said)
    browser = factories.sign_in(client, factories.moderator("senior"))
    jobs.drain()
    save(browser, danger, answer="Please ring 999 now")
    assert "Please ring 999 now" in text(browser.get(at(danger)))
    assert save(browser, message, answer="Mine too").status_code == 404


@pytest.mark.parametrize("done", [False, True], ids=["waiting", "answered"])
def test_no_word_of_a_message_that_may_speak_of_danger_stands_in_the_list(browser, ruth, message, done):
    said = {
        "kind": "question",
        "words": "I want to end my life tonight.",
        "email": "ada@home.example",
        "place": "here",
        "form_key": uuid4(),
    }
    hard = enquiries.send_enquiry(region=factories.region(), by=TESTS, **said)
    if done:
        enquiries.answer_enquiry(enquiry_id=hard.pk, answer="Please ring 999.", by=ruth)
    page = text(browser.get("/operator/messages/"))
    assert f"A question, message {hard.pk}" in page
    assert "end my life" not in page
    assert "A question: Who pays for this?" in page
