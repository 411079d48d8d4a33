from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.core import mail as outbox
from django.db import transaction

from heard.core import events, limits, mail
from heard.core.errors import TooMany
from heard.core.models import Delivery
from tests.factories import TESTS


@dataclass(frozen=True)
class Something(events.Fact):
    name: ClassVar[str] = "tests.something"
    thing_id: int
    kind: str = "plain"


seen = []


@events.on(Something)
def notice(fact: Something) -> None:
    seen.append(fact.thing_id)


@pytest.fixture
def letters():
    @mail.resolver("tests")
    def resolve(reference):
        return "somebody@mail.example"

    @mail.letter("tests-hello")
    def hello(delivery):
        return mail.Letter(subject="Hello\nBcc: x", paragraphs=["Something happened."], path="/", stop_path="/stop/1/")


@pytest.mark.django_db
def test_a_fact_reaches_its_handler_through_a_job(run_jobs):
    seen.clear()
    with transaction.atomic():
        events.announce(Something(thing_id=7), by=TESTS)
    run_jobs()
    assert seen == [7]


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_was_rolled_back_never_happened(run_jobs):
    seen.clear()
    with transaction.atomic():
        events.announce(Something(thing_id=8), by=TESTS)
        transaction.set_rollback(True)
    assert run_jobs() == 0
    assert seen == []


@pytest.mark.django_db
def test_a_fact_with_text_in_it_is_refused():
    with transaction.atomic(), pytest.raises(ValueError, match="no text"):
        events.announce(Something(thing_id=1, kind="Somebody's own words"), by=TESTS)


@pytest.mark.django_db
def test_a_message_asked_for_twice_is_sent_once(letters, run_jobs):
    for _ in range(2):
        mail.post(kind="tests-hello", to="tests:1", key="hello:1")
    run_jobs()
    mail.deliver(delivery_id=Delivery.objects.get().pk)
    assert len(outbox.outbox) == 1
    sent = outbox.outbox[0]
    assert sent.subject == "Hello Bcc: x"
    assert sent.extra_headers["Message-ID"] == Delivery.objects.get().message_id
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
def test_attempts_are_limited_and_say_how_long_to_wait():
    for _ in range(3):
        limits.attempt("story-key", "198.51.100.7", at_most=3, per=timedelta(hours=1))
    with pytest.raises(TooMany) as refused:
        limits.attempt("story-key", "198.51.100.7", at_most=3, per=timedelta(hours=1))
    assert 0 < refused.value.wait <= 3600
    limits.attempt("story-key", "198.51.100.8", at_most=3, per=timedelta(hours=1))
