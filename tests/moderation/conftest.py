from datetime import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.core import events
from heard.moderation.actions import rota
from tests import factories
from tests.factories import TESTS


def run_what_waits():
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name="core.handle", args__handler__startswith="heard.moderation.")
    for job in waiting.order_by("pk"):
        events.handle(**job.args)
    ProcrastinateJob.objects.all()._raw_delete("default")


@pytest.fixture
def run_jobs(db):
    """Run the desk's own handlers of everything that happened, as the worker would; what others make of it is not looked at here."""
    return run_what_waits


@pytest.fixture(scope="module")
def claimed(standing, level):
    """A moderator and the case they have claimed, which stand for the module. `level` is the moderator's, and the module's to say."""
    moderator = factories.moderator(level)
    return moderator, factories.claimed_case(run_jobs=run_what_waits, by=moderator)


@pytest.fixture
def moderator():
    """Whoever reads, of the first line; a module in which somebody further up reads says so itself."""
    return factories.moderator()


@pytest.fixture
def desk(client, moderator):
    """The moderator's browser."""
    return factories.sign_in(client, moderator)


@pytest.fixture
def case(run_jobs, moderator):
    """A story that the moderator has claimed."""
    return factories.claimed_case(run_jobs=run_jobs, by=moderator)


@pytest.fixture
def ann():
    return factories.person(name="Ann First", roles=["senior"])


@pytest.fixture
def ben():
    return factories.person(name="Ben Second", roles=["senior"])


@pytest.fixture
def cat():
    return factories.person(name="Cat Elsewhere", roles=["senior"])


@pytest.fixture
def nights(ann, ben, cat):
    """Ann and Ben are on the rota every night; Cat is a senior moderator too."""
    region = factories.region()
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(17), ends=time(9), people=[ann.pk, ben.pk], by=TESTS)
    return region
