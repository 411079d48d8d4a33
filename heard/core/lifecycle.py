"""State machines as data: one table per lifecycle, read by actions, tests and the generated docs.

A lifecycle says which moves there are, by the names of an enum of its own; `core.moves.make` makes one: it asks the table, writes the new
state and keeps one immutable row of the move. The action around it locks the row before, and announces the fact after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.translation import gettext as _

from heard.core.errors import WrongState

BEGINNING = ""
"""The state of a thing that is not there yet: the source of the first move."""

Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[Name]):
    """`name` takes a thing from any of `sources` to `target`; `words` says what that means to people."""

    name: Name
    sources: frozenset[str]
    target: str
    words: str


def move(name: Name, sources: Iterable[str], target: str, words: str) -> Move[Name]:
    return Move(name, frozenset(str(source) for source in sources), str(target), words)


class Lifecycle(Generic[Name]):
    """A complete table of moves. Every pair of state and move not in it is refused with `WrongState`."""

    registry: ClassVar[dict[str, "Lifecycle[Any]"]] = {}

    def __init__(self, name: str, *, states: Iterable[str], moves: Iterable[Move[Name]]) -> None:
        self.name = name
        self.states = tuple(str(state) for state in states)
        self.moves = {each.name: each for each in moves}
        known = {*self.states, BEGINNING}
        for each in self.moves.values():
            unknown = ({each.target} | each.sources) - known
            if unknown:
                raise ValueError(f"{name}: move {each.name} names unknown states {sorted(unknown)}")
        Lifecycle.registry[name] = self

    def after(self, state: str, name: Name) -> str:
        """The state that move `name` leads to from `state`.

        Raises:
            WrongState: when the table has no such move from there.
        """
        wanted = self.moves[name]
        if state not in wanted.sources:
            raise WrongState(_("You can’t do this any more, because something has changed since you opened the page."))
        return wanted.target

    def allows(self, state: str, name: Name) -> bool:
        return state in self.moves[name].sources
