"""Story keys: four plain words that bring an author back, with no account and no e-mail.

The words are the only secret. What is stored is HMAC(pepper, argon2id(words, site salt)): the slow hash makes guessing dear, the site's
salt lets one look-up find the row under a unique index, and without the pepper (which is not in the database) a stolen database is no help.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

HOW_MANY = 4
LONGEST_TYPED = 200
"""Characters. Nobody types more for four words; whatever is longer is not looked at."""

_NOT_LETTERS = re.compile(r"[^a-z]+")


@cache
def word_list() -> tuple[str, ...]:
    """Every word a key may hold, sorted. Where they come from stands in `words.md`."""
    return tuple((Path(__file__).parent / "words.txt").read_text(encoding="ascii").split())


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def new_words() -> str:
    """Four words drawn by chance, with single spaces between: some 51 bits."""
    return " ".join(secrets.choice(word_list()) for _ in range(HOW_MANY))


def normalise(typed: str) -> str | None:
    """The four words that were meant, with single spaces; None when they cannot be a story key.

    Case, accents, spaces (even none at all), hyphens, full stops, commas and line ends do not matter. No word of the list begins another
    one, so a run of letters is read in one way only.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKD", typed).casefold()
    letters = _NOT_LETTERS.sub("", plain)
    words: list[str] = []
    start = 0
    while start < len(letters) and len(words) <= HOW_MANY:
        word = _word_at(letters, start)
        if word is None:
            return None
        words.append(word)
        start += len(word)
    return " ".join(words) if len(words) == HOW_MANY else None


def _word_at(letters: str, start: int) -> str | None:
    for length in range(3, 12):
        piece = letters[start : start + length]
        if piece in _known():
            return piece
    return None


def digest(words: str, *, site_salt: bytes, pepper: bytes, cost: Mapping[str, int]) -> bytes:
    """32 bytes under which the holder of `words` (normalised) is found.

    `cost` is argon2's: `time_cost` rounds, `memory_cost` KiB, `parallelism` lanes.
    """
    slow = hash_secret_raw(words.encode(), site_salt, hash_len=32, type=Type.ID, **cost)
    return hmac.digest(pepper, b"story key\n" + slow, hashlib.sha256)
