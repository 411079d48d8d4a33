"""What the running site writes to its log, through the handler and the formatter that the settings name."""

import errno
import io
import logging
import smtplib
from urllib.parse import quote

import psycopg
import pytest
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.signals import connection_created
from django.test import Client

from heard.core import logs
from heard.directory.models import Service
from tests import factories


@pytest.fixture
def log():
    """Everything that reaches the console."""
    (console,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    counted = next(each for each in console.filters if isinstance(each, logs.Counted))
    counted.forget()
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)
    counted.forget()


@pytest.mark.parametrize(("address", "route"), [("/no/such/page-with-a-secret/", "Not Found"), ("/stories/123456789/", "/stories/<")])
def test_log_names_the_page_but_never_the_address(client, db, log, address, route):
    assert client.get(address).status_code == 404
    assert route in log.getvalue()
    assert address not in log.getvalue()


@pytest.mark.parametrize("odd", ["caf\u00e9", "\0", "two\nlines", "back\\slash", "\U0001f600"])
def test_an_address_that_django_spells_out_is_not_in_the_log_either(client, db, log, odd):
    assert client.get(f"/my-story/a-secret-{quote(odd)}/").status_code == 404
    assert "does not exist" in log.getvalue()
    assert "a-secret" not in log.getvalue()


def test_a_form_without_its_token_is_logged_without_the_address(db, log):
    factories.region()
    assert Client(enforce_csrf_checks=True).post("/my-story/link/a-secret-token/").status_code == 403
    assert "/my-story/link/<" in log.getvalue()
    assert "a-secret-token" not in log.getvalue()


@pytest.mark.parametrize("body", [b"--broken", b"\xff" * 40])
def test_a_form_that_cannot_be_read_is_logged_without_the_address(client, db, log, body):
    factories.region()
    client.post("/my-story/link/a-secret-token/", data=body, content_type="multipart/form-data; boundary=")
    assert "a-secret-token" not in log.getvalue()


def test_a_row_that_the_database_refuses_is_not_written_to_the_log(db, log):
    words = "Words of somebody\n\nAnd more"
    try:
        Service.objects.create(region=factories.region(), level="site", kind="site", name=words, slug="refused")
    except DatabaseError:
        logging.getLogger("heard").exception("It was refused")
    assert "only_a_provider_stands_alone" in log.getvalue()
    assert "Words of" not in log.getvalue()
    assert "\nAnd more" not in log.getvalue()


def test_health_that_is_bad_is_no_error_in_the_log(client, db, log):
    assert client.get("/healthz").status_code == 503
    assert log.getvalue() == ""


# ---------------------------------------------------------------- what goes on and on


class Minutes:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(log):
    (counted,) = [each for handler in logging.getLogger().handlers for each in handler.filters if isinstance(each, logs.Counted)]
    before, counted.clock = counted.clock, Minutes()
    yield counted.clock
    counted.clock = before


def fail(error):
    """Log an error with its trace, as Django does for a request that failed."""
    try:
        raise error  # noqa: TRY301 - it needs a trace
    except Exception:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/a/page")


def away(state=None):
    error = OperationalError("connection failed")
    error.__cause__ = psycopg.errors.lookup(state)("x") if state else psycopg.OperationalError("x")
    return error


@pytest.mark.parametrize("state", [None, "57P01", "08006", "53300"])
def test_an_outage_is_a_line_when_it_begins_one_a_minute_and_one_when_it_ends(db, log, clock, state):
    for _ in range(3):
        for _ in range(200):
            fail(away(state))
        clock.pass_by(61)
    connection_created.send(sender=type(connection), connection=connection)
    connection_created.send(sender=type(connection), connection=connection)
    lines = log.getvalue().splitlines()
    assert len(lines) == 4
    assert "does not answer" in lines[0]
    assert "200 requests or jobs failed" in lines[1]
    assert "answers again, after 183 seconds; 600 requests" in lines[3]
    assert "Traceback" not in log.getvalue()


def test_an_outage_inside_another_error_is_the_same_outage(log, clock):
    for _ in range(5):
        try:
            try:
                raise away()
            except OperationalError as error:
                raise RuntimeError("The job failed") from error
        except RuntimeError:
            logging.getLogger("procrastinate").exception("A job failed")
    assert len(log.getvalue().splitlines()) == 1


@pytest.mark.parametrize("state", ["40P01", "57014"])
def test_a_statement_that_failed_is_no_outage(log, clock, state):
    fail(away(state))
    assert "Traceback" in log.getvalue()


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(errno.ECONNREFUSED, "the mail server is away"),
        smtplib.SMTPServerDisconnected("gone"),
        OSError(errno.ENOSPC, "No space left on device"),
        away("53100"),
    ],
)
def test_what_fails_again_and_again_is_written_a_few_times_a_minute_and_counted(log, clock, error):
    for _ in range(300):
        fail(error)
    assert log.getvalue().count("Traceback (most recent") <= 2 * logs.OFTEN  # an error and its cause
    clock.pass_by(61)
    fail(error)
    assert f"and {300 - logs.OFTEN} more like this" in log.getvalue()


def test_a_new_fault_is_written_while_another_is_counted(log, clock):
    for _ in range(300):
        fail(OSError(errno.ENOSPC, "No space left on device"))
    fail(ZeroDivisionError("a new one"))
    assert "ZeroDivisionError" in log.getvalue()


def test_strangers_who_ask_for_nothing_that_exists_fill_no_log(client, db, log, clock):
    for number in range(50):
        client.get(f"/no/such/page-{number}/")
    assert len(log.getvalue().splitlines()) == logs.OFTEN


def test_strangers_who_name_another_host_fill_no_log(client, db, log, clock):
    for number in range(50):
        client.get("/robots.txt", headers={"Host": f"host-{number}.example"})
        client.get("/", headers={"Host": f"host-{number}.example"})
    assert log.getvalue().count(DisallowedHost.__name__) <= 4 * logs.OFTEN
    assert "host-40.example" not in log.getvalue()


def test_things_without_number_are_counted_in_little_memory(log, clock):
    for number in range(5000):
        logging.getLogger("heard").warning("Words that were put together: " + str(number))  # noqa: G003 - as some libraries do
    (counted,) = [each for handler in logging.getLogger().handlers for each in handler.filters if isinstance(each, logs.Counted)]
    assert len(counted.seen) <= logs.KINDS
