"""Journeys: a real Chromium against a real server on a real port. The only place where a browser is driven.

    def test_a_patient_tells_a_story(site, page, axe):
        page.goto(f"{site}/tell/")
        axe(page)

`page` is 1280 pixels wide, `phone` 360, `dark` 1280 and dark, `no_js` has JavaScript off, `open_page(...)` makes any other, and
`any_page` walks a journey on a telephone and once more without JavaScript. Each fails its test at the end if the browser's console
had an error or a request went to another host. `axe(page)` fails on any finding of axe-core (WCAG 2.2 A and AA, and its best
practices), and where mistakes are listed that are not read first; call it once for every state of a page that is worth it. For other
colours or another width, change the window where the page is looked at (`check(page, wide="dark")`) instead of walking there again.

What people do is said in steps: `given_…`, `when_…`, `then_…`. Those that two journeys take are in tests/journeys/steps.py; after an error
`then_the_mistakes_are_read_first(page)`.

Without JavaScript the same steps are walked by a reader of pages (tests/journeys/plain.py), which needs no browser and a third of the
time. The main ways, and what style decides, are walked in Chromium without JavaScript as well: `@pytest.mark.drawn`.

A browser does what it was asked a moment later, and more than a moment on a busy machine: what a page shows is asserted by
Playwright's `expect(...)`, which waits, never by `assert` of what is so this instant (tests/architecture/test_journeys.py).
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright

from launch.checks import SHELL, find_chromium
from tests import factories
from tests.journeys.plain import Plain
from tests.journeys.steps import then_the_mistakes_are_read_first

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or find_chromium()
# Without these, Chromium itself talks to its makers at every start.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip
# A page lives for a second or two here: making its scripts quicker costs more than the quicker ones give back, a third of what axe takes.
UNHURRIED = "--js-flags=--no-maglev --no-turbofan"
# For where there is no headless shell: a window of the whole Chromium draws its own surroundings (suggestions, search of tabs, a side
# panel) as pages of their own, each in a process of its own, made with every context and thrown away with it: half of what opening a page
# costs, and no part of any page.
SURROUNDINGS = (
    "GlanceSidePanel,InitialWebUI,PreloadTopChromeWebUI,SpareRendererForSitePerProcess,TabSearchPreload,WebUILocationBar,"
    "WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,WebUIOmniboxPopup,WebUIReloadButton,WebUIToolbar"
)
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The size of targets is a rule of WCAG 2.2 that axe leaves off unless it is asked for by name. Every rule runs; what nobody reads is not
# made: selectors of what was found, and copies of stylesheets, which only a rule reads that is not run (no film plays by itself without
# its own media, which are loaded).
RUN = """only => axe.run(document, {
    runOnly: only, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"],
    preload: {assets: ["media"]}, selectors: false, ancestry: false, xpath: false, elementRef: false,
}).then(result => result.violations)"""


LONGEST = ("test_tour", "test_pictures", "test_empty_site", "test_out_of_hours", "test_replies", "test_desk")
"""These begin, so that no process is left alone with a long one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: not (HERE in item.path.parents and item.path.stem in LONGEST))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not (CHROMIUM and Path(CHROMIUM).exists()):
        pytest.fail(f"Journeys need Chromium: apt install {SHELL}, or say where it is with CHROMIUM=")
    # Playwright runs its own event loop in this thread, which Django would take for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, UNHURRIED, f"--disable-features={SURROUNDINGS}"])
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Underway:
    """The requests that the site is answering. What a page sends on its way out would otherwise be written into the next test."""

    def __init__(self) -> None:
        self._many = 0
        self._changed = threading.Condition()

    def begins(self, **_: Any) -> None:
        self._count(1)

    def ends(self, **_: Any) -> None:
        self._count(-1)

    def over(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._many <= 0, timeout=10)

    def _count(self, more: int) -> None:
        with self._changed:
            self._many += more
            self._changed.notify_all()


@pytest.fixture
def underway() -> Iterator[Underway]:
    made = Underway()
    request_started.connect(made.begins)
    request_finished.connect(made.ends)
    yield made
    request_started.disconnect(made.begins)
    request_finished.disconnect(made.ends)


