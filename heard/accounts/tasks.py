from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.accounts.actions.authors import keep_notices
from heard.accounts.actions.people import keep_whether_closed
from heard.accounts.queries import unkept_closings, unkept_notices
from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import owed

SWEEP = SystemActor("accounts-sweep")

owed(
    "accounts.kept",
    gettext_lazy("accounts closed or opened again with no record of when"),
    unkept_closings,
    lambda each: keep_whether_closed(person_id=each.of, by=SWEEP),
)
owed(
    "accounts.notices",
    gettext_lazy("authors who changed whether they want emails, with no record of when"),
    unkept_notices,
    lambda each: keep_notices(author_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="accounts.put_right", queueing_lock="accounts.put_right")
def put_right(timestamp: int) -> None:
    """From now on what stands is known. Twice changes nothing."""
    reckoning.sweep("accounts", timestamp=timestamp)
