"""Words of a form that are kept over a sign-in begin a session, and anybody can send a form: so many from one place, and no more."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from heard.core import kept
from heard.core.kept import AN_HOUR_FROM_ONE_PLACE
from tests import factories

pytestmark = pytest.mark.django_db


def send(client, path):
    return client.post(path, {"text": "Dear Gull"}, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize("checks", [True, False])
def test_nobody_fills_the_database_with_words_to_be_kept(checks):
    path = "/inbox/stories/12345678/answer/"
    for _ in range(AN_HOUR_FROM_ONE_PLACE + 5):
        assert send(Client(enforce_csrf_checks=checks), path).status_code in {302, 403}
    assert Session.objects.count() == AN_HOUR_FROM_ONE_PLACE


def test_whoever_has_a_session_is_not_counted():
    visitor = Client()
    send(visitor, "/inbox/stories/12345678/answer/")
    for _ in range(AN_HOUR_FROM_ONE_PLACE + 5):
        send(visitor, "/inbox/stories/12345678/answer/")
    assert visitor.session["kept_words"]
    other = factories.sign_in(Client(enforce_csrf_checks=True), factories.member(of=factories.organisation()))
    for _ in range(AN_HOUR_FROM_ONE_PLACE):
        send(Client(), "/inbox/stories/12345678/answer/")
    assert send(other, "/inbox/stories/12345678/answer/").status_code == 302
    assert other.session["kept_words"]


def test_a_session_that_any_page_begins_is_no_way_round_the_bound(monkeypatch):
    factories.open_site()
    monkeypatch.setattr(kept, "LETTERS_AN_HOUR_FROM_ONE_PLACE", 50_000)
    for _ in range(10):
        visitor = Client()
        visitor.get("/tell/words/")  # its token begins a session, for anybody
        visitor.post("/inbox/stories/12345678/answer/", {"text": "x" * 20_000}, headers={"Sec-Fetch-Site": "same-origin"})
    assert sum("kept_words" in session.get_decoded() for session in Session.objects.all()) == 2


def test_words_kept_again_in_the_same_session_are_counted_by_what_is_new(monkeypatch):
    monkeypatch.setattr(kept, "LETTERS_AN_HOUR_FROM_ONE_PLACE", 1_000)
    visitor = Client()
    for n in range(30):
        send(visitor, f"/inbox/stories/{12345678 + n}/answer/")
    assert visitor.session["kept_words"]["path"] == "/inbox/stories/12345707/answer/"
