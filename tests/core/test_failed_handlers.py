"""A handler that failed for good, as far as the queue is concerned, still does its work: once."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from procrastinate.contrib.django import app

from heard.alerts.actions import set_alerts
from heard.alerts.models import Alert
from heard.core import clock, events, jobs, tasks
from heard.core.health import examine
from heard.core.models import Delivery
from heard.moderation.models import Case
from heard.reach.models import Telling
from tests import factories

FAILING = [
    "heard.moderation.handlers.open_for_story",
    "heard.moderation.handlers.open_for_answer",
    "heard.moderation.handlers.open_for_change",
    "heard.reach.handlers.tell_those_concerned",
    "heard.alerts.handlers.alert_the_members",
    "heard.alerts.handlers.note_delivered",
    "heard.alerts.handlers.alert_of_an_answer",
    "heard.alerts.handlers.alert_of_a_change",
    "heard.alerts.handlers.notify_author_of_publication",
]


def fail(handler):
    """Leave every job of this handler as a worker leaves one that it gave up. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', attempts = 8 WHERE status = 'todo' AND args->>'handler' = %s", [handler]
        )
        return cursor.rowcount


def live(broken):
    """A story is told, published, answered, and a change planned, while `broken` fails each time; what came of it, and how often."""
    ward = factories.service()
    member = factories.member(of=factories.organisation(remit=[ward]))
    set_alerts(membership=member, stories="at-once", answers="at-once", least_criticality=0, by=member)
    author = factories.author()
    failures = 0

    def worker_comes_by():
        nonlocal failures
        for _ in range(2):
            failures += fail(broken)
            while jobs.drain(limit=1):
                failures += fail(broken)
            tasks.try_failed_handlers_again(timestamp=0)
            jobs.drain()

    own_work = Delivery.objects.filter(kind="work", state=Delivery.State.SENT)
    before, before_of_work = len(outbox.outbox), own_work.count()
    sent = factories.sent_story(services=[ward], by=author)
    worker_comes_by()
    story = factories.published_story(services=[ward], by=None)
    worker_comes_by()
    factories.published_answer(story=story, membership=member)
    worker_comes_by()
    factories.planned_change(story=story, membership=member)
    worker_comes_by()
    story.refresh_from_db()
    came = {
        "cases": Counter(Case.objects.filter(story__in=[sent, story]).values_list("subject", flat=True)),
        "told": Telling.objects.filter(story=story, heard_at__isnull=False).count(),
        "alerts": Counter(each.partition(":")[0] for each in Alert.objects.filter(story=story).values_list("about", flat=True)),
        # Of one's own work somebody is not told twice; while the alert of it had failed, they were, by a letter of its own.
        "letters": Counter(Delivery.objects.filter(params__story_id=story.pk).exclude(kind="work").values_list("kind", "state")),
        "outbox": len(outbox.outbox) - before - (own_work.count() - before_of_work),
        "progress": story.progress,
    }
    return came, failures


@pytest.mark.django_db
@pytest.mark.parametrize("handler", FAILING)
def test_what_a_handler_owed_comes_once_though_its_job_was_given_up(handler):
    whole, none = live("nobody")
    mended, failures = live(handler)
    assert (none, failures > 0) == (0, True)
    assert mended == whole
    assert whole["alerts"] == {"story": 1, "answer": 1, "change": 1}


@pytest.mark.django_db
def test_after_thirty_days_it_is_left_to_people(run_jobs):
    factories.sent_story()
    fail("heard.moderation.handlers.open_for_story")
    with clock.at(clock.now() + timedelta(days=31)):
        assert jobs.try_failed_handlers_again() == 0
    assert jobs.try_failed_handlers_again() == 1


def work():
    """The real worker, until there is nothing left that it may do now."""

    async def until_empty():
        with app.replace_connector(app.connector.get_worker_connector()) as replaced:
            async with replaced.open_async():
                await replaced.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="successful")

    asyncio.run(until_empty())


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_gives_up_after_eight_more_tries_and_the_sweep_mends_it(monkeypatch):
    name = "heard.moderation.handlers.open_for_story"
    handlers = events._handlers["stories.sent"]
    whole, tries = handlers[name], []

    def breaks(fact):
        tries.append(fact)
        raise RuntimeError("The desk is on fire.")

    monkeypatch.setitem(handlers, name, breaks)
    story = factories.sent_story()
    for _ in range(10):
        with connection.cursor() as cursor:  # a try waits longer and longer for the next: hours in the end
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        work()
        if len(tries) == 4:
            assert "1 jobs failed 3 times or more" in " ".join(each.words for each in examine() if not each.well)
    assert len(tries) == 9
    (said,) = [each.words for each in examine() if each.about == "Queue" and not each.well]
    assert "tried again every five minutes" in said

    tasks.try_failed_handlers_again(timestamp=0)
    work()
    assert len(tries) == 10
    monkeypatch.setitem(handlers, name, whole)
    for _ in range(2):
        tasks.try_failed_handlers_again(timestamp=0)
        work()
    assert Case.objects.get().story == story
    assert not [each for each in examine() if each.about == "Queue" and not each.well]
