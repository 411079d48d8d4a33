"""Nothing is recorded or used up for what nobody has opened: a browser that guesses where its visitor goes next opens nothing."""

import re
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import get_resolver

from heard.core import kept
from heard.reach.models import RoleReading, Telling
from heard.stories.actions.readers import views
from heard.stories.models import Story
from tests import factories
from tests.access.test_every_view_declares_its_audience import patterns

pytestmark = pytest.mark.django_db

AHEAD = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Sec-Purpose": "prefetch;anonymous-client-ip"},
    {"Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
    {"X-Purpose": "preview"},
)
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}


@pytest.fixture(scope="module")
def told(standing):
    """A story, and a member of the organisation that was told of it."""
    member = factories.member(of=factories.organisation(remit=[factories.service()]))
    return member, factories.tell(factories.story_for(member.organisation))


@pytest.fixture
def member(told):
    return deepcopy(told[0])


@pytest.fixture
def story(told):
    return deepcopy(told[1])


@pytest.fixture
def browser(client, member):
    return factories.sign_in(client, member)


def is_thrown_away(response):
    return response.status_code == 503 and response["Cache-Control"] == "no-store" and response.content == b""


@pytest.mark.parametrize("said", AHEAD, ids=str)
def test_a_story_fetched_ahead_by_a_members_browser_is_not_read(browser, story, said):
    path = f"/inbox/stories/{story.pk}/"
    assert browser.get(path).status_code == 200, "the test knows where the page is"
    RoleReading.objects.all().delete()
    Telling.objects.update(read_at=None)
    assert is_thrown_away(browser.get(path, headers=said))
    assert not Telling.objects.exclude(read_at=None).exists()
    assert not RoleReading.objects.exists()
    browser.get(path)
    assert Telling.objects.exclude(read_at=None).count() == 1, "opened after all, it is read"


def test_asking_for_the_head_of_a_story_does_not_read_it(browser, story):
    assert browser.head(f"/inbox/stories/{story.pk}/").status_code == 200
    assert not Telling.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("said", AHEAD, ids=str)
def test_a_public_story_fetched_ahead_is_not_opened(client, story, said):
    assert is_thrown_away(client.get(f"/stories/{story.pk}/", headers=BROWSER | said))
    views.flush()
    assert Story.objects.get(pk=story.pk).views == 0
    client.get(f"/stories/{story.pk}/", headers=BROWSER)
    views.flush()
    assert Story.objects.get(pk=story.pk).views == 1


def test_who_only_reads_gets_lists_ahead(client, story):
    for path in ("/", "/stories/", "/changes/"):
        assert client.get(path, headers=BROWSER | AHEAD[0]).status_code == 200


def test_no_page_at_all_is_given_ahead_to_a_browser_with_a_session(browser):
    for pattern, _ in patterns(get_resolver()):
        path = "/" + re.sub(r"<[^>]+>|\(\?P<\w+>[^)]*\)|[\^$\\]", lambda part: "1" if len(part[0]) > 1 else "", pattern)
        assert is_thrown_away(browser.get(path, headers=AHEAD[0])), path


def test_a_message_waits_for_the_page_that_shows_it(browser):
    browser.post("/alerts/", {"stories": "at-once", "answers": "never", "least_criticality": 0})
    for look in (lambda: browser.get("/inbox/", headers=AHEAD[0]), lambda: browser.head("/inbox/")):
        look()
        assert "use these settings from the next story" in browser.session["_messages"]
    assert "use these settings from the next story" in browser.get("/inbox/").content.decode()
    assert "_messages" not in browser.session


def test_words_that_were_kept_wait_for_the_page_that_shows_them(rf):
    request = rf.head("/a/form/")
    request.session = {"kept_words": {"path": "/a/form/", "words": "text=Dear+author"}}
    assert kept.words_for(request)["text"] == "Dear author"
    request.method = "GET"
    assert kept.words_for(request)["text"] == "Dear author"
    assert kept.words_for(request) is None


def test_a_stranger_with_a_made_up_cookie_learns_nothing_ahead(settings):
    nobody = Client()
    nobody.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert is_thrown_away(nobody.get("/inbox/", headers=AHEAD[0]))
