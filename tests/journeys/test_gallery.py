"""Every component, in every state, theme and size: found sound by axe, narrow enough for a phone, usable by keyboard."""

import re

import pytest

from heard.ui.look import THEMES
from heard.ui.samples import SHEETS
from tests.journeys.plain import expect


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_is_accessible_in_every_theme(site, page, axe, sheet):
    page.goto(f"{site}/gallery/{sheet}/")
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)
    for theme in THEMES:
        page.goto(f"{site}/gallery/{sheet}/?theme={theme}")
        axe(page, only=["color-contrast"])


def test_a_device_set_to_dark_or_to_more_contrast_is_obeyed(site, open_page, axe):
    schemes = [{"color_scheme": scheme, **more} for scheme in ("dark", "light") for more in ({}, {"contrast": "more"})]
    for options in (*schemes, {"forced_colors": "active"}):
        page = open_page(**options)
        page.goto(f"{site}/gallery/story/")
        axe(page)


@pytest.mark.parametrize("asked", [{"contrast": "more"}, {"contrast": "more", "color_scheme": "dark"}], ids=["light", "dark"])
def test_what_a_tint_sets_apart_has_an_edge_where_more_contrast_is_asked_for(site, open_page, asked):
    page = open_page(**asked)
    for sheet, shape in (("story", ".voice"), ("pieces", ".status")):
        page.goto(f"{site}/gallery/{sheet}/")
        edges = page.eval_on_selector_all(f"main {shape}", "shapes => shapes.map(each => getComputedStyle(each).borderBlockEndColor)")
        assert edges
        assert [edge for edge in edges if edge.endswith(", 0)")] == []


def test_nothing_scrolls_sideways_on_the_narrowest_screen(site, open_page, no_sideways):
    page = open_page(width=320, height=600)
    for sheet in SHEETS:
        for size in ("normal", "larger"):
            page.goto(f"{site}/gallery/{sheet}/?size={size}")
            no_sideways(page)


def test_targets_are_large_enough_for_a_thumb(site, phone):
    for sheet in SHEETS:
        phone.goto(f"{site}/gallery/{sheet}/")
        small = phone.evaluate(
            """() => [...document.querySelectorAll('button, .button, select, input:not([type=hidden]), summary, nav a, .leave')]
            .filter(e => e.offsetParent && !e.closest('.nhsuk-checkboxes--small, .nhsuk-radios--small') && !e.matches('.chip input'))
            .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 100)])
            .filter(([height]) => height < 43.5)"""
        )
        assert small == [], sheet


def test_the_keyboard_gets_past_the_menu_and_sees_where_it_is(site, page):
    page.goto(f"{site}/gallery/story/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    seen = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert seen == "solid"


def test_mistakes_are_read_first_and_lead_to_their_fields(site, page):
    page.goto(f"{site}/gallery/mistakes/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    for link in page.locator("[data-error-summary] a").all():
        link.click()
        expect(page.locator(str(link.get_attribute("href")))).to_be_focused()


@pytest.mark.drawn
def test_mistakes_are_read_first_without_javascript_too(site, open_page):
    for width in (360, 1280):
        page = open_page(width=width, js=False)
        page.goto(f"{site}/gallery/mistakes/")
        expect(page.locator("[data-error-summary]:focus")).to_have_count(1)
        assert page.title().startswith("Error: ")
        # and the keyboard goes on from there, to the first mistake
        page.keyboard.press("Tab")
        expect(page.locator("[data-error-summary] li:first-child a:focus")).to_have_count(1)


def test_words_are_counted_while_they_are_written(site, page):
    page.goto(f"{site}/gallery/forms/")
    page.get_by_label("What did you hope for?").fill("one two – three")
    expect(page.get_by_text("3 words. You can write up to 20 words.").first).to_be_visible()
    page.get_by_label("What did you hope for?").fill("word " * 23)
    expect(page.get_by_text("23 words. That is 3 too many.").first).to_be_visible()


def test_a_box_grows_with_its_words(site, phone):
    phone.goto(f"{site}/gallery/forms/")
    box = phone.get_by_label("What happened?")
    box.fill("")
    empty = box.bounding_box()["height"]
    assert 5 * 20 * 1.5 < empty < 7 * 20 * 1.55
    box.fill("One line.\n" * 30)
    assert box.bounding_box()["height"] > 3 * empty
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1


def test_what_was_typed_in_secret_can_be_shown(site, page):
    page.goto(f"{site}/gallery/forms/")
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Show what I typed").click()
    expect(page.get_by_label("Your PIN")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide what I typed").click()
    expect(page.get_by_label("Your PIN")).to_have_attribute("type", "password")


@pytest.mark.drawn
def test_without_javascript_everything_is_there(site, no_js):
    no_js.goto(f"{site}/gallery/forms/")
    expect(no_js.get_by_text("Most people write 50 to 300 words.")).to_be_visible()
    expect(no_js.get_by_label("Your PIN")).to_be_visible()


def test_leaving_quickly_leaves_nothing_to_go_back_to(site, open_page):
    page = open_page()
    # Elsewhere is not to be reached from a test: the way out is pointed at a page of ours.
    page.goto(f"{site}/look/")
    page.goto(f"{site}/gallery/telling/")
    page.locator("[data-leave]").evaluate("link => link.href = '/gallery/story/'")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/gallery/story/")
    page.go_back()
    expect(page).to_have_url(f"{site}/look/")


@pytest.mark.drawn
def test_text_size_and_colours_are_chosen_without_javascript_or_account(site, no_js):
    no_js.goto(f"{site}/gallery/story/")
    assert no_js.context.cookies() == []
    no_js.goto(f"{site}/look/", referer=f"{site}/gallery/story/")
    assert no_js.context.cookies() == []
    no_js.get_by_label("Larger").check()
    no_js.get_by_label("High contrast").check()
    no_js.get_by_role("button", name="Use these").click()
    expect(no_js).to_have_url(f"{site}/gallery/story/")
    page = no_js.locator("html")
    expect(page).to_have_attribute("data-theme", "contrast")
    expect(page).to_have_attribute("data-size", "larger")
    assert [cookie["name"] for cookie in no_js.context.cookies()] == ["heard"]


def test_the_menu_opens_on_a_phone(site, phone):
    phone.goto(f"{site}/look/")
    menu = phone.get_by_role("navigation", name="Main")
    expect(menu).not_to_be_visible()
    button = phone.get_by_role("button", name="Menu")
    button.tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(menu.get_by_role("link", name="Find a service")).to_be_visible()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.drawn
def test_the_menu_opens_on_a_phone_without_javascript(site, open_page):
    page = open_page(width=360, height=740, js=False)
    page.goto(f"{site}/look/")
    expect(page.locator("#menu")).not_to_be_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    expect(page.locator("#menu").get_by_role("link", name="Find a service")).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(page.locator("#menu")).not_to_be_visible()


def test_an_error_is_a_sound_page(site, page, axe):
    response = page.goto(f"{site}/no-such-page/")
    assert response.status == 404
    axe(page)
    expect(page.get_by_role("link", name="Go to the home page")).to_be_visible()
    assert page.context.cookies() == []
