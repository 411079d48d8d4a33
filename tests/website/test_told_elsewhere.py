"""A story that was told on another site, wherever it is met here: it says so, and leads to where it belongs."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import sites
from heard.directory.models import Service
from heard.organisations.actions.organising import set_remit
from heard.organisations.models import Organisation
from heard.responses.models import ChangeState
from tests import factories
from tests.factories import TESTS
from tests.published import worlds

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOME = "http://testserver/wales/stories/"


@pytest.fixture(scope="module")
def world(standing):
    """A story told in Wales about a ward that has gone to England since, answered and followed by a change."""
    england = factories.open_site()
    wales = factories.another_site(slug="wales", name="Wales", path="wales")
    ward = factories.service(name="Larkfield Ward")
    Service.objects.filter(pk=ward.pk).update(region=wales)
    ward.refresh_from_db()
    organisation = factories.organisation(name="Larkfield Trust")
    Organisation.objects.filter(pk=organisation.pk).update(region=wales)
    set_remit(organisation_id=organisation.pk, service_ids=[ward.pk], by=TESTS)
    story = factories.published_story(services=[ward], title="The window at Larkfield")
    worlds.answer(story, organisation, text="We saw it too.")
    worlds.change(story, organisation, state=ChangeState.MADE, made_what="A new window.")
    Service.objects.filter(pk=ward.pk).update(region=england)
    assert story.region == wales
    return story, ward


@pytest.fixture(autouse=True)
def the_sites_are_known(world):
    sites.forget()


@pytest.fixture
def story(world):
    return world[0]


@pytest.fixture
def ward(world):
    return world[1]


def read(path, client=None):
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_in_no_list_of_this_site(story):
    for path in ("/", "/stories/", "/stories/?q=window", "/stories/feed/", "/changes/"):
        assert "The window at Larkfield" not in read(path), path
        assert "The window at Larkfield" in read(f"/wales{path}"), path
    assert Client().get("/sitemap-stories-0.xml").status_code == 404, "a site without stories has no map of them"
    assert f"{HOME}{story.pk}/" in read("/wales/sitemap-stories-0.xml")


@pytest.mark.parametrize(
    "path", ["/stories/?everywhere=on", "/stories/?q=window&everywhere=on", "/stories/?service={ward}", "/services/{ward}/"]
)
def test_a_list_that_has_it_says_where_it_was_told(world, ward, path):
    text = read(path.format(ward=ward.slug)).partition("<footer")[0]
    assert "The window at Larkfield" in text
    assert "Heard Wales" in text


def test_what_changed_says_where_the_story_was_told(world, ward):
    for path in ("/changes/?everywhere=on", f"/changes/?service={ward.slug}"):
        assert "It was told on Heard Wales." in read(path), path


def test_its_place_is_on_the_site_of_its_region_now(world, ward):
    own, there = read(f"/services/{ward.slug}/"), read(f"/wales/services/{ward.slug}/")
    assert f'<link rel="canonical" href="http://testserver/services/{ward.slug}/">' in own
    assert f'<link rel="canonical" href="http://testserver/services/{ward.slug}/">' in there
    assert "Stories about it are told on" not in own
    assert "Stories about it are told on" in there


def test_its_page_here_says_so_and_leads_there_also_on_paper(story):
    text = read(f"/stories/{story.pk}/")
    assert f'This story was told on <a href="{HOME}{story.pk}/">Heard Wales</a>.' in text
    assert re.findall(r'(?:canonical" href|og:url" content)="([^"]+)"', text) == [f"{HOME}{story.pk}/"] * 2
    assert f'printed-from">{HOME}{story.pk}/<' in text


@pytest.mark.parametrize("path", ["/stories/feed/?everywhere=on", "/stories/feed/?service={ward}", "/stories/{story}/feed/"])
def test_what_a_feed_has_of_it_leads_there(story, ward, path):
    feed = ET.fromstring(read(path.format(ward=ward.slug, story=story.pk)))  # noqa: S314 - our own
    led = [each.get("href").partition("#")[0] for each in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert led
    assert set(led) == {f"{HOME}{story.pk}/"}


def test_the_feed_of_its_conversation_goes_with_its_own_page(story):
    feed = ET.fromstring(read(f"/stories/{story.pk}/feed/"))  # noqa: S314 - our own
    led = {each.get("rel"): each.get("href") for each in feed.iterfind(f"{ATOM}link")}
    assert led["alternate"] == f"{HOME}{story.pk}/"


def test_its_author_finds_the_way_to_it_on_its_own_site(story):
    client = Client()
    session = client.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    text = read("/my-story/", client)
    assert re.findall(rf'href="([^"]*/stories/{story.pk}/[^"]*)"', text)
    assert {each.partition("#")[0] for each in re.findall(rf'href="([^"]*/stories/{story.pk}/[^"]*)"', text)} == {f"{HOME}{story.pk}/"}
