"""Those who answered hear of what became of it: that it is public, what the author says to it; whatever they set about other stories."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection

from heard.accounts.actions.authors import give_contact
from heard.alerts import actions, queries
from heard.core import clock, reckoning
from heard.core.models import Delivery, Event
from heard.organisations.actions import members
from heard.organisations.models import Role
from heard.responses.actions import authors, changes, replies
from heard.stories.actions import authoring
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def answered(standing):
    """A responder and their answer, of which nobody has been told yet."""
    member = factories.member(of=factories.organisation(remit=[factories.service(name="Larkfield Ward")]), name="Joy Adeyemi")
    return member, factories.published_answer(story=factories.story_for(member.organisation), membership=member)


@pytest.fixture
def responder(answered):
    return deepcopy(answered[0])


@pytest.fixture
def answer(answered, run_jobs):
    run_jobs()
    return deepcopy(answered[1])


def author_replies(answer, *, text="When will the board be up?", **more):
    reply = replies.send_reply(story_id=answer.story_id, author=answer.story.author, text=text, answer_id=answer.pk, **more)
    return replies.publish_reply(reply_id=reply.pk, text=text, by=factories.moderator())


def rate(answer, helpful):
    authors.rate_answer(answer_id=answer.pk, author=answer.story.author, helpful=helpful)


def sent_to(member):
    return [letter for letter in outbox.outbox if letter.to == [member.person.email]]


def lose_the_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def an_hour_later(run_jobs):
    """The sweep comes by, and letters that wait for their time go."""
    with clock.at(clock.now() + timedelta(hours=2)):
        reckoning.put_right("alerts", window=reckoning.Window.back())
        run_jobs()


def test_published_answer_is_told_to_its_responder(responder, answer):
    (letter,) = [each for each in sent_to(responder) if "Your answer is public" in each.subject]
    assert answer.story.title in letter.subject
    assert answer.text not in letter.body


def test_reply_is_told_to_the_responder_once_and_leads_to_it(responder, answer, run_jobs):
    outbox.outbox.clear()
    reply = author_replies(answer)
    actions.tell_of_work(story_id=reply.story_id, about=f"reply:{reply.pk}", by=TESTS)
    run_jobs()
    (letter,) = sent_to(responder)
    assert "replied" in letter.subject
    assert f"/inbox/stories/{answer.story_id}/#reply-{reply.pk}" in letter.body
    assert reply.text not in letter.body


def test_update_of_the_story_is_told_too(responder, answer, run_jobs):
    outbox.outbox.clear()
    update = replies.send_reply(story_id=answer.story_id, author=answer.story.author, text="It went well since.", kind="update")
    replies.publish_reply(reply_id=update.pk, text=update.original, by=factories.moderator())
    run_jobs()
    (letter,) = sent_to(responder)
    assert "update" in letter.subject


def test_who_wants_no_alerts_hears_of_their_own_work_all_the_same(responder, answer, run_jobs):
    actions.stop_alerts(membership_id=responder.pk)
    outbox.outbox.clear()
    author_replies(answer)
    run_jobs()
    (letter,) = sent_to(responder)
    assert "List-Unsubscribe" not in letter.extra_headers, "it would not stop these"


def test_colleagues_of_somebody_who_is_there_are_not_told(responder, answer, run_jobs):
    colleague = factories.member(of=responder.organisation)
    outbox.outbox.clear()
    author_replies(answer)
    run_jobs()
    assert sent_to(colleague) == []


@pytest.mark.parametrize("way", ["frozen", "left", "closed"])
def test_reply_to_somebody_who_is_not_there_any_more_reaches_the_other_responders(way, responder, answer, run_jobs):
    organisation = responder.organisation
    administrator = factories.member(of=organisation, roles=[Role.ADMINISTRATOR])
    colleague = factories.member(of=organisation)
    stopped = factories.member(of=organisation)
    reader = factories.member(of=organisation, roles=[Role.MEMBER])
    actions.stop_alerts(membership_id=stopped.pk)
    gone(way, responder, administrator)
    outbox.outbox.clear()
    author_replies(answer)
    run_jobs()
    assert len(sent_to(colleague)) == 1
    assert [sent_to(each) for each in (responder, stopped, reader, administrator)] == [[], [], [], []]


def gone(way, responder, administrator):
    if way == "frozen":
        members.freeze_member(membership_id=responder.pk, by=administrator)
    elif way == "left":
        members.leave(membership_id=responder.pk, by=responder)
    else:
        factories.people.deactivate(person_id=responder.person_id, by=factories.operator())


def test_with_no_other_responder_it_reaches_the_administrators_whatever_they_set(responder, answer, run_jobs):
    administrator = factories.member(of=responder.organisation, roles=[Role.ADMINISTRATOR])
    actions.stop_alerts(membership_id=administrator.pk)
    members.freeze_member(membership_id=responder.pk, by=administrator)
    outbox.outbox.clear()
    author_replies(answer)
    run_jobs()
    assert len(sent_to(administrator)) == 1


def test_who_gets_the_role_later_is_not_told_of_what_others_were_told(responder, answer, run_jobs):
    administrator = factories.member(of=responder.organisation, roles=[Role.ADMINISTRATOR])
    reader = factories.member(of=responder.organisation, roles=[Role.MEMBER])
    members.freeze_member(membership_id=responder.pk, by=administrator)
    author_replies(answer)
    run_jobs()
    members.change_roles(membership_id=reader.pk, roles=[Role.RESPONDER], by=administrator)
    outbox.outbox.clear()
    an_hour_later(run_jobs)
    assert sent_to(reader) == []


def test_every_organisation_that_answered_is_told(responder, answer, run_jobs):
    other = factories.member(of=factories.organisation(remit=list(answer.story.services.all())))
    factories.tell(answer.story)
    factories.published_answer(story=answer.story, membership=other)
    run_jobs()
    outbox.outbox.clear()
    author_replies(answer)
    run_jobs()
    assert [len(sent_to(each)) for each in (responder, other)] == [1, 1]


def test_who_answers_after_the_reply_is_not_told_of_it(responder, answer, run_jobs):
    reply = author_replies(answer)
    run_jobs()
    late = factories.member(of=responder.organisation)
    factories.published_answer(story=answer.story, membership=late)
    run_jobs()
    assert not Delivery.objects.filter(key=f"work:reply:{reply.pk}:{late.person_id}").exists()


@pytest.mark.parametrize(("helpful", "words"), [("yes", "helped"), ("partly", "partly"), ("no", "didn’t help")])
def test_rating_is_told_to_the_responder(helpful, words, responder, answer, run_jobs):
    outbox.outbox.clear()
    rate(answer, helpful)
    an_hour_later(run_jobs)
    (letter,) = sent_to(responder)
    assert words in letter.subject


def test_rating_leaves_at_a_time_drawn_by_chance(responder, answer, run_jobs):
    rate(answer, "no")
    run_jobs()
    letter = Delivery.objects.get(key__startswith=f"work:answer:{answer.pk}:helpful")
    assert timedelta(minutes=4) < letter.due_at - letter.queued_at < timedelta(minutes=61)


def test_rating_that_the_author_changed_by_then_is_told_as_it_is(responder, answer, run_jobs):
    outbox.outbox.clear()
    rate(answer, "no")
    rate(answer, "yes")
    run_jobs()
    (letter,) = sent_to(responder)
    assert "says your answer helped" in letter.subject


def test_every_change_of_the_authors_mind_is_told_once(responder, answer, run_jobs):
    outbox.outbox.clear()
    for hours, helpful in ((0, "no"), (3, "yes"), (6, "no")):
        with clock.at(clock.now() + timedelta(hours=hours)):
            rate(answer, helpful)
            for _ in range(2):
                an_hour_later(run_jobs)
    assert ["didn’t help" in letter.subject for letter in sent_to(responder)] == [True, False, True]


def test_every_change_of_mind_about_a_change_is_told_once(responder, answer, run_jobs):
    change = factories.made_change(change=factories.planned_change(story=answer.story, membership=responder), membership=responder)
    run_jobs()
    outbox.outbox.clear()
    for hours, helped in ((0, "no"), (3, "yes"), (6, "no")):
        with clock.at(clock.now() + timedelta(hours=hours)):
            authors.rate_change(change_id=change.pk, author=answer.story.author, helped=helped)
            for _ in range(2):
                an_hour_later(run_jobs)
    assert ["no difference" in letter.subject for letter in sent_to(responder)] == [True, False, True]


def test_minds_that_change_and_change_back_before_the_letter_goes_send_one(responder, answer, run_jobs):
    outbox.outbox.clear()
    for helpful in ("no", "yes", "no"):
        rate(answer, helpful)
    an_hour_later(run_jobs)
    (letter,) = sent_to(responder)
    assert "didn’t help" in letter.subject


def test_what_was_said_before_changes_of_mind_were_counted_is_not_told_again(responder, answer, run_jobs):
    rate(answer, "no")
    lose_the_jobs()
    answer.refresh_from_db()
    answer.times_rated = 0  # as a process of the release before leaves it
    answer.save(update_fields=["times_rated"])
    an_hour_later(run_jobs)
    assert Delivery.objects.filter(key=f"work:answer:{answer.pk}:helpful:no:{responder.person_id}").count() == 1


# ---------------------------------------------------------------- “this hasn’t happened”


@pytest.fixture
def promise(responder, answer, run_jobs):
    change = factories.planned_change(story=answer.story, membership=responder)
    run_jobs()
    return change


def overdue():
    return clock.at(clock.now() + timedelta(days=31))


def test_a_promise_not_kept_is_told_once_each_to_who_spoke_for_that_organisation(responder, answer, promise, run_jobs):
    colleague, silent = factories.member(of=responder.organisation), factories.member(of=responder.organisation)
    other = factories.member(of=factories.organisation(remit=list(answer.story.services.all())))
    factories.tell(answer.story)
    for each in (colleague, other):
        factories.published_answer(story=answer.story, membership=each)
    run_jobs()
    for each in (responder, colleague, other):
        actions.stop_alerts(membership_id=each.pk)
    outbox.outbox.clear()
    with overdue():
        reply = replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
        replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
        for _ in range(2):
            an_hour_later(run_jobs)
    assert [len(sent_to(each)) for each in (responder, colleague, silent, other)] == [1, 1, 0, 0]
    (letter,) = sent_to(responder)
    assert "hasn’t happened" in letter.subject
    assert f"/inbox/stories/{answer.story_id}/#reply-{reply.pk}" in letter.body


def test_one_press_about_a_promise_leaves_at_a_time_drawn_by_chance(answer, promise, run_jobs):
    with overdue():
        reply = replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
        run_jobs()
    letter = Delivery.objects.get(key__startswith=f"work:reply:{reply.pk}")
    assert timedelta(minutes=4) < letter.due_at - letter.queued_at < timedelta(minutes=61)


def test_a_promise_not_kept_whose_job_was_lost_is_told_all_the_same(responder, answer, promise, run_jobs):
    outbox.outbox.clear()
    with overdue():
        replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
        lose_the_jobs()
        an_hour_later(run_jobs)
    assert len(sent_to(responder)) == 1


def test_a_promise_that_was_answered_with_a_new_date_meanwhile_is_not_written_about(responder, answer, promise, run_jobs):
    outbox.outbox.clear()
    with overdue():
        replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
        later = clock.today() + timedelta(days=9)
        changes.give_new_date(change_id=promise.pk, seen_version=promise.version, membership=responder, due_on=later, by=responder)
        an_hour_later(run_jobs)
    assert sent_to(responder) == []


def test_the_author_is_told_of_every_new_date_and_of_no_press_of_their_own(answer, promise, responder, run_jobs):
    give_contact(answer.story.author, kind="email", value="gull@mail.example")
    outbox.outbox.clear()
    with overdue():
        replies.say_not_yet(change_id=promise.pk, author=answer.story.author)
    moved = promise
    for week in (0, 1):
        with overdue(), clock.at(clock.now() + timedelta(weeks=week)):
            later = clock.today() + timedelta(days=9)
            moved = changes.give_new_date(
                change_id=promise.pk, seen_version=moved.version, membership=responder, due_on=later, by=responder
            )
            lose_the_jobs()
            for _ in range(2):
                an_hour_later(run_jobs)
    assert [letter.subject for letter in outbox.outbox if letter.to == ["gull@mail.example"]] == 2 * ["A new date for a change"]


def test_change_that_made_no_difference_is_told_to_whoever_made_it(responder, answer, run_jobs):
    change = factories.made_change(change=factories.planned_change(story=answer.story, membership=responder), membership=responder)
    run_jobs()
    assert {"planned", "made"} <= {
        key.split(":")[3] for key in Delivery.objects.filter(kind="work", key__contains=":change:").values_list("key", flat=True)
    }
    outbox.outbox.clear()
    authors.rate_change(change_id=change.pk, author=answer.story.author, helped="no")
    an_hour_later(run_jobs)
    (letter,) = sent_to(responder)
    assert "no difference" in letter.subject


def test_nothing_is_sent_about_a_story_or_a_reply_that_was_taken_back(responder, answer, run_jobs):
    outbox.outbox.clear()
    reply = author_replies(answer)
    replies.withdraw_reply(reply_id=reply.pk, author=answer.story.author)
    run_jobs()
    author_replies(answer, text="And then?")
    authoring.withdraw_story(story_id=answer.story_id, by=answer.story.author)
    run_jobs()
    assert sent_to(responder) == []


def test_what_was_lost_is_put_right_once(responder, answer, run_jobs):
    outbox.outbox.clear()
    reply = author_replies(answer)
    rate(answer, "partly")
    lose_the_jobs()
    for _ in range(2):
        an_hour_later(run_jobs)
    assert sorted(Delivery.objects.filter(kind="work").exclude(key__contains="public").values_list("key", flat=True)) == sorted(
        [f"work:reply:{reply.pk}:{responder.person_id}", f"work:answer:{answer.pk}:helpful:partly:1:{responder.person_id}"]
    )
    assert len(sent_to(responder)) == 2


def test_what_was_before_the_upgrade_is_told_to_nobody(responder, answer, run_jobs):
    Delivery.objects.filter(kind="work").delete()
    Event.objects.create(name=queries.TOLD_OF_WORK_SINCE, payload={}, actor_ref="system:upgrade", at=clock.now() + timedelta(seconds=1))
    an_hour_later(run_jobs)
    assert not Delivery.objects.filter(kind="work").exists()
