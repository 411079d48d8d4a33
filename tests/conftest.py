"""What every test may ask for. People, places and stories are made by the real actions; see tests/factories."""

import gc
from contextlib import suppress
from itertools import chain, groupby

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import TransactionTestCase
from django.urls import get_resolver
from hypothesis import settings as hypothesis

from heard.accounts.gateways import key_folder
from heard.core import jobs, sites
from launch.database import SITE_NAME
from launch.roles import grants
from tests import template
from tests.emptying import empty_the_database

pytest_plugins = ["tests.costs"]

# Hypothesis would fail an example that takes more than 200 ms: on a busy machine that says nothing about the code.
hypothesis.register_profile("heard", deadline=None)
hypothesis.load_profile("heard")

LOOK_AFTER = 50_000
"""So many objects more than before make the collector look through the youngest; Python's own number is 700."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Modules with a slow one first, so that nobody waits for a last long one. What commits last: it leaves the tables empty, also of what
    the migrations put there. Those of a module that share a standing world stay together, and so does what else it made.
    """
    together = [sorted(run, key=_stands) for _, run in groupby(items, key=lambda each: each.path)]
    slow = {each.path for each in items if _is_slow(each) and not _commits(each)}
    items[:] = sorted(
        chain.from_iterable(together), key=lambda each: (True, not _is_slow(each)) if _commits(each) else (False, each.path not in slow)
    )


def _is_slow(item):
    return item.get_closest_marker("slow") is not None


def _commits(item):
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(asked)


def _stands(item):
    return "standing" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """A standing world is gone before a test that did not ask for it, also one of the same module."""
    result = yield
    if _stands(item) and not (nextitem and _stands(nextitem)):
        item._fixtureinfo.name2fixturedefs["standing"][-1].finish(item._request)
    return result


def pytest_collection_finish():
    """What is there now stays to the end: the collector of garbage need not look through thousands of tests again and again. And what a
    test leaves is looked for some dozens of times, not thousands: a page and its statements make hundreds of thousands of objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOK_AFTER)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Every process copies one database instead of running all migrations itself."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tests' database, the role that the running site has in one, and a quick way to empty it after a test that commits; and every
    page's module, which no test need wait for.
    """
    get_resolver().url_patterns  # noqa: B018 - looking is what imports them
    TransactionTestCase._fixture_teardown = lambda self: empty_the_database()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        with suppress(ProgrammingError, IntegrityError):  # an earlier run, or one beside this one, made it: a role is the whole server's
            cursor.execute(f"CREATE ROLE {SITE_NAME}")
        cursor.execute(grants(SITE_NAME))


@pytest.fixture(autouse=True)
def as_the_site(request, _django_db_marker):
    """Within a test's transaction nothing owns a table, as on the running site: what needs an owner fails here, and not there.

    A test that needs the owner says so: `@pytest.mark.owner`.
    """
    sites.keep(sites.NO_MORE)  # nobody reads them to find none; a test that makes some changes what is known
    sites.stand(None)
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    if connection.in_atomic_block:
        owner = request.node.get_closest_marker("owner")
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {'NONE' if owner else SITE_NAME}")


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """For a world that costs much: what a module's fixtures make in here stands for the tests that ask for it, and they work in savepoints.

    A test takes a `deepcopy` of the rows, for what it changes on them in Python stays. It cannot commit.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {SITE_NAME}")
        yield
        transaction.set_rollback(True)


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
