"""Who did it. Every action takes one; there is no anonymous write."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anything that can act. `actor_ref` is `kind:id`, for example `person:12`, `author:5`, `system:worker`."""

    @property
    def actor_ref(self) -> str: ...


@dataclass(frozen=True)
class SystemActor:
    """A process acting by itself: a sweep, an import, a handler."""

    process: str

    @property
    def actor_ref(self) -> str:
        return f"system:{self.process}"
