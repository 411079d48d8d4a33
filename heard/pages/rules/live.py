"""Live names: what stands in braces in a text. What they say is worked out when the page is served, by the numbers and words of its
region, so no help can lie after an operator changed one.

Each slice says its own (`@live("edit_reasons", block=True)`, in its `adapters`); a name that nobody says refuses publication.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from heard.core.sites import Emergency
from heard.regions.rules import NUMBERS


class Line(NamedTuple):
    """A crisis line of a region."""

    name: str
    contact: str
    when: str
    who_for: str
    language: str


class Way(NamedTuple):
    """A way to complain of a region."""

    name: str
    about: str
    words: str
    contact: str
    address: str
    language: str


@dataclass(frozen=True)
class Facts:
    """What is known of the region for which a page is served. Lines, ways and own words are there where the page names a block of them."""

    numbers: Mapping[str, int] = field(default_factory=lambda: {name: each.default for name, each in NUMBERS.items()})
    contact_email: str = ""
    languages: Sequence[str] = ()
    emergency: Emergency = field(default_factory=Emergency)
    crisis_lines: Sequence[Line] = ()
    complaint_ways: Sequence[Way] = ()
    own_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name and language."""


Said = Callable[[Facts], Any]
"""Words, or HTML that is marked as safe."""


@dataclass(frozen=True)
class Live:
    """`block`: it is HTML of its own and stands alone on a line. `words`: what an editor is told it says."""

    name: str
    said: Said
    block: bool
    words: Any = ""


_known: dict[str, Live] = {}


def live(name: str, *, block: bool = False, words: Any = "") -> Callable[[Said], Said]:
    """Register what `{name}` says."""

    def register(said: Said) -> Said:
        _known[name] = Live(name, said, block, words)
        return said

    return register


def known_names() -> Mapping[str, Live]:
    return _known
