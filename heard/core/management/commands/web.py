"""The web server: one process that imports everything once, and copies of it that answer."""

import resource
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

PROCESSES = 2
FAREWELL_SECONDS = 10
"""How long requests under way may take to finish after SIGTERM."""
HEADER_MILLISECONDS = 20_000
"""How long the first lines of a request may take, and how long a connection may wait for its next one."""
MOST_CONNECTIONS = 8_000
"""Per process, as far as the system allows open files: one that waits costs some kilobytes and no thread."""
FILES_OF_OUR_OWN = 200


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
            settings.WEB_APPLICATION,
            address=options["host"],
            port=options["port"],
            interface=Interfaces.RSGI,
            workers=PROCESSES,
            backpressure=_connections(),
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
            websockets=False,
            log_level=LogLevels.warning,
            log_access=False,
            respawn_failed_workers=True,
            workers_kill_timeout=FAREWELL_SECONDS,
        ).serve()


def _connections() -> int:
    """How many connections a process may have open, after asking the system for as many as it gives."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return MOST_CONNECTIONS if most == resource.RLIM_INFINITY else max(100, min(MOST_CONNECTIONS, (most - FILES_OF_OUR_OWN) // 2))