@pytest.fixture
def site(live_server: Any, underway: Underway, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running site, `http://localhost:…`; its database is the test's own.

    Everything is there that telling needs, unless the journey is about a site that is not ready: `@pytest.mark.empty_site`.
    """
    if not request.node.get_closest_marker("empty_site"):
        factories.open_site()
    yield str(live_server.url)
    underway.over()


@dataclass
class Watch:
    """What must not have happened while a context was open."""

    site: str
    wrong: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"JavaScript failed: {error}"))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        # A page that answers 404 or 422 on purpose is reported as a failed resource; a script or picture that fails is not excused.
        expected = message.text.startswith("Failed to load resource") and "/static/" not in message.location.get("url", "")
        cut_off = "ERR_INTERNET_DISCONNECTED" in message.text  # by a journey that takes the line away
        if message.type == "error" and not expected and not cut_off:
            self.wrong.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.site).netloc and urlsplit(request.url).scheme in {"http", "https", "ws"}:
            self.wrong.append(f"request to another host: {request.url}")


Opener = Callable[..., Page]


@pytest.fixture
def open_page(site: str, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """`open_page(width=1280, height=900, js=True, **context)` opens a page in a context of its own: other cookies, other person."""
    contexts: list[BrowserContext] = []
    watch = Watch(site)
    drawn = request.node.get_closest_marker("drawn")

    def opened(*, width: int = 1280, height: int = 900, js: bool = True, **options: Any) -> Page:
        if not (js or drawn):
            return cast("Page", Plain(site))
        browser: Browser = request.getfixturevalue("browser")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=js,
            base_url=site,
            **{"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("page", watch.over)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not watch.wrong, "\n".join(watch.wrong)


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: Opener) -> Page:
    return open_page(width=360, height=740, has_touch=True, is_mobile=True)


@pytest.fixture
def dark(open_page: Opener) -> Page:
    return open_page(color_scheme="dark")


@pytest.fixture
def no_js(open_page: Opener) -> Page:
    return open_page(js=False)


@pytest.fixture(params=["phone", "no_js"])
def any_page(request: pytest.FixtureRequest) -> Page:
    """A journey that is walked twice: on a telephone, where `check` looks at each page in a wide window too, and without JavaScript."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def check(axe: Callable[..., None], no_sideways: Callable[[Page], None]) -> Callable[..., None]:
    """axe and no scrolling sideways, as narrow as a telephone and as wide as a desk; nothing where a page is only read.

    `wide="dark"` makes the wide window dark, or light in a journey that is dark: another look at the page, without another walk to it.
    """

    def check(page: Page, *, wide: Literal["dark", "light"] | None = None) -> None:
        if isinstance(page, Plain):
            return
        axe(page)
        no_sideways(page)
        narrow = page.viewport_size
        page.set_viewport_size({"width": 1280, "height": 900})
        if wide:
            page.emulate_media(color_scheme=wide)
        axe(page)
        no_sideways(page)
        if wide:
            page.emulate_media(color_scheme="light" if wide == "dark" else "dark")
        if narrow:
            page.set_viewport_size(narrow)

    return check


def whole(page: Page) -> None:
    """A click comes back when the next page has begun to arrive: before it is looked at, it is there to its end."""
    page.wait_for_load_state()
    if page.evaluate("document.readyState") != "complete":
        page.wait_for_function("() => document.readyState === 'complete'")


SEEN_FIRST = """() => [Boolean(window.axe), document.querySelectorAll('[data-error-summary]').length,
    !matchMedia('(scripting: none)').matches]"""


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """`axe(page)` fails with what axe-core finds (`only`: these rules); a page that is only read has nothing for it to look at, and where
    scripts are off it would wait for ever.

    It is evaluated, not injected, so that the page keeps its strict policy; by Chromium's own protocol, for Playwright would wrap half a
    megabyte of it into another evaluation.
    """
    source = (HERE / "axe.min.js").read_text(encoding="utf-8")
    sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    def check(page: Page, *, only: list[str] | None = None) -> None:
        if isinstance(page, Plain):
            return
        whole(page)
        there, mistakes, scripts = page.evaluate(SEEN_FIRST)
        if mistakes:
            then_the_mistakes_are_read_first(page)
        if not scripts:
            return
        if not there:
            if page not in sessions:
                sessions[page] = page.context.new_cdp_session(page)
            sessions[page].send("Runtime.evaluate", {"expression": source})
        found = page.evaluate(RUN, only or RULES)
        said = [
            f"{each['id']} ({each['impact']}): {each['help']}\n    "
            + "\n    ".join(f"{node['html'][:160]}\n      {node['failureSummary']}" for node in each["nodes"][:4])
            for each in found
        ]
        assert not said, f"axe at {page.url}:\n" + "\n".join(said)

    return check


@pytest.fixture(scope="session")
def no_sideways() -> Callable[[Page], None]:
    """`no_sideways(page)`: fails if the page scrolls sideways; one that is only read has no width."""

    def check(page: Page) -> None:
        if isinstance(page, Plain):
            return
        whole(page)
        wide, seen = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide <= seen:
            return
        sticking = page.evaluate(
            """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
        )
        raise AssertionError(f"{page.url} is {wide} wide in a window of {seen}: " + "\n".join(sticking))

    return check
