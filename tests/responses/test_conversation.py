from datetime import timedelta

import pytest

from heard.core import clock
from heard.responses.actions import answers, authors, changes, replies
from heard.responses.queries import conversation
from heard.stories.actions import authoring
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def responder():
    return factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"))


@pytest.fixture
def story(responder):
    return factories.story_for(responder.organisation)


def test_everything_public_stands_in_order(story, responder, django_assert_num_queries):
    moderator = factories.moderator()
    answer = factories.published_answer(story=story, membership=responder, sign_off="Joy, ward manager")
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="yes")
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you, Joy.", answer_id=answer.pk)
    replies.publish_reply(reply_id=reply.pk, text=reply.original, by=moderator)
    plan = factories.planned_change(story=story, membership=responder)
    factories.made_change(change=plan, membership=responder)
    authors.rate_change(change_id=plan.pk, author=story.author, helped="yes")
    update = replies.send_reply(story_id=story.pk, author=story.author, text="I saw the board.", kind="update")
    replies.publish_reply(reply_id=update.pk, text=update.original, by=moderator)
    with django_assert_num_queries(1):
        voices = conversation(story.pk)
    assert [voice.kind for voice in voices] == ["answer", "reply", "plan", "made", "update"]
    said, answered, planned, made, _ = voices
    assert (said.who, said.role, said.organisation, said.sign_off, said.helpful) == (
        "Joy Adeyemi",
        "Ward manager",
        "Shoreline",
        "Joy, ward manager",
        "yes",
    )
    assert (answered.who, answered.role, answered.to) == ("Gull", "A patient", answer.pk)
    assert (planned.who, planned.done, planned.overdue, made.text, made.helpful) == (
        "Clinic manager",
        True,
        False,
        "The board is up.",
        "yes",
    )


def test_what_waits_or_was_returned_is_not_there(story, responder):
    factories.sent_answer(story=story, membership=responder)
    returned = factories.referred_answer(story=story, membership=responder)
    answers.return_answer(answer_id=returned.pk, seen_version=2, reason="Who?", by=factories.moderator())
    factories.planned_change(story=story, membership=responder, published=False)
    changes.make_change(story_id=story.pk, membership=responder, made_what="Done", by=responder)
    replies.send_reply(story_id=story.pk, author=story.author, text="Well?")
    assert conversation(story.pk) == []


def test_a_plan_stays_public_while_its_making_is_read_and_is_overdue_after_its_day(story, responder):
    plan = factories.planned_change(story=story, membership=responder, due_on=clock.today())
    changes.make_change(change_id=plan.pk, membership=responder, made_what="Done", by=responder)
    assert [(voice.kind, voice.overdue) for voice in conversation(story.pk)] == [("plan", False)]
    with clock.at(clock.now() + timedelta(days=1)):
        assert [(voice.kind, voice.overdue) for voice in conversation(story.pk)] == [("plan", True)]


def test_a_withdrawn_storys_conversation_is_gone(story, responder):
    factories.published_answer(story=story, membership=responder)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert conversation(story.pk) == []
