"""Whoever listens to a place that turns out to be another one listens to that one."""

from datetime import timedelta

import pytest

from heard.core import clock, reckoning
from heard.core.errors import NotAcceptable
from heard.core.reckoning import Window
from heard.directory.actions import placing
from heard.organisations.actions import organising
from heard.organisations.models import RemitSpan
from heard.reach.models import Telling
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    stated = {"name": "Larch House", "kind": "care-home"}
    return placing.add_place(region_id=factories.region().pk, level="provider", parent_id=None, stated=stated, by=TESTS)


@pytest.fixture
def there():
    return factories.service(name="Larch House Care Home", code="VL01")


def remit(organisation):
    return {each.service_id for each in organisation.remit.all()}


def test_an_organisation_follows_its_place_and_is_told_of_the_next_story(place, there, run_jobs):
    other = factories.service()
    organisation = factories.organisation(remit=[place, other])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    assert remit(organisation) == {there.pk, other.pk}
    assert RemitSpan.objects.get(service=place).until is not None
    assert RemitSpan.objects.get(service=there).until is None
    factories.published_story(services=[there])
    run_jobs()
    assert Telling.objects.get().organisation == organisation


def test_an_organisation_that_listens_to_both_listens_to_one(place, there, run_jobs):
    organisation = factories.organisation(remit=[place, there])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    assert remit(organisation) == {there.pk}


def test_an_organisation_that_did_not_follow_is_found_and_put_right(place, there):
    organisation = factories.organisation(remit=[place])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert [each.debt.name for each in reckoning.missing() if each.debt.name == "organisations.placed"]
        reckoning.put_right("organisations", window=Window.back())
        assert not [each.debt.name for each in reckoning.missing() if each.debt.name == "organisations.placed"]
    assert remit(organisation) == {there.pk}


def test_nobody_is_given_a_place_that_is_not_in_the_directory_yet(run_jobs):
    waiting = placing.propose_place(region_id=factories.region().pk, name="Larch House", kind="care-home", where="Quay Road", by=TESTS)
    with pytest.raises(NotAcceptable):
        organising.set_remit(organisation_id=factories.organisation().pk, service_ids=[waiting.pk], by=TESTS)


def part(place):
    return placing.part_place(service_id=place.pk, reason="Another home of that name", by=TESTS)


@pytest.mark.parametrize("both", [False, True], ids=["the place alone", "both"])
def test_undoing_a_join_gives_an_organisation_its_own_place_back(place, there, run_jobs, both):
    organisation = factories.organisation(remit=[place, there] if both else [place])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    parted = part(place)
    run_jobs()
    assert remit(organisation) == ({place.pk, there.pk} if both else {place.pk})
    span = RemitSpan.objects.get(service=place, until=None)
    assert span.since == parted.placings.get(step="parted").at, "what is news in that moment concerns them already"


def test_what_an_operator_set_since_the_join_stays(place, there, run_jobs):
    organisation, other = factories.organisation(remit=[place]), factories.service()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    organising.set_remit(organisation_id=organisation.pk, service_ids=[other.pk], by=TESTS)
    part(place)
    run_jobs()
    assert remit(organisation) == {other.pk}


def test_an_organisation_that_did_not_come_back_is_found_and_put_right(place, there, run_jobs):
    organisation = factories.organisation(remit=[place])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    run_jobs()
    part(place)
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert [each.debt.name for each in reckoning.missing() if each.debt.name == "organisations.parted"]
        reckoning.put_right("organisations", window=Window.back())
        assert not [each.debt.name for each in reckoning.missing() if each.debt.name == "organisations.parted"]
    assert remit(organisation) == {place.pk}


def test_a_join_undone_before_its_job_ran_changes_no_remit(place, there, run_jobs):
    organisation = factories.organisation(remit=[place])
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    part(place)
    run_jobs()
    assert remit(organisation) == {place.pk}
