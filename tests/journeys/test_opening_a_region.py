"""An operator makes a second region, from nothing to its first story; then it closes."""

import os
from pathlib import Path

import pytest

from heard.directory.models import Service
from heard.regions.models import Region
from heard.stories.models import Story
from tests import factories
from tests.journeys.plain import Plain, expect
from tests.journeys.steps import given_signed_in, when_they_agree_and_send, when_they_continue

pytestmark = pytest.mark.django_db(transaction=True)


def look(page, name):
    if (folder := os.environ.get("LOOK")) and not isinstance(page, Plain):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_an_operator_makes_a_region_and_its_first_story_is_told(any_page, open_page, site, check):
    factories.open_site()
    visitor = any_page
    page = given_signed_in(open_page(js=not isinstance(visitor, Plain), width=360), site, factories.operator())
    # given a new region below the path /scotland/
    page.goto("/operator/regions/")
    page.get_by_role("link", name="Add a region").click()
    page.get_by_label("Short name").fill("scotland")
    page.get_by_label("Name of the region").fill("Scotland")
    page.get_by_label("Emergency number").fill("999")
    page.get_by_label("Path").fill("scotland")
    page.get_by_role("button", name="Add the region").click()
    page.get_by_label("Name", exact=True).first.fill("Breathing Space")
    page.get_by_label("Number", exact=True).first.fill("0800 83 85 87")
    page.get_by_label("When it’s open").first.fill("Evenings")
    page.get_by_label("Show it at the top").first.check()
    page.get_by_role("button", name="Save the crisis lines").click()
    # when somebody comes before it is open
    visitor.goto("/scotland/stories/")
    expect(visitor.get_by_role("heading", level=1, name="Heard Scotland isn’t open yet")).to_be_visible()
    expect(visitor.get_by_role("main")).to_contain_text("0800 83 85 87")
    check(visitor, wide="dark")
    look(visitor, "not-open-360")
    # and the operator does what the list says
    page.get_by_role("link", name="Opening").click()
    expect(page.get_by_role("button", name="Open the site")).to_have_count(0)
    check(page)
    look(page, "list-360")
    page.get_by_role("link", name="Holidays", exact=True).click()
    page.get_by_role("link", name="Find a country’s public holidays").click()
    page.get_by_label("Country", exact=True).select_option(label="United Kingdom")
    page.get_by_role("button", name="Show the holidays").click()
    page.get_by_label("Part of the country").select_option(label="Scotland")
    page.get_by_role("button", name="Show the holidays").click()
    check(page)
    look(page, "holidays-360")
    page.get_by_role("button", name="Add these days").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    scotland = Region.objects.get(slug="scotland")
    assert scotland.holidays.filter(name="Christmas Day").exists()
    ward = factories.service(name="Leith Ward")
    Service.objects.filter(pk=ward.pk).update(region=scotland)
    page.get_by_role("link", name="Opening").click()
    page.get_by_role("button", name="Open the site").click()
    expect(page.get_by_text("Scotland is open. Anyone can read it and tell a story there now.")).to_be_visible()
    check(page)
    # then its first story is told
    visitor.goto("/scotland/tell/")
    visitor.get_by_role("link", name="Start now", exact=True).click()
    visitor.get_by_label("What happened?").fill("I come every Tuesday. Nobody says how long it is.")
    when_they_continue(visitor)
    visitor.goto("/scotland/tell/consent/")
    when_they_agree_and_send(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Story.objects.get().region == scotland
    # and when it closes, its pages stay and nobody is invited
    page.get_by_label("Why are you closing it?").fill("The board runs a site of its own.")
    page.get_by_role("button", name="Close the site").click()
    expect(page.get_by_text("The board runs a site of its own.")).to_be_visible()
    visitor.goto("/scotland/stories/")
    expect(visitor.get_by_text("This site closed on")).to_be_visible()
    check(visitor)
    look(visitor, "closed-360")
    visitor.goto("/scotland/tell/")
    check(visitor)
    look(visitor, "closed-tell-360")
