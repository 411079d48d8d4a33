"""A reader whose browser says that they are in another place is offered its site, and is never led there."""

import re

import pytest

from tests.factories import another_site
from tests.journeys.plain import expect
from tests.languages import spoken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_its_address(site, settings):
    settings.SITE_URL = site  # links between sites are full addresses


@pytest.fixture
def ireland(site):
    return another_site(slug="ireland", name="Ireland", path="ireland", time_zone="Europe/Dublin")


def the_offer(page):
    return page.get_by_role("complementary", name="Heard in other places")


def test_somebody_from_another_country_is_offered_its_site_and_goes_there(open_page, check, ireland):
    page = open_page(width=360, height=740, timezone_id="Europe/Dublin")
    page.goto("/stories/")
    expect(the_offer(page)).to_contain_text("You’re on Heard Northmoor.")
    check(page, wide="dark")
    the_offer(page).get_by_role("link", name="Go to Heard Ireland").click()
    expect(page).to_have_url(re.compile("/ireland/stories/$"))
    expect(the_offer(page)).to_have_count(0)


def test_whoever_stays_is_not_asked_again_and_no_cookie_says_so(open_page, ireland):
    page = open_page(timezone_id="Europe/Dublin")
    page.goto("/about/")
    the_offer(page).get_by_role("button", name="Stay here").press("Enter")
    expect(the_offer(page)).to_have_count(0)
    expect(page.locator("main")).to_be_focused()
    page.goto("/stories/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(the_offer(page)).to_have_count(0)
    assert page.context.cookies() == []


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland"])
def test_nothing_is_offered_at_home_or_where_there_is_no_site(open_page, ireland, zone):
    page = open_page(timezone_id=zone)
    page.goto("/about/")
    expect(page.get_by_role("link", name="Heard Ireland")).to_be_visible()
    expect(the_offer(page)).to_have_count(0)


def test_of_two_nations_in_one_time_zone_a_language_tells(open_page, check, site):
    with spoken("en-gb", "ar-xb"):
        another_site(slug="wales", name="Cymru", path="wales", languages=["en-gb", "ar-xb"])
        another_site(slug="scotland", name="Scotland", path="scotland", languages=["en-gb"])
        english = open_page()
        english.goto("/about/")
        expect(english.get_by_role("link", name="Heard Cymru")).to_be_visible()
        expect(the_offer(english)).to_have_count(0)
        other = open_page(locale="ar-XB")
        other.goto("/about/")
        expect(the_offer(other)).to_contain_text("Go to Heard Cymru")
        # and from right to left
        other.goto("/wales/ar-xb/about/")
        check(other)


def asked_for(page):
    """Which requests for the site of their country a reader's browser makes from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/elsewhere/") else None)
    return asked


@pytest.fixture
def knows_countries(settings, ireland):
    """A proxy on this machine says in a header which country a reader is in."""
    settings.COUNTRY_HEADER = "X-Country"


def test_somebody_whose_time_zone_says_nothing_is_offered_the_site_of_their_country_asked_for_once(open_page, check, knows_countries):
    page = open_page(width=360, height=740, timezone_id="UTC", extra_http_headers={"X-Country": "IE"})
    asked = asked_for(page)
    page.goto("/about/")
    expect(the_offer(page)).to_contain_text("You’re on Heard Northmoor.")
    check(page)
    page.goto("/stories/")
    the_offer(page).get_by_role("link", name="Go to Heard Ireland").press("Enter")
    expect(page).to_have_url(re.compile("/ireland/stories/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(the_offer(page)).to_have_count(0)
    assert [request.headers.get("cookie") for request in asked] == [None]
    assert page.context.cookies() == []


def test_whoever_stays_after_that_is_not_asked_again(open_page, knows_countries):
    page = open_page(timezone_id="UTC", extra_http_headers={"X-Country": "IE"})
    page.goto("/about/")
    the_offer(page).get_by_role("button", name="Stay here").press("Enter")
    expect(page.locator("main")).to_be_focused()
    asked = asked_for(page)
    page.goto("/stories/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(the_offer(page)).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Dublin"])
def test_whoever_has_the_time_zone_of_a_site_asks_nothing(open_page, knows_countries, zone):
    page = open_page(timezone_id=zone, extra_http_headers={"X-Country": "IE"})
    asked = asked_for(page)
    page.goto("/about/")
    expect(the_offer(page)).to_have_count(int(zone == "Europe/Dublin"))
    expect(page.get_by_role("link", name="Heard Ireland").last).to_be_visible()
    assert asked == []


def test_where_nobody_knows_the_country_nothing_is_offered_and_it_is_not_asked_again(open_page, knows_countries):
    page = open_page(timezone_id="UTC", extra_http_headers={"X-Country": "XX"})
    with page.expect_response("**/elsewhere/") as answer:
        page.goto("/about/")
    assert answer.value.status == 204
    asked = asked_for(page)
    page.goto("/stories/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(the_offer(page)).to_have_count(0)
    assert asked == []


def test_without_javascript_the_list_leads_to_the_same_page_there(no_js, ireland):
    no_js.goto("/about/")
    no_js.get_by_role("link", name="Heard Ireland").click()
    expect(no_js).to_have_url(re.compile("/ireland/about/$"))
