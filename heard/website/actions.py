"""Keeping the public figures: counting them reads every story, so it is done by the clock and not by whoever opens the page."""

from datetime import datetime

from django.db import transaction

from heard.core import sites
from heard.core.actors import Actor
from heard.published.queries.figures import count
from heard.website.models import CountedStatistics
from heard.website.queries.statistics import packed


@transaction.atomic
def keep_statistics(*, by: Actor) -> CountedStatistics:
    """Count the public figures and keep them in place of the ones before.

    One count at a time: each reads the stories after the one before it was kept, so that no older count stands over a newer one.
    """
    list(CountedStatistics.objects.select_for_update(no_key=True).filter(pk=1))
    counted = count()
    known = sites.sites()
    of_regions = {region_id: count(within=region_id) for region_id in known.reached} if known.several else {}
    kept, _ = CountedStatistics.objects.update_or_create(
        pk=1, defaults={"counted_at": counted.counted_at, "counted_on": counted.counted_on, "lines": packed(counted, of_regions)}
    )
    return kept


def count_again(*, since: datetime, by: Actor) -> None:
    """Count again, unless that was done after `since`: many stories may have been taken back, and one count leaves all of them out."""
    if CountedStatistics.objects.filter(counted_at__lte=since).exists():
        keep_statistics(by=by)
