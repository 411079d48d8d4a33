from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed
from heard.writing import actions
from heard.writing.queries import left_of_done_enquiries, left_of_withdrawn_stories

SWEEP = SystemActor("writing-sweep")

owed(
    "writing.withdrawn",
    gettext_lazy("stories that were taken back, but still have unsent text from staff"),
    left_of_withdrawn_stories,
    lambda each: actions.forget_of_story(story_id=each.story_id or 0, by=SWEEP),
)
owed(
    "writing.answered",
    gettext_lazy("messages to Heard that were answered or closed, but still have unsent text"),
    left_of_done_enquiries,
    lambda each: actions.clear_of_done_enquiry(enquiry_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="writing.put_right", queueing_lock="writing.put_right")
def put_right(timestamp: int) -> None:
    """Delete what was being written about a withdrawn story, or for an answer that was sent, where that was missed."""
    reckoning.sweep("writing", timestamp=timestamp)


@app.periodic(cron="29 * * * *")
@app.task(name="writing.forget_old", queueing_lock="writing.forget_old")
def forget_old(timestamp: int) -> None:
    """What staff began and never sent is not kept longer than was said."""
    actions.forget_old_texts(by=SWEEP)
