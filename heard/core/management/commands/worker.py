"""The background process: jobs in the order they were owed, until it is told to stop."""

import asyncio
import os
import signal
import threading
from contextlib import suppress
from typing import Any, cast

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from heard.core import jobs
from heard.core.durable import QUEUE_OPTIONS, WORKER_OPTIONS

CONCURRENCY = 4
"""Jobs at once. Sending mail is mostly waiting; each job under way uses one database connection."""
UNREGISTER_SECONDS = 2
"""How long a worker that is cut off may try to say so."""


class Command(BaseCommand):
    help = "Run background jobs: alerts, mail, clocks. `make run` starts and watches one."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with app.replace_connector(_queue()):
                asyncio.run(_work())
        except ConnectorException as error:
            # Whoever watches starts it again; a trace would only hide that nothing here is broken.
            raise CommandError("The worker lost the database.") from error


def _queue() -> BaseAsyncConnector:
    """The connections on which the queue is kept; from here on, jobs have connections of their own with the worker's options."""
    options = connection.settings_dict.setdefault("OPTIONS", {})
    given = options.get("options", "")
    options["options"] = f"{given} {QUEUE_OPTIONS}"
    queue = cast("DjangoConnector", app.connector).get_worker_connector()
    options["options"] = f"{given} {WORKER_OPTIONS}"
    connection.close()
    return queue


async def _work() -> None:
    async with app.open_async():
        await jobs.rescue_stalled()  # what a worker before this one was cut off from, at once and not at the next sweep
        library: Any = app  # which has no types here
        library.perform_import_paths()
        wanted = {
            **library.worker_defaults,  # among them: a connection of Django's that was cut is noticed before and after each job
            "concurrency": CONCURRENCY,
            "shutdown_graceful_timeout": settings.WORKER_FAREWELL_SECONDS,
            # What was done is forgotten: facts and messages have ledgers of their own. What was given up stays, for the doctor to tell.
            "delete_jobs": "successful",
            "install_signal_handlers": False,
        }
        worker: Any = Worker(app, **wanted)
        farewell = threading.Timer(settings.WORKER_FAREWELL_SECONDS + 1, _cut_off, [worker])
        farewell.daemon = True

        def stop() -> None:
            worker.stop()
            with suppress(RuntimeError):  # told twice
                farewell.start()

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        await worker.run()
        farewell.cancel()


def _cut_off(worker: Any) -> None:
    """End now, whatever hangs. procrastinate waits for good for a job in a thread, which nothing can cancel.

    What such a job had not committed is rolled back with its connection. Its worker is struck off the list, so that the next one to
    start finds the job at once, and not after half a minute's silence.
    """
    try:
        if worker.worker_id is not None:
            parameters = {**connection.get_connection_params(), "connect_timeout": UNREGISTER_SECONDS}
            parameters = {name: value for name, value in parameters.items() if name not in {"cursor_factory", "context"}}
            with psycopg.connect(**parameters) as own:
                own.execute(f"SET statement_timeout = {UNREGISTER_SECONDS * 1000}")
                own.execute("DELETE FROM procrastinate_workers WHERE id = %s", [worker.worker_id])
    finally:
        os._exit(0)
