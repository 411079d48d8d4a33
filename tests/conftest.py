"""What every test may ask for. People, places and stories are made by the real actions; see tests/factories."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from hypothesis import settings as hypothesis

from heard.accounts.gateways import key_folder
from heard.core import jobs
from launch.database import SITE_NAME
from launch.roles import grants
from tests import template

# Hypothesis would fail an example that takes more than 200 ms: on a busy machine that says nothing about the code.
hypothesis.register_profile("heard", deadline=None)
hypothesis.load_profile("heard")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Every process copies one database instead of running all migrations itself."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tests' database, and the role that the running site has in one."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        with suppress(ProgrammingError, IntegrityError):  # an earlier run, or one beside this one, made it: a role is the whole server's
            cursor.execute(f"CREATE ROLE {SITE_NAME}")
        cursor.execute(grants(SITE_NAME))


@pytest.fixture(autouse=True)
def as_the_site(request, _django_db_marker):
    """Within a test's transaction nothing owns a table, as on the running site: what needs an owner fails here, and not there.

    A test that needs the owner says so: `@pytest.mark.owner`.
    """
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    if connection.in_atomic_block and not request.node.get_closest_marker("owner"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {SITE_NAME}")


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
