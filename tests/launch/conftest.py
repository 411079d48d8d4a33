import os
import signal
import subprocess

import pytest

from launch import prepare
from launch.home import Home
from launch.postgres import connection
from launch.programs import find_programs
from tests import template
from tests.launch.processes import Client, is_alive, postmaster, wait_for


@pytest.fixture
def join(request):
    """Start a client; whatever is still there at the end is killed, its server with it."""
    clients = []

    def start(home, **options):
        client = Client(home, **options)
        clients.append((client, home))
        return client

    yield start
    for client, home in clients:
        if client.process.poll() is None:
            client.kill()
        try:
            os.kill(postmaster(home), signal.SIGQUIT)
        except (OSError, ValueError, IndexError):
            continue
        wait_for(lambda home=home: not (home / "postgres/data/postmaster.pid").exists() or not is_alive(postmaster(home)))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """`made(home)`: a new home whose cluster is a copy of one that was made once, for tests of what comes after it."""
    first = tmp_path_factory.mktemp("made") / "home"
    Client(first).leave()

    def copied(home):
        if not (first / "postgres" / "data").is_symlink():  # else it lies where no copy can be taken along
            subprocess.run(["cp", "-a", first, home], check=True)
        return home

    return copied


@pytest.fixture(scope="session")
def tables(django_db_blocker):
    with django_db_blocker.unblock():
        return template.as_sql()


@pytest.fixture(scope="session")
def migrated(tables):
    """`migrated(home)`: a new home that needs no migrations any more, for tests of what comes after them. Its first start does all else.

    That a first start brings the tables is proven by those that begin without: test_places.py, test_database_url_is_respected, and the
    rehearsal.
    """

    def make(home, **env):
        client = Client(home, env=env)
        fill = [str(find_programs() / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        subprocess.run(fill, env=connection(client.url), input=tables, stdout=subprocess.DEVNULL, check=True)
        client.leave()
        done = prepare.Done(Home(home, host="", port=0, database_url="", owners_url="", demo="0"))
        done.set(migrations=prepare._fingerprint(prepare._migrations()))
        return home

    return make
