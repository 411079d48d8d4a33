"""The public figures as they were counted last, and kept."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from heard.core import clock
from heard.core.reckoning import Missing, Window
from heard.published.queries.figures import FigureLine, ServiceLine, Statistics, count
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import StoryMove
from heard.website.models import CountedStatistics

KEPT_FOR = timedelta(minutes=11)
"""Kept figures are shown for so long. They are counted every ten minutes, which takes a moment, and as soon as a public story is taken
back; when nobody counts, whoever asks has them counted.
"""


def statistics(*, within: int | None = None) -> Statistics:
    """All public figures, or those of one region, as they were counted some minutes ago or, if nobody has, now."""
    kept = CountedStatistics.objects.filter(counted_at__gt=clock.now() - KEPT_FOR, counted_at__lte=clock.now()).first()
    lines = kept and (kept.lines if within is None else kept.lines.get("regions", {}).get(str(within)))
    return _read(kept, lines) if kept and lines else count(within=within)


def packed(found: Statistics, of_regions: Mapping[int, Statistics]) -> dict[str, Any]:
    """The lines as JSON keeps them; those of each region, where there are several, beside those of all."""
    return _packed(found) | {"regions": {str(region_id): _packed(each) for region_id, each in of_regions.items()}}


def _packed(found: Statistics) -> dict[str, Any]:

    def values(line: FigureLine) -> list[Any]:
        return [line.month and line.month.isoformat(), *list(astuple(line))[1:]]

    return {
        "total": values(found.total),
        "months": [values(each) for each in found.months],
        "roles": [values(each) for each in found.roles],
        "providers": [list(astuple(each)) for each in found.providers],
    }


def counted_still(window: Window) -> list[Missing]:
    """Stories that were public, were taken back, and are in the figures still: nothing was counted since."""
    kept = CountedStatistics.objects.values_list("counted_at", flat=True).first()
    if kept is None:
        return []
    gone = StoryMove.objects.filter(name=StoryMoves.WITHDRAW, at__gte=max(kept, window.since), at__lt=window.before)
    found = gone.exclude(story__published_on=None).order_by("at").values_list("at", "story_id")
    return [Missing(at, story_id) for at, story_id in found]


def _read(kept: CountedStatistics, lines: dict[str, Any]) -> Statistics:
    def line(values: list[Any]) -> FigureLine:
        return FigureLine(values[0] and date.fromisoformat(values[0]), *values[1:])

    return Statistics(
        counted_at=kept.counted_at,
        counted_on=kept.counted_on,
        total=line(lines["total"]),
        months=tuple(line(each) for each in lines["months"]),
        roles=tuple(line(each) for each in lines["roles"]),
        providers=tuple(ServiceLine(*each) for each in lines.get("providers", ())),  # an older release keeps none
    )
