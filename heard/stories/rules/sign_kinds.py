"""The kinds of signs, what they are called at the desk, and what a moderator should think of."""

from enum import StrEnum


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


LABELS: dict[str, str] = {
    Sign.SUICIDE: "suicide",
    Sign.SELF_HARM: "self-harm",
    Sign.ABUSE: "abuse",
    Sign.NEGLECT: "neglect",
    Sign.THREAT: "threat or violence",
    Sign.CHILD: "a child at risk",
    Sign.WORRY: "somebody who may not be safe",
    Sign.CARE_NOW: "somebody who may need care now",
    Sign.LIKELY: "words likely to speak of danger",
    Sign.PERHAPS: "words that may speak of danger",
    Sign.YOUNG: "a child who tells it",
    Sign.WORKS_THERE: "somebody who works there",
    Sign.DEATH: "a death",
    Sign.LEGAL: "legal process",
    Sign.HATE: "hateful words",
    Sign.ADVERT: "advertising",
}
GRAVE = frozenset({Sign.SUICIDE, Sign.SELF_HARM, Sign.ABUSE, Sign.NEGLECT, Sign.THREAT, Sign.CHILD})
"""Signs of crisis or harm: read first, and only after a warning."""
WEIGHED = frozenset({Sign.LIKELY, Sign.PERHAPS})
"""Signs that no phrase speaks for, only the weights of words."""
HARD = GRAVE | {Sign.LIKELY}
"""Signs before which whoever reads is warned, and of which whoever asked for a gentle hour gets none."""

WHY: dict[str, str] = {
    Sign.SUICIDE: "Somebody may be thinking of ending their life. Read it first; signpost; ask a senior moderator.",
    Sign.SELF_HARM: "Somebody may be hurting themselves. Read it first; signpost; ask a senior moderator.",
    Sign.ABUSE: "Somebody may have been hurt by another person. Consider safeguarding before anything else.",
    Sign.NEGLECT: "Somebody may have been left without care they need. Consider safeguarding.",
    Sign.THREAT: "Somebody may be in danger from another person.",
    Sign.CHILD: "A child may be at risk. Consider safeguarding, and protect who the child is.",
    Sign.WORRY: "Words that may hint at danger, or at none. Read it with that in mind.",
    Sign.CARE_NOW: "Something may be wrong at this moment, or somebody asks to be called. We cannot pass that on: tell the author soon.",
    Sign.LIKELY: "No phrase that we know, but words that together are likely to speak of danger. Read it with that in mind.",
    Sign.PERHAPS: "No phrase that we know, but words that together may speak of danger, or of none. Read it with that in mind.",
    Sign.YOUNG: "A child may have written this. Take out what could name them. Say it is about a child: then a moderator reads answers.",
    Sign.WORKS_THERE: "Somebody who works there may be telling this. Colleagues could guess who: protect them.",
    Sign.DEATH: "Somebody died. Take care with dates and places, and with the family.",
    Sign.LEGAL: "A court, an inquest or a claim may be under way: publishing must not prejudice it.",
    Sign.ADVERT: "It may be meant to sell something. That is no praise.",
    Sign.HATE: "Words that may be hateful. The story may still be worth telling without them.",
}
