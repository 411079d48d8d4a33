"""The sweep and a handler that was only late do the same thing in the same moment, each on a connection of its own: one message."""

import threading
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection, connections, transaction

from heard.alerts import actions
from heard.alerts.models import Alert
from heard.core import clock, jobs
from heard.core.models import Delivery
from heard.core.reckoning import Window, put_right
from heard.reach.models import Telling
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


def at_the_same_moment(moment, *doing):
    """Each of these on a connection of its own, from one signal on."""
    ready, failed = threading.Barrier(len(doing)), []

    def run(each):
        try:
            with clock.at(moment):
                connection.ensure_connection()
                ready.wait(PATIENCE)
                each()
        except Exception as error:
            failed.append(error)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[each], daemon=True) for each in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    assert failed == []


@pytest.fixture
def late():
    """Stories that were told to a member's organisation an hour ago, whose member nobody has written to yet; and then."""
    ward = factories.service()
    begun = clock.now() - timedelta(hours=2)
    with clock.at(begun):
        member = factories.member(of=factories.organisation(remit=[ward]))

    def told(count):
        with clock.at(begun + timedelta(hours=1)):
            stories = [factories.published_story(services=[ward]) for _ in range(count)]
            for story in stories:
                factories.tell(story)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        return member, stories

    return told


@pytest.mark.parametrize("count", [1, 5], ids=["one message for each", "more than a few"])
def test_sweep_and_late_handlers_at_the_same_moment_send_one_message(late, count):
    member, stories = late(count)

    def handlers():
        for story in stories:
            actions.alert_members(story_id=story.pk, about="story", by=TESTS)

    def sweep():
        put_right("alerts", window=Window.back())

    for _ in range(2):
        at_the_same_moment(clock.now(), handlers, sweep, sweep)
    with transaction.atomic():
        jobs.drain()
    told_in = Alert.objects.filter(membership=member)
    assert told_in.count() == count
    letters = Delivery.objects.filter(recipient=f"person:{member.person_id}")
    in_summary = told_in.exclude(summary=None).count()
    assert letters.filter(kind="alert").count() + in_summary == count
    assert letters.filter(kind="alert-summary").count() == (1 if in_summary else 0)
    assert len(outbox.outbox) == letters.count()
    assert not Telling.objects.filter(heard_at=None).exists()
