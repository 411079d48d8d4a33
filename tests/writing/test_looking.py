"""A page that stands open asks what colleagues have written meanwhile. That shows, and changes nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heard.core import clock, jobs
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.organisations.actions import members
from heard.writing.models import Sheet, Text
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db
NAMED = {"name": "Ruth", "job_title": "Ward manager"}


@pytest.fixture
def colleague(joy):
    return factories.sign_in(Client(), joy)


def address(story):
    return reverse("responses:answer", kwargs={"number": story.pk})


def save(browser, story, words, **more):
    return browser.post(address(story), {"text": words, **NAMED, **more}, headers={"X-Autosave": "1"})


def look(browser, path, **asked):
    return browser.get(path, asked, headers={"X-Beside": "1"})


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def seen(response):
    return re.search(r'(?:data-seen|name="writing_seen" value)="(\d+)"', text(response))[1]


def test_it_says_who_writes_and_shows_no_page(browser, colleague, story):
    mine = seen(save(browser, story, "By Ruth"))
    assert "Joy Adeyemi" not in text(look(browser, address(story), writing_seen=mine))
    save(colleague, story, "By Joy")
    found = look(browser, address(story), writing_seen=mine)
    assert found.status_code == 200
    assert found["Cache-Control"] == "no-store"
    assert "Joy Adeyemi is writing too" in text(found)
    assert "By Joy" in text(found)
    assert "By Ruth" not in text(found)
    assert "<form" not in text(found)


def test_whoever_has_typed_nothing_yet_is_told_too(browser, colleague, story):
    save(colleague, story, "By Joy")
    assert "Joy Adeyemi is writing too" in text(look(browser, address(story), writing_seen="0"))


def test_it_changes_nothing(browser, colleague, story):
    save(browser, story, "By Ruth")
    before = list(Text.objects.values()), list(Sheet.objects.values())
    look(browser, address(story), writing_seen="0")
    look(colleague, address(story), writing_seen="0")
    assert (list(Text.objects.values()), list(Sheet.objects.values())) == before


def test_ones_own_text_in_another_window_is_named_as_that(browser, story):
    save(browser, story, "In one window", writing_window="a", writing_turn="1")
    here = seen(save(browser, story, "In another", writing_window="b", writing_turn="1"))
    found = text(look(browser, address(story), writing_seen=here))
    assert "You also wrote this, in another window" in found
    assert "In one window" in found
    assert "In another<" not in found


def test_a_page_for_one_organisation_is_shown_nothing_of_another(browser, colleague, story, ruth):
    save(colleague, story, "By Joy")
    found = look(browser, address(story), writing_seen="0", writing_for=str(ruth.organisation_id + 1))
    assert found.status_code == 409
    assert "By Joy" not in text(found)


def test_a_stranger_and_whoever_was_frozen_see_nothing(browser, colleague, story, ruth):
    save(colleague, story, "By Joy")
    members.freeze_member(membership_id=ruth.pk, by=TESTS)
    for client in (browser, Client()):
        found = look(client, address(story), writing_seen="0")
        assert found.status_code == 302
        assert "By Joy" not in text(found)


def test_it_asks_the_sheet_once_however_many_write(browser, story, ruth):
    save(browser, story, "By Ruth")
    look(browser, address(story), writing_seen="0")

    def asked():
        with CaptureQueriesContext(connection) as found:
            look(browser, address(story), writing_seen="0")
        return [each["sql"] for each in found]

    few = asked()
    assert sum("writing_" in each for each in few) == 1
    for number in range(5):
        other = factories.sign_in(Client(), factories.member(of=ruth.organisation, name=f"Colleague {number}"))
        save(other, story, f"By {number}")
    assert len(asked()) == len(few)


def test_at_the_desk_whoever_lost_the_case_hears_nothing_of_it(client):
    mo, ola = (factories.person(name=name, roles=["first-line"]) for name in ("Mo Derator", "Ola Second"))
    case = factories.claimed_case(run_jobs=jobs.drain, by=mo)
    path = reverse("moderation:ask", kwargs={"case_id": case.pk})
    browser = factories.sign_in(client, mo)
    assert look(browser, path, writing_seen="0").status_code == 200
    claimed_at = Case.objects.get(pk=case.pk).claimed_at
    look(browser, path, writing_seen="0")
    assert Case.objects.get(pk=case.pk).claimed_at == claimed_at, "looking is not working on it"
    with clock.at(clock.now() + timedelta(hours=3)):
        cases.claim_case(case_id=case.pk, note="She is ill.", by=ola)
    assert look(browser, path, writing_seen="0").status_code == 404


def test_the_page_of_a_decline_asks_after_its_own_reason(client):
    mo = factories.moderator()
    case = factories.claimed_case(run_jobs=jobs.drain, by=mo)
    browser = factories.sign_in(client, mo)
    page = text(browser.get(reverse("moderation:decline", kwargs={"case_id": case.pk}), {"reason": "commercial"}))
    where = re.search(r'data-beside="([^"]+)"', page)[1]
    assert "reason=commercial" in where
    assert look(browser, where).status_code == 200
