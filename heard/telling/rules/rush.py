"""A rush: more is told from one place in an hour than a ward, a library or a whole hospital behind one address would tell.

Three bounds, each a number of the region. Past the first, browsers are asked for a proof of work, and a story that comes without is kept
and read last. Past the second, operators hear of it. Past the third, what would fill the disk is not kept without a proof. Nobody is
refused without a way on.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from ipaddress import IPv6Network
from typing import Final

ORDINARY: Final = 20_000
"""Letters of a story that is long and yet nothing odd: some 3,500 words."""
BEGINNING: Final = 1_000
"""Letters that a draft counts for before a word is in it: its rows take room, too."""

WIDER: Final = 48
"""Whoever rents one server is often given an IPv6 network of /48, with 65,536 places of /64 in it: those are counted together as well."""
WIDER_TIMES: Final = 10
"""How much more may come from such a network, which may also be a telephone company's."""


class Standing(IntEnum):
    """How a place stands in this hour."""

    CALM = 0
    ASKED = 1
    ALARM = 2
    FULL = 3


@dataclass(frozen=True)
class Bounds:
    """What one place may tell in an hour before it stands otherwise; letters are letters, not thousands."""

    stories: int
    letters: int
    alarm_stories: int
    alarm_letters: int
    most_letters: int

    def times(self, factor: int) -> "Bounds":
        """The same for a place that may be many."""
        return Bounds(**{name: bound * factor for name, bound in asdict(self).items()})


def bounds_of(numbers: Mapping[str, int]) -> Bounds:
    """The bounds among the numbers of a region."""
    return Bounds(
        stories=numbers["stories_an_hour"],
        letters=numbers["letters_an_hour"] * 1000,
        alarm_stories=numbers["alarm_stories"],
        alarm_letters=numbers["alarm_letters"] * 1000,
        most_letters=numbers["most_letters_an_hour"] * 1000,
    )


def standing(*, stories: int, letters: int, bounds: Bounds) -> Standing:
    """How a place stands that began so many stories and wrote so much, what is just being saved counted in."""
    if letters > bounds.most_letters:
        return Standing.FULL
    if stories > bounds.alarm_stories or letters > bounds.alarm_letters:
        return Standing.ALARM
    if stories > bounds.stories or letters > bounds.letters:
        return Standing.ASKED
    return Standing.CALM


def counted_for(place: str) -> list[tuple[str, int]]:
    """Under what something from `place` (`core.access.place_of`) is counted, and how many times the bounds are there."""
    try:
        network = IPv6Network(place)
    except ValueError:
        return [(place, 1)]
    return [(place, 1), (str(network.supernet(new_prefix=min(network.prefixlen, WIDER))), WIDER_TIMES)]


def asks_for_proof(place: Standing, *, begins: bool, size: int) -> bool:
    """Whether a draft that grew to `size` letters needs a proof. One that was begun before the rush does not, unless it is very long:
    whoever was telling a story already is not to be held up by somebody else.
    """
    return place >= Standing.ASKED and (begins or size > ORDINARY)


def has_room(place: Standing, *, begins: bool, size: int, proved: bool) -> bool:
    """Whether what is written can be kept. In a place that is full, no story is begun without a proof, and none grows very long."""
    return place < Standing.FULL or (size <= ORDINARY and (proved or not begins))
