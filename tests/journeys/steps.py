"""Steps that many journeys share."""

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
