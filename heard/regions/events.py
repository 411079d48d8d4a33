"""What operators change about a region."""

from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class RegionMade(Fact):
    name: ClassVar[str] = "regions.made"
    region_id: int


@dataclass(frozen=True)
class RegionChanged(Fact):
    """`what` is words, crisis-lines, complaint-ways, own-words, criteria or holidays."""

    name: ClassVar[str] = "regions.changed"
    region_id: int
    what: str


@dataclass(frozen=True)
class RegionOpened(Fact):
    """A region's site is open to everyone, for the first time or again."""

    name: ClassVar[str] = "regions.opened"
    region_id: int


@dataclass(frozen=True)
class RegionClosed(Fact):
    """A region's site takes no more stories; those that are public can still be read and answered."""

    name: ClassVar[str] = "regions.closed"
    region_id: int


@dataclass(frozen=True)
class NumberSet(Fact):
    """A ⚙ number has another value now; `value` is that value, the default one included."""

    name: ClassVar[str] = "regions.number_set"
    region_id: int
    number: str
    value: int
