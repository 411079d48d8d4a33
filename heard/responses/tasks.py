from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import Missing, owed
from heard.responses.actions import answers, changes, replies
from heard.responses.queries import left_of_erased_stories, left_of_withdrawn_stories

SWEEP = SystemActor("responses-sweep")


def _lapse(each: Missing) -> None:
    story_id = each.story_id or 0
    answers.lapse_answers(story_id=story_id, by=SWEEP)
    changes.lapse_changes(story_id=story_id, by=SWEEP)
    replies.withdraw_waiting_replies(story_id=story_id, by=SWEEP)


owed(
    "responses.lapsed",
    gettext_lazy("stories their authors took back, with answers, changes or replies still in progress"),
    left_of_withdrawn_stories,
    _lapse,
)
owed(
    "responses.erased",
    gettext_lazy("replies and updates that weren’t deleted with their story after its author took it back"),
    left_of_erased_stories,
    lambda each: replies.erase_what_the_author_said(story_id=each.story_id or 0, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="responses.put_right", queueing_lock="responses.put_right")
def put_right(timestamp: int) -> None:
    """Let what belongs to a withdrawn story lapse, where that was missed. Twice changes nothing."""
    reckoning.sweep("responses", timestamp=timestamp)


@app.periodic(cron="* * * * *")
@app.task(name="responses.close_windows", queueing_lock="responses.close_windows")
def close_windows(timestamp: int) -> None:
    """Send answers whose time to be edited or taken back is over on their way."""
    answers.close_windows()
