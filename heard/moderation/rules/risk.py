from collections.abc import Iterable

from heard.stories.rules.signs import CALLS, GRAVE, HARD, HELP, Sign

PRAISE, ORDINARY, CRITICAL, SENSITIVE, URGENT = range(5)
"""The same numbers as `models.Risk`, which cannot be imported below it."""

_SENSITIVE_SIGNS = {Sign.WORRY, Sign.LIKELY, Sign.CARE_NOW, Sign.LEGAL, Sign.HATE, Sign.DEATH, Sign.YOUNG, Sign.WORKS_THERE}
_SENSITIVE_HITS = {"nhs-number", "staff-name"}


def queue_risk(
    *,
    signs: Iterable[str],
    criticality: int | None,
    hits: Iterable[str] = (),
    is_sensitive: bool = False,
    may_praise: bool = True,
) -> int:
    """Where something stands in the queue: what may be urgent first, then what needs most care, then the rest; praise last.

    `signs` and `hits` are kinds; a `criticality` of None is not known, and no praise. `is_sensitive` and `may_praise` say what else is
    known of the thing. Nothing is left out of the queue by its risk.
    """
    kinds = set(signs)
    if kinds & GRAVE:
        return URGENT
    if kinds & _SENSITIVE_SIGNS or is_sensitive or _SENSITIVE_HITS & set(hits):
        return SENSITIVE
    if (criticality or 0) >= 3 or Sign.PERHAPS in kinds:
        return CRITICAL
    if criticality == 0 and may_praise and Sign.ADVERT not in kinds:
        return PRAISE
    return ORDINARY


def may_wait(*, risk: int, signs: Iterable[str]) -> bool:
    """Whether a story may be read after the others: never where somebody may be in danger, or may need care now."""
    return risk < URGENT and not HELP & set(signs)


def has_hard_words(*, risk: int, signs: Iterable[str]) -> bool:
    """Whether somebody should be warned before reading it."""
    return risk >= URGENT or bool(HARD & set(signs))


def calls_somebody(*, risk: int, signs: Iterable[str]) -> bool:
    """Whether somebody on the rota is told of it at once, at any hour: the stories that may never wait, but for those of which words alone
    say that they may speak of danger.
    """
    return risk >= URGENT or bool(CALLS & set(signs))
