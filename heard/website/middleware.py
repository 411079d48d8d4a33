from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from heard.accounts.policies import is_moderator, is_operator
from heard.core import sites
from heard.core.access import AT_WORK
from heard.stories.presenters import own_frame
from heard.ui.presenters import other_sites
from heard.ui.wording import site_name

ALWAYS = {"ui:look", "telling:leave"}
"""Pages that a site has before it opens: the one that says so has links to them."""


class NotOpenYetMiddleware:
    """Has every page of a site that isn't open yet say so. People who run Heard see the pages as they will be, where they are signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        if not sites.here().is_prepared or getattr(view, AT_WORK, False):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in ALWAYS:
            return None
        return None if _may_preview(request) else _not_open_yet(request)


def _may_preview(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and (is_operator(request.user) or is_moderator(request.user))


def _not_open_yet(request: HttpRequest) -> HttpResponse:
    """The one page of a site that isn't open: its help, and Heard's other sites."""
    context = own_frame(request.region) | {"telling": True, "site_name": site_name(sites.here()), "others": other_sites()}  # type: ignore[attr-defined]
    response = render(request, "website/not_open_yet.html", context, status=503)
    add_never_cache_headers(response)
    return response
