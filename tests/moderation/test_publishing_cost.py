"""Publishing from the desk puts right all that stands on the story, under one lock and with one write of its row."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.core import jobs
from heard.moderation.actions import stories as deciding
from heard.stories.models import State, Story
from heard.stories.queries import public_text
from tests import factories

pytestmark = pytest.mark.django_db
LOCK = re.compile(r'FROM "stories_story" .*FOR NO KEY UPDATE')


@pytest.fixture
def mo():
    return factories.person(name="Mo Derator", roles=["first-line"])


@pytest.fixture
def eye_clinic():
    return factories.service(name="Eye clinic")


def of_the_story(asked):
    """Locks of the story's row, and writes of it, among the statements that were sent."""
    sent = [each["sql"] for each in asked]
    return sum(LOCK.search(sql) is not None for sql in sent), sum(sql.startswith('UPDATE "stories_story"') for sql in sent)


def test_publishing_with_everything_put_right_locks_the_story_once_and_writes_it_once(mo, eye_clinic):
    case = factories.claimed_case(run_jobs=jobs.drain, by=mo)
    work = factories.work_for(
        case,
        text="I come every Tuesday.",
        chosen_name="Tern",
        edits=(("length", "Shorter"), ("identifies-author", "Another name")),
        criticality=2,
        about_child=False,
        services=(eye_clinic.pk,),
        good=(),
    )
    with CaptureQueriesContext(connection) as asked:
        deciding.publish(case_id=case.pk, seen_story=case.story.version, work=work, by=mo)
    story = Story.objects.get(pk=case.story_id)
    assert of_the_story(asked) == (1, 1)
    assert (story.state, story.criticality, story.about_child) == (State.PUBLISHED, 2, False)
    assert (story.text, story.chosen_name, story.service_ids) == ("I come every Tuesday.", "Tern", [eye_clinic.pk])
    assert not [slug for slug in story.tag_slugs if slug.startswith("good:")]


def test_an_edit_of_words_tags_and_services_locks_the_story_once_and_writes_it_once(mo, eye_clinic):
    case = factories.claimed_case(run_jobs=jobs.drain, by=mo)
    deciding.publish(case_id=case.pk, seen_story=case.story.version, work=factories.work_for(case), by=mo)
    story = Story.objects.get(pk=case.story_id)
    edits = (("length", "Shorter"), ("service", "It was the eye clinic"))
    work = factories.work_to_edit(story, text="I come every Tuesday.", good=(), services=(eye_clinic.pk,), edits=edits)
    with CaptureQueriesContext(connection) as asked:
        deciding.edit_published(story_id=story.pk, seen_text=public_text(story.pk), work=work, by=mo)
    assert of_the_story(asked) == (1, 1)
    story.refresh_from_db()
    assert (story.text, story.service_ids) == ("I come every Tuesday.", [eye_clinic.pk])
