"""What people type for a kind of place: A&E, casualty, chemist, kids ward. Registers have other words for these, or only wards' names.

`everyday.csv` is the table that a new site begins with (see migration 0007); from then on operators keep it, and the file is read no more.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from heard.directory.rules.names import folded

FILE = Path(__file__).with_name("everyday.csv")
LONGEST = 5
"""How many words one everyday name may have: accident and emergency, ear nose and throat."""
FORGIVEN_FROM = 4
"""From how many letters one wrong letter is forgiven: `chemsit`. In a shorter word it would make another one: `gp`, `gum`."""
FILLERS = frozenset(
    "a at by closest for from i in is local me my near nearby nearest of on our the to want with".split()  # noqa: SIM905
)
"""What people put around an everyday name: “dentist near me”, “doctors in Seaby”."""


@dataclass(frozen=True)
class Given:
    """One row of the table: `words` are what people type; it finds places of these `kinds` and places that are `called` so in registers,
    the likeliest first. `specialities` are the treatment functions of the NHS Data Dictionary that it stands for. `note` is said to whoever
    types one of these; `same` are words that mean the same in a story.
    """

    title: str
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Meaning:
    """What an everyday name finds: places of these kinds, and those in whose own name one of these folded phrases stands. `notes` are what
    to say to whoever types it, each after its language.
    """

    kinds: tuple[str, ...]
    called: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """Words of what was typed that stand together, and what they mean; nothing more than themselves, if `meaning` is None."""

    words: tuple[str, ...]
    meaning: Meaning | None = None
    exactly: bool = True


class Book:
    """What each everyday name means, by its `key`."""

    def __init__(self, names: Mapping[str, Sequence[Meaning]]) -> None:
        self.names = {known: _together(meanings) for known, meanings in names.items()}
        self.of_length: dict[int, list[str]] = {}
        for known in names:
            if len(known) >= FORGIVEN_FROM:
                self.of_length.setdefault(len(known), []).append(known)

    def meaning(self, words: Sequence[str], *, nearly: bool = False) -> Meaning | None:
        """What these words mean together; `nearly`: if one letter of theirs is wrong, missing, too many, or in its neighbour's place."""
        typed = key(words)
        if not nearly:
            return self.names.get(typed)
        if len(typed) < FORGIVEN_FROM or typed.isdigit():
            return None
        about = [known for length in (-1, 0, 1) for known in self.of_length.get(len(typed) + length, ())]
        near = process.extract(typed, about, scorer=OSA.distance, score_cutoff=1, limit=None)
        return _together([self.names[known] for known, _, _ in near]) if near else None


def first_names() -> list[Given]:
    """The table that a new site begins with."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return [
            Given(
                title=row["title"],
                words=_parts(row["words"]),
                kinds=_parts(row["kinds"]),
                specialities=_parts(row["specialities"]),
                called=_parts(row["called"]),
                same=_parts(row["same"]),
                note=row["note"],
            )
            for row in csv.DictReader(rows)
        ]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for each in cell.split("|") if (part := each.strip()))


def key(words: str | Iterable[str]) -> str:
    """An everyday name as it is compared: without case, accents, signs, spaces or “and”, so that walk-in, walk in and walkin are one, and
    so are A&E, A and E.
    """
    parts = folded(words if isinstance(words, str) else " ".join(words)).split()
    return "".join(part for part in parts if part != "and")


def as_called(phrase: str) -> list[str]:
    """How a phrase stands in folded names: with “and” also as “&”, which folding drops."""
    plain = folded(phrase)
    return list(dict.fromkeys((plain, " ".join(word for word in plain.split() if word != "and")))) if plain != "and" else []


def parted(words: Sequence[str], book: Book) -> list[Part]:
    """The folded words that were typed, in their order, with the everyday names among them: the longest first, then those that are one
    letter wrong. What people put around them is left out.
    """
    parts: list[Part | str] = list(words)
    for nearly in (False, True):
        for length in range(min(LONGEST, len(words)), 0, -1):
            parts = _named(parts, length, book, nearly=nearly)
    meant = any(isinstance(part, Part) for part in parts)
    return [
        part if isinstance(part, Part) else Part((part,)) for part in parts if isinstance(part, Part) or not (meant and part in FILLERS)
    ]


def _named(parts: list[Part | str], length: int, book: Book, *, nearly: bool) -> list[Part | str]:
    found: list[Part | str] = []
    at = 0
    while at < len(parts):
        some = [part for part in parts[at : at + length] if isinstance(part, str)]
        meaning = book.meaning(some, nearly=nearly) if len(some) == length else None
        if meaning is None:
            found.append(parts[at])
            at += 1
        else:
            found.append(Part(tuple(some), meaning, exactly=not nearly))
            at += length
    return found


def _together(meanings: Sequence[Meaning]) -> Meaning:
    """Of several meanings of one name, the likeliest of each before the less likely ones."""
    kinds = dict.fromkeys(kind for each in meanings for kind in each.kinds)
    most = max((len(each.called) for each in meanings), default=0)
    called = dict.fromkeys(each.called[n] for n in range(most) for each in meanings if n < len(each.called))
    return Meaning(tuple(kinds), tuple(called), tuple(dict.fromkeys(note for each in meanings for note in each.notes)))
