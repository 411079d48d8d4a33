from procrastinate.contrib.django import app

from heard.core.actors import SystemActor
from heard.directory.actions import placing

SWEEP = SystemActor("directory-sweep")


@app.periodic(cron="7 * * * *")
@app.task(name="directory.close_places", queueing_lock="directory.close_places")
def close_places(timestamp: int) -> None:
    """A place whose last day came is closed. Twice changes nothing."""
    placing.close_places(by=SWEEP)
