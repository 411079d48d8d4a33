from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from heard.core import health


def beat(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", [seconds_ago])


def doctor():
    """What the doctor says, and its exit code."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


@pytest.fixture
def keys(tmp_path, settings):
    settings.HEARD_HOME = tmp_path
    settings.KEYS_HOME = folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "secret").touch(mode=0o600)
    return folder


def test_healthz_says_yes_when_the_worker_beats(client, db):
    beat(5)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"web": "ok", "database": "ok", "worker": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_healthz_says_no_when_no_worker_beats(client, db):
    assert client.get("/healthz").status_code == 503
    beat(300)
    assert client.get("/healthz").json()["worker"] == "silent"


def test_doctor_is_content_with_a_healthy_site(db, keys):
    beat(5)
    said, code = doctor()
    assert "PostgreSQL" in said
    assert "pg_trgm" in said
    assert "Tables: up to date" in said
    wrong = [line for line in said.splitlines() if line.startswith("WRONG")]
    # the tests' own cluster is the one thing that is not as it should be
    assert [line for line in wrong if "fsync" not in line] == []
    assert code == 1


def test_doctor_names_what_is_wrong(db, keys, settings):
    (keys / "secret").chmod(0o644)
    settings.DEMO = False
    settings.EMAIL_HOST = ""
    said, code = doctor()
    assert code == 1
    assert "chmod 600" in said
    assert "none is running" in said
    assert "set EMAIL_HOST" in said


def test_what_somebody_should_know_is_said_and_is_no_failure():
    from heard.core.management.commands.doctor import Command

    said = StringIO()
    Command(stdout=said, no_color=True).tell([health.Finding("Chairs", "three"), health.Finding("Tea", "nearly out", warns=True)])
    assert said.getvalue().splitlines() == [
        "ok    Chairs: three",
        "know  Tea: nearly out",
        "Everything is well. 1 of these you should know.",
    ]


def test_doctor_holds_no_secret(db, keys, settings):
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "mail.example.org", "a-mail-password"
    said, _ = doctor()
    assert "mail.example.org" in said
    assert "a-mail-password" not in said
    assert settings.SECRET_KEY not in said
    assert {finding.about for finding in health.examine()} >= {"Address", "Keys", "Database", "Worker", "Mail"}
