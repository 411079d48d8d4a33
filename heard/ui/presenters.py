"""What the components ask for, as types, so that a presenter that forgets something is told so before a page is.

Those that a list has a hundred of are named tuples: as frozen as the others, and made in a fraction of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from heard.core import languages, links, sites
from heard.ui import wording


class Link(NamedTuple):
    """Words that lead somewhere; without a path they are only words."""

    label: str
    path: str = ""


def other_sites() -> list[Link]:
    """The home pages of this house's other sites that take stories."""
    return [Link(wording.site_name(each) if each.name else "Heard", links.at(each, links.to("home"))) for each in sites.others()]


def page_elsewhere(region_id: int, path: str) -> Link | None:
    """Where the page at `path` belongs, if that is the site of another region."""
    site = sites.elsewhere(region_id)
    return Link(wording.site_name(site), links.at(site, path)) if site else None


class Step(NamedTuple):
    """One step of the progress line. `at` when it was done; `note` a few words more (“no one is listening here yet”)."""

    name: str
    done: bool
    at: date | datetime | None = None
    note: str = ""


class StoryCard(NamedTuple):
    """A story in a list. `role` as it begins a sentence (“A parent”); `progress` the last step in words (“Answered the same day”);
    `site` the one that it was told on, where that has to be said.
    """

    path: str
    title: str
    role: str
    services: tuple[Link, ...] = ()
    when: str = ""
    excerpt: str = ""
    steps: tuple[Step, ...] = ()
    progress: str = ""
    site: str = ""


class ToldEntry(NamedTuple):
    """An organisation that was told of a story. `words`: “Told 14 September, read 15 September 2026”."""

    name: str
    read: bool
    words: str
    path: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with its meaning. `value` ready to print (“1,284”); `note` the definition in a line."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Tab:
    label: str | SafeString
    path: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """A line of a summary list, with where to change it, and what that is called if not “Change”."""

    key: str
    value: object
    href: str = ""
    change: str = ""


@dataclass(frozen=True)
class CrisisLine:
    """Help at any hour. The region's own rows have the same names and can be given as they are."""

    name: str
    contact: str
    when: str = ""
    who_for: str = ""
    language: str = languages.SOURCE


def told_entry(name: str, told_at: date, *, heard_at: date | None, read_at: date | None, readers: Sequence[str] = ()) -> ToldEntry:
    """An organisation that was told, heard and read, on these days or at these moments; `readers`, those who read it, in words."""
    if read_at is None:
        said = (
            _("Told %(day)s. Someone there has been emailed, but no one has read it yet.")
            if heard_at
            else _("Published %(day)s. No one there has been emailed yet.")
        )
        return ToldEntry(name, read=False, words=said % {"day": wording.date_words(told_at)})
    first = wording.day_month(told_at) if wording.same_year(told_at, read_at) else wording.date_words(told_at)
    days = {"told": first, "read": wording.date_words(read_at)}
    if not readers:
        return ToldEntry(name, read=True, words=_("Told %(told)s, read %(read)s") % days)
    by = {"readers": wording.listed(list(readers))}
    return ToldEntry(name, read=True, words=_("Told %(told)s, read %(read)s by %(readers)s") % (days | by))


STEP_WORDS = {
    "Told": pgettext_lazy("step of a story", "Told"),
    "Heard": pgettext_lazy("step of a story", "Heard"),
    "Read": pgettext_lazy("step of a story", "Read"),
    "Answered": pgettext_lazy("step of a story", "Answered"),
    "Change planned": pgettext_lazy("step of a story", "Change planned"),
    "Change made": pgettext_lazy("step of a story", "Change made"),
}
STEP_NAMES = tuple(STEP_WORDS)


def line_of_steps(dates: dict[str, date | datetime | None], notes: dict[str, str] | None = None) -> tuple[Step, ...]:
    """The usual six steps from the dates of those that were done and notes on some, by name (`STEP_NAMES`)."""
    notes = notes or {}
    return tuple(Step(str(said), dates.get(name) is not None, dates.get(name), notes.get(name, "")) for name, said in STEP_WORDS.items())
