"""Sentinels: what an author gives to be reached, and the keys, stand nowhere in the database in clear, and on no page but their own."""

import base64
import json
import zlib

import pytest
from django.core import mail as outbox
from django.db import connection

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.queries import words_to_show
from heard.stories.models import Story
from tests import factories
from tests.telling.test_telling_pages import fill, path

pytestmark = pytest.mark.django_db

EMAIL, PHONE, PIN, POSTCODE, ADDRESS = "zqxjkvsentinel@mail.example", "07700 900981", "73914682", "NM4 9ZX", "198.51.100.237"
SENTINELS = ("zqxjkvsentinel", "7700900981", "7700 900981", PIN, "NM49ZX", "NM4 9ZX", "9ZX", ADDRESS)


def everything():
    """Every value of every column of every table that could hold words, as text, sessions opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND is_generated = 'NEVER'
                  AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'inet', 'USER-DEFINED'))"""
        )
        columns = cursor.fetchall()
        for table, column in columns:
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 - the database's own names
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", readable(value)


def readable(value):
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace")
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text + opened_session(text)


def opened_session(text):
    """What stands in a session, which is signed and packed but not sealed."""
    packed = text.partition(":")[0]
    try:
        raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
        return (zlib.decompress(raw) if packed.startswith(".") else raw).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return ""


def leaks(sentinels):
    return sorted({(place, sentinel) for place, text in everything() for sentinel in sentinels if sentinel.lower() in text.lower()})


@pytest.fixture
def told(client):
    """A story told on the web with everything that can be given, from a known network address."""
    factories.region()
    client.defaults["REMOTE_ADDR"] = ADDRESS
    fill(client, "words", words="I come every Tuesday.")
    fill(client, "reach", email=EMAIL, phone=PHONE, pin=PIN, postcode=POSTCODE, wants_notices="on")
    fill(client, "consent", publish="on")
    return Story.objects.get()


def test_nothing_that_was_given_stands_in_the_database_in_clear(client, told, run_jobs):
    key = words_to_show(told.author)
    client.post("/my-story/link/", {"email": EMAIL})
    client.post("/my-story/key/", {"words": "abacus abide able zebra", "next": ""})
    authors.check_pin(told.author, "0000")
    assert leaks((*SENTINELS, key)) == []
    run_jobs()
    assert outbox.outbox[-1].to == [EMAIL]
    assert leaks((*SENTINELS, key)) == []
    authors.replace_key(Author.objects.get())
    run_jobs()
    assert leaks((*SENTINELS, key)) == []


def test_the_check_itself_finds_what_is_there(told):
    assert {place for place, _ in leaks(("every tuesday",))} >= {"stories_original.words"}
    assert any(place == "django_session.session_data" for place, _ in leaks(("author",)))


def test_nothing_that_was_given_is_on_any_page(client, told):
    key = words_to_show(told.author)
    own = [client.get(address).text for address in ("/tell/", "/tell/sent/", "/my-story/")]
    assert not [sentinel for page in own for sentinel in SENTINELS if sentinel in page]
    assert key.split()[0] in own[1]
    client.get("/tell/leave/")
    others = [client.get(address).text for address in ("/tell/", "/", "/stories/", "/my-story/key/", path("words"))]
    assert not [sentinel for page in others for sentinel in (*SENTINELS, key) if sentinel in page]


def test_nothing_that_was_given_is_in_the_logs(client, told, caplog):
    with caplog.at_level("DEBUG"):
        client.post("/my-story/link/", {"email": EMAIL})
        client.post("/my-story/key/", {"words": "abacus abide able zebra", "next": ""})
        client.get("/tell/nowhere/")
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said for sentinel in SENTINELS if sentinel in line]
