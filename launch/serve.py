"""`make run`: web and worker side by side, watched, and nothing left when it ends."""

import contextlib
import http.client
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from launch import CHECKOUT, belongings, database, postgres, prepare
from launch.errors import LaunchError
from launch.home import Home, manage
from launch.machine import site_plan_for
from launch.plan import SitePlan, Way
from launch.ports import refuse_taken_port
from launch.processes import ends_with_parent
from launch.steps import say, step

READY_SECONDS = 90.0
LOOK_SECONDS = 0.25
DATABASE_LOOK_SECONDS = 1.0
FAREWELL_SECONDS = 20.0
"""Time for requests and jobs under way to finish before they are cut off."""
DEATHS_ALLOWED = 5
DEATH_WINDOW_SECONDS = 60.0
AWAY_SECONDS = 5.0


@dataclass
class Child:
    """A program that should always run."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own: a Ctrl-C at the terminal reaches the watcher alone, who ends it in order."""
        self.process = subprocess.Popen(
            self.command,
            cwd=CHECKOUT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=ends_with_parent(),  # noqa: PLW1509 - no threads run in the watcher
        )

    def died(self) -> int | None:
        """The exit code if it is not running."""
        return self.process.poll() if self.process else None

    def signal(self, number: int) -> None:
        """Send a signal to it and to everything it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the program alone; it ends its own children in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def make_sure_it_ended(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds), then cut off what is left of its group."""
        if not self.process:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)
        self.process.wait()


def run(home: Home) -> int:
    """Prepare what is missing, then serve until told to stop. Returns the exit code."""
    refuse_taken_port(home.host, home.port)
    began = time.monotonic()
    say("Heard is getting ready.")
    prepare.prepare(home)
    plan = site_plan_for(home.folder, home.port)
    belongings.settle(home, plan)
    if plan.warning:
        say(f"  {plan.warning}")
    watcher = Watcher(home, plan)
    try:
        return watcher.watch(began)
    finally:
        watcher.end()


class Watcher:
    """Keeps web, worker and database running until somebody says stop."""

    def __init__(self, home: Home, plan: SitePlan) -> None:
        self.home = home
        self.told_to_stop = threading.Event()
        web = manage("web", "--host", home.host, "--port", str(home.port))
        environment = _environment(home, plan)
        self.web = Child("web server", [*plan.web, *web], environment)
        self.worker = Child("worker", [*plan.worker, *manage("worker")], environment)
        self.children = (self.web, self.worker)
        self.ready = False

    def watch(self, began: float) -> int:
        """Start, say where, and keep running. Returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.told_to_stop.set())
        with step("Starting web server and worker") as now:
            for child in self.children:
                child.start()
            if not self._wait_until_ready(now.tick):
                return 0
        self.ready = True
        self._greet(time.monotonic() - began)
        looked = time.monotonic()
        while not self.told_to_stop.wait(LOOK_SECONDS):
            if time.monotonic() - looked > DATABASE_LOOK_SECONDS:
                self._look_after_database()
                looked = time.monotonic()
            for child in self.children:
                if (code := child.died()) is not None:
                    self._replace(child, code)
        return 0

    def end(self) -> None:
        """Stop in order: no new requests, jobs under way finished, then the database if nobody else has it."""
        if any(child.process and child.process.poll() is None for child in self.children):
            say("\nStopping …")
        signal.signal(signal.SIGINT, self._end_now)
        for child in self.children:
            if self.ready:
                child.ask_to_stop()
            else:
                child.signal(signal.SIGKILL)  # nobody was served yet; one that is still starting does not listen
        deadline = time.monotonic() + FAREWELL_SECONDS
        for child in self.children:
            child.make_sure_it_ended(deadline)
        others = database.others(self.home.folder) if self.home.embedded else []
        database.release()
        if others:
            say(f"The database is still being used by {', '.join(others)}. The last one to finish stops it.")
        say("Everything has stopped.")

    def _end_now(self, _number: int, _frame: object) -> None:
        """A second Ctrl-C means now."""
        for child in self.children:
            child.signal(signal.SIGKILL)

    def _wait_until_ready(self, tick: Callable[[], None]) -> bool:
        """True once all is well; False when told to stop first. LaunchError when a program dies or stays silent."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.told_to_stop.wait(0.05):
            tick()
            for child in self.children:
                if (code := child.died()) is not None:
                    raise LaunchError(f"The {child.name} stopped straight away (exit code {code}). The reason is above.")
            if _all_well(self.home.host, self.home.port):
                return True
            if time.monotonic() > deadline:
                raise LaunchError(
                    f"The site isn’t ready after {READY_SECONDS:.0f} seconds. To find out why, run `.venv/bin/python manage.py doctor`."
                )
        return False

    def _look_after_database(self) -> None:
        if not self.home.embedded:
            return
        try:
            database.ensure(self.home.folder, say=say)
        except LaunchError as error:
            say(str(error))
            self.told_to_stop.set()

    def _replace(self, child: Child, code: int) -> None:
        now = time.monotonic()
        child.deaths = [death for death in child.deaths if now - death < DEATH_WINDOW_SECONDS] + [now]
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        child.signal(signal.SIGKILL)  # whatever it left of its group
        if len(child.deaths) > DEATHS_ALLOWED:
            if self._database_is_away():
                child.deaths = []
                return
            raise LaunchError(f"The {child.name} stopped {len(child.deaths)} times within a minute ({how}). Giving up.")
        say(f"The {child.name} stopped unexpectedly ({how}). Starting it again.")
        # The first time at once; then a little later each time, so that a broken one does not spin.
        self.told_to_stop.wait(len(child.deaths) - 1)
        if not self.told_to_stop.is_set():
            child.start()

    def _database_is_away(self) -> bool:
        """Whether the database does not answer; then waits a little: it may be restarting, and nothing here is broken."""
        try:
            postgres.ask(self.home.url(), "SELECT 1")
        except LaunchError:
            say(f"The database isn’t answering. Trying again in {AWAY_SECONDS:.0f} seconds.")
            self.told_to_stop.wait(AWAY_SECONDS)
            return True
        return False

    def _greet(self, seconds: float) -> None:
        say(f"\nHeard is ready after {seconds:.1f} seconds:  http://localhost:{self.home.port}\n")
        if people := prepare.people(self.home):
            say(f"{people}\n")
        say("To stop: Ctrl-C.")


def _environment(home: Home, plan: SitePlan) -> dict[str, str]:
    """What web and worker see. Whoever gave root's power up cannot start the database, and is told where the watcher keeps it running."""
    seen = home.environment()
    if plan.way in {Way.NAMESPACE, Way.ACCOUNT}:
        seen |= {"DATABASE_URL": home.sites_url(), "HOME": "/nonexistent"}
    seen.pop("MIGRATE_DATABASE_URL", None)  # neither has to do with the owner's password
    return seen


def _all_well(host: str, port: int) -> bool:
    """Whether web, database and worker are all well."""
    where = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(where, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        with contextlib.closing(connection.getresponse()) as answer:
            return answer.status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
