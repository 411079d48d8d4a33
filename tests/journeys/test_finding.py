"""Finding a service: on a telephone, near somebody, after “Back”, and where there is no such place; and telling of one that has closed."""

import re
from datetime import timedelta

import pytest

from heard.core import clock
from heard.directory.actions.corrections import correct_service
from heard.directory.actions.everyday import plant_everyday_names
from heard.telling.models import Draft
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import then_they_are_asked, when_they_continue

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
HERE = {"geolocation": {"latitude": 55.00412, "longitude": -1.49876}, "permissions": ["geolocation"]}
WORDS = "I come every Tuesday. You get your ticket and you sit. Nobody says how long it is."


@pytest.fixture
def county(db):
    trust = factories.service(name="Northmoor NHS Trust", town="Moorport")
    for n in range(12):
        factories.service(name=f"Larkfield Ward {n}", parent=trust, postcode="XN1 2BB", latitude=55.0, longitude=-1.5)
    day = clock.today() - timedelta(days=90)
    factories.service(name="Larkfield Old Ward", parent=trust, standing="closed", closed_on=day, postcode="XN1 2BB")
    return trust


@pytest.fixture(params=[{"js": True}, {"js": False}], ids=["360 px", "without JavaScript"])
def phone_of(open_page, request, axe, no_sideways):
    """A telephone, and a look at what it shows."""
    page = open_page(**PHONE, **request.param)

    def look():
        no_sideways(page)
        if request.param["js"]:
            page.evaluate("scrollTo(0, 0)")  # else the bar that stays at the top covers half a button
            axe(page)

    return page, look


def in_sight(page, heading):
    """The heading of what was found is on the screen, not somewhere beneath it."""
    expect(heading).to_be_in_viewport()


def begin(page):
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.goto("/tell/services/")


@pytest.mark.drawn
def test_public_find_shows_what_it_found_says_how_many_and_survives_back(county, phone_of):
    page, look = phone_of
    page.goto("/services/")
    look()
    page.get_by_label("Name, town or postcode").fill("larkfield ward")
    page.get_by_role("button", name="Find", exact=True).click()
    found = page.get_by_role("heading", level=2, name="We found 13 services")
    in_sight(page, found)
    expect(page).to_have_title("We found 13 services – Find a service – Heard")
    look()
    page.get_by_role("link", name="Larkfield Ward 3", exact=True).click()
    page.get_by_role("heading", level=1, name="Larkfield Ward 3").wait_for()
    page.go_back()
    expect(found).to_be_visible()
    expect(page.get_by_label("Name, town or postcode")).to_have_value("larkfield ward")


@pytest.mark.drawn
def test_a_postcode_stands_in_no_address_and_is_there_after_back(county, phone_of):
    page, look = phone_of
    page.goto("/services/")
    page.get_by_label("Name, town or postcode").fill("xn1 2bb")
    page.get_by_role("button", name="Find", exact=True).click()
    found = page.get_by_role("heading", level=2, name="We found 13 services")
    in_sight(page, found)
    expect(page).to_have_url(re.compile(r"/services/\?found=1#found$"))
    look()
    page.get_by_role("link", name="Larkfield Ward 3", exact=True).click()
    page.get_by_role("heading", level=1, name="Larkfield Ward 3").wait_for()
    assert "xn1" not in page.evaluate("document.referrer").lower()
    page.go_back()
    expect(found).to_be_visible()


def test_near_me_sends_a_rounded_position_and_puts_it_in_no_address(open_page, county, axe):
    page = open_page(**PHONE, **HERE)
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    page.goto("/services/")
    page.get_by_role("button", name="Find services near me").click()
    found = page.get_by_role("heading", level=2, name="Nearest to you: 12 services")
    in_sight(page, found)
    axe(page)
    assert not [url for url, _ in sent if "55.0" in url]
    assert [body for _, body in sent if body] == ["q=&lat=55.00&lon=-1.50&look=1"]
    # a search of words after that is not near anybody
    page.get_by_label("Name, town or postcode").fill("larkfield old")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("heading", level=2, name="We found").wait_for()
    page.go_back()
    expect(found).to_be_visible()
    page.get_by_label("Name, town or postcode").fill("northmoor")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("heading", level=2, name="We found").wait_for()
    assert "lat" not in sent[-1][0]


def test_near_me_on_the_page_of_telling(open_page, county, axe):
    page = open_page(**PHONE, **HERE)
    begin(page)
    page.get_by_role("button", name="Near me").click()
    found = page.get_by_role("heading", level=2, name="12 places near you")
    in_sight(page, found)
    expect(page).to_have_url(re.compile(r"/tell/services/#found-title$"))
    page.evaluate("scrollTo(0, 0)")  # else the bar that stays at the top covers half a button
    axe(page)


