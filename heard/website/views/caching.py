"""What every public page has, and whether it invites to tell a story. Who may keep it: `core.caching`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.core import links, sites
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
