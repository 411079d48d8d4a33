"""The one place where a state changes. Whoever wants to know what a move does, or what is kept of it, reads `make`."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

from heard.core import clock
from heard.core.actors import Actor
from heard.core.lifecycle import BEGINNING, Lifecycle, Name
from heard.core.models import AbstractMove

NOTHING_ELSE: Mapping[str, object] = MappingProxyType({})


class Moving(Protocol):
    """A row with a lifecycle: its `state`, and beside it the `moves` that were made with it."""

    state: Any
    moves: Any
    _state: Any
    _meta: ClassVar[Any]

    def save(self, *, force_insert: bool = ...) -> None: ...


def make(
    thing: Moving,
    lifecycle: Lifecycle[Name],
    move: Name,
    *,
    by: Actor,
    at: datetime | None = None,
    columns: Mapping[str, object] = NOTHING_ELSE,
    **said: object,
) -> AbstractMove:
    """Make one move of a thing that is locked, or the first one of a new thing: one statement writes the row, with `columns` and whatever
    was set on it before, and one keeps the move, with what is `said` of it.

    A row that counts its versions has a new one; one that keeps when it changed has changed now.

    Raises:
        WrongState: the table has no such move from where the thing is.
    """
    is_new = thing._state.adding  # noqa: SLF001 - Django's word for a row that is not stored yet
    state = lifecycle.after(BEGINNING if is_new else thing.state, move)
    for column, value in columns.items():
        thing._meta.get_field(column)  # noqa: SLF001 - Django's public meta API; another name would be lost without a word
        setattr(thing, column, value)
    thing.state = state
    at = at or clock.now()
    if hasattr(thing, "version") and not is_new:
        thing.version += 1
    if hasattr(thing, "changed_at"):
        thing.changed_at = at
    thing.save(force_insert=is_new)
    return note(thing, move, by=by, at=at, **said)


def note(thing: Moving, name: StrEnum, *, by: Actor, at: datetime | None = None, **said: object) -> AbstractMove:
    """Keep beside a thing what was done with it. By itself this moves nothing: a note, a look."""
    if hasattr(thing.moves.model, "to_state"):
        said["to_state"] = thing.state
    kept: AbstractMove = thing.moves.create(name=name, by=by.actor_ref, at=at or clock.now(), **said)
    return kept
