"""Saving a site and bringing it back: a tar with the database's dump, or the keys that open what is sealed in it, or both.

The dump goes into the tar, and out of it into the database, as a stream: it never lies on a disk in between.
"""

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launch import database, demo, locked, postgres, roles
from launch.environment import ensure_environment
from launch.errors import LaunchError
from launch.home import Home
from launch.locked import Lock
from launch.prepare import Done
from launch.programs import find_programs
from launch.steps import end, say, step

FORMAT = 3
"""The layout of the tar: `manifest.json`, `keys/…`, `database.dump/000001` and so on (pg_dump's custom format, in pieces), `media/…`,
`end.json`.
"""
OLDER = (1, 2)
"""1: `manifest.json`, `database.dump`, `keys/…`. 2: as now, without pictures."""
PIECE = 4 << 20
LARGEST = 1 << 20
"""Bytes of what is no dump: a manifest, a key."""
LARGEST_PICTURE = 10 << 20
MOST_KEYS = 1000
LONGEST_NAME = 200
"""Bytes of the name of a key or of its folder, which every file system takes."""
KNOWS_TRANSACTION_TIMEOUT = 170_000
"""The server version from which PostgreSQL has the setting `transaction_timeout`, which newer programs put at the head of a script."""
NOT_OF_THE_STORE = (
    "Pictures and PDFs in the object store (MEDIA_STORAGE_URL) aren’t in it. Have the store keep versions of its own, for as long as you"
    " keep backups. After a restore, `manage.py doctor` says what is missing."
)
LEFT_OUT = ("django_session", "accounts_keytoshow")
"""Tables whose rows stay here. Who is signed in just now: after a restore everybody signs in again. And words of story keys that may be
shown for some days more: a copy would keep them for years.
"""


def backup(home: Home, settings: Mapping[str, str]) -> int:
    """Write what `KEYS` asks for: nothing, the data; `1`, data and keys; `only`, the keys. Closed as `lock_to_close` says."""
    place = _file(settings)
    wants = settings.get("KEYS", "") or "0"
    if wants not in {"0", "1", "only"}:
        raise LaunchError("KEYS can be 1 (the database and the keys) or only (just the keys).")
    if place.is_dir() or not place.parent.is_dir():
        raise LaunchError(f"{place} can’t be written. Choose a file in a folder that exists.")
    lock = locked.lock_to_close(settings)
    ensure_environment()
    keys = _keys(home) if wants != "0" else []
    if wants != "0" and not keys:
        raise LaunchError(f"There are no keys in {home.folder / 'keys'}.")
    _refuse_what_could_not_come_back(home, keys)
    url = home.url() if wants != "only" else ""
    title = {"0": "Saving the database", "1": "Saving the database and the keys", "only": "Saving the keys"}[wants]
    with step(title), locked.written(place, lock) as file, tarfile.open(fileobj=file, mode="w|") as tar:
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")  # noqa: TID251 - no Django here
        manifest = {"heard": FORMAT, "made": made, "demo": demo.is_demo(home.folder), "keys": _fingerprint(home), "holds_data": bool(url)}
        _add(tar, "manifest.json", json.dumps(manifest).encode())
        for key in keys:
            _add(tar, f"keys/{key.relative_to(home.folder / 'keys')}", key.read_bytes())
        # Before the dump, for a picture that is deleted while it is made, and after it for one that comes meanwhile: whatever has a row in
        # the dump has its files here. Files without a row are removed by a sweep of the restored site.
        taken = _add_pictures(tar, home, but=set()) if url else set()
        size = _add_dump(tar, url) if url else 0
        if url:
            _add_pictures(tar, home, but=taken)
            # After the dump: whatever was sent since has files here and no row, and a sweep of the restored site removes them.
            for film in _films(home):
                _add_film(tar, f"media/{film.relative_to(home.folder / 'media')}", film)
        _add(tar, "end.json", json.dumps({"dump": size}).encode())
    say(f"Saved in {place} ({place.stat().st_size / 1e6:.1f} MB). {_what_it_is(wants, lock)}")
    if url and os.environ.get("MEDIA_STORAGE_URL"):
        say(NOT_OF_THE_STORE)
    return 0


