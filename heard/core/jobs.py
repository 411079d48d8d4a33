"""Background work: a thin seam over procrastinate, so that every job is enqueued in the caller's transaction and by name."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import DEFAULT_QUEUE, Job, Status
from procrastinate.manager import JobManager

from heard.core import clock

_queue = JobManager(DjangoConnector())
"""Enqueues on Django's own connection, and so in the caller's transaction, in every process. `app` may not be asked for this: inside the
worker its connector is a pool beside Django's connection, whose jobs stay when the caller rolls back and run before the caller commits."""

TAKEN_AT_ONCE = 100
OWED_FOR = timedelta(days=30)
"""For so long after a fact its consequences are tried for; later they would surprise more than they mend, and `manage.py doctor` tells."""
TRIED_AT_ONCE = 500
LATE_AFTER = timedelta(minutes=1)
"""So soon after a fact its handlers have run, or are named by `manage.py doctor`."""
LOOK_AFTER_FIRST, MESSAGES_LAST = 10, -10
"""Priorities; everything else has 0. Messages, by their urgency from -10 up, come after what makes them: a morning's thousands of them, or
a mail server that lets each wait, hold up nothing else. What looks after lost jobs comes before all."""
REPEATABLE = ("core.handle", "core.deliver")
"""What may safely run a second time beside a first that is only slow."""
LOST_AFTER_SECONDS = 300
"""No handler and no message takes so long; a mail server that says nothing is left after EMAIL_TIMEOUT (20 seconds) each time."""

_at_hand: ContextVar[deque[tuple[str, dict[str, Any]]] | None] = ContextVar("jobs at hand", default=None)


def on_app_ready(ready: Any) -> None:
    """procrastinate calls this when its app exists; tasks are found by themselves in each slice's `tasks.py`."""


def defer(task: str, *, queueing_lock: str | None = None, **arguments: Any) -> None:
    """Enqueue task `task` in the current transaction. Arguments are ids and kinds.

    With `queueing_lock`, nothing is enqueued when a job of the same lock is already waiting.
    """
    if queueing_lock is None or _at_hand.get() is not None:
        defer_all(task, [arguments])
        return
    with suppress(AlreadyEnqueued), transaction.atomic():  # a savepoint: the refusal must not spoil the caller's transaction
        _queue.batch_defer_jobs([_job(task, arguments, queueing_lock=queueing_lock)])


def defer_all(task: str, arguments: Sequence[dict[str, Any]], *, priority: int = 0, due_at: datetime | None = None) -> None:
    """Enqueue task `task` once for each of `arguments`, in their order, in the current transaction and one statement.

    Of jobs that wait, those of highest `priority` run first; none runs before `due_at`.
    """
    if (waiting := _at_hand.get()) is not None:
        waiting.extend((task, each) for each in arguments)
    elif arguments:
        _queue.batch_defer_jobs([_job(task, each, priority=priority, scheduled_at=due_at) for each in arguments])


def _job(task: str, arguments: dict[str, Any], *, queueing_lock: str | None = None, **more: Any) -> Job:
    return Job(queue=DEFAULT_QUEUE, lock=None, queueing_lock=queueing_lock, task_name=task, task_kwargs=arguments, **more)


@contextmanager
def at_hand() -> Iterator[None]:
    """Keep jobs in this process, for `drain` alone, instead of in the database: for the demo's loading, which begins anew if it fails.

    What an action owed before it failed stays owed here, so let nobody catch such a failure and go on.
    """
    kept = _at_hand.set(deque())
    try:
        yield
    finally:
        _at_hand.reset(kept)


def drain(limit: int = 10_000) -> int:
    """Run everything that waits, here and now, in order, also what is due later; returns how many ran. For the demo and for tests.

    The worker is the real way; this one must not run beside it. When a job fails, the ones after it still wait.
    """
    done = 0
    if (waiting := _at_hand.get()) is not None:
        while done < limit and waiting:
            name, arguments = waiting.popleft()
            app.tasks[name](**arguments)
            done += 1
        return done
    while done < limit and (taken := _take(min(TAKEN_AT_ONCE, limit - done))):
        for position, (name, arguments) in enumerate(taken):
            try:
                app.tasks[name](**arguments)
            except BaseException:
                for later, its_arguments in taken[position + 1 :]:
                    defer(later, **its_arguments)
                raise
            done += 1
    return done


def _take(most: int) -> list[tuple[str, dict[str, Any]]]:
    """Take the jobs that wait longest from the queue: name and arguments of each, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM procrastinate_jobs WHERE id = ANY(ARRAY(
                   SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT %s))
               RETURNING id, task_name, args::text""",
            [most],
        )
        return [(name, json.loads(arguments)) for _, name, arguments in sorted(cursor.fetchall())]


