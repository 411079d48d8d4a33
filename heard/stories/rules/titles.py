"""Titles in capitals: hard to read, for people and for machines that read aloud. Nobody is refused for one; a moderator puts it right."""

import re

from heard.core.texts.reading import plainly

# Short forms that stay as they are, also of several (“GPs”) or with what belongs to one (“GP’s”). Not words: “WHO”, “US”, “IT” and “ME” are
# shouted more often than meant.
KEPT = {
    "A&E", "ADHD", "CAMHS", "CBT", "COPD", "CPN", "CT", "ECG", "ENT", "ED", "GP", "HIV", "ICU", "IVF", "MRI", "MS", "NHS", "NICU", "OCD",
    "PALS", "PIP", "PTSD", "TB", "UK", "UTI",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")
_SEVERAL = re.compile(r"([A-Z&]+)(['’]?[sS])")
_I = re.compile(r"i(?=\Z|['’](?:m|ve|ll|d)\Z)")
_BEGINNING = re.compile(r"(\A\W*|[.!?…]\s+\W*)(\w)")
FEWEST = 5
"""Letters that are no short form from which on a title counts as shouted."""


def is_in_capitals(title: str) -> bool:
    """Whether nearly all of `title` is in capital letters, short forms and single letters left out. A script without capitals never is."""
    words = [word for word in _WORD.findall(plainly(title)) if len(word) > 1 and not _kept(word)]
    letters = [letter for word in words for letter in word if letter.upper() != letter.lower()]
    return len(letters) >= FEWEST and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def in_small_letters(title: str) -> str:
    """`title` as a sentence: `NOBODY AT THE GP LISTENS. I'M TIRED` → `Nobody at the GP listens. I'm tired`. Names want a person's eye."""
    small = _WORD.sub(lambda word: _kept(word[0]) or _small(word[0]), title)
    return _BEGINNING.sub(lambda found: found[1] + (found[2].upper() if len(found[2].upper()) == 1 else found[2]), small)


def _small(word: str) -> str:
    small = word.lower()
    return f"I{small[1:]}" if _I.match(small) else small


def _kept(word: str) -> str:
    """How a short form, or something with a figure in it, is written; empty for any other word."""
    several = _SEVERAL.fullmatch(word)
    if word in KEPT or any(sign.isdigit() for sign in word):
        return word
    return several[1] + several[2].lower() if several and several[1] in KEPT else ""
