"""Behind a proxy that speaks TLS, pages are as secure as the visitor's own connection; a stranger who says the same is not believed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from heard.core import health
from tests import factories

ROOT = Path(__file__).parents[2]
YEAR = 31_536_000


@pytest.mark.parametrize(
    ("peer", "said", "secure"),
    [
        ("10.0.0.1", "https", True),
        ("10.0.0.1", "http, HTTPS", True),
        ("10.0.0.1", "https, http", False),
        ("10.0.0.1", "http", False),
        ("10.0.0.1", None, False),
        ("203.0.113.5", "https", False),
    ],
)
def test_browsers_are_told_to_stay_with_tls_when_our_proxy_says_they_came_by_it(client, db, settings, peer, said, secure):
    factories.region()
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    settings.SECURE_HSTS_SECONDS = YEAR
    answer = client.get("/robots.txt", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": said} if said else {})
    assert answer.wsgi_request.is_secure() is secure
    assert answer.headers.get("Strict-Transport-Security") == (f"max-age={YEAR}" if secure else None)


def settings_of_a_site(tmp_path, **environment):
    wanted = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_PATH SESSION_COOKIE_DOMAIN SECURE_HSTS_SECONDS TRUSTED_PROXIES DEMO"
    show = f"import json; from django.conf import settings; print(json.dumps({{n: getattr(settings, n) for n in {wanted.split()!r}}}))"
    surroundings = {"DJANGO_SETTINGS_MODULE": "heard.config.settings.site", "HEARD_HOME": str(tmp_path), "DATABASE_URL": "postgresql://x/y"}
    made = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", show], cwd=ROOT, env={**os.environ, **surroundings, **environment}, capture_output=True, check=True
    )
    return json.loads(made.stdout)


def test_the_cookie_of_a_site_with_tls_is_for_this_host_alone(tmp_path):
    found = settings_of_a_site(tmp_path, SITE_URL="https://heard.example", TRUSTED_PROXIES="10.0.0.1,10.1.0.0/16")
    assert found["SESSION_COOKIE_NAME"] == "__Host-heard"
    # Without these three a browser refuses a cookie of such a name.
    assert (found["SESSION_COOKIE_SECURE"], found["SESSION_COOKIE_PATH"], found["SESSION_COOKIE_DOMAIN"]) == (True, "/", None)
    assert found["SECURE_HSTS_SECONDS"] == YEAR
    assert found["TRUSTED_PROXIES"] == ["10.0.0.1", "10.1.0.0/16"]


def test_the_cookie_of_a_site_without_tls_is_as_before(tmp_path):
    found = settings_of_a_site(tmp_path, SITE_URL="http://localhost:8000")
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"], found["SECURE_HSTS_SECONDS"]) == ("heard", False, 0)


def said_of_proxies():
    return [(found.well, found.warns, found.words) for found in health._proxies()]


def test_doctor_says_that_a_proxy_elsewhere_must_be_named(settings):
    settings.SITE_URL, settings.HOST, settings.CLIENT_ADDRESS_HEADER = "https://heard.example", "0.0.0.0", "X-Forwarded-For"  # noqa: S104
    assert any(warns and "TRUSTED_PROXIES" in words for _, warns, words in said_of_proxies())
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert not any(warns for _, warns, _ in said_of_proxies())


def test_doctor_says_that_all_visitors_share_a_limit(settings):
    settings.SITE_URL = "https://heard.example"
    assert any(warns and "CLIENT_ADDRESS_HEADER" in words for _, warns, words in said_of_proxies())


@pytest.mark.parametrize("said", ["0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8"])
def test_doctor_finds_fault_with_proxies_that_are_everybody_or_no_address(settings, said):
    settings.TRUSTED_PROXIES = [said]
    assert not all(well for well, _, _ in said_of_proxies())


def test_doctor_says_nothing_of_proxies_where_there_is_no_tls():
    assert said_of_proxies() == []
