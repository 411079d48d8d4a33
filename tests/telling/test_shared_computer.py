"""A computer that others use: somebody noted the cookie before the author came."""

import re

import pytest
from django.test import Client

from heard.accounts.actions import authors
from heard.accounts.models import Author
from tests import factories

pytestmark = pytest.mark.django_db


def test_cookie_from_before_the_story_was_begun_opens_nothing():
    factories.open_site()
    here = Client()
    here.post("/look/", {"size": "large", "theme": "dark"})
    noted = here.cookies["heard"].value
    here.get("/tell/words/")
    assert here.cookies["heard"].value != noted
    assert here.post("/tell/words/", {"words": "Nobody says how long it is."}).status_code == 302
    assert Author.objects.count() == 1
    elsewhere = Client()
    elsewhere.cookies["heard"] = noted
    assert elsewhere.get("/my-story/").status_code == 302
    assert here.get("/my-story/").status_code == 200
    assert here.session["look"]["size"] == "large"


def test_a_form_of_one_story_changes_nothing_in_another_that_was_opened_in_another_window():
    factories.open_site()
    mine, theirs = factories.published_story(), factories.published_story()
    here = Client(enforce_csrf_checks=True)

    keys = {story.pk: authors.give_key(story.author) for story in (mine, theirs)}

    def token_on(path):
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', here.get(path).text)[1]

    def opens(story, token):
        """With a page for the key that stood open in another window."""
        return here.post("/my-story/key/", {"csrfmiddlewaretoken": token, "words": keys[story.pk]})

    assert opens(mine, token_on("/my-story/key/")).status_code == 302
    token = token_on("/my-story/withdraw/")
    assert opens(theirs, token).status_code == 302
    assert here.post("/my-story/withdraw/", {"csrfmiddlewaretoken": token}).status_code == 403
    for story in (mine, theirs):
        story.refresh_from_db()
        assert story.state == "published"
    # the same story opened again is no other one
    token = token_on("/my-story/withdraw/")
    assert opens(theirs, token).status_code == 302
    assert here.post("/my-story/update/", {"csrfmiddlewaretoken": token, "text": ""}).status_code == 422


def test_pages_of_a_story_that_is_being_told_keep_their_session():
    factories.open_site()
    here = Client()
    here.get("/tell/words/")
    here.post("/tell/words/", {"words": "Nobody says how long it is."})
    cookie = here.cookies["heard"].value
    here.get("/tell/words/")
    here.get("/tell/hope/")
    assert here.cookies["heard"].value == cookie
