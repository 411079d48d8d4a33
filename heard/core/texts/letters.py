"""Classes of letters of every script, for patterns over a text that was read: what goes between [ and ]."""

import unicodedata
from itertools import groupby
from operator import itemgetter

_LAST = 0x1E943  # of the scripts with capitals, and of all letters but rare ideographs


def _kinds() -> list[tuple[str, str, str]]:
    """All signs in runs of one kind: the kind, its first and its last. Looked at once, for every process that starts asks for it."""
    signs = ((unicodedata.category(sign), sign) for sign in map(chr, range(0x80, _LAST + 1)))
    runs = ((kind, [sign for _, sign in run]) for kind, run in groupby(signs, key=itemgetter(0)))
    return [(kind, run[0], run[-1]) for kind, run in runs]


_RUNS = _kinds()


def _class(*kinds: str) -> str:
    """Runs that stand side by side are one."""
    joined = (list(side_by_side) for wanted, side_by_side in groupby(_RUNS, key=lambda run: run[0] in kinds) if wanted)
    return "".join(f"{runs[0][1]}-{runs[-1][2]}" for runs in joined)


CAPITAL = "A-Z" + _class("Lu", "Lt")
WITHOUT_CASE = _class("Lo") + "\u10d0-\u10ff"
"""Letters of scripts that have no capitals; those of Georgian are small letters by name only. With nothing of A to Z."""
IN_WORDS = "A-Za-z" + _class("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc")
