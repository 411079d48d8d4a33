"""Telephone numbers of places, as people write them."""

import re

_EXTENSION = re.compile(r"(?i)[,;]?\s*(?:ext(?:ension|n)?\.?|x)\s*[0-9]{1,6}\Z")
_FIGURES = re.compile(r"\+?[0-9\s().-]+\Z")
# A code dialled inside the country begins with 0; from abroad with + or 00 and has at most 15 figures (ITU-T E.164). What is
# short and begins with 1 is for everybody: 111, 116 123.
_DIALLED = re.compile(r"0[1-9][0-9]{6,10}|1[0-9]{2,10}")
_ABROAD = re.compile(r"(?:\+|00)[1-9][0-9]{6,14}")


def telephone(text: str) -> str | None:
    """One British or international number, tidied: `0191  123 4567`, `+44 (0)191 123 4567`, `01632 960001 ext 12`. None: it is not one."""
    tidy = " ".join(text.split())
    number = _EXTENSION.sub("", tidy)
    if not _FIGURES.match(number) or number.count("(") != number.count(")"):
        return None
    # The (0) of +44 (0)191 is dialled only at home.
    flat = re.sub(r"[^0-9+]", "", number.replace("(0)", "") if number.startswith(("+", "00")) else number)
    return tidy if _ABROAD.fullmatch(flat) or _DIALLED.fullmatch(flat) else None
