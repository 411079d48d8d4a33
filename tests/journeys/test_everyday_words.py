"""An operator hears that people look for the cottage, and lets them find it."""

import pytest

from heard.directory.actions.everyday import plant_everyday_names
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def come_in(page, site):
    return given_signed_in(page, site, factories.operator())


@pytest.mark.parametrize("js", [True, False], ids=["360 px", "without JavaScript"])
def test_an_operator_lets_people_find_a_place_by_their_own_word_and_hides_it_again(open_page, site, axe, no_sideways, js):
    def look(page):
        no_sideways(page)
        if js:
            axe(page)

    plant_everyday_names(by=factories.TESTS)
    factories.service(name="Seaby Community Hospital", kind="hospital")
    page = come_in(open_page(width=360, height=740, js=js), site)
    page.goto("/operator/directory/")
    page.get_by_role("link", name="Everyday words for places").click()
    look(page)
    page.get_by_role("link", name="Add everyday words").click()
    page.get_by_label("What these words mean").fill("The cottage")
    page.get_by_label("Words people use", exact=True).fill("the cottage\ncottage")
    page.get_by_role("button", name="Add the words").click()
    expect(page.get_by_text("Choose a kind of place, or enter what these places are called").first).to_be_visible()
    look(page)
    page.get_by_label("What these places are called").fill("community hospital")
    page.get_by_role("button", name="Add the words").click()
    page.get_by_role("heading", level=1, name="The cottage").wait_for()
    look(page)

    visitor = open_page(width=360, height=740, js=js)
    visitor.goto("/services/?q=the+cotage")
    expect(visitor.locator(".found-services h3").first).to_have_text("Seaby Community Hospital")

    page.get_by_role("button", name="Hide The cottage").click()
    expect(page.get_by_text("Hidden by Op Erator")).to_be_visible()
    visitor.goto("/services/?q=the+cotage")
    expect(visitor.locator(".found-services")).to_have_count(0)
