import fcntl
import os
import signal
import socket
import subprocess
import sys
import termios

import pytest

from launch.environment import is_current
from tests.launch.authors import Author
from tests.launch.processes import ROOT, ask, is_alive, postmaster, processes_mentioning, wait_for
from tests.launch.sites import Site, get, is_child

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory, migrated):
    """A home with its tables made: one for all these tests, one after the other."""
    assert is_current(), "run `make setup` first"
    return migrated(tmp_path_factory.mktemp("run") / "a home")


@pytest.fixture
def start(home):
    sites = []

    def begin(*command, **popen):
        site = Site(home, *command, **popen)
        sites.append(site)
        return site

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.process.terminate()
            site.process.wait(60)


def test_ctrl_c_at_the_terminal_stops_everything(start):
    terminal, slave = os.openpty()
    # The terminal is the process's own, as a person's is: Ctrl-C reaches make and all it started at once.
    site = start(
        ("make", "--no-print-directory", "run", f"PYTHON={sys.executable}"),
        stdin=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    site.wait_until("To stop: Ctrl-C")
    assert f"http://localhost:{site.port}" in site.said()
    assert site.health() == {"web": "ok", "database": "ok", "worker": "ok"}
    os.write(terminal, b"\x03")
    site.process.wait(60)
    os.close(terminal)
    assert "Everything has stopped." in site.said()
    assert "Traceback" not in site.said()
    site.assert_nothing_left()


def test_signals_stop_everything_at_any_moment(start):
    for number, moment in ((signal.SIGTERM, "To stop"), (signal.SIGHUP, "Starting web server"), (signal.SIGTERM, "getting ready")):
        site = start()
        site.wait_until(moment)
        site.process.send_signal(number)
        assert site.process.wait(60) in {0, 130}
        assert "Traceback" not in site.said()
        site.assert_nothing_left()


def test_what_dies_is_started_again_and_said(start):
    site = start()
    site.wait_until("To stop")
    worker = next(pid for pid, command in processes_mentioning(str(ROOT)) if is_child(pid, site) and "manage.py worker" in command)
    os.kill(worker, signal.SIGKILL)
    site.wait_until("The worker stopped unexpectedly (signal 9). Starting it again.")
    server = postmaster(site.home)
    os.kill(server, signal.SIGKILL)
    site.wait_until("The database has recovered.")
    wait_for(lambda: site.health() == {"web": "ok", "database": "ok", "worker": "ok"}, seconds=120)
    assert get(site.port, "/healthz")[0] == 200
    site.process.send_signal(signal.SIGINT)
    site.process.wait(60)
    site.assert_nothing_left()


def test_database_that_breaks_down_while_stories_are_told_loses_none_that_was_taken(start, join):
    site = start(settings={"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9"})
    site.wait_until("To stop")
    open_for_stories(site)
    authors = [Author(site.port, f"Story number {number}: it hurt, and nobody came.") for number in range(16)]
    for author in authors:
        author.start()
        if author in authors[5::5]:
            os.kill(postmaster(site.home), signal.SIGKILL)
    for author in authors:
        author.join()

    assert all(author.sent for author in authors)
    assert {status for author in authors for status in author.statuses} <= {200, 503}, "a clear page, never a fault"
    breaks = [body for author in authors for body in author.pages_of_breaks]
    assert breaks, "nobody noticed: the database was not away"
    assert all("Heard is not available right now" in body for body in breaks)
    server = join(site.home, durable=True)
    for author in authors:
        assert ask(server.url, "SELECT count(*) FROM stories_original WHERE words = %s", author.words) == (1,), author.words
    server.leave()


OPENING = """
from allauth.mfa.totp.internal.auth import TOTP
from heard.accounts.actions.people import make_person
from heard.core.actors import SystemActor
from heard.directory.models import Kind, Level, Service
from heard.regions.actions import NewCrisisLine, make_region, set_crisis_lines
from heard.regions.queries import default_region
by = SystemActor("tests")
region = default_region() or make_region(slug="north-moor", name="North Moor", by=by)
set_crisis_lines(region_id=region.pk, lines=[NewCrisisLine("Samaritans", "116 123", "Day and night", "Anyone.", in_strip=True)], by=by)
Service.objects.create(region=region, level=Level.PROVIDER, kind=Kind.ACUTE_TRUST, name="Northmoor", slug="northmoor")
moderator = make_person(email="mo@heard.example", name="Mo Derator", platform_roles=["first-line"], by=by)
TOTP.activate(moderator, "JBSWY3DPEHPK3PXP")
"""


def open_for_stories(site):
    """All that telling needs, on a site that is no demo."""
    command = [sys.executable, "manage.py", "shell", "-c", OPENING]
    subprocess.run(command, cwd=ROOT, env=site.environment(), check=True, capture_output=True)


def make_operator(site):
    """The first person and the first region of an empty site."""
    given = ["--email", "one@heard.example", "--name", "Olive One", "--region", "North Moor", "--password-stdin"]
    command = [sys.executable, "manage.py", "create_operator", *given]
    subprocess.run(
        command, cwd=ROOT, env=site.environment(), input="a long and quiet password\n", text=True, check=True, capture_output=True
    )


def test_watcher_killed_with_9_takes_web_and_worker_along_and_the_next_start_works(start):
    site = start()
    site.wait_until("To stop")
    children = [pid for pid, _ in processes_mentioning(str(ROOT)) if is_child(pid, site)]
    assert len(children) >= 2
    site.process.kill()
    site.process.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in children))
    again = start()
    again.wait_until("To stop")
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(60) == 0
    again.assert_nothing_left()


def test_taken_port_is_said_with_its_holder_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "launch", "run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "HEARD_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} is already in use by process {os.getpid()}" in done.stderr
    assert not (tmp_path / "home").exists()


def test_database_url_is_respected(start, home, tmp_path, join):
    server = join(tmp_path / "elsewhere")
    environment = {**os.environ, "DATABASE_URL": server.url, "HEARD_HOME": str(tmp_path / "home"), "DEMO": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, "-m", "launch", "setup"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ask(server.url, "SELECT count(*) > 0 FROM django_migrations") == (True,)
    assert not (tmp_path / "home" / "postgres").exists()
