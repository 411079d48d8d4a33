"""What may be said of groups of authors: never of ten stories or fewer, never so that a small group can be worked out."""

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
