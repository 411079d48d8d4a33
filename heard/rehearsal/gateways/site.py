"""A site of its own, as `make run` runs it: web, worker and database in a home that goes afterwards, and each of them can be killed."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from heard.core.errors import DomainError
from launch.processes import ends_with_parent, undisturbed

ROOT = Path(settings.ROOT)
MANAGE = ROOT / "manage.py"
READY_WITHIN = 300.0
"""Seconds: an empty database is made first, and its tables."""
FAREWELL = 60.0
GONE_WITHIN = 10.0
WEB, WORKER, DATABASE = "web", "worker", "database"
OF_ANOTHER_SITE = {"DATABASE_URL", "MIGRATE_DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "HEARD_TEST_RUN"}
"""What the surroundings say of the site that this was started beside."""
PARTS = (WORKER, WEB, DATABASE)


class SiteBroke(DomainError):
    """The site of the rehearsal did not start, or has ended by itself; with the end of what it said."""


@contextlib.contextmanager
def own_home(*, keep: bool = False) -> Iterator[Path]:
    """A folder for database, keys and logs that goes when the rehearsal is over, unless it is to be looked at."""
    folder = tempfile.mkdtemp(prefix="heard-rehearsal-")
    try:
        yield Path(folder)
    finally:
        if not keep:
            _remove(Path(folder))


def _remove(folder: Path) -> None:
    """Whatever still ends in there may write a last file while its folder is being removed: then again, for a few seconds."""
    until = time.monotonic() + GONE_WITHIN
    while folder.exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Site:
    """`make run` in a home of its own: it watches web, worker and database, and starts again whatever is killed."""

    def __init__(self, home: Path, *, mail_port: int) -> None:
        self.home, self.port = home, free_port()
        self.killed: Counter[str] = Counter()
        self._log = home / "site.log"
        self._process: subprocess.Popen[bytes] | None = None
        mine = {
            "HEARD_HOME": str(home),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DEMO": "0",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_port),
            "EMAIL_USE_TLS": "false",
            "EMAIL_USE_SSL": "false",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "heard.config.settings.site",
        }
        # The database of the rehearsal lives in its home: whatever is set for the site's is none of its business.
        others = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_SITE}
        self.env = {**others, **mine}

    def start(self) -> None:
        """Start everything and wait until all is well.

        Raises:
            SiteBroke: it did not come up.
        """
        with self._log.open("ab") as log, undisturbed():
            command = [sys.executable, "-m", "launch", "run"]
            # In a session of its own: a Ctrl-C reaches the rehearsal alone, which ends the site in order.
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=ends_with_parent(),  # noqa: PLW1509 - only calls the kernel
            )  # fmt: skip
        until = time.monotonic() + READY_WITHIN
        while not self._is_well():
            self.look_after()
            if time.monotonic() > until:
                raise SiteBroke(f"The site of the rehearsal is not well after {READY_WITHIN:.0f} seconds:\n{self._said()}")
            time.sleep(0.2)

    def look_after(self) -> None:
        """Raises SiteBroke when the site has ended by itself."""
        if self._process is not None and (code := self._process.poll()) is not None:
            raise SiteBroke(f"The site of the rehearsal ended by itself (exit code {code}):\n{self._said()}")

    def kill(self, part: str) -> bool:
        """End one of the three as a power cut would: -9, in the middle of whatever it does. False: it is just not running."""
        with contextlib.suppress(ProcessLookupError):
            if part == DATABASE:
                pid = self._postmaster()
                if pid is None:
                    return False
                os.kill(pid, signal.SIGKILL)
            else:
                found = self._running(part)
                if not found:
                    return False
                os.killpg(os.getpgid(found[0]), signal.SIGKILL)  # the web server and its copies at once
            self.killed[part] += 1
            return True
        return False

    def stop(self) -> None:
        """End everything in order, however far it has come."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            for part in (WEB, WORKER):
                self.kill(part)
            self._process.kill()
            self._process.wait()

    def _is_well(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _said(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])

    def _postmaster(self) -> int | None:
        try:
            return int((self.home / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _running(self, verb: str) -> list[int]:
        """The `manage.py` programs with this verb among everything that the launcher started; the eldest first."""
        return sorted(pid for pid in _descendants(self._process.pid if self._process else 0) if _verb(pid) == verb)


def _descendants(of: int) -> set[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            text = (entry / "stat").read_text()
            parents[int(entry.name)] = int(text[text.rindex(")") + 2 :].split()[1])
    found = {of}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {of}


def _verb(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        for program, verb in pairwise(words):
            if program.endswith(b"manage.py"):
                return verb.decode(errors="replace")
    return ""


def manage(*arguments: str, env: dict[str, str], **how: Any) -> "subprocess.Popen[str]":
    """Start `manage.py` with these arguments. To be called `undisturbed`, or a signal leaves it running unknown."""
    command = [sys.executable, str(MANAGE), *arguments]
    return subprocess.Popen(command, env=env, text=True, preexec_fn=ends_with_parent(), **how)  # noqa: S603, PLW1509 - as above
