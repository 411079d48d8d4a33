"""Nothing sinks while it waits: the gravest stands first, every wait has an end, and what comes back is looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from heard.core import clock, reckoning
from heard.core.errors import NotAcceptable
from heard.moderation import tasks
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, CaseMove, Risk
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.queue import PAGE, page_of_cases, waiting_cases
from heard.moderation.queries.waits import DUE_FIRST, over_and_still_waiting, waits_that_are_over
from heard.stories.actions import publishing
from heard.stories.models import State
from tests import factories

pytestmark = pytest.mark.django_db

CRISIS = "Some nights I want to die. Nobody rang back."


@pytest.fixture
def moderator():
    return factories.moderator("senior")


def held(run_jobs, by, *, days=3, note="The county team rings back", **more):
    case = factories.claimed_case(run_jobs=run_jobs, by=by, **more)
    until = clock.today() + timedelta(days=days)
    return deciding.hold(case_id=case.pk, seen_story=0, reason="safeguarding", until=until, note=note, by=by)


def asked(run_jobs, by, **more):
    case = factories.claimed_case(run_jobs=run_jobs, by=by, **more)
    return deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=by)


def fresh(row):
    row.refresh_from_db()
    return row


# ---------------------------------------------------------------- the order


def test_what_waits_stands_in_order_of_risk_then_of_the_day_it_is_due(run_jobs, moderator):
    ordinary = held(run_jobs, moderator, days=1)
    later = held(run_jobs, moderator, days=9, words=CRISIS)
    sooner = held(run_jobs, moderator, days=5, words=CRISIS)
    shown = page_of_cases(waiting_cases(moderator), by=DUE_FIRST).page.rows
    assert [case.pk for case in shown] == [sooner.pk, later.pk, ordinary.pk]


def test_a_hold_of_before_holds_had_an_end_stands_as_overdue(run_jobs, moderator):
    dated, undated = held(run_jobs, moderator, days=1), held(run_jobs, moderator, days=9)
    Case.objects.filter(pk=undated.pk).update(waiting_until=None)
    shown = page_of_cases(waiting_cases(moderator), by=DUE_FIRST).page.rows
    assert [case.pk for case in shown] == [undated.pk, dated.pk]


def test_pages_of_what_waits_leave_nothing_out_and_show_nothing_twice(run_jobs, moderator):
    made = [held(run_jobs, moderator, days=1 + n % 3, words=CRISIS if n % 2 else "I waited.") for n in range(7)]
    seen, page = [], ""
    while True:
        shown = page_of_cases(waiting_cases(moderator), by=DUE_FIRST, page=page, size=2).page
        seen += [case.pk for case in shown.rows]
        if not shown.older:
            break
        page = shown.older
    assert sorted(seen) == sorted(case.pk for case in made)
    assert seen == [case.pk for case in waiting_cases(moderator).order_by(*DUE_FIRST)]


@pytest.mark.parametrize("many", [1, 12])
def test_the_waiting_list_costs_the_same_however_long_it_is(run_jobs, desk, moderator, django_assert_num_queries, many):
    for _ in range(many):
        held(run_jobs, moderator)
    desk.get(reverse("moderation:waiting"))
    with django_assert_num_queries(11):
        assert "The county team rings back" in desk.get(reverse("moderation:waiting")).text


def test_a_page_of_what_waits_is_read_from_an_index(moderator):
    rows = waiting_cases(moderator).order_by(*DUE_FIRST)[: PAGE + 1]
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "case_waiting_by_risk" in plan
    assert "Sort" not in plan


# ---------------------------------------------------------------- a hold has an end


@pytest.mark.parametrize("days", [-1, 0, 29])
def test_a_hold_ends_on_a_day_to_come_and_not_too_far_off(run_jobs, moderator, days):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    until = clock.today() + timedelta(days=days)
    with pytest.raises(NotAcceptable) as refused:
        deciding.hold(case_id=case.pk, seen_story=0, reason="legal", until=until, note="Lawyer", by=moderator)
    assert refused.value.field == "until"
    assert fresh(case.story).state == State.WAITING


def test_a_hold_ends_as_work_begins_in_the_regions_own_time(run_jobs, moderator):
    with clock.at(datetime(2026, 7, 1, 12, tzinfo=UTC)):
        case = held(run_jobs, moderator, days=2)
    assert case.waiting_until == datetime(2026, 7, 3, 8, tzinfo=UTC)  # nine in summer


def test_when_a_hold_ends_the_story_is_in_the_queue_again_by_itself(run_jobs, moderator):
    case = held(run_jobs, moderator)
    tasks.nothing_waits_for_ever(0)
    assert fresh(case).state == "waiting"
    with clock.at(case.waiting_until):
        tasks.nothing_waits_for_ever(0)
        tasks.nothing_waits_for_ever(0)
    assert (fresh(case).state, fresh(case.story).state) == ("queued", State.WAITING)
    assert case.due_at > case.waiting_until
    assert CaseMove.objects.filter(case=case, name="resume").count() == 1


def test_a_hold_that_has_ended_and_was_not_seen_to_is_reckoned(run_jobs, moderator):
    case = held(run_jobs, moderator)
    assert not over_and_still_waiting(reckoning.Window.back())
    with clock.at(case.waiting_until + timedelta(minutes=5)):
        (missing,) = over_and_still_waiting(reckoning.Window.back())
        assert (missing.story_id, missing.of, missing.since) == (case.story_id, case.pk, case.waiting_until)
        tasks.put_right(5)
        assert not over_and_still_waiting(reckoning.Window.back())
    assert fresh(case).state == "queued"


def test_one_wait_that_cannot_be_ended_leaves_the_others(run_jobs, moderator, monkeypatch):
    first, second = held(run_jobs, moderator, days=1), held(run_jobs, moderator, days=2)
    ended = cases.end_wait

    def stumbles(*, case_id, by):
        if case_id == first.pk:
            raise RuntimeError
        return ended(case_id=case_id, by=by)

    monkeypatch.setattr(cases, "end_wait", stumbles)
    with clock.at(second.waiting_until):
        tasks.nothing_waits_for_ever(0)
    assert (fresh(first).state, fresh(second).state) == ("waiting", "queued")


def test_a_question_that_nobody_answered_in_time_comes_back_and_stays_open(run_jobs, moderator):
    case = asked(run_jobs, moderator)
    with clock.at(case.waiting_until):
        cases.end_wait(case_id=case.pk, by=factories.TESTS)
        assert (fresh(case).state, fresh(case.story).state) == ("queued", State.ASKED)
        publishing.answer_moderator(story_id=case.story_id, answer="The eye clinic.", by=case.story.author)
        cases.author_replied(story_id=case.story_id, by=factories.TESTS)
    assert (fresh(case).state, fresh(case.story).state) == ("queued", State.WAITING)


def test_what_is_approved_waits_for_its_morning_whatever_the_sweep_of_holds_does(run_jobs, moderator):
    case = held(run_jobs, moderator)
    Case.objects.filter(pk=case.pk).update(waiting_for="morning")
    with clock.at(case.waiting_until):
        assert cases.end_wait(case_id=case.pk, by=factories.TESTS) is None
        assert waits_that_are_over() == []


def test_a_held_story_that_somebody_read_and_put_back_waits_for_the_same_day(run_jobs, moderator):
    case = held(run_jobs, moderator)
    until = case.waiting_until
    cases.claim_case(case_id=case.pk, by=moderator)
    assert cases.release_case(case_id=case.pk, by=moderator).waiting_until == until
    assert fresh(case).state == "waiting"


def test_a_held_story_put_back_after_its_day_is_in_the_queue(run_jobs, moderator):
    case = held(run_jobs, moderator)
    cases.claim_case(case_id=case.pk, by=moderator)
    with clock.at(case.waiting_until):
        assert cases.release_case(case_id=case.pk, by=moderator).state == "queued"


def test_a_held_story_read_by_somebody_who_left_waits_for_the_same_day(run_jobs, moderator):
    case = held(run_jobs, moderator)
    cases.claim_case(case_id=case.pk, by=moderator)
    cases.release_all_of(person_id=moderator.pk, by=factories.TESTS)
    assert (fresh(case).state, case.waiting_until is not None) == ("waiting", True)


# ---------------------------------------------------------------- what an author says later


def test_a_crisis_in_an_authors_answer_puts_the_story_first(run_jobs, moderator):
    case = asked(run_jobs, moderator)
    assert case.risk < Risk.URGENT
    publishing.answer_moderator(story_id=case.story_id, answer="It does not matter. I am going to end my life.", by=case.story.author)
    run_jobs()
    assert (fresh(case).risk, case.state) == (Risk.URGENT, "queued")
    assert "suicide" in case.signs
    cases.author_replied(story_id=case.story_id, by=factories.TESTS)
    assert CaseMove.objects.filter(case=case, name="signs").count() == 1


def test_an_ordinary_answer_changes_no_risk(run_jobs, moderator):
    case = asked(run_jobs, moderator, words=CRISIS)
    publishing.answer_moderator(story_id=case.story_id, answer="The eye clinic.", by=case.story.author)
    run_jobs()
    assert (fresh(case).risk, case.signs) == (Risk.URGENT, ["suicide"])


# ---------------------------------------------------------------- the desk's figure


def test_in_time_counts_what_still_waits_and_should_not(run_jobs, desk, moderator):
    decided = held(run_jobs, moderator)
    assert decided.decided_at <= decided.due_at
    factories.waiting_case(run_jobs=run_jobs)
    figures = desk_of(moderator)
    assert (figures.decided, figures.in_time, figures.late) == (1, 1, 0)
    with clock.at(clock.now() + timedelta(days=5)):
        figures = desk_of(moderator)
        assert (figures.decided, figures.in_time, figures.late) == (1, 1, 1)
        page = desk.get(reverse("moderation:queue")).text
    assert "50%" in page
    assert "1 is late." in page
