"""What CI runs, with the time each part took and a summary that names what failed. What need not run is looked at beside what runs."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from launch import CHECKOUT
from launch.environment import PYTHON, ensure_environment, tool
from launch.errors import LaunchError
from launch.home import Home, manage
from launch.steps import run_step, say

SHELL = "chromium-headless-shell"
"""Debian's package and program: the engine of the same Chromium without the windows and tabs that nobody looks at in a test. The journeys
take a quarter less of a processor with it (ADR 41)."""
CHROMIUMS = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
STARTERS = ("tests/launch", "tests/rehearsal", "tests/web", "tests/core/test_real_worker.py")
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


def tests_of_processes() -> Check:
    """Those that start whole sites, databases and workers, in one process: much of their time they wait for what they started, and other
    tests use it.
    """
    return Check("tests of processes", [str(PYTHON), "-m", "pytest", "-q", "-rfEs", "-m", "not journey", *STARTERS])


def tests_of(name: str) -> Check:
    """Those that a change of this slice can break first (`tests/slices.py`); without the slow ones."""
    asked = [str(PYTHON), "-m", "tests.slices", name]
    answer = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise LaunchError(f"SLICE={name}: {answer.stderr.strip()}")
    return tests("-m", "not journey and not slow", *answer.stdout.split("\n")[:-1])


def journeys() -> Check:
    """The journeys in a real browser; a process that has none left takes some from another. No other test is even looked at."""
    shared_out = ["-n", _cores(), "--dist", "worksteal"]
    return Check("journeys", [str(PYTHON), "-m", "pytest", "-q", "-rfEs", "-m", "journey", *shared_out, "tests/journeys"])


def everything() -> tuple[list[Check], list[Check]]:
    """What `make test` performs one after the other, and what meanwhile."""
    others = [f"--ignore={each}" for each in STARTERS]
    return [tests(*others), journeys()], [*static_checks(), tests_of_processes()]


def check_all(home: Home, *, browser: bool) -> int:
    """`make test`, and without a browser `make check`, which leaves out what is slow as well: it is for every few minutes of work.

    Of one slice (`SLICE=responses`) it runs only the tests that belong to it. Returns the exit code; a missing browser is found before the
    long wait.
    """
    ensure_environment(tools=True)
    environment = testing_environment(home)
    if browser:
        environment["CHROMIUM"] = find_or_install_chromium()
        one_by_one, beside = everything()
        return perform(one_by_one, environment, beside=beside)
    of_one = os.environ.get("SLICE", "")
    return perform([tests_of(of_one) if of_one else tests("-m", "not journey and not slow")], environment, beside=static_checks())


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


def perform(checks: Sequence[Check], environment: dict[str, str], *, beside: Sequence[Check] = ()) -> int:
    """Run every check, whatever the others say, then sum up. Returns 0 when all passed, else 1.

    Those `beside` run one after the other meanwhile, and each says all that it has to say when it is done.
    """
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as helper:
        meanwhile = [helper.submit(_perform, check, environment, aside=True) for check in beside]
        try:
            outcomes = [_perform(check, environment) for check in checks]
            outcomes = [*(each.result() for each in meanwhile), *outcomes]
        except BaseException:
            helper.shutdown(wait=False, cancel_futures=True)
            raise
    say(f"\n{BOLD}== summary{PLAIN}")
    for outcome in outcomes:
        say(f"  {'passed' if outcome.passed else 'FAILED'}  {outcome.title}  ({outcome.seconds:.1f} s)")
    failed = [outcome.title for outcome in outcomes if not outcome.passed]
    say(f"{'Failed: ' + ', '.join(failed) if failed else 'All passed'} after {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


def _perform(check: Check, environment: dict[str, str], *, aside: bool = False) -> Outcome:
    title = f"\n{BOLD}== {check.title}{PLAIN}"
    if not aside:
        say(title)
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if aside else None,
        stderr=subprocess.STDOUT if aside else None,
        text=True,
        check=False,
    )
    if aside:
        say(f"{title}\n{done.stdout.strip()}")
    return Outcome(check.title, done.returncode == 0, time.monotonic() - began)


def testing_environment(home: Home) -> dict[str, str]:
    """What tests see: this home for their own cluster, and none of the running site's settings."""
    site = {"DATABASE_URL", "MIGRATE_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "HOST", "DEMO", "SITE_URL"}
    # Nor make's own variables: a test may run make. And what Python compiled is kept, for the next process and the next run.
    unwanted = {*site, "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL", "SLICE", "PYTHONDONTWRITEBYTECODE"}
    return {
        **{name: value for name, value in os.environ.items() if name not in unwanted},
        "HEARD_HOME": str(home.folder),
        "PYTHONUNBUFFERED": "1",
    }


def find_or_install_chromium() -> str:
    """The path of a Chromium. Debian's root gets the headless shell, or makes do with another; everybody else is told what to do."""
    if chosen := os.environ.get("CHROMIUM"):
        if not Path(chosen).exists():
            raise LaunchError(f"CHROMIUM is {chosen}, but that program doesn’t exist.")
        return chosen
    found = find_chromium()
    if not (found and found.endswith(SHELL)) and os.geteuid() == 0 and shutil.which("apt-get"):
        with suppress(LaunchError) if found else nullcontext():
            _install_shell()
        found = find_chromium()
    if found:
        return found
    raise LaunchError(
        f"The journeys need Chromium, and it isn’t installed. On Debian: sudo apt-get install {SHELL}. Elsewhere, install"
        " Chromium or Chrome, or set CHROMIUM to its path. `make check` runs everything that doesn’t need a browser."
    )


def find_chromium() -> str | None:
    """The path of the best one that is installed."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def _install_shell() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_step("Asking Debian for its list of packages", ["apt-get", "update"], env=quiet)
    run_step("Installing Chromium’s headless shell", ["apt-get", "install", "-y", "--no-install-recommends", SHELL], env=quiet)


def _cores() -> str:
    return str(max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))
