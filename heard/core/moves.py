"""The one place where a state changes, and the lock that it asks for. Whoever wants to know what a move does, or what is kept of it, reads
`make`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeVar

from django.db.models import Func, Manager, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from heard.core import clock
from heard.core.actors import Actor
from heard.core.lifecycle import BEGINNING, Lifecycle, Name
from heard.core.models import AbstractMove

NOTHING_ELSE: Mapping[str, object] = MappingProxyType({})
THIS_TRANSACTION = Cast(Func(function="pg_current_xact_id"), TextField())
Row = TypeVar("Row", bound=Model)


class NotLocked(RuntimeError):
    """A fault of ours: a row was moved that this transaction had not locked, so somebody else may have changed it since it was read."""


def locked(rows: QuerySet[Row] | Manager[Row], *, skip_locked: bool = False) -> QuerySet[Row]:
    """These rows, locked until the transaction ends; other transactions may go on reading them. Each carries the transaction that locked it
    (`locked_in`): `make` moves no others. With `skip_locked` those are left out that somebody else has locked.
    """
    these: QuerySet[Any] = rows.select_for_update(no_key=True, of=("self",), skip_locked=skip_locked)
    carrying: QuerySet[Row] = these.annotate(locked_in=THIS_TRANSACTION)
    return carrying


class Moving(Protocol):
    """A row with a lifecycle: its `state`, and beside it the `moves` that were made with it."""

    pk: Any
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
    """Make one move of a thing that is `locked`, or the first one of a new thing: one statement writes the row, with `columns` and whatever
    was set on it before, and one keeps the move, with what is `said` of it.

    A row that counts its versions has a new one; one that keeps when it changed has changed now.

    Raises:
        WrongState: the table has no such move from where the thing is.
        NotLocked: it was read without a lock, or the transaction that locked it is over.
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
    if is_new:
        thing.save(force_insert=True)
    else:
        _write_locked(thing)
    return note(thing, move, by=by, at=at, **said)


def _write_locked(thing: Moving) -> None:
    """Write the whole row, as `save` does. It stands as it was read, for nobody else could have changed it, if this transaction is the one
    that locked it: the same statement asks.
    """
    meta = thing._meta  # noqa: SLF001 - Django's public meta API
    columns = [each for each in meta.concrete_fields if not (each.primary_key or each.generated)]
    rows = meta.base_manager.filter(Exact(THIS_TRANSACTION, Value(getattr(thing, "locked_in", ""))), pk=thing.pk)
    if not rows.update(**{each.name: each.pre_save(thing, add=False) for each in columns}):
        raise NotLocked(f"{meta.label}:{thing.pk}")


def note(thing: Moving, name: StrEnum, *, by: Actor, at: datetime | None = None, **said: object) -> AbstractMove:
    """Keep beside a thing what was done with it. By itself this moves nothing: a note, a look."""
    if hasattr(thing.moves.model, "to_state"):
        said["to_state"] = thing.state
    kept: AbstractMove = thing.moves.create(name=name, by=by.actor_ref, at=at or clock.now(), **said)
    return kept
