"""What the page costs on which an answer is written: who acts and which story it is are loaded once, and nothing is asked twice."""

from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
MOST = {"write": 14, "preview": 29, "send": 36}
"""Statements: to open the page, to see the answer as it will look (and keep what was typed), to send it."""


@pytest.fixture
def responder():
    return factories.member(of=factories.organisation(remit=[factories.service()]))


@pytest.fixture
def page(responder):
    return reverse("responses:answer", kwargs={"number": factories.story_for(responder.organisation).pk})


def statements(client, page, step):
    client.get(page)  # what a process asks once
    typed = {"text": factories.ANSWER, "name": "Joy", "job_title": "Ward manager", "sign_off": "", "form_key": str(uuid4())}
    with CaptureQueriesContext(connection) as asked:
        answered = client.get(page) if step == "write" else client.post(page, typed | {"step": step})
    assert answered.status_code == (302 if step == "send" else 200)
    return [each["sql"] for each in asked]


@pytest.mark.parametrize("step", MOST)
def test_who_acts_and_the_story_are_loaded_once_and_the_story_is_locked_to_send(client, responder, page, step):
    sent = statements(factories.sign_in(client, responder), page, step)
    loaded = Counter(
        (table, sql.endswith("FOR NO KEY UPDATE"))
        for sql in sent
        for table in ("stories_story", "organisations_membership")
        if sql.startswith(f'SELECT "{table}"."id"')
    )
    once = {("stories_story", False): 1, ("organisations_membership", False): 1}
    assert loaded == (once | {("stories_story", True): 1} if step == "send" else once)
    assert len(sent) <= MOST[step]


def test_the_preview_looks_through_the_words_once(client, responder, page):
    sent = Counter(statements(factories.sign_in(client, responder), page, "preview"))
    of_places = [times for sql, times in sent.items() if '"directory_service"."telephone"' in sql]
    assert of_places == [1]
