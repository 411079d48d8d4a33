"""Saving a site and bringing it back: one tar with the database's dump and the keys that open what is sealed in it."""

import contextlib
import datetime as dt
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from launch import database, demo, postgres
from launch.environment import ensure_environment
from launch.errors import LaunchError
from launch.home import Home
from launch.prepare import Done
from launch.programs import find_programs
from launch.steps import run_step, say, step

FORMAT = 1
"""The layout of the tar: `manifest.json`, `database.dump` (pg_dump's custom format), `keys/…`."""


KNOWS_TRANSACTION_TIMEOUT = 170_000
"""The server version from which PostgreSQL has the setting `transaction_timeout`, which newer programs put at the head of a script."""


def backup(home: Home, target: str) -> int:
    """Write the tar, readable by its owner alone; an older file of that name stays until the new one is whole."""
    place = _file(target)
    ensure_environment()
    url = home.url()
    if place.is_dir() or not place.parent.is_dir():
        raise LaunchError(f"{place} cannot be written: give the name of a file in a folder that exists.")
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".heard-backup-") as scratch:
        dump = Path(scratch, "database.dump")
        # Counts of attempts stand in an unlogged table under hashes of network addresses: in no backup, as promised. And who is signed in
        # just now stays here: a stolen copy must not open anybody's session, and after a restore everybody signs in again.
        options = ("--format=custom", "--no-owner", "--no-unlogged-table-data", "--exclude-table-data=django_session")
        command = [str(find_programs() / "pg_dump"), *options, f"--file={dump}"]
        run_step("Saving the database", command, env=postgres.connection(url))
        whole = Path(scratch, "whole.tar")
        with step("Packing it with the keys"), os.fdopen(_create(whole), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")  # noqa: TID251 - no Django here
                _add_text(tar, "manifest.json", json.dumps({"heard": FORMAT, "made": made, "demo": demo.is_demo(home.folder)}))
                tar.add(dump, "database.dump")
                if (home.folder / "keys").is_dir():
                    tar.add(home.folder / "keys", "keys")
            file.flush()
            os.fsync(file.fileno())
        whole.replace(place)
    size = place.stat().st_size / 1e6
    say(f"Saved in {place} ({size:.1f} MB). It holds the keys: whoever has this file can read everything in it.")
    return 0


def restore(home: Home, source: str, *, force: bool) -> int:
    """Load a backup into an empty home. With `force`, replace what is there; its keys are kept aside."""
    place = _file(source)
    ensure_environment()
    with tempfile.TemporaryDirectory(prefix="heard-restore-") as scratch:
        with step("Reading the backup"):
            manifest = _unpack(place, Path(scratch))
        url = home.url()
        environment = postgres.connection(url)
        if others := database.others(home.folder) if home.embedded else []:
            raise LaunchError(f"The site is in use by {', '.join(others)}. Stop it first.")
        if not force and (not postgres.is_empty(url) or _keys(home)):
            raise LaunchError(
                f"There is a site in {home.folder} already. FORCE=1 replaces it; or choose another folder: make restore FILE=… HEARD_HOME=…"
            )
        # Either all of it or none: a dump that breaks off half-way leaves the database as it was.
        sql = Path(scratch, "all.sql")
        programs = find_programs()
        unfold = [str(programs / "pg_restore"), "--no-owner", f"--file={sql}", str(Path(scratch, "database.dump"))]
        run_step("Checking the dump", unfold, env=environment)
        if int(postgres.ask(url, "SHOW server_version_num")) < KNOWS_TRANSACTION_TIMEOUT:
            _leave_out_transaction_timeout(sql)
        load = [str(programs / "psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        run_step("Loading the database", [*load, f"--command={postgres.EMPTY}", f"--file={sql}"], env=environment)
        _put_keys(home, Path(scratch, "keys"))
        demo.keep(home.folder, bool(manifest.get("demo")))
        Done(home).clear()
    say(f"Restored into {home.folder}. `make run` starts it.")
    return 0


def _leave_out_transaction_timeout(script: Path) -> None:
    """Make a comment of the one line at the head of pg_restore's script that an older server does not know; of no line further down."""
    with script.open("r+b") as file:
        head = file.read(4096).partition(b"\n\n--\n-- Name: ")[0]
        if (at := head.find(b"\nSET transaction_timeout ")) >= 0:
            file.seek(at + 1)
            file.write(b"-- ")


def reset(home: Home, *, force: bool) -> int:
    """Delete the embedded database and the mail of this home. Keys stay: an older backup may still need them."""
    if not home.embedded:
        raise LaunchError("DATABASE_URL is set: that database is not ours to delete. Use its own tools.")
    doomed = [folder for name in ("postgres", "mail") if (folder := home.folder / name).exists()]
    if not doomed:
        say(f"There is nothing to delete in {home.folder}.")
        return 0
    if others := database.others(home.folder):
        raise LaunchError(f"The site is in use by {', '.join(others)}. Stop it first.")
    if not force:
        if not sys.stdin.isatty():
            raise LaunchError("`make reset` asks before it deletes, and nobody can answer here. FORCE=1 says yes.")
        say(f"This deletes every story, person and message in {home.folder} for good. The keys are kept.")
        if input("Type yes to delete them: ").strip().lower() != "yes":
            say("Nothing was deleted.")
            return 1
    if database.running(home.folder):  # left behind by a killed process: the last to leave stops it
        home.url()
        database.release()
    with step("Deleting the database and the mail"):
        for folder in doomed:
            shutil.rmtree(folder)
        demo.forget(home.folder)
    say("Deleted. `make run` begins again.")
    return 0


def _file(name: str) -> Path:
    if not name:
        raise LaunchError("Say which file: FILE=heard.tar")
    return Path(name).expanduser().absolute()


def _create(place: Path) -> int:
    return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(text.encode()), 0o600
    tar.addfile(entry, io.BytesIO(text.encode()))


def _unpack(place: Path, scratch: Path) -> dict[str, object]:
    """Only what a backup of ours holds, so that a made-up tar cannot write anywhere else."""
    broken = f"{place} is not a whole backup of Heard."
    try:
        with tarfile.open(place) as tar:
            entries = [entry for entry in tar.getmembers() if entry.isfile()]
            for entry in entries:
                name = Path(entry.name)
                if entry.name not in {"manifest.json", "database.dump"} and (
                    len(name.parts) != 2 or name.parts[0] != "keys" or ".." in name.parts
                ):
                    raise LaunchError(f"{broken} It holds {entry.name}, which does not belong there.")
                content = tar.extractfile(entry)
                assert content is not None  # noqa: S101 - only files were asked for
                (scratch / name).parent.mkdir(exist_ok=True)
                with content, os.fdopen(_create(scratch / name), "wb") as file:
                    shutil.copyfileobj(content, file)
        manifest = json.loads((scratch / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise LaunchError(f"There is no file {place}." if not place.exists() else broken) from error
    except (tarfile.TarError, EOFError, ValueError, FileExistsError) as error:  # the last: a name that comes twice
        raise LaunchError(broken) from error
    if manifest.get("heard") != FORMAT or not (scratch / "database.dump").exists():
        raise LaunchError(f"{broken} Its format is {manifest.get('heard')!r}; this Heard reads {FORMAT}.")
    return dict(manifest)


def _keys(home: Home) -> list[Path]:
    with contextlib.suppress(FileNotFoundError):
        return sorted((home.folder / "keys").iterdir())
    return []


def _put_keys(home: Home, saved: Path) -> None:
    """The keys that belong to the restored data. Those that were here are set aside, never overwritten."""
    place = home.folder / "keys"
    if _keys(home):
        number = next(n for n in range(1, 10_000) if not (home.folder / f"keys.before-{n}").exists())
        place.rename(home.folder / f"keys.before-{number}")
        say(f"  The keys that were here are now in {home.folder / f'keys.before-{number}'}.")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for key in sorted(saved.iterdir()) if saved.is_dir() else []:
        with os.fdopen(_create(place / key.name), "wb") as file:
            file.write(key.read_bytes())
            file.flush()
            os.fsync(file.fileno())
