"""By keyboard alone, as somebody works who uses no mouse: a decision at the desk, an answer, a new date, a call at night, an invitation."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from heard.core import clock
from heard.moderation.actions import calls
from heard.moderation.models import Call, Case
from heard.organisations.models import Invitation, Role
from heard.responses.models import Answer, AnswerState, Change
from heard.stories.models import State
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in
from tests.journeys.test_moderation import desk_handles_everything

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 150
"""Presses of Tab after which something counts as out of reach."""
ANSWER = "Thank you for telling us. I am sorry that nobody said how long the wait would be. Please ask for me at the desk."


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def reach(page, wanted, *, back=False):
    """Press Tab until `wanted` has the focus, which has to be seen: a ring, an underline, another colour."""
    expect(wanted).to_be_visible()
    for _ in range(MANY):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    styles = "e => {const s = getComputedStyle(e); return [s.outlineStyle + s.outlineWidth, s.boxShadow, s.backgroundColor].join()}"
    seen = wanted.evaluate(styles)
    label = "e => {const l = document.querySelector(`label[for='${e.id}']`); return l ? getComputedStyle(l, '::before').boxShadow : ''}"
    drawn = wanted.evaluate(label)
    assert "none0px,none" not in seen.replace("none3px", "none0px") or drawn not in {"", "none"}, f"nobody sees the focus: {seen}"


def press(page, wanted, key="Enter"):
    reach(page, wanted)
    page.keyboard.press(key)


def write(page, label, words):
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_story_is_read_and_published(site, page):
    factories.offer_usual_tags()
    story = factories.sent_story(services=[factories.service(name="Quayside Recovery Service")], title="Two hours on Tuesdays")
    desk_handles_everything()
    given_signed_in(page, site, factories.person(name="Imogen Tarrow", roles=["first-line"]))
    page.goto("/moderation/")
    expect(button(page, "Read the next one")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What the author wrote").wait_for()
    reach(page, page.get_by_label("0 Not critical"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("2 Mildly")).to_be_checked()
    press(page, button(page, "Preview"))
    page.get_by_role("heading", name="Preview").wait_for()
    look(page, "keyboard-desk")
    press(page, button(page, "Publish"))
    page.get_by_text("Published. We’ll tell everyone concerned").wait_for()
    story.refresh_from_db()
    assert story.state == State.PUBLISHED


def test_a_decline_is_chosen_and_written(site, page):
    story = factories.sent_story()
    desk_handles_everything()
    given_signed_in(page, site, factories.person(name="Imogen Tarrow", roles=["first-line"]))
    page.goto("/moderation/")
    expect(button(page, "Read the next one")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What the author wrote").wait_for()
    press(page, button(page, "Decline"))
    press(page, page.locator(".desk-reasons a").first)
    page.get_by_role("textbox").first.wait_for()
    look(page, "keyboard-decline")
    press(page, page.get_by_role("button", name="Decline").first)
    expect(page.get_by_text("Declined. We’ll send the author")).to_be_visible()
    story.refresh_from_db()
    assert story.state == State.DECLINED


def test_a_story_is_answered_and_a_promise_gets_a_new_date(site, page):
    organisation = factories.organisation(remit=[factories.service(name="Fracture clinic")], name="Shoreline Hospitals")
    responder = factories.member(of=organisation, name="Joy Adeyemi")
    story = factories.tell(factories.story_for(organisation))
    given_signed_in(page, site, responder)
    page.goto("/inbox/")
    press(page, page.get_by_role("link", name=story.title))
    press(page, page.get_by_role("link", name="Answer this story"))
    write(page, "Your answer", ANSWER)
    press(page, button(page, "See how it will look"))
    page.get_by_role("heading", name="How your answer will look").wait_for()
    look(page, "keyboard-answer")
    press(page, button(page, "Send my answer"))
    page.get_by_role("heading", name="Your answer is on its way").wait_for()
    assert Answer.objects.get().state == AnswerState.WINDOW
    # A promise whose day has passed
    change = factories.planned_change(story=story, membership=responder)
    Change.objects.filter(pk=change.pk).update(due_on=clock.today() - timedelta(days=1))
    page.goto("/inbox/?show=promised")
    press(page, page.get_by_role("link", name="Give a new date"))
    expect(page.get_by_text("You can give 3 new dates for this change")).to_be_visible()
    later = clock.today() + timedelta(days=20)
    for label, value in (("Day", later.day), ("Month", later.month), ("Year", later.year)):
        write(page, label, str(value))
    look(page, "keyboard-new-date")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The new date is public")).to_be_visible()
    change.refresh_from_db()
    assert change.due_on == later
    # Straight after it, the page says from when another one can be given
    page.goto(f"/inbox/changes/{change.pk}/new-date/")
    expect(page.get_by_text("You can give another from")).to_be_visible()
    look(page, "no-new-date-yet")


def test_a_call_at_night_is_taken(site, page):
    factories.sent_story(words="I have the tablets here and I am going to end my life tonight.")
    desk_handles_everything()
    senior = factories.person(name="Ann First", roles=["senior"])
    case = Case.objects.get()
    call = Call.objects.filter(case=case).first() or calls.begin_call(case_id=case.pk, why=Call.Why.OPENED, by=factories.TESTS)
    given_signed_in(page, site, senior)
    page.goto(f"/moderation/{case.pk}/")
    press(page, button(page, "I’m on it" if call else "Open it"))
    expect(page.get_by_role("heading", name="What the author wrote")).to_be_visible()
    case.refresh_from_db()
    assert case.claimed_by == senior


def test_a_colleague_is_invited_after_a_mistake(site, page):
    administrator = factories.member(of=factories.organisation(name="Quayside"), roles=[Role.ADMINISTRATOR], name="Anjali Thorne")
    given_signed_in(page, site, administrator)
    page.goto("/organisation/members/")
    press(page, page.get_by_role("link", name="Invite a colleague"))
    write(page, "Their work email address", "nia at work")
    press(page, page.get_by_label("Member: reads stories and gets emails about them"), "Space")
    press(page, button(page, "Send the invitation"))
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.keyboard.press("Tab")  # the summary has the focus: its first link is the next thing
    page.keyboard.press("Enter")
    expect(page.get_by_label("Their work email address")).to_be_focused()
    look(page, "keyboard-invite")
    page.keyboard.press("Control+a")
    page.keyboard.type("nia@work.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We’ve sent the invitation")).to_be_visible()
    assert Invitation.objects.get().email == "nia@work.example"
