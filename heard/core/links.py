"""Addresses of pages by what they show, so that a lower slice can point at a page of a higher one without knowing it.

`settings.LINKS` names the table, which `config` fills; here is only the look-up.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string


def to(what: str, **arguments: Any) -> str:
    """The path of the page that shows `what`."""
    return path_of_view(import_string(settings.LINKS)[what], **arguments)


def path_of_view(view: str, **arguments: Any) -> str:
    """The path of a view by its name. Those without arguments are in every menu: they are worked out once."""
    return reverse(view, kwargs=arguments) if arguments else _without_arguments(view, settings.ROOT_URLCONF)


@lru_cache(maxsize=512)
def _without_arguments(view: str, urlconf: str) -> str:
    return reverse(view, urlconf)


def ours(wanted: str) -> str:
    """`wanted`, which an address or a form asks to go on to, if it is a path of this site; else nothing."""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
