"""An editor writes a page that readers then see; a translator sees what has changed since."""

import pytest

from heard.pages.actions import publishing, writing
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in
from tests.languages import spoken

pytestmark = pytest.mark.django_db(transaction=True)


def given_an_editor(page, site):
    return given_signed_in(page, site, factories.person(name="Ed Itor", roles=["editor"]))


def then_the_page_says(page, words):
    expect(page.locator("main")).to_contain_text(words)


def test_an_editor_writes_previews_publishes_and_moves_a_page(any_page, site, check):
    page = given_an_editor(any_page, site)
    page.goto("/editing/")
    expect(page.get_by_role("heading", name="Nothing is waiting")).to_be_visible()
    check(page, wide="dark")

    # when they write a page, and first leave something out
    page.get_by_role("link", name="Pages", exact=True).click()
    page.get_by_role("link", name="Write a new page").first.click()
    page.get_by_label("Address").fill("help/parking")
    page.get_by_label("Help", exact=True).check()
    page.get_by_label("Title").fill("Parking")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("link", name="Text: Write what the page says")).to_be_visible()
    check(page)
    page.get_by_label("Text", exact=True).fill("There is room for ten cars. See [buses](page:help/buses).")
    page.get_by_role("button", name="Save as a draft").click()

    # then they are told what can’t be published, and in which line
    expect(page.get_by_role("heading", name="1 thing to correct before it can be published")).to_be_visible()
    then_the_page_says(page, "Line 1: This link leads nowhere: there’s no page at help/buses.")
    check(page)
    page.get_by_role("link", name="Correct the text").click()
    page.get_by_label("Text", exact=True).fill("There is room for ten cars. You have {answer_window} to answer.")
    check(page)
    page.get_by_role("button", name="Save and preview").click()

    # and see it as readers will, with what the site fills in
    then_the_page_says(page, "You have 30 minutes to answer.")
    check(page, wide="dark")
    page.get_by_role("link", name="Back to publish or edit it").click()
    page.get_by_role("button", name="Publish now").click()
    then_the_page_says(page, "This is what readers see now.")
    page.get_by_role("link", name="See it as readers do").click()
    expect(page.get_by_role("heading", level=1, name="Parking")).to_be_visible()

    # when they move it, its old address leads on
    page.goto("/editing/pages/")
    check(page)
    page.get_by_role("link", name="/help/parking/").click()
    check(page)
    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("Address").fill("help/where-to-park")
    page.get_by_role("button", name="Change the address").click()
    page.goto("/help/parking/")
    expect(page.get_by_role("heading", level=1, name="Parking")).to_be_visible()


def test_a_translator_sees_what_has_changed_since(phone, site, check):
    ed = factories.person(name="Ed Itor", roles=["editor"])
    made = writing.write_page(kind="help", path="help/parking", title="Parking", source="There is room for ten cars.", by=ed)
    publishing.publish_text(text_id=made.text_id, number=1, by=ed)
    with spoken("en-gb", "en-xa"):
        page = given_signed_in(phone, site, ed)
        page.goto(f"/editing/pages/{made.text.page_id}/")
        page.get_by_role("link", name="Say it differently for a site, or translate it").click()
        check(page)
        page.locator("input[value=en-xa]").check()
        page.get_by_role("button", name="Continue").click()
        then_the_page_says(page, "Write your translation over it.")
        page.get_by_label("Text", exact=True).fill("Ţéñ çàřš.")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("button", name="Publish now").click()
        then_the_page_says(page, "This is what readers see now.")

        newer = writing.save_version(page_id=made.text.page_id, title="Parking", source="There is room for twelve cars.", by=ed)
        publishing.publish_text(text_id=newer.text_id, number=2, by=ed)
        page.goto("/editing/")
        expect(page.get_by_role("heading", name="Behind")).to_be_visible()
        page.locator("section", has=page.get_by_role("heading", name="Behind")).get_by_role("link").first.click()
        check(page)
        page.get_by_role("link", name="See what changed, and update this").click()
        expect(page.locator(".differences ins")).to_have_text("twelve")
        check(page, wide="dark")
        page.get_by_label("Text", exact=True).fill("Ţŵéļṽé çàřš.")
        page.get_by_label("This now says everything that version 2 does").check()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("button", name="Publish now").click()
        page.goto("/editing/")
        expect(page.get_by_role("heading", name="Behind")).to_have_count(0)


def test_a_page_is_written_by_keyboard(page, site):
    given_an_editor(page, site)
    page.goto("/editing/pages/new/")
    page.get_by_label("Address").focus()
    page.keyboard.type("help/parking")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Parking")
    page.keyboard.press("Tab")
    page.keyboard.type("Where to leave a car.")
    page.keyboard.press("Tab")  # how to write
    page.keyboard.press("Enter")
    expect(page.get_by_text("A heading. Use ### for a smaller one below it.")).to_be_visible()
    page.keyboard.press("Tab")  # names that Heard fills in
    page.keyboard.press("Tab")
    page.keyboard.type("There is room.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish now")).to_be_visible()
