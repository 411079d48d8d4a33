"""Promises that must hold inside the worker, in a real worker: another process, its own threads, its own connections."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from email import message_from_string
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.accounts.actions.authors import give_contact, request_sign_in_link
from heard.accounts.actions.people import invite_colleague
from heard.core import jobs
from heard.core.models import Delivery, Event
from heard.directory.models import Service
from heard.moderation.models import Case
from heard.regions.actions import make_region
from heard.responses.actions.replies import send_reply
from heard.responses.models import Answer, AnswerState, Reply, ReplyState
from heard.stories.actions.authoring import withdraw_story
from heard.stories.models import Story
from heard.website.models import CountedStatistics
from heard.website.queries.statistics import statistics
from tests import factories
from tests.languages import compiled
from tests.launch.processes import ROOT, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def a_worker(*, mail=None):
    """`manage.py worker` on this test's database, with its keys and the tasks of tests/core/trying. Its emails are files in the folder
    `mail`, for whoever wants to read them.
    """
    with TemporaryDirectory() as elsewhere:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.core.trying.settings",
            "PYTHONPATH": str(ROOT),
            "TEST_DATABASE_URL": urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
            "TEST_KEYS": str(settings.KEYS_HOME),
            "TEST_LOCALES": str(compiled()),
            "TEST_MAIL": str(mail or elsewhere),
        }
        process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "worker"], env=env)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def ran():
    """What has run, and how often."""
    return Counter(Event.objects.filter(name="trying.ran").values_list("payload__what", flat=True))


def left(task):
    return ProcrastinateJob.objects.filter(task_name=task)


def test_what_a_task_enqueues_is_gone_when_its_transaction_is_rolled_back():
    jobs.defer("trying.roll_back")
    with a_worker():
        wait_for(lambda: left("trying.roll_back").filter(status="failed").exists())
        jobs.defer("trying.note", what="afterwards")
        wait_for(lambda: ran()["afterwards"])
    assert ran() == {"afterwards": 1}
    assert not left("trying.note").exists()
    assert not left("core.handle").exists()


def test_a_job_cannot_overtake_the_transaction_that_enqueued_it():
    jobs.defer("trying.hold")
    with a_worker():
        wait_for(lambda: left("trying.hold").filter(status="doing").exists())
        jobs.defer("trying.note", what="meanwhile")
        wait_for(lambda: ran()["handler"] or left("trying.hold").filter(status="failed").exists())
    assert ran() == {"meanwhile": 1, "handler": 1}
    assert not left("core.handle").exists()


def test_a_session_with_the_database_that_was_cut_between_jobs_costs_no_job():
    """Django looks at its connections around every request; around a job the worker has to."""
    with a_worker():
        for number in range(8):
            jobs.defer("trying.note", what=f"before {number}")
        wait_for(lambda: len(ran()) == 8)
        sessions = set(Event.objects.filter(name="trying.ran").values_list("payload__session", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(number) FROM unnest(%s) number", [list(sessions)])
        for number in range(8):
            jobs.defer("trying.note", what=f"after {number}")
        wait_for(lambda: len(ran()) == 16 or left("trying.note").filter(status="failed").exists())
    assert len(ran()) == 16


def test_a_worker_with_a_job_that_hangs_ends_in_time_and_the_job_is_found_again_at_once():
    jobs.defer("trying.dawdle")
    with a_worker() as busy:
        wait_for(lambda: left("trying.dawdle").filter(status="doing").exists())
        busy.send_signal(signal.SIGTERM)
        assert busy.wait(10) == 0
    with a_worker():
        wait_for(lambda: ran()["dawdled"], seconds=20)
    assert ran() == {"dawdled": 1}


def test_what_is_under_way_and_soon_done_is_finished_before_the_worker_ends():
    jobs.defer("trying.hold")
    with a_worker() as busy:
        wait_for(lambda: left("trying.hold").filter(status="doing").exists())
        busy.send_signal(signal.SIGTERM)
        jobs.defer("trying.note", what="meanwhile")
        Event.objects.create(name="trying.ran", payload={"what": "meanwhile"}, actor_ref="system:test")
        assert busy.wait(10) == 0
    assert not left("trying.hold").exists()
    assert left("core.handle").filter(status="todo").exists()


def test_whoever_is_written_to_is_written_to_in_their_own_language(tmp_path):
    """The worker has no page. Which language it speaks by itself, and who was written to before, changes nothing."""
    author = factories.author()
    for language in ("en-gb", "ar-xb", "en-xa"):
        with translation.override(language):
            invite_colleague(email=f"{language}@work.example", name="Ann", platform_roles=["first-line"], by=factories.TESTS)
    with translation.override("ar-xb"):
        give_contact(author, kind="email", value="gull@home.example")
        request_sign_in_link(email="gull@home.example", place="here")
    with a_worker(mail=tmp_path):
        wait_for(lambda: Delivery.objects.filter(state=Delivery.State.SENT).count() == 4)
    sent = [message_from_string(each.read_text()) for each in tmp_path.iterdir()]
    assert {each["To"]: each["Content-Language"] for each in sent} == {
        "en-gb@work.example": "en-GB",
        "ar-xb@work.example": "ar-XB",
        "en-xa@work.example": "en-XA",
        "gull@home.example": "ar-XB",
    }
    assert [each["To"] for each in sent if each["Subject"].startswith("Your ")] == ["en-gb@work.example"]


def test_links_in_emails_lead_to_the_site_of_the_story_and_to_where_staff_work(tmp_path, settings):
    """No request is there to say which site it is, and in which language: the letter does."""
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.PSEUDO_LANGUAGES]
    factories.region()
    wales = make_region(slug="wales", name="Wales", host="wales.example", languages=["en-gb", "ar-xb"], by=factories.TESTS)
    for language in ("en-gb", "ar-xb", "en-xa"):
        author = factories.author()
        with translation.override(language):
            give_contact(author, kind="email", value=f"{language}@home.example")
        Story.objects.filter(pk=factories.sent_story(by=author).pk).update(region=wales)
        request_sign_in_link(email=f"{language}@home.example", place="here")
    invite_colleague(email="ann@work.example", name="Ann", platform_roles=["first-line"], by=factories.TESTS)
    with a_worker(mail=tmp_path):
        wait_for(lambda: Delivery.objects.filter(state=Delivery.State.SENT, kind__in=["author-sign-in", "welcome"]).count() == 4)
    sent = [message_from_string(each.read_text()) for each in tmp_path.iterdir()]
    found = {
        each["To"]: re.search(r"https?://\S+/(?=my-story|account)", each.get_payload(decode=True).decode(errors="replace")) for each in sent
    }
    assert {to: there and there[0] for to, there in found.items()} == {
        "en-gb@home.example": "http://wales.example/",
        "ar-xb@home.example": "http://wales.example/ar-xb/",
        "en-xa@home.example": "http://wales.example/",
        "ann@work.example": "http://testserver/",
    }


def test_figures_of_each_region_and_of_all_are_counted():
    """The worker stands on no site, and has a table of addresses of its own."""
    england = factories.region()
    wales = factories.another_site(slug="wales", name="Wales", host="wales.example")
    for region, told in ((england, 1), (wales, 3)):
        ward = factories.service(name=f"Ward in {region.name}")
        Service.objects.filter(pk=ward.pk).update(region=region)
        for _each in range(told):
            Story.objects.filter(pk=factories.published_story(services=[ward]).pk).update(region=region)
    jobs.defer("website.keep_statistics", timestamp=0)
    with a_worker():
        wait_for(CountedStatistics.objects.exists)
    lines = CountedStatistics.objects.get().lines
    assert told_and_by_whom(lines) == (4, {f"Ward in {england.name}": 1, "Ward in Wales": 3})
    assert {int(pk): told_and_by_whom(each) for pk, each in lines["regions"].items()} == {
        england.pk: (1, {f"Ward in {england.name}": 1}),
        wales.pk: (3, {"Ward in Wales": 3}),
    }
    for within, told in ((None, 4), (england.pk, 1), (wales.pk, 3)):
        with CaptureQueriesContext(connection) as asked:
            assert statistics(within=within).total.told == told
        assert len(asked) == 1, "they are read, not counted"


def told_and_by_whom(lines):
    return lines["total"][2], {name: told for _key, name, told, *_ in lines["providers"]}


def test_what_moves_in_the_worker_is_locked_there():
    """`moves.make` refuses a row that its transaction has not locked, on the worker's own connections too."""
    answer = factories.sent_answer()
    author = answer.story.author
    reply = send_reply(story_id=answer.story_id, author=author, text="I have one more question.")
    with a_worker():
        wait_for(lambda: Case.objects.filter(subject="reply", closed_at=None).exists())
        withdraw_story(story_id=answer.story_id, by=author)
        wait_for(lambda: Answer.objects.filter(pk=answer.pk, state=AnswerState.LAPSED).exists())
        wait_for(lambda: Reply.objects.filter(pk=reply.pk, state=ReplyState.WITHDRAWN).exists())
        wait_for(lambda: not Case.objects.filter(closed_at=None).exists())
