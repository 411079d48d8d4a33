"""The web server: one process that imports everything once, and copies of it that answer."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

PROCESSES = 2
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
"""Per process; each keeps one database connection, so at most 2 × 8 of the 100 the embedded database allows."""
FAREWELL_SECONDS = 10
"""How long requests under way may take to finish after SIGTERM."""


class Command(BaseCommand):
    help = "Answer web requests. `make run` starts and watches this."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported before the copies are made, so once instead of once in each; a connection must not be shared by them.
        get_internal_wsgi_application()
        get_resolver().url_patterns  # noqa: B018 - importing the views is the point
        connections.close_all()
        # No access log: it would hold network addresses.
        Server(
            settings.WSGI_APPLICATION.replace(".wsgi.", ".wsgi:"),
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=PROCESSES,
            blocking_threads=THREADS,
            websockets=False,
            log_level=LogLevels.warning,
            log_access=False,
            respawn_failed_workers=True,
            workers_kill_timeout=FAREWELL_SECONDS,
        ).serve()
