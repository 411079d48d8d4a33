import logging
from time import monotonic

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed
from heard.regions.queries import all_regions
from heard.stories import queries
from heard.stories.actions import erasing, finding, groups, publishing

logger = logging.getLogger(__name__)
SWEEP = SystemActor("stories-sweep")

owed(
    "stories.followed",
    gettext_lazy("services that moved, with stories that weren’t moved with them"),
    queries.left_behind,
    lambda each: publishing.follow_service(service_id=each.of, by=SWEEP),
)
owed(
    "stories.placed",
    gettext_lazy("stories that weren’t moved when their place was added to the directory, joined with another or separated again"),
    queries.left_behind_by_a_place,
    lambda each: publishing.follow_placing(placing_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="stories.put_right", queueing_lock="stories.put_right")
def put_right(timestamp: int) -> None:
    """Let stories follow a service that moved, was put into the directory, or joined, where the job that does it was lost."""
    reckoning.sweep("stories", timestamp=timestamp)


INDEX_FOR_SECONDS = 50.0
"""How long one job indexes before the next one goes on: no job holds the worker for an hour after an upgrade."""


@app.periodic(cron="* * * * *")
@app.task(name="stories.index_waiting", queueing_lock="stories.index_waiting")
def index_waiting(timestamp: int) -> None:
    """Let stories be found by the words and the names of places that they have now."""
    until = monotonic() + INDEX_FOR_SECONDS
    while finding.index_waiting(by=SWEEP) and monotonic() < until:
        pass


WORDS_AT_ONCE = 500


@app.periodic(cron="37 3 * * *")
@app.task(name="stories.forget_words", queueing_lock="stories.forget_words")
def forget_words(timestamp: int) -> None:
    """Words that no public story has any more are known to nobody. So many at a time, each lot in a transaction of its own."""
    after = ""
    while words := queries.known_words_after(after, most=WORDS_AT_ONCE):
        finding.forget_words(words=words, by=SWEEP)
        after = words[-1]


@app.periodic(cron="27 * * * *")
@app.task(name="stories.erase_taken_back", queueing_lock="stories.erase_taken_back")
def erase_taken_back(timestamp: int) -> None:
    """What was taken back is not kept longer than was said. Each in a transaction of its own: one that fails is tried again in an hour, and
    keeps no other.
    """
    for story_id in queries.taken_back_long_ago():
        try:
            erasing.erase_story(story_id=story_id, by=SWEEP)
        except Exception as error:  # noqa: BLE001 - logged, without its message: that may hold words of the story
            logger.error("Story %s could not be erased: %s", story_id, type(error).__name__)  # noqa: TRY400 - a trace ends with the message


@app.periodic(cron="43 * * * *")
@app.task(name="stories.count_groups", queueing_lock="stories.count_groups")
def count_groups(timestamp: int) -> None:
    """Who tells, region by region, where enough stories came or went."""
    for region in all_regions():
        groups.count_groups(region_id=region.pk, by=SWEEP)
