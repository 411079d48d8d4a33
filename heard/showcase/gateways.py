"""Where PDFs lie: beside the pictures, wherever Django's default storage is."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def put(digest: str, content: bytes) -> None:
    """Keep a PDF. Twice changes nothing: what it is made from names it."""
    if not has(digest):
        default_storage.save(_name(digest), ContentFile(content))


def read(digest: str) -> bytes | None:
    try:
        with default_storage.open(_name(digest)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def remove(digest: str) -> None:
    """What is not there is left out."""
    default_storage.delete(_name(digest))


def has(digest: str) -> bool:
    return default_storage.exists(_name(digest))


def _name(digest: str) -> str:
    return f"case-studies/{digest}.pdf"
