"""An author corrects or adds to what they sent, as long as no moderator has decided."""

from dataclasses import replace

import pytest

from heard.core.errors import ChangedSince, NotAcceptable, TooMany, WrongState
from heard.core.models import Event
from heard.stories.actions import authoring, publishing
from heard.stories.models import CorrectedWords, State, Story
from heard.stories.queries import earlier_words, own_words, words_number
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.sent_story()


def sent_words(story):
    return own_words(Story.objects.get(pk=story.pk))


def correct(story, *, seen=1, note="", **changes):
    now = replace(sent_words(story), **changes)
    return authoring.correct_story(story_id=story.pk, seen_words=seen, now=now, note=note, by=story.author)


def test_what_is_corrected_is_what_moderators_read_and_what_stood_there_is_kept(story):
    before = sent_words(story)
    correct(story, words="It was a Wednesday.", chosen_name="Tern", note="I mixed up the days.")
    story.refresh_from_db()
    assert (sent_words(story).words, story.chosen_name, story.state) == ("It was a Wednesday.", "Tern", State.WAITING)
    (kept,) = earlier_words(story.pk)
    assert (kept.number, kept.words, kept.chosen_name) == (1, before.words, before.chosen_name)
    assert words_number(story.pk) == 2
    assert story.moves.last().message == "I mixed up the days."
    assert Event.objects.filter(name="stories.corrected", payload__story_id=story.pk).count() == 1


def test_a_decision_on_the_words_of_before_is_refused(story):
    correct(story, words="It was a Wednesday.")
    for decide in (
        lambda: publishing.publish_story(story_id=story.pk, seen_version=0, title="T", text="W", by=factories.moderator()),
        lambda: publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="M", by=factories.moderator()),
        lambda: publishing.hold_story(story_id=story.pk, seen_version=0, reason="legal", by=factories.moderator()),
        lambda: publishing.ask_author(story_id=story.pk, seen_version=0, question="Which day?", by=factories.moderator()),
    ):
        with pytest.raises(ChangedSince):
            decide()


def test_correcting_a_story_that_was_asked_something_answers(story):
    publishing.ask_author(story_id=story.pk, seen_version=0, question="Which day?", by=factories.moderator())
    assert correct(story, words="It was a Wednesday.").state == State.WAITING


def test_a_story_that_is_held_stays_held(story):
    publishing.hold_story(story_id=story.pk, seen_version=0, reason="legal", by=factories.moderator())
    assert correct(story, words="It was a Wednesday.").state == State.HELD


@pytest.mark.parametrize("decided", ["published", "declined", "withdrawn"])
def test_once_it_is_decided_nothing_is_corrected(story, decided):
    if decided == "published":
        story = factories.published_story()
    elif decided == "declined":
        publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="M", by=factories.moderator())
    else:
        authoring.withdraw_story(story_id=story.pk, by=story.author)
    with pytest.raises(WrongState):
        correct(story, words="Other words")
    assert not CorrectedWords.objects.exists()


def test_sent_twice_it_is_one_correction(story):
    for _ in range(2):
        authoring.correct_story(story_id=story.pk, seen_words=1, now=replace(sent_words(story), words="Once."), by=story.author)
    assert words_number(story.pk) == 2


def test_another_windows_correction_is_not_lost(story):
    correct(story, words="From the first window")
    with pytest.raises(ChangedSince):
        correct(story, seen=1, words="From the second window")
    assert sent_words(story).words == "From the first window"
    correct(story, seen=2, words="From the second window")
    assert [each.words for each in earlier_words(story.pk)][1] == "From the first window"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"words": " "}, "words"), ({"chosen_name": ""}, "chosen_name"), ({}, "words")],
    ids=["no-words", "no-name", "same"],
)
def test_what_is_missing_is_said(story, changes, field):
    with pytest.raises(NotAcceptable) as refused:
        correct(story, **changes)
    assert refused.value.field == field


def test_a_flood_of_corrections_is_stopped(story):
    story.region.settings.create(name="messages_an_hour", value=2)
    for n in range(2):
        correct(story, seen=n + 1, words=f"Words {n}")
    with pytest.raises(TooMany):
        correct(story, seen=3, words="More")


def test_nobody_corrects_somebody_elses_story(story):
    with pytest.raises(Story.DoesNotExist):
        authoring.correct_story(story_id=story.pk, seen_words=1, now=sent_words(story), by=factories.author())
