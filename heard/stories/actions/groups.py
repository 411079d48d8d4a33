"""Counting who tells. Only what was published before this month counts, so that the day of a publication does not tell whose it was."""

from django.db import transaction

from heard.core import clock
from heard.core.actors import Actor
from heard.stories.models import CountedGroups
from heard.stories.queries import came_and_went, groups_of
from heard.stories.rules.groups import FEWEST, tells_of_few


@transaction.atomic
def count_groups(*, region_id: int, by: Actor) -> bool:
    """Count who told the stories of a region; whether it was counted anew. It is not while the difference between before and after would
    tell of a group too small to be counted.
    """
    month = clock.today().replace(day=1)
    before = CountedGroups.objects.select_for_update(no_key=True).filter(region_id=region_id).first()
    came, went = came_and_went(before, told_before=month) if before is not None else (0, 0)
    if before is not None and came + went < FEWEST:
        return False
    now = clock.now()
    groups = groups_of(region_id, told_before=month)
    if before is not None and tells_of_few(before.groups, groups, came=came, went=went):
        return False
    CountedGroups.objects.update_or_create(region_id=region_id, defaults={"counted_at": now, "told_before": month, "groups": groups})
    return True
