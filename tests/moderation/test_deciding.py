from datetime import timedelta

import pytest

from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, CaseMove
from heard.moderation.policies import BeingRead
from heard.responses.actions import authors, changes, replies
from heard.stories.actions import authoring
from heard.stories.models import Edit, State
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db


def tomorrow():
    return clock.today() + timedelta(days=1)


def fresh(row):
    row.refresh_from_db()
    return row


# ---------------------------------------------------------------- stories


def test_publishing_the_authors_own_words(case, moderator):
    closed = deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    story = fresh(case.story)
    assert (story.state, story.criticality, closed.outcome) == (State.PUBLISHED, 2, "published")
    assert closed.closed_at
    assert closed.decided_at
    assert closed.work is None


def test_publishing_with_edits_corrects_everything_at_once(case, moderator):
    other = factories.service()
    work = factories.work_for(
        case,
        text="I come every week.",
        chosen_name="Tern",
        edits=(("date-or-place", "The day could be looked up."), ("identifies-author", "")),
        services=(other.pk,),
        good=("kindness",),
        better=(),
        feelings=("calm",),
        looked_at=("good:kindness", "feeling:calm"),
        about_child=False,
    )
    closed = deciding.publish(case_id=case.pk, seen_story=0, work=work, by=moderator)
    story = fresh(case.story)
    assert (story.text, story.chosen_name, story.service_ids, story.about_child) == ("I come every week.", "Tern", [other.pk], False)
    assert story.tag_slugs == ["good:kindness", "feeling:calm"]
    assert closed.outcome == "published-edited"
    assert Edit.objects.filter(version__story=story).count() == 2
    assert story.original.words == factories.DEFAULTS["words"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"criticality": None}, "criticality"),
        ({"title": ""}, "title"),
        ({"text": "Other words"}, "edits"),
        ({"text": "Other words", "edits": (("other", ""),)}, "edits"),
        ({"edits": (("length", ""),)}, "edits"),
        ({"services": (10**9,)}, "services"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_done(case, moderator, changes, field):
    with pytest.raises(NotAcceptable) as refused:
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case, **changes), by=moderator)
    assert refused.value.field == field
    assert (fresh(case.story).version, fresh(case).closed_at) == (0, None)


def test_an_old_page_cannot_decide(case, moderator):
    for act, words in (
        (deciding.publish, {"work": factories.work_for(case)}),
        (deciding.ask, {"question": "Which?"}),
        (deciding.hold, {"reason": "legal", "until": tomorrow(), "note": "Lawyer"}),
        (deciding.decline, {"reason": "duplicate", "message": "Sorry"}),
        (deciding.decline, {"reason": "not-genuine", "message": "Sorry", "note": "Copied"}),
    ):
        with pytest.raises(ChangedSince):
            act(case_id=case.pk, seen_story=99, by=moderator, **words)
    assert fresh(case).claimed_by == moderator


def test_only_who_claimed_it_decides(case, moderator):
    with pytest.raises(BeingRead):
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=factories.moderator())
    cases.release_case(case_id=case.pk, by=moderator)
    with pytest.raises(WrongState):
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)


def test_deciding_twice_is_refused(case, moderator):
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    with pytest.raises(WrongState):
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)


def test_asking_waits_and_an_empty_question_is_refused(case, moderator):
    with pytest.raises(NotAcceptable):
        deciding.ask(case_id=case.pk, seen_story=0, question=" ", by=moderator)
    asked = deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=moderator)
    assert (asked.waiting_for, asked.claimed_by, fresh(case.story).state) == ("author", None, State.ASKED)
    assert asked.waiting_until
    with pytest.raises(WrongState):
        deciding.ask(case_id=case.pk, seen_story=1, question="Which clinic?", by=moderator)


def test_holding_wants_a_reason_and_a_note(case, moderator):
    for reason, note in (("legal", " "), ("boredom", "x")):
        with pytest.raises(NotAcceptable):
            deciding.hold(case_id=case.pk, seen_story=0, reason=reason, until=tomorrow(), note=note, by=moderator)
    held = deciding.hold(case_id=case.pk, seen_story=0, reason="safeguarding", until=tomorrow(), note="The county team", by=moderator)
    assert (held.waiting_for, fresh(case.story).state) == ("safeguarding", State.HELD)


