"""Whatever waits for a moderator is at the desk: what is not is named, and put there once."""

from datetime import timedelta

import pytest
from django.db import connection

from heard.accounts.actions import people
from heard.core import clock, reckoning
from heard.core.reckoning import Window
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.responses.actions import authors, replies
from heard.responses.models import Answer, AnswerState
from heard.stories.actions import authoring, publishing
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def lose_the_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def later(minutes=60):
    return clock.at(clock.now() + timedelta(minutes=minutes))


def owed():
    with later():
        return {
            (short.debt.name, each.story_id, each.of)
            for short in reckoning.missing()
            for each in short.missing
            if short.debt.name.startswith(("moderation", "responses"))
        }


def check_put_right(run_jobs):
    """The sweep leaves nothing owed, and a second one changes nothing."""
    with later():
        reckoning.put_right("responses", "moderation", window=Window.back())
        run_jobs()
        assert owed() == set()
        before = list(Case.objects.order_by("pk").values())
        assert reckoning.put_right("responses", "moderation", window=Window.back()) == 0
    assert list(Case.objects.order_by("pk").values()) == before


def test_a_story_that_was_sent_and_has_no_case_is_put_into_the_queue(run_jobs):
    story = factories.sent_story()
    lose_the_jobs()
    assert owed() == {("moderation.story", story.pk, story.pk)}
    check_put_right(run_jobs)
    assert Case.objects.get().story_id == story.pk


def test_nothing_is_missing_in_the_first_moments(run_jobs):
    factories.sent_story()
    lose_the_jobs()
    assert reckoning.missing() == []


def test_a_story_that_has_waited_for_months_is_still_owed_a_reading(run_jobs):
    with clock.at(clock.now() - timedelta(days=90)):
        story = factories.sent_story()
    lose_the_jobs()
    assert owed() == {("moderation.story", story.pk, story.pk)}
    check_put_right(run_jobs)


def test_an_appeal_without_a_case_is_put_into_the_queue(run_jobs):
    story = factories.sent_story()
    publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="Sorry.", by=factories.moderator())
    publishing.ask_to_look_again(story_id=story.pk, words="Look again.", by=story.author)
    lose_the_jobs()
    assert owed() == {("moderation.story", story.pk, story.pk)}
    check_put_right(run_jobs)
    assert Case.objects.get().appeal


def test_everything_that_waits_for_a_moderator_and_has_no_case_is_put_into_the_queue(run_jobs):
    answer = factories.referred_answer()
    story = answer.story
    reply = replies.send_reply(story_id=story.pk, kind="update", text="It went on like this.", author=story.author)
    change = factories.planned_change(story=story, membership=answer.organisation.memberships.get(), published=False)
    report = authors.report_treated_differently(story_id=story.pk, text="Somebody asked who I am.", author=story.author)
    lose_the_jobs()
    with later():
        expected = {
            ("moderation.answer", story.pk, answer.pk),
            ("moderation.reply", story.pk, reply.pk),
            ("moderation.change", story.pk, change.pk),
            ("moderation.treated-differently", story.pk, report.pk),
        }
        assert owed() == expected
    check_put_right(run_jobs)
    assert set(Case.objects.values_list("subject", flat=True)) == {"answer", "reply", "change", "treated-differently"}
    assert Case.objects.get(subject="treated-differently").senior_only


def test_an_author_who_replied_while_their_case_went_on_waiting_is_read(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    publishing.ask_author(story_id=case.story_id, seen_version=0, question="When?", by=moderator)
    Case.objects.filter(pk=case.pk).update(
        claimed_by=None, claimed_at=None, waiting_for="author", waiting_until=clock.now() + timedelta(days=9)
    )
    publishing.answer_moderator(story_id=case.story_id, answer="In May.", by=case.story.author)
    lose_the_jobs()
    assert owed() == {("moderation.replied", case.story_id, case.pk)}
    check_put_right(run_jobs)
    assert Case.objects.get(pk=case.pk).state == "queued"


def test_what_an_author_took_back_is_closed_and_nothing_of_it_goes_on(run_jobs):
    answer = factories.referred_answer()
    run_jobs()
    story = answer.story
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    lose_the_jobs()
    assert owed() == {("responses.lapsed", story.pk, 0), ("moderation.taken-back", story.pk, 0)}
    check_put_right(run_jobs)
    assert Answer.objects.get().state == AnswerState.LAPSED
    assert not Case.objects.filter(closed_at=None).exists()


def test_a_reply_that_was_taken_back_leaves_no_case_open(run_jobs):
    story = factories.published_story()
    reply = replies.send_reply(story_id=story.pk, kind="update", text="It went on like this.", author=story.author)
    run_jobs()
    replies.withdraw_reply(reply_id=reply.pk, author=story.author)
    lose_the_jobs()
    assert owed() == {("moderation.taken-back", story.pk, reply.pk)}
    check_put_right(run_jobs)


def test_a_case_in_the_hands_of_somebody_who_left_goes_back(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    people.deactivate(person_id=moderator.pk, by=TESTS)
    lose_the_jobs()
    assert owed() == {("moderation.left", case.story_id, moderator.pk)}
    check_put_right(run_jobs)
    assert cases.claim_next(by=factories.moderator()).pk == case.pk
