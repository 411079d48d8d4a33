"""What moderators type before a decision is kept, found again and gone on with by whoever takes the case over."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from heard.core import clock, jobs
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.responses.actions.authors import report_treated_differently
from heard.stories.actions import authoring
from heard.stories.models import State
from heard.writing.models import Sheet, Text
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return factories.person(name="Mo Derator", roles=["first-line"])


@pytest.fixture
def browser(client, mo):
    return factories.sign_in(client, mo)


@pytest.fixture
def run_jobs():
    return jobs.drain


@pytest.fixture
def case(mo, run_jobs):
    return factories.claimed_case(run_jobs=run_jobs, by=mo)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def save(browser, path, **typed):
    return browser.post(path, typed, headers={"X-Autosave": "1"})


def at(view, case, query=""):
    return reverse(f"moderation:{view}", kwargs={"case_id": case.pk}) + query


DECISIONS = [("ask", "question", {}, ""), ("hold", "note", {"reason": "safeguarding"}, ""), ("pass_up", "note", {"line": "2"}, "")]
DECISIONS += [("decline", "message", {"reason": "not-genuine"}, "?reason=not-genuine")]


@pytest.mark.parametrize(("view", "field", "more", "query"), DECISIONS)
def test_what_was_typed_for_a_decision_is_found_again_and_decides_nothing(browser, case, view, field, more, query):
    before = Case.objects.get(pk=case.pk).version
    saved = save(browser, at(view, case), **{field: "Do you mean", "seen": case.story.version, **more})
    assert saved.status_code == 200
    assert 'data-says="Saved"' in text(saved)
    again = browser.get(at(view, case, query))
    assert again.status_code == 200
    assert "Do you mean</textarea>" in text(again)
    assert "There is a problem" not in text(again)
    assert "Started but not sent" in text(browser.get(at("case", case)))
    assert Case.objects.get(pk=case.pk).version == before


def test_the_button_keeps_without_javascript_and_decides_nothing(browser, case):
    typed = {"question": "When was", "seen": case.story.version, "writing": "save"}
    saved = browser.post(at("ask", case), typed, follow=True)
    assert "Saved. Nothing was sent." in text(saved)
    assert "When was</textarea>" in text(saved)
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING


def test_a_button_that_could_not_keep_decides_nothing(browser, case):
    refused = browser.post(at("ask", case), {"question": "x" * 300_001, "seen": case.story.version, "writing": "save"})
    assert refused.status_code == 413
    assert "too long to save" in text(refused)
    assert "xxxx" in text(refused)
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING


def test_a_question_that_was_asked_is_kept_no_longer(browser, case):
    save(browser, at("ask", case), question="When", seen=case.story.version, writing_window="a", writing_turn="1")
    assert browser.post(at("ask", case), {"question": "When was it?", "seen": case.story.version}).status_code == 302
    case.story.refresh_from_db()
    assert case.story.state == State.ASKED
    assert not Text.objects.filter(sent_at=None).exists()


def test_a_decision_that_is_refused_keeps_what_was_typed(browser, case):
    refused = browser.post(at("ask", case), {"question": "When was it?", "seen": case.story.version + 7})
    assert refused.status_code == 409
    assert "When was it?</textarea>" in text(browser.get(at("ask", case)))


def test_whoever_takes_the_case_over_sees_it_and_can_go_on_with_it(browser, case):
    save(browser, at("ask", case), question="When was", seen=case.story.version)
    other = factories.person(name="Ola Second", roles=["first-line"])
    colleague = factories.sign_in(Client(), other)
    assert "When was" not in text(colleague.get(at("ask", case), follow=True))
    with clock.at(clock.now() + timedelta(hours=3)):
        cases.claim_case(case_id=case.pk, note="She is ill.", by=other)
    page = text(colleague.get(at("case", case)))
    assert "A question for the author, by Mo Derator" in page
    beside = text(colleague.get(at("ask", case)))
    assert "When was" in beside
    assert "When was</textarea>" not in beside
    use = re.search(r'href="([^"]+use=\d+)"', beside)[1]
    assert "When was</textarea>" in text(colleague.get(use))
    assert save(browser, at("ask", case), question="When was it", seen=case.story.version).status_code != 200


def test_when_the_case_is_closed_nothing_about_it_is_kept(browser, case):
    save(browser, at("ask", case), question="When was", seen=case.story.version)
    typed = {"reason": "not-an-experience", "message": "Thank you, and", "seen": case.story.version}
    assert browser.post(at("decline", case), typed).status_code == 302
    assert Case.objects.get(pk=case.pk).closed_at is not None
    assert not Sheet.objects.exists()
    late = save(browser, at("ask", case), question="When was it", seen=case.story.version)
    assert "data-sheet" not in text(late)
    assert not Sheet.objects.exists()


def test_a_story_taken_back_takes_what_was_typed_with_it(browser, case, run_jobs):
    save(browser, at("ask", case), question="When was", seen=case.story.version)
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    run_jobs()
    assert not Sheet.objects.exists()


def test_an_operator_and_a_member_find_nothing_there(case):
    for whom in (factories.operator(), factories.member(of=factories.organisation())):
        assert save(factories.sign_in(Client(), whom), at("ask", case), question="x").status_code == 404
    assert not Sheet.objects.exists()


# ---------------------------------------------------------------- the main form of a story


def test_the_main_form_saves_into_the_case(browser, case):
    saved = save(browser, at("case", case), text="Half a", title="A title", seen_case=case.version)
    assert saved.status_code == 200
    version = re.search(r'data-version="(\d+)" data-version-field="seen_case"', text(saved))[1]
    assert Case.objects.get(pk=case.pk).work["text"] == "Half a"
    assert save(browser, at("case", case), text="Half a story", title="A title", seen_case=version).status_code == 200
    assert Case.objects.get(pk=case.pk).work["text"] == "Half a story"


def test_two_windows_on_the_main_form_lose_nothing(browser, case):
    save(browser, at("case", case), text="From one window", seen_case=case.version)
    refused = save(browser, at("case", case), text="From the other", seen_case=case.version)
    assert refused.status_code == 409
    assert "to see both" in text(refused)
    assert Case.objects.get(pk=case.pk).work["text"] == "From one window"
    assert "From the other" in text(browser.get(at("case", case)))


# ---------------------------------------------------------------- what was said about stories


def claimed(subject, mo, run_jobs):
    run_jobs()
    return cases.claim_case(case_id=Case.objects.get(subject=subject, closed_at=None).pk, by=mo)


def test_an_edit_of_an_answer_and_words_to_return_it_are_kept(browser, mo, run_jobs):
    answer = factories.referred_answer()
    case = claimed("answer", mo, run_jobs)
    save(browser, at("case", case), text="Thank you, Gull", note="Names a patient", seen=answer.version)
    save(browser, at("give_back", case), reason="Say whom", seen=answer.version)
    page = text(browser.get(at("case", case)))
    assert "Thank you, Gull</textarea>" in page
    assert "Names a patient</textarea>" in page
    assert "Say whom" in page
    assert "Say whom</textarea>" in text(browser.get(at("give_back", case)))
    browser.post(at("give_back", case), {"reason": "Say whom to ask for.", "seen": answer.version})
    answer.refresh_from_db()
    assert answer.state == "returned"
    assert not Sheet.objects.exists()


def test_what_was_done_about_a_report_is_kept_also_when_the_story_is_taken_back(run_jobs):
    senior = factories.moderator("senior")
    story = factories.published_story()
    report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    case = claimed("treated-differently", senior, run_jobs)
    browser = factories.sign_in(Client(), senior)
    save(browser, at("case", case), note="I rang the trust")
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    assert "I rang the trust</textarea>" in text(browser.get(at("case", case)))
    browser.post(at("case", case), {"note": "I rang the trust, and they"})
    assert not Sheet.objects.exists()


def test_an_edit_of_a_public_story_is_kept_with_its_reasons(browser):
    story = factories.published_story()
    path = reverse("moderation:edit_story", kwargs={"number": story.pk})
    typed = {"text": "I come every week.", "hope": "", "title": story.title, "chosen_name": story.chosen_name, "find": "", "seen": "1"}
    typed |= {"edit_reason": ["date-or-place"], "edit_note": ["the day"], "service": [str(each) for each in story.service_ids]}
    seen = re.search(r'name="seen" value="(\d+)"', text(browser.get(path)))[1]
    save(browser, path, **typed | {"seen": seen})
    page = text(browser.get(path))
    assert "I come every week.</textarea>" in page
    assert 'value="the day"' in page
    assert browser.post(path, {**typed, "seen": seen, "do": "publish"}).status_code == 302
    assert not Text.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize("why", ["nobody waits for it any more", "it is a colleague's", "it is nobody's"])
def test_a_page_that_saves_by_itself_never_decides(browser, mo, case, why):
    if why == "nobody waits for it any more":
        authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    else:
        cases.release_case(case_id=case.pk, by=mo)
        if why == "it is a colleague's":
            cases.claim_case(case_id=case.pk, by=factories.person(name="Ola", roles=["first-line"]))
    before = Case.objects.get(pk=case.pk)
    for view, field, more, _ in DECISIONS:
        refused = save(browser, at(view, case), **{field: "Do you mean", "seen": case.story.version, **more})
        assert refused.status_code == 404
    assert save(browser, at("case", case), text="x", seen_case=before.version).status_code == 404
    assert Case.objects.get(pk=case.pk).version == before.version
    assert not Sheet.objects.exists()
