"""What the desk says is missing is what the action behind it refuses, in the same words and beside the same field."""

import pytest

from heard.core import jobs
from heard.core.errors import NotAcceptable
from heard.moderation.queries.publishing import missing_in
from heard.stories.actions import publishing
from heard.stories.actions.publishing import MadeEdit
from heard.stories.models import Edit, Original, Story, Version
from heard.stories.rules.publishing import MOST_NAME, MOST_NOTE, MOST_TITLE
from heard.telling.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * (MOST_TITLE + 1)}, "title"),
        ({"text": "\n"}, "text"),
        ({"chosen_name": ""}, "chosen_name"),
        ({"chosen_name": "x" * (MOST_NAME + 1), "edits": (("length", ""),)}, "chosen_name"),
        ({"text": "Other words."}, "edits"),
        ({"text": "Other words.", "edits": (("other", " "),)}, "edits"),
        ({"text": "Other words.", "edits": (("length", "x" * (MOST_NOTE + 1)),)}, "edits"),
        ({"text": "Other words.", "edits": (("", "Because."),)}, "edits"),
        ({"edits": (("length", ""),)}, "edits"),
        ({"criticality": None}, "criticality"),
        ({"criticality": 6}, "criticality"),
        ({"title": "Harbour Hospital let me down", "criticality": 3}, "title"),
    ],
)
def test_the_action_refuses_in_the_words_of_the_desk(changes, field):
    service = factories.service(name="Harbour Hospital")
    case = factories.claimed_case(run_jobs=jobs.drain, by=factories.moderator(), services=[service])
    work = factories.work_for(case, **changes)
    said = missing_in(case.story, work)[0]
    with pytest.raises(NotAcceptable) as refused:
        publishing.publish_story(
            story_id=case.story_id,
            seen_version=case.story.version,
            title=work.title,
            text=work.text,
            hope=work.hope,
            chosen_name=work.chosen_name,
            criticality=work.criticality,
            edits=[MadeEdit(reason, note) for reason, note in work.edits],
            by=factories.TESTS,
        )
    assert (refused.value.field, str(refused.value)) == said
    assert said[0] == field


@pytest.mark.parametrize("model", [Story, Draft, Original])
def test_what_the_rule_allows_there_is_room_for(model):
    assert model._meta.get_field("title").max_length == Version._meta.get_field("title").max_length == MOST_TITLE
    assert model._meta.get_field("chosen_name").max_length == MOST_NAME
    assert Edit._meta.get_field("note").max_length == MOST_NOTE
