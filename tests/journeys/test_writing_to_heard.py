"""Somebody writes to Heard itself, not about their care; somebody who runs it answers; the answer arrives."""

import pytest
from django.core import mail as outbox

from heard.core import jobs
from tests import factories
from tests.journeys.plain import Plain, expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_complaint_about_heard_is_read_and_answered(any_page, open_page, site, check, axe):
    factories.region()
    page = any_page
    # given somebody who looks for how to complain about Heard itself
    page.goto("/how-to-complain/")
    check(page)
    page.get_by_role("link", name="write to us").click()
    expect(page.get_by_label("A complaint about Heard")).to_be_checked()
    check(page)
    # when they forget their address
    page.get_by_label("Your message").fill("You published a story that names me.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Enter your email address").first).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("You published a story that names me.")
    check(page)
    page.get_by_label("Your email address").fill("nia@home.example")
    page.get_by_role("button", name="Send").click()
    # then they read what happens next, and have it in writing
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    check(page)
    operator = factories.operator()
    jobs.drain()
    assert "nia@home.example" in [message.to[0] for message in outbox.outbox]
    # and somebody who runs Heard answers
    desk = open_page(js=not isinstance(page, Plain))
    given_signed_in(desk, site, operator)
    desk.goto("/operator/")
    desk.get_by_role("link", name="Messages to Heard").click()
    axe(desk)
    desk.get_by_role("link", name="A complaint about Heard").click()
    axe(desk)
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.get_by_text("Enter your answer").first).to_be_visible()
    desk.get_by_label("Your answer").fill("We have taken your name out. We are sorry.\n\nTomasz Brink")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.get_by_text("No one is waiting for an answer.")).to_be_visible()
    axe(desk)
    jobs.drain()
    assert "We have taken your name out." in outbox.outbox[-1].body
    assert outbox.outbox[-1].to == ["nia@home.example"]
