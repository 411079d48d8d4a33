from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from heard.core.errors import ChangedSince, NotAcceptable, WrongState
from heard.core.models import Event
from heard.directory.models import Service
from heard.stories.actions import authoring, publishing
from heard.stories.actions.publishing import MadeEdit
from heard.stories.models import EditReason, State, Story, StoryBranch
from heard.stories.queries import own_words, published_stories
from heard.stories.rules.edits import CIVIL, PROTECTIVE, kinds_of
from heard.telling.actions import drafts
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db


def test_publishing_keeps_the_authors_own_words_beside_the_public_ones():
    story = factories.sent_story(words="Nurse Jones was cold to me")
    moderator = factories.moderator()
    published = publishing.publish_story(
        story_id=story.pk,
        seen_version=0,
        criticality=2,
        title="Cold",
        text="The nurse was cold to me",
        edits=[MadeEdit("names-a-person", "We never name staff in criticism.")],
        by=moderator,
    )
    assert (published.original.words, published.text) == ("Nurse Jones was cold to me", "The nurse was cold to me")
    assert (published.protective_edits, published.clarity_edits) == (1, 0)
    assert [move.name for move in published.moves.all()] == ["send", "publish"]
    announced = Event.objects.filter(name__startswith="stories.").order_by("id").values_list("name", flat=True)
    assert list(announced) == ["stories.sent", "stories.published"]


def test_a_changed_text_without_a_reason_is_refused():
    with pytest.raises(NotAcceptable, match="why"):
        factories.publish(factories.sent_story(), text="Other words")


def test_somebody_changed_it_since_is_caught():
    story = factories.sent_story()
    now = replace(own_words(story), words="I waited for three hours.")
    authoring.correct_story(story_id=story.pk, seen_words=1, now=now, by=story.author)
    with pytest.raises(ChangedSince):
        publishing.publish_story(story_id=story.pk, seen_version=0, title="T", text=now.words, criticality=0, by=factories.TESTS)


def test_withdrawn_story_leaves_every_list():
    story = factories.published_story()
    assert published_stories().filter(pk=story.pk).exists()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert not published_stories().filter(pk=story.pk).exists()
    assert not StoryBranch.objects.filter(story=story).exists()


def test_the_database_refuses_a_published_story_without_words():
    story = factories.sent_story()
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(state=State.PUBLISHED)


def test_sending_twice_makes_one_story():
    author = factories.author()
    first = factories.sent_story(by=author)
    assert drafts.send_draft(draft_id=0, by=author) == first


@pytest.mark.django_db(transaction=True)
def test_second_moderator_waits_then_is_too_late():
    story = factories.sent_story()
    moderator = factories.moderator()
    decline = partial(publishing.decline_story, story_id=story.pk, seen_version=0, reason="duplicate", message="Sorry", by=moderator)
    with meanwhile(decline) as other:
        factories.publish(story, by=moderator)
    assert isinstance(other.refused, ChangedSince | WrongState)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"text": " \n"}, "text"),
        ({"chosen_name": " "}, "chosen_name"),
        ({"chosen_name": "x" * 61}, "chosen_name"),
        ({"criticality": 6}, "criticality"),
        ({"criticality": None}, "criticality"),
        ({"text": "Other words", "edits": [MadeEdit("no-such-reason")]}, "edits"),
        ({"text": "Other words", "edits": [MadeEdit("other", " ")]}, "edits"),
        ({"text": "Other words", "edits": [MadeEdit("length", "x" * 301)]}, "edits"),
    ],
)
def test_what_cannot_be_published_is_said_beside_its_field(changes, field):
    story = factories.sent_story()
    with pytest.raises(NotAcceptable) as refused:
        factories.publish(story, **changes)
    assert refused.value.field == field
    story.refresh_from_db()
    assert (story.state, story.version) == (State.WAITING, 0)


def test_a_replaced_chosen_name_needs_a_reason():
    story = factories.sent_story(chosen_name="Sarah Jones 1974")
    with pytest.raises(NotAcceptable, match="why"):
        factories.publish(story, chosen_name="Gull")


def test_blanks_at_the_ends_are_no_edit():
    published = factories.publish(factories.sent_story(words="  I come every Tuesday.  \n"), text="I come every Tuesday.")
    assert published.clarity_edits == 0


def test_a_story_about_no_service_is_not_published():
    story = factories.sent_story(services=[], unknown_service="the place by the harbour")
    with pytest.raises(NotAcceptable) as refused:
        factories.publish(story)
    assert refused.value.field == "services"


def test_asking_holding_and_declining_want_words_and_reasons():
    story = factories.sent_story()
    for act, words in (
        (publishing.ask_author, {"question": " "}),
        (publishing.hold_story, {"reason": "boredom"}),
        (publishing.decline_story, {"reason": "boredom", "message": "Sorry"}),
        (publishing.decline_story, {"reason": "duplicate", "message": " "}),
    ):
        with pytest.raises(NotAcceptable):
            act(story_id=story.pk, seen_version=0, by=factories.TESTS, **words)


