"""Stories that may be the same one told twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, utils

from heard.core.texts.reading import plainly

COMPARED = 3000
"""Characters of each story that are compared."""
ALIKE = 82.0
SHORT = 8


@dataclass(frozen=True)
class Likeness:
    """Story `number` is alike by `score` points of 100."""

    number: int
    score: int

    @property
    def why(self) -> str:
        return _("%(score)s%% of the words are the same.") % {"score": self.score}


def find_alike(text: str, others: Iterable[tuple[int, str]], *, most: int = 3) -> list[Likeness]:
    """Which of `others` (number, text) are nearly the same as `text`, most alike first.

    A short story is compared sign by sign: sharing six everyday words with another one means nothing.
    """
    here = utils.default_process(plainly(text[:COMPARED]))
    if not here:
        return []
    found = []
    for number, other in others:
        there = utils.default_process(plainly(other[:COMPARED]))
        short = min(len(here.split()), len(there.split())) < SHORT
        score = fuzz.ratio(here, there, score_cutoff=ALIKE) if short else fuzz.token_set_ratio(here, there, score_cutoff=ALIKE)
        if score and (short or _comparable(here, there)):
            found.append(Likeness(number, int(score)))
    return sorted(found, key=lambda each: (-each.score, each.number))[:most]


def _comparable(here: str, there: str) -> bool:
    """A story whose few words all happen to occur in a long one is not the same story."""
    shorter, longer = sorted((len(set(here.split())), len(set(there.split()))))
    return shorter * 2 >= longer
