from procrastinate.contrib.django import app

from heard.core.actors import SystemActor
from heard.moderation.actions.cases import open_case
from heard.moderation.queries import waiting_without_a_case


@app.periodic(cron="*/5 * * * *")
@app.task(name="moderation.find_forgotten", queueing_lock="moderation.find_forgotten")
def find_forgotten(timestamp: int) -> None:
    """Nothing that was sent may stay unread because a job failed: open the case that is missing."""
    for subject, story_id, thing_id in waiting_without_a_case():
        open_case(subject=subject, story_id=story_id, thing_id=thing_id, by=SystemActor("desk"))
