from procrastinate.contrib.django import app

from heard.pages.actions.publishing import publish_what_is_due
from heard.pages.actions.reviewing import ask_to_review


@app.periodic(cron="* * * * *")
@app.task(name="pages.publish_what_is_due", queueing_lock="pages.publish_what_is_due")
def publish_due(timestamp: int) -> None:
    """Versions whose day and time have come."""
    publish_what_is_due()


@app.periodic(cron="17 7 * * *")
@app.task(name="pages.ask_to_review", queueing_lock="pages.ask_to_review")
def ask_for_reviews(timestamp: int) -> None:
    """Editors are told once of each page that someone should read again."""
    ask_to_review()
