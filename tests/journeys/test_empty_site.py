"""An empty site: a visitor is promised nothing, an operator is led through what is missing, and then the first story is told."""

import os
import re
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.management import call_command

from heard.accounts.actions import people
from heard.core import jobs
from heard.stories.models import Story
from heard.telling.models import Draft
from tests import factories
from tests.accounts.test_staff_sign_in import code_now
from tests.directory.test_registers import ods
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import when_they_agree_and_send, when_they_continue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.empty_site]
PASSWORD = "a long and quiet password"
CLOSED = "You can’t tell a story here yet"


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def when_they_set_up_a_second_step(page):
    page.goto("/account/second-step/")
    page.get_by_role("link", name="Set up an app").click()
    again = page.get_by_label("Your password", exact=True)
    expect(again.or_(page.get_by_label("The 6-digit code"))).to_be_visible()
    if page.get_by_label("The 6-digit code").count() == 0:
        again.fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    shown = page.get_by_text(re.compile(r"^([A-Z2-7]{4} ?){8}$"))
    expect(shown).to_be_visible()
    page.get_by_label("The 6-digit code").fill(code_now(shown.inner_text().replace(" ", "")))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def when_they_sign_in(page, email):
    page.goto("/account/login/")
    page.get_by_label("Your work email address").fill(email)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()


def then_the_overview_is_there(page, axe):
    """What the operator's first page says is next."""
    page.goto("/operator/")
    expect(page.get_by_role("heading", name="Running Heard")).to_be_visible()
    if axe:
        axe(page)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_an_operator_is_led_from_an_empty_site_to_the_first_story(open_page, site, axe, no_sideways, settings, tmp_path, js):
    check = axe if js else None
    settings.DEMO = False
    settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    operator = people.make_operator(email="olive@heard.example", name="Olive One", password=PASSWORD, by=TESTS)
    # Given a site on which there is nothing: somebody who comes is shown help, and promised nothing
    visitor = open_page(js=js, width=360)
    visitor.goto("/tell/")
    expect(visitor.get_by_role("heading", level=1, name=CLOSED)).to_be_visible()
    expect(visitor.get_by_role("main")).to_contain_text("116 123")
    expect(visitor.get_by_role("main")).not_to_contain_text("Thank you")
    if js:
        axe(visitor)
        no_sideways(visitor)
    look(visitor, f"closed-360-{'js' if js else 'no-js'}")
    # When the operator signs in and does what the list says, one after another
    page = open_page(js=js)
    when_they_sign_in(page, operator.email)
    when_they_set_up_a_second_step(page)
    then_the_overview_is_there(page, check)
    look(page, f"set-up-1280-{'js' if js else 'no-js'}")
    page.get_by_role("link", name="Add a region").click()
    page.get_by_label("Short name").fill("northmoor")
    page.get_by_label("Name of the region").fill("Northmoor")
    page.get_by_label("Emergency number").fill("999")
    page.get_by_role("button", name="Add the region").click()
    expect(page.get_by_role("link", name="Crisis lines")).to_be_visible()
    page.get_by_label("Name", exact=True).first.fill("Samaritans")
    page.get_by_label("Number", exact=True).first.fill("116 123")
    page.get_by_label("When it’s open").first.fill("Day and night")
    page.get_by_label("Show it at the top").first.check()
    page.get_by_role("button", name="Save the crisis lines").click()
    expect(page.get_by_text("They’re now on every page where people tell a story")).to_be_visible()
    # the register is a file, and taken in on the server
    then_the_overview_is_there(page, check)
    page.get_by_role("link", name="Open the directory").click()
    (tmp_path / "etr.csv").write_text(ods("RXX", "LARKFIELD HOSPITALS NHS TRUST"))
    call_command("import_register", "trusts", str(tmp_path / "etr.csv"))
    then_the_overview_is_there(page, None)
    page.get_by_role("link", name="See how").click()
    expect(page.get_by_text("EMAIL_HOST", exact=True)).to_be_visible()
    if js:
        axe(page)
    look(page, f"email-1280-{'js' if js else 'no-js'}")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    then_the_overview_is_there(page, None)
    page.get_by_role("link", name="Invite a moderator").click()
    page.get_by_label("Their email address").fill("mo@heard.example")
    page.get_by_label("Their name").fill("Mo Derator")
    page.get_by_label("Moderator, first line").check()
    page.get_by_role("button", name="Send the invitation").click()
    jobs.drain()
    then_the_overview_is_there(page, check)
    expect(page.get_by_role("listitem").filter(has_text="Ask a moderator to set up a second step")).to_contain_text("Next")
    visitor.goto("/tell/")
    expect(visitor.get_by_text("We don’t have a moderator yet, so no one could read your story.")).to_be_visible()
    # And the moderator follows the email, chooses a password and sets up a second step
    link = re.search(r"http://testserver(/\S+)", outbox.outbox[-1].body).group(1)
    moderator = open_page(js=js)
    moderator.goto(link)
    for box in moderator.locator("input[type=password]").all():
        box.fill(PASSWORD)
    moderator.get_by_role("button", name="Save your password").click()
    expect(moderator.get_by_role("heading", name="Your password has been saved")).to_be_visible()
    when_they_sign_in(moderator, "mo@heard.example")
    when_they_set_up_a_second_step(moderator)
    # Then nothing is left of the list, and telling is open by itself
    then_the_overview_is_there(page, check)
    expect(page.get_by_role("heading", name="Set up Heard")).to_have_count(0)
    look(page, f"set-up-done-1280-{'js' if js else 'no-js'}")
    visitor.goto("/tell/")
    visitor.get_by_role("link", name="Start now", exact=True).click()
    visitor.get_by_label("What happened?").fill("Nobody says how long it is.")
    when_they_continue(visitor)
    visitor.goto("/tell/consent/")
    when_they_agree_and_send(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Story.objects.count() == 1


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_what_was_written_before_it_closed_is_kept_with_its_key(open_page, site, axe, no_sideways, settings, js):
    factories.open_site()
    page = open_page(js=js, width=360, color_scheme="dark")
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill("Nobody says how long it is.")
    when_they_continue(page)
    page.goto("/tell/consent/")
    page.get_by_label("Publish my story on Heard.").check()
    settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    page.get_by_role("button", name="Send my story").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your story is saved, but we can’t take it yet")
    expect(page.get_by_role("group", name="Your story key")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Thank you")
    if js:
        axe(page)
        no_sideways(page)
    look(page, f"kept-360-dark-{'js' if js else 'no-js'}")
    assert Draft.objects.get().words == "Nobody says how long it is."
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page.goto("/tell/")
    page.get_by_role("link", name="Continue my story").click()
    page.goto("/tell/consent/")
    when_they_agree_and_send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
