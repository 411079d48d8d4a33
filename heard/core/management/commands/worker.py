"""The background process: jobs in the order they were owed, until it is told to stop."""

import asyncio
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from heard.core.durable import QUEUE_OPTIONS, WORKER_OPTIONS

CONCURRENCY = 4
"""Jobs at once. Sending mail is mostly waiting; each job under way uses one database connection."""
FAREWELL_SECONDS = 15.0
"""How long jobs under way may take to finish after SIGTERM; a job cut off later is found stalled and run again."""


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
        # What was done is forgotten: facts and messages have ledgers of their own. What was given up stays, for the doctor to tell.
        await app.run_worker_async(
            name="worker", concurrency=CONCURRENCY, shutdown_graceful_timeout=FAREWELL_SECONDS, delete_jobs="successful"
        )
