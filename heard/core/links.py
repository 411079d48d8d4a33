"""Addresses of pages by what they show, so that a lower slice can point at a page of a higher one without knowing it.

`settings.LINKS` names the table, which `config` fills; here is only the look-up.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string


def to(what: str, **arguments: Any) -> str:
    """The path of the page that shows `what`."""
    return reverse(import_string(settings.LINKS)[what], kwargs=arguments or None)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
