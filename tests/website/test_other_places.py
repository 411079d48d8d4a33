"""A house with several sites: every page for readers names the others, and what a browser may be offered stands in it, the same for all."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.core.errors import NotAcceptable
from heard.regions.actions import describe_region
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
HERE = "Heard in other places"


@pytest.fixture
def ireland():
    factories.open_site()
    return factories.another_site(slug="ireland", name="Éire", path="ireland", time_zone="Europe/Dublin")


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
