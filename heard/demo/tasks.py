from procrastinate.contrib.django import app

from heard.demo.actions import mailbox


@app.periodic(cron="17 * * * *")
@app.task(name="demo.every_hour", queueing_lock="demo.every_hour")
def every_hour(timestamp: int) -> None:
    mailbox.forget_old_messages()
