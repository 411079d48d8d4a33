"""The registered contact of a place that turned out to be another one is not written to twice about one story."""

import pytest
from django.core import mail as outbox

from heard.core import reckoning
from heard.core.reckoning import EVER
from heard.directory.actions import placing
from heard.reach.models import Asking
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

MAILBOX = "home@larch.example"


@pytest.fixture
def place():
    stated = {"name": "Larch House", "kind": "care-home"}
    made = placing.add_place(region_id=factories.region().pk, level="provider", parent_id=None, stated=stated, by=TESTS)
    factories.confirmed_contact(of=made, email=MAILBOX)
    return made


def test_a_mailbox_that_goes_along_is_told_of_what_it_was_not_told_and_of_nothing_twice(place, run_jobs):
    there = factories.service(name="Larch House Care Home")
    known, unknown = factories.published_story(services=[place]), factories.published_story(services=[there], title="Something new")
    run_jobs()
    assert Asking.objects.get(story=known).delivered_at is not None
    outbox.outbox.clear()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    said = [each.body for each in outbox.outbox if MAILBOX in each.to]
    assert len(said) == 1
    assert unknown.title in said[0]
    assert known.title not in said[0]
    carried = Asking.objects.get(story=known, provider=there)
    assert carried.delivered_at == Asking.objects.get(story=known, provider=place).delivered_at
    outbox.outbox.clear()
    placing.part_place(service_id=place.pk, reason="Two homes", by=TESTS)
    run_jobs()
    assert [each for each in outbox.outbox if MAILBOX in each.to] == []
    assert reckoning.missing(EVER) == []


def test_where_the_other_place_has_a_mailbox_of_its_own_that_one_is_told(place, run_jobs):
    there = factories.service(name="Larch House Care Home")
    factories.confirmed_contact(of=there, email="other@larch.example")
    factories.published_story(services=[place])
    run_jobs()
    outbox.outbox.clear()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    assert [each.to for each in outbox.outbox] == [["other@larch.example"]]
