"""Whoever sent an answer or a change that a moderator returned is told, once for each return, without a word of it."""

import pytest
from django.core import mail as outbox

from heard.alerts import actions
from heard.responses.actions import answers, changes
from heard.stories.actions import authoring
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def responder():
    return factories.member(of=factories.organisation(remit=[factories.service()]))


@pytest.fixture
def story(responder, run_jobs):
    story = factories.story_for(responder.organisation)
    run_jobs()
    outbox.outbox.clear()
    return story


def give_back(answer):
    answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Say who to ask for.", by=factories.moderator())


def test_returned_answer_is_told_to_its_responder_alone(responder, story, run_jobs):
    factories.member(of=responder.organisation)
    give_back(factories.referred_answer(story=story, membership=responder))
    run_jobs()
    (letter,) = outbox.outbox
    assert letter.to == [responder.person.email]
    assert story.title in letter.subject
    assert "Say who to ask for." not in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers, "it would not stop these"


def test_each_return_is_told_once(responder, story, run_jobs):
    answer = factories.referred_answer(story=story, membership=responder)
    give_back(answer)
    actions.tell_of_return(what="answer", thing_id=answer.pk)
    run_jobs()
    assert len(outbox.outbox) == 1


def test_returned_change_is_told(responder, story, run_jobs):
    change = factories.planned_change(story=story, membership=responder, published=False)
    changes.return_change(change_id=change.pk, seen_version=1, reason="By when?", by=factories.moderator())
    run_jobs()
    (letter,) = outbox.outbox
    assert "Your change was sent back" in letter.subject


def test_who_stopped_alerts_hears_of_their_own_work_all_the_same(responder, story, run_jobs):
    actions.stop_alerts(membership_id=responder.pk)
    give_back(factories.referred_answer(story=story, membership=responder))
    run_jobs()
    assert [letter.to for letter in outbox.outbox] == [[responder.person.email]]


def test_nobody_whose_story_went_is_mailed(responder, story, run_jobs):
    give_back(factories.referred_answer(story=story, membership=responder))
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    assert outbox.outbox == []
