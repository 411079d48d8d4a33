"""Two real connections at once, where somebody is called: one takes it, and the sweep beside a taker wakes nobody for nothing."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox

from heard.core import clock, jobs
from heard.core.models import Delivery
from heard.enquiries import actions as enquiries
from heard.moderation.actions import calls, cases, rota
from heard.moderation.models import Call, CallStep, Case
from heard.moderation.policies import BeingRead
from tests import factories
from tests.factories import TESTS
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)

DANGER = "I have the tablets here and I am going to end my life tonight."
NIGHT = datetime(2026, 11, 25, 23, 4, tzinfo=UTC)
DUE = NIGHT + timedelta(minutes=15)


class Called:
    """Something to which Ann was called, and which Ben is called to next."""

    def __init__(self, kind):
        self.ann, self.ben = (factories.person(name=name, roles=["senior"]) for name in ("Ann First", "Ben Second"))
        region = factories.region()
        for day in range(7):
            rota.set_shift(region_id=region.pk, weekday=day, begins=time(0), ends=time(0), people=[self.ann.pk, self.ben.pk], by=TESTS)
        self.is_case = kind == "case"
        with clock.at(NIGHT):
            if self.is_case:
                factories.sent_story(words=DANGER)
            else:
                enquiries.send_enquiry(
                    region=region, form_key=uuid4(), kind="question", words=DANGER, email="ada@home.example", place="here", by=TESTS
                )
            jobs.drain()
        self.call = Call.objects.get()
        outbox.outbox.clear()

    def take(self, who):
        if self.is_case:
            cases.claim_case(case_id=Case.objects.get().pk, by=who)
        else:
            calls.take_message(enquiry_id=self.call.enquiry_id, by=who)

    def sweep(self):
        with clock.at(DUE):
            calls.tell_next(call_id=self.call.pk, by=TESTS)

    def told(self):
        return [step.person.name for step in CallStep.objects.order_by("pk")]


@pytest.fixture(params=["case", "message"])
def called(request):
    return Called(request.param)


def test_two_who_take_it_at_once_do_not_both_get_it(called):
    with meanwhile(lambda: called.take(called.ben)) as other:
        called.take(called.ann)
    assert isinstance(other.refused, BeingRead)
    called.call.refresh_from_db()
    assert called.call.taken_by == called.ann


def test_the_sweep_that_comes_while_somebody_takes_it_tells_nobody(called):
    with meanwhile(called.sweep) as other:
        called.take(called.ann)
    assert other.refused is None
    assert called.told() == ["Ann First"]


def test_who_takes_it_while_the_sweep_tells_the_next_has_it_and_the_next_is_not_woken(called):
    with meanwhile(lambda: called.take(called.ann)) as other:
        called.sweep()
    assert other.refused is None
    called.call.refresh_from_db()
    assert (called.call.taken_by, called.call.next_at) == (called.ann, None)
    assert called.told() == ["Ann First", "Ben Second"]
    jobs.drain()
    assert Delivery.objects.get(key=CallStep.objects.last().message_key).state == "dropped"
    assert outbox.outbox == []


def test_two_sweeps_at_once_tell_one_person(called):
    with meanwhile(called.sweep):
        called.sweep()
    assert called.told() == ["Ann First", "Ben Second"]


def test_two_handlers_at_once_begin_one_call(called):
    Call.objects.all().delete()

    def begin():
        with clock.at(NIGHT):
            if called.is_case:
                calls.begin_call(case_id=Case.objects.get().pk, why=Call.Why.OPENED, by=TESTS)
            else:
                calls.begin_message_call(enquiry_id=called.call.enquiry_id, why=Call.Why.OPENED, by=TESTS)

    with meanwhile(begin):
        begin()
    assert Call.objects.filter(ended_at=None).count() == 1