def _what_it_is(wants: str, lock: Lock | None) -> str:
    """What the person who made the file has to know about it."""
    closed = (
        "Only someone with the private key or the passphrase can open it." if lock else "It isn’t encrypted: see TO=age1… and PASSPHRASE=1."
    )
    if wants == "only":
        return f"It holds the keys and no data. Keep it away from the backups. {closed}"
    if wants == "1":
        return f"It holds the keys: anyone who can open this file can read everything in it. {closed}"
    return (
        f"{closed} It doesn’t hold the keys. It brings back every story, account and answer. But without the keys, no author can"
        " come back with a story key, and no sealed address can be read. Save them once, somewhere else:"
        " make backup KEYS=only FILE=heard-keys.tar"
    )


def restore(home: Home, settings: Mapping[str, str]) -> int:
    """Load a backup into an empty home. With `FORCE=1`, replace what is there; keys that were there are kept aside."""
    place, force = _file(settings), settings.get("FORCE") == "1"
    if not place.is_file():
        raise LaunchError(f"There is no file {place}.")
    ensure_environment()
    lock = locked.lock_to_open(place, settings)
    with step("Reading the backup"):
        saved = look(place, lock)
    url = home.url() if saved.has_dump else ""
    if others := database.others(home.folder) if home.embedded else []:
        raise LaunchError(f"This site is being used by {', '.join(others)}. Stop it first.")
    if not force and url and not postgres.is_empty(url):
        raise LaunchError(
            f"There is already a site in {home.folder}. Replace it with FORCE=1, or choose another folder: make restore FILE=… HEARD_HOME=…"
        )
    # Any `manage.py` makes itself a `secret` where there is none: that one rests on nothing and is no reason to stop.
    if not force and saved.keys and any(key.name != "secret" for key in _keys(home)):
        raise LaunchError(
            f"There are already keys in {home.folder / 'keys'}. Replace them with FORCE=1: the old ones are kept, and stories aren’t"
            " touched. Or choose another folder: make restore FILE=… HEARD_HOME=…"
        )
    if url:
        _put_pictures(home, place, lock)
        with step("Loading the database"):
            _load(url, place, lock)
            roles.let_site_in(url, home.sites_url())
        demo.keep(home.folder, bool(saved.manifest.get("demo")))
        Done(home).clear()
    if saved.keys:
        _put_keys(home, saved.keys)
    say(f"Restored into {home.folder}. {_what_is_next(home, saved)}")
    if url and os.environ.get("MEDIA_STORAGE_URL"):
        say("Pictures and PDFs are read from the object store (MEDIA_STORAGE_URL). `manage.py doctor` says if one is missing there.")
    return 0


def _what_is_next(home: Home, saved: "Saved") -> str:
    if not saved.has_dump:
        return "It held only the keys. The data is in a separate backup."
    here, theirs = _fingerprint(home), saved.manifest.get("keys")
    if theirs and not here:
        return (
            f"It held no keys. Restore them before `make run`: make restore FILE=heard-keys.tar, or copy the files into"
            f" {home.folder / 'keys'}. Without them, no author can come back with a story key, and no sealed address can be read."
        )
    if theirs and here != theirs:
        return f"But the keys in {home.folder / 'keys'} aren’t the ones it was made with. Restore those before `make run`."
    return "Start it with `make run`."


def reset(home: Home, *, force: bool) -> int:
    """Delete the embedded database and the mail of this home. Keys stay: an older backup may still need them."""
    if not home.embedded:
        raise LaunchError("DATABASE_URL is set, so this won’t delete that database. Use the database’s own tools.")
    doomed = [folder for name in ("postgres", "mail", "media") if (folder := home.folder / name).exists()]
    if outside := database.outside(home.folder):
        doomed.append(outside)
    if not doomed:
        say(f"There is nothing to delete in {home.folder}.")
        return 0
    if others := database.others(home.folder):
        raise LaunchError(f"This site is being used by {', '.join(others)}. Stop it first.")
    if not force:
        if not sys.stdin.isatty():
            raise LaunchError("`make reset` asks before it deletes, and no one can answer here. To delete without asking, use FORCE=1.")
        say(f"This permanently deletes every story, person and message in {home.folder}. The keys are kept.")
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
    say("Deleted. Start again with `make run`.")
    return 0


@dataclass
class Saved:
    """What stands in a backup, but for the dump itself."""

    manifest: dict[str, object] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    has_dump: bool = False


