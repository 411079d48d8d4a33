"""What a real worker is asked to do. Each thing that ran leaves an event, in a transaction of its own."""

import time
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app

from heard.core import events, jobs
from heard.core.actors import SystemActor
from heard.core.models import Event

TRYING = SystemActor("trying")


@dataclass(frozen=True)
class Tried(events.Fact):
    """Something was tried, and its transaction was held open for a while."""

    name: ClassVar[str] = "trying.tried"
    thing_id: int


def ran(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    Event.objects.create(name="trying.ran", payload={"what": what, "session": session}, actor_ref=TRYING.actor_ref)


@events.on(Tried)
def hear_of_it(fact: Tried) -> None:
    ran("handler")


@app.task(name="trying.note")
def note(what: str) -> None:
    ran(what)


@app.task(name="trying.roll_back")
def roll_back() -> None:
    """Enqueue in each of the ways there are, then fail: nothing of it may ever run."""
    with transaction.atomic():
        jobs.defer("trying.note", what="one of a rollback")
        jobs.defer("trying.note", queueing_lock="trying", what="a locked one of a rollback")
        jobs.defer_all("trying.note", [{"what": "several of a rollback"}] * 2)
        events.announce(Tried(thing_id=1), by=TRYING)
        raise RuntimeError("rolled back on purpose")


@app.task(name="trying.hold")
def hold() -> None:
    """Announce, and do not commit before the worker has gone on to what was enqueued later: it had every chance to begin too early."""
    with transaction.atomic():
        events.announce(Tried(thing_id=2), by=TRYING)
        with connection.cursor() as cursor:
            for _ in range(1200):
                cursor.execute("SELECT count(*), pg_sleep(0.05) FROM core_event WHERE payload->>'what' = 'meanwhile'")
                if cursor.fetchone()[0]:
                    return
        raise RuntimeError("the worker did nothing else meanwhile")


@app.task(name="trying.dawdle", pass_context=True)
def dawdle(context: JobContext) -> None:
    """Hang, as a mail server can that says nothing more; whoever runs this a second time is done at once."""
    if context.job.attempts == 0:
        time.sleep(600)
    ran("dawdled")
