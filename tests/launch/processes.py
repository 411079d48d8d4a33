"""Real processes around real clusters, each in a home of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]

CLIENT = """
import sys
from pathlib import Path
from launch import database
print(database.ensure(Path(sys.argv[1]), durable=sys.argv[2] == "durable"), flush=True)
sys.stdin.read()
"""


def wait_for(condition, seconds=60):
    """Wait until the condition is true; the limit is only there so that a failure ends."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.02)
    raise AssertionError("it did not come true")


def ask(url, statement, *parameters):
    """Run one statement, return the first row if there is one."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement, parameters)
        return cursor.fetchone() if cursor.description else None


def postmaster(home):
    """The number of the server's process, from its own file."""
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def is_alive(pid):
    """Whether a process still runs; one that nobody has reaped does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat[stat.rindex(")") + 2] != "Z"


def processes_mentioning(text):
    """Running processes with this text in their command or working folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = os.readlink(entry / "cwd")
        except OSError:
            continue
        if int(entry.name) != os.getpid() and (text in command or text in folder):
            found.append((int(entry.name), command))
    return found


def can_run_heard(python):
    """Whether this Python exists and is new enough."""
    command = [python, "-c", "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"]
    return Path(python).exists() and subprocess.run(command, check=False).returncode == 0


class Client:
    """A process that joined the cluster and stays until told."""

    def __init__(self, home, *, durable=False, env=None, prefix=(), wait=True):
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-c", CLIENT, str(home), "durable" if durable else "throwaway"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
        self.url = self.process.stdout.readline().strip() if wait else ""

    def leave(self):
        """End in order; returns what it said on stderr."""
        out, err = self.process.communicate("")
        self.url = self.url or out.strip()
        return err

    def kill(self):
        self.process.kill()
        self.process.communicate()
