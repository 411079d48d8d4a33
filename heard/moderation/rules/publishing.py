"""Which stories want a second thought before they are public: who may publish them, how long they may be, what to look at first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heard.moderation.rules.work import StoryWork
from heard.stories.rules.going_out import Noticed, hits_of
from heard.stories.rules.length import words_in
from heard.stories.rules.personal_data import HitKind
from heard.stories.rules.publishing import CRITICAL
from heard.stories.rules.signs import GRAVE, Sign, find_signs, kinds_of

FIRST, SECOND, SENIOR = 1, 2, 3
"""The same numbers as `models.Line`, which cannot be imported below it."""

SEVERE = 5


def words_of(work: StoryWork) -> str:
    """What the public will read of the author's words, as one text."""
    return f"{work.title}\n{work.text}\n{work.hope}"


def names_of_staff(noticed: Iterable[Noticed]) -> list[str]:
    """Possible names of staff in what goes out: “Dr Okafor”."""
    return [hit.excerpt for hit in hits_of(noticed) if hit.kind == HitKind.STAFF_NAME]


def line_to_publish(*, criticality: int | None, names_staff: bool) -> int:
    """The first line whose moderators may publish such a story.

    Grave harm, a death, abuse or a crime put down to care (5) is published by the second line; with somebody of staff named in it by a
    senior moderator. From 3 on, a name of staff wants the second line: staff are named in praise only.
    """
    level = criticality or 0
    if level >= SEVERE:
        return SENIOR if names_staff else SECOND
    return SECOND if level >= CRITICAL and names_staff else FIRST


def word_count(work: StoryWork) -> int:
    """Words that the public will read."""
    return words_in(f"{work.text} {work.hope}")


@dataclass(frozen=True)
class Risks:
    """What may do harm when a text becomes public; nothing in it: no need to stop anybody."""

    criticality: int = 0
    hits: int = 0
    signs: tuple[str, ...] = ()
    about_child: bool = False
    elsewhere: tuple[str, ...] = ()
    """Those of `signs` that only other words of the author have."""

    def __bool__(self) -> bool:
        return self.criticality >= CRITICAL or self.hits > 0 or bool(set(self.signs) & RISKY) or self.about_child


RISKY = GRAVE | {Sign.LEGAL, Sign.HATE, Sign.DEATH, Sign.CARE_NOW}


def risks_of(work: StoryWork, *, hits: int, also: Sequence[str] = ()) -> Risks:
    """The risks of publishing `work`, in which a search for personal data found so many `hits`. `also` are kinds of signs that the author's
    own words had: taking the words out does not end an inquest.
    """
    here = kinds_of(find_signs(words_of(work)))
    signs = tuple(str(sign) for sign in Sign if sign in {*here, *also})
    return Risks(work.criticality or 0, hits, signs, bool(work.about_child), tuple(sign for sign in signs if sign not in here))
