"""“This hasn’t happened”: what an author says of a promise whose day has passed, and what its organisation can answer."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.models import Event
from heard.moderation.actions import cases, conversation
from heard.moderation.models import Case
from heard.regions.actions import set_number
from heard.responses.actions import changes, replies
from heard.responses.models import Reply, ReplyState
from heard.responses.queries import conversation as said_in_public
from heard.responses.rules.new_dates import NewDates
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def promised(standing):
    """A responder, and the change that they promised."""
    story, member = factories.story_and_responder()
    return member, factories.planned_change(story=story, membership=member)


@pytest.fixture
def responder(promised):
    return deepcopy(promised[0])


@pytest.fixture
def change(promised):
    return deepcopy(promised[1])


@pytest.fixture
def overdue(change):
    """The day after it was due."""
    return clock.at(clock.now() + timedelta(days=31))


def not_yet(change, text="", **more):
    return replies.say_not_yet(change_id=change.pk, author=change.story.author, text=text, **more)


def voices(change, kind):
    return [each for each in said_in_public(change.story_id) if each.kind == kind]


def test_without_words_it_is_public_at_once_and_announced(change, overdue):
    with overdue:
        reply = not_yet(change)
        (said,) = voices(change, "not-yet")
        (plan,) = voices(change, "plan")
    assert (reply.state, reply.original, reply.promised_for) == (ReplyState.PUBLISHED, "", change.due_on)
    assert (said.of, said.about, said.due_on) == (change.pk, change.what, change.due_on)
    assert (plan.overdue, plan.not_yet) == (True, True)
    (fact,) = Event.objects.filter(name="responses.promise_not_kept")
    assert fact.payload == {"reply_id": reply.pk, "change_id": change.pk, "story_id": change.story_id}


def test_words_are_read_by_a_moderator_first(change, overdue, run_jobs):
    with overdue:
        reply = not_yet(change, "I was there on Tuesday, and the board is blank.")
        assert voices(change, "not-yet") == []
        run_jobs()
        moderator = factories.moderator()
        case = cases.claim_case(case_id=Case.objects.get(subject="reply", thing_id=reply.pk).pk, by=moderator)
        conversation.publish_words(case_id=case.pk, words={"text": "I was there, and the board is blank."}, note="The day.", by=moderator)
        (said,) = voices(change, "not-yet")
    assert said.text == "I was there, and the board is blank."


def test_the_same_form_sent_again_of_another_day_says_it_of_that_day(change, responder, overdue):
    """Somebody goes back to the page that they had sent: they must not read “We now show it with your story” of what is not."""
    key = uuid4()
    with overdue:
        first = not_yet(change, form_key=key)
        change.refresh_from_db()
        day = clock.today() + timedelta(days=3)
        changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=responder, due_on=day, by=responder)
    with clock.at(clock.now() + timedelta(days=40)):
        second = not_yet(change, form_key=key)
    assert (first.promised_for, second.promised_for) == (change.due_on, day)


def test_what_was_taken_back_is_said_again_with_the_same_form(change, overdue):
    key = uuid4()
    with overdue:
        first = not_yet(change, form_key=key)
        replies.withdraw_reply(reply_id=first.pk, author=change.story.author)
        again = not_yet(change, form_key=key)
        assert (again == first, again.state) == (False, ReplyState.PUBLISHED)
        assert not_yet(change, form_key=key) == again


def test_a_reply_that_was_taken_back_is_sent_again_with_the_same_form(change):
    said = {"story_id": change.story_id, "author": change.story.author, "text": "It is better now.", "form_key": uuid4()}
    first = replies.send_reply(**said)
    replies.withdraw_reply(reply_id=first.pk, author=change.story.author)
    again = replies.send_reply(**said)
    assert (again == first, again.state) == (False, ReplyState.WAITING)
    assert replies.send_reply(**said) == again


def test_said_twice_of_the_same_day_is_said_once_and_words_may_follow(change, overdue):
    with overdue:
        first = not_yet(change, form_key=uuid4())
        assert not_yet(change, form_key=uuid4()) == first
        words = not_yet(change, "I was there.", form_key=uuid4())
        assert not_yet(change, "I was there.", form_key=uuid4()) == words
        assert not_yet(change) in {first, words}
    assert Reply.objects.count() == 2
    assert Event.objects.filter(name="responses.promise_not_kept").count() == 1


def test_what_is_not_overdue_is_refused(change, responder, overdue):
    with pytest.raises(WrongState):
        not_yet(change)
    with overdue:
        factories.made_change(change=change, membership=responder)
        with pytest.raises(WrongState):
            not_yet(change)
    assert not Reply.objects.exists()


def test_a_day_that_is_today_has_not_passed(change):
    with clock.at(clock.now() + timedelta(days=30)), pytest.raises(WrongState):
        not_yet(change)


def test_only_the_author_says_so(change, overdue):
    with overdue, pytest.raises(NotAllowed):
        replies.say_not_yet(change_id=change.pk, author=factories.author())


def test_taken_back_it_is_gone_and_can_be_said_again(change, overdue):
    with overdue:
        replies.withdraw_reply(reply_id=not_yet(change).pk, author=change.story.author)
        assert voices(change, "not-yet") == []
        assert not voices(change, "plan")[0].not_yet
        not_yet(change)
        assert len(voices(change, "not-yet")) == 1


def test_a_new_date_is_public_beside_the_first_one_and_may_pass_too(change, responder, overdue):
    later = clock.today() + timedelta(days=60)
    with overdue:
        not_yet(change)
        moved = changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=responder, due_on=later, by=responder)
        (plan,) = voices(change, "plan")
        assert (plan.due_on, plan.first_due_on, plan.overdue, plan.not_yet) == (later, change.due_on, False, False)
        assert [each.due_on for each in voices(change, "not-yet")] == [change.due_on], "what was said of the first day stands"
        with pytest.raises(WrongState):
            not_yet(change)
    with clock.at(clock.now() + timedelta(days=61)):
        not_yet(change)
        again = clock.today() + timedelta(days=5)
        changes.give_new_date(change_id=change.pk, seen_version=moved.version, membership=responder, due_on=again, by=responder)
        (plan,) = voices(change, "plan")
    assert (plan.due_on, plan.first_due_on) == (again, change.due_on)
    assert Event.objects.filter(name="responses.change_date_moved").count() == 2


def test_a_new_date_pressed_twice_is_one(change, responder):
    later = clock.today() + timedelta(days=60)
    for _ in range(2):
        moved = changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=responder, due_on=later, by=responder)
    assert moved.moves.filter(name="new-date").count() == 1


def test_a_new_date_is_a_day_to_come_and_not_the_old_one(change, responder):
    for due_on in (None, clock.today() - timedelta(days=1), change.due_on, clock.today() + timedelta(days=9 * 366)):
        with pytest.raises(NotAcceptable):
            changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=responder, due_on=due_on, by=responder)


def given(change, responder, *, days, after=0):
    """A new date, `after` so many days from now for `days` later."""
    change.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=after)):
        due_on = clock.today() + timedelta(days=days)
        return changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=responder, due_on=due_on, by=responder)


def test_only_so_many_new_dates_are_given_for_one_promise(change, responder):
    for n in range(3):
        given(change, responder, days=60, after=10 * n)
    with pytest.raises(NotAcceptable, match="3 new dates for this change, and can’t give another"):
        given(change, responder, days=60, after=40)
    assert Event.objects.filter(name="responses.change_date_moved").count() == 3
    another = factories.planned_change(story=change.story, membership=responder, what="Train the staff")
    assert given(another, responder, days=60).due_on


def test_a_region_that_allows_no_new_date_says_so(change, responder):
    set_number(region_id=change.story.region_id, name="new_dates", value=0, by=factories.operator())
    with pytest.raises(NotAcceptable, match="can’t move the date"):
        given(change, responder, days=60)


def test_the_next_new_date_waits_for_a_week_so_that_its_author_is_not_written_to_every_day(change, responder):
    given(change, responder, days=60)
    with pytest.raises(NotAcceptable, match="You can give another from"):
        given(change, responder, days=61, after=6)
    assert given(change, responder, days=61, after=7).due_on


@pytest.mark.parametrize(("months", "day"), [(12, date(2027, 11, 28)), (3, date(2027, 2, 28)), (1, date(2026, 12, 28))])
def test_a_new_date_is_at_most_so_many_months_ahead(responder, months, day):
    with clock.at(datetime(2026, 11, 28, 12, tzinfo=UTC)):
        change = factories.planned_change(story=factories.story_for(responder.organisation), membership=responder)
        set_number(region_id=change.story.region_id, name="new_date_within", value=months, by=factories.operator())
        said = {"change_id": change.pk, "seen_version": change.version, "membership": responder, "by": responder}
        with pytest.raises(NotAcceptable, match=f"up to {day.day} {day:%B %Y}"):
            changes.give_new_date(due_on=day + timedelta(days=1), **said)
        if day != change.due_on:
            assert changes.give_new_date(due_on=day, **said).due_on == day


def test_the_last_day_of_a_month_has_a_day_in_every_month():
    assert NewDates(3, 3, 7).furthest(date(2026, 11, 30)) == date(2027, 2, 28)


NO_MORE = "They can’t give another. After this date, the change will show as overdue until they make it."


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        (0, ""),
        (1, "They’ve given 1 new date. They can give 2 more. The date they first promised will still be shown."),
        (2, "They’ve given 2 new dates. They can give 1 more. The date they first promised will still be shown."),
        (3, f"They’ve given 3 new dates. {NO_MORE}"),
        (4, f"They’ve given 4 new dates. {NO_MORE}"),
    ],
)
def test_the_author_is_told_how_often_it_was_moved_and_can_be_again(dates, says):
    assert NewDates(3, 12, 7, [date(2026, 1, 1)] * dates).in_words == says


def test_a_new_date_is_given_by_the_organisation_that_promised_while_the_plan_stands(change, responder):
    later = clock.today() + timedelta(days=60)
    other = factories.member(of=factories.organisation(remit=list(change.story.services.all())))
    with pytest.raises(NotAllowed):
        changes.give_new_date(change_id=change.pk, seen_version=change.version, membership=other, due_on=later, by=other)
    with pytest.raises(ChangedSince):
        changes.give_new_date(change_id=change.pk, seen_version=1, membership=responder, due_on=later, by=responder)
    made = factories.made_change(change=change, membership=responder)
    with pytest.raises(WrongState):
        changes.give_new_date(change_id=change.pk, seen_version=made.version, membership=responder, due_on=later, by=responder)


# ---------------------------------------------------------------- how long words may be


def test_a_long_reply_goes_when_its_author_says_so_and_a_very_long_one_never(change):
    story = change.story
    set_number(region_id=story.region_id, name="reply_words", value=100, by=factories.operator())
    long, very_long = "word " * 150, "word " * 201
    with pytest.raises(NotAcceptable) as refused:
        replies.send_reply(story_id=story.pk, author=story.author, text=long)
    assert refused.value.field == "long_is_fine"
    replies.send_reply(story_id=story.pk, author=story.author, text=long, long_is_fine=True)
    with pytest.raises(NotAcceptable) as refused:
        replies.send_reply(story_id=story.pk, author=story.author, text=very_long, long_is_fine=True)
    assert refused.value.field == "text"


def test_a_long_answer_goes_when_its_responder_says_so_and_a_very_long_one_never(responder):
    story = factories.story_for(responder.organisation)
    set_number(region_id=story.region_id, name="answer_words", value=100, by=factories.operator())
    with pytest.raises(NotAcceptable) as refused:
        factories.sent_answer(story=story, membership=responder, text="word " * 150)
    assert refused.value.field == "long_is_fine"
    factories.sent_answer(story=story, membership=responder, text="word " * 150, long_is_fine=True)
    with pytest.raises(NotAcceptable) as refused:
        factories.sent_answer(story=story, membership=responder, text="x" * 2_500, long_is_fine=True)
    assert refused.value.field == "text"


def test_said_without_words_while_the_same_with_words_waits_is_not_said_to_be_shown(client, change, overdue):
    with overdue:
        not_yet(change, "I was there.")
        session = client.session
        session[AUTHOR], session[STAMP] = change.story.author.pk, stamp_of(change.story.author)
        session.save()
        said = client.post(f"/my-story/changes/{change.pk}/not-yet/", {"text": ""}, follow=True).text
        assert "A moderator will read it. Then we’ll show it with your story." in said
        assert "Thank you. We now show it" not in said
