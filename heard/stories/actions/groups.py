"""Counting who tells. Only what was published before this month counts, so that the day of a publication does not tell whose it was."""

from django.db import transaction

from heard.core import clock
from heard.core.actors import Actor
from heard.stories.models import CountedGroups
from heard.stories.queries import came_or_went, groups_of
from heard.stories.rules.groups import FEWEST


@transaction.atomic
def count_groups(*, region_id: int, by: Actor) -> bool:
    """Count who told the stories of a region; whether it was counted anew. It is not while fewer than `FEWEST` stories came or went since
    the last time: the difference between before and after would be a group too small to be counted.
    """
    month = clock.today().replace(day=1)
    before = CountedGroups.objects.select_for_update(no_key=True).filter(region_id=region_id).first()
    if before is not None and came_or_went(before, told_before=month) < FEWEST:
        return False
    said = {"counted_at": clock.now(), "told_before": month, "groups": groups_of(region_id, told_before=month)}
    CountedGroups.objects.update_or_create(region_id=region_id, defaults=said)
    return True
