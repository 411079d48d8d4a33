"""Background work: a thin seam over procrastinate, so that every job is enqueued in the caller's transaction and by name."""

from contextlib import suppress
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued


def on_app_ready(ready: Any) -> None:
    """procrastinate calls this when its app exists; tasks are found by themselves in each slice's `tasks.py`."""


def defer(task: str, *, queueing_lock: str | None = None, **arguments: Any) -> None:
    """Enqueue task `task` in the current transaction. Arguments are ids and kinds.

    With `queueing_lock`, nothing is enqueued when a job of the same lock is already waiting.
    """
    job = app.configure_task(task, queueing_lock=queueing_lock)
    if queueing_lock is None:
        job.defer(**arguments)
        return
    with suppress(AlreadyEnqueued), transaction.atomic():  # a savepoint: the refusal must not spoil the caller's transaction
        job.defer(**arguments)


def drain(limit: int = 10_000) -> int:
    """Run everything that waits, here and now, in order; returns how many ran. For the demo's two years in a minute and for tests.

    The worker is the real way; this one takes no locks and must not run beside it.
    """
    done = 0
    while done < limit:
        job = ProcrastinateJob.objects.filter(status="todo").order_by("id").first()
        if job is None:
            break
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        with transaction.atomic():
            app.tasks[job.task_name](**job.args)
        done += 1
    return done


async def rescue_stalled() -> int:
    """Give the jobs of workers that died back to the queue; returns how many.

    A worker beats every 10 seconds; 30 silent seconds mean that it is gone (procrastinate's own defaults).
    """
    stalled = list(await app.job_manager.get_stalled_jobs())
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
