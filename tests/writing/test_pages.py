"""The pages on which members write: kept by themselves or by the button, found again, and shown to colleagues; without a browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from heard.organisations.actions import members
from heard.organisations.models import Subscription
from heard.responses.models import Answer, AnswerState, Change
from heard.writing.models import Text
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db
NAMED = {"name": "Ruth", "job_title": "Ward manager"}


def address(story, page="answer"):
    return reverse(f"responses:{page}", kwargs={"number": story.pk})


def save(browser, path, words, *, field="text", **more):
    """As the page's script does."""
    return browser.post(path, {field: words, **NAMED, **more}, headers={"X-Autosave": "1"})


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def seen(response):
    return re.search(r'(?:data-seen|name="writing_seen" value)="(\d+)"', text(response))[1]


@pytest.mark.parametrize(("page", "field"), [("answer", "text"), ("plan", "what"), ("made", "made_what")])
def test_what_was_saved_by_itself_is_there_when_the_page_is_opened_again(browser, story, page, field):
    saved = save(browser, address(story, page), "Dear Gull", field=field)
    assert saved.status_code == 200
    assert 'data-says="Saved"' in text(saved)
    assert saved["Cache-Control"] == "no-store"
    again = browser.get(address(story, page))
    assert "Dear Gull</textarea>" in text(again)
    assert "Nothing has been sent" in text(again)
    assert seen(again) == seen(saved)


def test_the_button_saves_without_javascript_and_complains_of_nothing(browser, story):
    saved = browser.post(address(story), {"text": "Dear Gull", "name": "", "job_title": "", "writing": "save"}, follow=True)
    assert saved.redirect_chain == [(address(story), 302)]
    assert "Saved. Nothing was sent." in text(saved)
    assert "Dear Gull</textarea>" in text(saved)
    assert "There is a problem" not in text(saved)
    assert not Answer.objects.exists()


def test_a_day_that_was_half_typed_is_there_again(browser, story):
    save(browser, address(story, "plan"), "A board", field="what", due_on_day="31", due_on_month="2")
    again = text(browser.get(address(story, "plan")))
    assert 'value="31"' in again
    assert "There is a problem" not in again


def test_looking_at_the_answer_keeps_it_too(browser, story):
    browser.post(address(story), {"text": "Dear Gull", **NAMED, "step": "preview"})
    assert "Dear Gull</textarea>" in text(browser.get(address(story)))


def test_what_could_not_be_sent_is_kept(browser, story):
    browser.post(address(story), {"text": "Dear Gull", "name": "", "job_title": "", "step": "send"})
    assert "Dear Gull</textarea>" in text(browser.get(address(story)))


def test_what_is_sent_is_kept_no_longer(browser, story):
    saved = save(browser, address(story), "Dear Gull", writing_window="a", writing_turn="1")
    browser.post(address(story), {"text": "Dear Gull, thank you", **NAMED, "step": "send", "writing_seen": seen(saved)})
    assert Answer.objects.get().text == "Dear Gull, thank you"
    assert not Text.objects.filter(sent_at=None).exists()
    late = save(browser, address(story), "Dear Gull", writing_window="a", writing_turn="2")
    assert late.status_code == 410
    assert "Dear Gull" not in text(browser.get(address(story)))


def test_a_form_that_was_sent_and_written_on_is_not_taken_for_a_double_click(browser, story):
    key = "3f1f4c0e-0000-4000-8000-000000000001"
    browser.post(address(story), {"text": "Dear Gull", **NAMED, "step": "send", "form_key": key})
    twice = browser.post(address(story), {"text": "Dear  Gull", **NAMED, "step": "send", "form_key": key})
    other = browser.post(address(story), {"text": "Something else", **NAMED, "step": "send", "form_key": key})
    assert twice.status_code == 302
    assert other.status_code == 409
    assert "wasn’t sent" in text(other)
    assert Answer.objects.count() == 1
    assert "Something else</textarea>" in text(browser.get(address(story)))


