import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.models import Event
from heard.directory.models import Service
from heard.organisations.models import Role
from heard.regions.models import Setting
from heard.responses.actions import answers
from heard.responses.models import Answer, AnswerState
from heard.stories.actions import authoring
from heard.stories.models import Step
from tests import factories

pytestmark = pytest.mark.django_db


def write(answer, **changes):
    said = {"name": answer.name, "job_title": answer.job_title, "text": answer.text, "sign_off": "", "claims_change": False}
    return {"answer_id": answer.pk, "seen_version": answer.version} | said | changes


def names(answer):
    return [move.name for move in answer.moves.order_by("pk")]


def facts():
    return list(Event.objects.filter(name__startswith="responses.").order_by("pk").values_list("name", flat=True))


# Sending


def test_sent_answer_can_be_changed_for_half_an_hour(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    assert (answer.state, answer.version) == (AnswerState.WINDOW, 1)
    assert answer.due_at - answer.sent_at == timedelta(minutes=30)
    assert names(answer) == ["send"]
    story.refresh_from_db()
    assert (story.answer_count, story.answered_at) == (0, None)
    assert facts() == []


def test_the_window_is_the_regions_own_number(responder, story):
    Setting.objects.create(region=story.region, name="answer_window", value=5)
    answer = factories.sent_answer(story=story, membership=responder)
    assert answer.due_at - answer.sent_at == timedelta(minutes=5)


def test_a_service_that_is_of_another_region_since_takes_neither_the_answer_nor_the_story_along(responder, story, client):
    at_first = story.region
    elsewhere = factories.another_site(slug="scotland", name="Scotland", path="scotland")
    Service.objects.filter(pk__in=story.service_ids).update(region=elsewhere)
    factories.published_answer(story=story, membership=responder)
    story.refresh_from_db()
    assert (story.region, story.answer_count) == (at_first, 1)
    assert factories.ANSWER in client.get(f"/stories/{story.pk}/").text


def test_the_same_form_sent_twice_makes_one_answer(responder, story):
    key = uuid4()
    first = factories.sent_answer(story=story, membership=responder, form_key=key)
    assert factories.sent_answer(story=story, membership=responder, form_key=key) == first
    assert Answer.objects.count() == 1


def test_somebody_elses_form_is_refused(responder, story):
    key = uuid4()
    factories.sent_answer(story=story, membership=responder, form_key=key)
    colleague = factories.member(of=responder.organisation)
    with pytest.raises(NotAllowed):
        factories.sent_answer(story=story, membership=colleague, form_key=key)


def test_the_database_refuses_a_second_answer_of_one_form(responder, story):
    key = uuid4()
    first = factories.sent_answer(story=story, membership=responder, form_key=key)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


@pytest.mark.parametrize("roles", [[Role.MEMBER], [Role.COORDINATOR], [Role.APPROVER], [Role.ADMINISTRATOR]])
def test_only_responders_answer(responder, story, roles):
    colleague = factories.member(of=responder.organisation, roles=roles)
    with pytest.raises(NotAllowed):
        factories.sent_answer(story=story, membership=colleague)


def test_frozen_responder_is_refused(responder, story):
    responder.frozen_at = clock.now()
    with pytest.raises(NotAllowed):
        factories.sent_answer(story=story, membership=responder)


def test_organisation_without_a_running_subscription_is_refused(story):
    lapsed = factories.organisation(remit=list(story.services.all()), subscribed=False)
    with pytest.raises(NotAllowed):
        factories.sent_answer(story=story, membership=factories.member(of=lapsed))


def test_organisation_the_story_does_not_concern_is_refused(story):
    elsewhere = factories.organisation(remit=[factories.service()])
    with pytest.raises(NotAllowed):
        factories.sent_answer(story=story, membership=factories.member(of=elsewhere))


def test_unpublished_story_cannot_be_answered(responder):
    story = factories.sent_story(services=[responder.organisation.remit.get().service])
    with pytest.raises(WrongState):
        factories.sent_answer(story=story, membership=responder)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "  \n "}, "text"),
        ({"text": "x" * 40_001}, "text"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"job_title": ""}, "job_title"),
        ({"sign_off": "x" * 161}, "sign_off"),
    ],
)
def test_missing_or_endless_words_are_refused_beside_their_field(responder, story, said, field):
    words = {"name": "Joy", "job_title": "Nurse", "text": "Thank you"} | said
    with pytest.raises(NotAcceptable) as refused:
        answers.send_answer(story_id=story.pk, membership=responder, by=responder, **words)
    assert refused.value.field == field


