"""Every page and every state of the demo, as each of its people meets them: followed from link to link, and every button pressed.

Nothing stays of it: it happens in a transaction that is taken back, and every pressed button in one of its own. Addresses of one view are
many (194 stories); of each a few are read, the ones that say something new.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse

from heard.demo.queries import demo_people
from heard.demo.rules.page_text import Block, PageText, read

SENT_ON = {301, 302, 303, 307, 308}
ADDRESSES, PRESSED = 10, 3
"""Of one view with the same kind of question, how many addresses are read and on how many of them buttons are pressed, for one person. What
anybody may read is read as nobody; for others, one address of it is enough to find their own way from.
"""
BUTTONS = 8
NOT_PRESSED = ("demo:", "look:")
NOT_FOLLOWED = ("static", "media", "telling:leave")
"""Files, and the way out that ends the visit."""
NOBODY = "nobody"
KEPT = ("telling:begin", "telling:page")
KEPT_BY_STAFF = ("moderation:claim", "operating:take_enquiry")
"""What is sent there filled stays until the walk is over: one question follows another, and someone who takes a thing may do more with it.
Staff do not tell here, for whoever begins to is signed out.
"""


@dataclass(frozen=True)
class Page:
    """What someone saw: `state` says what was done there, if more than looking; `blocks` are those they had not seen before."""

    who: str
    address: str
    view: str
    state: str
    status: int
    text: PageText
    blocks: list[Block]


def routes(resolver: Any = None, space: str = "") -> Iterator[str]:
    """The names of all views of this site."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield space + each.name


def everybody() -> list[str]:
    """A stranger, the tour's author, and everyone who can be signed in as."""
    return [NOBODY, "the-author", *(person.slug for person in demo_people())]


def walk(who: str) -> Iterator[Page]:
    """All pages of one person, as they were met. What was done there is taken back when the last was given."""
    with transaction.atomic():
        yield from _Walk(who).pages()
        transaction.set_rollback(True)


class _Walk:
    def __init__(self, who: str) -> None:
        self.who = who
        self.client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname, raise_request_exception=False)
        self.client.post(f"{reverse('demo:people')}be/{who}/")
        self.ahead: deque[str] = deque()
        self.seen: set[tuple[bool, str]] = set()
        self.times: Counter[tuple[str, ...]] = Counter()
        self.asked: set[str] = set()

    def pages(self) -> Iterator[Page]:
        self.ahead.extend(["/", "/work/", "/story/", "/no-such-page/"])
        while self.ahead:
            address = self.ahead.popleft()
            kind = self._kind(address)
            if address in self.asked or kind is None or self.times[kind] >= (1 if self._was_read(address) else ADDRESSES):
                continue
            self.asked.add(address)
            self.times[kind] += 1
            answer: Any = self.client.get(address)
            if answer.status_code in SENT_ON:
                self._look_first(address, answer)
            page = self._page(address, kind[0], "", answer)
            if page is None:
                continue
            yield page
            self.ahead.extend(urldefrag(urljoin(address, link))[0] for link in page.text.links if not urlsplit(link).netloc)
            if self.times[kind] <= PRESSED and not self._was_read(address):
                yield from self._pressed(page, kind[0])

    def _kind(self, address: str) -> tuple[str, ...] | None:
        """The view, and what is asked of it: addresses of one kind differ only in what they are about."""
        parts = urlsplit(address)
        try:
            found = resolve(parts.path)
        except Resolver404:
            return ("none",)
        if found.view_name.startswith(NOT_FOLLOWED) or parts.scheme not in {"", "http", "https"}:
            return None
        return (found.view_name, found.kwargs.get("page", ""), *sorted(name for name, _ in parse_qsl(parts.query)))

    def _was_read(self, address: str) -> bool:
        """As nobody, whom it shows the same."""
        try:
            view = resolve(urlsplit(address).path).func
        except Resolver404:
            return True
        return self.who != NOBODY and getattr(view, "audience", "anybody") == "anybody"

    def _pressed(self, page: Page, view: str) -> Iterator[Page]:
        """What every button says back: to nothing typed, and to something in every field."""
        for form in page.text.forms:
            for name, value, action in form.buttons[:BUTTONS] or [("", "", "")]:
                address = urljoin(page.address, action or form.action or page.address)
                kind = self._kind(address)
                if kind is None or kind[0].startswith(NOT_PRESSED) or view.startswith(NOT_PRESSED):
                    continue
                yield from self._press(address, kind[0], f"sent empty, {value or name}", [*form.emptied(), (name, value)])
                yield from self._press(address, kind[0], f"sent, {value or name}", [*form.filled(), (name, value)])
                if kind[0] in (KEPT if self.who == NOBODY else KEPT_BY_STAFF) and (name, value, action) == form.buttons[0]:
                    self._go_on(address, [*form.filled(), (name, value)])
                    if self.who != NOBODY:
                        self._look_again(page.address)

    def _look_again(self, address: str) -> None:
        self.asked.discard(address)
        self.times.pop(self._kind(address) or (), None)
        self.ahead.appendleft(address)

    def _press(self, address: str, view: str, state: str, sent: list[tuple[str, str]]) -> Iterator[Page]:
        """What is answered, and nothing of it stays."""
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        with transaction.atomic():
            answer: Any = self.client.post(address, _lists(sent))
            if answer.status_code in SENT_ON and not urlsplit(answer["Location"]).netloc:
                address = urldefrag(urljoin(address, answer["Location"]))[0]
                answer = self.client.get(address)
                self.ahead.append(address)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        for name, value in cookies.items():
            self.client.cookies[name] = value
        page = self._page(address, view, state, answer)
        if page and page.blocks:
            yield page

    def _go_on(self, address: str, sent: list[tuple[str, str]]) -> None:
        answer: Any = self.client.post(address, _lists(sent))
        if answer.status_code in SENT_ON:
            self._look_first(address, answer)

    def _look_first(self, address: str, answer: Any) -> None:
        if not urlsplit(answer["Location"]).netloc:
            self.ahead.appendleft(urljoin(address, answer["Location"]))

    def _page(self, address: str, view: str, state: str, answer: Any) -> Page | None:
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code in SENT_ON:
            return None
        text = read(answer.content.decode())
        new = [each for each in text.blocks if (each.of_frame, each.text) not in self.seen]
        self.seen.update((each.of_frame, each.text) for each in new)
        return Page(self.who, address, view, state, answer.status_code, text, new)


def _lists(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = defaultdict(list)
    for name, value in sent:
        if name:
            data[name].append(value)
    return data
