"""Steps that many journeys share."""

import re
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests import factories
from tests.journeys.plain import expect


def given_signed_in(page: Page, site: str, whom: Any) -> Page:
    """The page's browser works as this person or member from now on, in a session of its own; or in a client's, as an author."""
    client = whom if isinstance(whom, Client) else factories.sign_in(Client(), whom)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return page


def then_the_mistakes_are_read_first(page: Page) -> None:
    """What was wrong is said at the top, and a screen reader begins there: with JavaScript and without."""
    summary = page.locator("[data-error-summary]")
    expect(summary.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(summary).to_be_focused()


# ---------------------------------------------------------------- telling, and coming back


def when_they_begin(page: Page, words: str) -> None:
    """From the page that says what will happen to the first question, with these words in its box."""
    page.goto("/tell/")
    page.get_by_role("link", name="Start now", exact=True).click()
    then_they_are_asked(page, "What happened?")
    page.get_by_label("What happened?").fill(words)


def when_they_continue(page: Page) -> None:
    page.locator("#telling .buttons button").first.click()


def then_they_are_asked(page: Page, question: str) -> None:
    """The page with this heading is there."""
    page.get_by_role("heading", level=1, name=question).wait_for()


def when_they_add_a_place(page: Page, typed: str, name: str) -> None:
    """What they typed is looked for, and the place of this name is theirs."""
    page.get_by_label(re.compile("Name of the place|Find another place")).fill(typed)
    page.get_by_role("button", name="Find", exact=True).last.click()
    page.get_by_role("button", name=f"Add {name}").click()
    page.get_by_role("heading", name="Your story is about").wait_for()


def when_they_agree_and_send(page: Page) -> None:
    page.get_by_label("Publish my story on Heard.").check()
    page.get_by_role("button", name="Send my story").click()


def the_key_on(page: Page) -> str:
    return " ".join(page.locator(".key li").all_inner_texts())


def when_they_open_it_with_the_key(page: Page, key: str) -> None:
    page.get_by_label("What is your story key?").fill(key)
    page.get_by_role("button", name="Open my story").click()
