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
    "accounts that were closed or opened without a record of when",
    unkept_closings,
    lambda each: keep_whether_closed(person_id=each.of, by=SWEEP),
)
owed(
    "accounts.notices",
    "authors whose wish for emails was changed without a record of when",
    unkept_notices,
    lambda each: keep_notices(author_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="accounts.put_right", queueing_lock="accounts.put_right")
def put_right(timestamp: int) -> None:
    """From now on what stands is known. Twice changes nothing."""
    reckoning.sweep("accounts", timestamp=timestamp)
