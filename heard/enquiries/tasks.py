from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed
from heard.enquiries import actions, queries

SWEEP = SystemActor("enquiries-sweep")

owed(
    "enquiries.received",
    gettext_lazy("messages to Heard that we never sent the first emails about"),
    queries.without_first_letters,
    lambda each: actions.owe_first_letters(enquiry_id=each.of),
)
owed(
    "enquiries.looked-through",
    gettext_lazy("messages to Heard that we haven’t checked for signs of danger"),
    queries.not_looked_through,
    lambda each: actions.look_through(enquiry_id=each.of),
)
owed(
    "enquiries.answered",
    gettext_lazy("answers to messages to Heard that we never emailed"),
    queries.without_answer_letter,
    lambda each: actions.owe_answer(enquiry_id=each.of),
)


@app.periodic(cron="* * * * *")
@app.task(name="enquiries.put_right", queueing_lock="enquiries.put_right")
def put_right(timestamp: int) -> None:
    """Send what is owed and was never sent. Twice changes nothing."""
    reckoning.sweep("enquiries", timestamp=timestamp)


@app.periodic(cron="37 * * * *")
@app.task(name="enquiries.forget_old", queueing_lock="enquiries.forget_old")
def forget_old(timestamp: int) -> None:
    """Messages are not kept longer than was said."""
    actions.forget_old_enquiries(by=SWEEP)
