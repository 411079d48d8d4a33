"""Which way an answer goes when its window closes: straight to publication, or to a moderator first.

The responder's *score* is the mean, in whole points of 100 rounded down, of the last ten decisions on their answers: published as
written 100, published after heavy edits 50, returned 0. A fast-track publication counts as published as written. An answer that was
returned and then published counts twice, once for each decision: both are experience. Without any decision the score is 0.

The score asked is ⚙ `fast_track_score`, and ⚙ `fast_track_step` more for each level of criticality, never above 100.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from heard.core.texts.reading import plainly, read
from heard.stories.rules.signs import Sign, find_signs

PUBLISHED, HEAVILY_EDITED, RETURNED = 100, 50, 0
RECENT = 10
"""Decisions looked at for the score."""
MOST_CRITICAL = 5
PHRASES_KEPT = 3
"""Of the words that sound like a change so many are said."""

_STEM = (
    r"(?:chang|introduc|improv|replac|remov|install|updat|review|rewrit|redesign|reorganis|restructur|recruit|employ|hir(?:e|"
    r"ing)|appoint|"
    r"train|retrain|increas|reduc|extend|implement|launch|trial|pilot|fix|repair|refurbish|purchas|stop|amend|revis|ensur|"
    r"instruct|remind|"
    r"reschedul|develop|adopt|expand|mak(?:e|ing) (?:sure|changes?|a change|some changes)|set(?:ting)? up|put(?:ting)?|"
    r"bring(?:ing)? in|"
    r"buy(?:ing)?|bought|made|brought|written|rewritten|begun)\w*"
)
_WE = (
    r"(?:we|i|(?:our|the) (?:\w+ )?(?:team|staff|service|department|ward|practice|hospital|clinic|surgery|manager|matron|"
    r"trust|home|board))"
)
_HAVE = r"(?: (?:have|has|had)|[’'](?:ve|s))"
_WILL = r"(?: (?:will|shall|am|are|is|(?:plan|intend|aim|hope|mean)s? to)|[’'](?:ll|re|m))"
_WHEN = r"(?: (?:now|already|since|also|therefore|then|recently|just|been|be|(?:going|planning|about|due) to|immediately|soon|all|not))*"
_SOON = (
    r"(?:(?:early|mid|late|next|this|the (?:start|end|beginning|middle) of|our next)[ -])*(?:january|february|march|april|may|"
    r"june|july|august|september|"
    r"october|november|december|spring|summer|autumn|winter|christmas|easter|new year|monday|tuesday|wednesday|thursday|"
    r"friday|month|week|year|"
    r"tomorrow|today)\b"
)
CLAIMS = tuple(
    re.compile(rf"\b{each}", re.IGNORECASE)
    for each in (
        rf"{_WE}{_HAVE}{_WHEN} {_STEM}",
        rf"{_WE}{_WILL}{_WHEN} {_STEM}",
        rf"{_WE} (?:now|no longer) \w+",
        rf"(?:have|has|had|was|were){_WHEN} been{_WHEN} {_STEM}",
        rf"(?:will|shall|going to|due to){_WHEN} be{_WHEN} {_STEM}",
        r"(?:as a result of|because of|following|thanks to) (?:your|this|the) (?:story|experience|comments?|words|feedback)\b",
        r"(?:from now on|going forward|with (?:immediate )?effect|in (?:the )?future,? (?:we|all|every|staff|patients|there))\b",
        rf"(?:is|are) (?:\w+ )?being {_STEM}",
        (
            r"(?:there|that|this|it|patients?|visitors?|families|everyone|everybody|people|each \w+|every \w+)"
            r"(?: will|[’']ll| shall| (?:is|are) going to) (?:now |soon |also |always |no longer |not |have to )*(?:be|have|get|"
            r"see|find|happen|know|hear|start)\b"
        ),
        r"(?:won[’']t|will not|must not|can[’']t|cannot) happen again\b",
        (
            rf"(?:from|by|in|before|starting|as of|until) {_SOON}(?! (?:to|and)\b)[^.!?]{{0,80}}\b(?:will|shall|there|is|are|we|"
            rf"every|all)\b"
        ),
        rf"(?:will|shall|[’']ll|going to|due|planned|expected)\b[^.!?]{{0,80}}\b(?:from|by|in|before|starting|on|as of) {_SOON}",
        (
            r"(?:have|has|[’']ve|[’']s) (?:now |already |also |just )?(?:ordered|arranged|booked|commissioned|agreed to|"
            r"decided to|started|begun|moved|"
            r"added|opened|doubled|painted|printed|asked for (?:a|an|two|more))\b"
        ),
        (
            r"(?:we|i)(?: will|[’']ll| shall|(?: are|[’']re| am|[’']m) (?:going to|getting|having|looking to)) (?:now |also |"
            r"be )*(?:move|open|order|print|"
            r"paint|start|begin|double|hold|run|meet|hand out|get (?:a|an|more|new|two)|have (?:a|an) (?:new|second|third|extra|"
            r"weekly|monthly|regular)|"
            r"a (?:new|second))\b"
        ),
        (
            r"(?:we|i)(?: are|[’']re| am|[’']m) (?:now |also )?(?:getting|buying|moving|opening|changing|starting|"
            r"bringing) (?:in |up )?(?:a|an|the|new|two|our|more)\b"
        ),
        r"(?:next (?:week|month|year|spring|summer|autumn|winter)|in the new year|tomorrow)\b",
        r"(?:will|shall|[’']ll|going to) (?:\w+ )?be (?:able|(?!ed\b)\w+(?:ed|wn|ilt|ght|ade|one|ut|aken|iven))\b",
        rf"(?:start|starts|starting|begin|begins|joins?|opens?|returns?) (?:\w+ ){{0,3}}(?:in|on|after|from|by) {_SOON}",
        (
            r"now (?:walks?|rings?|checks?|has|have|gets?|goes|asks?|calls?|opens?|runs?|starts?|carr(?:y|ies)|says?|sits?|works?|"
            r"comes?)\b"
        ),
        (
            r"(?:have|has|[’'](?:ve|s)) asked (?:\w+ ){1,4}to\b|\b(?:under|being) review\b|\bcommit(?:ted|ting)? to\b|"
            r"(?<!not )(?<!cannot )(?<!can't )promis(?:e|ed) (?:you|that|to)\b"
        ),
        r"(?:see to it that|(?:went|gone|going|goes) up)\b",
        (
            r"(?:gets?|getting) (?:now )?(?:(?:a|an|another) (?:new|second|third|extra)|(?:one|two|three|four|some|many) (?:more|"
            r"new|extra))\b"
        ),
        (
            r"(?:we|i|the (?:team|trust|ward|practice)|our \w+)(?: (?:are|is|am)|[’'](?:re|m))? (?:also |now )?(?:plan|hope|"
            r"intend|aim|mean|work|look)(?:s|ning|ing)? to "
            r"(?!hear|see you|meet you|talk|speak|you)\w+"
        ),
        r"(?:all|each|every) (?:of )?(?:our |the )?\w+ (?:will|[’']ll|shall)\b",
        r"(?:is|are) (?:on order|on (?:its|their|the) way|coming (?:in|next|soon)|due (?:in|to|by|next))\b",
        r"(?:is|are) now (?:in place|available|open|running|being)\b",
        r"(?:our action plan|an action plan|lessons? (?:learned|learnt|have been|were))\b",
        (
            r"(?:new|changed|different|updated|improved) (?:\w+ )?"
            r"(?:system|process|procedure|policy|rota|signs?|booking|way of working|leaflet)\b"
        ),
    )
)
CHILD = re.compile(
    r"\b(?:(?:my|our|his|her|their|the|a|an|this|that|every) (?:\w+ ){0,2})?"
    r"(?:child(?:ren)?(?:[’']s)?|kids?|bab(?:y|ies)|newborn|infant|toddler|teenagers?|teens?|pupils?|school ?(?:boy|girl)?|nursery|"
    r"paediatric\w*|pediatric\w*|camhs|neonatal|nicu|scbu|under[- ]?(?:1[0-8]|[1-9])s?)\b"
    r"|\b(?:my|our) (?:\w+ ){0,2}(?:son|daughter|grandson|granddaughter|grandchild(?:ren)?|stepson|stepdaughter|nephew|niece|"
    r"little (?:boy|girl|one|brother|sister)|boy|girl)(?:[’']s)?\b"
    r"|\b(?:[0-9]|1[0-7])[- ]?(?:years?[- ]?olds?|yrs?[- ]?old|months?[- ]?olds?|weeks?[- ]?olds?|days?[- ]?olds?|y/o)\b"
    r"|\b(?:aged|age|am|i[’']m|i was|is|was) (?:only |just )?(?:[1-9]|1[0-7])\b"
    r"(?! ?(?:%|:|per|[ap]m|st|nd|rd|th|weeks?|months?|days?|hours?|minutes?|miles?|times?|on|of|in)\b)",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """Something in an answer that wants a look: of which kind (`HitKind` or `Sign`), the words, and in which of its texts."""

    kind: str
    excerpt: str
    field: str


@dataclass(frozen=True)
class Condition:
    """One thing fast-track asks. `holds` is None while nothing was written that could be looked at. `said` holds the numbers and the words
    of its sentence, as they are kept with a move; `presenters.condition` puts it into words.
    """

    name: str
    holds: bool | None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """Which way an answer goes, and every condition with whether it holds."""

    conditions: tuple[Condition, ...]

    @property
    def fast_track(self) -> bool:
        return all(each.holds is True for each in self.conditions)

    @property
    def still_open(self) -> bool:
        """Nothing speaks against fast-track yet, but the words have not been looked at."""
        return not self.fast_track and all(each.holds is not False for each in self.conditions)

    @property
    def reasons(self) -> list[Condition]:
        """Why a moderator reads it first; empty for fast-track."""
        return [each for each in self.conditions if each.holds is not True]


@dataclass(frozen=True)
class Experience:
    """What is known of the responder: `published` answers in all, and the points of recent decisions, newest first."""

    published: int
    recent: tuple[int, ...]

    @property
    def score(self) -> int:
        """Points of 100, see the module."""
        last = self.recent[:RECENT]
        return sum(last) // len(last) if last else 0


@dataclass(frozen=True)
class Numbers:
    """The region's ⚙ numbers that fast-track asks; units as in `regions.rules`."""

    answers: int
    score: int
    step: int
    small_service: int


