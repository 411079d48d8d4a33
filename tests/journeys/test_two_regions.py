"""Somebody of another nation reads and tells on the site of theirs, in a language of theirs, and stays there."""

import os
import re
from pathlib import Path

import pytest

from heard.regions.actions import NewCrisisLine, make_region, set_crisis_lines
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.languages import spoken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scotland(site, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]
    made = make_region(slug="scotland", name="Scotland", path="scotland", languages=["en-gb", "en-xa"], by=TESTS)
    line = NewCrisisLine("Breathing Space", "0800 83 85 87", "At any hour", "Talk to us", in_strip=True)
    set_crisis_lines(region_id=made.pk, lines=[line], by=TESTS)
    ward = factories.service(name="Leith Ward")
    type(ward).objects.filter(pk=ward.pk).update(region=made)
    with spoken("en-gb"):
        yield made


def test_a_story_is_told_on_the_site_of_its_nation_after_the_language_was_changed(any_page, check, scotland):
    # given the front page of Scotland
    page = any_page
    page.goto("/scotland/")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    check(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder, "two-regions.png"), full_page=True)
    # when the language is changed, and changed back on another page
    page.get_by_role("link", name="Long English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-XA")
    expect(page).to_have_url(re.compile(r"/scotland/en-xa/$"))
    check(page)
    page.goto("/scotland/en-xa/about/")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(re.compile(r"/scotland/about/$"))
    # then a story begun from there is Scotland's, beside Scotland's help
    page.goto("/scotland/tell/")
    expect(page.get_by_text("Breathing Space").first).to_be_visible()
    expect(page.get_by_text("Samaritans")).to_have_count(0)
    page.get_by_role("link", name="Start now", exact=True).click()
    page.get_by_label("What happened?").fill("I come every Tuesday. Nobody says how long it is.")
    page.locator("#telling .buttons button").first.click()
    page.get_by_role("heading", level=1, name="What would you like to happen now?").wait_for()
    expect(page).to_have_url(re.compile(r"/scotland/tell/hope/$"))
    assert Draft.objects.get().region == scotland
