"""Advice on an answer as it is written. Each says what was seen and why it matters; none stands in the way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from heard.core.texts import beginning
from heard.core.texts.reading import plainly, read
from heard.responses.rules.fast_track import phrases_claiming_change

ASKS_WHO, PROMISES = "asks-who", "promise"
"""Names of the advice that a moderator sees too, and of the one that offers to record a plan."""
NEAR_COPY = 80
"""Points of 100 (rapidfuzz's ratio of the words in order) from which an answer reads like an earlier one."""
SHORT = 120
"""Words up to which an answer that sends the author elsewhere does little else."""


@dataclass(frozen=True)
class Check:
    """One point of the good-answer checklist."""

    title: Promise
    words: Promise


GOOD_ANSWER = (
    Check(gettext_lazy("Say who you are"), gettext_lazy("Give your name, what you do, and why you’re the one answering.")),
    Check(gettext_lazy("Thank them"), gettext_lazy("Thank them for something they said, in your own words.")),
    Check(gettext_lazy("Say sorry if you should"), gettext_lazy("Say sorry for what happened, not for how they feel.")),
    Check(gettext_lazy("Answer this story"), gettext_lazy("Respond to what this person wrote. Use the name they chose.")),
    Check(
        gettext_lazy("Say what happens next"),
        gettext_lazy("Say what you’ll do, or why you can’t. Only promise what you’re sure to do."),
    ),
    Check(gettext_lazy("Offer a person"), gettext_lazy("Say who to ask for, how to reach them and when they’re available.")),
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
    r"\b(?:contact|call|ring|telephone|phone|e-?mail|write to|get in touch with|speak to|talk to|reach out to|approach|visit|"
    r"complete|"
    r"fill in)\b"
    r"[^.!?]{0,80}?\b(?:pals|patient advice|patient experience|patient relations|customer (?:relations|services?)|complaints?|"
    r"feedback|our website|the website|the form|our form|helpdesk|head office|practice manager|the (?:team|department|service|"
    r"surgery))\b",
    re.IGNORECASE,
)
_WHOSE = r"(?:your|the patient[’']?s|(?:your|her|his) (?:mother|father|mum|dad|son|daughter|wife|husband|partner)[’']?s|his|her|their)"
_DETAIL = (
    r"(?:(?:sur|fore|first |last )?names?|date of birth|birth ?date|d\.?o\.?b\.?|age|nhs (?:number|no\.?)|hospital (?:number|"
    r"no\.?)|chi number|patient (?:number|id)|"
    r"(?:home )?address|post ?code|e-?mail(?: address)?|(?:tele)?phone(?: number)?|mobile(?: number)?|(?:contact|phone|"
    r"telephone|mobile) number|"
    r"(?:contact |personal )?details|identity)"
)
_ASKING = (
    r"(?:please|could you|can you|would you|may (?:i|we)|(?:could|can|may) (?:i|we) (?:have|ask)|let (?:us|me)|needs?|require|"
    r"provide|send|give|confirm|"
    r"tell (?:us|me)|share|leave|quote|state|supply|forward|what (?:is|was|are)|(?:would|[’']d) like|(?:with|including|"
    r"include|quoting|quote)|drop (?:us|me)|"
    r"(?:telling|giving|sending|sharing with) (?:us|me)|sharing|(?:help|helpful|good|useful) (?:us |me )?(?:to have|to know|if))"
)
_ASKS_WHO = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\b{_ASKING}\b[^.!?]{{0,60}}?\b{_WHOSE} (?:(?:full|real|first|last|own|preferred|best) ){{0,2}}{_DETAIL}\b",
        rf"\b{_ASKING}\b[^.!?]{{0,60}}?\b(?:date of birth|d\.?o\.?b\.?|nhs number|hospital number|chi number)\b",
        (
            r"\b(?:let (?:us|me) know|tell (?:us|me)|know|find out|work out|understand|sure) who (?:you|the patient|"
            r"your (?:mother|father|mum|dad)) "
            r"(?:are|is|were|was)\b"
        ),
        rf"\b{_WHOSE} (?:(?:full|real) )?{_DETAIL} (?:would|will|is|are|may) (?:be )?(?:needed|required|necessary|helpful|useful)\b",
        rf"\b(?:e-?mail|text|message|write to|ring|call) (?:me|us) (?:with )?{_WHOSE} {_DETAIL}\b",
        r"\blet (?:us|me) have (?:an?|some) (?:e-?mail|number|phone|address|way)\b|\bwhat name (?:were|was|are|is)\b",
        r"\bwere you (?:in|on) (?:bay|bed|room|cubicle)\b|\bask (?:you )?when (?:you|your \w+) (?:were|was|came)\b",
        (
            rf"\b(?:cannot|can[’']t|unable|(?:not|hard to|difficult to) \w+)\b[^.!?]{{0,60}}?\bwithout (?:knowing |"
            rf"having )?(?:{_WHOSE} {_DETAIL}|who you are)\b"
        ),
        (
            r"\b(?:are you|(?:if|whether|think|wonder if|guess) you (?:are|were|may be|might be)) the (?:lady|man|woman|gentleman|"
            r"patient|person|mother|father|"
            r"family|daughter|son|wife|husband|one) (?:who|that|whose|we|i)\b"
        ),
        r"\bwhen (?:were you|did you|was your) (?:seen|come|attend|visit|admitted|appointment|admission|here|with us)\b",
        r"\b(?:date|day) (?:that |when |on which )?you (?:attended|came|visited|were (?:seen|here|admitted))\b",
        r"\bnumber to (?:call|ring|reach|contact) you\b|\b(?:drop|send|give|leave) (?:us |me )?your number\b",
        r"\bwho (?:are|were) you\b|\bidentify (?:you(?:rself)?|the (?:patient|author|person))\b|\bidentify yourselves\b",
        (
            r"\b(?:a|the) (?:phone |telephone |contact |mobile )?number (?:where|that|which|on which|we|i) [^.!?]{0,20}(?:reach|"
            r"ring|call|contact)\b"
        ),
        (
            r"\b(?:how|where) (?:can|could|may|should|do|best to) (?:we|i) (?:reach|contact|get (?:hold of|in touch with)|ring|"
            r"call) you\b"
        ),
        (
            r"\b(?:leave|send|give|drop) (?:us|me|the team) (?:an? )?(?:e-?mail address|phone number|telephone number|"
            r"contact number|number)\b"
        ),
        (
            r"\b(?:what|which|tell (?:us|me) the|the) (?:exact )?(?:date|day|time)s? (?:and (?:date|time) )?(?:of|did|were|"
            r"was) (?:your|you|the patient) ?"
            r"(?:attend\w*|appointment|admission|visit\w*|come|seen|admitted|here|stay|operation|surgery)\b"
        ),
        (
            r"\b(?:tell (?:us|me)|know|confirm) (?:when|which day|what day|on which day) (?:you|your \w+) (?:were|was|came|"
            r"attended|visited)\b"
        ),
    )
)
_NOT_ASKING = re.compile(
    r"(?:need not|needn[’']t|do not|don[’']t|did not|didn[’']t|without|never|not have to|no need to|nobody|no one|cannot|can[’']t|"
    r"\b(?:staff|nurses?|doctors?|team|reception(?:ists?)?|they|she|he|who) (?:should|must|will|always|did|do|does|are|is|was|"
    r"were))\b"
    r"[^.!?;]{0,60}$",
    re.IGNORECASE,
)
_BY_NEED = tuple(each for each in _ASKS_WHO if "without" in each.pattern)
"""These say what cannot be done without it: their “cannot” asks."""
_NOT_NEEDED = re.compile(
    r"^[^.!?]{0,30}\b(?:not needed|not necessary|(?:isn|aren|wasn)[’']t (?:needed|necessary)|if you (?:want|wish|"
    r"like)) ?(?:to)?\b",
    re.IGNORECASE,
)


