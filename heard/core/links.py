"""Addresses of pages by what they show, so that a lower slice can point at a page of a higher one without knowing it.

`settings.LINKS` names the table, which `config` fills; here is only the look-up.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, get_resolver, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from heard.core import languages, sites


def to(what: str, **arguments: Any) -> str:
    """The path of the page that shows `what`."""
    return path_of_view(import_string(settings.LINKS)[what], **arguments)


def path_of_view(view: str, **arguments: Any) -> str:
    """The path of a view by its name. Those without arguments are in every menu: they are worked out once for each site."""
    return reverse(view, kwargs=arguments) if arguments else _without_arguments(view, settings.ROOT_URLCONF, sites.script_prefix())


@lru_cache(maxsize=4096)
def _without_arguments(view: str, urlconf: str, prefix: str) -> str:
    with sites.below(prefix):
        return reverse(view, urlconf)


@cache
def first_parts() -> frozenset[str]:
    """The first part of every path that a page has: a site cannot have it before the paths of all of its own."""

    def parts(patterns: Iterable[Any]) -> Iterator[str]:
        for each in patterns:
            if route := str(each.pattern).removeprefix("^"):
                yield route.partition("/")[0]
            else:
                yield from parts(getattr(each, "url_patterns", ()))

    return frozenset(parts(get_resolver().url_patterns)) | {settings.STATIC_URL.strip("/")}


_also_taken: list[Callable[[], Collection[str]]] = []


def also_taken(first_parts_of: Callable[[], Collection[str]]) -> None:
    """Have asked, before a site is given a path, which first parts others have that stand in no URLconf."""
    _also_taken.append(first_parts_of)


def is_taken(first_part: str) -> bool:
    """Whether a page has a path that begins so."""
    return first_part in first_parts() or any(first_part in each() for each in _also_taken)


def is_view(what: str) -> bool:
    """Whether `to` leads somewhere by this name alone."""
    try:
        to(what)
    except (KeyError, NoReverseMatch):
        return False
    return True


def view_at(path: str) -> ResolverMatch | None:
    """Which view a path of this site leads to; None: to none."""
    try:
        return resolve(path)
    except Resolver404:
        return None


ANY_ADDRESS = "any_address"
"""The mark of a view that is asked about every address which is no other view's: that there is a page is not said by the URLconf then."""


def is_address(path: str) -> bool:
    """Whether a view of its own is at a path of this site."""
    found = view_at(path)
    return found is not None and not getattr(found.func, ANY_ADDRESS, False)


def ours(wanted: str) -> str:
    """`wanted`, which an address or a form asks to go on to, if it is a path of this site; else nothing."""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def absolute(path: str) -> str:
    """The full address of a page of the site whose page is being made; outside of a request of the default one."""
    return f"{sites.here().origin}{path}"


def in_region(path: str, region_id: int | None) -> str:
    """The full address, on the site of this region and in the language that is spoken now, of the page at `path` here; without a
    region where staff work. Emails are written so: their readers come back to the site they wrote on.
    """
    page = _of_no_site(path)
    if region_id is None:
        return f"{settings.SITE_URL}{page}"
    known = sites.sites()
    site = known.of_regions.get(region_id, known.default)
    return f"{site.origin}{site.prefix(languages.active())}{page}"


def at(site: sites.Site, path: str) -> str:
    """The full address at another site of the page that is at `path` here, in the language that is spoken now if that is spoken there."""
    return f"{site.origin}{site.prefix(languages.active())}{_of_no_site(path)}"


def _of_no_site(path: str) -> str:
    """What is left of `path` without what says of which site it is: paths that are made while a page of a site is, begin with that."""
    return path.removeprefix(sites.script_prefix().rstrip("/"))


def on_site_of(region_id: int, path: str) -> str:
    """Where the page at `path` is on the site of this region: its full address, or the same path if that is this site."""
    site = sites.elsewhere(region_id)
    return at(site, path) if site else path


def on_this_host() -> list[str]:
    """What stands before the paths of each site and language at the host of the site whose page is being made."""
    known, here = sites.sites(), sites.here()
    there = [here, *(each for each in known.reached.values() if each.path and each.origin == here.origin and each != here)]
    return [site.prefix(language) for site in there for language in site.languages]


def of_region(region_id: int) -> str:
    """The full address of this region's site; nothing while no address leads there."""
    site = sites.sites().of_regions.get(region_id, sites.sites().default)
    return in_region("/", region_id) if site.region_id is None or site.has_own_host or site.path else ""


def in_each_language(path: str) -> list[tuple[str, str]]:
    """By the tag of each language of the site, the full address of the page at `path` in it, the first language first; none while it has
    only one.
    """
    site = sites.here()
    if len(site.languages) < 2:
        return []
    page = path.removeprefix(sites.script_prefix().rstrip("/"))
    return [(languages.tag_of(each), f"{site.origin}{site.prefix(each)}{page}") for each in site.languages]
