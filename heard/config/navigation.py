"""The frame around every page: menus by who is looking. Only here is everybody known."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PUBLIC = [
    ("Stories", "website:stories"),
    ("Find a service", "directory:find"),
    ("What changed", "website:changes"),
    ("Who is listening", "website:listening"),
    ("For staff", "website:for_staff"),
]
FOOTER = [
    ("How moderation works", "website:how_moderation_works"),
    ("Privacy", "website:privacy"),
    ("Accessibility", "website:accessibility"),
    ("Statistics", "website:statistics"),
    ("Text size and colours", "ui:look"),
    ("My story", "following:enter"),
]


def _entries(pairs: list[tuple[str, str]], path: str) -> list[dict[str, Any]]:
    entries = []
    for label, view in pairs:
        try:
            target = reverse(view)
        except NoReverseMatch:
            continue
        entries.append({"label": label, "path": target, "current": path == target or (target != "/" and path.startswith(target))})
    return entries


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `ui/page.html`. A page that exists is offered; one that does not is not."""
    return {"frame": {"nav": _entries(PUBLIC, request.path), "footer": _entries(FOOTER, request.path)}}
