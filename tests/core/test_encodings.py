"""A request may call its text what it likes: it is read as UTF-8, and never a fault of ours."""

import io

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from heard.config.handler import Utf8Handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    """Past Django's test client, which has a handler of its own: `ask(method, path, kind, body)` returns status and page."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the test's transaction stays open
    handler = Utf8Handler()

    def asked(method, path, kind, body=b""):
        path, _, query = path.partition("?")
        said = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(body), "wsgi.url_scheme": "http",
        }  # fmt: skip
        response = handler(environ, lambda status, _headers: said.append(int(status.split()[0])))
        page = b"".join(response).decode()
        response.close()
        return said[0], page

    yield asked
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("charset", ["rot13", "utf-7", "utf-16", "idna", "punycode", "hex", "undefined", "mbcs", "no such", "a" * 5000, ""])
def test_another_encoding_is_no_fault(ask, charset):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        status, page = ask("GET", "/stories/?q=caf%C3%A9", f"{kind}; charset={charset}")
        assert (status, "café" in page) == (200, True)
        status, _ = ask("POST", "/my-story/?words=%ff", f"{kind}; charset={charset}", b"words=caf\xc3\xa9\xff")
        assert status == 403  # no form of ours


def test_more_fields_than_a_form_has_are_refused_in_any_encoding(ask):
    status, _ = ask("GET", "/stories/?" + "&".join(["a=1"] * 5000), "text/plain; charset=utf-7")
    assert status == 400
