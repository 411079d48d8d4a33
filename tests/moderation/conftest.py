import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.core import events


@pytest.fixture
def run_jobs(db):
    """Run the desk's own handlers of everything that happened, as the worker would; what others make of it is not looked at here."""

    def run():
        waiting = ProcrastinateJob.objects.filter(status="todo", task_name="core.handle", args__handler__startswith="heard.moderation.")
        for job in waiting.order_by("pk"):
            events.handle(**job.args)
        ProcrastinateJob.objects.all()._raw_delete("default")

    return run
