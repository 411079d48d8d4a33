from procrastinate.contrib.django import app

from heard.core.actors import SystemActor
from heard.website import actions

COUNTER = SystemActor("website-statistics")


@app.periodic(cron="*/10 * * * *")
@app.task(name="website.keep_statistics", queueing_lock="website.keep_statistics")
def keep_statistics(timestamp: int) -> None:
    """The public figures, every ten minutes."""
    actions.keep_statistics(by=COUNTER)
