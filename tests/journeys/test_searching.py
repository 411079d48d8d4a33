"""Somebody looks for stories by the words that she uses: her hospital's name, A&E, a word with a slip in it."""

import pytest

from tests import factories
from tests.journeys.plain import expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories(db):
    trust = factories.service(name="Northmoor Hospitals Trust")
    hospital = factories.service(name="Larkfield Hospital", parent=trust, level="site", kind="hospital")
    emergency = factories.service(name="Emergency Department", parent=hospital)
    factories.published_story(
        services=[emergency], title="Four hours on a chair", words="Nobody listened to my wife. A kind porter found her a blanket."
    )
    factories.published_story(
        services=[factories.service(name="Gull Lane Surgery")],
        title="A good letter",
        words="They listened, and sent me an e-mail the same day.",
    )


def look_for(page, words):
    page.get_by_label("Search the stories").fill(words)
    page.get_by_role("button", name="Search").click()


def find(page):
    page.goto("/stories/")
    # The name of a hospital stands in no story, and finds what was told of its wards
    look_for(page, "larkfield")
    expect(page.get_by_role("link", name="Four hours on a chair")).to_be_visible()
    expect(page.get_by_role("link", name="A good letter")).to_have_count(0)
    expect(page.get_by_text("1 story.")).to_be_visible()
    # A&E is the Emergency Department, and no e-mail
    look_for(page, "A&E")
    expect(page.get_by_role("link", name="Four hours on a chair")).to_be_visible()
    expect(page.get_by_role("link", name="A good letter")).to_have_count(0)
    # “Not listened to” is not “they listened”
    look_for(page, "not listened to")
    expect(page.get_by_role("link", name="Four hours on a chair")).to_be_visible()
    expect(page.get_by_role("link", name="A good letter")).to_have_count(0)


def be_understood(page):
    look_for(page, "blankit")
    expect(page.get_by_text("Did you mean")).to_be_visible()
    expect(page.get_by_role("heading", name="No stories match")).to_be_visible()


def take_the_guess(page):
    page.get_by_role("link", name="blanket", exact=True).click()
    expect(page.get_by_role("link", name="Four hours on a chair")).to_be_visible()
    look_for(page, "the")
    expect(page.get_by_role("heading", name="Add another word")).to_be_visible()


def test_a_story_is_found_by_its_hospitals_name_and_a_slip_is_understood(stories, page, axe):
    find(page)
    be_understood(page)
    axe(page)
    take_the_guess(page)
    axe(page)


def test_the_same_without_javascript(stories, no_js):
    find(no_js)
    be_understood(no_js)
    take_the_guess(no_js)


def test_the_same_on_a_phone(stories, phone, axe, no_sideways):
    find(phone)
    axe(phone)
    be_understood(phone)
    axe(phone)
    no_sideways(phone)
    take_the_guess(phone)


def test_figures_in_words_and_by_provider_fit_a_phone(stories, phone, axe, no_sideways):
    phone.goto("/statistics/")
    expect(phone.get_by_text("It has at least one public answer.")).to_be_visible()
    phone.get_by_role("link", name="Northmoor Hospitals Trust").scroll_into_view_if_needed()
    axe(phone)
    no_sideways(phone)
    phone.get_by_role("link", name="Northmoor Hospitals Trust").click()
    expect(phone.get_by_role("heading", name="Northmoor Hospitals Trust", level=1)).to_be_visible()
