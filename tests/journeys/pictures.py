"""Takes the pictures of the main pages in docs/pictures: `make pictures`.

Not a test, but it lives as one: it loads the demo into the tests' own database and visits it as the journeys do. The clock stands at
`MOMENT` for everybody, so that the same pages give the same pictures on any day.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Locator, Page

from heard.core import clock, links
from heard.core.actors import SystemActor
from heard.demo.actions import seeding
from heard.demo.models import Loading
from heard.demo.rules import content
from heard.directory.models import Service
from heard.moderation.models import Case
from heard.regions.actions import make_region
from heard.regions.models import Region
from heard.stories.models import Story
from heard.telling.views.journey import JOURNEY

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOMENT = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
"""A Wednesday morning, when people are at work."""
QUALITY = 68
WAITS = "queue-phone-number"
"""A story on the desk, with a name and a number in it."""
WORDS = (
    "My son broke his arm at football on a Saturday. We came in at four and went home at half past eleven.\n\n"
    "The nurse who put the plaster on let him choose the colour and told him each time what she would do next. He still talks about her."
    " But for three hours nobody came near us, and the board said “1 hour” the whole time. I did not dare to fetch him something to eat,"
    " in case they called us."
)


THERE = """(() => {
    const options = Intl.DateTimeFormat.prototype.resolvedOptions;
    Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...options.call(this), timeZone: "Europe/Dublin" };
    };
})()"""
"""Has a browser say that it is set to Irish time."""


@dataclass(frozen=True)
class Size:
    """How large a window is, and how many pixels of the picture there are to one of the window's."""

    width: int
    height: int
    scale: float
    touch: bool


SIZES = {"phone": Size(360, 780, 1.5, touch=True), "desktop": Size(1280, 900, 1, touch=False)}


@dataclass(frozen=True)
class Seen:
    """What the pictures are of. Found by the demo's own rows, never by words on a page, which change."""

    story: Story
    case: Case


def seen(loaded: Loading) -> Seen:
    """The story of the tour, and the one that waits."""
    words = content.stories()[WAITS]["words"]
    return Seen(story=loaded.tour, case=Case.objects.get(story__original__words=words, closed_at=None))


def home(page: Page, _: Seen) -> None:
    _open(page, links.to("home"))


def home_of_strathwend(page: Page, _: Seen) -> None:
    _open(page, "/strathwend/")


def home_of_kilcarrow(page: Page, _: Seen) -> None:
    _open(page, "/kilcarrow/")


def offer(page: Page, _: Seen) -> None:
    """What somebody reads on Strathwend's site whose browser is set to the time of Kilcarrow."""
    page.add_init_script(THERE)
    _open(page, "/strathwend/about/")
    page.locator(".offer").wait_for()


def opening(page: Page, _: Seen) -> None:
    """The list of a site that is being prepared: the demo's own are open."""
    prepared = Region.objects.filter(slug="cymru").first() or make_region(slug="cymru", name="Cymru", path="cymru", by=SystemActor("demo"))
    _be(page, "tomasz-brink")
    _open(page, reverse("operating:opening", kwargs={"region_id": prepared.pk}))


def narrowed(page: Page, _: Seen) -> None:
    """The desk of somebody who reads for all regions, narrowed to one."""
    _be(page, "winifred-osei")
    _open(page, f"{links.to('moderation')}?region=strathwend")


def story(page: Page, of: Seen) -> None:
    _open(page, links.to("story", number=of.story.pk))


def conversation(page: Page, of: Seen) -> None:
    story(page, of)
    page.locator("#conversation").evaluate("heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24)")


def telling(page: Page, _: Seen) -> None:
    _open(page, reverse("telling:page", kwargs={"page": JOURNEY.names[0]}))
    page.locator("main textarea").first.fill(WORDS)
    page.locator("main textarea").first.blur()
    page.evaluate("scrollTo(0, 0)")


