"""The kinds of signs, what they are called at the desk, and what a moderator should think of."""

from enum import StrEnum

from django.utils.translation import gettext_lazy

from heard.core.texts.spoken import Spoken


class Sign(StrEnum):
    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    ABUSE = "abuse"
    NEGLECT = "neglect"
    THREAT = "threat"
    CHILD = "child"
    WORRY = "worry"
    CARE_NOW = "care-now"
    LIKELY = "likely"
    PERHAPS = "perhaps"
    YOUNG = "young"
    WORKS_THERE = "works-there"
    DEATH = "death"
    LEGAL = "legal"
    HATE = "hate"
    ADVERT = "advert"


LABELS = Spoken(
    {
        Sign.SUICIDE: gettext_lazy("suicide"),
        Sign.SELF_HARM: gettext_lazy("self-harm"),
        Sign.ABUSE: gettext_lazy("abuse"),
        Sign.NEGLECT: gettext_lazy("neglect"),
        Sign.THREAT: gettext_lazy("threat or violence"),
        Sign.CHILD: gettext_lazy("a child at risk"),
        Sign.WORRY: gettext_lazy("someone who may not be safe"),
        Sign.CARE_NOW: gettext_lazy("someone who may need care now"),
        Sign.LIKELY: gettext_lazy("words that are likely to mean danger"),
        Sign.PERHAPS: gettext_lazy("words that may mean danger"),
        Sign.YOUNG: gettext_lazy("a child telling it"),
        Sign.WORKS_THERE: gettext_lazy("someone who works there"),
        Sign.DEATH: gettext_lazy("a death"),
        Sign.LEGAL: gettext_lazy("legal process"),
        Sign.HATE: gettext_lazy("hateful words"),
        Sign.ADVERT: gettext_lazy("advertising"),
    }
)
GRAVE = frozenset({Sign.SUICIDE, Sign.SELF_HARM, Sign.ABUSE, Sign.NEGLECT, Sign.THREAT, Sign.CHILD})
"""Signs of crisis or harm: read first, and only after a warning."""
WEIGHED = frozenset({Sign.LIKELY, Sign.PERHAPS})
"""Signs that no phrase speaks for, only the weights of words."""
HARD = GRAVE | {Sign.LIKELY}
"""Signs before which whoever reads is warned, and of which whoever asked for a gentle hour gets none."""

WHY = Spoken(
    {
        Sign.SUICIDE: gettext_lazy(
            "Someone may be thinking of ending their life. Read it first, signpost help and ask a senior moderator."
        ),
        Sign.SELF_HARM: gettext_lazy("Someone may be hurting themselves. Read it first, signpost help and ask a senior moderator."),
        Sign.ABUSE: gettext_lazy("Someone may have been hurt by another person. Consider safeguarding before anything else."),
        Sign.NEGLECT: gettext_lazy("Someone may have been left without care they need. Consider safeguarding."),
        Sign.THREAT: gettext_lazy("Someone may be in danger from another person."),
        Sign.CHILD: gettext_lazy("A child may be at risk. Consider safeguarding, and protect who the child is."),
        Sign.WORRY: gettext_lazy("These words may hint at danger, or not. Read it with that in mind."),
        Sign.CARE_NOW: gettext_lazy(
            "Something may be wrong right now, or someone is asking for a call. We cannot pass that on: tell the author soon."
        ),
        Sign.LIKELY: gettext_lazy(
            "No single phrase stands out, but together these words are likely to mean danger. Read it with that in mind."
        ),
        Sign.PERHAPS: gettext_lazy(
            "No single phrase stands out, but together these words may mean danger, or not. Read it with that in mind."
        ),
        Sign.YOUNG: gettext_lazy(
            "A child may have written this. Take out what could identify them. Say it is about a child, so a moderator reads the answers."
        ),
        Sign.WORKS_THERE: gettext_lazy("Someone who works there may be telling this. Colleagues could guess who: protect them."),
        Sign.DEATH: gettext_lazy("Someone died. Take care with dates and places, and with the family."),
        Sign.LEGAL: gettext_lazy("A court, an inquest or a claim may be under way: publishing must not prejudice it."),
        Sign.ADVERT: gettext_lazy("It may be trying to sell something. That isn’t praise."),
        Sign.HATE: gettext_lazy("These words may be hateful. The story may still be worth telling without them."),
    }
)
