from copy import deepcopy
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


NAMES = {"ann": "Ann First", "ben": "Ben Second", "cat": "Cat Elsewhere"}


def senior(who):
    return factories.person(name=NAMES[who], roles=["senior"])


def on_the_rota(*seniors):
    """They are on it every night, in this order."""
    region = factories.region()
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(17), ends=time(9), people=[each.pk for each in seniors], by=TESTS)
    return region


@pytest.fixture(scope="module")
def every_night(standing):
    """Stands for the module: seven shifts are seventy statements."""
    made = {who: senior(who) for who in NAMES}
    return made | {"region": on_the_rota(made["ann"], made["ben"])}


@pytest.fixture
def nights(every_night):
    """Ann and Ben are on the rota every night; Cat is a senior moderator too."""
    return deepcopy(every_night["region"])


def _one_of(request, who):
    return deepcopy(request.getfixturevalue("every_night")[who]) if "nights" in request.fixturenames else senior(who)


@pytest.fixture
def ann(request, db):
    return _one_of(request, "ann")


@pytest.fixture
def ben(request, db):
    return _one_of(request, "ben")


@pytest.fixture
def cat(request, db):
    return _one_of(request, "cat")
