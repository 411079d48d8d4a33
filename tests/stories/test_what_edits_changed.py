"""Which services and tags an edit changed is kept by name, and worded in the language of whoever reads it."""

from importlib import import_module

import pytest
from django.apps import apps

from heard.following.presenters import history
from heard.following.queries import everything_held, my_story
from heard.moderation.queries.history import history_of_story
from heard.stories.actions import publishing
from heard.stories.actions.authoring import withdraw_story
from heard.stories.actions.erasing import erase_story
from heard.stories.models import StoryMove
from tests import factories
from tests.languages import spoken

pytestmark = pytest.mark.django_db
before = import_module("heard.stories.migrations.0025_old_changes_by_name")


@pytest.fixture
def moved():
    story = factories.published_story(services=[factories.service(name="Eye Clinic")])
    other = factories.service(name="X-ray, upstairs")
    publishing.edit_story(
        story_id=story.pk,
        seen_text=1,
        title=story.title,
        text=story.text,
        service_ids=[other.pk],
        edits=[publishing.MadeEdit("service", "")],
        by=factories.moderator(),
    )
    return story.moves.get(name="edit")


def test_the_author_reads_what_an_edit_changed_in_the_language_of_the_page(moved):
    said = "It is about: X-ray, upstairs. Before: Eye Clinic."
    assert moved.message == ""
    assert said in [each.message for each in history(my_story(moved.story.author))]
    assert said in [each.words for each in history_of_story(moved.story_id)]
    assert said in [each["said"] for each in everything_held(moved.story.author)["story"]["moves"]]
    with spoken("en-xa"):
        (told,) = [each.message for each in history(my_story(moved.story.author)) if "Eye Clinic" in each.message]
    assert "It is about" not in told


@pytest.mark.parametrize(
    ("sentence", "changed"),
    [
        ("It is about: A, B. Before: C.", {"about": {"now": ["A, B"], "then": ["C"]}}),
        ("It is about: St. Mary’s. Before: nothing.", {"about": {"now": ["St. Mary’s"], "then": []}}),
        ("Its tags: none. Before: rude.", {"tags": {"now": [], "then": ["rude"]}}),
        (
            "It is about: A. Before: B. Its tags: kind, clean. Before: none.",
            {"about": {"now": ["A"], "then": ["B"]}, "tags": {"now": ["kind, clean"], "then": []}},
        ),
        ("It is about: A. Before: then. Before: B.", None),
        ("Its tags: a. Before: b. Its tags: c. Before: d.", None),
        ("It was the clinic upstairs.", None),
        ("Well. It is about: A. Before: B.", None),
    ],
)
def test_a_sentence_of_before_is_turned_into_names_or_stays(sentence, changed):
    assert before.changed_in(sentence) == changed
    if changed:
        assert StoryMove(changed=changed).said == sentence


@pytest.mark.owner  # a migration is
def test_moves_of_before_say_the_same_and_what_people_wrote_stays():
    story = factories.published_story()
    said = "Its tags: kind. Before: none."
    for name in ("edit", "reply"):
        StoryMove.objects.create(story=story, name=name, to_state=story.state, by="person:1", message=said)
    for _ in range(2):
        before.turn(apps, None)
    ours, theirs = StoryMove.objects.get(name="edit"), StoryMove.objects.get(name="reply")
    assert (ours.message, ours.said, theirs.message, theirs.changed) == ("", said, said, {})


def test_names_in_an_edit_go_with_the_words_of_a_story_that_was_taken_back(moved):
    withdraw_story(story_id=moved.story_id, by=moved.story.author)
    erase_story(story_id=moved.story_id, by=factories.TESTS)
    moved.refresh_from_db()
    assert (moved.said, moved.changed) == ("", {})