@pytest.mark.drawn
def test_telling_finds_places_says_how_many_and_survives_back(county, phone_of):
    page, look = phone_of
    begin(page)
    page.get_by_label("Name of the place, town or postcode").fill("larkfield")
    page.get_by_role("button", name="Find", exact=True).click()
    found = page.get_by_role("heading", level=2, name="We found 13 places")
    in_sight(page, found)
    look()
    page.goto("/tell/good/")
    then_they_are_asked(page, "What was good?")
    page.go_back()
    expect(found).to_be_visible()
    expect(page.get_by_label("Name of the place, town or postcode")).to_have_value("larkfield")
    page.get_by_role("button", name="Add Larkfield Ward 3", exact=True).click()
    in_sight(page, page.get_by_role("heading", name="Your story is about"))
    look()


@pytest.mark.drawn
def test_a_place_that_nobody_knows_is_one_clear_choice(county, phone_of):
    page, look = phone_of
    begin(page)
    page.get_by_label("Name of the place, town or postcode").fill("Larkfield House on Quay Road")
    page.get_by_role("button", name="Continue").last.click()
    expect(page.get_by_text("You haven’t chosen a place yet.")).to_be_in_viewport()
    look()
    page.get_by_role("link", name="“None of these”").click()
    none = page.get_by_role("button", name="None of these: my story is about “Larkfield House on Quay Road”")
    expect(none).to_be_in_viewport()
    none.click()
    then_they_are_asked(page, "What was good?")
    assert Draft.objects.get().unknown_service == "Larkfield House on Quay Road"


def test_a_place_that_nobody_knows_by_keyboard_alone(page, county):
    begin(page)
    page.get_by_label("Name of the place, town or postcode").focus()
    page.keyboard.type("Larkfield House")
    page.keyboard.press("Enter")
    found = page.get_by_role("heading", level=2, name="We found")
    expect(found).to_be_focused()
    page.get_by_role("button", name="Continue").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You haven’t chosen a place yet.")).to_be_visible()
    expect(found).to_be_focused()
    expect(found).to_have_accessible_description(
        "You haven’t chosen a place yet. If it’s in this list, add it. If it isn’t, choose “None of these” below the list."
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="“None of these”")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="None of these: my story is about “Larkfield House”")).to_be_focused()
    page.keyboard.press("Enter")
    then_they_are_asked(page, "What was good?")


def test_a_service_that_closed_lately_is_found_and_told_of(county, phone_of):
    page, look = phone_of
    page.goto("/services/?q=larkfield+old")
    page.get_by_role("link", name="Larkfield Old Ward").click()
    expect(page.get_by_role("main")).to_contain_text("Northmoor NHS Trust is responsible for it now, but no one there listens")
    look()
    page.get_by_role("link", name="Tell your story about it").click()
    expect(page.get_by_role("main")).to_contain_text("Your story will be about Larkfield Old Ward")
    look()
    page.get_by_role("link", name="Start now", exact=True).click()
    page.get_by_label("What happened?").fill(WORDS)
    look()
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.goto("/tell/services/")
    expect(page.get_by_role("main")).to_contain_text("Northmoor NHS Trust is responsible for it now.")
    look()


@pytest.fixture
def hospital(db):
    plant_everyday_names(by=factories.TESTS)
    trust = factories.service(name="Northmoor NHS Trust", town="Moorport")
    old = factories.service(name="Oldmere Hospital", parent=trust, level="site", kind="hospital", town="Moorport", postcode="XN1 2BB")
    for name in ("Emergency Department", "Ward 7", "Children’s Ward"):
        factories.service(name=name, parent=old, kind="ward")
    correct_service(service_id=old.pk, changes={"name": "Northmoor General Hospital"}, by=factories.TESTS)
    return old


def test_a_and_e_is_found_on_a_phone_by_the_words_people_use_and_by_an_old_name(hospital, phone_of):
    page, look = phone_of
    page.goto("/services/")
    for typed in ("A&E", "casulty", "northmoor general A&E"):
        page.get_by_label("Name, town or postcode").fill(typed)
        page.get_by_role("button", name="Find", exact=True).click()
        in_sight(page, page.get_by_role("heading", level=2, name=f"for “{typed}”"))
        expect(page.locator(".found-services h3").first).to_have_text("Emergency Department")
        look()
    page.get_by_label("Name, town or postcode").fill("111")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("NHS 111 is a phone and online service, not a place.")).to_be_visible()
    look()
    page.get_by_label("Name, town or postcode").fill("oldmere A&E")
    page.get_by_role("button", name="Find", exact=True).click()
    first = page.locator(".found-services li").first
    expect(first).to_contain_text("Emergency Department")
    expect(first).to_contain_text("Northmoor General Hospital was called Oldmere Hospital")
    look()


def test_a_story_is_told_of_a_and_e_found_by_that_name(hospital, phone_of):
    page, look = phone_of
    begin(page)
    page.get_by_label("Name of the place, town or postcode").fill("A&E")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("heading", level=2, name="for “A&E”").wait_for()
    look()
    page.get_by_role("button", name="Add Emergency Department").click()
    expect(page.get_by_role("heading", level=2, name="Your story is about")).to_be_visible()
    expect(page.locator(".chosen")).to_contain_text("Emergency Department")
