"""Coming back with a story key or with a mailed link."""

import pytest
from django.core import mail as outbox
from django.urls import reverse

from heard.accounts.actions import authors
from heard.accounts.models import SignInLink
from tests import factories

pytestmark = pytest.mark.django_db
ENTER, ASK = "/my-story/key/", "/my-story/link/"


@pytest.fixture
def story():
    return factories.sent_story()


def mailed_path(run_jobs):
    run_jobs()
    bodies = [letter.body for letter in outbox.outbox if "/my-story/link/" in letter.body]
    return bodies[-1].split("http://testserver")[1].split()[0]


def test_ones_own_story_asks_for_the_key(client, story):
    answer = client.get("/my-story/")
    assert (answer.status_code, answer["Location"]) == (302, f"{ENTER}?next=/my-story/")
    assert answer["Cache-Control"] == "no-store"


def test_the_key_opens_the_story_and_nothing_is_kept_by_the_browser(client, story):
    words = authors.give_key(story.author)
    answer = client.post(ENTER, {"words": words.upper(), "next": ""}, follow=True)
    assert "We have your story" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert client.get(ENTER).status_code == 302
    client.post("/my-story/close/")
    assert client.get("/my-story/").status_code == 302


def test_a_wrong_key_is_said_beside_the_field_and_what_was_typed_is_still_there(client, story):
    answer = client.post(ENTER, {"words": "abacus abide able zebra", "next": ""})
    assert answer.status_code == 422
    assert "find a story with this key" in answer.text
    assert 'value="abacus abide able zebra"' in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("abacus abide <b>abel zebra", "“abel”"), ("abacus abide able", "Your key has four words. You entered 3.")],
)
def test_a_slip_is_named_and_is_no_guess(client, story, typed, said):
    for _ in range(12):  # more than the wrong keys that an hour allows
        answer = client.post(ENTER, {"words": typed, "next": ""})
        assert answer.status_code == 422
    assert said in answer.text
    assert client.post(ENTER, {"words": authors.give_key(story.author), "next": ""}).status_code == 302


def test_whoever_lost_the_key_finds_a_way_on(client, story):
    factories.open_site()
    page = client.get(ENTER).text
    for way in ("/my-story/link/", "/tell/", "/stories/", "/write-to-heard/"):
        assert f'href="{way}"' in page


def test_a_wrong_key_a_hundred_times_is_stopped_with_a_clear_message(client, story):
    statuses = [client.post(ENTER, {"words": "abacus abide able zebra", "next": ""}).status_code for _ in range(100)]
    assert statuses.count(422) == 10
    assert statuses.count(429) == 90
    assert "too many times" in client.post(ENTER, {"words": authors.give_key(story.author)}).text


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "no-path", "website:home", "😀"])
def test_what_is_no_page_of_ours_is_not_gone_on_to(client, story, elsewhere):
    words = authors.give_key(story.author)
    answer = client.post(ENTER, {"words": words, "next": elsewhere})
    assert answer["Location"] == "/my-story/"


def test_a_mailed_link_opens_the_story_by_its_button_alone(client, story, run_jobs):
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    client.post(ASK, {"email": "gull@mail.example"})
    path = mailed_path(run_jobs)
    for _ in range(3):  # a mail scanner opens every link
        assert "Open my story" in client.get(path).text
    assert client.get("/my-story/").status_code == 302
    assert "We have your story" in client.post(path, follow=True).text
    again = client.post(path)
    assert again.status_code == 410
    assert "has been used" in again.text


def test_the_answer_does_not_tell_whether_an_address_is_known(client, story, run_jobs):
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    known, unknown = (client.post(ASK, {"email": f"{name}@mail.example"}) for name in ("gull", "stranger"))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert SignInLink.objects.count() == 1


def test_what_is_no_address_is_said_beside_the_field(client, story):
    answer = client.post(ASK, {"email": "gull at mail"})
    assert answer.status_code == 422
    assert "name@example.com" in answer.text


def test_a_link_nobody_was_sent_opens_nothing(client, story):
    assert client.post(reverse("following:link", kwargs={"token": "guess"})).status_code == 410


def test_leaving_quickly_forgets_whose_story_was_open(client, story):
    client.post(ENTER, {"words": authors.give_key(story.author)})
    answer = client.get("/tell/leave/")
    assert answer["Location"] == "https://www.bbc.co.uk/weather"
    assert client.get("/my-story/").status_code == 302
