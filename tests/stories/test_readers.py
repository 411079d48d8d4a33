import threading
from datetime import timedelta

import pytest
from django.db import connection

from heard.core import clock
from heard.core.errors import TooMany
from heard.stories.actions import authoring
from heard.stories.actions.readers import FROM_ONE_PLACE, ViewCounter, say_me_too
from heard.stories.models import Story
from tests import factories

pytestmark = pytest.mark.django_db


def test_views_are_counted_by_many_threads_and_added_once():
    one, two = factories.published_story(), factories.published_story()
    counter = ViewCounter(every=0)
    threads = [threading.Thread(target=lambda: [counter.count(pk) for pk in (one.pk, two.pk, one.pk) * 100]) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert counter.flush() == 2400
    assert counter.flush() == 0
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.views, two.views) == (1600, 800)


def test_views_of_a_story_that_was_taken_back_are_dropped_and_nothing_else_changes():
    story = factories.published_story()
    counter = ViewCounter(every=0)
    counter.count(story.pk)
    version = Story.objects.get().version
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    counter.flush()
    assert Story.objects.values_list("views", "version").get() == (0, version + 1)


@pytest.mark.django_db(transaction=True)
def test_views_wait_while_the_database_is_away(monkeypatch):
    story = factories.published_story()
    counter = ViewCounter(every=0)
    counter.count(story.pk)
    connection.close()
    host = connection.settings_dict["HOST"]
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    assert counter.flush() == 0
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    assert counter.flush() == 1
    assert Story.objects.get().views == 1


@pytest.mark.django_db(transaction=True)
def test_the_background_thread_adds_views_and_the_end_of_the_process_adds_the_rest():
    story = factories.published_story()
    added = threading.Event()

    class Watched(ViewCounter):
        def flush(self):
            count = super().flush()
            if count:
                added.set()
            return count

    counter = Watched(every=0.01)
    counter.count(story.pk)
    assert added.wait(timeout=10)
    counter.count(story.pk)
    counter.stop()
    counter._thread.join(timeout=10)
    assert Story.objects.get().views == 2


def test_me_too_counts_once_a_day_for_each_reader():
    story = factories.published_story()
    version = Story.objects.get().version
    say_me_too(story_id=story.pk, who="session one")
    with pytest.raises(TooMany):
        say_me_too(story_id=story.pk, who="session one")
    say_me_too(story_id=story.pk, who="session two")
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        say_me_too(story_id=story.pk, who="session one")
    assert Story.objects.values_list("me_too", "version").get() == (3, version)


def test_me_too_is_only_for_public_stories():
    with pytest.raises(Story.DoesNotExist):
        say_me_too(story_id=factories.sent_story().pk, who="session one")


def test_new_sessions_from_one_place_do_not_count_for_ever():
    story = factories.published_story()
    for n in range(FROM_ONE_PLACE):
        say_me_too(story_id=story.pk, who=f"session {n}", place="192.0.2.7")
    with pytest.raises(TooMany):
        say_me_too(story_id=story.pk, who="one more", place="192.0.2.7")
    say_me_too(story_id=story.pk, who="elsewhere", place="192.0.2.8")
    story.refresh_from_db()
    assert story.me_too == FROM_ONE_PLACE + 1
