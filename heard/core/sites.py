"""The addresses of this house's sites: which host, first part of a path and language lead to which of them ([ADR 44]).

A site is what `regions` calls a region's. The address alone decides, so whoever is sent one sees what the sender saw. Who reads the table
is named by `settings.SITES`; each process keeps what was read, so a request asks nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.http.request import split_domain_port, validate_host
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Help:
    """A line of help of a site's region."""

    language: str
    name: str
    contact: str


@dataclass(frozen=True)
class Emergency:
    """Whom people call, and where they go, when someone's life is in danger."""

    number: str = "999"
    in_uk: bool = True
    """Whether its hospitals call their emergency department A&E."""

    @property
    def hears_55(self) -> bool:
        """Whether pressing 55 says that someone can't speak: only calls to 999 from a mobile in the UK are asked for it."""
        return self.in_uk and self.number == "999"


@dataclass(frozen=True)
class Site:
    """One site; without anything said, the one that answers where no other does."""

    region_id: int | None = None
    """None: the default region, whichever that is."""
    host: str = ""
    """The main host of its own, or that of the site below whose address its path is; nothing: that of `SITE_URL`."""
    path: str = ""
    """The first part of its path, of a site without a host of its own."""
    spoken: tuple[str, ...] = ()
    has_own_host: bool = False
    name: str = ""
    """What its region is called."""
    help: tuple[Help, ...] = ()
    """The lines that its region names first: pages of errors show them, which ask no database."""
    emergency: Emergency = Emergency()
    is_prepared: bool = False
    """Not open yet: nobody but staff sees more of it than that."""
    closed_on: date | None = None
    """Since then it takes no stories."""
    time_zones: tuple[str, ...] = ()
    """Those that browsers of people there are set to."""
    country: str = ""
    """The country it is of, or a part of: its code."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its pages, the first one without a part of the path. A site that names none speaks the house's."""
        known = dict(settings.LANGUAGES)
        return tuple([each for each in self.spoken if each in known]) or (settings.LANGUAGE_CODE,)

    @property
    def origin(self) -> str:
        """Where it is found: of the same scheme and port as `SITE_URL`."""
        house = urlsplit(settings.SITE_URL)
        if not self.host or self.host == house.hostname:
            return str(settings.SITE_URL)
        return f"{house.scheme}://{self.host}{f':{house.port}' if house.port else ''}"

    @property
    def hostname(self) -> str:
        return self.host or working_host()

    @property
    def address(self) -> str:
        """Where its first page is."""
        return f"{self.origin}{self.prefix()}/"

    def prefix(self, language: str = "") -> str:
        """What stands before the path of each page in this language; one that the site does not speak counts as its first."""
        below = f"/{self.path}" if self.path else ""
        return f"{below}/{language}" if language in self.languages[1:] else below


@dataclass(slots=True)
class Place:
    """Where a request stands."""

    site: Site
    language: str
    prefix: str
    """What site and language are in the path."""
    page: str
    """What is left of it."""
    found_at: str
    """The one address of that page, where this is another one; else nothing."""
    at_work: bool
    """Whether staff work here: their sessions and passkeys belong to one host."""


@dataclass(frozen=True)
class Sites:
    """All addresses that lead here."""

    hosts: Mapping[str, Site] = field(default_factory=dict)
    paths: Mapping[str, Site] = field(default_factory=dict)
    of_regions: Mapping[int, Site] = field(default_factory=dict)
    default: Site = Site()

    @cached_property
    def reached(self) -> Mapping[int, Site]:
        """Those that have an address and were opened, by their regions."""
        found = self.of_regions.items()
        return {pk: each for pk, each in found if each.region_id is None or ((each.path or each.has_own_host) and not each.is_prepared)}

    @property
    def several(self) -> bool:
        """Whether there is more than one. While there isn't, no page says of which it is, and no list is narrowed to it."""
        return len(self.reached) > 1

    def place(self, host: str, path: str) -> Place | None:
        """Where a request for `path` at `host` (small letters, no port) stands; None when nothing here has that host."""
        site = self.hosts.get(host)
        if site is None and not (host and validate_host(host, settings.ALLOWED_HOSTS)):
            return None
        ours = site is None or host == working_host()
        """Hosts that the settings name show what they are asked for: an operator's probe, or a second name of this machine."""
        site = site or self.default
        page, named = path, None
        if self.paths and site is self.default and (named := self.paths.get(_first(path).lower())):
            site, page = named, path[len(_first(path)) + 1 :]
        languages = site.languages
        language = languages[0]
        if (asked := _first(page).lower()) in dict(settings.LANGUAGES):
            page = page[len(asked) + 1 :]
            language = asked if asked in languages else language
        page = path if page is path else f"/{page.lstrip('/')}"
        right_host = (ours and not (named and site.has_own_host)) or host == site.hostname
        prefix = site.prefix(language)
        found_at = f"{site.origin}{prefix}{page}" if not right_host else "" if path == prefix + page else prefix + page
        return Place(site, language, prefix, page, found_at, at_work=ours and not named)