def test_a_hold_is_released_to_the_queue_whoever_has_it(case, moderator):
    deciding.hold(case_id=case.pk, seen_story=0, reason="legal", until=tomorrow(), note="Lawyer", by=moderator)
    released = deciding.release_hold(case_id=case.pk, seen_story=1, note="They say yes", by=factories.moderator())
    assert (released.state, fresh(case.story).state) == ("queued", State.WAITING)
    cases.claim_case(case_id=case.pk, by=moderator)
    deciding.hold(case_id=case.pk, seen_story=2, reason="legal", until=tomorrow(), note="Again", by=moderator)
    cases.claim_case(case_id=case.pk, by=moderator)
    with pytest.raises(BeingRead):
        deciding.release_hold(case_id=case.pk, seen_story=3, by=factories.moderator())
    assert deciding.release_hold(case_id=case.pk, seen_story=3, by=moderator).state == "queued"
    with pytest.raises(WrongState):
        deciding.release_hold(case_id=case.pk, seen_story=4, by=moderator)


def test_declining_tells_the_author_why(case, moderator):
    for reason, message in (("duplicate", " "), ("dull", "Sorry")):
        with pytest.raises(NotAcceptable):
            deciding.decline(case_id=case.pk, seen_story=0, reason=reason, message=message, by=moderator)
    closed = deciding.decline(case_id=case.pk, seen_story=0, reason="duplicate", message="We have it already.", by=moderator)
    move = case.story.moves.get(name="decline")
    assert (closed.outcome, move.reason, move.message) == ("declined", "duplicate", "We have it already.")


def test_a_question_is_never_declined_for_being_one(run_jobs, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, is_question=True)
    with pytest.raises(NotAcceptable, match="never decline"):
        deciding.decline(case_id=case.pk, seen_story=0, reason="not-an-experience", message="Sorry", by=moderator)


def test_not_genuine_takes_two(case, moderator):
    second = factories.moderator()
    for message, note in (("Sorry", " "), (" ", "Copied from a newspaper")):
        with pytest.raises(NotAcceptable):
            deciding.decline(case_id=case.pk, seen_story=0, reason="not-genuine", message=message, note=note, by=moderator)
    proposed = deciding.decline(
        case_id=case.pk, seen_story=0, reason="not-genuine", message="Sorry", note="Copied from a newspaper", by=moderator
    )
    assert (proposed.state, proposed.proposed_by, fresh(case.story).state) == ("queued", moderator, State.WAITING)
    assert cases.claim_next(by=moderator) is None
    cases.claim_case(case_id=case.pk, by=moderator)
    with pytest.raises(NotAllowed, match="someone else"):
        deciding.decline(case_id=case.pk, seen_story=0, reason="not-genuine", message="Sorry", note="Really", by=moderator)
    cases.release_case(case_id=case.pk, by=moderator)
    cases.claim_case(case_id=case.pk, by=second)
    closed = deciding.decline(case_id=case.pk, seen_story=0, reason="not-genuine", message="Sorry", by=second)
    assert (closed.outcome, fresh(case.story).state) == ("declined", State.DECLINED)
    assert CaseMove.objects.get(case=case, name="propose").note == "Copied from a newspaper"


