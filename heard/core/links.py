"""Addresses of pages by what they show, so that a lower slice can point at a page of a higher one without knowing it.

`config` fills the table; here is only the look-up.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

_views: dict[str, str] = {}


def register(views: Mapping[str, str]) -> None:
    """`views` maps what is shown (`story`) to the name of its view (`website:story`)."""
    _views.update(views)


def to(what: str, **arguments: Any) -> str:
    """The path of the page that shows `what`."""
    return reverse(_views[what], kwargs=arguments or None)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