def try_failed_handlers_again() -> int:
    """Give back to the queue the handlers of facts that were given up, the least tried first; returns how many.

    Each gets one more try every time, until it succeeds or `OWED_FOR` has passed: whatever was broken, what it owed comes after all.
    Handlers are repeatable and their ledgers unique, so that nothing comes twice. Other jobs need no such care: what is periodic
    comes round again, and messages have a sweep of their own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT procrastinate_retry_job_v2(failed.id, now(), NULL, NULL, NULL) FROM (
                   SELECT job.id FROM procrastinate_jobs job JOIN core_event event ON event.id = (job.args->>'event_id')::bigint
                    WHERE job.status = 'failed' AND job.task_name = 'core.handle' AND event.at > %s
                    ORDER BY job.attempts, job.id LIMIT %s) failed""",
            [clock.now() - OWED_FOR, TRIED_AT_ONCE],
        )
        return len(cursor.fetchall())


@dataclass(frozen=True)
class LateHandler:
    """A handler that has not done its work although its fact is more than `LATE_AFTER` old."""

    event_id: int
    handler: str
    at: datetime
    attempts: int


def late_handlers() -> list[LateHandler]:
    """Handlers that wait or are under way for longer than they should, the oldest fact first, at most `TRIED_AT_ONCE`.

    Those that were given up are another thing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT event.id, job.args->>'handler', event.at, job.attempts
                 FROM procrastinate_jobs job JOIN core_event event ON event.id = (job.args->>'event_id')::bigint
                WHERE job.status IN ('todo', 'doing') AND job.task_name = 'core.handle' AND event.at < %s
                ORDER BY event.at, job.id LIMIT %s""",
            [clock.now() - LATE_AFTER, TRIED_AT_ONCE],
        )
        return [LateHandler(*row) for row in cursor.fetchall()]


def bring_late_handlers_forward() -> int:
    """Let the handlers of facts that are a minute old run now, the least tried first, though they wait longer for their next try.

    Returns how many. They fail for good after eight more tries, and from then on are tried every five minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = ANY(ARRAY(
                   SELECT job.id FROM procrastinate_jobs job JOIN core_event event ON event.id = (job.args->>'event_id')::bigint
                    WHERE job.status = 'todo' AND job.task_name = 'core.handle' AND job.scheduled_at > now() AND event.at < %s
                    ORDER BY job.attempts, job.id LIMIT %s))""",
            [clock.now() - LATE_AFTER, TRIED_AT_ONCE],
        )
        return int(cursor.rowcount)


def bring_forward(task: str, *, argument: str, ids: Sequence[int]) -> int:
    """Let the jobs of `task` about these ids run now that wait longer for their next try; returns how many. A job is about one id
    (`argument`) or several (the same word with an s).

    A job that failed waits 3, 9, 27 … seconds, in the end for hours: too long where somebody was promised a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE procrastinate_jobs SET scheduled_at = NULL
                WHERE status = 'todo' AND task_name = %s AND scheduled_at > now()
                  AND ((args->>%s)::bigint = ANY(%s) OR args->%s @> ANY(SELECT to_jsonb(id) FROM unnest(%s::bigint[]) id))""",
            [task, argument, list(ids), f"{argument}s", list(ids)],
        )
        return int(cursor.rowcount)


def without_a_job(task: str, *, argument: str, ids: Sequence[int]) -> list[int]:
    """Which of these ids no job of `task`, about one or about several, waits for or is busy with, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT about.id FROM procrastinate_jobs job CROSS JOIN LATERAL (
                   SELECT (job.args->>%s)::bigint UNION ALL SELECT jsonb_array_elements_text(job.args->%s)::bigint) about(id)
                WHERE job.status IN ('todo', 'doing') AND job.task_name = %s AND about.id = ANY(%s)""",
            [argument, f"{argument}s", task, list(ids)],
        )
        have = {number for (number,) in cursor.fetchall()}
    return [each for each in ids if each not in have]


def give_back_lost() -> int:
    """Give back to the queue what a living worker lost sight of; returns how many.

    When its database goes away while it notes that a job has ended, the worker goes on beating and the job stands as under way for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT procrastinate_retry_job_v2(lost.id, now(), NULL, NULL, NULL) FROM (
                   SELECT job.id FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
                    WHERE job.status = 'doing' AND job.task_name = ANY(%s) AND event.type = 'started'
                    GROUP BY job.id HAVING max(event.at) < now() - make_interval(secs => %s)) lost""",
            [list(REPEATABLE), LOST_AFTER_SECONDS],
        )
        return len(cursor.fetchall())


async def rescue_stalled() -> int:
    """Give the jobs of workers that died back to the queue; returns how many.

    A worker beats every 10 seconds; 30 silent seconds mean that it is gone (procrastinate's own defaults).
    """
    stalled = list(await app.job_manager.get_stalled_jobs())
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the sweep that should have ended it waits again already, under the same lock
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)
    return len(stalled)
