"""Where copies of pictures lie: a folder of the site, or whatever else Django's default storage is set to. And where films do: a folder."""

import errno
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage, storages

from heard.core.uploads import LEFT_FREE, arriving
from heard.media.rules.pictures import FORMATS, Copies

logger = logging.getLogger(__name__)


def put(key: str, copies: Copies) -> None:
    """Keep the copies: all of them or none, and on the disk for certain, so that a row never lacks its files.

    Raises:
        OSError: there is no room, or no way there. Nothing of them is left.
    """
    coming = f".{key}" if _is_folder() else key
    try:
        for (width, ending), content in copies.files.items():
            default_storage.save(name_of(coming, width, ending), ContentFile(content))
        if coming != key:  # an object store says itself when it has a thing
            _all_at_once(Path(default_storage.path("pictures")), coming, key)
    except OSError:
        with suppress(OSError):  # whatever stays has no row, and a sweep takes it away
            remove(coming)
        raise


def _is_folder() -> bool:
    return isinstance(default_storage, FileSystemStorage)


def _all_at_once(pictures: Path, coming: str, key: str) -> None:
    """A backup that runs meanwhile finds the whole picture, or nothing of it."""
    for each in (*(pictures / coming).iterdir(), pictures / coming):
        _sync(each)
    (pictures / coming).rename(pictures / key)
    _sync(pictures)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def read(key: str, width: int, ending: str) -> bytes | None:
    """One copy; None when it is not there."""
    try:
        with default_storage.open(name_of(key, width, ending)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
    except OSError as error:  # the object store doesn't answer: a page without this picture is still a page
        logger.warning("A picture can't be read: %s", error)
        return None


def remove(key: str) -> None:
    """Every copy of this picture. What is not there is left out: doing it twice changes nothing."""
    folder = f"pictures/{key}"
    for name in _names(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def lying() -> Iterator[tuple[str, datetime]]:
    """Of every picture that lies here, and since when."""
    if walk := getattr(default_storage, "walk", None):  # an object store, which says both in one list
        latest: dict[str, datetime] = {}
        for name, since in walk("pictures"):
            key = name.split("/")[1]
            latest[key] = max(since, latest.get(key, since))
        yield from latest.items()
        return
    for key in _names("pictures")[0]:
        try:
            since = [default_storage.get_modified_time(f"pictures/{key}/{name}") for name in _names(f"pictures/{key}")[1]]
            newest = max(since) if since else default_storage.get_modified_time(f"pictures/{key}")
        except FileNotFoundError:
            continue  # deleted a moment ago
        yield key, newest


def name_of(key: str, width: int, ending: str) -> str:
    return f"pictures/{key}/{width}.{ending}"


def _names(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def lacking(pictures: Iterable[tuple[str, int]]) -> list[str]:
    """Of these pictures, by key and width, those that lack a file.

    Raises:
        OSError: the place where they lie can't be asked.
    """
    if walk := getattr(default_storage, "walk", None):
        there = {name for name, _since in walk("pictures")}
        return [key for key, width in pictures if not all(name_of(key, width, ending) in there for ending in FORMATS)]
    return [key for key, width in pictures if not all(default_storage.exists(name_of(key, width, ending)) for ending in FORMATS)]


ARRIVED, POSTER = "arrived", "poster.jpg"
"""Names in a film's folder, beside `film.mp4` or `film.webm`: what was sent, until it is prepared, and the picture before it plays."""


def film_file(key: str, name: str) -> Path:
    """A file of a film. Films always lie in a folder of this server, which sends any part of them at once."""
    return Path(storages["films"].path(f"films/{key}/{name}"))


def put_film(key: str, file: "File[bytes]") -> None:
    """Keep what was sent. A file that lies on the disk already is moved, so nobody meets half of it."""
    storages["films"].save(f"films/{key}/{ARRIVED}", file)


@contextmanager
def making(key: str, name: str) -> Iterator[Path]:
    """Where a file of a film is made: under another name until it is whole and lies on the disk for certain."""
    whole = film_file(key, name)
    part = whole.with_name(f"{uuid4().hex}.{name}")
    try:
        yield part
        part.chmod(0o660)
        _sync(part)
        part.replace(whole)
        _sync(whole.parent)
    finally:
        part.unlink(missing_ok=True)


def room_for(size: int) -> None:
    """Refuse to begin what the disk has no room for.

    Raises:
        OSError: there is less than that, and what is left free for the database.
    """
    if shutil.disk_usage(storages["films"].path("")).free < size + LEFT_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def remove_film(key: str, *names: str) -> None:
    """These files of a film, or all of them. Doing it twice changes nothing."""
    if not names:
        shutil.rmtree(film_file(key, ""), ignore_errors=True)
    for name in names:
        film_file(key, name).unlink(missing_ok=True)


def films_lying() -> Iterator[tuple[str, datetime]]:
    """The key of every film that lies here, and since when."""
    yield from _lying(Path(storages["films"].path("films")))


def uploads_lying() -> Iterator[tuple[str, datetime]]:
    """What arrived or is arriving, and belongs to no film yet."""
    yield from _lying(arriving())


def remove_upload(name: str) -> None:
    (arriving() / name).unlink(missing_ok=True)


def _lying(folder: Path) -> Iterator[tuple[str, datetime]]:
    for each in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # deleted a moment ago
            yield each.name, datetime.fromtimestamp(each.stat().st_mtime, UTC)
