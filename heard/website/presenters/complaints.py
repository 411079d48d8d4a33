from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from heard.regions.models import ComplaintWay

TITLES = {
    ComplaintWay.About.BOTH: gettext_lazy("Start here"),
    ComplaintWay.About.HEALTH: gettext_lazy("Health care"),
    ComplaintWay.About.SOCIAL: gettext_lazy("Social care and council services"),
}


@dataclass(frozen=True)
class WaysAbout:
    """The ways to complain about one kind of care, in the operators' order."""

    title: str
    ways: list[ComplaintWay]


def ways_by_care(ways: Iterable[ComplaintWay]) -> list[WaysAbout]:
    """Without the kinds that have none."""
    all_ways = list(ways)
    groups = [WaysAbout(str(title), [way for way in all_ways if way.about == about]) for about, title in TITLES.items()]
    return [group for group in groups if group.ways]
