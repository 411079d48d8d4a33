"""On a telephone, in words two fifths longer and from right to left: nothing is cut off, nothing scrolls sideways, axe finds nothing.

`PICTURES=folder pytest -m journey tests/journeys/test_languages.py` also takes a picture of each page.
"""

import os
from pathlib import Path

import pytest
from django.test import Client

from heard.organisations.models import Role
from tests import factories
from tests.following.test_my_story import come_in
from tests.journeys.steps import given_signed_in
from tests.languages import PSEUDO, spoken

pytestmark = pytest.mark.django_db(transaction=True)

CUT_OFF = """() => [...document.querySelectorAll("button, .button, label, legend, summary, th, dt, h1, h2, h3, nav a")]
    .filter(each => each.checkVisibility() && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1)
    .map(each => `${each.tagName} ${each.textContent.trim().slice(0, 60)}: ${each.scrollWidth} in ${each.clientWidth}`)"""
"""What is wider than the box it stands in. What is for those who listen alone is one pixel wide."""


@pytest.fixture
def looked_at(open_page, site, axe, no_sideways):
    """Looks at these pages as this person or member, as an author's client, or as a stranger."""

    def look(language, whom, *paths):
        page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
        if whom is not None:
            given_signed_in(page, site, whom)
        for path in paths:
            assert page.goto(path).status == 200, path
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar-xb" else "ltr")
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=Path(folder, f"{language}{path.replace('/', '-')}.png"), full_page=True)
            assert page.evaluate(CUT_OFF) == [], path
            no_sideways(page)
            axe(page)

    return look


@pytest.mark.parametrize("language", PSEUDO)
def test_pages_have_room_for_any_language(looked_at, run_jobs, language):
    place = factories.service(name="Larkfield Ward")
    responder = factories.member(of=factories.organisation(remit=[place]), roles=[Role.RESPONDER, Role.ADMINISTRATOR])
    story = factories.story_for(responder.organisation, told_by=factories.reachable_author())
    run_jobs()
    factories.published_answer(story=story, membership=responder)
    factories.made_change(change=factories.planned_change(story=story, membership=responder), membership=responder)
    factories.sent_story()
    run_jobs()
    with spoken(language):
        looked_at(language, None, "/", "/stories/", f"/stories/{story.pk}/", "/services/?q=larkfield", "/tell/", "/tell/words/")
        looked_at(language, come_in(Client(), story.author), "/my-story/")
        looked_at(language, responder, "/inbox/", f"/inbox/stories/{story.pk}/answer/")
        looked_at(language, factories.moderator(), "/moderation/waiting/")
        looked_at(language, factories.operator(), "/operator/", "/operator/regions/")
