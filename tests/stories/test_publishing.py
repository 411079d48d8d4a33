import threading

import pytest
from django.db import IntegrityError, connection, transaction

from heard.core.errors import ChangedSince, NotAcceptable, WrongState
from heard.core.models import Event
from heard.stories.actions import publishing, telling
from heard.stories.actions.publishing import MadeEdit
from heard.stories.models import State, Story, StoryBranch
from heard.stories.queries import published_stories
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_keeps_the_authors_own_words_beside_the_public_ones():
    story = factories.sent_story(words="Nurse Jones was cold to me")
    moderator = factories.moderator()
    publishing.set_criticality(story_id=story.pk, seen_version=0, level=2, by=moderator)
    published = publishing.publish_story(
        story_id=story.pk,
        seen_version=1,
        title="Cold",
        text="The nurse was cold to me",
        edits=[MadeEdit("names-a-person", "We never name staff in criticism.")],
        by=moderator,
    )
    assert (published.original.words, published.text) == ("Nurse Jones was cold to me", "The nurse was cold to me")
    assert (published.protective_edits, published.clarity_edits) == (1, 0)
    assert [move.name for move in published.moves.all()] == ["send", "publish"]
    assert list(Event.objects.values_list("name", flat=True)) == ["stories.sent", "stories.published"]


def test_a_changed_text_without_a_reason_is_refused():
    story = factories.sent_story()
    publishing.set_criticality(story_id=story.pk, seen_version=0, level=0, by=factories.TESTS)
    with pytest.raises(NotAcceptable, match="why"):
        publishing.publish_story(story_id=story.pk, seen_version=1, title="T", text="Other words", by=factories.TESTS)


def test_somebody_changed_it_since_is_caught():
    story = factories.sent_story()
    publishing.set_criticality(story_id=story.pk, seen_version=0, level=0, by=factories.TESTS)
    with pytest.raises(ChangedSince):
        publishing.publish_story(story_id=story.pk, seen_version=0, title="T", text=story.original.words, by=factories.TESTS)


def test_withdrawn_story_leaves_every_list():
    story = factories.published_story()
    assert published_stories().filter(pk=story.pk).exists()
    telling.withdraw_story(story_id=story.pk, by=story.author)
    assert not published_stories().filter(pk=story.pk).exists()
    assert not StoryBranch.objects.filter(story=story).exists()


def test_the_database_refuses_a_published_story_without_words():
    story = factories.sent_story()
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(state=State.PUBLISHED)


def test_sending_twice_makes_one_story():
    author = factories.author()
    first = factories.sent_story(by=author)
    assert telling.send_story(draft_id=0, by=author) == first


@pytest.mark.django_db(transaction=True)
def test_second_moderator_waits_then_is_too_late():
    story = factories.sent_story()
    moderator = factories.moderator()
    publishing.set_criticality(story_id=story.pk, seen_version=0, level=2, by=moderator)
    outcome = []

    def second():
        try:
            publishing.decline_story(story_id=story.pk, seen_version=1, reason="duplicate", message="Sorry", by=moderator)
        except (ChangedSince, WrongState):
            outcome.append("too late")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        publishing.publish_story(story_id=story.pk, seen_version=1, title="T", text=story.original.words, by=moderator)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the second moderator did not wait"
    thread.join()
    assert outcome == ["too late"]
