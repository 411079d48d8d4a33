"""What the components ask for, as types, so that a presenter that forgets something is told so before a page is.

Those that a list has a hundred of are named tuples: as frozen as the others, and made in a fraction of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from heard.ui import wording


class Link(NamedTuple):
    """Words that lead somewhere; without a path they are only words."""

    label: str
    path: str = ""


class Step(NamedTuple):
    """One step of the progress line. `at` when it was done; `note` a few words more (“nobody listens here yet”)."""

    name: str
    done: bool
    at: date | datetime | None = None
    note: str = ""


class StoryCard(NamedTuple):
    """A story in a list. `role` as it begins a sentence (“A parent”); `progress` the last step in words (“Answered the same day”)."""

    path: str
    title: str
    role: str
    services: tuple[Link, ...] = ()
    when: str = ""
    excerpt: str = ""
    steps: tuple[Step, ...] = ()
    progress: str = ""


class ToldEntry(NamedTuple):
    """An organisation that was told of a story. `words`: “told 14 September, read 15 September”."""

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
    label: str
    path: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """A line of a summary list, with where to change it."""

    key: str
    value: object
    href: str = ""
    change: str = "Change"


@dataclass(frozen=True)
class CrisisLine:
    """Help at any hour. The region's own rows have the same names and can be given as they are."""

    name: str
    contact: str
    when: str = ""
    who_for: str = ""


def told_entry(name: str, told_at: date, *, heard_at: date | None, read_at: date | None, readers: Sequence[str] = ()) -> ToldEntry:
    """An organisation that was told, heard and read, on these days or at these moments; `readers`, those who read it, in words."""
    if read_at is None:
        return ToldEntry(name, read=False, words=f"told {wording.date_words(told_at)}, {'not read yet' if heard_at else 'not heard yet'}")
    first = wording.day_month(told_at) if wording.same_year(told_at, read_at) else wording.date_words(told_at)
    by = f" by {wording.listed(list(readers))}" if readers else ""
    return ToldEntry(name, read=True, words=f"told {first}, read {wording.date_words(read_at)}{by}")


STEP_NAMES = ("Told", "Heard", "Read", "Answered", "Change planned", "Change made")


def line_of_steps(dates: dict[str, date | datetime | None], notes: dict[str, str] | None = None) -> tuple[Step, ...]:
    """The usual six steps from the dates of those that were done and notes on some, by name."""
    notes = notes or {}
    return tuple(Step(name, dates.get(name) is not None, dates.get(name), notes.get(name, "")) for name in STEP_NAMES)
