"""Signs of crisis, of harm and of legal matters in a text. They raise a story in the queue and are shown with their reason.

They never hide, hold or change anything. Words about bodies, illness and treatment are what a health platform is about and are
not signs: the lists hold only what may mean that somebody is in danger, that something is wrong with them at this moment or they wait
for a clinician's call, or that a rule of law applies.

What the lists do not hold is weighed, word by word (`weighing`): danger only, and only where no list has found any.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from heard.core.texts.patterns import compiled
from heard.core.texts.reading import Reading, read
from heard.core.texts.saying import capital
from heard.stories.rules.phrases import PHRASES
from heard.stories.rules.plain import Plain
from heard.stories.rules.sign_kinds import GRAVE, HARD, LABELS, WEIGHED, WHY, Sign
from heard.stories.rules.weighing import LIKELY, scales

__all__ = [
    "CALLS", "GRAVE", "HARD", "HELP", "LABELS", "LOOKED_AT", "WEIGHED", "WHY", "Sign", "SignFound", "calls_for_help", "find_signs",
    "kinds_of",
]  # fmt: skip

ASKED_AGAIN = 32
"""So many texts are remembered, in this process alone: as many as one decision asks about more than once."""
_PATTERNS = {sign: rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)" for sign, phrases in PHRASES.items()}


@dataclass(frozen=True, order=True)
class SignFound:
    """`text[start:end]` is `excerpt`; `sign` is a `Sign`; `weighed` are the words that weigh most, where no phrase speaks for it."""

    start: int
    end: int
    sign: str
    excerpt: str
    weighed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return _("Sign of %(danger)s") % {"danger": LABELS[self.sign]} if self.sign in GRAVE else capital(LABELS[self.sign])

    @property
    def why(self) -> str:
        """A sentence or two for the moderator."""
        if not self.weighed:
            return WHY[self.sign]
        words = ", ".join(f"“{word}”" for word in self.weighed)
        most = _("These words count most: %(words)s.") % {"words": words}
        return f"{WHY[self.sign]} {most}"


def find_signs(text: str) -> list[SignFound]:
    """Every sign in `text`, in order. Where two lists overlap, the graver speaks; what is weighed may overlap what a list has found that is
    no danger.
    """
    return list(_signs(text))


@lru_cache(maxsize=ASKED_AGAIN)
def _signs(text: str) -> tuple[SignFound, ...]:
    """Looked for once: the desk, its checks and the action ask for the same text one after the other."""
    reading = read(text)
    plain = Plain(reading.plain)
    found: list[SignFound] = []
    for sign, pattern in _PATTERNS.items():
        for match in compiled(pattern).finditer(plain.words):
            start, end = reading.span(plain.at(match.start()), plain.at(match.end(), end=True))
            at = bisect(found, start, key=lambda each: each.start)
            if (at == 0 or found[at - 1].end <= start) and (at == len(found) or end <= found[at].start):
                found.insert(at, SignFound(start, end, str(sign), text[start:end]))
    return tuple(sorted([*found, *_weighed(plain, reading, [each for each in found if each.sign in HELP])]))


def _weighed(plain: Plain, reading: Reading, known: list[SignFound]) -> Iterator[SignFound]:
    """The passages that weigh enough and in which no list has found danger. `known` is what the lists found, in order."""
    for each in scales().weighty(plain.parts):
        start, end = reading.span(plain.at(each.start), plain.at(each.end, end=True))
        at = bisect(known, start, key=lambda one: one.end)
        if at == len(known) or end <= known[at].start:
            sign = Sign.LIKELY if each.weight >= LIKELY else Sign.PERHAPS
            yield SignFound(start, end, str(sign), reading.text[start:end], tuple(each.words))


LOOKED_AT = 60_000
"""Letters of a text that are looked through while its author waits for the next page; a moderator's desk looks at all of it."""
HELP = GRAVE | WEIGHED | {Sign.WORRY, Sign.CARE_NOW}
"""Signs on which a page of help comes first, while somebody tells: it costs a calm page where nothing is wrong."""

CALLS = HELP - {Sign.PERHAPS}
"""Signs of which somebody on the rota is told at once, at any hour. Too many of those that words alone weigh up to speak of none."""


def calls_for_help(text: str) -> bool:
    """Whether somebody may be in danger, or in need of care now, by these words: their author or anyone in them."""
    return any(each.sign in HELP for each in find_signs(text[:LOOKED_AT]))


def in_order(kinds: Iterable[str]) -> list[str]:
    """These kinds of signs, gravest first, each once."""
    present = set(kinds)
    return [str(sign) for sign in Sign if sign in present]


def kinds_of(signs: list[SignFound]) -> list[str]:
    """The kinds among them, gravest first, each once."""
    present = {each.sign for each in signs}
    return [str(sign) for sign in Sign if sign in present]