def asks_who(text: str) -> list[str]:
    """Words that ask the author who they are, or for what would tell: a name, a date of birth, a number, a way to reach them."""
    reading = read(" ".join(text.split()))
    flat = reading.plain
    found = []
    for pattern in _ASKS_WHO:
        for asked in pattern.finditer(flat):
            before, after = flat[max(0, asked.start() - 80) : asked.start()], flat[asked.end() : asked.end() + 60]
            turned_down = _NOT_ASKING.search(before) or (_NOT_ASKING.search(asked.group(0)) and pattern not in _BY_NEED)
            if not turned_down and not _NOT_NEEDED.search(after):
                found.append(reading.written(*asked.span()))
    return list(dict.fromkeys(found))


def advise(text: str, earlier: Sequence[Earlier], *, ticked_change: bool = False) -> list[Advice]:
    """Everything worth saying about these words before they are sent; `earlier` are the organisation's own answers, newest first."""
    if not text.strip():
        return []
    found = (_near_copy(text, earlier), _sends_elsewhere(text), _asks_who(text), _promises(text, ticked=ticked_change))
    return [each for each in found if each is not None]


def promised_sentences(text: str) -> str:
    """The sentences in which something sounds like a promise, as they stand."""
    return " ".join(each for each in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if phrases_claiming_change(each))


def _near_copy(text: str, earlier: Sequence[Earlier]) -> Advice | None:
    here = _bare(text)
    alike, story = max(((fuzz.ratio(here, _bare(each.text), score_cutoff=NEAR_COPY), each.story) for each in earlier), default=(0.0, 0))
    if alike < NEAR_COPY:
        return None
    return Advice(
        "near-copy",
        _("This reads like an answer you’ve given before"),
        _(
            "It’s %(alike)s%% the same as your organisation’s answer to another story. Authors read each other’s stories, and they notice. "
            "Add a sentence about what this person wrote."
        )
        % {"alike": f"{alike:.0f}"},
        story,
    )


def _sends_elsewhere(text: str) -> Advice | None:
    reading = read(text)
    sent = _ELSEWHERE.search(reading.plain)
    if sent is None or len(text.split()) > SHORT:
        return None
    return Advice(
        "sends-elsewhere",
        _("It mostly sends the author somewhere else"),
        _(
            "You wrote “%(excerpt)s”. People who tell a story here have often tried that already, or are afraid to. "
            "Answer what you can here first, then offer a named person."
        )
        % {"excerpt": beginning(reading.written(*sent.span()), 57)},
    )


def _asks_who(text: str) -> Advice | None:
    for asked in asks_who(text):
        return Advice(
            ASKS_WHO,
            _("It asks who the author is"),
            _(
                "You wrote “%(excerpt)s”. We promise authors that no one here needs to know who they are. "
                "Anyone could read their reply. Instead, say how they can contact a named person, and that it’s up to them."
            )
            % {"excerpt": beginning(asked, 57)},
        )
    return None


def _promises(text: str, *, ticked: bool) -> Advice | None:
    promised = promised_sentences(text)
    if not promised or ticked:
        return None
    return Advice(
        PROMISES,
        _("It sounds like a promise"),
        _(
            "You wrote “%(excerpt)s”. People will hold you to it. If it’s a promise, plan it as a change, "
            "with a date and someone to lead it. You can then mark it as done here. A moderator will read this answer first."
        )
        % {"excerpt": beginning(promised.rstrip("."), 90)},
    )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", plainly(text).casefold()))
