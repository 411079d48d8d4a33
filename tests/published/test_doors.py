"""What is public is said in views and, for whoever needs moments or writes, in their owners' doors: these open for the same rows."""

import pytest
from django.db import connection, transaction

from heard.directory.actions.placing import propose_place
from heard.directory.models import Kind, Service
from heard.reach.queries import public_tellings
from heard.responses.models import AnswerState, ChangeState, ReplyState
from heard.responses.queries import public_answers, public_changes, public_plans, public_replies
from heard.stories.actions.authoring import withdraw_story
from heard.stories.models import StoryBranch
from heard.stories.queries import published_stories
from tests import factories
from tests.published import worlds
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db

DOORS = {
    "public_story": published_stories,
    "public_telling": public_tellings,
    "public_answer": lambda: through(public_answers),
    "public_reply": lambda: through(public_replies),
    "public_change": lambda: through(public_changes),
    "public_change WHERE is_planned": public_plans,
    "public_change WHERE is_made": lambda: through(public_changes).filter(made_at__isnull=False),
    "public_change WHERE planned_on IS NOT NULL": lambda: through(public_changes).filter(planned_at__isnull=False),
}


def through(door):
    """What a door opens for, of all stories that are public."""
    model = door(None).model
    return model.objects.filter(pk__in=[pk for story in published_stories() for pk in door(story).values_list("pk", flat=True)])


def ids(view, column="id"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {view}")  # noqa: S608 - from this file
        return sorted(found for (found,) in cursor.fetchall())


@pytest.fixture
def everything():
    """Stories in every state, and around a public one everything in every state."""
    story, organisation, service = worlds.full_story()
    worlds.hidden_stories(service)
    for state in AnswerState:
        worlds.answer(story, organisation, state=state)
    for state in ReplyState:
        worlds.reply(story, state=state)
    for state in ChangeState:
        worlds.change(story, organisation, state=state)
    worlds.change(story, organisation, state=ChangeState.MADE, planned_first=True)


@pytest.mark.parametrize("view", DOORS)
def test_a_door_opens_for_the_rows_of_its_view(everything, view):
    found = ids(view)
    assert found
    assert sorted(DOORS[view]().values_list("pk", flat=True)) == found


def test_nothing_said_about_a_story_that_was_withdrawn_is_in_a_view(everything):
    public = set(ids("public_story"))
    for view in ("answer", "reply", "change", "telling", "asking", "story_branch", "story_tag", "story_words"):
        assert set(ids(f"public_{view}", "story_id")) <= public, view


def test_what_was_done_is_not_in_the_view_before_a_moderator_has_read_it(everything):
    story = factories.published_story()
    change = worlds.change(story, factories.organisation(), state=ChangeState.MADE_WAITING, made_what="Not read by anybody yet")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, made_what, made_on FROM public_change WHERE id = %s", [change.pk])
        assert cursor.fetchall() == [(change.what, "", None)]


def test_a_branch_is_counted_by_itself_for_it_holds_public_stories_alone(everything):
    assert set(StoryBranch.objects.values_list("story_id", flat=True)) <= set(ids("public_story"))


def test_a_tag_of_an_author_s_own_is_public_only_with_a_story_that_has_it():
    factories.offer_usual_tags()
    factories.sent_story(better=["nobody read this yet"])
    story = factories.published_story(better=["a word of my own"])
    assert {"the nurse", "a word of my own"} <= (shown := set(ids("public_tag", "name")))
    assert "nobody read this yet" not in shown
    withdraw_story(story_id=story.pk, by=story.author)
    assert "a word of my own" not in ids("public_tag", "name")


def test_a_place_that_is_only_proposed_is_public_as_long_as_a_story_about_it_is():
    place = propose_place(
        region_id=factories.region().pk, name="Larch House", kind=Kind.CARE_HOME, where="By the harbour", by=factories.TESTS
    )
    waiting = factories.sent_story(services=[place])
    assert place.pk not in ids("public_service")
    factories.publish(waiting)
    assert place.pk in ids("public_service")
    withdraw_story(story_id=waiting.pk, by=waiting.author)
    assert place.pk not in ids("public_service")
    assert {each.pk for each in Service.objects.exclude(pk=place.pk)} == set(ids("public_service"))


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_at_a_door_while_an_author_takes_their_story_back_finds_it_closed():
    """Why a door says its condition itself: with `pk__in` of the view it opens here (ADR 37)."""
    story, found = factories.published_story(), []

    def come_in():
        with transaction.atomic():
            found.extend(published_stories().select_for_update(no_key=True).filter(pk=story.pk))

    with meanwhile(come_in):
        withdraw_story(story_id=story.pk, by=story.author)
    assert found == []
