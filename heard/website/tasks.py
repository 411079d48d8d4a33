from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed
from heard.website import actions
from heard.website.queries.statistics import counted_still

COUNTER = SystemActor("website-statistics")

owed(
    "website.counted",
    gettext_lazy("stories taken back that the public figures still count"),
    counted_still,
    lambda each: actions.count_again(since=each.since, by=COUNTER),
)


@app.periodic(cron="*/10 * * * *")
@app.task(name="website.keep_statistics", queueing_lock="website.keep_statistics")
def keep_statistics(timestamp: int) -> None:
    """The public figures, every ten minutes."""
    actions.keep_statistics(by=COUNTER)


@app.periodic(cron="* * * * *")
@app.task(name="website.put_right", queueing_lock="website.put_right")
def put_right(timestamp: int) -> None:
    """Count again where a story was taken back and the count that was to leave it out never came."""
    reckoning.sweep("website", timestamp=timestamp)
