from procrastinate.contrib.django import app

from heard.media.actions.pictures import remove_what_nothing_shows


@app.periodic(cron="41 * * * *")
@app.task(name="media.remove_what_nothing_shows", queueing_lock="media.remove_what_nothing_shows")
def remove_left_files(timestamp: int) -> None:
    """Files of pictures whose row is gone, or never came to be."""
    remove_what_nothing_shows()
