"""What every test may ask for. People, places and stories are made by the real actions; see tests/factories."""

import pytest
from django.db import connection
from hypothesis import settings as hypothesis

from heard.accounts.gateways import key_folder
from heard.core import jobs

# Hypothesis would fail an example that takes more than 200 ms: on a busy machine that says nothing about the code.
hypothesis.register_profile("heard", deadline=None)
hypothesis.load_profile("heard")


@pytest.fixture
def run_jobs(db):
    """Run everything that was enqueued, and what that enqueues, as the worker would. Returns how many jobs ran."""
    return jobs.drain


@pytest.fixture(scope="session", autouse=True)
def keys():
    """The tests' own keys, in a throw-away folder."""
    folder = key_folder()
    folder.make_missing()
    return folder


@pytest.fixture(autouse=True)
def an_empty_queue(request, django_db_blocker):
    """Leave no job behind: Django empties only the tables it manages after a test that commits, and the queue's are not among them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or bool({"transactional_db", "live_server"} & set(request.fixturenames))
    if commits:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
