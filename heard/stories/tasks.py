from procrastinate.contrib.django import app

from heard.accounts.actions.authors import forget_old_links
from heard.core.actors import SystemActor
from heard.stories.actions import telling

SWEEP = SystemActor("stories-sweep")


@app.periodic(cron="17 * * * *")
@app.task(name="stories.purge_drafts", queueing_lock="stories.purge_drafts")
def purge_drafts(timestamp: int) -> None:
    """Drafts that were never sent are not kept longer than was said."""
    telling.purge_drafts(by=SWEEP)
    forget_old_links(by=SWEEP)
