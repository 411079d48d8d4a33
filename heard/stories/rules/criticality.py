"""Criticality: the most negative statement in a story, 0 to 5, against written criteria. Staff only.

The suggestion points at phrases; the moderator reads and decides. The criteria are in `stories.rules.levels`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heard.core.texts.reading import read
from heard.core.texts.saying import listed
from heard.stories.rules.levels import CRITERIA, Criterion
from heard.stories.rules.signs import HELP, Sign, SignFound

__all__ = ["CRITERIA", "Criterion", "CriticalityHint", "suggest_criticality"]


_LEVELS: tuple[tuple[int, str], ...] = (
    (5, r"(?:died|death|dead) (?:\w+ ){0,6}(?:because|due to|after they|as a result)|left (?:\w+ ){1,3}to die|killed (?:my|our|him|her)"),
    (5, r"(?:paralysed|brain damage\w*|never walk again|permanent(?:ly)? (?:damage\w*|injur\w+|disab\w+))"),
    (4, r"misdiagnos\w+|missed (?:the |my |his |her |it )?(?:cancer|stroke|sepsis|fracture|break|diagnosis|signs)|(?:nearly|almost) died"),
    (4, r"wrong (?:medic\w+|tablets?|dose|drug|patient|leg|arm|side|blood|injection|notes)|allerg\w+ (?:was |were )?ignored"),
    (4, r"(?:unsafe|dangerous|dangerously|humiliat\w+|degrad\w+|discriminat\w+|racis[tm]|no dignity|lost (?:all |my |his |her )?dignity)"),
    (4, r"(?:fell|a fall) (?:\w+ ){0,4}(?:ward|bed|floor|alone)|bed ?sores?|pressure (?:sore|ulcer)s?|left (?:\w+ ){1,3}in (?:agony|pain)"),
    (4, r"screaming (?:in|with) pain|begg(?:ed|ing) (?:for|them)|sepsis|(?:wet|soiled) (?:bed|sheets|nightie|pad)"),
    (3, r"ignor(?:ed|ing)|dismiss(?:ed|ive)|not believed|(?:nobody|no one|didn't|did not|wouldn't|would not) (?:believe|listen)\w*"),
    (3, r"rude(?:ness|ly)?|shout(?:ed|ing)|laughed at|rolled (?:his|her|their) eyes|in tears|cr(?:y|ied|ying)|ashamed|belittl\w+"),
    (3, r"in agony|terrif\w+|refus(?:ed|al)|pillar to post|lost (?:my|his|her|the) (?:notes|referral|results|file)|no privacy|appalling"),
    (3, r"disgust\w+|unacceptable|cancelled (?:again|twice|three|four)|(?:[3-9]|1\d|three|four|six) (?:months|years) (?:wait\w*|late)"),
    (2, r"wait(?:ed|ing)?|delay\w*|late|nobody (?:told|said|rang|called|came|knew|asked)|no one (?:told|said|rang|called|came|knew|asked)"),
    (2, r"never (?:rang|called|told|heard|came|got)|(?:couldn't|could not|can't|cannot) get (?:through|an appointment)|on hold|cancelled"),
    (2, r"dirty|cold (?:food|tea|toast)|unhelpful|abrupt|brusque|rushed|confus\w+|frustrat\w+|disappoint\w+|let down|forgot(?:ten)?"),
    (1, r"parking|car park|noisy|noise|could (?:be|have been) better|would (?:be|have been) (?:nice|good|better|helpful)"),
    (1, r"(?:only|one|small|little|tiny) (?:thing|niggle|point|complaint)|a bit (?:of|cold|late|slow|long)|hard to find|signs were|food"),
)  # fmt: skip
_PATTERNS = tuple((level, re.compile(rf"(?i)(?<!\w)(?:{pattern})(?!\w)")) for level, pattern in _LEVELS)
_PRAISE = re.compile(
    r"(?i)(?<!\w)(?:thank\w*|lovely|kind(?:ness|ly|er|est)?|great|wonderful|excellent|brilliant|amazing|fantastic|superb|outstanding"
    r"|perfect|caring|gentle|helpful|grateful|impressed|pleased|happy|friendly|professional|recommend\w*|5 stars?|first class"
    r"|good|best|listened|fault (?:them|it|anything)|well looked after|well done|nice|reassur\w+|comfort(?:able|ing)|efficient|polite"
    r"|respectful|supportive)(?!\w)"
)
_NO_PRAISE = HELP | {Sign.LEGAL, Sign.HATE, Sign.ADVERT, Sign.DEATH, Sign.WORKS_THERE}
"""Where one of these is found, kind words are not all there is."""
_BY_SIGN = {Sign.ABUSE: 5, Sign.NEGLECT: 4, Sign.THREAT: 4}


@dataclass(frozen=True)
class CriticalityHint:
    """A level and the phrases that speak for it (at most three), gravest first.

    None: nothing was found, which is no level. Words that we do not know may be as critical as any; only thanks speak for 0.
    """

    level: int | None
    phrases: tuple[str, ...]
    signs: bool = False
    """Whether the author's words, here or elsewhere, have a sign of anything: then no sentence says that none was found."""

    @property
    def why(self) -> str:
        if self.level is None:
            if self.signs:
                return _("No words suggest a level, but there are signs to look at. That doesn’t make it 0: read it and decide.")
            return _("We found no warning signs. That doesn’t make it 0: read it and decide.")
        if self.phrases:
            return _("It says %(phrases)s.") % {"phrases": listed([f"“{phrase}”" for phrase in self.phrases])}
        said = _("The author said what could be better, so it’s at least %(level)s. %(more)s")
        more = _("Check the signs too: they may suggest more.") if self.signs else _("We found nothing that suggests more.")
        return said % {"level": self.level, "more": more}


def suggest_criticality(text: str, *, signs: list[SignFound], has_better_tags: bool, elsewhere: Collection[str] = ()) -> CriticalityHint:
    """The level that the text's phrases suggest, if any does. What the author ticked under “could be better” makes it at least 1.

    `elsewhere` are kinds of signs in what else its author wrote: they suggest no level, and kind words beside them are not all there is.
    """
    kinds = {each.sign for each in signs} | set(elsewhere)
    reading = read(text)
    found = [
        (level, " ".join(reading.written(*match.span()).split()))
        for level, pattern in _PATTERNS
        for match in pattern.finditer(reading.plain)
    ]
    found += [(_BY_SIGN[Sign(each.sign)], each.excerpt) for each in signs if each.sign in _BY_SIGN]
    if not found and has_better_tags:
        return CriticalityHint(1, (), signs=bool(kinds))
    if not found and not kinds & _NO_PRAISE:
        found = [(0, reading.written(*match.span())) for match in _PRAISE.finditer(reading.plain)]
    if not found:
        return CriticalityHint(None, (), signs=bool(kinds))
    top = max(level for level, _ in found)
    phrases: dict[str, str] = {}
    for level, phrase in found:
        if level == top:
            phrases.setdefault(phrase.casefold(), phrase)
    return CriticalityHint(top, tuple(phrases.values())[:3], signs=bool(kinds))
