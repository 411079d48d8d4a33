"""What a page of the desk costs: the same with a long history as with none, and nothing is asked twice."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.core import jobs
from tests import factories

pytestmark = pytest.mark.django_db
MOST = 30
"""Statements of the page of a case with notes: one of them asks which tags are known, one what the author told moderators, one what the
levels of criticality mean in the region.
"""


@pytest.fixture
def mo():
    return factories.person(name="Mo Derator", roles=["first-line"])


@pytest.fixture
def browser(client, mo):
    return factories.sign_in(client, mo)


@pytest.fixture
def case(mo):
    return factories.claimed_case(run_jobs=jobs.drain, by=mo)


def statements(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return [each["sql"] for each in asked]


@pytest.mark.parametrize("page", ["", "ask/", "hold/", "decline/?reason=commercial", "note/", "pass-up/"])
def test_a_page_about_a_case_asks_for_nothing_twice_but_which_names_are_no_secret(browser, case, page):
    """Which names are no secret beside a story is asked for its title and for what to look at, once each."""
    counted = Counter(statements(browser, f"/moderation/{case.pk}/{page}"))
    assert {sql: times for sql, times in counted.items() if times > 1 and '"directory_service"."town"' not in sql} == {}


@pytest.mark.parametrize("page", ["?subject=story&region={slug}", "{case}/?done=1", "next/"])
def test_a_narrowed_queue_and_the_pages_after_it_ask_for_nothing_twice(client, case, page):
    factories.another_site(slug="wales", name="Wales", path="wales")
    slug = case.story.region.slug
    browser = factories.sign_in(client, factories.person(name="Ann Other", roles=["first-line"]))
    browser.get(f"/moderation/?region={slug}")
    counted = Counter(statements(browser, f"/moderation/{page.format(slug=slug, case=case.pk)}"))
    assert {sql: times for sql, times in counted.items() if times > 1} == {}


def test_the_page_of_a_case_costs_the_same_with_a_long_history(browser, case):
    def a_colleague_notes(number):
        colleague = factories.sign_in(Client(), factories.person(name=f"Colleague {number}", roles=["first-line"]))
        for more in ({}, {"writing": "save"}):
            colleague.post(f"/moderation/{case.pk}/note/", {"among-note": f"Note {number}", **more})

    a_colleague_notes(0)
    few = statements(browser, f"/moderation/{case.pk}/")
    for number in range(1, 7):
        a_colleague_notes(number)
    assert len(statements(browser, f"/moderation/{case.pk}/")) == len(few) <= MOST
