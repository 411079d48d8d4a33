"""What a tag is found by: in an address, in a filter, in the open data."""

import unicodedata

from django.utils.text import slugify

MOST_LETTERS = 60
"""Of a tag, as it is shown and as it is found."""


def slug_of(name: str) -> str:
    """What a tag of this name is found by; empty only where the name shows nothing at all.

    Plain letters where every letter has one (“café” is found by `cafe`, and always was). Where one has none, every letter stays as it is:
    “miła” was found by `mia`, another word, and “شكرا” by nothing, so that it was lost without a word. A name of nothing but pictures is
    found by what Unicode calls them.
    """
    name = unicodedata.normalize("NFKC", name).lower()
    plain, whole = slugify(name), _letters(name)
    if whole and _count(plain) == _count(whole):
        return _fitting(plain)
    return _fitting(whole) or _fitting("-".join(_called(sign) for sign in name if unicodedata.category(sign)[0] in "PS"))


def is_slug(written: str) -> bool:
    """Whether `slug_of` could have made this."""
    return 0 < len(written) <= MOST_LETTERS and all(sign in "-_" or unicodedata.category(sign)[0] in "LNM" for sign in written)


def _letters(name: str) -> str:
    """Letters and figures of every script, with the signs that belong to them; everything else parts words."""
    kept: list[str] = []
    for sign in name:
        kind = unicodedata.category(sign)[0]
        if kind in "LN" or (kind == "M" and kept and kept[-1] != " " and not "\ufe00" <= sign <= "\ufe0f"):
            kept.append(sign)
        elif sign not in _INSIDE:
            kept.append(" ")
    return "-".join("".join(kept).split())


_INSIDE = "'’\u200c\u200d\ufe0f"
"""What stands inside a word and is none of its letters."""


def _count(slug: str) -> int:
    """How many letters and figures there are, accents not counted."""
    return sum(unicodedata.category(sign)[0] in "LN" for sign in unicodedata.normalize("NFD", slug))


def _called(sign: str) -> str:
    return slugify(unicodedata.name(sign, f"u{ord(sign):x}"))


def _fitting(slug: str) -> str:
    return slug[:MOST_LETTERS].strip("-")
