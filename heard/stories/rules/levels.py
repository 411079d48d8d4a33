"""The levels of criticality, 0 to 5, and what each means: the same words wherever a level is named (`stories/_levels.html`).

Staff only. They are the same as in docs/moderation.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    level: int
    name: str
    words: str
    examples: str


CRITERIA: tuple[Criterion, ...] = (
    Criterion(0, "Not critical", "Nothing negative is said about care or staff.", "Thanks; praise; a neutral question."),
    Criterion(1, "Minimally", "A small thing that could be better; care itself was good.", "Parking, signs, the food, a noisy corridor."),
    Criterion(
        2,
        "Mildly",
        "Something went wrong without harm, or felt careless.",
        "A long wait, an unreturned call, a brusque word, poor information.",
    ),
    Criterion(
        3,
        "Moderately",
        "Care or behaviour fell clearly short and distressed somebody, or it happened again and again.",
        "Ignored, not believed, rude staff, pain left waiting, cancelled repeatedly, no privacy.",
    ),
    Criterion(
        4,
        "Strongly",
        "Somebody was harmed or could have been, or their dignity was taken.",
        "A missed diagnosis, the wrong medicine, a fall, discrimination, left in a wet bed.",
    ),
    Criterion(
        5,
        "Severely",
        "Grave harm, a death, abuse or a crime is put down to care or staff.",
        "Abuse, assault, neglect that led to a death, lasting injury.",
    ),
)
