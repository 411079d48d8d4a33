"""Every page and every state of the demo, as each of its people meets them: followed from link to link, and every button pressed.

Nothing stays of it: it happens in a transaction that is taken back, and every pressed button in one of its own. Addresses of one view are
many (194 stories); of each a few are read, the ones that say something new.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLResolver, get_resolver, resolve, reverse

from heard.core import jobs, links, sites
from heard.demo.models import MailboxMessage
from heard.demo.queries import demo_people
from heard.demo.rules.page_text import A_FEW_WORDS, Block, Form, PageText, read

SENT_ON = {301, 302, 303, 307, 308}
ADDRESSES = 10
"""Of one view with the same kind of question, how many addresses are read, for one person. What anybody may read is read as nobody; for
others, one address of it is enough to find their own way from.
"""
PRESSED, TRIED = 3, 2
"""On how many of these addresses buttons are pressed, and how often the same button in the same way."""
BUTTONS, OPTIONS, DEPTH = 8, 12, 24
"""Of a form, how many buttons, and of a choice how many options are tried; and how many steps someone goes from where they began."""
FILLED, CHOSEN = "sent", "sent with"
NOT_PRESSED = ("demo:", "ui:look")
NOT_FOLLOWED = ("static", "media", "telling:leave", "account_logout", "ui:gallery")
"""Files, ways out that end the visit, and what designers look at."""
NOBODY = "nobody"


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


def without_arguments() -> Iterator[str]:
    """The addresses of all views that are about nothing in particular: not everything is linked to."""
    for view in routes():
        with suppress(NoReverseMatch):
            yield reverse(view)


def walk(who: str, tell: Callable[[str, Any], None]) -> Iterator[Page]:
    """All pages of one person of the demo, as they were met. What was done there is taken back when the last was given."""
    with transaction.atomic():
        sites.stand(None)  # the last page of the one before may have stood on another site
        client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname, raise_request_exception=False)
        client.post(f"{reverse('demo:people')}be/{who}/")
        homes = [f"{each}/" for each in links.on_this_host()]
        yield from Walk(who, client, [*homes, "/work/", "/story/", "/no-such-page/", *without_arguments()], tell=tell).pages()
        transaction.set_rollback(True)


class Walk:
    """Of one person, from where they begin: first all that links lead to, then what every button says there, and what stands behind it.

    Each pressed button has a savepoint of its own, in which its jobs are done, its emails arrive, and whatever is new behind it is read and
    pressed in turn, `depth` steps on (None: nothing is pressed). What others `tried` they leave; `alone`, they also leave
    pages that are the same for anyone, of which one of each kind is read otherwise. `known` are words that fit fields by their names, the
    first way and other ways; `tell` hears every answer.
    """

    def __init__(
        self,
        who: str,
        client: Client,
        begin: Iterable[str],
        *,
        known: Mapping[str, Sequence[str]] = MappingProxyType({}),
        anything: str = A_FEW_WORDS,
        only: tuple[str, ...] = ("",),
        depth: int | None = DEPTH,
        alone: bool = False,
        tried: Counter[tuple[object, ...]] | None = None,
        tell: Callable[[str, Any], None] = lambda view, answer: None,
    ) -> None:
        self.who, self.client, self.known, self.anything, self.tell = who, client, known, anything, tell
        self.only, self.depth, self.as_others_do = only, depth, 0 if alone else 1
        self.ahead = deque(begin)
        self.seen: set[tuple[bool, str]] = set()
        self.times: Counter[tuple[str, ...]] = Counter()
        self.shown: set[tuple[str, ...]] = set()
        self.tried: Counter[tuple[object, ...]] = Counter() if tried is None else tried
        self.asked: set[str] = set()

    def pages(self) -> Iterator[Page]:
        """One after the other."""
        with_buttons = []
        for page in self._linked():
            yield page
            if self.depth is not None and self.times[self._kind(page.address) or ()] <= PRESSED and not self._was_read(page.address):
                with_buttons.append(page)
        for page in with_buttons:
            yield from self._states(page, self.client, 0)

    def _linked(self) -> Iterator[Page]:
        while self.ahead:
            address = self.ahead.popleft()
            kind = self._kind(address)
            if address in self.asked or kind is None or self.times[kind] >= (self.as_others_do if self._was_read(address) else ADDRESSES):
                continue
            self.asked.add(address)
            answer = self._ask(self.client, address)
            if answer.status_code in SENT_ON and not urlsplit(answer["Location"]).netloc:
                self.ahead.appendleft(urljoin(address, answer["Location"]))
            if page := self._page(address, kind[0], "", answer):
                yield page
                self.ahead.extend(_links(page))

    def _kind(self, address: str) -> tuple[str, ...] | None:
        """The view, and what is asked of it: addresses of one kind differ only in what they are about."""
        parts = urlsplit(address)
        found = _found(_page_of(parts.path))
        if found is None:
            return ("none",)
        if (
            found.view_name.startswith(NOT_FOLLOWED)
            or not found.view_name.startswith(self.only)
            or parts.scheme not in {"", "http", "https"}
        ):
            return None
        return (found.view_name, found.kwargs.get("page", ""), *sorted(name for name, _ in parse_qsl(parts.query)))

    def _was_read(self, address: str) -> bool:
        """As nobody, whom it shows the same."""
        found = _found(_page_of(urlsplit(address).path))
        return found is None or (self.who != NOBODY and getattr(found.func, "audience", "anybody") == "anybody")

    def _ask(self, client: Client, address: str) -> Any:
        kind = self._kind(address) or ("",)
        self.times[kind] += 1
        answer: Any = client.get(address)
        self.tell(kind[0], answer)
        if answer.status_code == 200:
            self.shown.add(kind)
        return answer

    def _states(self, first: Page, client: Client, depth: int) -> Iterator[Page]:
        """What the buttons of this page say, and of those that are met only behind it."""
        ahead = deque([first])
        while ahead:
            page = ahead.popleft()
            for form in page.text.forms:
                for way, address, sent in self._ways(page, form):
                    yield from self._press(address, way, sent, client, depth)
            if depth:
                for new in self._never_met(_links(page), client):
                    yield new
                    ahead.append(new)

    def _never_met(self, addresses: Iterable[str], client: Client) -> Iterator[Page]:
        for address in addresses:
            kind = self._kind(address)
            if kind is None or kind in self.shown or self.times[kind] > 2 * ADDRESSES or self._was_read(address):
                continue
            answer = self._ask(client, address)
            if page := self._page(address, kind[0], "", answer):
                yield page

    def _ways(self, page: Page, form: Form) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """How a form can be sent that was not tried often: by every button, empty, filled, and with everything there is to choose."""
        for name, value, action in form.buttons[:BUTTONS] or [("", "", "")]:
            address = urljoin(page.address, action or form.action or page.address)
            kind = self._kind(address)
            if kind is None or f"{kind[0]}:".startswith(NOT_PRESSED) or page.view.startswith(NOT_PRESSED):
                continue
            button = "" if value.isdigit() else value.partition(":")[0] or name
            for way, sent in self._sent(form):
                key = (*kind, way) if way.startswith(CHOSEN) else (*kind, name, button, way, *sorted(form.typed))
                self.tried[key] += 1
                if self.tried[key] <= (TRIED if way == FILLED else 1):
                    typed = [(field, self.anything if words == A_FEW_WORDS else words) for field, words in sent]
                    yield f"{way}, {button}", address, [*typed, (name, value)]

    def _sent(self, form: Form) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        yield "sent empty", form.emptied()
        if not form.typed:
            return
        first = {name: words[0] for name, words in self.known.items()}
        yield FILLED, form.filled(known=first)
        for name, words in self.known.items():
            if name in form.typed:
                for other in words[1:]:
                    yield f"{CHOSEN} {name} {other[:20]}", form.filled(known=first, chosen=(name, other))
        for name, values in form.options.items():
            if 1 < len(values) <= OPTIONS or not values[0].isdigit():
                for value in values[:OPTIONS]:
                    yield f"{CHOSEN} {name} {value}", form.filled(known=first, chosen=(name, value))

    def _press(self, address: str, way: str, sent: list[tuple[str, str]], client: Client, depth: int) -> Iterator[Page]:
        """What is answered, and what stands behind it; nothing of it stays."""
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        with transaction.atomic(), jobs.at_hand():
            view = (self._kind(address) or ("",))[0]
            last = MailboxMessage.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            answer: Any = client.post(address, _lists(sent))
            self.tell(view, answer)
            for _ in range(4):
                if answer.status_code not in SENT_ON or urlsplit(answer["Location"]).netloc:
                    break
                address = urldefrag(urljoin(address, answer["Location"]))[0]
                answer = self._ask(client, address)
            page = self._page(address, view, way, answer)
            if page and page.blocks:
                yield page
            is_new = bool(page and page.blocks) and depth < (self.depth or 0)
            jobs.drain()
            if page and is_new:
                yield from self._states(page, client, depth + 1)
            if messages := MailboxMessage.objects.filter(pk__gt=last):
                self.tell("email", messages)
            for message in messages if is_new else ():
                for new in self._never_met(_links_of(message), reader := Client(raise_request_exception=False)):
                    yield new
                    yield from self._states(new, reader, depth + 1)
            transaction.set_rollback(True)
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value

    def _page(self, address: str, view: str, state: str, answer: Any) -> Page | None:
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code in SENT_ON:
            return None
        text = read(answer.content.decode())
        new = [each for each in text.blocks if (each.of_frame, each.text) not in self.seen]
        self.seen.update((each.of_frame, each.text) for each in new)
        return Page(self.who, address, view, state, answer.status_code, text, new)


@lru_cache(maxsize=4096)
def _found(page: str) -> ResolverMatch | None:
    """The view of a page; None where there is none. Kept: each link is asked about several times, and that takes Django all patterns."""
    try:
        return resolve(page)
    except Resolver404:
        return None


def _page_of(path: str) -> str:
    """What is left of a path without the part that says on which site it is."""
    place = sites.sites().place(sites.working_host(), path)
    return place.page if place else path


def _links(page: Page) -> Iterator[str]:
    return (urldefrag(urljoin(page.address, link))[0] for link in page.text.links if not urlsplit(link).netloc)


def _links_of(message: MailboxMessage) -> Iterator[str]:
    """Those that lead to this site."""
    return (found.removeprefix(settings.SITE_URL) for found in re.findall(rf"{re.escape(settings.SITE_URL)}[^\s>]*", message.body))


def _lists(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = defaultdict(list)
    for name, value in sent:
        if name:
            data[name].append(value)
    return data
