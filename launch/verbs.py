"""The words behind `make`."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

from launch import CHECKOUT, backup, checks, database, prepare, serve
from launch.environment import PYTHON
from launch.errors import LaunchError
from launch.home import Home, manage
from launch.processes import end_with_parent, ends_with_parent
from launch.steps import end, say

FAREWELL_SECONDS = 60.0
"""Time for a benchmark that is cut off to stop the site that it measured."""


class ToldToStop(BaseException):
    """Somebody sent SIGTERM or SIGHUP: leave in order, as after a Ctrl-C."""


def _run(home: Home) -> int:
    return serve.run(home)


def _setup(home: Home) -> int:
    prepare.prepare(home)
    say("Everything is ready. Start the site with `make run`. For everything else, see `.venv/bin/python manage.py help`.")
    return 0


def _test(home: Home) -> int:
    return checks.check_all(home, browser=True)


def _check(home: Home) -> int:
    return checks.check_all(home, browser=False)


def _journeys(home: Home) -> int:
    return checks.check_journeys(home)


def _pictures(home: Home) -> int:
    return checks.take_pictures(home)


def _fix(_home: Home) -> int:
    return checks.fix()


def _seed(home: Home) -> int:
    prepare.prepare(home)
    return _managed(home, "seed_demo")


def _bench(home: Home) -> int:
    prepare.prepare(home, tools=True)  # it plays a mail server
    environment = {**home.environment(as_owner=True), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    if "MAKELEVEL" in os.environ:
        end_with_parent()  # a `make` that is killed takes what it started along: parts of this run for half an hour
    command = [str(PYTHON), "-m", "bench"]
    child = subprocess.Popen(command, env=environment, cwd=CHECKOUT, preexec_fn=ends_with_parent())  # noqa: PLW1509 - no threads here
    try:
        return child.wait()
    except BaseException:
        end(child, FAREWELL_SECONDS)
        raise


def _managed(home: Home, command: str) -> int:
    return subprocess.run(manage(command), env=home.environment(), cwd=CHECKOUT, check=False).returncode


def _backup(home: Home) -> int:
    return backup.backup(home, os.environ)


def _restore(home: Home) -> int:
    return backup.restore(home, os.environ)


def _reset(home: Home) -> int:
    return backup.reset(home, force=os.environ.get("FORCE") == "1")


VERBS: dict[str, Callable[[Home], int]] = {
    "run": _run,
    "setup": _setup,
    "test": _test,
    "check": _check,
    "journeys": _journeys,
    "pictures": _pictures,
    "fix": _fix,
    "seed": _seed,
    "bench": _bench,
    "backup": _backup,
    "restore": _restore,
    "reset": _reset,
}


def main(arguments: list[str]) -> int:
    """Do one verb. Returns the exit code: 0 done, 1 could not (said why), 130 interrupted."""
    if len(arguments) != 1 or arguments[0] not in VERBS:
        print(f"Choose one of: {', '.join(VERBS)}. `make help` explains them.", file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _told)
    try:
        return VERBS[arguments[0]](Home.from_environment())
    except LaunchError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno is None:
            raise
        print(f"\n{error.strerror}: {error.filename or ''}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, ToldToStop):
        say("\nStopped before it finished. Run the same command to carry on.")
        return 130
    finally:
        database.release()


def _told(_number: int, _frame: object) -> NoReturn:
    raise ToldToStop
