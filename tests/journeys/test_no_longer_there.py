"""Somebody follows an old link to a place that closed long ago: told kindly, before and after typing, and nothing typed is lost."""

from datetime import timedelta

import pytest

from heard.directory.models import Service
from heard.regions.queries import oldest_care
from heard.telling.models import Draft
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import when_they_continue

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I come every Tuesday. Nobody says how long it is."


def test_a_place_that_closed_long_ago(any_page, site, check):
    page = any_page
    closed = factories.service(
        name="Larkfield Old Ward", standing="closed", closed_on=oldest_care(factories.region().pk) - timedelta(days=40)
    )
    page.goto(f"/tell/?service={closed.slug}")
    expect(page.get_by_role("main")).to_contain_text("Larkfield Old Ward closed in")
    check(page)
    page.get_by_role("link", name="Start now", exact=True).click()
    expect(page.get_by_role("main")).not_to_contain_text("Larkfield Old Ward")


def test_a_page_that_stood_open_until_the_place_was_closed_too_long(any_page, site, check):
    page = any_page
    place = factories.service(name="Larkfield Ward")
    page.goto(f"/tell/words/?service={place.slug}")
    expect(page.get_by_role("main")).to_contain_text("Your story is about Larkfield Ward")
    Service.objects.filter(pk=place.pk).update(standing="closed", closed_on=oldest_care(factories.region().pk) - timedelta(days=1))
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    page.wait_for_url("**/tell/hope/")
    page.goto("/tell/services/")
    # where it was is there, in words, for the moderator who reads it
    expect(page.get_by_label("I can’t find it")).to_have_value("Larkfield Ward")
    check(page)
    draft = Draft.objects.get()
    assert (draft.words, draft.services.exists()) == (WORDS, False)