# Editing and taking back


def test_edit_keeps_the_end_of_the_window(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(clock.now() + timedelta(minutes=20)):
        edited = answers.edit_answer(**write(answer, text="Thank you, Gull."), membership=responder, by=responder)
    assert (edited.text, edited.version, edited.due_at) == ("Thank you, Gull.", 2, answer.due_at)
    assert names(edited) == ["send", "edit"]


def test_the_same_edit_twice_is_one_edit(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    for _ in range(2):
        edited = answers.edit_answer(**write(answer, text="Thank you, Gull."), membership=responder, by=responder)
    assert names(edited) == ["send", "edit"]


def test_edit_of_what_was_changed_meanwhile_is_caught(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    answers.edit_answer(**write(answer, text="One"), membership=responder, by=responder)
    with pytest.raises(ChangedSince):
        answers.edit_answer(**write(answer, text="Two"), membership=responder, by=responder)


def test_a_colleague_cannot_change_it(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    colleague = factories.member(of=responder.organisation)
    with pytest.raises(NotAllowed):
        answers.edit_answer(**write(answer, text="Mine"), membership=colleague, by=colleague)
    with pytest.raises(NotAllowed):
        answers.take_back_answer(answer_id=answer.pk, seen_version=1, membership=colleague, by=colleague)


def test_taken_back_answer_is_seen_by_nobody(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    taken = answers.take_back_answer(answer_id=answer.pk, seen_version=1, membership=responder, by=responder)
    assert taken.state == AnswerState.TAKEN_BACK
    with clock.at(clock.now() + timedelta(hours=1)):
        assert answers.close_windows() == 0
    answers.take_back_answer(answer_id=answer.pk, seen_version=1, membership=responder, by=responder)
    assert answer.moves.filter(name="take-back").count() == 1, "pressed twice"


@pytest.mark.parametrize(("early", "open_"), [(timedelta(microseconds=1), True), (timedelta(0), False)])
def test_the_window_ends_on_the_dot(responder, story, early, open_):
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(answer.due_at - early):
        if open_:
            assert answers.close_windows() == 0
            answers.edit_answer(**write(answer, text="In time"), membership=responder, by=responder)
        else:
            with pytest.raises(WrongState):
                answers.edit_answer(**write(answer, text="Too late"), membership=responder, by=responder)
            with pytest.raises(WrongState):
                answers.take_back_answer(answer_id=answer.pk, seen_version=1, membership=responder, by=responder)
            assert answers.close_windows() == 1


# The sweep


def test_sweep_refers_what_is_not_fast_track_once(responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(answer.due_at):
        assert (answers.close_windows(), answers.close_windows()) == (1, 0)
    answer.refresh_from_db()
    assert (answer.state, answer.route) == (AnswerState.WAITING, "moderation")
    assert names(answer) == ["send", "refer"]
    assert answer.moves.get(name="refer").why[0] == {"name": "experience", "have": 0, "need": 10}
    assert facts() == ["responses.answer_referred"]


def test_answer_to_a_story_withdrawn_meanwhile_lapses(responder, story, run_jobs):
    in_window = factories.sent_answer(story=story, membership=responder)
    waiting = factories.referred_answer(story=story, membership=responder)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    with clock.at(in_window.due_at):
        answers.close_windows()
    run_jobs()
    in_window.refresh_from_db()
    waiting.refresh_from_db()
    assert (in_window.state, waiting.state) == (AnswerState.LAPSED, AnswerState.LAPSED)
    with pytest.raises(WrongState):
        answers.publish_answer(answer_id=waiting.pk, seen_version=waiting.version, text="x", by=factories.moderator())


# What moderators do


def test_published_answer_is_counted_timed_and_announced(responder, story):
    answer = factories.published_answer(story=story, membership=responder)
    story.refresh_from_db()
    assert (answer.state, answer.due_at, answer.as_sent) == (AnswerState.PUBLISHED, None, "")
    assert (story.progress, story.answer_count, story.answered_at) == (Step.ANSWERED, 1, answer.published_at)
    assert names(answer) == ["send", "refer", "publish"]
    assert facts() == ["responses.answer_referred", "responses.answer_published"]


def test_a_moderators_changes_keep_the_responders_own_words(responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    published = answers.publish_answer(
        answer_id=answer.pk, seen_version=answer.version, text="Thank you.", heavily_edited=True, note="A name", by=factories.moderator()
    )
    assert (published.text, published.as_sent, published.heavily_edited) == ("Thank you.", factories.ANSWER, True)


def test_unchanged_words_were_not_heavily_edited(responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    with pytest.raises(NotAcceptable):
        answers.publish_answer(
            answer_id=answer.pk, seen_version=answer.version, text=answer.text, heavily_edited=True, by=factories.moderator()
        )


def test_publishing_twice_is_refused(responder, story):
    answer = factories.published_answer(story=story, membership=responder)
    with pytest.raises(WrongState):
        answers.publish_answer(answer_id=answer.pk, seen_version=answer.version, text=answer.text, by=factories.moderator())


def test_publishing_what_changed_meanwhile_is_caught(responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    with pytest.raises(ChangedSince):
        answers.publish_answer(answer_id=answer.pk, seen_version=answer.version - 1, text=answer.text, by=factories.moderator())


def test_returned_answer_is_written_anew_in_a_new_window(responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    moderator = factories.moderator()
    with pytest.raises(NotAcceptable):
        answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason=" ", by=moderator)
    answer = answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Say who to ask for.", by=moderator)
    assert answer.state == AnswerState.RETURNED
    with clock.at(clock.now() + timedelta(days=1)):
        answer = answers.revise_answer(**write(answer, text="Ask for Joy."), membership=responder, by=responder)
        assert (answer.state, answer.due_at) == (AnswerState.WINDOW, clock.now() + timedelta(minutes=30))
    assert facts() == ["responses.answer_referred", "responses.answer_returned"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_answer():
    story, responder = factories.story_and_responder()
    key, made = uuid4(), []

    def second():
        try:
            made.append(factories.sent_answer(story=story, membership=responder, form_key=key))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        made.append(factories.sent_answer(story=story, membership=responder, form_key=key))
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the second click did not wait"
    thread.join()
    assert made[0] == made[1]
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sweep_leaves_what_somebody_holds_for_the_next_minute():
    story, responder = factories.story_and_responder()
    answer = factories.sent_answer(story=story, membership=responder)
    swept = []

    def sweep():
        try:
            with clock.at(answer.due_at):
                swept.append(answers.close_windows())
        finally:
            connection.close()

    with transaction.atomic():
        Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
        thread = threading.Thread(target=sweep)
        thread.start()
        thread.join(timeout=10)
    sweep()
    assert swept == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_and_the_second_is_too_late():
    story, responder = factories.story_and_responder()
    answer = factories.referred_answer(story=story, membership=responder)
    moderator, outcome = factories.moderator(), []

    def second():
        try:
            answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Who?", by=moderator)
        except ChangedSince:
            outcome.append("too late")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        answers.publish_answer(answer_id=answer.pk, seen_version=answer.version, text=answer.text, by=moderator)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the second moderator did not wait"
    thread.join()
    assert outcome == ["too late"]
