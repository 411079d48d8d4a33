"""Takes the pictures of the main pages in docs/pictures: `make pictures`.

Not a test, but it lives as one: it loads the demo into the tests' own database and visits it as the journeys do. The clock stands at
`MOMENT` for everybody, so that the same pages give the same pictures on any day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page

from heard.core import clock
from heard.demo.actions import seeding
from heard.demo.rules import content

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOMENT = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
"""A Wednesday morning, when people are at work."""
QUALITY = 68
WORDS = (
    "My son broke his arm at football on a Saturday. We came in at four and went home at half past eleven.\n\n"
    "The nurse who put the plaster on let him choose the colour and told him each time what she would do next. He still talks about her."
    " But for three hours nobody came near us, and the board said “1 hour” the whole time. I did not dare to fetch him something to eat,"
    " in case they called us."
)


@dataclass(frozen=True)
class Size:
    """How large a window is, and how many pixels of the picture there are to one of the window's."""

    width: int
    height: int
    scale: float
    touch: bool


SIZES = {"phone": Size(360, 780, 1.5, touch=True), "desktop": Size(1280, 900, 1, touch=False)}


def home(page: Page) -> None:
    page.goto("/")


def story(page: Page) -> None:
    page.goto("/stories/?q=smoke")
    page.get_by_role("link", name=content.tour()["title"]).click()
    page.get_by_role("heading", level=1, name=content.tour()["title"]).wait_for()


def conversation(page: Page) -> None:
    story(page)
    page.get_by_role("heading", name="The conversation").evaluate(
        "heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24)"
    )


def telling(page: Page) -> None:
    page.goto("/tell/")
    page.get_by_role("link", name="Start now", exact=True).click()
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("What happened?").blur()
    page.evaluate("scrollTo(0, 0)")


def service(page: Page) -> None:
    story(page)
    page.locator("main a[href^='/services/']").first.click()
    page.wait_for_url("**/services/*/")


def inbox(page: Page) -> None:
    _be(page, "Stephen Quillan")
    page.goto("/inbox/")


def desk(page: Page) -> None:
    _be(page, "Imogen Tarrow")
    page.goto("/moderation/")


def case(page: Page) -> None:
    desk(page)
    page.get_by_role("link", name="Story about Fracture Clinic").click()
    if (take := page.get_by_role("button", name="Read it")).count():
        take.click()
    page.get_by_role("heading", name="What the author wrote").wait_for()


PAGES: dict[str, Callable[[Page], None]] = {
    "home": home,
    "story": story,
    "conversation": conversation,
    "telling": telling,
    "service": service,
    "inbox": inbox,
    "desk": desk,
    "case": case,
}
"""How to get to each page. The last one takes a story from the queue, so it comes after the queue."""
DARK = {("home", "desktop"), ("story", "phone")}


def names() -> list[str]:
    """The files that there should be, in the order in which they are taken."""
    light = [f"{page}-{size}.jpg" for page in PAGES for size in SIZES]
    return light + [f"{page}-{size}-dark.jpg" for page, size in sorted(DARK)]


def _be(page: Page, name: str) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Continue as {name}").click()
    page.wait_for_load_state("load")


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT) as traveller:
        yield traveller


@pytest.mark.django_db(transaction=True)
@pytest.mark.empty_site  # the demo brings its own
def test_take_the_pictures(moment, settings, open_page, no_sideways):
    settings.EMAIL_BACKEND = seeding.MAILBOX
    with clock.at(MOMENT):
        seeding.load_demo()
    FOLDER.mkdir(exist_ok=True)
    for name in names():
        page_name, size_name, *dark = name.removesuffix(".jpg").split("-")
        size = SIZES[size_name]
        page = open_page(
            width=size.width,
            height=size.height,
            device_scale_factor=size.scale,
            is_mobile=size.touch,
            has_touch=size.touch,
            color_scheme="dark" if dark else "light",
        )
        moment.move_to(MOMENT)
        PAGES[page_name](page)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / name, type="jpeg", quality=QUALITY, animations="disabled", caret="hide")
        no_sideways(page)
        page.context.close()
    for old in {path.name for path in FOLDER.glob("*.jpg")} - set(names()):
        (FOLDER / old).unlink()
