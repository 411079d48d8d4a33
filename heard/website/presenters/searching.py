"""A search in words, and the addresses around it: without one of its parts, as a feed, older and newer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.core import sites
from heard.core.keyset import Page
from heard.published.queries.lists import COUNTED_TO, RANKED, Listed, Search
from heard.tags.models import Tag
from heard.ui import wording
from heard.ui.presenters import Link
from heard.website.forms import ORDERS, PROGRESS, ROLE_CHOICES
from heard.website.presenters.addresses import service_path, stories_path
from heard.website.presenters.stories import ROLES

PARTS = ("q", "service", "tag", "progress", "role", "question", "told_from", "told_to", "everywhere", "sort")
"""The parts of an address that make a search, in the order in which they are written; anything else is not repeated."""


@dataclass(frozen=True)
class SearchView:
    """Everything around a list of stories. `chosen` are its parts, each a link to the same list without it; `values` and `errors` are what
    the form above the list shows, by name; `others` are the parts that are no tags."""

    heading: str
    identity: str
    path: str
    feed: str
    feed_older: str
    chosen: tuple[Link, ...]
    service: Link | None
    count: str
    newer: str
    older: str
    first: str
    narrowed: bool
    ranked: bool
    values: dict[str, str]
    errors: dict[str, str]
    tags: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    tags_path: str
    without_tags: str
    progress: list[tuple[str, str | Promise]]
    roles: list[tuple[str, str | Promise]]
    orders: list[tuple[str, str | Promise]]
    sites: list[tuple[str, str]]
    """This site or all of them, where there are several and no place is named: a place is of one site."""
    site: str
    wider: str
    """The same list of all sites, where this one shows only one."""
    says_nothing: bool = False
    meant: Link | None = None
    """The search that may have been meant, where this one found nothing."""


@dataclass(frozen=True)
class TagChoice:
    """A tag to tick. `value` is what the address holds."""

    id: str
    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class TagGroup:
    """The tags of one kind."""

    label: str
    choices: tuple[TagChoice, ...]


TAGS = {
    "good": gettext_lazy("What was good"),
    "better": gettext_lazy("What could be better"),
    "feeling": gettext_lazy("How they felt"),
}
TAGGED = {
    "good": gettext_lazy("Good: %(word)s"),
    "better": gettext_lazy("Could be better: %(word)s"),
    "feeling": gettext_lazy("Felt: %(word)s"),
}


def tag_groups(offered: Mapping[str, Iterable[Tag]], chosen: Iterable[str]) -> list[TagGroup]:
    """The tags that are offered, by kind, and those that are chosen though nobody offers them."""
    wanted = dict.fromkeys(chosen)
    groups = []
    for kind, label in TAGS.items():
        names = {f"{kind}:{tag.slug}": tag.name for tag in offered.get(kind, ())}
        others = [value for value in wanted if value.startswith(f"{kind}:") and value not in names]
        names |= {value: value.partition(":")[2].replace("-", " ") for value in others}
        choices = tuple(TagChoice(value.replace(":", "-"), value, name, value in wanted) for value, name in names.items())
        if choices:
            groups.append(TagGroup(str(label), choices))
    return groups


def search_view(
    query: QueryDict,
    search: Search | None,
    service: tuple[int, str, str] | None,
    *,
    page: Page[Listed] | None = None,
    errors: Mapping[str, Any] | None = None,
) -> SearchView:
    """How the list of this address presents itself. `service` is its id, name and key; `errors` are a form's."""
    offered = sites.sites().several and service is None
    pairs = [(name, value) for name in PARTS for value in query.getlist(name) if value and (offered or name != "everywhere")]
    plain = [(name, value) for name, value in pairs if name != "sort"]
    others = tuple(pair for pair in pairs if pair[0] != "tag")
    ranked = search is not None and search.sort == "relevance" and page is not None and page.total == COUNTED_TO + 1
    return SearchView(
        heading=_heading(search, service),
        identity=urlencode(plain) or "all",
        path=_address(pairs),
        feed=_address(plain, "feed/"),
        feed_older=_address([*plain, ("page", page.older)], "feed/") if page and page.older else "",
        chosen=tuple(_chosen(pairs, service)),
        service=Link(service[1], service_path(service[2])) if service else None,
        count=_count(page, ranked=ranked),
        newer=_address([*pairs, ("page", page.newer)]) if page and page.newer else "",
        older=_address([*pairs, ("page", page.older)]) if page and page.older else "",
        first=_address(pairs),
        narrowed=bool(plain),
        values={name: query.get(name, "").replace("\0", "") for name in PARTS},
        errors=dict.fromkeys(PARTS, "") | {name: " ".join(found) for name, found in (errors or {}).items()},
        tags=tuple(dict.fromkeys(query.getlist("tag"))),
        others=others,
        tags_path=_address(pairs, "tags/"),
        without_tags=_address(list(others)),
        progress=PROGRESS,
        roles=ROLE_CHOICES,
        orders=ORDERS,
        sites=[("", wording.name_here()), ("on", _("All of Heard"))] if offered else [],
        site=wording.name_here(),
        wider=_address([*pairs, ("everywhere", "on")]) if offered and not query.get("everywhere") else "",
        ranked=ranked,
    )


def meant_instead(query: QueryDict, words: str) -> Link:
    """The same list for other words."""
    return Link(words, _address([(name, words if name == "q" else value) for name in PARTS for value in query.getlist(name) if value]))


def _address(pairs: list[tuple[str, Any]], below: str = "") -> str:
    return f"{stories_path()}{below}" + (f"?{urlencode(pairs)}" if pairs else "")


def _heading(search: Search | None, service: tuple[int, str, str] | None) -> str:
    if search is None:
        return _("Stories")
    if service is None:
        return _("Questions") if search.question else _("Stories")
    return (_("Questions about %(place)s") if search.question else _("Stories about %(place)s")) % {"place": service[1]}


def _count(page: Page[Listed] | None, *, ranked: bool) -> str:
    if page is None or page.total is None:
        return ""
    if page.total <= COUNTED_TO:
        return ngettext("%(count)s story.", "%(count)s stories.", page.total) % {"count": wording.number(page.total)}
    many = _("More than %(count)s stories.") % {"count": wording.number(COUNTED_TO)}
    if not ranked:
        return many
    return f"{many} " + _("The best matches among the newest %(count)s come first.") % {"count": wording.number(RANKED)}


def _chosen(pairs: list[tuple[str, str]], service: tuple[int, str, str] | None) -> list[Link]:
    """Each narrowing in words, leading to the list without it."""
    found = []
    for pair in pairs:
        words = _in_words(*pair, service)
        if words:
            found.append(Link(words, _address([other for other in pairs if other != pair])))
    return found


def _in_words(name: str, value: str, service: tuple[int, str, str] | None) -> str:
    match name:
        case "q":
            return _("“%(words)s”") % {"words": value}
        case "service":
            return service[1] if service else value
        case "tag":
            kind, _colon, slug = value.partition(":")
            word = slug.replace("-", " ")
            return str(TAGGED[kind]) % {"word": word} if kind in TAGGED else word
        case "progress":
            return str(dict(PROGRESS).get(value, value))
        case "role":
            return _("Told by: %(who)s") % {"who": ROLES.get(value, value)}
        case "question":
            return _("Questions")
        case "everywhere":
            return _("All of Heard")
        case "told_from":
            return _("From %(day)s") % {"day": _day(value)}
        case "told_to":
            return _("Until %(day)s") % {"day": _day(value)}
    return ""


def _day(value: str) -> str:
    try:
        return wording.date_words(date.fromisoformat(value))
    except ValueError:
        return value
