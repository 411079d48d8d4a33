from procrastinate.contrib.django import app

from heard.media.actions.films import remove_what_no_film_has
from heard.media.actions.pictures import let_waiting_go, remove_what_nothing_shows


@app.periodic(cron="41 * * * *")
@app.task(name="media.remove_what_nothing_shows", queueing_lock="media.remove_what_nothing_shows")
def remove_left_files(timestamp: int) -> None:
    """Pictures whose forms were never put right; files of pictures and films whose row is gone, or never came to be."""
    let_waiting_go()
    remove_what_nothing_shows()
    remove_what_no_film_has()
