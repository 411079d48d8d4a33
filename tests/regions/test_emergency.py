"""Whom to call in an emergency is a region's own. Every page on every site: tests/access/test_every_page_on_every_site.py."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from heard.core import clock, sites
from heard.core.errors import NotAcceptable
from heard.core.sites import Emergency
from heard.enquiries.models import Kind
from heard.regions import actions
from heard.regions.actions import NewCrisisLine
from heard.regions.models import Region
from heard.regions.rules import UK, country_of
from heard.stories.rules import consent
from heard.ui import errors
from tests import factories
from tests.enquiries.test_enquiries import enquiry
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

DANGER = "I have the tablets here and I am going to end my life tonight."
OF_THE_UK = re.compile(r"(?<!\w)(?:999|A&(?:amp;)?E|press 55|Samaritans|Childline|116 123|0800 1111)(?!\w)")


@pytest.fixture
def far_away():
    """A house in another country that has no crisis lines yet: nothing of ours may stand in their place."""
    found = factories.region()
    Region.objects.filter(pk=found.pk).update(emergency_number="112", time_zone="Europe/Berlin")
    sites.forget()
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    ("calendar", "time_zone", "expected"),
    [
        ("", "Europe/London", True),
        ("", "Europe/Dublin", False),
        ("GB", "Europe/London", True),
        ("GB-SCT", "Europe/Paris", True),
        ("IE", "Europe/London", False),
    ],
)
def test_a_region_is_of_the_uk_by_its_holidays_or_until_it_has_any_by_its_clocks(calendar, time_zone, expected):
    assert (country_of(calendar=calendar, time_zone=time_zone) == UK) is expected


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [("", True), ("GB", True), ("GB-ENG", True), ("GB-SCT", False), ("GB-WLS", False), ("GB-NIR", False), ("IE", False)],
)
def test_inspectors_and_pages_of_england_are_named_in_england_alone(calendar, expected):
    assert Region(calendar=calendar, time_zone="Europe/London").in_england is expected
    wording = consent.WORDINGS[consent.version_here(in_england=expected)]
    said = " ".join(f"{each.label} {each.more}" for each in wording.values())
    assert ("NHS.UK" in said) is ("Care Quality Commission" in said) is expected


@pytest.mark.parametrize("emergency", [Emergency("112"), Emergency("999", in_uk=False)])
def test_only_999_in_the_uk_hears_55(emergency):
    assert Emergency().hears_55
    assert not emergency.hears_55


@pytest.mark.parametrize(
    "path", ["/about/", "/tell/", "/tell/help/?on=hope", "/write-to-heard/", "/write-to-heard/help/", "/write-to-heard/sent/?help=1"]
)
def test_without_lines_of_its_own_a_page_names_the_emergency_number_and_no_help_of_the_uk(far_away, client, path):
    page = client.get(path).text
    assert 'href="tel:112"' in page
    assert OF_THE_UK.findall(page) == []


def test_words_of_danger_are_answered_with_the_number_of_the_region(far_away, client):
    said = {"kind": Kind.QUESTION, "words": DANGER, "email": "not an address"}
    page = client.post("/write-to-heard/", said).text
    assert 'aria-label="Help, day or night"' in page
    assert '<a href="tel:112">Call 112</a>' in page
    assert OF_THE_UK.findall(page) == []


def test_emails_name_the_number_of_the_region_of_the_story_or_message(far_away, run_jobs, mailoutbox):
    factories.sent_story(by=factories.reachable_author("gull@home.example"))
    enquiry(words=DANGER)
    run_jobs()
    bodies = [" ".join(each.body.split()) for each in mailoutbox]
    assert any("Call 112 or go to the nearest emergency department." in each for each in bodies)
    assert any("please don’t wait for us. Call 112." in each for each in bodies)
    assert [said for each in bodies for said in OF_THE_UK.findall(each)] == []


def test_an_email_about_a_story_of_another_region_names_the_number_there(run_jobs, mailoutbox):
    factories.open_site()
    ireland = factories.another_site(slug="ireland", name="Ireland", path="ireland", time_zone="Europe/Dublin")
    Region.objects.filter(pk=ireland.pk).update(emergency_number="112")
    story = factories.sent_story(by=factories.reachable_author("gull@home.example"))
    story.region = ireland
    story.save(update_fields=["region"])
    run_jobs()
    (said,) = [" ".join(each.body.split()) for each in mailoutbox if each.subject == "We have your story"]
    assert "Call 112 or go to the nearest emergency department. You can also get help here: Samaritans on 116 123." in said
    assert "999" not in said


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_an_error_page_names_the_number_of_its_site_and_asks_no_database(far_away, status, django_assert_num_queries):
    sites.stand(sites.sites().place("testserver", "/"))
    with django_assert_num_queries(0):
        page = errors.error_page(RequestFactory().get("/"), status).text
    assert 'Call <a href="tel:112">112</a>, day or night.' in page
    assert OF_THE_UK.findall(page) == []


def test_a_new_number_is_on_pages_and_error_pages_at_once(client):
    region = factories.open_site()
    before = client.get("/about/")
    line = NewCrisisLine("Quay Line", "0800 111 111", "Any hour", "Anyone", in_strip=True)
    actions.set_crisis_lines(region_id=region.pk, lines=[line], emergency_number="112", by=TESTS)
    after = client.get("/about/", headers={"if-none-match": before.headers.get("ETag", "")})
    assert after.status_code == 200
    assert 'call <a href="tel:112">112</a>' in after.text
    assert 'call <a href="tel:999">999</a>' in before.text
    assert sites.sites().default.emergency == Emergency("112")


def test_holidays_of_another_country_take_words_of_the_uk_away_at_once(client):
    region = factories.open_site()
    assert "press 55" in client.get("/write-to-heard/help/").text
    actions.set_holidays(region_id=region.pk, calendar="IE", days={clock.today(): "St Brigid’s Day"}, by=TESTS)
    assert not sites.sites().default.emergency.in_uk
    page = client.get("/write-to-heard/help/").text
    assert "press 55" not in page
    assert '<a href="tel:999">Call 999</a>, or go to the nearest emergency department' in page


@pytest.mark.parametrize("typed", ["", "99", "12345", "nine", "٩٩٩", "112 or 999", "+44"])
def test_what_is_no_emergency_number_is_refused_and_changes_nothing(typed):
    region = factories.open_site()
    line = NewCrisisLine("Quay Line", "0800 111 111", "Any hour", "Anyone", in_strip=True)
    with pytest.raises(NotAcceptable) as refused:
        actions.set_crisis_lines(region_id=region.pk, lines=[line], emergency_number=typed, by=TESTS)
    assert refused.value.field == "emergency_number"
    assert region.crisis_lines.get().name == "Samaritans"


def test_the_database_refuses_it_too_and_the_code_of_before_gets_999():
    region = factories.region()
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=region.pk).update(emergency_number="12 3")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO regions_region (slug, name, host, is_default, time_zone, leave_to, complaint_words, words_language) "
            "VALUES ('old', 'Old', '', false, 'Europe/London', 'https://a.example', '', 'en-gb') RETURNING emergency_number"
        )
        assert cursor.fetchone() == ("999",)
