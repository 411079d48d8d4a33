"""A computer that others use: somebody noted the cookie before the author came."""

import pytest
from django.test import Client

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


def test_pages_of_a_story_that_is_being_told_keep_their_session():
    factories.open_site()
    here = Client()
    here.get("/tell/words/")
    here.post("/tell/words/", {"words": "Nobody says how long it is."})
    cookie = here.cookies["heard"].value
    here.get("/tell/words/")
    here.get("/tell/hope/")
    assert here.cookies["heard"].value == cookie
