"""What is written, and where: no database, no page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_LETTERS = 300_000
"""Letters of one text with all its fields. The longest form of staff takes less."""
MOST_FIELDS = 200
MOST_TEXTS = 20
"""Texts that one person has on one sheet: so many windows nobody has open."""

Words = dict[str, list[str]]
"""What was typed, by field. A field may stand in a form more than once."""


@dataclass(frozen=True)
class About:
    """Whose sheet it is, and what for: `kind` says what is written (an answer, a question), `thing` the id of what it is about, as the
    slice that acts counts it. `organisation_id` None is Heard itself: the moderators' desk where it is about a story, the operators
    where it is about a message to Heard (`enquiry_id`).

    `outlives_story`: what is written goes on when the author takes the story back, as with a report of being treated differently.
    """

    organisation_id: int | None
    kind: str
    thing: int
    story_id: int | None = None
    outlives_story: bool = False
    enquiry_id: int | None = None


@dataclass(frozen=True)
class OpenPage:
    """What a page knows of its sheet: the version it shows (0: it shows none), and, while its script runs, which window it is and how often
    that has saved. `took` are the versions of colleagues' texts that were taken into it.
    """

    seen: int = 0
    window: str = ""
    turn: int = 0
    took: tuple[int, ...] = ()


@dataclass(frozen=True)
class Written:
    """The text that is being sent: told to the action that sends, which clears it away."""

    about: About
    version: int


def size_of(words: Mapping[str, Sequence[str]]) -> int:
    return sum(len(name) + sum(len(value) for value in values) for name, values in words.items())


def is_blank(words: Mapping[str, Sequence[str]], main: Sequence[str]) -> bool:
    """Whether nothing stands in any of the fields that matter."""
    return not any(value.strip() for name in main for value in words.get(name, ()))
