"""The author changes their words while the desk has them: whoever reads them learns of it, and nothing old is published."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.reckoning import Window
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, CaseMove, WaitingFor
from heard.moderation.queries.owed import corrected_and_not_looked_through
from heard.moderation.queries.work import work_on
from heard.moderation.rules.work import AuthorsWords, StoryWork, carried_over, is_behind
from heard.stories.actions import authoring
from heard.stories.models import State
from heard.stories.queries import own_words, words_number
from tests import factories
from tests.moderation.pages import at, day_of

pytestmark = pytest.mark.django_db


def correct(case, **changes):
    now = replace(own_words(type(case.story).objects.get(pk=case.story_id)), **{"words": "It was a Wednesday."} | changes)
    authoring.correct_story(story_id=case.story_id, seen_words=words_number(case.story_id), now=now, by=case.story.author)


# ---------------------------------------------------------------- whose words go on

BEFORE, NOW = AuthorsWords("", "Old words", "Old hope", "Gull", 1), AuthorsWords("", "New words", "Old hope", "Gull", 2)


def test_what_nobody_touched_follows_the_author():
    work = StoryWork(title="A title", text="Old words", hope="Old hope", chosen_name="Gull", criticality=2, of=1)
    assert carried_over(work, before=BEFORE, now=NOW) == replace(work, text="New words", of=2)


def test_what_both_changed_waits_for_a_person():
    work = StoryWork(text="Edited words", hope="Old hope", chosen_name="Gull", of=1)
    carried = carried_over(work, before=BEFORE, now=NOW)
    assert (carried.text, is_behind(carried, NOW)) == ("Edited words", True)


def test_what_only_the_moderator_changed_stays_and_is_not_behind():
    work = StoryWork(text="Old words", hope="Edited hope", chosen_name="Gull")
    carried = carried_over(work, before=BEFORE, now=NOW)
    assert (carried.text, carried.hope, is_behind(carried, NOW)) == ("New words", "Edited hope", False)


# ---------------------------------------------------------------- the desk


def test_whoever_has_it_open_learns_of_it_with_the_next_button(client, case, moderator):
    desk = factories.sign_in(client, moderator)
    form = {"seen_case": case.version, "words_seen": 1, "text": case.story.original.words, "title": "A title", "chosen_name": "Gull"}
    correct(case)
    for button in ("preview", "decline", "save"):
        answer = desk.post(at("case", case), form | {"do": button})
        assert answer.status_code == 409
        assert "The author changed their words" in answer.text
        assert "It was a Wednesday." in answer.text
        case.refresh_from_db()
        form["seen_case"] = case.version


def test_what_was_decided_on_the_page_of_before_is_refused(client, case, moderator):
    desk = factories.sign_in(client, moderator)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=factories.work_for(case), by=moderator)
    case.refresh_from_db()
    seen = {"seen": case.story.version, "seen_case": case.version}
    until = day_of("until", clock.today() + timedelta(days=3))
    correct(case)
    answer = desk.post(at("preview", case), seen)
    assert answer.status_code == 409
    assert "changed this since you opened it" in answer.text
    assert desk.post(at("hold", case), {"seen": seen["seen"], "reason": "legal", "note": "N", **until}).status_code == 409
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING


def test_words_that_both_changed_are_not_published_before_somebody_says_which(client, case, moderator):
    desk = factories.sign_in(client, moderator)
    mine = factories.work_for(case, text="I come every week.", edits=(("date-or-place", ""),), of=1)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=mine, by=moderator)
    correct(case)
    case.refresh_from_db()
    version = type(case.story).objects.get(pk=case.story_id).version
    with pytest.raises(NotAcceptable, match="changed their words"):
        deciding.publish(case_id=case.pk, seen_story=version, work=mine, by=moderator)
    page = desk.get(at("case", case)).text
    assert "Start again from the author’s new words" in page
    assert "I come every week." in page
    form = {"seen_case": case.version, "words_seen": 1, "text": mine.text, "title": mine.title, "chosen_name": "Gull"}
    kept = desk.post(at("case", case), form | {"do": "keep-mine"})
    assert "Start again" not in kept.text
    case.refresh_from_db()
    assert (work_on(case).text, work_on(case).of) == ("I come every week.", 2)
    form["seen_case"] = case.version
    desk.post(at("case", case), form | {"do": "authors-words"})
    case.refresh_from_db()
    assert (work_on(case).text, work_on(case).edits) == ("It was a Wednesday.", ())


def test_with_nothing_typed_the_new_words_are_what_is_decided(case, moderator):
    correct(case)
    work = work_on(Case.objects.get(pk=case.pk))
    assert (work.text, work.of) == ("It was a Wednesday.", 2)
    with pytest.raises(ChangedSince):
        deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)


# ---------------------------------------------------------------- the queue


def test_new_words_with_signs_of_crisis_put_the_case_where_it_belongs_and_nothing_sinks(run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    assert "suicide" not in " ".join(case.signs)
    before = case.risk
    correct(case, words="I have the tablets here and I am going to end my life tonight.")
    run_jobs()
    case.refresh_from_db()
    assert case.risk > before
    signs, risk = case.signs, case.risk
    correct(case, words="The nurse was kind.")
    run_jobs()
    case.refresh_from_db()
    assert (case.risk, case.signs) == (risk, signs)
    assert case.word_count == 4 + len((case.story.original.title or "").split()) + len((case.story.original.hope or "").split())


def test_a_case_that_waited_for_the_author_comes_back(case, moderator, run_jobs):
    deciding.ask(case_id=case.pk, seen_story=0, question="Which day?", by=moderator)
    correct(case)
    run_jobs()
    case.refresh_from_db()
    assert case.waiting_for == ""


def test_what_was_approved_for_the_morning_is_read_again(case, moderator, run_jobs):
    cases.put_to_wait(
        cases.locked_case(case.pk), WaitingFor.MORNING, until=clock.now() + timedelta(hours=1), note="", by=moderator, move="approve",
        work=factories.work_for(case).as_json(),
    )  # fmt: skip
    correct(case)
    with clock.at(clock.now() + timedelta(hours=2)):
        deciding.publish_approved(case_id=case.pk, by=factories.TESTS)
    case.refresh_from_db()
    assert (case.story.state, case.waiting_for, case.closed_at) == (State.WAITING, "", None)


def test_a_lost_fact_is_reckoned(case, moderator, run_jobs):
    correct(case)
    later = Window(clock.now() - timedelta(hours=1), clock.now() + timedelta(minutes=1))
    (missing,) = corrected_and_not_looked_through(later)
    assert missing.story_id == case.story_id
    for _ in range(2):
        cases.author_corrected(story_id=case.story_id, by=factories.TESTS)
    assert CaseMove.objects.filter(case=case, name="corrected").count() == 1
    assert corrected_and_not_looked_through(later) == []


# ---------------------------------------------------------------- what is seen before a case is opened


def test_what_the_author_added_is_read_only_by_whoever_opens_the_case(client, moderator, run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    now = replace(own_words(case.story), words="It was a Wednesday.")
    note = "I am going to end my life tonight."
    authoring.correct_story(story_id=case.story_id, seen_words=words_number(case.story_id), now=now, note=note, by=case.story.author)
    run_jobs()
    desk = factories.sign_in(client, moderator)
    before = desk.get(at("case", case)).content.decode()
    assert "Before you open it" in before
    assert "The author changed their words" in before
    assert "end my life" not in before
    cases.claim_case(case_id=case.pk, by=moderator)
    assert "end my life" in desk.get(at("case", case)).content.decode()


def test_what_may_be_danger_is_named_once_and_plainly(client, moderator, run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    desk = factories.sign_in(client, moderator)
    for signs, said, warned in (
        (["suicide", "perhaps"], "Signs of suicide", "This may mention suicide."),
        (["likely"], "Words that are likely to mean danger", "This may mention danger."),
    ):
        Case.objects.filter(pk=case.pk).update(signs=signs)
        page = desk.get(at("case", case)).content.decode()
        assert f'<span class="small">{said}</span>' in page
        assert warned in page
