"""Classes of letters of every script, for patterns over a text that was read: what goes between [ and ]."""

import unicodedata
from itertools import groupby

_LAST = 0x1E943  # of the scripts with capitals, and of all letters but rare ideographs


def _class(kinds: set[str]) -> str:
    codes = [code for code in range(0x80, _LAST + 1) if unicodedata.category(chr(code)) in kinds]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), key=lambda each: each[1] - each[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


CAPITAL = "A-Z" + _class({"Lu", "Lt"})
WITHOUT_CASE = _class({"Lo"}) + "\u10d0-\u10ff"
"""Letters of scripts that have no capitals; those of Georgian are small letters by name only. With nothing of A to Z."""
IN_WORDS = "A-Za-z" + _class({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"})
