"""What authors do once somebody has answered: reply, tell how it went on, say whether it helped, report harm."""

import threading
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from heard.core import clock
from heard.core.errors import NotAcceptable, NotAllowed, TooMany, WrongState
from heard.core.models import Event
from heard.regions.actions import set_number
from heard.responses.actions import authors, replies
from heard.responses.models import Reply, ReplyState, TreatedDifferently
from heard.stories.actions import authoring
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def answered(heard):
    story, responder = heard
    return factories.published_answer(story=deepcopy(story), membership=responder)


@pytest.fixture
def answer(answered):
    return deepcopy(answered)


def facts(*names):
    return [event.payload for event in Event.objects.filter(name__in=names).order_by("pk")]


# Replies and updates


def test_a_reply_is_read_by_a_moderator_and_keeps_the_authors_own_words(story, answer):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text=" Thank you, Joy Adeyemi. ", answer_id=answer.pk)
    assert (reply.state, reply.text, reply.original) == (ReplyState.WAITING, "", "Thank you, Joy Adeyemi.")
    with pytest.raises(NotAcceptable, match="why"):
        replies.publish_reply(reply_id=reply.pk, text="Thank you, Joy.", by=factories.moderator())
    reply = replies.publish_reply(reply_id=reply.pk, text="Thank you, Joy.", note="First names only.", by=factories.moderator())
    assert (reply.state, reply.text, reply.original) == (ReplyState.PUBLISHED, "Thank you, Joy.", "Thank you, Joy Adeyemi.")
    assert len(facts("responses.reply_sent")) == len(facts("responses.reply_published")) == 1


def test_messages_of_one_author_have_a_bound_by_the_hour_and_the_next_hour_takes_more(story):
    set_number(region_id=story.region_id, name="messages_an_hour", value=2, by=factories.operator())
    noon = clock.now().replace(minute=5)
    with clock.at(noon):
        replies.send_reply(story_id=story.pk, author=story.author, text="It is better now.", kind="update")
        authors.report_treated_differently(story_id=story.pk, author=story.author, text="Somebody asked who I am.")
        for again in (
            lambda: replies.send_reply(story_id=story.pk, author=story.author, text="And now.", kind="update"),
            lambda: authors.report_treated_differently(story_id=story.pk, author=story.author, text="And again."),
        ):
            with pytest.raises(TooMany, match="Your words are still here"):
                again()
    with clock.at(noon + timedelta(hours=1)):
        replies.send_reply(story_id=story.pk, author=story.author, text="And now.", kind="update")


def test_the_same_form_sent_again_is_not_one_message_more(story):
    set_number(region_id=story.region_id, name="messages_an_hour", value=1, by=factories.operator())
    form = uuid4()
    first = replies.send_reply(story_id=story.pk, author=story.author, text="It is better now.", kind="update", form_key=form)
    again = replies.send_reply(story_id=story.pk, author=story.author, text="It is better now.", kind="update", form_key=form)
    assert first == again


SENT = {
    "reply": lambda story, words, key: replies.send_reply(story_id=story.pk, author=story.author, text=words, form_key=key),
    "update": lambda story, words, key: replies.send_reply(story_id=story.pk, author=story.author, text=words, kind="update", form_key=key),
    "report": lambda story, words, key: authors.report_treated_differently(
        story_id=story.pk, author=story.author, text=words, form_key=key
    ),
}


@pytest.mark.parametrize("kind", SENT)
def test_the_same_form_with_other_words_is_a_second_message_and_pressed_twice_still_one(kind, story):
    form = uuid4()
    first = SENT[kind](story, "It is better now.", form)
    second = SENT[kind](story, "It is better now. Not quite, though.", form)
    assert first != second
    assert SENT[kind](story, "It is better now. Not quite, though.", form) == second
    assert SENT[kind](story, " It is better now. ", form) == first


@pytest.mark.parametrize("kind", SENT)
def test_the_same_words_from_a_page_that_was_loaded_anew_are_one_message(kind, story):
    assert SENT[kind](story, "It is better now.", uuid4()) == SENT[kind](story, "It is better now.", uuid4())


def test_the_same_words_after_a_moderator_declined_them_are_a_new_message(story):
    first = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you.")
    replies.decline_reply(reply_id=first.pk, reason="Please say more.", by=factories.moderator())
    assert replies.send_reply(story_id=story.pk, author=story.author, text="Thank you.") != first


def test_a_declined_reply_says_why(story):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Her name is …", kind="update")
    with pytest.raises(NotAcceptable):
        replies.decline_reply(reply_id=reply.pk, reason=" ", by=factories.moderator())
    reply = replies.decline_reply(reply_id=reply.pk, reason="It names somebody. Please write again.", by=factories.moderator())
    assert reply.moves.get(name="decline").reason.startswith("It names")
    with pytest.raises(WrongState):
        replies.publish_reply(reply_id=reply.pk, text="x", note="x", by=factories.moderator())


