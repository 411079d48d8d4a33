"""Pages for when something went wrong. They need no database and no session, and never show what the machine said."""

import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import kept, languages, links, sites
from heard.core.access import AT_WORK, ENDED, keep_nowhere, place_of
from heard.core.errors import DomainError, NotSetUp, TooMany
from heard.ui import look, wording


class Gone(Exception):
    """Raised by a view for a page that was there and will not come back; shown with status 410."""


def _look(request: HttpRequest) -> look.Look:
    try:
        return look.of(request)
    except DatabaseError:
        return look.DEFAULT


def error_page(
    request: HttpRequest, status: int, *, sentence: str = "", about: str = "", way_on: str = "", chosen: look.Look | None = None
) -> HttpResponse:
    """The page for `status`. `sentence` says what happened, in words meant for the person; without it a general one is shown, that of
    `about` where it is known. `way_on` is where to go from there.
    """
    template = engines["jinja2"].env.get_template("ui/error.html")  # type: ignore[attr-defined]
    body = template.render(
        status=status,
        sentence=sentence,
        about=about,
        way_on=way_on,
        look=chosen or _look(request),
        came_to=request.get_full_path(),
        can_repeat=request.method in {"GET", "HEAD"},
        home=links.to("home"),
        stories=links.to("stories"),
        services=links.to("services"),
        help=_help_here(),
        emergency=_emergency_here(),
        **_name_here(request),
    )
    return keep_nowhere(HttpResponse(body, status=status))


def _name_here(request: HttpRequest) -> dict[str, str]:
    """What the page calls the site where it stands, where the house has several: in its title, and beside the mark. Nothing on pages of
    staff, which are of all of them, and where no name is known.
    """
    site, match = sites.known_here(), getattr(request, "resolver_match", None)
    if not (site.name and sites.known_to_be_several()) or (match and getattr(match.func, AT_WORK, False)):
        return {}
    return {"site_called": wording.site_name(site), "of_site": languages.said_in(site.languages[0], site.name)}


def _help_here() -> list[sites.Help]:
    """The lines of help of the site where this page stands, in one language. None where the site is not known: a host that nobody has, or
    a database that was away from the first moment on. What is kept in memory is all that is asked.
    """
    site = sites.known_here()
    lines = site.help
    chosen = languages.nearest({each.language for each in lines}, site.languages) if lines else ""
    return [each for each in lines if each.language == chosen]


def _emergency_here() -> sites.Emergency | None:
    """The emergency number of the site where this page stands; None where that isn't known, as above."""
    site = sites.known_here()
    return site.emergency if site.name else None


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400. The sentence of one of Heard's own errors is shown; a library's is not."""
    return error_page(request, 400, sentence=_own_sentence(exception))


def unknown_host(request: HttpRequest) -> HttpResponse:
    """400, for a host that no site here has. Whoever came by it is told so, and not that something of theirs went wrong."""
    response = error_page(request, 400, about="unknown host", chosen=look.DEFAULT)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - by who found out
    return response


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 403, sentence=_own_sentence(exception))


def _own_sentence(exception: Any) -> str:
    return str(exception) if isinstance(exception, DomainError) else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that was open too long. Words worth keeping are shown again there."""
    if kept.keep(request, place=place_of(request)):
        return redirect(request.get_full_path())
    return error_page(
        request,
        403,
        sentence=_("The page was open for a long time, or in two windows, so we couldn’t be sure that it was you who sent it."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 404, about="not set up" if isinstance(exception, NotSetUp) else "")


def wrong_way(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405, for an address that only takes what a button sends, or only shows something: with the way to the page where the button is."""
    sentence = "" if request.method in {"GET", "HEAD"} else _("This address only shows a page. You can’t send anything to it.")
    button_on = getattr(request.resolver_match.func, "button_on", "") if request.resolver_match else ""
    way_on = links.path_of_view(button_on) if button_on else _page_above(request.path_info)
    response = error_page(request, 405, sentence=sentence, way_on=way_on)
    response["Allow"] = refused["Allow"]
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - it was, when it was refused
    return response


def _page_above(path: str) -> str:
    """The nearest page above an address, which is where such a button stands; the front page where there is none."""
    parts = [part for part in path.split("/") if part]
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    here = get_script_prefix().rstrip("/")
    return next((here + each for each in above if links.is_address(each)), links.to("home"))


def gone(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 410, sentence=str(exception or ""))


def conflict(request: HttpRequest, exception: DomainError) -> HttpResponse:
    """409: somebody was quicker, or it is no longer possible."""
    return error_page(request, 409, sentence=str(exception))


def too_many(request: HttpRequest, exception: TooMany) -> HttpResponse:
    """429, with the seconds to wait in `Retry-After` and in words."""
    minutes = max(1, -(-exception.wait // 60))
    again = ngettext("Please try again in a minute.", "Please try again in %(minutes)s minutes.", minutes)
    response = error_page(request, 429, sentence=f"{exception} {again % {'minutes': wording.number(minutes)}}".strip())
    response["Retry-After"] = str(exception.wait)
    return response


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """408, 413 or 503, for a request that did not come in; whoever sent it has it still. What is left of it on the line is not read.

    401: a file of somebody who isn't signed in, or not any more. They are sent to sign in, as by any other page.
    """
    if status == HTTPStatus.UNAUTHORIZED:
        to_sign_in = redirect_to_login(request.get_full_path(), f"{links.to('sign-in')}?{ENDED}=1")
        to_sign_in["Connection"] = "close"
        return to_sign_in
    about = "file" if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and _takes_files(request.path_info) else ""
    response = error_page(request, status, about=about, chosen=look.DEFAULT)
    response["Connection"] = "close"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "60"
    # Django would log each as a warning or an error; they are strangers' doing, and any number of them.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _takes_files(path: str) -> bool:
    """Whether a file is sent to the page at `path`, so that it was the file that was too large, and not what somebody wrote."""
    return any(path.startswith(beginning) for beginning in settings.BODY_LIMITS)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: somebody who tries again in a moment will find it back."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = error_page(request, 503 if away else 500, chosen=look.DEFAULT)
    if away:
        response["Retry-After"] = "30"
    return response
