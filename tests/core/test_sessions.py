"""Whoever reads the table of sessions, or a copy of it, cannot come in as anybody."""

from datetime import timedelta
from importlib import import_module

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as current
from django.contrib.sessions.backends.db import SessionStore as SessionStoreOfDjango
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.core import clock, searches, tasks
from heard.core.sessions import SessionStore, kept_as
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return factories.member(of=factories.organisation())


def cookie_of(client):
    return client.cookies[current.SESSION_COOKIE_NAME].value


def with_cookie(value):
    client = Client()
    client.cookies[current.SESSION_COOKIE_NAME] = value
    return client


def test_what_the_table_holds_opens_nothing(member):
    client = Client()
    client.force_login(member.person)
    assert client.get("/alerts/").status_code == 200
    (row,) = Session.objects.all()
    assert cookie_of(client) not in f"{row.session_key}{row.session_data}"
    for stolen in (row.session_key, row.session_key[:32]):
        assert with_cookie(stolen).get("/alerts/").status_code == 302
    assert with_cookie(cookie_of(client)).get("/alerts/").status_code == 200


def test_a_cookie_reaches_no_statement(member):
    """Statements are seen in the server's log and in its list of what runs."""
    staff, author = Client(), Client()
    with CaptureQueriesContext(connection) as seen:
        staff.force_login(member.person)
        staff.get("/alerts/")
        author.post("/tell/words/", {"words": "It was kind."})
        author.get("/tell/words/")
    said = "".join(each["sql"] for each in seen)
    for client in (staff, author):
        assert kept_as(cookie_of(client)) in said
        assert cookie_of(client) not in said


def test_a_session_is_found_in_one_statement():
    session = SessionStore()
    session["who"] = 7
    session.save()
    with CaptureQueriesContext(connection) as seen:
        assert SessionStore(session.session_key)["who"] == 7
    assert len(seen) == 1


def test_a_session_that_is_over_or_went_is_none():
    over, gone = SessionStore(), SessionStore()
    over.set_expiry(clock.now() - timedelta(minutes=1))
    for each in (over, gone):
        each["who"] = 7
        each.save()
    keys = [over.session_key, gone.session_key]
    assert gone.exists(gone.session_key)
    gone.flush()
    for key in keys:
        assert SessionStore(key).get("who") is None
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_a_new_key_takes_over_what_was_kept_and_ends_the_old_one():
    session = SessionStore()
    session["who"] = 7
    session.save()
    old = session.session_key
    session.cycle_key()
    session.save()
    assert SessionStore(session.session_key)["who"] == 7
    assert not session.exists(old)
    assert Session.objects.get().session_key == kept_as(session.session_key)


def test_the_async_halves_keep_the_digest_too():
    async def through():
        session = SessionStore()
        await session.aset("who", 7)
        await session.asave()
        key = session.session_key
        assert await session.aexists(key)
        assert await SessionStore(key).aget("who") == 7
        return key

    key = async_to_sync(through)()
    assert Session.objects.get().session_key == kept_as(key)
    async_to_sync(SessionStore(key).adelete)()
    assert not Session.objects.exists()


def test_ending_somebodys_sessions_still_ends_them(member):
    client = Client()
    client.force_login(member.person)
    people.end_sessions(person_id=member.person_id, by=factories.TESTS)
    assert client.get("/alerts/").status_code == 302


def test_sessions_that_stand_go_on_after_the_upgrade():
    session = SessionStore()
    session["who"] = 7
    session.save()
    Session.objects.update(session_key=session.session_key)  # as the release before kept it
    assert SessionStore(session.session_key).get("who") is None
    convert = import_module("heard.core.migrations.0005_sessions_by_digest").CONVERT
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(convert)
        assert SessionStore(session.session_key)["who"] == 7


def _in_the_table():
    (row,) = Session.objects.all()
    return str(SessionStoreOfDjango().decode(row.session_data)), row.expire_date


def _searched():
    session = SessionStore()
    session["author"] = 7
    searches.keep(session, "place", {"words": "XN1 4QT"})
    session.create()
    return session.session_key


def test_what_was_looked_for_does_not_lie_in_a_session_that_nobody_touches():
    _searched()
    held, ends = _in_the_table()
    assert "XN1 4QT" in held
    tasks.forget_searches(0)
    assert "XN1 4QT" in _in_the_table()[0]
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        tasks.forget_searches(0)
    assert "XN1 4QT" not in _in_the_table()[0]
    assert "author" in _in_the_table()[0]
    assert _in_the_table()[1] == ends


def test_what_was_looked_for_long_ago_is_neither_read_nor_written_again():
    key = _searched()
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        session = SessionStore(key)
        assert "search:place" not in session
        session["more"] = 1
        session.save()
    assert "XN1 4QT" not in _in_the_table()[0]
