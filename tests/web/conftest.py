"""A real web process, over the tests' own database, and raw sockets that behave as badly as they like."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.launch.processes import wait_for

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    """`manage.py web`, with everything it says collected in a file."""

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.said_in = folder / f"said-{self.port}"
        self.sockets = []
        with self.said_in.open("wb") as out:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "manage.py", "web", "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def said(self):
        return self.said_in.read_text(errors="replace")

    def open(self, raw, *, small_window=False):
        """A connection on which `raw` was sent, left open."""
        connection = socket.socket()
        self.sockets.append(connection)
        if small_window:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(raw)
        return connection

    def ask(self, raw):
        """Everything that comes back until the other side closes."""
        return read_all(self.open(raw))

    def get(self, path, **headers):
        return self.ask(request("GET", path, Connection="close", **headers))

    def waiting_on_disk(self):
        """How many bodies and answers its processes keep on the disk; they have no name there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = 0
        for each in [file for pid in children for file in Path(f"/proc/{pid}/fd").iterdir()]:
            with contextlib.suppress(FileNotFoundError):  # closed a moment ago
                found += "/arriving/" in os.readlink(each)
        return found

    def is_up(self):
        assert self.process.poll() is None, self.said()
        with contextlib.suppress(OSError):
            return b"200 OK" in self.get("/robots.txt").split(b"\r\n", 1)[0]
        return False

    def stop(self):
        for each in self.sockets:
            each.close()
        self.process.terminate()
        self.process.wait(60)


def request(method, path, body=b"", **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def read_all(connection):
    found = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            found += piece
    return found


@pytest.fixture(scope="module")
def start(tmp_path_factory, django_db_setup):
    """Starts web processes, and stops them."""
    started = []

    def begin(**environment):
        folder = tmp_path_factory.mktemp("web")
        site = Web(folder, **(surroundings(folder) | environment))
        started.append(site)
        wait_for(site.is_up, seconds=60)
        return site

    yield begin
    for site in started:
        site.stop()


@pytest.fixture(scope="module")
def web(start):
    """One for a module, with little patience: two seconds for a body."""
    return start()


def surroundings(folder):
    return {
        "DJANGO_SETTINGS_MODULE": "tests.web.settings",
        "WEB_DATABASE": str(connection.settings_dict["NAME"]),
        "WEB_KEYS": str(settings.KEYS_HOME),
        "WEB_FOLDER": str(folder / "arriving"),
    }
