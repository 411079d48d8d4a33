"""Where PDFs lie: beside the pictures, wherever Django's default storage is."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

logger = logging.getLogger(__name__)


def put(digest: str, content: bytes) -> None:
    """Keep a PDF, whole or not at all. Twice changes nothing: what it is made from names it.

    Raises:
        OSError: there is no room, or no way there.
    """
    if not isinstance(default_storage, FileSystemStorage):  # an object store has a thing only once it is whole
        if not has(digest):
            default_storage.save(_name(digest), ContentFile(content))
        return
    # A worker can be killed, and a disk be full, in the middle: then half of it lies under a name that nobody is sent.
    coming, whole = (Path(default_storage.path(name)) for name in (_coming(digest), _name(digest)))
    coming.unlink(missing_ok=True)
    try:
        default_storage.save(_coming(digest), ContentFile(content))
        with coming.open("rb") as file:
            os.fsync(file.fileno())
        coming.replace(whole)
    except OSError:
        with suppress(OSError):
            coming.unlink(missing_ok=True)
        raise


def read(digest: str) -> bytes | None:
    try:
        with default_storage.open(_name(digest)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
    except OSError as error:  # the object store doesn't answer: that is no fault of whoever asks
        logger.warning("A PDF can't be read: %s", error)
        return None


def remove(digest: str) -> None:
    """What is not there is left out."""
    default_storage.delete(_coming(digest))
    default_storage.delete(_name(digest))


def has(digest: str) -> bool:
    """Whether it is there.

    Raises:
        OSError: the place where they lie can't be asked.
    """
    return default_storage.exists(_name(digest))


def _name(digest: str) -> str:
    return f"case-studies/{digest}.pdf"


def _coming(digest: str) -> str:
    return f"case-studies/.{digest}.pdf"