def look(place: Path, lock: Lock | None) -> Saved:
    """Go once through the whole file, so that a broken, made-up or half one is refused before anything is touched. Writes nothing.

    Raises:
        LaunchError: why it is not to be restored.
    """
    broken = f"{place} is not a whole backup of Heard."
    try:
        return _looked_through(place, lock, broken)
    except (tarfile.TarError, EOFError, ValueError, TypeError, RecursionError) as error:  # cut off within an entry, or made up
        raise LaunchError(broken) from error


def _looked_through(place: Path, lock: Lock | None, broken: str) -> Saved:
    saved, size, told = Saved(), 0, None
    for name, content in _entries(place, lock):
        if _is_dump(name):
            saved.has_dump = True
            size += _length(content)
            continue
        if _is_film(name):
            _length(content)
            continue
        most = LARGEST_PICTURE if _is_picture(name) else LARGEST
        what = content.read(most + 1)
        if len(what) > most:
            raise LaunchError(f"{broken} {name} is too large.")
        if _is_picture(name):
            continue
        if name.startswith("keys/"):
            saved.keys[name.removeprefix("keys/")] = what
            _refuse_odd_keys(saved.keys, name, broken)
        elif name == "manifest.json":
            saved.manifest = _said(what, broken)
        else:
            told = _said(what, broken).get("dump")
    number = saved.manifest.get("heard")
    if number not in {*OLDER, FORMAT}:
        raise LaunchError(f"{broken} Its format is {number!r}; this Heard reads {', '.join(map(str, OLDER))} and {FORMAT}.")
    if (number != OLDER[0] and told != size) or not (saved.has_dump or saved.keys):
        raise LaunchError(f"{broken} Its end is missing.")
    return saved


def _length(content: IO[bytes]) -> int:
    """The bytes of what is too long for the memory, read to its end."""
    length = 0
    while piece := content.read(PIECE):
        length += len(piece)
    return length


def _refuse_odd_keys(keys: Mapping[str, bytes], newest: str, broken: str) -> None:
    if len(keys) > MOST_KEYS:
        raise LaunchError(f"{broken} It holds more than {MOST_KEYS} keys.")
    folders = {key.rpartition("/")[0] for key in keys} - {""}
    if both := folders & keys.keys():
        raise LaunchError(f"{broken} With {newest}, keys/{min(both)} is a file and a folder.")


def _said(what: bytes, broken: str) -> dict[str, object]:
    try:
        return dict(json.loads(what))
    except (ValueError, TypeError) as error:
        raise LaunchError(broken) from error


