from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed
from heard.organisations.actions.history import keep_what_stands
from heard.organisations.actions.organising import follow_joined_place, follow_parted_place
from heard.organisations.queries import left_at_a_joined_place, not_back_at_a_parted_place, unkept

SWEEP = SystemActor("organisations-sweep")

owed(
    "organisations.kept",
    gettext_lazy("memberships, remits or subscriptions changed with no record of when"),
    unkept,
    lambda each: keep_what_stands(kind=each.about, number=each.of, by=SWEEP),
)
owed(
    "organisations.placed",
    gettext_lazy("organisations still listening to a place that was joined with another one"),
    left_at_a_joined_place,
    lambda each: follow_joined_place(service_id=each.of, by=SWEEP),
)
owed(
    "organisations.parted",
    gettext_lazy("organisations that should be listening again to a place whose join was undone"),
    not_back_at_a_parted_place,
    lambda each: follow_parted_place(placing_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="organisations.put_right", queueing_lock="organisations.put_right")
def put_right(timestamp: int) -> None:
    """From now on what stands is known. Twice changes nothing."""
    reckoning.sweep("organisations", timestamp=timestamp)
