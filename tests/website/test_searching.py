"""Looking for stories: accents do not matter, and a slip of the finger is met with a guess."""

import pytest

from heard.stories.queries import words_meant
from heard.website.queries.lists import Search, list_stories
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():
    return [
        factories.published_story(title="Siobhán’s café", words="The receptionist in the café was kind. She rang about my appointment."),
        factories.published_story(title="Parking", words="There was nowhere to park, and the appointment letter came late."),
    ]


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