def test_a_colleague_sees_who_writes_and_can_go_on_with_it(browser, story, joy):
    save(browser, address(story), "By Ruth")
    colleague = factories.sign_in(Client(), joy)
    page = text(colleague.get(address(story)))
    assert "Ruth Kemp is writing too" in page
    assert "By Ruth" in page
    assert "By Ruth</textarea>" not in page
    use = re.search(r'href="([^"]+use=\d+)"', page)[1]
    taken = colleague.get(use)
    assert "By Ruth</textarea>" in text(taken)
    took = re.search(r'name="writing_took" value="(\d+)"', text(taken))[1]
    colleague.post(address(story), {"text": "By Ruth, and Joy", **NAMED, "step": "send", "writing_seen": "0", "writing_took": took})
    assert Answer.objects.get().text == "By Ruth, and Joy"
    assert not Text.objects.filter(sent_at=None).exists()


def test_the_answer_to_a_save_says_who_else_writes(browser, story, joy):
    save(browser, address(story), "By Ruth")
    assert "Ruth Kemp is writing too" in text(save(factories.sign_in(Client(), joy), address(story), "By Joy"))


def test_a_colleague_goes_on_with_what_somebody_frozen_began(browser, story, ruth, joy):
    save(browser, address(story), "By Ruth")
    members.freeze_member(membership_id=ruth.pk, by=TESTS)
    assert save(browser, address(story), "By Ruth, later").status_code == 302
    assert "By Ruth" in text(factories.sign_in(Client(), joy).get(address(story)))
    assert "By Ruth, later" not in text(factories.sign_in(Client(), joy).get(address(story)))


def test_another_organisation_sees_nothing_of_it(browser, story, ruth):
    save(browser, address(story), "By Ruth")
    other = factories.member(of=factories.organisation(remit=list(story.services.all()), name="Quayside"))
    page = text(factories.sign_in(Client(), other).get(address(story)))
    assert "By Ruth" not in page
    version = Text.objects.get().version
    assert "By Ruth" not in text(factories.sign_in(Client(), other).get(f"{address(story)}?use={version}"))
    elsewhere = factories.member(of=factories.organisation(remit=[factories.service()]))
    assert save(factories.sign_in(Client(), elsewhere), address(story), "x").status_code == 404


def test_a_page_that_was_opened_for_another_organisation_saves_and_sends_nothing(story, ruth):
    quayside = factories.organisation(remit=list(story.services.all()), name="Quayside")
    again = factories.member_again(person=ruth.person, of=quayside)
    browser = factories.sign_in(Client(), again)
    given = {"text": "For Shoreline", **NAMED, "writing_for": str(ruth.organisation_id)}
    assert browser.post(address(story), given, headers={"X-Autosave": "1"}).status_code == 409
    refused = browser.post(address(story), {**given, "step": "send"})
    assert refused.status_code == 409
    assert "for another organisation" in text(refused)
    assert "For Shoreline</textarea>" in text(refused)
    assert not Answer.objects.exists()
    assert not Text.objects.exists()


def test_whose_subscription_has_ended_loses_nothing(browser, story, ruth):
    Subscription.objects.filter(organisation=ruth.organisation).delete()
    refused = browser.post(address(story), {"text": "Dear Gull", **NAMED, "step": "send"})
    assert refused.status_code == 403
    assert "saved it too" in text(refused)
    assert Text.objects.get().words["text"] == ["Dear Gull"]


def test_two_windows_of_one_person_both_stay_and_are_shown(browser, story):
    save(browser, address(story), "One", writing_window="a", writing_turn="1")
    second = save(browser, address(story), "Two", writing_window="b", writing_turn="1")
    assert "You also wrote this, in another window" in text(second)
    page = text(browser.get(address(story)))
    assert "Two</textarea>" in page
    assert "You also wrote this, in another window" in page


def test_what_was_begun_can_be_thrown_away(browser, story):
    version = seen(save(browser, address(story), "Dear Gull"))
    page = browser.post(address(story), {"text": "Dear Gull", "writing": "throw-away", "writing_seen": version}, follow=True)
    assert "Deleted" in text(page)
    assert not Text.objects.exists()


