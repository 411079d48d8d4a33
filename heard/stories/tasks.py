from procrastinate.contrib.django import app

from heard.accounts.actions.authors import forget_keys_shown, forget_old_links
from heard.core.actors import SystemActor
from heard.regions.queries import all_regions
from heard.stories.actions import groups, rush, telling

SWEEP = SystemActor("stories-sweep")


@app.periodic(cron="17 * * * *")
@app.task(name="stories.purge_drafts", queueing_lock="stories.purge_drafts")
def purge_drafts(timestamp: int) -> None:
    """Drafts that were never sent are not kept longer than was said."""
    telling.purge_drafts(by=SWEEP)
    forget_old_links(by=SWEEP)
    rush.forget_old_rushes(by=SWEEP)
    forget_keys_shown(by=SWEEP)


@app.periodic(cron="43 * * * *")
@app.task(name="stories.count_groups", queueing_lock="stories.count_groups")
def count_groups(timestamp: int) -> None:
    """Who tells, region by region, where enough stories came or went."""
    for region in all_regions():
        groups.count_groups(region_id=region.pk, by=SWEEP)
