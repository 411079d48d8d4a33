"""Real comments as they come in a file, and what the scripted people of a rehearsal make of them. Nothing here is random."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from heard.core.errors import DomainError

TEXT, QUESTION, ABOUT, SENTIMENT = "FFT answer", "FFT question", "Service type 1", "Comment sentiment"
NEEDED = (TEXT, QUESTION, ABOUT, SENTIMENT)
LONGEST = 100_000
"""Letters of one field; more is no comment but a broken file."""
KINDS = (
    ("PTS", "ambulance"),
    ("See and Convey", "ambulance"),
    ("111", "ambulance"),
    ("Local partnerships", "mental-health-trust"),
    ("Forensic", "mental-health-trust"),
    ("Specialist", "mental-health-trust"),
    ("Community", "community-trust"),
)
"""How the file begins the name of a service → the kind of provider that has such services. Anything else: a hospital trust."""
ELSEWHERE = "acute-trust"
NOTHING_SAID = frozenset({"", "did not answer", "n/a", "na", "none", "nothing", "no", "no comment", "nil", "-", ".", "?", "x"})
GLAD, SORRY = {"1", "2"}, {"4", "5"}
"""The file's sentiment runs from 1, best, to 5."""
TOO_SHORT = 4
"""Words below which there is no experience told: the scripted moderator declines, kindly."""
ASKED_EVERY, HELD_EVERY, ANSWERED_EVERY, PLANNED_EVERY, MADE_EVERY, UNHEARD_EVERY, REACHED_EVERY = 101, 97, 2, 10, 20, 40, 4
BY_NIGHT_OF_TEN = 7
"""Of ten stories so many are approved at night, and published by the worker."""


class NotComments(DomainError):
    """The file is not one of comments."""


@dataclass(frozen=True)
class Comment:
    """What somebody wrote, on which line, about a service of which kind; `good` and `better` are its themes, in tags' words."""

    line: int
    words: str
    kind: str
    good: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True)
class Skipped:
    """A row that tells nothing, and why."""

    line: int
    reason: str


def read_comments(lines: Iterable[str]) -> Iterator[Comment | Skipped]:
    """Every row of a file of comments, in order. A row that cannot be used is skipped with its reason; the rest goes on.

    Raises:
        NotComments: a column is missing, so this is another kind of file.
    """
    rows = csv.DictReader(line.replace("\0", "") for line in lines)
    try:
        columns = list(rows.fieldnames or ())
    except csv.Error as error:
        raise NotComments(f"This is not a file of comments: {error}.") from error
    if missing := [name for name in NEEDED if name not in columns]:
        raise NotComments(f"This is not a file of comments: it has no column “{missing[0]}”.")
    themes = columns[columns.index(SENTIMENT) + 1 :]
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Skipped(rows.line_num, str(error))
            continue
        yield _comment(rows.line_num, row, themes)


def _comment(line: int, row: dict[str, Any], themes: Sequence[str]) -> Comment | Skipped:
    words = (row.get(TEXT) or "").strip()
    if words.casefold().rstrip(".!") in NOTHING_SAID:
        return Skipped(line, "nothing said")
    if len(words) > LONGEST:
        return Skipped(line, "longer than any comment")
    named = tuple(theme for theme in themes if row.get(theme) == "1")[:3]
    asked, felt = row.get(QUESTION) or "", row.get(SENTIMENT) or ""
    good = named if "good" in asked or (felt in GLAD and "better" not in asked and "improve" not in asked) else ()
    return Comment(line, words, _kind(row.get(ABOUT) or ""), good, named if not good and felt in SORRY else ())


def _kind(service: str) -> str:
    return next((kind for begins, kind in KINDS if service.strip().startswith(begins)), ELSEWHERE)


# ---------------------------------------------------------------- what the scripted people do


@dataclass(frozen=True)
class Script:
    """What becomes of the comment at `position` (from 1) of those that are told."""

    position: int
    words: str

    @property
    def decision(self) -> str:
        """`publish`, `decline`, `ask` or `hold`."""
        if len(self.words.split()) < TOO_SHORT:
            return "decline"
        if self.position % ASKED_EVERY == 0:
            return "ask"
        return "hold" if self.position % HELD_EVERY == 0 else "publish"

    @property
    def name(self) -> str:
        """The name that it is told under: of each story another one, so that it can be found, and seen if it was told twice."""
        return f"Teller {self.position}"

    @property
    def address(self) -> str:
        """The author's e-mail address; none for most."""
        return f"author{self.position}@rehearsal.example" if self.position % REACHED_EVERY == 0 else ""

    @property
    def approved_at_night(self) -> bool:
        """Whether the moderator approves it for the morning, when the worker publishes it."""
        return self.position % 10 < BY_NIGHT_OF_TEN

    @property
    def nobody_listens(self) -> bool:
        """Whether it is about a provider without a listening organisation."""
        return self.position % UNHEARD_EVERY == 1

    @property
    def is_answered(self) -> bool:
        return self.position % ANSWERED_EVERY == 0

    @property
    def leads_to_a_plan(self) -> bool:
        return self.position % PLANNED_EVERY == 0

    @property
    def leads_to_a_change(self) -> bool:
        return self.position % MADE_EVERY == 0


# ---------------------------------------------------------------- figures


def percentile(figures: list[float], share: float) -> float:
    """The smallest of the figures that at least this share of them does not exceed; 0 for none."""
    ordered = sorted(figures)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else 0.0


def summary(figures: list[float], *, digits: int = 1) -> dict[str, float]:
    """How many, the median, and what nineteen of twenty do not exceed."""
    return {"n": len(figures), "p50": round(percentile(figures, 0.5), digits), "p95": round(percentile(figures, 0.95), digits)}
