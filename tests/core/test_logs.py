"""What the running site writes to its log, through the handler and the formatter that the settings name."""

import io
import logging

import pytest
from django.db import DatabaseError
from django.test import Client

from heard.directory.models import Service
from tests import factories


@pytest.fixture
def log():
    """Everything that reaches the console."""
    (console,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


@pytest.mark.parametrize(("address", "route"), [("/no/such/page-with-a-secret", "does not exist"), ("/stories/123456789/", "/stories/<")])
def test_log_names_the_page_but_never_the_address(client, db, log, address, route):
    assert client.get(address).status_code == 404
    assert route in log.getvalue()
    assert address not in log.getvalue()


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
