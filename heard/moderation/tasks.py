import logging
import traceback

from procrastinate.contrib.django import app

from heard.core.actors import SystemActor
from heard.moderation.actions.cases import take_usual_turn
from heard.moderation.actions.stories import publish_approved
from heard.moderation.queries import approved_by_now, waited_last_long_enough

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="moderation.publish_approved", queueing_lock="moderation.publish_approved")
def publish_what_is_approved(timestamp: int) -> None:
    """Publish the stories whose working morning has come. Each in a transaction of its own: one that fails in a way nobody foresaw stays
    approved and is tried again next minute, and those after it go on. `manage.py doctor` tells of what is late.
    """
    for case_id in approved_by_now():
        try:
            publish_approved(case_id=case_id, by=SystemActor("desk"))
        except Exception as error:  # noqa: BLE001 - logged, without its message: that may hold words of the story
            where = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(  # noqa: TRY400 - a trace ends with the message
                "Case %s is approved and could not be published: %s at %s:%s", case_id, type(error).__name__, where.filename, where.lineno
            )


@app.periodic(cron="7 * * * *")
@app.task(name="moderation.usual_turn", queueing_lock="moderation.usual_turn")
def nobody_waits_for_ever(timestamp: int) -> None:
    """What came in a rush is read after the others, but not only when there are no others."""
    for case_id in waited_last_long_enough():
        take_usual_turn(case_id=case_id, by=SystemActor("desk"))
