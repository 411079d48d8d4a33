"""State machines as data: one table per lifecycle, read by actions, tests and the generated docs.

A lifecycle says which moves there are; the action that makes a move locks the row, asks the table, writes the new state and one
immutable move row, and announces the fact.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from heard.core.errors import WrongState

BEGINNING = ""
"""The state of a thing that is not there yet: the source of the first move."""


@dataclass(frozen=True)
class Move:
    """`name` takes a thing from any of `sources` to `target`; `words` says what that means to people."""

    name: str
    sources: frozenset[str]
    target: str
    words: str


def move(name: str, sources: Iterable[str], target: str, words: str) -> Move:
    return Move(name, frozenset(str(source) for source in sources), str(target), words)


class Lifecycle:
    """A complete table of moves. Every pair of state and move not in it is refused with `WrongState`."""

    registry: dict[str, "Lifecycle"] = {}

    def __init__(self, name: str, *, states: Iterable[str], moves: Iterable[Move]) -> None:
        self.name = name
        self.states = tuple(str(state) for state in states)
        self.moves = {each.name: each for each in moves}
        known = {*self.states, BEGINNING}
        for each in self.moves.values():
            unknown = ({each.target} | each.sources) - known
            if unknown:
                raise ValueError(f"{name}: move {each.name} names unknown states {sorted(unknown)}")
        Lifecycle.registry[name] = self

    def after(self, state: str, name: str) -> str:
        """The state that move `name` leads to from `state`.

        Raises:
            WrongState: when the table has no such move from there.
        """
        wanted = self.moves[name]
        if state not in wanted.sources:
            raise WrongState(f"This can no longer be done: the {self.name} is “{state or 'new'}” now.")
        return wanted.target

    def allows(self, state: str, name: str) -> bool:
        return state in self.moves[name].sources