def test_withdrawn_reply_leaves_the_conversation(story):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Well", kind="update")
    replies.publish_reply(reply_id=reply.pk, text="Well", by=factories.moderator())
    assert replies.withdraw_reply(reply_id=reply.pk, author=story.author).state == ReplyState.WITHDRAWN
    with pytest.raises(WrongState):
        replies.withdraw_reply(reply_id=reply.pk, author=story.author)


def test_the_same_form_sent_twice_makes_one_reply(story):
    key = uuid4()
    first = replies.send_reply(story_id=story.pk, author=story.author, text="Well", form_key=key)
    assert replies.send_reply(story_id=story.pk, author=story.author, text="Well", form_key=key) == first
    assert Reply.objects.count() == 1


@pytest.mark.parametrize(("said", "field"), [({"text": " "}, "text"), ({"kind": "shout"}, "kind"), ({"answer_id": 0}, "answer")])
def test_what_cannot_be_a_reply_is_refused_beside_its_field(story, said, field):
    with pytest.raises(NotAcceptable) as refused:
        replies.send_reply(**({"story_id": story.pk, "author": story.author, "text": "Well"} | said))
    assert refused.value.field == field


def test_an_answer_of_another_story_cannot_be_replied_to(story):
    other = factories.published_answer()
    with pytest.raises(NotAcceptable):
        replies.send_reply(story_id=story.pk, author=story.author, text="Well", answer_id=other.pk)


def test_nobody_else_replies_or_withdraws(story):
    stranger = factories.author()
    with pytest.raises(NotAllowed):
        replies.send_reply(story_id=story.pk, author=stranger, text="Well")
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Well")
    with pytest.raises(NotAllowed):
        replies.withdraw_reply(reply_id=reply.pk, author=stranger)


def test_what_waits_goes_with_a_withdrawn_story(story, run_jobs):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Well")
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    reply.refresh_from_db()
    assert reply.state == ReplyState.WITHDRAWN
    with pytest.raises(WrongState):
        replies.send_reply(story_id=story.pk, author=story.author, text="Well")


# Whether it helped


def test_an_answer_that_helped_makes_the_story_one_that_helped(story, answer):
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="yes")
    story.refresh_from_db()
    assert story.helped_at is not None
    assert [fact["helpful"] for fact in facts("responses.answer_rated")] == ["yes"]


def test_saying_the_same_again_announces_nothing(story, answer):
    for _ in range(2):
        authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="partly")
    story.refresh_from_db()
    assert story.helped_at is None
    assert len(facts("responses.answer_rated")) == 1


def test_a_change_of_mind_is_kept_true(story, answer, responder):
    change = factories.made_change(change=factories.planned_change(story=story, membership=responder), membership=responder)
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="yes")
    authors.rate_change(change_id=change.pk, author=story.author, helped="yes")
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="no")
    story.refresh_from_db()
    assert story.helped_at is not None
    authors.rate_change(change_id=change.pk, author=story.author, helped="no")
    story.refresh_from_db()
    assert story.helped_at is None


def test_only_what_is_public_can_be_rated(story, responder):
    waiting = factories.referred_answer(story=story, membership=responder)
    with pytest.raises(WrongState):
        authors.rate_answer(answer_id=waiting.pk, author=story.author, helpful="yes")
    planned = factories.planned_change(story=story, membership=responder)
    with pytest.raises(WrongState):
        authors.rate_change(change_id=planned.pk, author=story.author, helped="yes")


def test_only_the_author_says_whether_it_helped(answer):
    with pytest.raises(NotAllowed):
        authors.rate_answer(answer_id=answer.pk, author=factories.author(), helpful="yes")
    with pytest.raises(NotAcceptable):
        authors.rate_answer(answer_id=answer.pk, author=answer.story.author, helpful="five stars")


# Treated differently


def test_a_report_goes_to_senior_moderators_and_nobody_else(story):
    key = uuid4()
    report = authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.", form_key=key)
    again = authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.", form_key=key)
    assert report == again
    assert facts("responses.treated_differently") == [{"report_id": report.pk, "story_id": story.pk}]


def test_a_report_is_possible_after_withdrawing_and_only_by_the_author(story):
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="That is why.")
    with pytest.raises(NotAllowed):
        authors.report_treated_differently(story_id=story.pk, author=factories.author(), text="Me too")
    with pytest.raises(NotAcceptable):
        authors.report_treated_differently(story_id=story.pk, author=story.author, text=" ")
    assert TreatedDifferently.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_reply_waits_for_the_withdrawal_and_is_too_late():
    story, _ = factories.story_and_responder()
    outcome = []

    def reply():
        try:
            replies.send_reply(story_id=story.pk, author=story.author, text="Well")
        except WrongState:
            outcome.append("too late")
        finally:
            connection.close()

    thread = threading.Thread(target=reply)
    with transaction.atomic():
        authoring.withdraw_story(story_id=story.pk, by=story.author)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the reply did not wait"
    thread.join()
    assert outcome == ["too late"]
