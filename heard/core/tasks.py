from collections.abc import Sequence

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.core import events, jobs, limits, mail
from heard.core.sessions import SessionStore, forget_old_searches

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
FOUR_TIMES_A_MINUTE = "* * * * * */15"
"""The sixth field is of seconds."""


@app.task(name="core.handle", retry=AGAIN)
def handle(event_id: int, handler: str) -> None:
    events.handle(event_id=event_id, handler=handler)


@app.task(name="core.deliver", retry=AGAIN)
def deliver(delivery_ids: Sequence[int] = (), delivery_id: int | None = None) -> None:
    """`delivery_id` is what jobs of an older Heard have that still wait."""
    mail.deliver_all(delivery_ids=[*delivery_ids, *([] if delivery_id is None else [delivery_id])])


@app.periodic(cron=FOUR_TIMES_A_MINUTE)
@app.task(name="core.pick_up_late", queueing_lock="core.pick_up_late", priority=jobs.LOOK_AFTER_FIRST)
def pick_up_late(timestamp: int) -> None:
    """What is owed is on its way within a minute, whatever became of its job."""
    jobs.give_back_lost()
    mail.pick_up_late()
    jobs.bring_late_handlers_forward()


@app.periodic(cron="* * * * *")
@app.task(name="core.every_minute", queueing_lock="core.every_minute")
def every_minute(timestamp: int) -> None:
    """Old counts of attempts are not kept."""
    limits.forget_old()


@app.periodic(cron="*/5 * * * *")
@app.task(name="core.try_failed_handlers_again", queueing_lock="core.try_failed_handlers_again")
def try_failed_handlers_again(timestamp: int) -> None:
    """Nothing that a fact sets off may be missing for good because its job failed."""
    jobs.try_failed_handlers_again()


@app.periodic(cron="23 * * * *")
@app.task(name="core.forget_sessions", queueing_lock="core.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Sessions that are over hold who was here and what was typed: they are not kept."""
    SessionStore.clear_expired()


@app.periodic(cron="*/15 * * * *")
@app.task(name="core.forget_old_searches", queueing_lock="core.forget_old_searches")
def forget_searches(timestamp: int) -> None:
    """Delete old searches from sessions: a postcode or a position must not stay as long as someone is signed in."""
    forget_old_searches()


@app.periodic(cron=FOUR_TIMES_A_MINUTE)
@app.task(name="core.rescue_stalled", queueing_lock="core.rescue_stalled", priority=jobs.LOOK_AFTER_FIRST)
async def rescue_stalled(timestamp: int) -> None:
    await jobs.rescue_stalled()
