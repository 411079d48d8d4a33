"""From a bare checkout to a database with the demo in it. A step is skipped when nothing changed since."""

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from launch import CHECKOUT, demo, postgres, roles
from launch.environment import LOCK, alone, ensure_environment
from launch.home import Home, manage
from launch.steps import run_beside, run_step, say, step

PSEUDO = ("en-xa", "ar-xb")


def prepare(home: Home, *, tools: bool = False) -> None:
    """`make setup`: packages, keys' folder, database, migrations, static files, the demo the first time."""
    ensure_environment(tools=tools)
    url = start_database(home)
    with gathering_static(home):
        prepare_database(home, url)
    compile_languages(home)


def start_database(home: Home) -> str:
    """Start the embedded database, or trust the given one; its URL."""
    if not home.embedded:
        return home.url()
    with step("Starting the database"):
        return home.url()


def prepare_database(home: Home, url: str) -> None:
    """Bring the tables up to date; make the keys and fill the database the first time."""
    done = Done(home)
    if done.get("loading"):
        # Only ever set while an empty database is being filled, so nothing of anybody's is lost.
        postgres.empty(url)
        done.clear()
    if done.get("role") != (sites_role := roles.grants(roles.role_of(home.sites_url()))):
        roles.let_site_in(url, home.sites_url())
        done.set(role=sites_role)
    wanted = _fingerprint(_migrations())
    if done.get("migrations") != wanted:
        empty = postgres.is_empty(url)
        wants_demo = demo.decide(home.folder, home.demo, empty=empty)
        done.set(loading=empty and wants_demo)
        run_step("Bringing the tables up to date", manage("migrate", "--noinput"), env=home.environment())
        roles.let_site_in(url, home.sites_url())
        _make_keys(home)
        if empty and wants_demo:
            run_step("Loading the demo: two years of a made-up county", manage("seed_demo"), env=home.environment())
        done.set(loading=False, migrations=wanted)
    else:
        demo.decide(home.folder, home.demo, empty=False)
        _make_keys(home)


def _make_keys(home: Home) -> None:
    """The keys that authors' stories rest on, made once. Lost ones are not replaced in silence: the command says what to do."""
    keys = home.folder / "keys"
    there = all((keys / name).exists() for name in ("pepper", "site-salt", "show-key")) and any(keys.glob("worker-*.pub"))
    if not there:
        run_step("Making the keys of this site", manage("make_keys"), env=home.environment())


def people(home: Home) -> str:
    """Who can be signed in as in the demo, in words; nothing elsewhere. Asked once, then kept beside the data."""
    if not demo.is_demo(home.folder, home.demo):
        return ""
    done = Done(home)
    if done.get("people_port") != home.port:
        asked = subprocess.run(manage("demo_people"), env=home.environment(), cwd=CHECKOUT, capture_output=True, text=True, check=False)
        if asked.returncode != 0:
            return ""  # not loaded yet: `make seed` does it
        done.set(people=asked.stdout.strip(), people_port=home.port)
    return str(done.get("people"))


@contextlib.contextmanager
def gathering_static(home: Home) -> Iterator[None]:
    """Copy styles, fonts and pictures together under `static/`, each with its hash in its name, while the `with` block goes on."""
    stamp = CHECKOUT / "static" / ".gathered"
    sources = sorted(path for folder in (CHECKOUT / "heard").glob("*/static") for path in folder.rglob("*") if path.is_file())
    wanted = _fingerprint([LOCK, *sources])
    if stamp.exists() and stamp.read_text() == wanted:
        yield
        return
    command = manage("collectstatic", "--noinput", "--clear", "-v", "0")
    with alone("gathers styles, fonts and pictures"):  # one at a time: each clears the folder first
        if stamp.exists() and stamp.read_text() == wanted:
            yield
            return
        with run_beside("Gathering styles, fonts and pictures", command, env=home.environment()):
            yield
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(wanted)


def compile_languages(home: Home) -> None:
    """Translations as the program reads them, made again when one changed. What cannot be read is said, and keeps no site from starting."""
    heard, folder = CHECKOUT / "heard", home.folder / "languages"
    stamp = folder / ".compiled"
    translations = sorted((heard / "locale").glob("*/LC_MESSAGES/django.po"))
    speaks_pseudo = os.environ.get("HEARD_LANGUAGE", "").lower() in PSEUDO
    if not translations and not speaks_pseudo:
        return
    marked = [path for path in sorted(heard.rglob("*")) if path.suffix in {".py", ".html", ".txt"}] if speaks_pseudo else []
    wanted = _fingerprint([LOCK, *translations, heard / "ui" / "catalogues.py", *marked])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    said = run_step("Compiling languages", manage("languages", "compile", "--real"), env=home.environment())
    for line in said.splitlines():
        if line.startswith("Left out"):
            say(f"  {line}")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _migrations() -> list[Path]:
    # The libraries' own migrations change only when the lock does.
    return [LOCK, *sorted((CHECKOUT / "heard").glob("*/migrations/*.py"))]


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(os.fsencode(path.relative_to(CHECKOUT)) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class Done:
    """What was done to the embedded database already. It lies beside the data, so that it goes when the data goes.

    A database elsewhere may have been changed by others: nothing is taken for granted there.
    """

    def __init__(self, home: Home) -> None:
        self._place = home.folder / "postgres" / "prepared.json" if home.embedded else None
        self._facts: dict[str, object] = {}
        if self._place:
            with contextlib.suppress(FileNotFoundError, ValueError):
                self._facts = dict(json.loads(self._place.read_text()))

    def get(self, name: str) -> object:
        """What is known under a name, or None."""
        return self._facts.get(name)

    def set(self, **facts: object) -> None:
        """Remember facts."""
        self._facts |= facts
        if self._place:
            draft = self._place.with_suffix(".new")
            draft.write_text(json.dumps(self._facts) + "\n")
            draft.replace(self._place)

    def clear(self) -> None:
        """Forget everything."""
        self._facts = {}
        if self._place:
            self._place.unlink(missing_ok=True)
