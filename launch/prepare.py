"""From a bare checkout to a database with the demo in it. A step is skipped when nothing changed since."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from launch import CHECKOUT
from launch.environment import LOCK, ensure_environment
from launch.errors import LaunchError
from launch.home import Home, manage
from launch.steps import run_step, step


def prepare(home: Home) -> None:
    """`make setup`: packages, keys' folder, database, migrations, static files, the demo the first time."""
    ensure_environment()
    prepare_database(home)
    gather_static(home)


def prepare_database(home: Home) -> None:
    """Start the embedded database (or trust the given one), bring its tables up to date, fill it the first time."""
    state = home.folder / "postgres" / "prepared.json"
    if home.embedded:
        with step("Starting the database"):
            home.url()
    done = _read(state) if home.embedded else {}
    wanted = _fingerprint(_migrations())
    if done.get("migrations") != wanted:
        run_step("Bringing the tables up to date", manage("migrate", "--noinput"), env=home.environment())
        done["migrations"] = wanted
        _write(state, done, home)
    if "demo" not in done:
        done["demo"] = load_demo_first_time(home)
        _write(state, done, home)


def load_demo_first_time(home: Home) -> bool:
    """Fill an empty database with the demo, unless DEMO=0. True if the demo is in it."""
    if home.demo == "0":
        return False
    run_step("Loading the demo (two years of a made-up county)", manage("seed_demo"), env=home.environment())
    return True


def gather_static(home: Home) -> None:
    """Copy styles, fonts and pictures together under `static/`, each with its hash in its name."""
    stamp = CHECKOUT / "static" / ".gathered"
    sources = sorted(path for folder in (CHECKOUT / "heard").glob("*/static") for path in folder.rglob("*") if path.is_file())
    wanted = _fingerprint([LOCK, *sources])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    command = manage("collectstatic", "--noinput", "--clear", "-v", "0")
    run_step("Gathering styles, fonts and pictures", command, env=home.environment())
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def has_command(home: Home, name: str) -> bool:
    """Whether this checkout's `manage.py` knows a command."""
    asked = subprocess.run(manage("help", "--commands"), env=home.environment(), cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        raise LaunchError(f"manage.py does not start:\n{asked.stderr.strip()[-2000:]}")
    return name in asked.stdout.split()


def _migrations() -> list[Path]:
    # The libraries' own migrations change only when the lock does.
    return [LOCK, *sorted((CHECKOUT / "heard").glob("*/migrations/*.py"))]


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(os.fsencode(path.relative_to(CHECKOUT)) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(state: Path) -> dict[str, object]:
    try:
        found = json.loads(state.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(state: Path, done: dict[str, object], home: Home) -> None:
    # It lies beside the data it speaks of, so that it goes when the data goes. A database elsewhere is asked each time.
    if home.embedded:
        state.write_text(json.dumps(done) + "\n")
