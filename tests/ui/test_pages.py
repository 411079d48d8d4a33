"""The pages of the design system itself, the errors, and what every page promises."""

import pytest
from django.contrib.messages import success
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import OperationalError, connections
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from heard.core.access import public
from heard.core.errors import ChangedSince, NotAllowed, TooMany
from heard.ui import errors
from heard.ui.middleware import LookMiddleware
from heard.ui.samples import SHEETS

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}


def _raising(error):
    @public
    def view(request):
        raise error

    return view


@public
def plain(request):
    return HttpResponse("fine")


urlpatterns = [
    path("gone/", _raising(errors.Gone("This story was taken back by its author."))),
    path("changed/", _raising(ChangedSince("Someone changed this since you opened it."))),
    path("not-yours/", _raising(NotAllowed("Only an approver may sign this off."))),
    path("too-many/", _raising(TooMany("That key was not right.", wait=150))),
    path("broken/", _raising(ZeroDivisionError("secret of the machine"))),
    path("missing/", _raising(Http404("secret of the machine"))),
    path("", include("heard.config.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

here = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_gallery_shows_every_sheet_without_a_database_or_a_cookie(visitor, sheet):
    response = visitor.get(f"/gallery/{sheet}/")
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("address", ["/gallery/", "/look/", "/nowhere/"])
def test_the_content_security_policy_is_strict(visitor, address):
    policy = visitor.get(address).headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} >= POLICY
    assert "unsafe" not in policy
    assert "http" not in policy


@override_settings(DEMO=False)
def test_the_gallery_is_only_in_the_demo(visitor):
    assert visitor.get("/gallery/").status_code == 404


def test_an_unknown_sheet_of_the_gallery_is_not_found(visitor):
    assert visitor.get("/gallery/kitchen/").status_code == 404


@here
@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/missing/", 404, "We can’t find that page"),
        ("/gone/", 410, "This story was taken back by its author."),
        ("/changed/", 409, "Someone changed this since you opened it."),
        ("/not-yours/", 403, "Only an approver may sign this off."),
        ("/too-many/", 429, "Please try again in 3 minutes."),
        ("/broken/", 500, "it’s our fault"),
    ],
)
def test_an_error_says_what_happened_and_what_next_without_database_or_session(visitor, address, status, says):
    response = visitor.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert says in page
    assert "secret of the machine" not in page
    assert "Traceback" not in page
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@here
def test_somebody_who_tries_too_often_is_told_when_to_come_back(visitor):
    assert visitor.get("/too-many/").headers["Retry-After"] == "150"


@pytest.mark.parametrize(("handler", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.csrf_failure, 403)])
def test_refusals_are_pages_too(handler, status):
    response = handler(RequestFactory().get("/tell/"))
    assert response.status_code == status
    assert b"<h1>" in response.content


@here
@pytest.mark.django_db
def test_an_error_page_keeps_the_chosen_look_and_a_database_that_is_away_is_a_short_break(visitor, monkeypatch):
    session = visitor.session
    session["look"] = {"theme": "dark", "size": "large"}
    session.save()
    assert 'data-theme="dark" data-size="large"' in visitor.get("/missing/").content.decode()

    def away(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connections["default"], "cursor", away)
    response = visitor.get("/missing/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "Heard is not available right now" in response.content.decode()


def _choose(visitor, **data):
    return visitor.post("/look/", {"theme": "dark", "size": "large", **data}, headers=data.pop("headers", {}))


@pytest.mark.django_db
def test_a_look_is_chosen_and_kept(visitor):
    response = _choose(visitor, back="/gallery/story/?theme=auto")
    assert (response.status_code, response.url) == (302, "/gallery/story/?theme=auto")
    assert 'data-theme="dark" data-size="large"' in visitor.get("/look/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "", "/look/", "http:///x"]
)
def test_nobody_is_sent_elsewhere(visitor, back):
    assert _choose(visitor, back=back).url == "/"


@pytest.mark.django_db
def test_a_page_of_ours_named_in_full_is_gone_back_to(visitor):
    assert _choose(visitor, back="http://testserver/gallery/?theme=dark").url == "/gallery/?theme=dark"


def test_a_look_that_does_not_exist_is_asked_for_again(visitor):
    response = _choose(visitor, theme="pink")
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_another_site_cannot_choose_for_somebody(visitor, headers):
    response = visitor.post("/look/", {"theme": "dark", "size": "large"}, headers=headers)
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.django_db
def test_choosing_the_defaults_keeps_no_session(visitor):
    response = _choose(visitor, theme="auto", size="normal")
    assert response.status_code == 302
    assert not response.cookies


def test_a_page_that_asked_for_the_look_is_not_cached_for_everybody(visitor):
    assert "Cookie" in visitor.get("/gallery/").headers["Vary"]


def test_an_answer_that_has_no_look_varies_by_nothing(rf):
    assert "Vary" not in LookMiddleware(plain)(rf.get("/plain/")).headers


def test_a_look_from_a_session_that_was_tampered_with_is_the_default(rf):
    from heard.ui import look

    request = rf.get("/")
    request.COOKIES["heard"] = "x"
    for kept in ({"theme": "pink", "size": 7}, "dark", None):
        request.session = {"look": kept}
        assert look.of(request) == look.DEFAULT


def test_news_is_shown_once_at_the_top_of_the_next_page(rf):
    from django.shortcuts import render

    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    success(request, "Your answer <b>waits</b> until 10:35am.")
    page = render(request, "ui/gallery/pieces.html", _gallery()).content.decode()
    assert 'role="status"' in page
    assert "Your answer &lt;b&gt;waits&lt;/b&gt; until 10:35am." in page


def _gallery():
    from heard.ui import look, samples

    return samples.context("pieces") | {
        "sheet": "pieces",
        "sheets": samples.SHEETS,
        "shown": look.DEFAULT,
        "themes": look.THEMES,
        "sizes": look.SIZES,
    }


@pytest.mark.parametrize(
    ("address", "heading"), [("/account/photo/", "That file is too large"), ("/write-to-heard/", "That’s too long to send")]
)
def test_what_was_too_large_is_said_as_what_it_was(address, heading):
    page = errors.refused(RequestFactory().post(address), 413)
    assert page.status_code == 413
    assert f"<h1>{heading}</h1>" in page.text
    assert (f'href="{address}"' in page.text) == (heading == "That file is too large")