def _entries(place: Path, lock: Lock | None) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each entry of the tar, in order; only what a backup of ours can hold. Links and folders are passed over."""
    broken = f"{place} is not a whole backup of Heard."
    seen: set[str] = set()
    try:
        with locked.read(place, lock) as file, tarfile.open(fileobj=file, mode="r|") as tar:
            for entry in tar:
                if not entry.isfile():
                    continue
                if not _belongs(entry.name):
                    raise LaunchError(f"{broken} It holds {entry.name}, which does not belong there.")
                if entry.name in seen:
                    raise LaunchError(f"{broken} It holds {entry.name} twice.")
                seen.add(entry.name)
                content = tar.extractfile(entry)
                assert content is not None  # noqa: S101 - only files were asked for
                yield entry.name, content
    except (tarfile.TarError, EOFError, UnicodeError) as error:
        raise LaunchError(broken) from error


def _belongs(name: str) -> bool:
    parts = name.split("/")
    if parts[0] == "keys":
        # Names that can be written anywhere: what cannot would be found out when the data has been replaced already.
        fit = all(part.isprintable() and len(os.fsencode(part)) <= LONGEST_NAME for part in parts)
        return fit and 2 <= len(parts) <= 3 and not {"", ".", ".."} & set(parts)
    return name in {"manifest.json", "end.json"} or _is_dump(name) or _is_picture(name) or _is_film(name)


def _is_picture(name: str) -> bool:
    """Or the PDF of a case study, which lies beside them and comes and goes as they do."""
    if re.fullmatch(r"media/case-studies/[0-9a-f]{32}\.pdf", name):
        return True
    return re.fullmatch(r"media/pictures/[a-z0-9]{20,32}/[0-9]{1,5}\.(webp|jpg)", name) is not None


def _is_film(name: str) -> bool:
    """Also one that waits to be prepared: its row is in the dump."""
    return re.fullmatch(r"media/films/[a-z0-9]{20,32}/(arrived|film\.(mp4|webm)|poster\.jpg)", name) is not None


def _is_dump(name: str) -> bool:
    folder, _, number = name.partition("/")
    return folder == "database.dump" and (name == folder or (number.isdecimal() and number.isascii()))


def _add_dump(tar: tarfile.TarFile, url: str) -> int:
    """Put the database into the tar, piece by piece as it comes; returns its size."""
    # Counts of attempts stand in an unlogged table under hashes of network addresses: in no backup, as promised.
    options = ("--format=custom", "--no-owner", "--no-privileges", "--no-unlogged-table-data")
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    size = 0
    with _child([_program("pg_dump"), *options, *left_out], url, stdout=subprocess.PIPE) as dump:
        assert dump.stdout is not None  # noqa: S101 - asked for
        for number in range(1, 1_000_000):
            piece = dump.stdout.read(PIECE)
            if not piece:
                break
            _add(tar, f"database.dump/{number:06}", piece)
            size += len(piece)
    return size


def _load(url: str, place: Path, lock: Lock | None) -> None:
    """Replace the database by the dump of a backup, in one transaction: whatever breaks off, it is left as it was."""
    old_server = int(postgres.ask(url, "SHOW server_version_num")) < KNOWS_TRANSACTION_TIMEOUT
    write = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    run = [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with _child(run, url, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as psql:
        assert psql.stdin is not None  # noqa: S101 - asked for
        psql.stdin.write(f"BEGIN;\n{postgres.EMPTY}\n".encode())
        with _child(write, url, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as script, _fed(script, place, lock):
            assert script.stdout is not None  # noqa: S101 - asked for
            first = _head(script.stdout)
            psql.stdin.write(without_transaction_timeout(first) if old_server else first)
            shutil.copyfileobj(script.stdout, psql.stdin, PIECE)
        # Only now is it known that the file is whole and pg_restore content.
        psql.stdin.write(b"\nCOMMIT;\n")
        psql.stdin.close()


@contextlib.contextmanager
def _fed(script: subprocess.Popen[bytes], place: Path, lock: Lock | None) -> Iterator[None]:
    """Meanwhile, hand pg_restore the dump. What goes wrong with the file is told when the block ends."""
    trouble: list[Exception] = []

    def feed() -> None:
        assert script.stdin is not None  # noqa: S101 - asked for
        try:
            for name, content in _entries(place, lock):
                if _is_dump(name):
                    shutil.copyfileobj(content, script.stdin, PIECE)
        except BrokenPipeError:
            pass  # pg_restore says itself why it left
        except Exception as error:  # noqa: BLE001 - raised below, in the thread that is waited for
            trouble.append(error)
        finally:
            with contextlib.suppress(BrokenPipeError):
                script.stdin.close()

    feeding = threading.Thread(target=feed, daemon=True)
    feeding.start()
    yield
    feeding.join()
    if trouble:
        raise trouble[0]


def _head(script: IO[bytes]) -> bytes:
    """The beginning of pg_restore's script, as far as it goes before the first thing it makes."""
    head = b""
    while len(head) < 4096 and (more := script.read(4096 - len(head))):
        head += more
    return head


def without_transaction_timeout(begins: bytes) -> bytes:
    """Make a comment of the one line at the head of pg_restore's script that an older server does not know; of no line further down."""
    head, name, rest = begins.partition(b"\n\n--\n-- Name: ")
    return head.replace(b"\nSET transaction_timeout ", b"\n-- SET transaction_timeout ", 1) + name + rest


