"""What the gate still finds in a text that goes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from heard.stories.rules.going_out import Noticed


@dataclass(frozen=True)
class StillThere:
    """Something that is still in a text that goes out, and in which (“the tags”)."""

    where: str
    label: str
    excerpt: str
    why: str


@dataclass(frozen=True)
class LeftIn:
    """What is still in one text, each once, however often it stands there: a long story says one thing many times. `more` are left out.
    `key` is what a tick beside it says; empty where none is asked for.
    """

    where: str
    key: str
    each: list[StillThere]
    more: int

    @property
    def tick(self) -> str:
        words = ngettext(
            "I’ve checked this in %(where)s and it can stay", "I’ve checked all of these in %(where)s and they can stay", len(self.each)
        )
        return words % {"where": self.where}


MOST_LEFT = 40


def left_in(noticed: Iterable[Noticed], *, ask: Iterable[Noticed] = ()) -> list[LeftIn]:
    """What the gate finds in the texts of a thing, text by text; each of `ask` with a tick."""
    asked = {each.key for each in ask}
    return [_left(each, each.key if each.key in asked else "") for each in noticed]


def _left(noticed: Noticed, key: str) -> LeftIn:
    once: dict[tuple[str, str], StillThere] = {}
    for each in noticed.things:
        shown = StillThere(str(noticed.of.where), str(each.label), " ".join(each.excerpt.split()), str(each.why))
        once.setdefault((shown.label, shown.excerpt.casefold()), shown)
    return LeftIn(str(noticed.of.where), key, list(once.values())[:MOST_LEFT], max(0, len(once) - MOST_LEFT))