def test_ask_reply_hold_release_and_back():
    story = factories.sent_story()
    moderator = factories.moderator()
    publishing.ask_author(story_id=story.pk, seen_version=0, question="Which clinic was it?", by=moderator)
    publishing.answer_moderator(story_id=story.pk, answer="The one by the harbour.", by=story.author)
    publishing.hold_story(story_id=story.pk, seen_version=2, reason="legal", by=moderator)
    publishing.release_story(story_id=story.pk, seen_version=3, by=moderator)
    story.refresh_from_db()
    assert story.state == State.WAITING
    assert [move.name for move in story.moves.all()] == ["send", "ask", "reply", "hold", "release"]
    with pytest.raises(WrongState):
        publishing.release_story(story_id=story.pk, seen_version=4, by=moderator)


def test_editing_a_public_story_keeps_every_version():
    story = factories.published_story()
    edited = publishing.edit_story(
        story_id=story.pk, seen_text=1, title="T", text="Shorter.", edits=[MadeEdit("length")], by=factories.moderator()
    )
    assert [version.number for version in edited.versions.order_by("number")] == [1, 2]
    assert edited.clarity_edits == 1
    assert (edited.original.words, edited.state) == (factories.DEFAULTS["words"], State.PUBLISHED)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text": "S"}, "edits"),
        ({"text": "S", "edits": [MadeEdit("other")]}, "edits"),
        ({"edits": [MadeEdit("length")]}, "edits"),
        ({}, "text"),
        ({"title": " ", "edits": [MadeEdit("length")]}, "title"),
        ({"text": " ", "edits": [MadeEdit("length")]}, "text"),
        ({"chosen_name": " ", "edits": [MadeEdit("length")]}, "chosen_name"),
    ],
)
def test_an_edit_of_a_public_story_that_cannot_stand_is_refused(words, field):
    story = factories.published_story()
    given = {"title": story.title, "text": story.text, "hope": story.hope, "edits": []} | words
    with pytest.raises(NotAcceptable) as refused:
        publishing.edit_story(story_id=story.pk, seen_text=1, by=factories.moderator(), **given)
    assert refused.value.field == field
    assert publishing.public_text(story.pk) == 1


def test_only_another_edit_refuses_an_edit_not_that_the_story_was_read_meanwhile():
    story = factories.published_story()
    factories.read_by(story, factories.member(of=factories.organisation(remit=story.services.all())))
    given = {"story_id": story.pk, "seen_text": 1, "title": "T", "edits": [MadeEdit("length")], "by": factories.moderator()}
    edited = publishing.edit_story(text="Shorter.", chosen_name="Tern", **given)
    assert (edited.text, edited.chosen_name, edited.progress) == ("Shorter.", "Tern", 3)
    with pytest.raises(ChangedSince):
        publishing.edit_story(text="Shortest.", **given)


def test_what_is_not_public_is_not_edited():
    story = factories.published_story()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    with pytest.raises(WrongState):
        publishing.edit_story(story_id=story.pk, seen_text=1, title="T", text="S", edits=[MadeEdit("length")], by=factories.moderator())


def test_correcting_services_and_tags_keeps_the_row_true():
    factories.publish(factories.sent_story(), tags=publishing.Tags(good=["Kindness"], feelings=["calm"]))
    story = Story.objects.get()
    assert story.tag_slugs == ["good:kindness", "feeling:calm"]
    other = factories.service(parent=factories.service())
    factories.put_services_right(story, other, other)
    story.refresh_from_db()
    assert story.service_ids == [other.pk]
    assert set(story.ancestors) == set(other.ancestors)
    assert set(StoryBranch.objects.filter(story=story).values_list("service_id", flat=True)) == set(other.ancestors)
    with pytest.raises(NotAcceptable, match="places in this region"):
        factories.put_services_right(story, Service(pk=10**9))
    assert Story.objects.get().service_ids == [other.pk]


def test_taking_back_and_answering_pressed_twice_is_once(run_jobs):
    story = factories.sent_story()
    publishing.ask_author(story_id=story.pk, seen_version=0, question="One visit or two?", by=factories.moderator())
    for _ in range(2):
        publishing.answer_moderator(story_id=story.pk, answer="Two.", by=story.author)
    with pytest.raises(WrongState):
        publishing.answer_moderator(story_id=story.pk, answer="No, one.", by=story.author)
    for _ in range(2):
        authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert [move.name for move in story.moves.all()] == ["send", "ask", "reply", "withdraw"]
    assert Event.objects.filter(name="stories.withdrawn").count() == 1


def test_every_edit_is_of_one_coarse_kind():
    assert set(EditReason.values) > PROTECTIVE | CIVIL
    assert not PROTECTIVE & CIVIL
    assert kinds_of(EditReason.values) == (3, 3, 4)
