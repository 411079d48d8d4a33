from procrastinate.contrib.django import app

from heard.demo import queries
from heard.demo.actions import film, mailbox


@app.periodic(cron="17 * * * *")
@app.task(name="demo.every_hour", queueing_lock="demo.every_hour")
def every_hour(timestamp: int) -> None:
    mailbox.forget_old_messages()


@app.periodic(cron="* * * * *")
@app.task(name="demo.make_film", queueing_lock="demo.make_film", lock="demo.make_film")
def make_film(timestamp: int) -> None:
    """In a demo that is loaded and has no film yet. It takes seconds of a processor, which nobody should wait for before the first page."""
    if queries.film_is_missing():
        film.make_film()
