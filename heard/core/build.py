"""Which edition of the program is running: part of every ETag, so that a page kept by a browser does not outlive the code that drew it."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
DRAWN_BY = {".py", ".html", ".svg", ".css", ".po"}


@cache
def edition() -> str:
    """A short digest of everything that draws pages; read once in the life of a process."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in DRAWN_BY and path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
