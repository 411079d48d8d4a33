"""Public pages may be kept by browsers and proxies, but are asked about each time: what is taken back is gone at once.

Somebody with a session gets pages that nobody keeps: their look, their messages and their menu are in them.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac

from heard.core import clock, countries, links, sites
from heard.core.build import edition
from heard.regions.queries import region_by_id
from heard.telling.queries import missing_to_open


def public_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A public page; every one of them may lead to telling a story and to finding a service."""
    ways = {"tell": links.to("tell"), "services": links.to("services")}
    return render(request, template, ways | context, status=status)


def opens(request: HttpRequest, *, stories: bool, region_id: int | None = None) -> bool:
    """Whether the page invites to tell a story here, or on the site of region `region_id`. Where there are `stories`, telling is open, or
    its own page says why not: a busy page asks nothing more. It is part of the page's ETag.
    """
    site = None if region_id is None else sites.elsewhere(region_id)
    if (site or sites.here()).closed_on is not None:
        return False
    return stories or not missing_to_open(region_by_id(region_id or 0) if site else request.region or None)  # type: ignore[attr-defined]


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
