"""The levels of criticality, 0 to 5, and what each means: the same words wherever a level is named (`stories/_levels.html`).

Staff only. They are the same as in docs/moderation.md.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy


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
