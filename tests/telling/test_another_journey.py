"""Another journey is another list of questions over the same parts: here one of three, for somebody who has a minute."""

import pytest
from django.urls import re_path

from heard.config import urls as site
from heard.stories.models import Story
from heard.telling.forms import FeelingsForm, WordsForm
from heard.telling.models import Draft
from heard.telling.presenters import beside_words
from heard.telling.rules.journey import Journey
from heard.telling.views.pages import JourneyPage, pages_of
from heard.telling.views.questions import Question
from heard.telling.views.sending import Consent
from tests.telling.test_telling_pages import WORDS, hidden

pytestmark = pytest.mark.django_db
SHORT: Journey[JourneyPage] = Journey(
    "short",
    (
        Question("words", 1, form=WordsForm, autosaves=True, notes=beside_words),
        Question("feelings", 2, form=FeelingsForm),
        Consent("consent", 3),
    ),
)
urlpatterns = [re_path(rf"^short/(?P<page>{'|'.join(SHORT.names)})/$", pages_of(SHORT), name="short"), *site.urlpatterns]


@pytest.fixture(autouse=True)
def _short(settings):
    settings.ROOT_URLCONF = __name__


def fill(client, page, **typed):
    address = f"/short/{page}/"
    return client.post(address, hidden(client.get(address)) | typed)


def test_a_story_is_told_in_three_pages(client):
    first = client.get("/short/words/")
    assert "Step 1 of 3" in first.text
    assert 'action="/short/words/"' in first.text
    assert fill(client, "words", words=WORDS)["Location"] == "/short/feelings/"
    assert fill(client, "feelings", feelings_own="tired")["Location"] == "/short/consent/"
    assert fill(client, "consent", publish="on")["Location"] == "/tell/sent/"
    story = Story.objects.get()
    assert (story.original.words, story.tag_slugs) == (WORDS, ["feeling:tired"])
    assert not Draft.objects.exists()


def test_buttons_lead_along_the_list(client):
    fill(client, "words", words=WORDS)
    assert fill(client, "feelings", back="1")["Location"] == "/short/words/"
    assert fill(client, "consent", back="1")["Location"] == "/short/feelings/"


def test_nothing_leads_to_a_page_that_is_not_in_the_list(client):
    fill(client, "words", words=WORDS)
    assert fill(client, "feelings", to="check")["Location"] == "/short/consent/"
    assert client.get("/short/check/").status_code == 404


def test_a_draft_is_gone_on_with_where_its_own_journey_left_it(client):
    fill(client, "words", words=WORDS)
    assert Draft.objects.get().furthest == "feelings"
    fill(client, "feelings", feelings_own="tired")
    fill(client, "words", words=f"{WORDS} Nobody.")
    assert Draft.objects.get().furthest == "consent"


def test_only_a_page_that_says_so_saves_by_itself(client):
    fill(client, "words", words=WORDS)
    for page, answer in (("words", 204), ("feelings", 403)):
        opened = hidden(client.get(f"/short/{page}/"))
        typed = opened | {"words": f"{WORDS} Nobody."}
        assert client.post(f"/short/{page}/", typed, headers={"X-Autosave": "1"}).status_code == answer


def test_words_of_danger_bring_help_first(client):
    answer = fill(client, "words", words="I want to end my life. I have the pills here.")
    assert answer["Location"] == "/tell/help/?on=feelings"
