"""Facts, announced in the transaction that made them true. Higher slices listen; lower slices never call up.

`announce` writes one `Event` row and enqueues one job per registered handler, all in the caller's transaction: either the fact,
its record and its consequences are there, or none is. Handlers run in the worker, may run twice, and so must be repeatable; one that
fails is tried again for 30 days (`jobs.try_failed_handlers_again`), and so must look at what is true when it runs.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from inspect import signature
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from heard.core import jobs
from heard.core.actors import Actor
from heard.core.models import Event

_PLAIN = re.compile(r"[a-z0-9_.:-]{0,60}\Z")


@dataclass(frozen=True)
class Fact:
    """Base of all facts. Fields are ids, kinds and numbers; anything longer or freer is refused by `announce`."""

    name: ClassVar[str]


F = TypeVar("F", bound=Fact)
Handler = Callable[[F], None] | Callable[[F, datetime], None]

_facts: dict[str, type[Fact]] = {}
_handlers: dict[str, dict[str, Callable[..., None]]] = defaultdict(dict)
_handlers_asking_when: set[str] = set()
_concerns: dict[str, Callable[[Any], bool]] = {}


def on(fact: type[F], *, when: Callable[[F], bool] | None = None) -> Callable[[Handler[F]], Handler[F]]:
    """Register a handler of `fact`. Its full dotted name is its identity in jobs: under another name, those that still wait fail.

    A handler with a second parameter, `at`, is given the moment of the fact: what it owes depends on how things stood then, and it may run
    much later. `when` looks at the fact alone and saves the job for a handler that it does not concern: there are thousands of deliveries
    a day.
    """

    def register(handler: Handler[F]) -> Handler[F]:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _facts[fact.name] = fact
        _handlers[fact.name][name] = handler
        if "at" in signature(handler).parameters:
            _handlers_asking_when.add(name)
        if when is not None:
            _concerns[name] = when
        return handler

    return register


def handlers_of(fact: type[Fact]) -> list[Callable[..., None]]:
    """Who listens to a kind of fact."""
    return list(_handlers[fact.name].values())


def is_plain(value: object) -> bool:
    """Whether this is an id, a kind or a number, and so may stand in the audit trail, a job or the ledger of messages."""
    return value is None or isinstance(value, int) or (isinstance(value, str) and _PLAIN.match(value) is not None)


def announce(fact: Fact, *, by: Actor) -> None:
    """Record `fact` and enqueue its handlers. Must be called inside the transaction that made the fact true.

    Raises:
        ValueError: a field holds something that could be text or a person's detail.
        TransactionManagementError: there is no transaction.
    """
    payload = asdict(fact)
    for key, value in payload.items():
        if not is_plain(value):
            raise ValueError(f"{fact.name}.{key} is not an id or a kind: events carry no text.")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{fact.name} was announced outside a transaction.")
    event = Event.objects.create(name=fact.name, payload=payload, actor_ref=by.actor_ref)
    concerned = [name for name in _handlers[fact.name] if _concerns_it(name, fact)]
    jobs.defer_all("core.handle", [{"event_id": event.pk, "handler": name} for name in concerned])


def announced(name: str) -> str:
    """SQL: the announcements of the fact of this name: what it said (`payload`), and when (`at`)."""
    return f"SELECT payload, at FROM core_event WHERE name = '{name}'"  # noqa: S608 - the name of a fact


def handle(*, event_id: int, handler: str) -> None:
    """Run one handler for one event: the body of the job.

    Raises:
        LookupError: the event or the handler is not there. Nobody can say then that nothing is owed: the job fails, is tried again, and the
            doctor tells of it.
    """
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        raise LookupError(f"Event {event_id} is not there.")
    if handler not in _handlers[event.name]:
        raise LookupError(f"Event {event_id} is for {handler}, which is not there.")
    if _concerns_it(handler, fact := _facts[event.name](**event.payload)):
        _run(handler, fact, at=event.at)


def _run(handler: str, fact: Fact, *, at: datetime) -> None:
    asks_when = handler in _handlers_asking_when
    _handlers[fact.name][handler](*((fact, at) if asks_when else (fact,)))


def _concerns_it(handler: str, fact: Fact) -> bool:
    return handler not in _concerns or _concerns[handler](fact)
