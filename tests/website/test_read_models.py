from datetime import timedelta

import pytest

from heard.core import clock
from heard.published.queries.changes import list_changes
from heard.published.queries.listening import ANSWERS_COUNTED_TO
from heard.published.queries.lists import Search, list_stories
from heard.published.queries.open_data import open_data
from heard.published.queries.story_page import story_page, story_version
from heard.stories.actions import authoring
from heard.stories.queries import was_taken_back
from heard.website.presenters.figures import listener_view
from heard.website.queries.home import home
from heard.website.queries.listening import list_listeners
from heard.website.queries.service_page import service_page
from heard.website.queries.statistics import statistics
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db


def numbers(page):
    return [story.number for story in page.rows]


def test_no_other_state_is_read_by_any_read_model():
    service = factories.service(name="Quayside Recovery Service")
    hidden = worlds.hidden_stories(service)
    for state, story in hidden.items():
        assert story_page(story.pk) is None
        assert story_version(story.pk) is None
        assert was_taken_back(story.pk) is (state == "withdrawn-after")
    everything = [
        list_stories(Search()), list_stories(Search(service_id=service.pk)), list_stories(Search(words=worlds.SENTINEL)),
        list_stories(Search(words="words", sort="relevance")), service_page(service.slug), home(),
        list_changes("made"), list_changes("planned"), list_changes("overdue"), statistics().total, b"".join(open_data()),
    ]  # fmt: skip
    assert worlds.SENTINEL not in repr(everything)
    assert [page.rows for page in everything[:4]] == [()] * 4
    assert statistics().total.told == 0
    assert b"".join(open_data()).count(b"\n") == 1
    assert (home().told_lately, home().planned, home().made, home().figures.told) == (0, 0, 0, 0)
    assert service_page(service.slug).figures.told == 0


def test_service_page_says_where_it_is_and_who_listens():
    provider = factories.service(name="Northmoor Trust")
    site = factories.service(name="Northmoor General", parent=provider, level="site", kind="hospital")
    ward = factories.service(name="Larkfield Ward", parent=site, code="NM1")
    organisation = factories.organisation(remit=[provider], name="Northmoor Trust")
    factories.organisation(remit=[provider], name="Lapsed", subscribed=False)
    frozen = factories.member(of=organisation)
    frozen.frozen_at = clock.now()
    frozen.save()
    factories.member(of=organisation)
    with clock.at(clock.now() - timedelta(days=4)):
        story = factories.published_story(services=[ward])
        worlds.told(story, organisation)
    worlds.answer(story, organisation)
    found = service_page(ward.slug)
    assert [place.name for place in found.above] == ["Northmoor Trust", "Northmoor General"]
    assert (found.figures.told, found.figures.answered, found.figures.days) == (1, 1, 4.0)
    assert [(each.name, each.members, each.days, each.answers) for each in found.listeners] == [("Northmoor Trust", 2, 4.0, 1)]
    assert service_page("nm1") == service_page(ward.slug)
    assert service_page(ward.slug).path_key == "NM1"
    assert [(child.name, child.stories) for child in service_page(site.slug).children] == [("Larkfield Ward", 1)]
    assert service_page("nowhere") is None


def test_home_shows_the_newest_story_that_changed_something():
    assert home().showcase is None
    with clock.at(clock.now() - timedelta(days=1)):
        first, *_ = worlds.full_story(title="First")
    _second, *_ = worlds.full_story(title="Second")
    third = factories.published_story(title="Third")
    found = home()
    assert (found.showcase.title, found.showcase.note) == ("Second", "A screen shows how long it is.")
    assert [story.number for story in found.newest] == [third.pk, first.pk]
    assert (found.told_lately, found.planned, found.made, found.organisations) == (3, 2, 2, 2)
    assert (found.figures.told, found.figures.answered) == (3, 2)
    assert found.members == 6


def test_many_answers_are_counted_to_a_hundred_and_one_and_say_how_quickly_they_came():
    story, organisation, _ = worlds.full_story()
    gone = factories.published_story(services=[factories.service()])
    for each in range(ANSWERS_COUNTED_TO + 3):
        worlds.answer(story, organisation, at=clock.now() + timedelta(days=3, minutes=each))
    worlds.answer(gone, organisation, at=clock.now() + timedelta(days=4))
    authoring.withdraw_story(story_id=gone.pk, by=gone.author)
    (listener,) = list_listeners().rows
    assert listener.answers == ANSWERS_COUNTED_TO + 1
    assert listener_view(listener).answers.startswith("100+ answers")


def test_how_quickly_is_not_said_of_an_organisation_that_was_told_of_nothing_that_it_answered():
    story = factories.published_story(services=[factories.service()])
    organisation = factories.organisation(remit=list(story.services.all()))
    worlds.answer(story, organisation, at=clock.now())
    (listener,) = list_listeners().rows
    assert listener_view(listener).answers == "1 answer."


def test_listeners_are_those_with_a_running_subscription_by_name():
    for name in ("Beta", "alpha", "Gamma"):
        factories.organisation(name=name)
    factories.organisation(name="Lapsed", subscribed=False)
    first = list_listeners(size=2)
    assert [each.name for each in first.rows] == ["alpha", "Beta"]
    second = list_listeners(size=2, page=first.older)
    assert [each.name for each in second.rows] == ["Gamma"]
    assert list_listeners(size=2, page=second.newer).rows == first.rows
    assert list_listeners(kind="regulator").rows == ()


def test_a_second_answer_to_a_story_does_not_say_how_quickly_it_was_answered():
    ward = factories.service()
    organisation = factories.organisation(remit=[ward])
    with clock.at(clock.now() - timedelta(days=9)):
        slow, quick, untold = (factories.published_story(services=[ward]) for _ in range(3))
        worlds.told(slow, organisation)
        worlds.told(quick, organisation)
    worlds.answer(slow, organisation, at=clock.now() - timedelta(days=3))
    worlds.answer(slow, organisation, at=clock.now())
    worlds.answer(quick, organisation, at=clock.now() - timedelta(days=5))
    worlds.answer(untold, organisation, at=clock.now())
    (listener,) = list_listeners().rows
    assert (listener.days, listener.answers) == (5.0, 4)