def test_a_second_moderator_may_think_otherwise(case, moderator):
    second = factories.moderator()
    deciding.decline(case_id=case.pk, seen_story=0, reason="not-genuine", message="Sorry", note="Odd", by=moderator)
    cases.claim_case(case_id=case.pk, by=second)
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=second)
    assert fresh(case.story).state == State.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_a_moderator_publishes_waits_and_wins(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    author = case.story.author

    with meanwhile(lambda: authoring.withdraw_story(story_id=case.story_id, by=author)) as other:
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    assert other.refused is None
    assert fresh(case.story).state == State.WITHDRAWN


# ---------------------------------------------------------------- what is said about a story


def claimed(run_jobs, subject, moderator):
    run_jobs()
    return cases.claim_case(case_id=Case.objects.get(subject=subject, closed_at=None).pk, by=moderator)


def test_an_answer_is_published_as_it_was_written(run_jobs, moderator):
    answer = factories.referred_answer()
    case = claimed(run_jobs, "answer", moderator)
    closed = conversation.publish_words(case_id=case.pk, seen_version=answer.version, words={"text": answer.text}, by=moderator)
    assert (fresh(answer).state, answer.heavily_edited, closed.outcome) == ("published", False, "published")


@pytest.mark.parametrize(("text", "heavy"), [(factories.ANSWER.replace("desk", "front desk"), False), ("We are sorry.", True)])
def test_more_than_a_little_edited_lowers_the_score(run_jobs, moderator, text, heavy):
    answer = factories.referred_answer()
    case = claimed(run_jobs, "answer", moderator)
    with pytest.raises(NotAcceptable):
        conversation.publish_words(case_id=case.pk, seen_version=answer.version, words={"text": text}, by=moderator)
    closed = conversation.publish_words(case_id=case.pk, seen_version=answer.version, words={"text": text}, note="Plainer", by=moderator)
    assert (fresh(answer).text, answer.heavily_edited, answer.as_sent, closed.outcome) == (
        text,
        heavy,
        factories.ANSWER,
        "published-edited",
    )


def test_an_answer_is_returned_with_words_and_comes_back_as_a_new_case(run_jobs, moderator):
    answer = factories.referred_answer()
    case = claimed(run_jobs, "answer", moderator)
    with pytest.raises(NotAcceptable):
        conversation.give_back(case_id=case.pk, seen_version=answer.version, reason=" ", by=moderator)
    with pytest.raises(ChangedSince):
        conversation.give_back(case_id=case.pk, seen_version=99, reason="Say sorry", by=moderator)
    assert conversation.give_back(case_id=case.pk, seen_version=answer.version, reason="Say sorry", by=moderator).outcome == "returned"
    assert fresh(answer).state == "returned"


def test_a_reply_is_published_edited_or_declined(run_jobs, moderator):
    story = factories.published_story()
    for text in ("Thank you, Nurse Jones.", "Goodbye."):
        replies.send_reply(story_id=story.pk, author=story.author, text=text)
    run_jobs()
    first, second = (cases.claim_next(subject="reply", by=moderator) for _ in range(2))
    with pytest.raises(NotAcceptable):
        conversation.publish_words(case_id=first.pk, words={"text": "Thank you."}, by=moderator)
    assert (
        conversation.publish_words(case_id=first.pk, words={"text": "Thank you."}, note="No names", by=moderator).outcome
        == "published-edited"
    )
    with pytest.raises(NotAcceptable):
        conversation.give_back(case_id=second.pk, reason=" ", by=moderator)
    assert conversation.give_back(case_id=second.pk, reason="It names somebody.", by=moderator).outcome == "declined"
    with pytest.raises(WrongState):
        conversation.give_back(case_id=second.pk, reason="It names somebody.", by=moderator)


def test_a_plan_is_published_then_its_making_returned_to_the_plan(run_jobs, moderator):
    answer = factories.published_answer()
    membership = answer.organisation.memberships.get(person=answer.person)
    change = factories.planned_change(story=answer.story, membership=membership, published=False)
    case = claimed(run_jobs, "change", moderator)
    sent = {"what": change.what, "who_leads": change.who_leads, "due_on": change.due_on}
    with pytest.raises(NotAcceptable):
        conversation.publish_words(case_id=case.pk, seen_version=change.version, words=sent | {"what": "Something else"}, by=moderator)
    conversation.publish_words(case_id=case.pk, seen_version=change.version, words=sent, by=moderator)
    assert fresh(change).state == "planned"
    changes.make_change(change_id=change.pk, membership=membership, made_what="It is up.", by=membership)
    case = claimed(run_jobs, "change", moderator)
    returned = conversation.give_back(case_id=case.pk, seen_version=fresh(change).version, reason="Since when?", by=moderator)
    assert (returned.outcome, fresh(change).state) == ("returned-to-plan", "planned")
    changes.make_change(change_id=change.pk, membership=membership, made_what="It is up since May.", by=membership)
    case = claimed(run_jobs, "change", moderator)
    words = {"made_what": "It is up since spring."}
    made = conversation.publish_words(
        case_id=case.pk, seen_version=fresh(change).version, words=words, note="The month is enough", by=moderator
    )
    assert (made.outcome, fresh(change).made_what) == ("published-edited", "It is up since spring.")


def test_a_plan_is_returned(run_jobs, moderator):
    answer = factories.published_answer()
    change = factories.planned_change(
        story=answer.story, membership=answer.organisation.memberships.get(person=answer.person), published=False
    )
    case = claimed(run_jobs, "change", moderator)
    assert conversation.give_back(case_id=case.pk, seen_version=change.version, reason="By when?", by=moderator).outcome == "returned"


def test_a_report_is_seen_to_by_a_senior_with_a_note(run_jobs):
    senior = factories.moderator("senior")
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    case = claimed(run_jobs, "treated-differently", senior)
    with pytest.raises(NotAcceptable):
        conversation.see_to_report(case_id=case.pk, note=" ", by=senior)
    assert conversation.see_to_report(case_id=case.pk, note="Called the chief executive", by=senior).outcome == "seen-to"


def test_a_decision_for_something_else_is_refused(case, moderator):
    for act, words in (
        (conversation.publish_words, {"seen_version": 1, "words": {"text": "x"}}),
        (conversation.give_back, {"seen_version": 1, "reason": "x"}),
        (conversation.see_to_report, {"note": "x"}),
    ):
        with pytest.raises(NotAllowed):
            act(case_id=case.pk, by=moderator, **words)


def test_only_what_has_nothing_left_is_put_away(case, moderator):
    with pytest.raises(NotAllowed):
        conversation.put_away(case_id=case.pk, by=moderator)
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    assert conversation.put_away(case_id=case.pk, by=moderator).outcome == "nothing-left"
