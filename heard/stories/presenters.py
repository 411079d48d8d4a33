"""What pages of telling and of an author's own story show, worked out before a template sees it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from heard.regions.models import Region
from heard.regions.queries import crisis_lines


def region_of(request: HttpRequest) -> Region:
    """The region of this request's host. A site that has none yet has no such pages."""
    region: Region | None = request.region  # type: ignore[attr-defined]
    if not region:
        raise Http404
    return region


def telling_frame(region: Region) -> dict[str, Any]:
    """What every page of telling and of one's own story has around it: help at any hour, and a way out."""
    lines = crisis_lines(region.pk)
    return {
        "telling": True,
        "crisis_lines": [line for line in lines if line.in_strip] or None,
        "all_crisis_lines": lines,
        "leave_to": reverse("stories:leave"),
        "region": region,
    }
