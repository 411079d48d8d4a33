"""Registers shout. Names of places are written for people here, and folded for finding and comparing."""

import re
import unicodedata

SMALL = {"a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to", "under", "upon", "with", "y", "yr"}
INITIALS = {
    "NHS", "GP", "PCT", "ICB", "CCG", "CAMHS", "A&E", "UK", "HQ", "HMP", "YOI", "UTC", "MIU", "WIC", "OOH", "ENT",
    "ITU", "HDU", "ICU", "CCU",
    "NICU", "SCBU", "AMU", "MAU", "SAU", "ASU", "ADHD", "HIV", "MRI", "CT", "PTS", "II", "III", "IV", "VI", "VII",
    "LLP", "PLC", "BMI", "HMT",
    "KIMS", "IAPT", "PICU",
}  # fmt: skip
SPECIAL = {"LTD": "Ltd", "ST": "St", "DR": "Dr", "DRS": "Drs", "MR": "Mr", "MRS": "Mrs", "&": "&"}
WORD = re.compile(r"[^\s\-/(),]+")


def with_its_place(name: str, *, level: str, above: str) -> str:
    """A service's name with the place it belongs to, where its own name does not say that: wards of many hospitals share a name."""
    if level != "service" or not above or " ".join(above.split()[:2]).lower() in name.lower():
        return name
    return f"{name}, {above}"


def written(name: str) -> str:
    """`ST JAMES'S UNIVERSITY HOSPITAL` as `St James's University Hospital`. A name that is not all capitals is left alone."""
    name = " ".join(name.split())
    if not name or name != name.upper():
        return name
    first = True

    def word(found: re.Match[str]) -> str:
        nonlocal first
        text, was_first = found.group(), first
        first = False
        if text in INITIALS or any(sign.isdigit() for sign in text):
            return text
        if text.rstrip(".") in SPECIAL:
            return SPECIAL[text.rstrip(".")] + text[len(text.rstrip(".")) :]
        if text.lower() in SMALL and not was_first:
            return text.lower()
        if len(text) <= 4 and not re.search(r"[AEIOUY]", text) and "'" not in text:
            return text
        return _capitalised(text)

    return WORD.sub(word, name)


def _capitalised(text: str) -> str:
    lowered = text.lower()
    for start in ("mc", "o'", "d'"):
        if lowered.startswith(start) and len(lowered) > len(start) + 2:
            return lowered[: len(start)].capitalize() + lowered[len(start) :].capitalize()
    return lowered[:1].upper() + lowered[1:]


STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters of Latin script that are not a plain one and an accent."""


def folded(text: str) -> str:
    """For comparing and finding: no accents, no case, no punctuation, single spaces. Letters of other scripts stay."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()
    if not plain.isascii():
        plain = plain.translate(STROKES)
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("’", "")).split())


def slips(word: str) -> list[str]:
    """What a hand that slipped may have meant: two neighbouring letters the other way round, or one letter too many."""
    if len(word) < 3:
        return []
    turned = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    return [*turned, *(word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > 3)]
