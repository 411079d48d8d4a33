"""Somebody in danger writes to Heard itself, at night: help comes first, whoever is on the rota is told, opens it, and answers."""

import os
from datetime import time
from pathlib import Path

import pytest
from django.core import mail as outbox

from heard.core import jobs
from heard.enquiries.models import Enquiry
from heard.moderation.actions import rota
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DANGER = "You published my name. I have the tablets here and I am going to end my life tonight."
HELP = "If you or someone else isn’t safe, get help first"
BAND = "Help, day or night"


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def ann():
    """On the rota at every hour of the week, before anybody else."""
    region = factories.region()
    region.crisis_lines.create(name="Samaritans", contact="116 123", when="Day and night", who_for="Anyone.", in_strip=True)
    ann = factories.person(name="Ann First", roles=["senior"])
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(0), ends=time(0), people=[ann.pk], by=TESTS)
    return ann


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_danger_in_a_message_is_answered_with_help_and_somebody_is_told(ann, open_page, site, axe, no_sideways, js):
    def check(page, name):
        look(page, f"{name}-360-{'js' if js else 'no-js'}")
        if js:
            axe(page)
            no_sideways(page)

    # Given somebody in danger, who writes to Heard and mistypes their address
    page = open_page(width=360, js=js)
    page.goto("/write-to-heard/")
    page.get_by_label("A question").check()
    page.get_by_label("Your message").fill(DANGER)
    page.get_by_label("Your email address").fill("ada at home")
    page.get_by_role("button", name="Send").click()
    # Then help stands beside what they typed
    expect(page.get_by_role("group", name=BAND)).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value(DANGER)
    check(page, "message-with-an-error")
    # When they send it, help comes before the page that says so, and it is sent
    page.get_by_label("Your email address").fill("ada@home.example")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HELP)
    expect(page.get_by_role("link", name="116 123").first).to_be_visible()
    check(page, "message-help")
    assert Enquiry.objects.get().words == DANGER
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your message")
    expect(page.get_by_role("group", name=BAND)).to_be_visible()
    check(page, "message-sent")
    # Then the first on the rota is emailed, and can open what the link leads to
    operator = factories.operator()
    jobs.drain()
    (letter,) = [each for each in outbox.outbox if each.to == [ann.email]]
    path = f"/operator/messages/{Enquiry.objects.get().pk}/"
    assert path in letter.body
    desk = given_signed_in(open_page(width=360, js=js), site, ann)
    desk.goto(path)
    expect(desk.get_by_text("I have the tablets")).to_be_visible()
    check(desk, "message-called")
    desk.get_by_role("button", name="I’m on it").click()
    expect(desk.get_by_role("region", name="Who was alerted")).to_contain_text("Ann First took it")
    check(desk, "message-taken")
    # And those who run Heard see on its page who was told, and who has it
    runs = given_signed_in(open_page(color_scheme="dark", js=js), site, operator)
    runs.goto("/operator/")
    expect(runs.get_by_text("Ann First is on it.")).to_be_visible()
    look(runs, f"overview-message-dark-{'js' if js else 'no-js'}")
    if js:
        axe(runs)
    runs.get_by_role("link", name=f"Message {Enquiry.objects.get().pk}").click()
    expect(runs.get_by_role("region", name="Who was alerted")).to_contain_text("Ann First was alerted")
    # When she answers, the answer arrives and nobody is called any more
    desk.get_by_label("Your answer").fill("Please ring Samaritans on 116 123 now.")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.get_by_role("heading", name="Moderation")).to_be_visible()
    jobs.drain()
    assert outbox.outbox[-1].to == ["ada@home.example"]
