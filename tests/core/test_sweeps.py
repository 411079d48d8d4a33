"""What the worker puts right and throws away by itself."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection

from heard.core import clock, jobs, tasks


def job(status, *, lock=None):
    """A job of a worker that has been silent for an hour."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
        (worker,) = cursor.fetchone()
        cursor.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock, worker_id)
               VALUES ('default', 'core.every_minute', '{"timestamp": 1}', %s, %s, %s) RETURNING id""",
            [status, lock, worker if status == "doing" else None],
        )
        return cursor.fetchone()[0]


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_jobs_of_a_dead_worker_wait_again_also_behind_a_sweep_that_waits_already():
    job("doing", lock="a sweep")
    next_sweep = job("todo", lock="a sweep")
    other = job("doing")
    async_to_sync(jobs.rescue_stalled)()
    assert waiting() == [(next_sweep, "todo"), (other, "todo")]


@pytest.mark.django_db
def test_sessions_that_are_over_are_deleted():
    now = clock.now()
    for key, expires in (("over", now - timedelta(minutes=1)), ("open", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    tasks.forget_sessions(0)
    assert [each.session_key for each in Session.objects.all()] == ["open"]


@pytest.mark.django_db
def test_what_a_living_worker_lost_sight_of_waits_again_after_five_minutes():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        (worker,) = cursor.fetchone()
        for minutes in (1, 6):
            cursor.execute(
                """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)
                   VALUES ('default', 'core.handle', '{}', 'doing', %s) RETURNING id""",
                [worker],
            )
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'started', now() - make_interval(mins => %s))",
                [cursor.fetchone()[0], minutes],
            )
    assert jobs.give_back_lost() == 1
    assert [status for _, status in waiting()] == ["doing", "todo"]
