"""An author asks us to look again at a decline: somebody who had no part in it decides."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from heard.core.errors import NotAllowed, WrongState
from heard.moderation import queries
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case
from heard.regions.actions import set_number
from heard.stories.actions.publishing import ask_to_look_again
from heard.stories.models import State
from tests import factories

pytestmark = pytest.mark.django_db

SORRY = {"reason": "too-long-ago", "message": "It happened too long ago."}


@pytest.fixture
def first():
    return factories.person(name="First Moderator", roles=["first-line"])


@pytest.fixture
def second():
    return factories.person(name="Second Moderator", roles=["first-line"])


@pytest.fixture
def declined(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    deciding.decline(case_id=case.pk, seen_story=0, by=first, **SORRY)
    case.story.refresh_from_db()
    return case.story


def appeal(story, run_jobs, words="It was in June, not years ago."):
    ask_to_look_again(story_id=story.pk, words=words, by=story.author)
    run_jobs()
    story.refresh_from_db()
    return Case.objects.get(story=story, closed_at=None)


def at(view, case):
    return reverse(f"moderation:{view}", kwargs={"case_id": case.pk})


def test_an_appeal_is_a_new_case_for_somebody_else(declined, run_jobs, first, second):
    case = appeal(declined, run_jobs)
    assert (declined.state, case.appeal, case.not_for, case.line) == (State.WAITING, True, [first.pk], 1)
    assert cases.claim_next(by=first) is None
    with pytest.raises(NotAllowed, match="Somebody else looks"):
        cases.claim_case(case_id=case.pk, by=first)
    assert cases.claim_next(by=second) == case
    deciding.publish(case_id=case.pk, seen_story=declined.version, work=factories.work_for(case), by=second)
    declined.refresh_from_db()
    assert declined.state == State.PUBLISHED


def test_asking_twice_is_asking_once_and_only_as_often_as_the_region_says(declined, run_jobs, second):
    for _ in range(2):
        ask_to_look_again(story_id=declined.pk, words="Please", by=declined.author)
    assert declined.moves.filter(name="reconsider").count() == 1
    with pytest.raises(WrongState):
        ask_to_look_again(story_id=declined.pk, words="Another thing", by=declined.author)
    run_jobs()
    case = cases.claim_next(by=second)
    deciding.decline(case_id=case.pk, seen_story=2, by=second, **SORRY)
    with pytest.raises(NotAllowed):
        ask_to_look_again(story_id=declined.pk, words="Please!", by=declined.author)
    set_number(region_id=declined.region_id, name="appeals", value=2, by=factories.TESTS)
    again = appeal(declined, run_jobs, "Please!")
    assert again.not_for == sorted(declined_by(declined))
    assert len(again.not_for) == 2


def declined_by(story):
    return {int(ref.partition(":")[2]) for ref in story.moves.filter(name="decline").values_list("by", flat=True)}


def test_nobody_elses_story_is_appealed_for(declined):
    with pytest.raises(declined.DoesNotExist):
        ask_to_look_again(story_id=declined.pk, words="", by=factories.author())


def test_what_is_not_declined_cannot_be_appealed_against():
    story = factories.sent_story()
    with pytest.raises(WrongState):
        ask_to_look_again(story_id=story.pk, words="", by=story.author)


def test_not_genuine_by_two_is_looked_at_by_a_third_who_is_enough(run_jobs, first, second):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    words = {"reason": "not-genuine", "message": "Sorry"}
    deciding.decline(case_id=case.pk, seen_story=0, note="Copied", by=first, **words)
    cases.claim_case(case_id=case.pk, by=second)
    deciding.decline(case_id=case.pk, seen_story=0, by=second, **words)
    again = appeal(case.story, run_jobs)
    assert again.not_for == sorted([first.pk, second.pk])
    third = factories.moderator()
    cases.claim_case(case_id=again.pk, by=third)
    assert "Copied" in [each.words for each in queries.history_of(again)]
    closed = deciding.decline(case_id=again.pk, seen_story=case.story.version, by=third, **words)
    assert closed.outcome == "declined"


def test_an_appeal_against_something_else_still_needs_two_for_not_genuine(declined, run_jobs, second):
    case = appeal(declined, run_jobs)
    cases.claim_case(case_id=case.pk, by=second)
    proposed = deciding.decline(case_id=case.pk, seen_story=2, reason="not-genuine", message="Sorry", note="Copied", by=second)
    assert proposed.state == "queued"


def test_what_was_decided_further_up_is_appealed_to_there(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    cases.pass_up(case_id=case.pk, line=2, note="Hard", by=first)
    upper = factories.moderator("second-line")
    cases.claim_case(case_id=case.pk, by=upper)
    deciding.decline(case_id=case.pk, seen_story=0, by=upper, **SORRY)
    assert appeal(case.story, run_jobs).line == 2


def test_an_ordinary_case_is_no_appeal(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    assert (case.appeal, case.not_for, queries.appeal_of(case)) == (False, [], None)


def test_the_desk_says_what_it_is_and_who_may(declined, run_jobs, client, first, second):
    case = appeal(declined, run_jobs)
    desk = factories.sign_in(client, first)
    assert "had a part in the decision" in desk.get(at("case", case)).text
    assert at("case", case) not in desk.get(reverse("moderation:queue")).text
    assert desk.post(at("claim", case)).status_code == 403
    desk = factories.sign_in(client, second)
    assert "Appeal" in desk.get(reverse("moderation:queue")).text
    page = desk.post(at("claim", case), follow=True).text
    for words in ("The author asks us to look again", "It was in June, not years ago.", "It happened too long ago.", "you had no part"):
        assert words.lower() in page.lower()
    look = desk.get(at("decline", case) + "?reason=duplicate").text
    assert "this decision stands" in look


def test_an_appeal_without_words_says_so(declined, run_jobs, client, second):
    case = appeal(declined, run_jobs, "")
    cases.claim_case(case_id=case.pk, by=second)
    assert "The author did not say why." in factories.sign_in(client, second).get(at("case", case)).text


def test_the_withdrawn_appeal_leaves_the_queue(declined, run_jobs):
    from heard.stories.actions.telling import withdraw_story

    case = appeal(declined, run_jobs)
    withdraw_story(story_id=declined.pk, by=declined.author)
    run_jobs()
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_appealing_waits_and_wins(run_jobs):
    from heard.stories.actions.telling import withdraw_story

    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.decline(case_id=case.pk, seen_story=0, by=moderator, **SORRY)
    story = case.story

    def withdraw():
        try:
            withdraw_story(story_id=story.pk, by=story.author)
        finally:
            connection.close()

    thread = threading.Thread(target=withdraw)
    with transaction.atomic():
        ask_to_look_again(story_id=story.pk, words="", by=story.author)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "withdrawing did not wait"
    thread.join()
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    run_jobs()
    assert not Case.objects.filter(closed_at=None).exists()