def service(page: Page, of: Seen) -> None:
    place = Service.objects.get(pk=of.story.service_ids[0])
    _open(page, links.to("service", key=place.code or place.slug))


def help_page(page: Page, _: Seen) -> None:
    _open(page, "/help/telling/")


def inbox(page: Page, _: Seen) -> None:
    _be(page, "stephen-quillan")
    _open(page, links.to("inbox"))


def desk(page: Page, _: Seen) -> None:
    _be(page, "imogen-tarrow")
    _open(page, links.to("moderation"))


def case(page: Page, of: Seen) -> None:
    _be(page, "imogen-tarrow")
    _open(page, links.to("case", case_id=of.case.pk))
    if (take := _button(page, "moderation:claim", case_id=of.case.pk)).count():
        take.click()
    page.locator("main textarea").first.wait_for()


PAGES: dict[str, Callable[[Page, Seen], None]] = {
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
ELSEWHERE: dict[str, Callable[[Page, Seen], None]] = {
    "help-phone.jpg": help_page,
    "strathwend-phone-dark.jpg": home_of_strathwend,
    "kilcarrow-desktop.jpg": home_of_kilcarrow,
    "offer-phone-dark.jpg": offer,
    "narrowed-desktop.jpg": narrowed,
    "opening-desktop-dark.jpg": opening,
}
"""What is taken once: a page of help, the other sites, and what there is only where there are several. The last ones prepare a site."""
DARK = {("home", "desktop"), ("story", "phone")}


def names() -> list[str]:
    """The files that there should be, in the order in which they are taken."""
    light = [f"{page}-{size}.jpg" for page in PAGES for size in SIZES]
    return [*light, *(f"{page}-{size}-dark.jpg" for page, size in sorted(DARK)), *ELSEWHERE]


def _open(page: Page, path: str) -> None:
    response = page.goto(path)
    assert response, path
    assert response.ok, f"{path} answers {response.status}"


def _be(page: Page, slug: str) -> None:
    _open(page, reverse("demo:people"))
    with page.expect_navigation():
        _button(page, "demo:be_person", slug=slug).click()


def _button(page: Page, view: str, **arguments: Any) -> Locator:
    """The one that sends to this view."""
    return page.locator(f"form[action='{reverse(view, kwargs=arguments)}'] button")


@contextmanager
def demo_at_the_moment(settings: Any, *, only: Collection[str] | None = None) -> Iterator[Seen]:
    """The demo, all of it or these stories, at a time that stands. The database's clock does not: to it, a session of that morning would
    have ended long ago.
    """
    settings.EMAIL_BACKEND = seeding.MAILBOX
    settings.SESSION_COOKIE_AGE = 20 * 365 * 24 * 60 * 60
    with time_machine.travel(MOMENT):
        with clock.at(MOMENT):
            loaded = seeding.load_demo(only=only)
        yield seen(loaded)


@pytest.mark.django_db(transaction=True)
@pytest.mark.empty_site  # the demo brings its own
def test_take_the_pictures(settings, open_page, no_sideways):
    with demo_at_the_moment(settings) as of:
        _take(of, open_page, no_sideways)


def _take(of: Seen, open_page: Callable[..., Page], no_sideways: Callable[[Page], None]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names():
        page_name, size_name, *dark = name.removesuffix(".jpg").split("-")
        reach = ELSEWHERE.get(name) or PAGES[page_name]
        size = SIZES[size_name]
        page = open_page(
            width=size.width,
            height=size.height,
            device_scale_factor=size.scale,
            is_mobile=size.touch,
            has_touch=size.touch,
            color_scheme="dark" if dark else "light",
        )
        with time_machine.travel(MOMENT):
            reach(page, of)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / name, type="jpeg", quality=QUALITY, animations="disabled", caret="hide")
        no_sideways(page)
        page.context.close()
    for old in {path.name for path in FOLDER.glob("*.jpg")} - set(names()):
        (FOLDER / old).unlink()