@contextlib.contextmanager
def _child(command: list[str], url: str, *, stdin: int = subprocess.DEVNULL, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs, for as long as the block lasts; it has to end well. What it said is the reason for a broken pipe."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, env=postgres.connection(url), cwd="/", stdin=stdin, stdout=stdout, stderr=errors)
        try:
            yield child
            if child.stdout is not None:
                child.stdout.close()
            code = child.wait()
        except BrokenPipeError:
            code = child.wait()
        except BaseException:
            end(child)
            raise
        finally:
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
        if code != 0:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()[-30:]
            raise LaunchError("\n".join([f"{Path(command[0]).name} failed (exit code {code}).", *said]))


def _program(name: str) -> str:
    place = find_programs() / name
    if not place.exists():
        raise LaunchError(
            f"There is no {name} in {place.parent}. Install PostgreSQL's programs (Debian: apt-get install postgresql-client),"
            " or set PG_BIN to the folder they are in."
        )
    return str(place)


def _file(settings: Mapping[str, str]) -> Path:
    if not settings.get("FILE"):
        raise LaunchError("Choose a file: FILE=heard.tar")
    return Path(settings["FILE"]).expanduser().absolute()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _keys(home: Home) -> list[Path]:
    return sorted(each for each in (home.folder / "keys").rglob("*") if each.is_file())


def _refuse_what_could_not_come_back(home: Home, keys: Sequence[Path]) -> None:
    """What somebody put beside the keys can be such that no restore takes it: to be said now, not on the day it is needed."""
    for key in keys:
        if not _belongs(f"keys/{key.relative_to(home.folder / 'keys')}") or key.stat().st_size > LARGEST:
            raise LaunchError(f"{key} isn’t a key: it’s too large, too deep or oddly named. Move it out of {home.folder / 'keys'}.")
    if len(keys) > MOST_KEYS:
        raise LaunchError(f"There are more than {MOST_KEYS} files in {home.folder / 'keys'}. Move out any that aren’t keys.")


def _fingerprint(home: Home) -> str:
    """Tells these keys from others, and nothing about them; empty when there are none."""
    with contextlib.suppress(FileNotFoundError):
        secret = (home.folder / "keys" / "pepper").read_bytes()
        return hashlib.sha256(b"which keys a backup of Heard was made with\n" + secret).hexdigest()[:16]
    return ""


def _add_pictures(tar: tarfile.TarFile, home: Home, *, but: AbstractSet[Path]) -> set[Path]:
    """Put the pictures into the tar that are not there yet; returns which."""
    taken = set()
    for picture in _pictures(home):
        if picture not in but and (content := _content_of(picture)) is not None:
            _add(tar, f"media/{picture.relative_to(home.folder / 'media')}", content)
            taken.add(picture)
    return taken


def _pictures(home: Home) -> list[Path]:
    return [each for each in _media(home) if _is_picture(str(each.relative_to(home.folder)))]


def _films(home: Home) -> list[Path]:
    return [each for each in _media(home) if _is_film(str(each.relative_to(home.folder)))]


def _media(home: Home) -> list[Path]:
    """Only what a backup can bring back is taken of it: an operator may have put something of their own into the folder."""
    return sorted(each for each in (home.folder / "media").rglob("*") if each.is_file() and not each.is_symlink())


def _add_film(tar: tarfile.TarFile, name: str, film: Path) -> None:
    """A film is too large for the memory. Each of its files gets its name when it is whole, and isn't written any more; one that was
    deleted a moment ago, or put there by somebody else as a link, is left out.
    """
    try:
        file = os.fdopen(os.open(film, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    except OSError:
        return
    with file:
        seen = os.fstat(file.fileno())
        if stat.S_ISREG(seen.st_mode):
            entry = tarfile.TarInfo(name)
            entry.size = seen.st_size
            tar.addfile(entry, file)


def _content_of(picture: Path) -> bytes | None:
    """None if it was deleted a moment ago, or is none of ours: the web process can put anything there, and root reads it. A link leads to
    what that process may not read itself, and no restore takes a backup with something larger.
    """
    try:
        with os.fdopen(os.open(picture, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            content = file.read(LARGEST_PICTURE + 1)
    except OSError:
        return None
    return content if len(content) <= LARGEST_PICTURE else None


def _put_pictures(home: Home, place: Path, lock: Lock | None) -> None:
    """Before the database: then no picture, PDF or film that it shows lacks its files. What is there already stays."""
    for name, content in _entries(place, lock):
        if not (_is_picture(name) or _is_film(name)):
            continue
        picture = home.folder / name
        for folder in (home.folder / "media", picture.parent.parent, picture.parent):  # `parents=True` would have anyone list the first two
            folder.mkdir(mode=0o700, exist_ok=True)
        if picture.exists():
            continue
        # Under another name until it is whole: half a picture that a restore left, cut off, would stay at every later one.
        half = picture.with_name(f".{picture.name}")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(content, file, PIECE)
        half.replace(picture)


def _put_keys(home: Home, saved: Mapping[str, bytes]) -> None:
    """The keys that belong to the restored data. Those that were here are set aside, never overwritten."""
    place = home.folder / "keys"
    if _keys(home):
        number = next(n for n in range(1, 10_000) if not (home.folder / f"keys.before-{n}").exists())
        place.rename(home.folder / f"keys.before-{number}")
        say(f"  The old keys are now in {home.folder / f'keys.before-{number}'}.")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in sorted(saved.items()):
        (place / name).parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
