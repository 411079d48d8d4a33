"""A page that has just arrived looks as it will: nothing fades that nobody touched."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

TAKE_DOWN = "window.faded = []; addEventListener('transitionrun', each => faded.push(each.target.outerHTML.slice(0, 80)), true)"
TWO_FRAMES_LATER = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_stylesheet_that_comes_late_fades_nothing_in(site, open_page):
    # Given somebody who minds no movement, on a line so slow that links are there, and blue, before our style is
    page = open_page(reduced_motion="no-preference")
    page.add_init_script(TAKE_DOWN)

    def late(route):
        page.wait_for_selector(".foot a", state="attached")
        page.evaluate("[...document.querySelectorAll('a')].map(each => getComputedStyle(each).color)")
        route.continue_()

    page.route("**/heard.css", late)
    # When the page is there
    page.goto("/")
    page.evaluate(TWO_FRAMES_LATER)
    # Then nothing was on its way from one colour to another
    assert page.evaluate("faded") == []
    # and what is pointed at still changes gently
    page.get_by_role("link", name="Heard, home").hover()
    page.wait_for_function("() => faded.length")
