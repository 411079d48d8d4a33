"""Languages that nobody speaks, made of our English: what is not marked for translation stays English and is seen at once, and so is what
has no room for longer words or does not turn round. Placeholders and HTML stay as they are.

`en-XA` is long and accented and can still be read: “[Ŝàáṽêé ýòóúùŕ śṭòóŕýÿ]”. `ar-XB` stands in Arabic letters, from right to left.
"""

import re
from collections.abc import Callable

KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{[^{}]*\}|</?[A-Za-z][^<>]*>|&#?\w+;|https?://\S+|[\w.]+@[\w.]+")
"""What a translator leaves alone: placeholders, tags, signs written as HTML, addresses."""
ACCENTED = str.maketrans("bcdfghjklmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ", "ƀćđƒĝĥĵķļḿñƥɋŕśťṽŵẋýžƁĆĐƑĜĤĴĶĻḾÑƤɊŔŚŤṼŴẊÝŽ")
LONGER = {
    "a": "àá", "e": "èé", "i": "ìí", "o": "òó", "u": "ùú", "A": "ÀÁ", "E": "ÈÉ", "I": "ÌÍ", "O": "ÒÓ", "U": "ÙÚ",
}  # fmt: skip
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابچديفگهيجكلمنوپقرستوڤوخيز")


def pseudo(text: str, language: str) -> str:
    """`text` as the pseudo-language says it."""
    said = {"en-xa": _accented, "ar-xb": _arabic}[language]
    return said(text) if text.strip() else text


def _accented(text: str) -> str:
    inner = text.strip()
    return text.replace(inner, f"[{_outside_of_kept(inner, _longer)}]", 1)


def _longer(words: str) -> str:
    return "".join(LONGER.get(letter, letter) for letter in words.translate(ACCENTED))


def _arabic(text: str) -> str:
    return _outside_of_kept(text, lambda words: words.lower().translate(ARABIC))


def _outside_of_kept(text: str, change: Callable[[str], str]) -> str:
    """`text` with everything changed that is not kept."""
    parts, at = [], 0
    for kept in KEPT.finditer(text):
        parts += [change(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, change(text[at:])])
