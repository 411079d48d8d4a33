"""What CI runs, in order, with the time each part took and a summary that names what failed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch import CHECKOUT
from launch.environment import PYTHON, ensure_environment, tool
from launch.errors import LaunchError
from launch.home import Home, manage
from launch.steps import run_step, say

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BOLD, PLAIN = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")


@dataclass(frozen=True)
class Check:
    """One part of the whole: a title and the command that must end well."""

    title: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """How a check ended, and after how many seconds."""

    title: str
    passed: bool
    seconds: float


def static_checks() -> list[Check]:
    """Everything that can be known without running the product."""
    return [
        Check("format", [tool("ruff"), "format", "--check", "."]),
        Check("lint", [tool("ruff"), "check", "."]),
        Check("types", [tool("mypy")]),
        Check("import contracts", [tool("lint-imports")]),
        Check("migrations", manage("makemigrations", "--check", "--dry-run")),
    ]


def tests(*chosen: str) -> Check:
    """The tests without a browser, one process per core; `chosen` narrows them."""
    return Check("tests", [str(PYTHON), "-m", "pytest", "-q", "-rfEs", "-m", "not journey", "-n", _cores(), *chosen])


def journeys() -> Check:
    """The journeys in a real browser."""
    return Check("journeys", [str(PYTHON), "-m", "pytest", "-q", "-rfEs", "-m", "journey", "-n", _cores()])


def check_all(home: Home, *, browser: bool) -> int:
    """`make test`, and without a browser `make check`, which leaves out what is slow as well: it is for every few minutes of work.

    Returns the exit code; a missing browser is found before the long wait.
    """
    ensure_environment(tools=True)
    environment = testing_environment(home)
    if browser:
        environment["CHROMIUM"] = find_or_install_chromium()
        return perform([*static_checks(), tests(), journeys()], environment)
    return perform([*static_checks(), tests("-m", "not journey and not slow")], environment)


def check_journeys(home: Home) -> int:
    """`make journeys`."""
    ensure_environment(tools=True)
    return perform([journeys()], {**testing_environment(home), "CHROMIUM": find_or_install_chromium()})


def take_pictures(home: Home) -> int:
    """`make pictures`: the main pages, as the demo shows them, into docs/pictures."""
    ensure_environment(tools=True)
    take = Check("pictures", [str(PYTHON), "-m", "pytest", "-q", "-rfE", "tests/journeys/pictures.py"])
    return perform([take], {**testing_environment(home), "CHROMIUM": find_or_install_chromium()})


def fix() -> int:
    """`make fix`: what can be put right by a program."""
    ensure_environment(tools=True)
    return perform(
        [Check("lint", [tool("ruff"), "check", "--fix", "."]), Check("format", [tool("ruff"), "format", "."])],
        dict(os.environ),
    )


def perform(checks: Sequence[Check], environment: dict[str, str]) -> int:
    """Run every check, whatever the others say, then sum up. Returns 0 when all passed, else 1."""
    outcomes = []
    for check in checks:
        say(f"\n{BOLD}== {check.title}{PLAIN}")
        began = time.monotonic()
        code = subprocess.run(check.command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
        outcomes.append(Outcome(check.title, code == 0, time.monotonic() - began))
    say(f"\n{BOLD}== summary{PLAIN}")
    for outcome in outcomes:
        say(f"  {'passed' if outcome.passed else 'FAILED'}  {outcome.title}  ({outcome.seconds:.1f} s)")
    failed = [outcome.title for outcome in outcomes if not outcome.passed]
    total = sum(outcome.seconds for outcome in outcomes)
    say(f"{'Failed: ' + ', '.join(failed) if failed else 'All passed'} after {total:.0f} s.")
    return 1 if failed else 0


def testing_environment(home: Home) -> dict[str, str]:
    """What tests see: this home for their own cluster, and none of the running site's settings."""
    site = {"DATABASE_URL", "MIGRATE_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "HOST", "DEMO", "SITE_URL"}
    # Nor make's own variables: a test may run make.
    unwanted = {*site, "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL"}
    return {
        **{name: value for name, value in os.environ.items() if name not in unwanted},
        "HEARD_HOME": str(home.folder),
        "PYTHONUNBUFFERED": "1",
    }


def find_or_install_chromium() -> str:
    """The path of a Chromium. Debian's root gets one from apt; everybody else is told what to install."""
    if chosen := os.environ.get("CHROMIUM"):
        if not Path(chosen).exists():
            raise LaunchError(f"CHROMIUM is {chosen}, but there is no such program.")
        return chosen
    if found := _find_chromium():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run_step("Asking Debian for its list of packages", ["apt-get", "update"], env=quiet)
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        run_step("Installing Chromium", install, env=quiet)
        if found := _find_chromium():
            return found
    raise LaunchError(
        "The journeys need Chromium, and there is none. On Debian: sudo apt-get install chromium. Elsewhere install"
        " Chromium or Chrome, or set CHROMIUM to its path. `make check` runs what needs no browser."
    )


def _find_chromium() -> str | None:
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def _cores() -> str:
    return str(max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))
