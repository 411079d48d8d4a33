"""The pages of answering, without a browser: what is kept, what is refused, and in which words."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from heard.core import clock
from heard.organisations.models import Role, Subscription
from heard.regions.actions import set_number
from heard.responses.actions import answers, changes, replies
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {
    "text": "Thank you, Gull.\n\nI am sorry.",
    "name": "Joy",
    "job_title": "Ward manager",
    "sign_off": "With good wishes",
    "step": "preview",
}


@pytest.fixture
def browser(client, responder):
    return factories.sign_in(client, responder)


def form_of(story):
    return reverse("responses:answer", kwargs={"number": story.pk})


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_form_knows_name_and_role_and_says_which_way_it_will_go(browser, responder, story):
    page = text(browser.get(form_of(story)))
    assert responder.person.name in page
    assert "Ward manager" in page
    assert "A moderator will read it first" in page
    assert "You’ve had 0 answers published. You need at least 10." in page
    assert "Say who you are" in page


def test_preview_shows_it_as_it_will_look_and_sends_nothing(browser, story):
    page = text(browser.post(form_of(story), TYPED))
    assert "How your answer will look" in page
    assert "You haven’t sent this yet" in page
    assert "With good wishes" in page
    assert not Answer.objects.exists()


def test_preview_advises_and_stands_in_nobodys_way(browser, responder, story):
    for _ in range(1):
        factories.published_answer(
            story=story, membership=responder, text="Thank you. Please contact PALS with your full name and date of birth."
        )
    page = text(browser.post(form_of(story), TYPED | {"text": "Thank you. Please contact PALS with your full name and date of birth!"}))
    assert "This reads like an answer you’ve given before" in page
    assert "It mostly sends the author somewhere else" in page
    assert "It asks who the author is" in page
    assert "Send my answer" in page


def test_going_back_from_the_preview_keeps_every_word(browser, story):
    page = text(browser.post(form_of(story), TYPED | {"step": "write", "claims_change": "on"}))
    assert "I am sorry." in page
    assert re.search(r'name="claims_change"[^>]* checked', page)


def test_sending_leads_to_the_window(browser, story):
    response = browser.post(form_of(story), TYPED | {"step": "send", "form_key": str(uuid4())}, follow=True)
    answer = Answer.objects.get()
    assert response.redirect_chain == [(reverse("responses:sent", kwargs={"answer_id": answer.pk}), 302)]
    assert "30 minutes left" in text(response)
    assert answer.text == "Thank you, Gull.\n\nI am sorry."


def test_pressing_send_twice_sends_once(browser, story):
    typed = TYPED | {"step": "send", "form_key": str(uuid4())}
    first, second = browser.post(form_of(story), typed), browser.post(form_of(story), typed)
    assert first.url == second.url
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "Write your answer"),
        ({"text": "x" * 40_001}, "characters or fewer"),
        ({"name": ""}, "Enter your name"),
        ({"job_title": "x" * 121}, "Your role must be 120 characters or fewer"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "send"])
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, story, wrong, said, step):
    response = browser.post(form_of(story), TYPED | {"sign_off": "Kept words"} | wrong | {"step": step})
    assert response.status_code == 422
    assert said in text(response)
    assert "Kept words" in text(response)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "a\x00b\u200bc", "**bold** [x](http://x)", "שלום", "😀" * 500])
def test_anything_can_be_typed(browser, story, hostile):
    response = browser.post(form_of(story), TYPED | {"text": hostile, "step": "send", "form_key": "not a key"})
    assert response.status_code in {302, 422}
    preview = browser.post(form_of(story), TYPED | {"text": hostile})
    assert "<script>alert" not in preview.content.decode()


def test_window_page_counts_down_to_the_clock_time(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(answer.sent_at + timedelta(minutes=18, seconds=30)):
        page = text(browser.get(reverse("responses:sent", kwargs={"answer_id": answer.pk})))
    assert "12 minutes left" in page
    assert "Take it back" in page


def test_after_the_window_nothing_is_offered(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    with clock.at(answer.due_at):
        page = text(browser.get(reverse("responses:sent", kwargs={"answer_id": answer.pk})))
        assert "too late to edit it" in page
        assert "Take it back" not in page
        for name in ("responses:edit", "responses:take_back"):
            assert browser.get(reverse(name, kwargs={"answer_id": answer.pk})).status_code == 302


def test_edit_in_the_window(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    address = reverse("responses:edit", kwargs={"answer_id": answer.pk})
    assert factories.ANSWER in text(browser.get(address))
    browser.post(address, TYPED | {"step": "send", "seen_version": "1"})
    answer.refresh_from_db()
    assert (answer.text, answer.version) == ("Thank you, Gull.\n\nI am sorry.", 2)


def test_edit_of_something_changed_meanwhile_shows_both(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    address = reverse("responses:edit", kwargs={"answer_id": answer.pk})
    browser.post(address, TYPED | {"text": "From my telephone", "step": "send", "seen_version": "1"})
    response = browser.post(address, TYPED | {"text": "From my computer", "step": "send", "seen_version": "1"})
    assert response.status_code == 409
    assert "From my telephone" in text(response)
    assert "From my computer" in text(response)
    assert 'name="seen_version" value="2"' in text(response)


def test_taking_back_asks_first(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    address = reverse("responses:take_back", kwargs={"answer_id": answer.pk})
    assert "Before you take it back" in text(browser.get(address))
    answer.refresh_from_db()
    assert answer.state == AnswerState.WINDOW
    assert "No one outside your organisation has seen it" in text(browser.post(address, {"seen_version": "1"}, follow=True))
    answer.refresh_from_db()
    assert answer.state == AnswerState.TAKEN_BACK


def test_returned_answer_shows_why_and_can_be_written_anew(browser, responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    answers.return_answer(answer_id=answer.pk, seen_version=2, reason="Say who to ask for.", by=factories.moderator())
    assert "Say who to ask for." in text(browser.get(reverse("responses:sent", kwargs={"answer_id": answer.pk})))
    address = reverse("responses:edit", kwargs={"answer_id": answer.pk})
    assert "Say who to ask for." in text(browser.get(address))
    browser.post(address, TYPED | {"step": "send", "seen_version": "3"})
    answer.refresh_from_db()
    assert answer.state == AnswerState.WINDOW


def test_published_answer_shows_what_the_moderator_changed(browser, responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    answers.publish_answer(
        answer_id=answer.pk, seen_version=2, text="Thank you.", heavily_edited=True, note="It named a nurse.", by=factories.moderator()
    )
    page = text(browser.get(reverse("responses:sent", kwargs={"answer_id": answer.pk})))
    assert "It named a nurse." in page
    assert "I am sorry that nobody said" in page


def test_a_colleague_may_look_but_not_touch(client, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    colleague = factories.sign_in(client, factories.member(of=responder.organisation))
    assert colleague.get(reverse("responses:sent", kwargs={"answer_id": answer.pk})).status_code == 200
    for name in ("responses:edit", "responses:take_back"):
        assert colleague.get(reverse(name, kwargs={"answer_id": answer.pk})).status_code == 404


def test_another_organisation_finds_nothing(client, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    change = factories.planned_change(story=story, membership=responder)
    stranger = factories.sign_in(client, factories.member(of=factories.organisation(remit=[factories.service()])))
    addresses = [reverse(f"responses:{name}", kwargs={"number": story.pk}) for name in ("answer", "plan", "made")]
    addresses += [reverse(f"responses:{name}", kwargs={"answer_id": answer.pk}) for name in ("sent", "edit", "take_back")]
    addresses.append(reverse("responses:change", kwargs={"change_id": change.pk}))
    for address in addresses:
        assert stranger.get(address).status_code == 404
        if "answers/" not in address or not address.endswith(f"/{answer.pk}/"):
            assert stranger.post(address, TYPED).status_code == 404


@pytest.mark.parametrize("name", ["answer", "plan", "made"])
def test_others_see_why_they_cannot_and_keep_their_words(client, responder, story, name):
    member = factories.sign_in(client, factories.member(of=responder.organisation, roles=[Role.MEMBER]))
    response = member.post(reverse(f"responses:{name}", kwargs={"number": story.pk}), TYPED)
    assert response.status_code == 403
    assert "nly responders can answer" in text(response)
    assert "Thank you, Gull." in text(response)


def test_an_ended_subscription_is_said_and_words_are_kept(browser, story):
    Subscription.objects.update(ends_on=clock.today() - timedelta(days=1))
    response = browser.post(form_of(story), TYPED | {"step": "send"})
    assert response.status_code == 403
    assert "subscription has ended" in text(response)
    assert "Thank you, Gull." in text(response)
    assert not Answer.objects.exists()


# Changes


def on(day):
    """As a form has a day."""
    return {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}


@pytest.fixture
def soon(story):
    with clock.at(clock.now()):
        return on(clock.today() + timedelta(days=30))


def test_a_plan_is_sent_to_a_moderator(browser, story, soon):
    address = reverse("responses:plan", kwargs={"number": story.pk})
    typed = {"what": "Times on the board", "who_leads": "Clinic manager", "form_key": str(uuid4()), **soon}
    assert browser.get(address).status_code == 200
    browser.post(address, typed)
    browser.post(address, typed)
    change = Change.objects.get()
    assert (change.state, change.due_on) == (ChangeState.PLAN_WAITING, clock.today() + timedelta(days=30))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what": ""}, "Say what will change"),
        ({"due_on_year": "2019"}, " or later"),
        ({"due_on_year": "2199"}, "within the next 5 years"),
        ({"due_on_day": "45"}, "The day must be between 1 and 31"),
    ],
)
def test_a_plan_with_something_wrong_keeps_what_was_typed(browser, story, soon, wrong, said):
    address = reverse("responses:plan", kwargs={"number": story.pk})
    response = browser.post(address, {"what": "Times on the board", "who_leads": "Clinic manager", **soon, **wrong})
    assert response.status_code == 422
    assert said in text(response)
    assert "Clinic manager" in text(response)


def test_a_change_made_without_a_plan(browser, story):
    address = reverse("responses:made", kwargs={"number": story.pk})
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"made_what": "The board is up"}).status_code == 302
    assert Change.objects.get().state == ChangeState.MADE_WAITING


def test_a_colleague_carries_a_plan_on(client, responder, story):
    change = factories.planned_change(story=story, membership=responder)
    colleague = factories.sign_in(client, factories.member(of=responder.organisation))
    address = reverse("responses:change", kwargs={"change_id": change.pk})
    assert change.what in text(colleague.get(address))
    for _ in range(2):
        assert colleague.post(address, {"made_what": "The board is up", "seen_version": str(change.version)}).status_code == 302
    change.refresh_from_db()
    assert change.state == ChangeState.MADE_WAITING


def test_a_promise_is_kept_from_the_inbox_when_the_story_concerns_others_by_now(browser, responder, story):
    change = factories.planned_change(story=story, membership=responder)
    factories.put_services_right(story, factories.service())
    promised = browser.get("/inbox/?show=promised")
    address = reverse("responses:change", kwargs={"change_id": change.pk})
    assert address in text(promised)
    for page in (promised, browser.get(address)):
        for found in set(re.findall(r'href="(/[^"#]*)"', text(page))) - {"/account/logout/", "/my-story/"}:
            if not found.startswith("/static/"):
                assert browser.get(found).status_code == 200, found
    done = browser.post(address, {"made_what": "The board is up", "seen_version": str(change.version)}, follow=True)
    assert done.redirect_chain == [("/inbox/?show=promised", 302)]
    assert "With a moderator" in text(done)


@pytest.mark.parametrize("made", [False, True])
def test_a_returned_change_is_written_anew(browser, responder, story, soon, made):
    if made:
        change = changes.make_change(story_id=story.pk, membership=responder, made_what="Done", by=responder)
    else:
        change = factories.planned_change(story=story, membership=responder, published=False)
    changes.return_change(change_id=change.pk, seen_version=1, reason="Who can see it?", by=factories.moderator())
    address = reverse("responses:change", kwargs={"change_id": change.pk})
    assert "Who can see it?" in text(browser.get(address))
    typed = {"made_what": "The board is up"} if made else {"what": "A board for all", "who_leads": "Matron", **soon}
    assert browser.post(address, {**typed, "seen_version": "2"}).status_code == 302
    change.refresh_from_db()
    assert change.state == (ChangeState.MADE_WAITING if made else ChangeState.PLAN_WAITING)


def test_a_change_that_moved_on_keeps_the_words(browser, responder, story):
    change = factories.planned_change(story=story, membership=responder)
    factories.made_change(change=change, membership=responder)
    address = reverse("responses:change", kwargs={"change_id": change.pk})
    assert browser.get(address).status_code == 302


# Words outlive sessions


@pytest.mark.parametrize("checks_csrf", [False, True])
def test_words_typed_before_the_session_ended_are_there_after_signing_in(responder, story, checks_csrf):
    browser = Client(enforce_csrf_checks=checks_csrf, headers={"origin": "http://testserver"})
    response = browser.post(form_of(story), TYPED)
    assert response.status_code == 302
    assert not Answer.objects.exists()
    factories.sign_in(browser, responder)
    page = text(browser.get(form_of(story)))
    assert "Here’s what you wrote" in page
    assert "I am sorry." in page
    assert "I am sorry." not in text(browser.get(form_of(story)))


def test_another_sites_form_is_not_kept(story):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    assert browser.post(form_of(story), TYPED).status_code == 403
    assert "heard" not in browser.cookies


def test_a_page_open_in_two_windows_keeps_the_words(responder, story):
    browser = factories.sign_in(Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"}), responder)
    response = browser.post(form_of(story), TYPED | {"csrfmiddlewaretoken": "old"}, follow=True)
    assert "I am sorry." in text(response)
    assert not Answer.objects.exists()


# ---------------------------------------------------------------- what an answer promises, and what it must not ask

PROMISE = "Thank you, Gull. I am sorry. From January there will be a film about it in the waiting room."


def test_a_promise_that_was_not_ticked_is_noticed_and_can_be_planned_at_once(browser, story):
    page = text(browser.post(form_of(story), TYPED | {"text": PROMISE}))
    assert "It sounds like a promise" in page
    assert "Send it and plan the change" in page
    plan = browser.post(form_of(story), TYPED | {"text": PROMISE, "step": "send-and-plan", "form_key": str(uuid4())}, follow=True)
    assert Answer.objects.get().text == PROMISE
    assert "From January there will be a film about it in the waiting room.</textarea>" in text(plan)
    assert "I am sorry.</textarea>" not in text(plan)


def test_a_promise_that_was_ticked_needs_no_word(browser, story):
    assert "It sounds like a promise" not in text(browser.post(form_of(story), TYPED | {"text": PROMISE, "claims_change": "on"}))


def test_an_answer_that_promises_says_where_to_plan_it_until_something_is_planned(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder, text=PROMISE)
    address = reverse("responses:sent", kwargs={"answer_id": answer.pk})
    assert "Plan it as a change" in text(browser.get(address))
    factories.planned_change(story=story, membership=responder, published=False)
    assert "Plan it as a change" not in text(browser.get(address))


def test_a_plan_begins_with_the_words_of_ones_own_organisation_alone(browser, responder, story):
    other = factories.member(of=factories.organisation(remit=list(story.services.all())))
    answer = factories.sent_answer(story=story, membership=other, text=PROMISE)
    for answer_id in (answer.pk, "x", "9" * 30):
        page = text(browser.get(reverse("responses:plan", kwargs={"number": story.pk}), {"answer": answer_id}))
        assert "there will be a film" not in page


def test_an_answer_that_asks_for_a_date_of_birth_is_flagged_before_it_is_sent(browser, story):
    page = text(browser.post(form_of(story), TYPED | {"text": "I am sorry. Please send me your date of birth and NHS number."}))
    assert "It asks who the author is" in page


def test_a_long_answer_is_asked_about_once_and_a_very_long_one_keeps_its_words(browser, story):
    set_number(region_id=story.region_id, name="answer_words", value=100, by=factories.operator())
    assert "Please keep it to 100" in text(browser.get(form_of(story)))
    long, very_long = ("word " * 120).strip(), ("word " * 220).strip()
    asked = browser.post(form_of(story), TYPED | {"text": long})
    assert asked.status_code == 422
    assert "Send it at this length" in text(asked)
    assert long in text(asked)
    refused = text(browser.post(form_of(story), TYPED | {"text": very_long, "long_is_fine": "on"}))
    assert "Shorten it to 200 or fewer" in refused
    assert very_long in refused
    preview = browser.post(form_of(story), TYPED | {"text": long, "long_is_fine": "on"})
    assert 'name="long_is_fine" value="on"' in text(preview)
    assert browser.post(form_of(story), TYPED | {"text": long, "long_is_fine": "on", "step": "send"}).status_code == 302
    assert Answer.objects.get().text == long


# ---------------------------------------------------------------- a promise that was not kept


def test_an_overdue_promise_gets_a_new_date_and_the_inbox_says_what_the_author_said(client, responder, story):
    change = factories.planned_change(story=story, membership=responder)
    factories.tell(story)
    path = f"/inbox/changes/{change.pk}/new-date/"
    with clock.at(clock.now() + timedelta(days=31)):
        browser = factories.sign_in(client, responder)
        replies.say_not_yet(change_id=change.pk, author=story.author)
        replied = text(browser.get("/inbox/?show=replied"))
        assert "Says a promised change hasn’t happened" in replied
        promised = text(browser.get("/inbox/?show=promised"))
        assert "The author says it hasn’t happened" in promised
        assert path in promised
        assert "and hasn’t happened: “" in text(browser.get(f"/inbox/stories/{story.pk}/"))
        later = clock.today() + timedelta(days=20)
        typed = on(later)
        refused = browser.post(path, {"seen_version": change.version})
        assert refused.status_code == 422
        assert "Enter the new date" in text(refused)
        for _ in range(2):
            assert browser.post(path, typed | {"seen_version": change.version}).status_code == 302
        change.refresh_from_db()
        assert change.due_on == later
        assert "first promised for" in text(browser.get(f"/stories/{story.pk}/"))
        again = text(browser.get(path))
        assert "You gave a new date on" in again
        assert "due_on" not in again, "no form is offered that could only be refused"
        refused = browser.post(path, on(later + timedelta(days=1)) | {"seen_version": change.version})
        assert refused.status_code == 422
        assert "You can give another from" in text(refused)
        assert "The author says it hasn’t happened" not in text(browser.get("/inbox/?show=promised"))


def test_what_is_pressed_twice_by_members_is_done_once_with_the_same_page(browser, responder, story):
    answer = factories.referred_answer(story=story, membership=responder)
    answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Say who you are.", by=factories.moderator())
    plan = factories.planned_change(story=story, membership=responder, published=False)
    changes.return_change(change_id=plan.pk, seen_version=plan.version, reason="By when?", by=factories.moderator())
    answer.refresh_from_db()
    plan.refresh_from_db()
    due = clock.today() + timedelta(days=9)
    for path, typed in (
        (reverse("responses:edit", kwargs={"answer_id": answer.pk}), TYPED | {"step": "send", "seen_version": answer.version}),
        (
            reverse("responses:change", kwargs={"change_id": plan.pk}),
            {"what": "A board", "who_leads": "Matron", "seen_version": plan.version, **on(due)},
        ),
    ):
        assert [browser.post(path, typed).status_code for _ in range(2)] == [302, 302], path
    other = browser.post(path, typed | {"what": "Two boards"})
    assert other.status_code == 409
    assert "Two boards" in text(other)


def test_an_answer_taken_back_twice_is_taken_back(browser, responder, story):
    answer = factories.sent_answer(story=story, membership=responder)
    path = reverse("responses:take_back", kwargs={"answer_id": answer.pk})
    assert [browser.post(path, {"seen_version": answer.version}).status_code for _ in range(2)] == [302, 302]


def test_the_same_words_of_a_member_from_a_page_that_was_loaded_anew_are_sent_once(browser, story):
    due = clock.today() + timedelta(days=9)
    plan = {"what": "A board", "who_leads": "Matron", **on(due)}
    for _ in range(2):
        browser.post(form_of(story), TYPED | {"step": "send", "form_key": uuid4()})
        browser.post(reverse("responses:plan", kwargs={"number": story.pk}), plan | {"form_key": uuid4()})
        browser.post(reverse("responses:made", kwargs={"number": story.pk}), {"made_what": "A chair", "form_key": uuid4()})
    assert Answer.objects.count() == 1
    assert sorted(Change.objects.values_list("what", "made_what")) == [("", "A chair"), ("A board", "")]
