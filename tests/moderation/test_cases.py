import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from heard.accounts.actions import people
from heard.accounts.models import Person
from heard.core import clock, events
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.models import Event
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.actions.cases import ColleagueWorksOnIt
from heard.moderation.models import Case, CaseMove, Line, Risk
from heard.moderation.policies import BeingRead
from heard.moderation.presenters.figures import figures
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.queue import URGENT_FIRST, page_of_cases, queue, waiting_cases
from heard.moderation.queries.waits import DUE_FIRST
from heard.responses.actions import authors, replies
from heard.stories.actions import authoring, publishing
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db


def names(case):
    return [move.name for move in CaseMove.objects.filter(case=case)]


def run_again(name):
    """Every handler of the newest fact of this name, once more: jobs may run twice."""
    event = Event.objects.filter(name=name).latest("pk")
    for handler in events._handlers[name]:
        events.handle(event_id=event.pk, handler=handler)


# ---------------------------------------------------------------- opening


def test_a_sent_story_opens_one_case_however_often_it_is_handled(run_jobs):
    story = factories.sent_story(words="I want to die. Nobody came.")
    run_jobs()
    run_again("stories.sent")
    case = Case.objects.get(story=story)
    assert (case.subject, case.risk, case.signs, case.word_count) == ("story", Risk.URGENT, ["suicide"], 6)
    assert case.due_at > case.opened_at
    assert names(case) == ["open"]


