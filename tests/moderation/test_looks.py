"""Whatever the gate finds in any text that goes out wants a look, recorded against just those words, at the action that publishes."""

from datetime import timedelta

import pytest

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, CaseMove, Risk
from heard.moderation.presenters.signs import found_in_words
from heard.moderation.queries.looks import everything_said_in, noticed_in
from heard.responses.actions import changes, replies
from heard.stories.models import State, Story
from heard.stories.rules.going_out import As, GoesOut, look_through, not_looked_at
from tests import factories
from tests.moderation.pages import at

pytestmark = pytest.mark.django_db
NUMBER = "Ring 07700 900123"


@pytest.fixture
def public():
    """A public story, and somebody who listens to it."""
    membership = factories.member(of=factories.organisation(remit=[factories.service()]))
    return factories.story_for(membership.organisation), membership


def claimed(thing, run_jobs, by):
    run_jobs()
    return cases.claim_case(case_id=Case.objects.get(thing_id=thing.pk, closed_at=None).pk, by=by)


# ---------------------------------------------------------------- what a look is at


def noticed(text, field="title"):
    return look_through([GoesOut(field, "the title", text)])


def test_a_look_is_at_these_words_in_this_place_and_at_what_was_found():
    (seen,) = noticed(NUMBER)
    assert not_looked_at([seen], [seen.key]) == []
    for other in (noticed("Ring 07700 900124"), noticed(NUMBER, field="hope"), noticed(f"{NUMBER} or 07700 900124")):
        assert not_looked_at(other, [seen.key]) == other
    assert look_through([GoesOut("title", "the title", NUMBER)], known=["nobody"])[0].key == seen.key


def test_a_tag_has_a_look_of_its_own():
    assert not_looked_at(look_through([GoesOut("good", "the tags", "dr okafor", As.TAG)]), []) == []


# ---------------------------------------------------------------- every kind of thing


@pytest.mark.parametrize(
    ("field", "where"),
    [("title", "the title"), ("text", "the words"), ("hope", "what they’d like to happen"), ("chosen_name", "the chosen name")],
)
def test_no_story_goes_out_with_something_in_it_that_nobody_looked_at(run_jobs, moderator, field, where):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    typed = {field: NUMBER, "edits": () if field == "title" else (("spelling", ""),)}
    unseen = factories.work_for(case, **typed, looked_at=("good:the-nurse", "better:waiting-times", "feeling:anxious"))
    with pytest.raises(NotAcceptable, match=f"found in {where}. Remove it, or tick that it can stay") as refused:
        deciding.publish(case_id=case.pk, seen_story=0, work=unseen, by=moderator)
    assert refused.value.field == "looked_at"
    assert Story.objects.get().state == State.WAITING
    work = factories.work_for(case, **typed)
    deciding.publish(case_id=case.pk, seen_story=0, work=work, by=moderator)
    assert {each for each in work.looked_at if each.startswith(f"{field}@")} <= set(CaseMove.objects.get(name="decide").looked_at)