def test_nothing_typed_is_nothing_kept(browser, story):
    assert save(browser, address(story), "  ").status_code == 200
    assert not Text.objects.exists()


def test_too_much_is_refused_in_words(browser, story):
    refused = save(browser, address(story), "x" * 300_001)
    assert refused.status_code == 413
    assert "too long to save" in text(refused)


def test_saving_far_too_often_is_slowed(browser, story, monkeypatch):
    monkeypatch.setattr("heard.writing.adapters.SAVES_A_MINUTE", 2)
    answered = [save(browser, address(story), f"Dear {n}").status_code for n in range(4)]
    assert 429 in answered


def test_strangers_words_in_a_colleagues_text_are_escaped(browser, story, joy):
    save(browser, address(story), "<script>alert(1)</script>")
    page = text(factories.sign_in(Client(), joy).get(address(story)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_change_that_somebody_else_sent_meanwhile_keeps_the_words(browser, story, ruth, joy):
    change = factories.planned_change(story=story, membership=ruth)
    path = reverse("responses:change", kwargs={"change_id": change.pk})
    save(browser, path, "The board is up", field="made_what")
    factories.sign_in(Client(), joy).post(path, {"made_what": "It is up", "seen_version": Change.objects.get().version})
    assert Change.objects.get().made_what == "It is up"
    assert Text.objects.get(sent_at=None).words["made_what"] == ["The board is up"]
    assert "The board is up" in text(browser.get(f"/inbox/stories/{story.pk}/"))


def test_what_was_begun_stands_with_the_story(browser, story, joy):
    save(browser, address(story), "By Ruth")
    page = text(factories.sign_in(Client(), joy).get(f"/inbox/stories/{story.pk}/"))
    assert "Started but not sent" in page
    assert "An answer, by Ruth Kemp" in page


def test_a_member_who_may_not_answer_is_not_shown_it(browser, story, ruth):
    save(browser, address(story), "By Ruth")
    reader = factories.member(of=ruth.organisation, roles=["member"])
    assert "By Ruth" not in text(factories.sign_in(Client(), reader).get(f"/inbox/stories/{story.pk}/"))


def test_a_returned_answer_is_written_again_in_two_sittings(browser, story, ruth):
    from heard.responses.actions import answers

    sent = factories.referred_answer(story=story, membership=ruth)
    answers.return_answer(answer_id=sent.pk, seen_version=sent.version, reason="Say whom to ask for.", by=factories.moderator())
    path = reverse("responses:edit", kwargs={"answer_id": sent.pk})
    version = re.search(r'name="seen_version" value="(\d+)"', text(browser.get(path)))[1]
    saved = save(browser, path, "Ask for me", seen_version=version)
    assert "Ask for me</textarea>" in text(browser.get(path))
    given = {"text": "Ask for me", **NAMED, "step": "send", "seen_version": version, "writing_seen": seen(saved)}
    assert browser.post(path, given).status_code == 302
    assert Answer.objects.get().state == AnswerState.WINDOW
    assert not Text.objects.filter(sent_at=None).exists()


def test_a_page_gone_back_to_after_sending_keeps_what_its_button_sends(browser, story):
    given = {"text": "Dear Gull", **NAMED, "writing_window": "a", "writing_turn": "1", "form_key": "3f1f4c0e-0000-4000-8000-000000000002"}
    assert browser.post(address(story), {**given, "step": "send"}).status_code == 302
    again = browser.post(address(story), {**given, "text": "Dear Gull, and more", "writing_turn": "2", "step": "send"})
    assert again.status_code == 409
    assert "Dear Gull, and more</textarea>" in text(browser.get(address(story)))


def test_a_field_with_a_name_that_no_page_gave_it_is_no_failure(browser, story):
    path = address(story)
    assert save(browser, path, "Dear Gull", **{"x\x00y": "z"}).status_code == 200
    assert "Dear Gull" in text(browser.get(path))
