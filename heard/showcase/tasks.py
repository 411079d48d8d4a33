from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.reckoning import owed
from heard.showcase.adapters import make_paper, still_to_make

owed(
    "showcase.papers",
    gettext_lazy("case studies whose PDF hasn’t been made"),
    still_to_make,
    lambda each: make_paper(version_id=each.of),
)


@app.periodic(cron="* * * * *")
@app.task(name="showcase.put_right", queueing_lock="showcase.put_right")
def put_right(timestamp: int) -> None:
    """Make the PDFs that are missing. Twice changes nothing."""
    reckoning.sweep("showcase", timestamp=timestamp)
