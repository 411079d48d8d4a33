"""What was changed, word by word, and whether it was more than a little."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
COSTLY = 4_000_000
"""Pairs of equal tokens. Texts with more of them are compared line by line or, where that is no better (thousands of empty lines), as
wholes: whoever tells a story chooses its words, and must not be able to keep the desk busy for minutes with them.
"""
HEAVY = 0.15


@dataclass(frozen=True)
class Piece:
    """`how` is same, gone or new. The texts of same and gone make the old text; those of same and new make the new one."""

    how: str
    text: str


def word_differences(old: str, new: str) -> list[Piece]:
    """How `old` becomes `new`, in order."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    same_before, same_after = "".join(before[:head]), "".join(before[len(before) - tail :])
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    if _cost(before, after) > COSTLY:
        before, after = _LINES.findall("".join(before)), _LINES.findall("".join(after))
    if _cost(before, after) > COSTLY:
        before, after = ["".join(before)], ["".join(after)]
    pieces = [Piece("same", same_before)]
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("gone", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("new", "".join(after[j1:j2])))
    pieces.append(Piece("same", same_after))
    return _readable(_joined(pieces))


def _alike(before: list[str], after: list[str]) -> int:
    """How many tokens at the beginning are the same."""
    return next((n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), min(len(before), len(after)))


def _cost(before: list[str], after: list[str]) -> int:
    there = Counter(after)
    return sum(often * there[token] for token, often in Counter(before).items())


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without empty pieces, and with neighbours that are both the same in one."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.text and joined and joined[-1].how == piece.how == "same":
            joined[-1] = Piece("same", joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined


def _readable(pieces: list[Piece]) -> list[Piece]:
    """Changes with nothing but a blank between them are one: “Nurse Jones” → “The nurse”, not four scraps."""
    runs: list[tuple[str, str, str]] = []  # (same, gone, new): either the first, or the others
    for n, piece in enumerate(pieces):
        blank = piece.how == "same" and piece.text in {" ", "\u00a0"} and 0 < n < len(pieces) - 1
        if piece.how == "same" and not blank:
            runs.append((piece.text, "", ""))
            continue
        gone = piece.text if piece.how != "new" else ""
        new = piece.text if piece.how != "gone" else ""
        if runs and not runs[-1][0]:
            runs[-1] = ("", runs[-1][1] + gone, runs[-1][2] + new)
        else:
            runs.append(("", gone, new))
    return [Piece(how, text) for run in runs for how, text in zip(("same", "gone", "new"), run, strict=True) if text]


def as_one(words: Mapping[str, object]) -> str:
    """The words of a thing, by field, as one text."""
    return "\n\n".join(str(each) for each in words.values() if each)


def is_edited(own: Mapping[str, object], words: Mapping[str, object]) -> bool:
    """Whether `words` say something else than was sent."""
    return any(_plain(each) != _plain(words.get(name)) for name, each in own.items())


def _plain(said: object) -> object:
    return said.strip() if isinstance(said, str) else said


def share_changed(old: str, new: str) -> float:
    """Which part of the words was changed: 0 none, 1 all. Blanks and signs do not count."""
    pieces = word_differences(old, new)
    changed = max(_words(pieces, "gone"), _words(pieces, "new"))
    return changed / max(_words(pieces, "same") + changed, 1)


def is_heavy(old: str, new: str) -> bool:
    """Whether a moderator changed more than a little: over 15 % of the words."""
    return share_changed(old, new) > HEAVY


def _words(pieces: list[Piece], how: str) -> int:
    return sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.how == how)
