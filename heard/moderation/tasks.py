from procrastinate.contrib.django import app

from heard.core.actors import SystemActor
from heard.moderation.actions.stories import publish_approved
from heard.moderation.queries import approved_by_now


@app.periodic(cron="* * * * *")
@app.task(name="moderation.publish_approved", queueing_lock="moderation.publish_approved")
def publish_what_is_approved(timestamp: int) -> None:
    """Publish the stories whose working morning has come. Each in a transaction of its own."""
    for case_id in approved_by_now():
        publish_approved(case_id=case_id, by=SystemActor("desk"))