def test_a_look_at_other_words_is_none(run_jobs, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    before = factories.work_for(case, title=NUMBER)
    after = factories.work_for(case, title=f"{NUMBER}, or Sarah Jones", looked_at=before.looked_at)
    with pytest.raises(NotAcceptable, match="found in the title"):
        deciding.publish(case_id=case.pk, seen_story=0, work=after, by=moderator)


def an_answer(public, run_jobs, by, **changes):
    story, membership = public
    answer = factories.referred_answer(story=story, membership=membership, **changes)
    return claimed(answer, run_jobs, by), {"text": answer.text}, answer.version


def a_reply(public, run_jobs, by, text):
    story, _ = public
    reply = replies.send_reply(story_id=story.pk, author=story.author, text=text, kind="update")
    return claimed(reply, run_jobs, by), {"text": text}, None


def a_plan(public, run_jobs, by, **changes):
    story, membership = public
    said = {"what": "A clock", "who_leads": "Clinic manager", "due_on": clock.today() + timedelta(days=30)} | changes
    change = changes_plan(story, membership, said)
    return claimed(change, run_jobs, by), said, change.version


def changes_plan(story, membership, said):
    return changes.plan_change(story_id=story.pk, membership=membership, **said, by=membership)


def a_change_made(public, run_jobs, by, text):
    story, membership = public
    change = changes.make_change(story_id=story.pk, change_id=None, membership=membership, made_what=text, by=membership)
    return claimed(change, run_jobs, by), {"made_what": text}, change.version


EVERYTHING_SAID = [
    (an_answer, {"text": f"Thank you. {NUMBER}"}, "the answer"),
    (an_answer, {"sign_off": "Love from Joy and Nurse Okafor"}, "the sign-off"),
    (an_answer, {"text": "There will be an inquest."}, "the answer"),
    (a_reply, {"text": NUMBER}, "the author’s words"),
    (a_plan, {"what": NUMBER}, "the plan"),
    (a_plan, {"who_leads": "Nurse Okafor"}, "who leads it"),
    (a_change_made, {"text": NUMBER}, "what was done"),
]


@pytest.mark.parametrize(("make", "given", "where"), EVERYTHING_SAID)
def test_nothing_that_was_said_goes_out_with_something_in_it_that_nobody_looked_at(public, run_jobs, moderator, make, given, where):
    case, words, version = make(public, run_jobs, moderator, **given)
    with pytest.raises(NotAcceptable, match=f"found in {where}") as refused:
        conversation.publish_words(case_id=case.pk, seen_version=version, words=words, by=moderator)
    assert refused.value.field == "looked_at"
    case.refresh_from_db()
    assert case.closed_at is None
    looks = everything_said_in(case, words)
    conversation.publish_words(case_id=case.pk, seen_version=version, words=words, looked_at=looks, by=moderator)
    assert CaseMove.objects.get(case=case, name="decide").looked_at == list(looks)


@pytest.mark.parametrize(("make", "given", "where"), EVERYTHING_SAID)
def test_what_was_found_raises_its_case_and_the_queue_says_what(public, run_jobs, desk, moderator, make, given, where):
    case, *_ = make(public, run_jobs, moderator, **given)
    assert case.risk == Risk.SENSITIVE
    said = found_in_words(case.found)
    assert said.startswith("To check: ")
    cases.release_case(case_id=case.pk, by=moderator)
    assert said in desk.get("/moderation/").text


def test_where_nothing_is_found_nothing_is_asked_and_the_case_waits_its_turn(public, run_jobs, moderator):
    case, words, version = an_answer(public, run_jobs, moderator)
    assert (case.risk, case.found) == (Risk.ORDINARY, [])
    conversation.publish_words(case_id=case.pk, seen_version=version, words=words, by=moderator)


def test_a_story_says_in_the_queue_what_was_found_in_its_tags_and_name(run_jobs, moderator):
    case = factories.waiting_case(run_jobs=run_jobs, better=["dr okafor"], chosen_name="Sarah Jones 1961")
    assert {"staff-name", "name", "date"} & set(case.found) >= {"staff-name", "date"}
    assert "possible staff name" in found_in_words(case.found)


# ---------------------------------------------------------------- on the page


def test_one_tick_for_each_text_on_the_page_that_publishes(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words=f"I waited. {NUMBER}. It was on 3 March 2026.")
    work = factories.work_for(case, title=f"{NUMBER} for me", looked_at=("good:the-nurse", "better:waiting-times", "feeling:anxious"))
    cases.save_work(case_id=case.pk, seen_version=case.version, work=work, by=moderator)
    page = desk.get(at("preview", case)).text
    assert "I’ve checked this in the title and it can stay" in page
    assert "I’ve checked all of these in the words and they can stay" in page
    case.refresh_from_db()
    sent = {"seen": 0, "seen_case": case.version}
    refused = desk.post(at("preview", case), sent)
    assert (refused.status_code, "Check what we found in the title and the words" in refused.text) == (422, True)
    title, words = (each.key for each in noticed_in(case.story, work))
    refused = desk.post(at("preview", case), sent | {"looked_at": [title]})
    assert (refused.status_code, f'value="{title}" checked' in refused.text) == (422, True)
    assert "Check what we found in the words" in refused.text
    assert desk.post(at("preview", case), sent | {"looked_at": [title, words]}).status_code == 302
    assert Story.objects.get().state == State.PUBLISHED


def test_a_full_name_in_a_sign_off_is_looked_at_on_the_page_that_publishes(public, run_jobs, desk, moderator):
    case, words, version = an_answer(public, run_jobs, moderator, sign_off="Love from Joy and Nurse Okafor")
    sent = {"seen": version, **words}
    page = desk.post(at("case", case), sent | {"do": "look"}).text
    assert "in the sign-off and they can stay" in page
    refused = desk.post(at("case", case), sent | {"do": "publish"})
    assert (refused.status_code, "Check what we found in the sign-off" in refused.text) == (422, True)
    looks = list(everything_said_in(case, words))
    assert desk.post(at("case", case), sent | {"do": "publish", "looked_at": looks}).status_code == 302


# ---------------------------------------------------------------- the morning


def test_what_was_approved_is_looked_at_again_where_the_gate_finds_more_by_then(run_jobs, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words=NUMBER)
    work = factories.work_for(case, looked_at=("good:the-nurse", "better:waiting-times", "feeling:anxious"))
    cases.put_to_wait(cases.locked_case(case.pk), "morning", until=clock.now(), note="", by=moderator, move="approve", work=work.as_json())
    back = deciding.publish_approved(case_id=case.pk, by=factories.TESTS)
    assert (back.waiting_for, back.closed_at) == ("", None)
    assert CaseMove.objects.filter(case=case, name="resume").get().why == "not-ready:looked_at"
