"""Somebody looks for a service on one nation's site, and the place they mean is another nation's: they are offered its site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.directory.models import PostcodeSector, Service
from tests import factories

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def border():
    """Heard Northmoor, with a surgery ten miles from the border, and Heard Scotland, with a clinic beyond it."""
    factories.open_site()
    scotland = factories.another_site(slug="scotland", name="Scotland", path="scotland")
    factories.service(name="Harbour Surgery", postcode="XN4 1AB", latitude=55.6, longitude=-2.0)
    clinic = factories.service(name="Kelso Clinic", postcode="XD5 7AA", latitude=55.75, longitude=-2.0)
    Service.objects.filter(pk=clinic.pk).update(region=scotland)
    for code, latitude in (("XN4 1", 55.6), ("XD5 7", 55.75), ("XD5 9", 55.72), ("XZ1 1", 51.0)):
        PostcodeSector.objects.create(code=code, latitude=latitude, longitude=-2.0)
    return scotland


def look(client, typed, below=""):
    return client.post(f"{below}/services/", {"q": typed}, follow=True, headers=HERE).text


@pytest.mark.parametrize("typed", ["XD5 7AA", "XD5 9ZZ", "xd57aa"])
def test_a_postcode_beyond_the_border_offers_the_site_there_and_is_not_in_its_address(client, border, typed):
    page = look(client, typed)
    assert "The nearest service we know of is on Heard Scotland." in page
    assert 'href="http://testserver/scotland/services/">Look on Heard Scotland</a>' in page


@pytest.mark.parametrize("typed", ["XN4 1AB", "XN4 1ZZ", "XZ1 1AA", "harbour surgery", "nothing of that name"])
def test_nothing_is_offered_where_the_place_is_here_or_nowhere(client, border, typed):
    assert "Look on Heard" not in look(client, typed)


def test_whoever_is_near_a_place_of_the_other_site_is_offered_that(client, border):
    beyond = client.post("/services/", {"lat": "55.74", "lon": "-2.0"}, follow=True, headers=HERE).text
    assert "Look on Heard Scotland" in beyond
    before = client.post("/services/", {"lat": "55.61", "lon": "-2.0"}, follow=True, headers=HERE).text
    assert "Look on Heard" not in before


def test_words_that_only_a_place_of_the_other_site_has_lead_to_the_same_search_there(client, border):
    page = client.get("/services/?q=kelso+clinic").text
    assert "There’s a service like this on Heard Scotland." in page
    assert 'href="http://testserver/scotland/services/?q=kelso+clinic#found">Look on Heard Scotland</a>' in page
    assert "Kelso Clinic" in client.get("/scotland/services/?q=kelso+clinic").text


def test_each_site_offers_the_other(client, border):
    assert 'href="http://testserver/services/">Look on Heard Northmoor</a>' in look(client, "XN4 1AB", below="/scotland")


def test_whoever_looks_everywhere_is_offered_nothing_more(client, border):
    assert "Look on Heard" not in client.get("/services/?q=kelso+clinic&everywhere=on").text.replace("Look only on Heard", "")


def test_a_search_that_looks_on_other_sites_too_asks_only_once_for_how_long_stories_are_taken(client, border):
    client.get("/services/?q=kelso")
    with CaptureQueriesContext(connection) as several:
        assert "Look on Heard Scotland" in client.get("/services/?q=kelso").text
    assert len([each for each in several if "care_within" in each["sql"]]) == 1


def test_a_search_by_words_that_finds_something_asks_nothing_more(client, border):
    client.get("/services/?q=harbour")
    with CaptureQueriesContext(connection) as several:
        client.get("/services/?q=harbour")
    assert len([each for each in several if "directory_service" in each["sql"]]) == 1
