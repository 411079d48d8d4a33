from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.models import Delivery
from heard.core.reckoning import Missing, owed
from heard.reach import actions, queries

SWEEP = SystemActor("reach-sweep")


def _tell(each: Missing) -> None:
    actions.tell_organisations(story_id=each.story_id or 0, announced=False, by=SWEEP)


def _note_asked(each: Missing) -> None:
    letter = Delivery.objects.get(pk=each.of)
    if letter.finished_at:
        actions.note_asked(asking_id=letter.params["asking_id"], at=letter.finished_at, by=SWEEP)


def _note_asked_before(each: Missing) -> None:
    letter = Delivery.objects.get(pk=each.of)
    if letter.finished_at:
        actions.note_asked_before(letter=letter, at=letter.finished_at, by=SWEEP)


owed("reach.told", gettext_lazy("organisations not told about a new story"), queries.untold, _tell)
owed("reach.asked", gettext_lazy("providers with no listener that weren’t asked about a new story"), queries.unasked, _tell)
owed(
    "reach.asked-before",
    gettext_lazy("registered contacts that confirmed but weren’t told about earlier stories"),
    queries.contacts_not_told,
    lambda each: actions.tell_confirmed_contact(provider_id=each.of),
)
owed(
    "reach.asked-noted",
    gettext_lazy("emails delivered to registered contacts but not shown on the story"),
    queries.asked_unnoted,
    _note_asked,
)
owed(
    "reach.asked-before-noted",
    gettext_lazy("emails about earlier stories that were delivered but aren’t shown on the stories"),
    queries.asked_before_unnoted,
    _note_asked_before,
)


@app.periodic(cron="* * * * *")
@app.task(name="reach.put_right", queueing_lock="reach.put_right")
def put_right(timestamp: int) -> None:
    """Tell whoever is owed a telling and was not told. Twice changes nothing."""
    reckoning.sweep("reach", timestamp=timestamp)
