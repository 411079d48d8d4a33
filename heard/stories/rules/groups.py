"""What may be said of groups of authors: never of ten stories or fewer, never so that a small group can be worked out."""

from collections.abc import Mapping

Counted = Mapping[str, tuple[Mapping[str, int], int]]
"""Of each question, the groups that are shown with their counts, and all others together (see `shown_groups`)."""
FEWEST = 11
"""The smallest group that is counted by itself."""
STEP = 5
"""Counts are rounded down to this."""


def shown_groups(counts: dict[str, int]) -> tuple[dict[str, int], int]:
    """The groups that may be shown, with their rounded counts, and the rounded count of all others together.

    `counts` are the exact ones, those who said nothing included: together they are all stories, whose number is public. So the rest
    must be a group of its own that is large enough, or nobody: otherwise the smallest shown group joins it.
    """
    shown = {name: count for name, count in counts.items() if count >= FEWEST}
    rest = sum(counts.values()) - sum(shown.values())
    while shown and 0 < rest < FEWEST:
        smallest = min(shown, key=lambda name: shown[name])
        rest += shown.pop(smallest)
    return {name: count // STEP * STEP for name, count in shown.items()}, rest // STEP * STEP if rest >= FEWEST else 0


def tells_of_few(before: Counted, after: Counted, *, came: int, went: int) -> bool:
    """Whether somebody who saw both counts could tell who a few stories are by, of which everybody can see that they came or went.

    A number that is smaller now is of those who went, one that is larger of those who came: each must be none, or enough to be a group.
    """
    then, now = _numbers(before), _numbers(after)
    less = any(now.get(group, 0) < count for group, count in then.items())
    more = any(then.get(group, 0) < count for group, count in now.items())
    return (less and 0 < went < FEWEST) or (more and 0 < came < FEWEST)


def _numbers(counted: Counted) -> dict[tuple[str, str | None], int]:
    numbers: dict[tuple[str, str | None], int] = {}
    for question, (shown, others) in counted.items():
        numbers |= {(question, group): count for group, count in shown.items()} | {(question, None): others}
    return numbers
