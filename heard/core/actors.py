"""Who did it. Every action takes one; there is no anonymous write."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, Self

PERSON: Final = "person"
AUTHOR: Final = "author"
SYSTEM: Final = "system"


class ActorRef(str):
    """Who acted, or whom a message is for, as it is stored: `person:12`, `author:5`, `system:worker`, `invitation:3`.

    It is the string that stands in columns, and so is compared with what was read from one; `ActorRef(read)` tells its parts.
    """

    __slots__ = ()

    @classmethod
    def of(cls, kind: str, which: int | str) -> Self:
        return cls(f"{kind}:{which}")

    @property
    def kind(self) -> str:
        return self.partition(":")[0]

    @property
    def id(self) -> str:
        return self.partition(":")[2]

    @property
    def number(self) -> int:
        """The id of a row.

        Raises:
            ValueError: it is none, as that of a process.
        """
        return int(self.id)


def numbers_of(kind: str, references: Iterable[str]) -> set[int]:
    """The ids of those of these references that are of this kind."""
    return {each.number for each in map(ActorRef, references) if each.kind == kind}


class Actor(Protocol):
    """Anything that can act."""

    @property
    def actor_ref(self) -> ActorRef: ...


@dataclass(frozen=True)
class SystemActor:
    """A process acting by itself: a sweep, an import, a handler."""

    process: str

    @property
    def actor_ref(self) -> ActorRef:
        return ActorRef.of(SYSTEM, self.process)
