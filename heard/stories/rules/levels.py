"""The levels of criticality, 0 to 5, and what each means: the same words wherever a level is named (`stories/_levels.html`).

Staff only. A region can say in its own words what a level means, and give its own examples (`regions.rules.OF_LEVELS`). Ours, which are
those of docs/moderation.md, stand for what it doesn't say. Numbers and names stay ours: alerts are chosen by name, numbers decide who can
publish, and both mean the same to an organisation or a moderator of several regions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core import languages


@dataclass(frozen=True)
class Criterion:
    level: int
    said: tuple[str | Promise, str | Promise, str | Promise]

    @property
    def name(self) -> str | Promise:
        return self.said[0]

    @property
    def words(self) -> str | Promise:
        return self.said[1]

    @property
    def examples(self) -> str | Promise:
        return self.said[2]


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        0,
        (
            pgettext_lazy("criticality", "Not critical"),
            gettext_lazy("It says nothing negative about care or staff."),
            gettext_lazy("Thanks, praise or a neutral question."),
        ),
    ),
    Criterion(
        1,
        (
            pgettext_lazy("criticality", "Minimally"),
            gettext_lazy("A small thing could be better, but the care itself was good."),
            gettext_lazy("Parking, signs, the food, a noisy corridor."),
        ),
    ),
    Criterion(
        2,
        (
            pgettext_lazy("criticality", "Mildly"),
            gettext_lazy("Something went wrong without harm, or felt careless."),
            gettext_lazy("A long wait, an unreturned call, a brusque word, poor information."),
        ),
    ),
    Criterion(
        3,
        (
            pgettext_lazy("criticality", "Moderately"),
            gettext_lazy("Care or behaviour fell clearly short and distressed someone, or it happened again and again."),
            gettext_lazy("Ignored, not believed, rude staff, pain left waiting, cancelled repeatedly, no privacy."),
        ),
    ),
    Criterion(
        4,
        (
            pgettext_lazy("criticality", "Strongly"),
            gettext_lazy("Someone was harmed or could have been, or lost their dignity."),
            gettext_lazy("A missed diagnosis, the wrong medicine, a fall, discrimination, being left in a wet bed."),
        ),
    ),
    Criterion(
        5,
        (
            pgettext_lazy("criticality", "Severely"),
            gettext_lazy("Care or staff are blamed for serious harm, a death, abuse or a crime."),
            gettext_lazy("Abuse, assault, neglect that led to a death, lasting injury."),
        ),
    ),
)


@dataclass(frozen=True)
class Text:
    """One of these texts and the language it is in: none if it's ours, which the page says in its own. `own`: the region's."""

    words: str
    language: str = ""
    own: bool = False

    def as_html(self) -> SafeString | str:
        return languages.said_in(self.language, self.words) if self.own else self.words


def texts_of(level: int) -> tuple[str, str]:
    """The names under which a region says what the level means, and gives examples."""
    return f"level-{level}", f"level-{level}-examples"


def text_in(own: Mapping[str, str], ours: str | Promise, speaks: Sequence[str]) -> Text:
    """What a reader of this page gets of one text, of which the region, which `speaks` these languages, says `own` (by language).

    If the region says it in any language, that is what its moderators decide by. So its words go before ours in the language of the page,
    unless it left ours to stand in a language that comes first.
    """
    for language in (languages.active(), *speaks):
        if language in own:
            return Text(own[language], language, own=True)
        if language == languages.SOURCE and language in speaks:
            break
    return Text(str(ours))


def criteria_of(own: Mapping[str, Mapping[str, str]], speaks: Sequence[str]) -> tuple[Criterion, ...]:
    """All levels as they are read in a region that says `own` (by name and language) and `speaks` these languages."""
    return tuple(Criterion(each.level, (each.name, *_said(each, own, speaks))) for each in CRITERIA)


def _said(ours: Criterion, own: Mapping[str, Mapping[str, str]], speaks: Sequence[str]) -> tuple[str, str]:
    means, examples = texts_of(ours.level)
    return (
        text_in(own.get(means, {}), ours.words, speaks).as_html(),
        text_in(own.get(examples, {}), ours.examples, speaks).as_html(),
    )