@dataclass(frozen=True)
class About:
    """What is known of the story: its criticality (None counts as the most), whether it is a child's, its smallest service."""

    criticality: int | None
    is_childs: bool
    in_small_service: bool


@dataclass(frozen=True)
class FoundInWords:
    """What was found in the words: phrases that claim a change, kinds of personal data, and whatever else the gate points at (`signs`).
    None: nothing was written yet.
    """

    ticked_change: bool
    change_phrases: Sequence[str] | None
    personal_data: Sequence[Found] | None
    signs: Sequence[Found] | None = ()


def score_asked(criticality: int | None, numbers: Numbers) -> int:
    """The score, in points of 100, that a story of this criticality asks of a responder."""
    level = MOST_CRITICAL if criticality is None else criticality
    return min(100, numbers.score + level * numbers.step)


def phrases_claiming_change(text: str) -> list[str]:
    """Words that say that something was or will be changed, as they stand in the text, each once. It would rather find too much."""
    reading = read(" ".join(text.split()))
    found = [reading.written(*match.span()) for pattern in CLAIMS for match in pattern.finditer(reading.plain)]
    return list(dict.fromkeys(found))


def is_childs_story(*, about_child: bool | None, role: str, words: str) -> bool:
    """Whether a story counts as a child's.

    A moderator's word (`about_child`) stands. Until there is one we are careful: any story told by a parent or guardian, and any whose
    words speak of a child or of an age under 18, counts.
    """
    if about_child is not None:
        return about_child
    return role == "parent" or CHILD.search(plainly(words)) is not None or any(each.sign == Sign.YOUNG for each in find_signs(words))


