"""Looking for stories: accents do not matter, and a slip of the finger is met with a guess."""

from copy import deepcopy

import pytest

from heard.core.keyset import Cursor
from heard.published.queries.lists import Search, list_stories
from heard.stories.queries import words_meant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(standing):
    return [
        factories.published_story(title="Siobhán’s café", words="The receptionist in the café was kind. She rang about my appointment."),
        factories.published_story(title="Parking", words="There was nowhere to park, and the appointment letter came late."),
    ]


@pytest.fixture
def stories(told):
    return deepcopy(told)


@pytest.mark.parametrize("words", ["cafe", "café", "CAFÉ", "siobhan", "Siobhán", "cafés", '"in the cafe"'])
def test_accents_do_not_matter(stories, words):
    assert [each.number for each in list_stories(Search(words=words)).rows] == [stories[0].pk]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recepsionist", "receptionist"),
        ("apointment parkin", "appointment parking"),
        ("Recepcionist -parking", "receptionist -parking"),
        ("kinb", "kind"),
        ("the recepsionist", "the receptionist"),
    ],
)
def test_a_slip_is_met_with_a_guess(stories, typed, meant):
    assert words_meant(typed) == meant


@pytest.mark.parametrize("typed", ["zzzzqqqq", "appointment", "x", "1234", '"" - \\ %s'])
def test_nothing_is_guessed_from_nothing(stories, typed):
    assert words_meant(typed) == ""


def test_the_page_offers_what_was_meant_with_the_rest_of_the_search(client, stories):
    page = client.get("/stories/", {"q": "recepsionist", "role": "patient"}).text
    assert 'href="/stories/?q=receptionist&amp;role=patient"' in page
    assert "Did you mean" in page


def test_no_guess_is_offered_that_would_find_nothing_either(client, stories):
    assert "Did you mean" not in client.get("/stories/", {"q": "recepsionist", "role": "carer"}).text


def test_words_of_stories_that_are_not_public_are_never_guessed():
    factories.sent_story(words="The recepcionists were kind")
    assert words_meant("recepcionist") == ""


@pytest.mark.parametrize(
    "typed", ["-" * 200, "- " * 100, "-!" * 100, "-(" * 90 + "smoke", "-<" * 100, "-<->" * 50, "--- \u200b---" * 20, '-""' * 66, '"-' * 100]
)
def test_signs_that_mean_nothing_are_no_fault(client, stories, typed):
    assert client.get("/stories/", {"q": typed}).status_code == 200
    assert client.get("/stories/feed/", {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "found"),
    [("appointment", {"Siobhán’s café", "Parking"}), ("appointment -cafe", {"Parking"}), ("appointment - cafe", {"Siobhán’s café"})],
)
def test_a_minus_leaves_a_word_out_and_a_dash_does_not(client, stories, typed, found):
    page = client.get("/stories/", {"q": typed}).text
    assert {each.title for each in stories if each.title in page} == found


@pytest.mark.parametrize("rank", ["1e300", "-1e300", "1e-300"])
def test_a_page_beyond_all_ranks_is_empty_or_the_first(client, stories, rank):
    page = str(Cursor("older", (float(rank), 1)))
    assert client.get("/stories/", {"q": "smoke", "sort": "relevance", "page": page}).status_code == 200