def _first(path: str) -> str:
    return path[1:].partition("/")[0]


NO_MORE = Sites()
"""No address but those that the settings name."""
UNREAD = Sites()
"""The same, because the database is away and nobody knows of others."""


def working_host() -> str:
    """The host on which staff work."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


# ---------------------------------------------------------------- what this process knows

_kept: tuple[Sites, float] | None = None


def sites() -> Sites:
    """All addresses, read anew after `SITES_KEPT_FOR` seconds: so long may another process go on with those of before a change.

    While the database is away the last ones stay. Where there were none yet, `UNREAD` is returned, and not kept.
    """
    global _kept  # noqa: PLW0603 - one table for the process, replaced as a whole
    if _kept is not None and _kept[1] > monotonic():
        return _kept[0]
    before, until = _kept, monotonic() + settings.SITES_KEPT_FOR
    if before is not None:
        _kept = before[0], until  # one thread reads, the others go on
    read: Callable[[], Sites] = import_string(settings.SITES)
    try:
        _kept = read(), until
    except DatabaseError:
        return before[0] if before else UNREAD
    return _kept[0]


def page_of(host: str, path: str) -> str:
    """What is left of a request's path without site and language, by the addresses that this process knows already: nothing is asked."""
    known = _kept[0] if _kept is not None else UNREAD
    place = known.place(split_domain_port(host)[0], path)
    return place.page if place else path


def forget() -> None:
    """Have this process read the addresses again: they were changed."""
    keep(None)


def keep(known: Sites | None) -> None:
    global _kept  # noqa: PLW0603 - as above
    _kept = None if known is None else (known, monotonic() + settings.SITES_KEPT_FOR)


def known_to_be_several() -> bool:
    """Whether there is more than one, as far as this process knows without asking."""
    return _kept is not None and _kept[0].several


# ---------------------------------------------------------------- where the page stands that is being made

_here: ContextVar[Site | None] = ContextVar("here", default=None)
_before: ContextVar[str] = ContextVar("before", default="/")


def stand(place: Place | None) -> None:
    """Have what this thread makes stand at `place`, its addresses and its language, until the next request; None: nowhere in particular."""
    _here.set(place.site if place else None)
    translation.activate(place.language if place else settings.LANGUAGE_CODE)
    before = f"{place.prefix}/" if place else "/"
    _before.set(before)
    set_script_prefix(before)


def script_prefix() -> str:
    """What Django's `get_script_prefix` says, in a tenth of its calls: a list asks a hundred times, for each link and card."""
    return _before.get()


@contextmanager
def below(prefix: str) -> Iterator[None]:
    """Have Django make paths below this prefix meanwhile: for what is kept by it."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def here() -> Site:
    """The site of the page that is being made; outside of a request the default one."""
    return _here.get() or sites().default


def known_here() -> Site:
    """The site of the page that is being made, as far as this process knows without asking; else one that says nothing of itself."""
    return _here.get() or Site()


def narrowed() -> int | None:
    """The region whose stories the page shows that is being made; None, all stories, while the house has one site."""
    known = sites()
    if here().is_prepared:
        return here().region_id
    of_here = here().region_id
    return next((pk for pk, site in known.reached.items() if site.region_id == of_here), None) if known.several else None


def not_opened() -> list[int]:
    """The regions that were not opened yet, but for that of the page that is being made: only staff get to one of theirs. No page of
    another site says anything of them.
    """
    of_here = here().region_id
    return sorted(pk for pk, site in sites().of_regions.items() if site.is_prepared and site.region_id != of_here)


def elsewhere(region_id: int) -> Site | None:
    """The site of this region, where that is another one than that of the page that is being made."""
    known = sites()
    site = known.reached.get(region_id) if known.several else None
    return None if site is None or site.region_id == here().region_id else site


def others() -> list[Site]:
    """The other sites of this house that take stories."""
    own = here().region_id
    return [site for site in sites().reached.values() if site.region_id != own and site.closed_on is None]


def of_country(country: str) -> Site | None:
    """The one other site that readers from this country can be offered; None where this one is of it too. Of several nobody knows which."""
    if not country or country == here().country:
        return None
    there = [each for each in others() if each.country == country]
    return there[0] if len(there) == 1 else None


def names() -> tuple[str, ...]:
    """What the sites are called, where there are several: pages then say of which they are."""
    known = sites()
    return tuple(site.name for site in known.of_regions.values()) if known.several else ()


Spot = tuple[int | None, date | None, Emergency, str, str, str]


def spot() -> Spot:
    """Site, address and language of what is made now, and the emergency number there: part of the key of whatever is kept that has words or
    addresses in it.
    """
    site, language = here(), translation.get_language() or settings.LANGUAGE_CODE
    return site.region_id, site.closed_on, site.emergency, site.origin, script_prefix(), language
