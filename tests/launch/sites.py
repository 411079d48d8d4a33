"""A whole site, started as a person starts one."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys

from tests.launch.processes import ROOT, processes_mentioning, wait_for


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    """The status and the body of a page; None while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        with contextlib.closing(connection.getresponse()) as answer:
            return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Site:
    """`make run`, or what is behind it, with everything it says collected in a file."""

    def __init__(self, home, command=(sys.executable, "-m", "launch", "run"), settings=None, **popen):
        self.home, self.port, self.settings = home, free_port(), settings or {}
        self.said_in = home.parent / f"said-{self.port}"
        with self.said_in.open("wb") as out:
            options = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": subprocess.STDOUT, **popen}
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment(), **options)

    def environment(self):
        unwanted = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL"}
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        return {**kept, "HEARD_HOME": str(self.home), "PORT": str(self.port), "DEMO": "0", **self.settings}

    def said(self):
        return self.said_in.read_text(errors="replace")

    def wait_until(self, words):
        wait_for(lambda: words in self.said() or self.process.poll() is not None, seconds=180)
        assert words in self.said(), self.said()

    def health(self):
        answer = get(self.port, "/healthz")
        return json.loads(answer[1]) if answer else {}

    def assert_nothing_left(self):
        wait_for(lambda: not processes_mentioning(str(self.home)))
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", self.port))
        assert not (self.home / "postgres" / "data" / "postmaster.pid").exists()
        assert not list((self.home / "postgres" / "s").iterdir())
        held = str((self.home / "postgres" / "clients.lock").stat().st_ino)
        with open("/proc/locks") as locks:
            assert not [line for line in locks if line.split()[-3].endswith(f":{held}")]

    def children(self):
        """The numbers of web server and worker, by name."""
        found = [(pid, command) for pid, command in processes_mentioning(str(ROOT)) if is_child(pid, self)]
        return {name: next(pid for pid, command in found if f"manage.py {name}" in command) for name in ("web", "worker")}


def is_child(pid, site):
    """Whether a process was started by this site's watcher."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return int(stat.read().rpartition(")")[2].split()[1]) == site.process.pid
    except FileNotFoundError:
        return False
