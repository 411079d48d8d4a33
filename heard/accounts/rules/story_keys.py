"""Story keys: four plain words that bring an author back, with no account and no email.

The words are the only secret. What is stored is HMAC(pepper, argon2id(words, site salt)): the slow hash makes guessing dear, the site's
salt lets one look-up find the row under a unique index, and without the pepper (which is not in the database) a stolen database is no help.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from django.utils.translation import gettext as _

from heard.core.texts import saying
from heard.core.texts.reading import plainly

HOW_MANY = 4
LONGEST_TYPED = 200
"""Characters. Nobody types more for four words; whatever is longer is not looked at."""

_NOT_LETTERS = re.compile(r"[^a-z]+")
_TYPED_WORDS = re.compile(r"[^\W\d_]+")


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
    letters = _NOT_LETTERS.sub("", plainly(typed).casefold())
    words: list[str] = []
    start = 0
    while start < len(letters) and len(words) <= HOW_MANY:
        word = _word_at(letters, start)
        if word is None:
            return None
        words.append(word)
        start += len(word)
    return " ".join(words) if len(words) == HOW_MANY else None


def what_is_wrong(typed: str) -> str:
    """Why this can be nobody's key, in a sentence for whoever typed it; "" where it is four words of the list.

    It says nothing of any story: the list is public, and so is how many words a key has.
    """
    if normalise(typed) is not None:
        return ""
    words: list[str] = []
    strange: list[str] = []
    for piece in _TYPED_WORDS.findall(plainly(typed[:LONGEST_TYPED])):
        found = _words_in(_NOT_LETTERS.sub("", piece.casefold()))
        words += found or [piece]
        strange += [] if found else [piece]
    if strange and len(words) <= 2 * HOW_MANY:
        named = [_("“%(word)s”") % {"word": word} for word in dict.fromkeys(strange)]
        if len(named) == 1:
            return _("%(word)s isn’t a word we use in story keys. Check the spelling.") % {"word": named[0]}
        return _("We don’t use these words in story keys: %(words)s. Check the spelling.") % {"words": saying.listed(named)}
    if not words:
        return _("Enter the four words of your story key")
    if len(words) == HOW_MANY:
        return _("That’s longer than a story key. Enter four words and nothing else.")
    if len(words) > 2 * HOW_MANY:
        return _("Your key has four words. You entered more.")
    return _("Your key has four words. You entered %(count)s.") % {"count": len(words)}


def _words_in(letters: str) -> list[str]:
    """The words of the list that a run of letters is made of; none if it is not made of such words alone."""
    found: list[str] = []
    start = 0
    while start < len(letters):
        word = _word_at(letters, start)
        if word is None:
            return []
        found.append(word)
        start += len(word)
    return found


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
