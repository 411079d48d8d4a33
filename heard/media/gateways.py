"""Where copies of pictures lie: a folder of the site, or whatever else Django's default storage is set to."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from heard.media.rules.pictures import Copies

NOT_STORED: tuple[type[Exception], ...] = (OSError,)
"""What is raised when there is no room, or no way there."""


def put(key: str, copies: Copies) -> None:
    """Keep the copies, on the disk for certain: their row, once it is there, is too."""
    for (width, ending), content in copies.files.items():
        default_storage.save(name_of(key, width, ending), ContentFile(content))
    with suppress(NotImplementedError):  # an object store says itself when it has a thing
        folder = Path(default_storage.path(f"pictures/{key}"))
        for each in (*folder.iterdir(), folder, folder.parent):
            _sync(each)


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


def remove(key: str) -> None:
    """Every copy of this picture. What is not there is left out: doing it twice changes nothing."""
    folder = f"pictures/{key}"
    for name in _names(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def lying() -> Iterator[tuple[str, datetime]]:
    """Of every picture that lies here, and since when."""
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


def has(key: str, width: int) -> bool:
    return default_storage.exists(name_of(key, width, "webp"))
