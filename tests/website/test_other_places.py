"""A house with several sites: every page for readers names the others, and what a browser may be offered stands in it, the same for all."""

from copy import deepcopy
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.core import proxies, sites
from heard.core.errors import NotAcceptable
from heard.regions.actions import close_region, describe_region, make_region, set_holidays
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
HERE = "Heard in other places"


@pytest.fixture(scope="module")
def two_sites(standing):
    factories.open_site()
    return factories.another_site(slug="ireland", name="Éire", path="ireland", time_zone="Europe/Dublin")


@pytest.fixture
def ireland(two_sites):
    sites.forget()
    return deepcopy(two_sites)


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_house_with_one_site_says_nothing_of_others(client):
    factories.open_site()
    assert HERE not in read(client, "/")


@pytest.mark.parametrize("path", ["/", "/stories/", "/statistics/", "/about/"])
def test_a_list_leads_to_the_same_page_of_the_other_site_and_back(client, ireland, path):
    assert f'<a href="http://testserver/ireland{path}" hreflang="en-GB">Heard Éire</a>' in read(client, path)
    assert f'<a href="http://testserver{path}" hreflang="en-GB">Heard Northmoor</a>' in read(client, f"/ireland{path}")


def test_the_top_of_a_page_says_whose_site_it_is(client, ireland):
    for path, name in (("/", "Northmoor"), ("/ireland/tell/", "Éire")):
        page = read(client, path)
        assert f'aria-label="Heard {name}, home"' in page
        assert f'<span class="of-site">{name}</span>' in page


def test_what_only_one_site_has_leads_to_the_home_page_of_the_other(client, ireland):
    story = factories.published_story()
    assert 'href="http://testserver/ireland/" hreflang' in read(client, f"/stories/{story.pk}/")


def test_the_words_of_a_search_are_not_carried_to_another_site(client, ireland):
    assert 'href="http://testserver/ireland/stories/" hreflang' in read(client, "/stories/?q=kind")


def test_the_other_site_is_named_in_its_own_language():
    with spoken("en-gb", "ar-xb"):
        factories.open_site()
        factories.another_site(slug="oasis", name="Waha", path="oasis", languages=["ar-xb"])
        page = read(Client(), "/about/")
    assert '<a href="http://testserver/oasis/about/" hreflang="ar-XB">Heard <span lang="ar-XB" dir="rtl">Waha</span></a>' in page


def test_a_page_is_the_same_for_whoever_reads_it_and_asks_for_nobodys_place(ireland):
    abroad = Client(HTTP_ACCEPT_LANGUAGE="ga", REMOTE_ADDR="192.0.2.7", HTTP_CF_IPCOUNTRY="IE")
    answer = abroad.get("/about/")
    assert answer.content == Client().get("/about/").content
    assert not answer.cookies
    assert 'data-time-zones="Europe/London"' in answer.content.decode()
    assert 'data-time-zones="Europe/Dublin"' in answer.content.decode()


def test_nobody_who_is_telling_is_offered_another_site_but_the_list_is_there(client, ireland):
    page = read(client, "/tell/words/")
    assert HERE in page
    assert "data-elsewhere" not in page
    assert "<template>" not in page


def test_staff_at_work_read_of_no_other_site(client, ireland):
    assert HERE not in read(client, "/account/login/")


def test_what_a_region_is_called_is_never_markup(client):
    factories.open_site()
    factories.another_site(slug="odd", name='<b>"Odd"</b>', path="odd")
    assert "<b>&#34;Odd" not in (page := read(client, "/"))
    assert '<b>"Odd' not in page


def test_another_site_costs_no_query(client, ireland):
    client.get("/about/")
    with CaptureQueriesContext(connection) as one:
        client.get("/about/")
    for number in range(5):
        factories.another_site(slug=f"more-{number}", name=f"More {number}", path=f"more-{number}")
    client.get("/about/")
    with CaptureQueriesContext(connection) as several:
        client.get("/about/")
    assert len(several) == len(one)


