from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.core import mail as outbox
from django.db import transaction

from heard.core import events, jobs, limits, mail
from heard.core.errors import TooMany
from heard.core.models import Delivery, Event
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


concerned = []


@events.on(Something, when=lambda fact: fact.kind == "grave")
def notice_if_grave(fact: Something) -> None:
    concerned.append(fact.thing_id)


@pytest.fixture
def letters():
    @mail.resolver("tests")
    def resolve(reference):
        return mail.Mailbox("somebody@mail.example", "en-gb")

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


@pytest.mark.django_db
def test_a_handler_that_a_fact_does_not_concern_costs_no_job(run_jobs):
    concerned.clear()
    with transaction.atomic():
        events.announce(Something(thing_id=1), by=TESTS)
        events.announce(Something(thing_id=2, kind="grave"), by=TESTS)
    assert run_jobs() == 3
    assert concerned == [2]


@pytest.mark.django_db
def test_draining_leaves_what_comes_after_a_failure_to_wait(run_jobs):
    seen.clear()
    with transaction.atomic():
        jobs.defer("core.deliver", delivery_id=0)
        events.announce(Something(thing_id=9), by=TESTS)
    with pytest.raises(LookupError, match="Message 0"):
        run_jobs()
    assert seen == []
    assert run_jobs() == 1
    assert seen == [9]


@pytest.mark.django_db
def test_jobs_at_hand_are_not_in_the_database_and_run_in_their_order():
    notice_of = f"{notice.__module__}.{notice.__qualname__}"
    seen.clear()
    with jobs.at_hand():
        with transaction.atomic():
            events.announce(Something(thing_id=1, kind="plain"), by=TESTS)
        first = Event.objects.get()
        jobs.defer("core.handle", event_id=first.pk, handler=notice_of)
        waiting = jobs.drain()
        assert waiting > 1
        assert jobs.drain() == 0
    assert seen == [1, 1]
    assert jobs.drain() == 0


@pytest.mark.django_db
def test_a_fact_or_handler_that_a_job_does_not_find_is_a_failure_and_no_success():
    with transaction.atomic():
        events.announce(Something(thing_id=3), by=TESTS)
    with pytest.raises(LookupError, match="Event 0 is not there"):
        events.handle(event_id=0, handler="tests.gone")
    with pytest.raises(LookupError, match=r"tests\.gone, which is not there"):
        events.handle(event_id=Event.objects.get().pk, handler="tests.gone")


@pytest.mark.django_db
def test_a_message_that_a_job_does_not_find_is_a_failure_and_no_success():
    with pytest.raises(LookupError, match="Message 0 is not there"):
        mail.deliver(delivery_id=0)


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_was_rolled_back_never_happened(run_jobs):
    seen.clear()
    with transaction.atomic():
        events.announce(Something(thing_id=8), by=TESTS)
        transaction.set_rollback(True)
    assert run_jobs() == 0
    assert seen == []


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Somebody's own words", ["Somebody's", "words"], {"words": "x"}, 1.5])
def test_a_fact_with_text_in_it_is_refused(words):
    with transaction.atomic(), pytest.raises(ValueError, match="no text"):
        events.announce(Something(thing_id=1, kind=words), by=TESTS)


@pytest.mark.django_db
def test_a_message_with_text_in_the_ledger_is_refused():
    with pytest.raises(ValueError, match="no text"):
        mail.post(kind="tests-hello", to="tests:1", key="hello:1", about="somebody@mail.example")


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
    assert sent.extra_headers["X-Heard-Message"] == "tests-hello"


@pytest.mark.django_db
def test_of_many_messages_only_the_new_ones_are_owed_and_a_few_statements_are_enough(letters, django_assert_max_num_queries, run_jobs):
    def owed(numbers):
        return [mail.Owed("tests-hello", f"tests:{n}", f"hello:{n}", {"n": n}) for n in numbers]

    with django_assert_max_num_queries(5):  # a savepoint, the rows, their ids, the jobs
        assert mail.post_all(owed(range(50))) == 50
    assert mail.post_all(owed(range(45, 55))) == 5
    assert mail.post_all([]) == 0
    assert run_jobs() == 50 / mail.TOGETHER + 1, "several go together"
    assert len(outbox.outbox) == 55


@pytest.mark.django_db
def test_attempts_are_limited_and_say_how_long_to_wait():
    for _ in range(3):
        limits.attempt("story-key", "198.51.100.7", at_most=3, per=timedelta(hours=1))
    with pytest.raises(TooMany) as refused:
        limits.attempt("story-key", "198.51.100.7", at_most=3, per=timedelta(hours=1))
    assert 0 < refused.value.wait <= 3600
    limits.attempt("story-key", "198.51.100.8", at_most=3, per=timedelta(hours=1))