def test_a_decided_story_is_not_opened_again(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    run_again("stories.sent")
    assert Case.objects.count() == 1


def test_the_database_refuses_a_second_open_case(run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(subject="story", story=case.story)


@pytest.mark.parametrize(
    "columns",
    [
        {"closed_at": "now"},
        {"closed_at": "now", "outcome": "published", "work": {"title": "kept"}},
        {"claimed_at": "now", "waiting_for": "author"},
    ],
)
def test_the_database_refuses_cases_that_contradict_themselves(run_jobs, columns):
    case = factories.waiting_case(run_jobs=run_jobs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**{name: clock.now() if value == "now" else value for name, value in columns.items()})


def test_answers_changes_and_replies_open_cases_of_their_own(run_jobs):
    answer = factories.referred_answer()
    membership = answer.organisation.memberships.get(person=answer.person)
    change = factories.planned_change(story=answer.story, membership=membership, published=False)
    reply = replies.send_reply(story_id=answer.story_id, author=answer.story.author, text="Thank you for asking.")
    run_jobs()
    for name in ("responses.answer_referred", "responses.change_sent", "responses.reply_sent"):
        run_again(name)
    opened = Case.objects.exclude(subject="story")
    assert sorted(opened.values_list("subject", "thing_id")) == [("answer", answer.pk), ("change", change.pk), ("reply", reply.pk)]


def test_what_is_said_about_a_critical_story_stands_higher(run_jobs):
    membership = factories.member(of=factories.organisation(remit=[factories.service()]))
    story = factories.story_for(membership.organisation, criticality=4)
    factories.referred_answer(story=story, membership=membership)
    run_jobs()
    assert Case.objects.get(subject="answer").risk == Risk.CRITICAL


def test_a_report_of_unfair_treatment_goes_to_seniors_alone(run_jobs):
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    run_jobs()
    run_again("responses.treated_differently")
    case = Case.objects.get(subject="treated-differently")
    assert case.senior_only
    assert case not in queue(factories.moderator("second-line"))
    assert case in queue(factories.moderator("senior"))
    with pytest.raises(NotAllowed):
        cases.claim_case(case_id=case.pk, by=factories.moderator())
    with pytest.raises(NotAllowed):
        cases.add_note(case_id=case.pk, note="What is this?", by=factories.moderator())


# ---------------------------------------------------------------- claiming


def test_one_moderator_at_a_time(run_jobs):
    first, second = factories.person(name="Imogen", roles=["first-line"]), factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    with pytest.raises(BeingRead, match="Imogen is reading this"):
        cases.claim_case(case_id=case.pk, by=second)
    cases.claim_case(case_id=case.pk, by=first)
    cases.release_case(case_id=case.pk, note="Lunch", by=first)
    cases.claim_case(case_id=case.pk, by=second)
    assert names(case) == ["open", "claim", "release", "claim"]


def test_a_claim_left_alone_is_taken_over_with_a_note(run_jobs):
    first, second = factories.moderator(), factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    with clock.at(clock.now() + timedelta(minutes=61)):
        with pytest.raises(NotAcceptable) as refused:
            cases.claim_case(case_id=case.pk, by=second)
        assert refused.value.field == "note"
        taken = cases.claim_case(case_id=case.pk, note="Imogen went home", by=second)
        assert taken.claimed_by == second
        with pytest.raises(BeingRead):
            cases.save_work(case_id=case.pk, seen_version=taken.version, work=factories.work_for(case), by=first)


def test_strangers_and_former_moderators_claim_nothing(run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    former = factories.moderator("senior")
    Person.objects.filter(pk=former.pk).update(is_active=False)
    former.refresh_from_db()
    for person in (factories.person(), factories.person(roles=["operator"]), former):
        with pytest.raises(NotAllowed):
            cases.claim_case(case_id=case.pk, by=person)


def test_what_somebody_was_reading_goes_back_when_they_leave(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    people.deactivate(person_id=moderator.pk, by=factories.person(roles=["operator"]))
    run_jobs()
    case.refresh_from_db()
    assert case.state == "queued"


def test_a_decided_case_is_claimed_by_nobody(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    run_jobs()
    with pytest.raises(WrongState):
        cases.claim_case(case_id=case.pk, by=moderator)
    with pytest.raises(WrongState, match="already been decided"):
        cases.release_case(case_id=case.pk, by=moderator)


def test_the_next_case_is_the_gravest_then_the_oldest(run_jobs):
    moderator = factories.moderator()
    ordinary = factories.waiting_case(run_jobs=run_jobs)
    later = factories.waiting_case(run_jobs=run_jobs)
    grave = factories.waiting_case(run_jobs=run_jobs, words="I want to die")
    praise = factories.waiting_case(run_jobs=run_jobs, words="Everyone was lovely", better=[])
    assert cases.claim_next(by=moderator) == grave
    grave.refresh_from_db()
    assert grave.claimed_by is None, "hard words are warned of first: claiming is a step of its own"
    cases.claim_case(case_id=grave.pk, by=moderator)
    assert [cases.claim_next(by=moderator) for _ in range(4)] == [ordinary, later, praise, None]
    assert cases.claim_next(subject="answer", by=moderator) is None


def test_passing_up_hides_nothing_from_those_above(run_jobs):
    first, senior = factories.moderator(), factories.moderator("senior")
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    for line, note, field in ((Line.FIRST, "Please", "line"), (9, "Please", "line"), (Line.SENIOR, " ", "note")):
        with pytest.raises(NotAcceptable) as refused:
            cases.pass_up(case_id=case.pk, line=line, note=note, by=first)
        assert refused.value.field == field
    cases.pass_up(case_id=case.pk, line=Line.SENIOR, note="A court case, I think", by=first)
    assert case not in queue(first)
    with pytest.raises(NotAllowed):
        cases.claim_case(case_id=case.pk, by=first)
    assert cases.claim_next(by=senior) == case


def test_notes_are_kept_and_empty_ones_refused(run_jobs):
    case, moderator = factories.waiting_case(run_jobs=run_jobs), factories.moderator()
    cases.add_note(case_id=case.pk, note="Asked the lawyer", by=moderator)
    with pytest.raises(NotAcceptable):
        cases.add_note(case_id=case.pk, note=" ", by=moderator)
    assert CaseMove.objects.get(case=case, name="note").note == "Asked the lawyer"


@pytest.mark.django_db(transaction=True)
def test_two_moderators_claim_at_once_and_one_wins(run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    first, second = factories.moderator(), factories.moderator()
    with meanwhile(lambda: cases.claim_case(case_id=case.pk, by=second)) as other:
        cases.claim_case(case_id=case.pk, by=first)
    case.refresh_from_db()
    assert isinstance(other.refused, BeingRead)
    assert case.claimed_by == first


@pytest.mark.django_db(transaction=True)
def test_two_moderators_take_the_next_at_once_and_get_different_ones(run_jobs):
    both = {factories.waiting_case(run_jobs=run_jobs), factories.waiting_case(run_jobs=run_jobs)}
    first, second = factories.moderator(), factories.moderator()
    taken = []

    def take():
        try:
            taken.append(cases.claim_next(by=second))
        finally:
            connection.close()

    thread = threading.Thread(target=take)
    with transaction.atomic():
        taken.append(cases.claim_next(by=first))
        thread.start()
        thread.join()
    assert set(taken) == both


# ---------------------------------------------------------------- work that is kept


def test_work_is_kept_for_whoever_reads_on(run_jobs):
    first, second = factories.moderator(), factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    work = factories.work_for(case, title="A better title", edits=(("length", "Shortened"),))
    saved = cases.save_work(case_id=case.pk, seen_version=case.version, work=work, by=first)
    cases.release_case(case_id=case.pk, by=first)
    again = cases.claim_case(case_id=case.pk, by=second)
    assert again.work["title"] == "A better title"
    assert saved.version > case.version


def test_work_saved_from_an_old_page_is_caught(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    work = factories.work_for(case)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=work, by=moderator)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=work, by=moderator)
    with pytest.raises(ColleagueWorksOnIt):
        cases.save_work(case_id=case.pk, seen_version=case.version, work=factories.work_for(case, title="Older"), by=moderator)


# ---------------------------------------------------------------- withdrawing and answering


def test_a_withdrawn_story_closes_everything_about_it_but_reports(run_jobs):
    answer = factories.referred_answer()
    authors.report_treated_differently(story_id=answer.story_id, author=answer.story.author, text="They asked who I am.")
    run_jobs()
    authoring.withdraw_story(story_id=answer.story_id, by=answer.story.author)
    run_jobs()
    run_again("stories.withdrawn")
    assert dict(Case.objects.exclude(subject="story").values_list("subject", "outcome")) == {
        "answer": "withdrawn",
        "treated-differently": "",
    }


def test_a_withdrawn_reply_closes_its_case_alone(run_jobs):
    story = factories.published_story()
    kept = replies.send_reply(story_id=story.pk, author=story.author, text="One more thing.")
    gone = replies.send_reply(story_id=story.pk, author=story.author, text="Never mind.")
    run_jobs()
    replies.withdraw_reply(reply_id=gone.pk, author=story.author)
    run_jobs()
    assert dict(Case.objects.filter(subject="reply").values_list("thing_id", "outcome")) == {kept.pk: "", gone.pk: "withdrawn"}


def test_asked_and_answered_is_back_in_the_queue_once(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=moderator)
    run_jobs()
    assert list(waiting_cases(moderator)) == [case]
    publishing.answer_moderator(story_id=case.story_id, answer="The blue one", by=case.story.author)
    run_jobs()
    run_again("stories.author_replied")
    assert list(queue(moderator)) == [case]
    assert names(case) == ["open", "claim", "wait", "resume"]


def test_an_answer_that_the_desk_is_told_of_late_does_not_end_the_wait_for_the_next_one(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=moderator)
    publishing.answer_moderator(story_id=case.story_id, answer="The blue one", by=case.story.author)
    cases.claim_case(case_id=case.pk, by=moderator)
    case.story.refresh_from_db()
    deciding.ask(case_id=case.pk, seen_story=case.story.version, question="In which town?", by=moderator)
    run_jobs()
    assert list(queue(moderator)) == []
    assert list(waiting_cases(moderator)) == [case]


def test_a_waiting_case_taken_back_and_put_down_waits_on(run_jobs):
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.hold(
        case_id=case.pk, seen_story=0, reason="legal", until=clock.today() + timedelta(days=3), note="Our lawyer reads it", by=moderator
    )
    cases.claim_case(case_id=case.pk, by=moderator)
    released = cases.release_case(case_id=case.pk, by=moderator)
    assert released.waiting_for == "legal"
    assert list(queue(moderator)) == []


# ---------------------------------------------------------------- figures and lists


def test_the_desk_counts_what_is_in_time(run_jobs):
    moderator = factories.moderator()
    for _ in range(2):
        case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - timedelta(days=1))
    waiting = factories.waiting_case(run_jobs=run_jobs)
    desk = desk_of(moderator)
    assert (desk.waiting, desk.oldest, desk.decided, desk.in_time) == (1, waiting.opened_at, 2, 1)
    assert desk.by_subject["story"] == 1


def test_what_is_overdue_and_still_waits_counts_as_not_in_time(run_jobs):
    """A desk that decides nothing is not one that is always in time."""
    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    assert figures(desk_of(moderator), within=4)[2].value == "100%"
    late = [factories.waiting_case(run_jobs=run_jobs) for _ in range(3)]
    Case.objects.filter(pk__in=[each.pk for each in late]).update(due_at=clock.now() - timedelta(hours=1))
    desk = desk_of(moderator)
    assert (desk.decided, desk.in_time, desk.late) == (1, 1, 3)
    in_time = figures(desk, within=4)[2]
    assert in_time.value == "25%"
    assert in_time.note.startswith("Of 4 stories in the last 7 days. 3 are late.")


def walk(cases, by):
    """All rows, page by page."""
    found, page = [], ""
    while True:
        shown = page_of_cases(cases, by=by, page=page, size=2).page
        found += shown.rows
        if shown.older is None:
            return found
        page = shown.older


def test_pages_of_what_waits_go_by_risk_and_the_day_it_is_due_back_and_lose_nothing(run_jobs):
    moderator, now = factories.moderator(), clock.now()
    made = [factories.waiting_case(run_jobs=run_jobs, words=words) for words in ("a", "b", "c", "I want to die", "e")]
    for case, days in zip(made, (3, 1, None, 2, 1), strict=True):
        until = now + timedelta(days=days) if days else None
        Case.objects.filter(pk=case.pk).update(waiting_for="author" if days else "legal", waiting_until=until)
    assert walk(waiting_cases(moderator), DUE_FIRST) == [made[3], made[2], made[1], made[4], made[0]]


def test_pages_of_the_queue_lose_and_repeat_nothing(run_jobs):
    moderator = factories.moderator()
    made = [factories.waiting_case(run_jobs=run_jobs, words=words) for words in ("I want to die", "a", "b", "c", "d")]
    seen = walk(queue(moderator), URGENT_FIRST)
    assert sorted(case.pk for case in seen) == sorted(case.pk for case in made)
    assert seen[0] == made[0]
