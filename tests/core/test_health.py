from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from heard.core import clock, health, jobs, mail
from heard.core.models import Delivery
from tests import factories


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
    for name in ("secret", "pepper", "site-salt", "show-key", "worker-1.pub"):
        (folder / name).touch(mode=0o600)
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


def test_doctor_names_the_keys_that_a_home_restored_without_them_lacks(db, keys):
    assert wrong("Keys") == []
    for each in ("pepper", "worker-1.pub"):
        (keys / each).unlink()
    missing, sealed = wrong("Keys")
    assert missing.startswith("pepper missing")
    assert "no address can be sealed" in sealed


def test_doctor_holds_no_secret(db, keys, settings):
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "mail.example.org", "a-mail-password"
    said, _ = doctor()
    assert "mail.example.org" in said
    assert "a-mail-password" not in said
    assert settings.SECRET_KEY not in said
    assert {finding.about for finding in health.examine()} >= {"Address", "Keys", "Database", "Worker", "Mail"}


def wrong(about):
    return [finding.words for finding in health.examine() if finding.about == about and not finding.well]


def test_doctor_names_messages_that_wait_for_longer_than_a_minute_with_their_age_and_those_without_a_job(db, keys):
    for n in range(3):
        mail.post(kind="alert", to="person:1", key=f"late:{n}")
    later = clock.now() + timedelta(hours=1)
    mail.post(kind="author-answered", to="author:1", key="later", due_at=later)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs)")
    assert wrong("Messages") == []
    with clock.at(clock.now() + timedelta(minutes=4)):
        (said,) = wrong("Messages")
    first = Delivery.objects.order_by("pk")[0].pk
    assert said == (
        f"3 have waited for longer than a minute, the oldest for 4 minutes (number {first}, alert, tried 0 times);"
        " 1 of them have no job and get one within a minute"
    )
    with clock.at(later + timedelta(minutes=2)):
        assert wrong("Messages")[0].startswith("4 have waited")


def test_doctor_names_what_has_not_followed_from_a_fact_after_a_minute(db, keys):
    factories.sent_story()
    assert wrong("Facts") == []
    with clock.at(clock.now() + timedelta(hours=3)):
        (said,) = wrong("Facts")
        assert "the oldest for 3 hours" in said
        assert "open_for_story, tried 0 times" in said
        assert jobs.bring_late_handlers_forward() == 0, "it waits for nothing"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
        assert jobs.bring_late_handlers_forward() == 2, "of the desk, and of the first letter to the author"