def decide(*, experience: Experience, about: About, found: FoundInWords, numbers: Numbers) -> Route:
    """The whole rule. Every condition has to hold; each says why it does or does not."""
    return Route(
        (
            _enough_answers(experience, numbers),
            _good_enough(experience, about, numbers),
            _claims_no_change(found),
            _no_personal_data(found),
            _no_signs(found),
            _not_a_childs(about),
            _large_enough(about, numbers),
        )
    )


def _enough_answers(experience: Experience, numbers: Numbers) -> Condition:
    have, need = experience.published, numbers.answers
    return Condition("experience", holds=have >= need, said={"have": have, "need": need})


def _good_enough(experience: Experience, about: About, numbers: Numbers) -> Condition:
    have, need = experience.score, score_asked(about.criticality, numbers)
    return Condition("score", holds=have >= need, said={"have": have if experience.recent else None, "need": need})


def _claims_no_change(found: FoundInWords) -> Condition:
    if found.ticked_change:
        return Condition("no-change", holds=False, said={"ticked": True})
    if not found.change_phrases:
        return Condition("no-change", holds=None if found.change_phrases is None else True)
    more = len(found.change_phrases) > PHRASES_KEPT
    return Condition("no-change", holds=False, said={"phrases": list(found.change_phrases[:PHRASES_KEPT]), "more": more})


def _no_personal_data(found: FoundInWords) -> Condition:
    return _nothing_found("no-personal-data", found.personal_data)


def _no_signs(found: FoundInWords) -> Condition:
    return _nothing_found("no-signs", found.signs)


def _nothing_found(name: str, found: Sequence[Found] | None) -> Condition:
    if not found:
        return Condition(name, holds=None if found is None else True)
    return Condition(name, holds=False, said={"found": [list(each) for each in dict.fromkeys(found)]})


def _not_a_childs(about: About) -> Condition:
    return Condition("not-a-childs", holds=not about.is_childs)


def _large_enough(about: About, numbers: Numbers) -> Condition:
    return Condition("large-enough", holds=not about.in_small_service, said={"fewest": numbers.small_service})
