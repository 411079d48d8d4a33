import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.functional import SimpleLazyObject

from heard.core import links, sites
from heard.core.access import AT_WORK
from heard.regions.models import Region
from heard.regions.queries import default_region, region_by_id
from heard.ui import errors

logger = logging.getLogger(__name__)

REDIRECTS_KEPT_FOR = 300
"""Seconds. A browser that kept one for ever would never come back to an address that is used again."""

LEFT_OUT = {"", "80", "443"}
"""Ports that browsers leave out where they say which page a form is from; some proxies put them behind the host."""


class AddressMiddleware:
    """Has the address decide which region's site a page is of, and in which language; nothing else does ([ADR 44]).

    What says so is taken off the path: views and `reverse` know nothing of it. A page that is asked for at another than its own address
    is found there; a host that nobody here has is refused. `request.region` is looked up only when a view asks for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request._get_raw_host()  # type: ignore[attr-defined]  # noqa: SLF001 - `get_host` knows the settings' hosts alone
        host, port = split_domain_port(said)
        known = sites.sites()
        place = known.place(host, request.path_info)
        sites.stand(place)
        if known is sites.UNREAD and (place is None or place.found_at or not links.is_address(place.page)):
            raise OperationalError  # it may be another site's, or in a language that the site speaks: that is known in a moment
        if place is None:
            logger.warning("No site here has the host %.100r.", said)  # any number of strangers ask: a line, never a trace
            return errors.unknown_host(request)
        request.get_host = lambda: f"{host}:{port}" if port not in LEFT_OUT else host  # type: ignore[method-assign]
        request.place = place  # type: ignore[attr-defined]
        if place.found_at:
            return _sent_on(request, place.found_at)
        request.region = SimpleLazyObject(lambda: _region(place.site.region_id))  # type: ignore[attr-defined]
        request.path_info = request.META["PATH_INFO"] = place.page
        request.META["SCRIPT_NAME"] = place.prefix
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        """Staff work on one host, whichever site they came from: their sessions and passkeys belong to it, and cross to no other."""
        place: sites.Place = request.place  # type: ignore[attr-defined]
        if place.at_work or not getattr(view, AT_WORK, False):
            return None
        prefix = sites.sites().default.prefix(place.language)
        return HttpResponseRedirect(_with_query(request, f"{settings.SITE_URL}{prefix}{place.page}"))


def _sent_on(request: HttpRequest, address: str) -> HttpResponse:
    """To where the page is, also with what was sent: a button in an old email still does what it says."""
    keeps = request.method not in {"GET", "HEAD"}
    response = HttpResponsePermanentRedirect(_with_query(request, address), preserve_request=keeps)
    response["Cache-Control"] = f"max-age={REDIRECTS_KEPT_FOR}"
    return response


def _with_query(request: HttpRequest, address: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return escape_uri_path(address) + (f"?{iri_to_uri(query)}" if query else "")


def _region(region_id: int | None) -> Region | None:
    return default_region() if region_id is None else region_by_id(region_id)
