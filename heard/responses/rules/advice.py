"""Advice on an answer as it is written. Each says what was seen and why it matters; none stands in the way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from heard.core.texts import beginning

NEAR_COPY = 80
"""Points of 100 (rapidfuzz's ratio of the words in order) from which an answer reads like an earlier one."""
SHORT = 120
"""Words up to which an answer that sends the author elsewhere does little else."""


@dataclass(frozen=True)
class Check:
    """One point of the good-answer checklist."""

    title: str
    words: str


GOOD_ANSWER = (
    Check("Say who you are", "Your name, what you do, and why it is you who answers."),
    Check("Thank them", "For something they said, in your own words."),
    Check("Say sorry where it is due", "For what happened, not for how they feel."),
    Check("Answer this story", "Take up what this person wrote. Call them by the name they chose."),
    Check("Say what happens next", "What you will do, or why you cannot. Only what you will keep."),
    Check("Offer a person", "Who to ask for, how, and at which hours."),
)


@dataclass(frozen=True)
class Earlier:
    """An answer of one's own organisation; `story` is the number of the story it was to."""

    text: str
    story: int


@dataclass(frozen=True)
class Advice:
    """`title` and `words` for the responder; `story` is the number of a story whose answer reads alike, if that is what was seen."""

    name: str
    title: str
    words: str
    story: int | None = None


_ELSEWHERE = re.compile(
    r"\b(?:contact|call|ring|telephone|phone|e-?mail|write to|get in touch with|speak to|talk to|reach out to|approach|visit|complete|"
    r"fill in)\b"
    r"[^.!?]{0,80}?\b(?:pals|patient advice|patient experience|patient relations|customer (?:relations|services?)|complaints?|"
    r"feedback|our website|the website|the form|our form|helpdesk|head office|practice manager|the (?:team|department|service|surgery))\b",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    r"\b(?:(?:your|the patient[’']?s|his|her|their) (?:full |real )?(?:names?|date of birth|d\.?o\.?b\.?|nhs number|hospital number|"
    r"chi number|patient number|home address|postcode|contact details|details|identity)|date of birth|who you are|identify you(?:rself)?|"
    r"(?:date|time) of (?:your )?(?:attendance|appointment|admission|visit))\b",
    re.IGNORECASE,
)
_NOT_ASKING = re.compile(r"(?:need not|needn[’']t|do not|don[’']t|without|never|not have to|no need to)\b[^.!?]{0,40}$", re.IGNORECASE)


def advise(text: str, earlier: Sequence[Earlier]) -> list[Advice]:
    """Everything worth saying about these words before they are sent; `earlier` are the organisation's own answers, newest first."""
    if not text.strip():
        return []
    found = (_near_copy(text, earlier), _sends_elsewhere(text), _asks_who(text))
    return [each for each in found if each is not None]


def _near_copy(text: str, earlier: Sequence[Earlier]) -> Advice | None:
    here = _bare(text)
    alike, story = max(((fuzz.ratio(here, _bare(each.text), score_cutoff=NEAR_COPY), each.story) for each in earlier), default=(0.0, 0))
    if alike < NEAR_COPY:
        return None
    return Advice(
        "near-copy",
        "This reads like an answer you have given before",
        f"It is {alike:.0f}% the same as your organisation’s answer to another story. Authors read each other’s stories and notice. "
        "A sentence about what this person wrote makes it theirs.",
        story,
    )


def _sends_elsewhere(text: str) -> Advice | None:
    sent = _ELSEWHERE.search(text)
    if sent is None or len(text.split()) > SHORT:
        return None
    return Advice(
        "sends-elsewhere",
        "It mostly sends the author somewhere else",
        f"You wrote “{beginning(sent.group(0), 57)}”. Whoever tells a story here often tried that, or is afraid to. "
        "Answer what you can here first, then offer a person by name.",
    )


def _asks_who(text: str) -> Advice | None:
    for asked in _ASKS_WHO.finditer(text):
        if not _NOT_ASKING.search(text[max(0, asked.start() - 60) : asked.start()]):
            return Advice(
                "asks-who",
                "It asks who the author is",
                f"You wrote “{beginning(asked.group(0), 57)}”. Authors are promised that nobody here needs to know who they are. "
                "Say how they can reach a named person if they want to, and that it is for them to choose.",
            )
    return None


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
