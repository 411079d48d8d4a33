from procrastinate.contrib.django import app

from heard.accounts.actions.authors import forget_keys_shown, forget_old_links, forget_old_notices, forget_unasked_contacts
from heard.core.actors import SystemActor
from heard.telling.actions import drafts, rush

SWEEP = SystemActor("telling-sweep")


@app.periodic(cron="17 * * * *")
@app.task(name="stories.purge_drafts", queueing_lock="stories.purge_drafts")  # its name stands in rows (ADR 38)
def purge_drafts(timestamp: int) -> None:
    """Drafts that were never sent are not kept longer than was said."""
    drafts.purge_drafts(by=SWEEP)
    forget_old_links(by=SWEEP)
    rush.forget_old_rushes(by=SWEEP)
    forget_keys_shown(by=SWEEP)
    forget_unasked_contacts(by=SWEEP)
    forget_old_notices(by=SWEEP)
