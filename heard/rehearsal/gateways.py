"""What a rehearsal needs around it: a database of its own, a mail server that keeps what it takes, a worker that can be killed."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

DATABASE = "heard_rehearsal"
MANAGE = Path(settings.ROOT) / "manage.py"
_STORY = re.compile(r"/(\d{4,})/")


# ---------------------------------------------------------------- the mail server


class Postbox:
    """An SMTP server's handler: every message it takes is one line of the log, written before it says yes."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("a")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body(("plain",))
        found = _STORY.search(body.get_content() if body else "")
        taken = {
            "id": str(message["Message-ID"]),
            "to": envelope.rcpt_tos[0],
            "subject": str(message["Subject"]),
            "story": int(found[1]) if found else None,
        }
        self._log.write(json.dumps(taken) + "\n")
        self._log.flush()
        return "250 Taken"


@contextlib.contextmanager
def postbox(log: Path) -> Iterator[int]:
    """A mail server on this machine for as long as the `with` block; its port."""
    from aiosmtpd.controller import Controller  # not for the running site

    port = _free_port()
    server = Controller(Postbox(log), hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@dataclass(frozen=True)
class Taken:
    """What the mail server took: each message how often, and the messages that told an address of a new story."""

    messages: Counter[str]
    """Message-ID → how often."""
    new_stories: dict[tuple[str, int], set[str]]
    """(Address, story) → Message-IDs."""


def taken(log: Path) -> Taken:
    """Read the mail server's log."""
    messages: Counter[str] = Counter()
    new_stories: dict[tuple[str, int], set[str]] = defaultdict(set)
    for line in log.read_text().splitlines():
        each = json.loads(line)
        messages[each["id"]] += 1
        if each["subject"].startswith("A new story about ") and each["story"]:
            new_stories[each["to"], each["story"]].add(each["id"])
    return Taken(messages, dict(new_stories))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# ---------------------------------------------------------------- the database and the processes


@contextlib.contextmanager
def own_database(*, keep: bool) -> Iterator[str]:
    """An empty database beside the site's for as long as the `with` block; its URL."""
    _run_beside(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))
    _run_beside(sql.SQL("CREATE DATABASE {}"))
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{DATABASE}").geturl()
    finally:
        if not keep:
            _run_beside(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))


def _run_beside(statement: sql.SQL) -> None:
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(DATABASE)))


@contextlib.contextmanager
def own_home() -> Iterator[Path]:
    """A folder for keys and logs that goes when the rehearsal is over."""
    with tempfile.TemporaryDirectory(prefix="heard-rehearsal-") as folder:
        yield Path(folder)


def surroundings(*, database_url: str, home: Path, mail_port: int) -> dict[str, str]:
    """The environment of every process of the rehearsal: its own database, keys and mail server, and no demo."""
    mine = {
        "DATABASE_URL": database_url,
        "HEARD_HOME": str(home),
        "DEMO": "0",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        "EMAIL_USE_TLS": "false",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **mine}


def manage(*arguments: str, env: dict[str, str], **how: Any) -> "subprocess.Popen[str]":
    """Start `manage.py` with these arguments."""
    return subprocess.Popen([sys.executable, str(MANAGE), *arguments], env=env, text=True, **how)  # noqa: S603 - our own program


class Worker:
    """The real background process; started again whenever it is gone, killed when somebody says so."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self._env = env
        self._log = log.open("a")
        self._process = self._start()
        self.kills = 0

    def _start(self) -> "subprocess.Popen[str]":
        return manage("worker", env=self._env, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        """End it as a power cut would: -9, in the middle of whatever it does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.kills += 1
        self._process = self._start()

    def look_after(self) -> None:
        """Start it again if it ended by itself."""
        if self._process.poll() is not None:
            self._process = self._start()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
