"""Secrets that a new home makes for itself, once."""

import contextlib
import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Django's SECRET_KEY: read from `home/keys/secret` (0600, in a folder of 0700), made at the first call.

    Two processes that start at once agree: the key is written whole beside its place, and the first to link it wins.
    """
    folder = home / "keys"
    place = folder / "secret"
    with contextlib.suppress(FileNotFoundError):
        return place.read_text(encoding="ascii").strip()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"secret.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, place)
    finally:
        draft.unlink(missing_ok=True)
    return place.read_text(encoding="ascii").strip()
