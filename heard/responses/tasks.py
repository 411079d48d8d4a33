from procrastinate.contrib.django import app

from heard.responses.actions import answers


@app.periodic(cron="* * * * *")
@app.task(name="responses.close_windows", queueing_lock="responses.close_windows")
def close_windows(timestamp: int) -> None:
    """Send answers whose time to be edited or taken back is over on their way."""
    answers.close_windows()
