from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from heard.pages.rules.live import Way

TITLES = {
    "both": gettext_lazy("Start here"),
    "health": gettext_lazy("Health care"),
    "social": gettext_lazy("Social care and council services"),
}
"""By what the ways are about (`regions.models.ComplaintWay.About`)."""


@dataclass(frozen=True)
class WaysAbout:
    """The ways to complain about one kind of care, in the operators' order."""

    title: str
    ways: list[Way]


def ways_by_care(ways: Iterable[Way]) -> list[WaysAbout]:
    """Without the kinds that have none."""
    all_ways = list(ways)
    groups = [WaysAbout(str(title), [way for way in all_ways if way.about == about]) for about, title in TITLES.items()]
    return [group for group in groups if group.ways]
