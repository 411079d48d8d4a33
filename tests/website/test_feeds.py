"""Atom feeds by the letter of RFC 4287."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.utils.timezone import localtime

from heard.core import clock
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(response):
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - our own


def check(feed):
    """What RFC 4287 asks of a feed and its entries, as far as we use it."""
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            found = element.findall(f"{ATOM}{name}")
            assert len(found) == 1, (element.tag, name)
            assert found[0].text
        assert urlsplit(element.find(f"{ATOM}id").text).scheme == "tag"
        assert datetime.fromisoformat(element.find(f"{ATOM}updated").text).tzinfo is not None
    ids = [entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    relations = [(link.get("rel"), link.get("type")) for link in feed.findall(f"{ATOM}link")]
    assert relations.count(("self", "application/atom+xml")) == relations.count(("alternate", "text/html")) == 1
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert datetime.fromisoformat(entry.find(f"{ATOM}published").text)
        assert entry.find(f"{ATOM}summary").text
    for link in feed.iter(f"{ATOM}link"):
        assert link.get("href").startswith("http://testserver/")
    return ids


@pytest.mark.parametrize("path", ["/stories/feed/", "/stories/feed/?q=tuesday&role=patient", "/stories/feed/?q=zebra"])
def test_feed_of_a_search_is_valid(client, path):
    for n in range(3):
        factories.published_story(title=f"Story {n}")
    check(read(client.get(path)))


def test_feed_holds_the_same_stories_as_its_page_newest_first_and_leads_on(client):
    service = factories.service(name="Quayside")
    stories = [factories.published_story(services=[service], title=f"Story {n}") for n in range(23)]
    factories.published_story(title="Elsewhere")
    feed = read(client.get(f"/stories/feed/?service={service.slug}&sort=relevance"))
    first = check(feed)
    older = feed.find(f"{ATOM}link[@rel='next']").get("href").removeprefix("http://testserver")
    second = check(read(client.get(older)))
    assert first + second == [f"tag:testserver,2026:story:{number}" for number in sorted((story.pk for story in stories), reverse=True)]
    assert feed.find(f"{ATOM}title").text == "Stories about Quayside on Heard"


def test_ids_stay_when_a_story_changes_and_updated_moves(client):
    story, organisation, _ = worlds.full_story()
    before = read(client.get("/stories/feed/")).find(f"{ATOM}entry")
    worlds.answer(story, organisation, at=clock.now())
    after = read(client.get("/stories/feed/")).find(f"{ATOM}entry")
    assert before.find(f"{ATOM}id").text == after.find(f"{ATOM}id").text
    story.refresh_from_db()
    said = datetime.fromisoformat(after.find(f"{ATOM}updated").text)
    assert said == localtime(story.changed_at).replace(hour=0, minute=0, second=0, microsecond=0), (
        "the day, never the second at which somebody read or rated it"
    )


def test_words_that_xml_cannot_hold_do_not_break_the_feed(client):
    story = factories.published_story(title="Bell", words="x")
    type(story).objects.filter(pk=story.pk).update(title="Bell\x07 & <b>", text="Form feed\x0c, \ufffe and ]]> here")
    feed = read(client.get("/stories/feed/"))
    assert feed.find(f"{ATOM}entry/{ATOM}title").text == "Bell & <b>"
    assert "]]> here" in feed.find(f"{ATOM}entry/{ATOM}summary").text


def test_feed_never_holds_a_whole_long_story(client):
    factories.published_story(words="It was long. " * 200)
    assert len(client.get("/stories/feed/").content) < 3000


def test_feed_of_one_story_holds_its_conversation(client):
    story, *_ = worlds.full_story()
    feed = read(client.get(f"/stories/{story.pk}/feed/"))
    check(feed)
    titles = [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]
    assert titles == [f"{who}: {story.title}" for who in ("Change made", "Change planned", "Gull", "Rowan Sellick")]
