"""Public pages may be kept by browsers and proxies, but are asked about each time: what is taken back is gone at once.

Somebody with a session gets pages that nobody keeps: their look, their messages and their menu are in them.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac

from heard.core import clock, countries, sites
from heard.core.build import edition


def has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def etag_of(*parts: Any) -> str:
    """An ETag from what the page is drawn from. The day is part of it: what is due becomes overdue overnight.

    It is keyed, so that nobody can try out which versions, or what else no page shows, it was made of.
    """
    said = repr((edition(), sites.spot(), sites.names(), countries.are_asked_for(), clock.today().isoformat(), parts))
    return f'W/"{salted_hmac("heard.website.etag", said, algorithm="sha256").hexdigest()[:24]}"'


def is_conditional(request: HttpRequest) -> bool:
    """Whether the browser has the page already and only asks if it still holds."""
    return "If-None-Match" in request.headers and not has_session(request)


def not_modified(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """304 if the browser's page still holds; None if it has to be drawn."""
    if has_session(request):
        return None
    response = get_conditional_response(request, etag=etag)
    return None if response is None else with_cache_control(request, response, etag)


def with_cache_control(request: HttpRequest, response: HttpResponseBase, etag: str = "") -> HttpResponseBase:
    """Say who may keep the page."""
    patch_vary_headers(response, ["Cookie"])
    if has_session(request):
        response["Cache-Control"] = "private, no-cache"
    else:
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        if etag:
            response["ETag"] = etag
    return response


def conditional(request: HttpRequest, etag: str, draw: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page, or 304 without drawing it."""
    return not_modified(request, etag) or with_cache_control(request, draw(), etag)