def test_a_site_has_the_time_zones_of_its_country(client, ireland):
    words = {"name": "Éire", "host": "", "leave_to": "https://weather.example", "complaint_words": ""}
    zones = ["Europe/Dublin", "Atlantic/Azores", "Atlantic/Azores"]
    describe_region(region_id=ireland.pk, time_zone="Europe/Dublin", more_time_zones=zones, by=TESTS, **words)
    assert 'data-time-zones="Europe/Dublin Atlantic/Azores"' in read(client, "/about/")
    # what is not said stays as it is
    assert describe_region(region_id=ireland.pk, time_zone="Europe/Dublin", by=TESTS, **words).more_time_zones == ["Atlantic/Azores"]


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../etc/passwd", "/etc/localtime", "\0", "Europe/" + "x" * 60, '"><b>'])
def test_what_is_no_time_zone_is_refused_beside_its_field(ireland, zone):
    words = {"name": "Éire", "host": "", "leave_to": "https://weather.example", "complaint_words": ""}
    with pytest.raises(NotAcceptable) as refused:
        describe_region(region_id=ireland.pk, time_zone="Europe/Dublin", more_time_zones=[zone], by=TESTS, **words)
    assert refused.value.field == "more_time_zones"


# ---------------------------------------------------------------- /elsewhere/: the site of the reader's country


@pytest.fixture
def knows_countries(settings):
    """A proxy says in a header which country a reader is in."""
    settings.COUNTRY_HEADER = "CF-IPCountry"


def from_(country, path="/elsewhere/", **how):
    return Client(HTTP_CF_IPCOUNTRY=country, **how).get(path)


def test_somebody_is_offered_the_site_of_their_country_and_nobody_keeps_that(ireland, knows_countries, django_assert_num_queries):
    from_("IE")
    with django_assert_num_queries(0):
        answer = from_("IE")
    assert answer.json() == {"address": "http://testserver/ireland/", "name": "Éire"}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("country", ["GB", "FR", "XX", "T1", ""])
def test_nothing_is_offered_at_home_or_where_no_site_is_or_nobody_knows(ireland, knows_countries, country):
    answer = from_(country)
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")


def test_each_site_offers_the_other(ireland, knows_countries):
    assert from_("GB", "/ireland/elsewhere/").json() == {"address": "http://testserver/", "name": "Northmoor"}
    assert from_("IE", "/ireland/elsewhere/").status_code == 204


def test_of_several_nations_of_one_country_none_is_offered_by_the_country_alone(ireland, knows_countries):
    factories.another_site(slug="scotland", name="Scotland", path="scotland")
    assert from_("GB", "/ireland/elsewhere/").status_code == 204
    assert from_("GB").status_code == 204


def test_a_site_is_of_the_country_whose_holidays_it_has(ireland, knows_countries):
    set_holidays(region_id=ireland.pk, calendar="FR-BL", days={date(2027, 5, 1): "May Day"}, by=TESTS)
    assert from_("IE").status_code == 204
    assert from_("FR").json()["name"] == "Éire"


def test_a_site_that_is_closed_or_not_open_yet_is_not_offered(ireland, knows_countries):
    make_region(slug="france", name="France", path="france", time_zone="Europe/Paris", by=TESTS)
    assert from_("FR").status_code == 204
    close_region(region_id=ireland.pk, reason="It has one of its own now.", by=TESTS)
    assert from_("IE").status_code == 204


def test_where_nothing_is_set_no_address_is_looked_at_and_no_page_asks(client, ireland, monkeypatch):
    monkeypatch.setattr(proxies, "client_address", None)
    assert from_("IE").status_code == 204
    assert "data-ask" not in read(client, "/about/")


def test_where_it_is_set_pages_ask_at_their_own_site_and_stay_the_same_for_all(ireland, knows_countries):
    answers = {from_(country, "/about/").content for country in ("IE", "GB", "XX")}
    (page,) = (each.decode() for each in answers)
    assert 'data-ask="/elsewhere/"' in page
    assert 'data-site="http://testserver/ireland/"' in page
    assert 'data-ask="/ireland/elsewhere/"' in read(Client(), "/ireland/about/")


def test_a_page_that_a_browser_kept_is_drawn_anew_when_pages_begin_to_ask(client, ireland, settings):
    kept = client.get("/about/")["ETag"]
    assert client.get("/about/", headers={"If-None-Match": kept}).status_code == 304
    settings.COUNTRY_HEADER = "CF-IPCountry"
    assert client.get("/about/", headers={"If-None-Match": kept}).status_code == 200


def test_a_house_with_one_site_offers_none(knows_countries):
    factories.open_site()
    assert from_("IE").status_code == 204


def test_only_looking_is_possible(client, ireland):
    assert client.post("/elsewhere/").status_code == 405
    assert client.head("/elsewhere/").status_code == 204


def test_the_privacy_page_says_that_browsers_may_ask_where_they_do(client, ireland, settings):
    says = "it asks us once"
    assert says not in read(client, "/privacy/")
    settings.COUNTRY_DATABASE = "/srv/countries.mmdb"
    assert says in read(client, "/privacy/")
