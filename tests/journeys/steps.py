"""Steps that many journeys share."""

from playwright.sync_api import Page

from tests.journeys.plain import expect


def then_the_mistakes_are_read_first(page: Page) -> None:
    """What was wrong is said at the top, and a screen reader begins there: with JavaScript and without."""
    summary = page.locator("[data-error-summary]")
    expect(summary.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(summary).to_be_focused()
