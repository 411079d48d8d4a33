"""A page as somebody without JavaScript uses it, read instead of drawn: a journey in Playwright's words at a third of the cost.

    page = Plain(site)
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill("Nobody says how long it is.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to happen now?")

It knows what HTML says and nothing of style: roles and names, what is `hidden` or folded away, which form a button sends and with what.
It is as strict as a browser: a locator that an action is asked of finds exactly one thing, and that can be seen and is not disabled; a
button that does nothing without a script cannot be pressed; tokens are asked for; no link leads to another host. What is drawn (sizes,
what is in sight, what style alone hides) stays with Chromium. Only what journeys use is here; the rest raises AttributeError.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from fnmatch import fnmatchcase
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.test import Client
from playwright.sync_api import expect as expect_of_playwright

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
NOT_TEXT = frozenset({"head", "script", "style", "template", "title"})
SET_APART = frozenset(
    {"br", "caption", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3", "legend", "li", "ol", "p", "table", "td", "tr", "ul"}
)
FIELDS = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
TYPED = frozenset({"date", "email", "number", "password", "search", "tel", "text", "time", "url"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NAMED_BY_CONTENT = frozenset({"button", "cell", "columnheader", "heading", "link", "option", "row", "rowheader", "tab"})
ROLES = {
    "article": "article", "aside": "complementary", "button": "button", "details": "group", "dialog": "dialog", "fieldset": "group",
    "img": "img", "li": "listitem", "main": "main", "nav": "navigation", "ol": "list", "select": "combobox", "table": "table",
    "td": "cell", "textarea": "textbox", "th": "columnheader", "tr": "row", "ul": "list",
}  # fmt: skip
ROLES_OF_INPUTS = {
    "button": "button", "checkbox": "checkbox", "number": "spinbutton", "radio": "radio", "search": "searchbox", "submit": "button",
}  # fmt: skip
MOST_REDIRECTS = 10

Wanted = str | re.Pattern[str]


class NotSo(AssertionError):
    """What a journey asked for is not on the page, or cannot be done there."""


# ---------------------------------------------------------------- what a page holds


class Node:
    """An element; what is chosen is written into its attributes, what is typed stands beside them, for it is no text of the page."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None") -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []
        self.typed: str | None = None

    def __repr__(self) -> str:
        attrs = "".join(f' {name}="{value}"' for name, value in self.attrs.items())
        return f"<{self.tag}{attrs}>{squeezed(self.text)[:60]}"

    @property
    def text(self) -> str:
        """As the DOM's textContent, without what is no text."""
        return "".join(each if isinstance(each, str) else each.text for each in self.children if not _is_no_text(each))

    @property
    def kind(self) -> str:
        """Of an input."""
        return self.attrs.get("type", "text").lower()

    @property
    def value(self) -> str:
        """Of a field: what it would send."""
        if self.typed is not None:
            return self.typed
        if self.tag == "textarea":
            return "".join(each for each in self.children if isinstance(each, str))
        if self.tag == "select":
            options = self.every("option")
            return next((each for each in options if "selected" in each.attrs), options[0]).value
        if self.tag == "option":
            return self.attrs.get("value", squeezed(self.text))
        return self.attrs.get("value", "on" if self.kind in {"checkbox", "radio"} else "")

    def walk(self) -> Iterator["Node"]:
        """Every element in here, in the order of the page."""
        for each in self.children:
            if isinstance(each, Node):
                yield each
                yield from each.walk()

    def every(self, *tags: str) -> list["Node"]:
        return [each for each in self.walk() if each.tag in tags]

    def around(self) -> Iterator["Node"]:
        """Itself, and whatever it is in, from the inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def closest(self, *tags: str) -> "Node | None":
        return next((each for each in self.around() if each.tag in tags), None)


def _is_no_text(node: Node | str) -> bool:
    return isinstance(node, Node) and node.tag in NOT_TEXT


def squeezed(text: str) -> str:
    """As text is shown: no more than one space at a time."""
    return " ".join(text.replace("\u200b", "").split())


class Reader(HTMLParser):
    """Builds the tree; a page whose tags do not match is refused, for browsers would guess."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("#page", {}, None)
        self.feed(html)
        self.close()
        if self.open is not self.root:
            raise NotSo(f"{self.open!r} is never closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Node(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag != self.open.tag or self.open.parent is None:
            raise NotSo(f"</{tag}> closes {self.open!r}")
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        if self.open.tag == "textarea" and not self.open.children:
            data = data.removeprefix("\n")
        self.open.children.append(data)


def is_unseen(node: Node) -> bool:
    """Hidden, or folded away in a `details` that is shut."""
    for each in node.around():
        if "hidden" in each.attrs or each.tag in NOT_TEXT or (each.tag == "input" and each.kind == "hidden"):
            return True
        shut = each.parent is not None and each.parent.tag == "details" and "open" not in each.parent.attrs
        if shut and each is not next(iter(each.parent.every("summary")), None):
            return True
    return False


def is_disabled(node: Node) -> bool:
    """By itself, or with the group that it is in."""
    return "disabled" in node.attrs or any(each.tag == "fieldset" and "disabled" in each.attrs for each in node.around())


def role_of(node: Node) -> str | None:
    """What it is to somebody who listens to the page."""
    if said := node.attrs.get("role"):
        return said.split()[0]
    if node.tag in HEADINGS:
        return "heading"
    if node.tag == "a":
        return "link" if "href" in node.attrs else None
    if node.tag == "input":
        return ROLES_OF_INPUTS.get(node.kind, "textbox" if node.kind in TYPED else None)
    if node.tag in {"section", "form"}:
        return {"section": "region", "form": "form"}[node.tag] if name_of(node) else None
    return ROLES.get(node.tag)


def name_of(node: Node) -> str:
    """What it is called to somebody who listens to the page."""
    root = list(node.around())[-1]
    if by := node.attrs.get("aria-labelledby"):
        return squeezed(" ".join(_spoken(each) for name in by.split() for each in root.walk() if each.attrs.get("id") == name))
    if said := node.attrs.get("aria-label"):
        return squeezed(said)
    if node.tag == "input" and node.kind in {"submit", "button"}:
        return node.value
    if node.tag in FIELDS - {"button"}:
        return squeezed(" ".join(_spoken(each) for each in labels_of(node)))
    if node.tag in {"img", "svg"}:
        return node.attrs.get("alt", "") or squeezed(" ".join(each.text for each in node.every("title")))
    if caption := {"fieldset": "legend", "table": "caption"}.get(node.tag):
        return squeezed(" ".join(_spoken(each) for each in node.every(caption)[:1]))
    if node.tag in HEADINGS or node.attrs.get("role") in NAMED_BY_CONTENT or ROLES.get(node.tag) in NAMED_BY_CONTENT or node.tag == "a":
        return squeezed(_spoken(node))
    return squeezed(node.attrs.get("title", ""))


def _spoken(node: Node | str) -> str:
    if isinstance(node, str):
        return node
    if node.attrs.get("aria-hidden") == "true" or "hidden" in node.attrs or _is_no_text(node):
        return ""
    if node.tag in {"img", "svg"}:
        return f" {name_of(node)} "
    said = node.attrs.get("aria-label") or "".join(_spoken(each) for each in node.children)
    return f" {said} " if node.tag in SET_APART or "unseen" in node.attrs.get("class", "").split() else said


def labels_of(node: Node) -> list[Node]:
    """The labels of a field, those around it and those that name it."""
    if node.tag not in FIELDS or (node.tag == "input" and node.kind == "hidden"):
        return []
    root = list(node.around())[-1]
    named = [each for each in root.every("label") if each.attrs.get("for") and each.attrs["for"] == node.attrs.get("id")]
    around = node.closest("label")
    return named + ([around] if around and "for" not in around.attrs else [])


def fits(text: str, wanted: Wanted | None, *, exact: bool = False) -> bool:
    """As Playwright looks for words: in any case and anywhere, unless they are wanted exactly."""
    if wanted is None:
        return True
    text = squeezed(text)
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(text))
    wanted = squeezed(wanted)
    return text == wanted if exact else wanted.casefold() in text.casefold()


ONE_THING = re.compile(
    r"""(?P<tag>^[a-z][a-z0-9]*)|\#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|\[(?P<name>[\w-]+)(?:=["']?(?P<value>[^\]"']*)["']?)?\]"""
)


def selected(within: Node, selector: str) -> list[Node]:
    """What a selector of tags, names, classes and attributes finds, in the order of the page; nothing finer is known here."""
    ways = [[_compound(each) for each in way.split()] for way in selector.split(",")]
    return [node for node in within.walk() if any(_is_at(node, way, within) for way in ways)]


def _compound(part: str) -> list[dict[str, str | None]]:
    found = [each.groupdict() for each in ONE_THING.finditer(part)]
    if "".join(each.group() for each in ONE_THING.finditer(part)) != part:
        raise NotSo(f"“{part}” is for a browser: only tags, names, classes and attributes are known here")
    return found


def _is_at(node: Node, way: list[list[dict[str, str | None]]], within: Node) -> bool:
    if not all(_is(node, each) for each in way[-1]):
        return False
    outer = [each for each in node.around() if each is not node and within in each.around() and each is not within]
    return not way[:-1] or any(_is_at(each, way[:-1], within) for each in outer)


def _is(node: Node, one: dict[str, str | None]) -> bool:
    if one["tag"]:
        return node.tag == one["tag"]
    if one["id"]:
        return node.attrs.get("id") == one["id"]
    if one["class"]:
        return one["class"] in node.attrs.get("class", "").split()
    return one["name"] in node.attrs and one["value"] in {None, node.attrs[one["name"]]}


# ---------------------------------------------------------------- finding and doing


class Finds:
    """What a page and a part of it have in common: the ways to find something in it."""

    page: "Plain"
    said = ""

    def _within(self) -> list[Node]:
        raise NotImplementedError

    def _those(self, words: str, of: Callable[[Node], list[Node]]) -> "Locator":
        def find() -> list[Node]:
            return list(dict.fromkeys(each for within in self._within() for each in of(within)))

        return Locator(self.page, f"{self.said} {words}".strip(), find)

    def get_by_role(self, role: str, *, name: Wanted | None = None, exact: bool = False, level: int | None = None) -> "Locator":
        def of(within: Node) -> list[Node]:
            return [
                each
                for each in within.walk()
                if role_of(each) == role
                and not is_unseen(each)
                and not any(outer.attrs.get("aria-hidden") == "true" for outer in each.around())
                and fits(name_of(each), name, exact=exact)
                and level in {None, int(each.attrs.get("aria-level", each.tag[1:])) if role == "heading" else None}
            ]

        return self._those(f"{role} “{getattr(name, 'pattern', name) or 'any'}”", of)

    def get_by_label(self, wanted: Wanted, *, exact: bool = False) -> "Locator":
        def of(within: Node) -> list[Node]:
            return [each for each in within.walk() if any(fits(name, wanted, exact=exact) for name in _labelled(each))]

        return self._those(f"labelled “{getattr(wanted, 'pattern', wanted)}”", of)

    def get_by_text(self, wanted: Wanted, *, exact: bool = False) -> "Locator":
        def of(within: Node) -> list[Node]:
            those = [each for each in within.walk() if not any(map(_is_no_text, each.around())) and fits(_shown(each), wanted, exact=exact)]
            holding = {id(each.parent) for each in those}
            return [each for each in those if id(each) not in holding]

        return self._those(f"text “{getattr(wanted, 'pattern', wanted)}”", of)

    def locator(self, selector: str, *, has_text: Wanted | None = None) -> "Locator":
        return self._those(selector, lambda within: selected(within, selector)).filter(has_text=has_text)


def _labelled(node: Node) -> list[str]:
    if "aria-labelledby" in node.attrs or "aria-label" in node.attrs:
        return [name_of(node)]
    return [each.text for each in labels_of(node)]


def _shown(node: Node) -> str:
    return node.value if node.tag == "input" and node.kind in {"submit", "button"} else node.text


class Locator(Finds):
    """Where something is; it is looked for again each time, as the page is then."""

    def __init__(self, page: "Plain", said: str, find: Callable[[], list[Node]]) -> None:
        self.page, self.said, self._find = page, said, find

    def _within(self) -> list[Node]:
        return self._find()

    # which of them

    def filter(self, *, has_text: Wanted | None = None) -> "Locator":
        return Locator(self.page, self.said, lambda: [each for each in self._within() if fits(each.text, has_text)])

    def or_(self, other: "Locator") -> "Locator":
        def find() -> list[Node]:
            either = [*self._within(), *other._within()]
            return [each for each in self.page.document.walk() if each in either]

        return Locator(self.page, f"{self.said} or {other.said}", find)

    def nth(self, n: int) -> "Locator":
        return Locator(self.page, f"{self.said} [{n}]", lambda: self._within()[n:][:1])

    @property
    def first(self) -> "Locator":
        return self.nth(0)

    @property
    def last(self) -> "Locator":
        return self.nth(-1)

    def all(self) -> list["Locator"]:
        return [self.nth(n) for n in range(self.count())]

    def count(self) -> int:
        return len(self._within())

    def one(self, *, seen: bool = True) -> Node:
        """The one thing that is meant."""
        found = self._within()
        if len(found) != 1:
            which = "\n  ".join(f"{each!r} in {each.closest('form')!r}" for each in found)
            raise NotSo(f"{len(found)} of {self.said} {self.page}\n  {which}")
        if seen and is_unseen(found[0]):
            raise NotSo(f"{self.said} is hidden {self.page}")
        return found[0]

    # what it says

    def inner_text(self) -> str:
        return squeezed(self.one().text)

    def all_inner_texts(self) -> list[str]:
        return [squeezed(each.text) for each in self._within()]

    def wait_for(self) -> None:
        """It is there: nothing here comes a moment later."""
        self.one()

    # what is done with it

    def _field(self, *kinds: str) -> Node:
        node = self.one()
        kind = node.kind if node.tag == "input" else node.tag
        if kind not in kinds or is_disabled(node) or "readonly" in node.attrs:
            raise NotSo(f"{node!r} cannot be written into, chosen or ticked {self.page}")
        return node

    def fill(self, words: str) -> None:
        node = self._field("textarea", *TYPED)
        node.typed = words if node.tag == "textarea" else words.replace("\n", "")

    def check(self) -> None:
        node = self._field("checkbox", "radio")
        if node.kind == "radio":
            for other in self.page.document.every("input"):
                if other.attrs.get("name") == node.attrs.get("name") and form_of(other) is form_of(node):
                    other.attrs.pop("checked", None)
        node.attrs["checked"] = ""

    def uncheck(self) -> None:
        self._field("checkbox").attrs.pop("checked", None)

    def select_option(self, value: str | None = None, *, label: str | None = None) -> None:
        node = self._field("select")
        options = node.every("option")
        wanted = [each for each in options if value in {each.value, squeezed(each.text)} or (label and label == squeezed(each.text))]
        if len(wanted) != 1 or is_disabled(wanted[0]):
            raise NotSo(f"{value or label!r} cannot be chosen of {[squeezed(each.text) for each in options]}")
        for each in options:
            each.attrs.pop("selected", None)
        wanted[0].attrs["selected"] = ""

    def press(self, key: str) -> None:
        """Enter in a field of one line: the first button of its form is pressed, also one that nobody sees."""
        form = form_of(self._field(*TYPED))
        if key != "Enter" or form is None:
            raise NotSo(f"{key} does nothing in {self.said}")
        first = next(each for each in self.page.document.walk() if form_of(each) is form and _sends(each))
        if not is_disabled(first):
            self.page.send(form, first)

    def click(self) -> None:
        node = self.one()
        within = next((each for each in node.around() if each.tag in {"a", "button", "input", "label", "summary"}), None)
        if within is None or is_disabled(within):
            raise NotSo(f"{node!r} cannot be pressed {self.page}")
        self.page.press(within)


def form_of(node: Node) -> Node | None:
    """The form that a field or a button belongs to."""
    if named := node.attrs.get("form"):
        return next((each for each in list(node.around())[-1].every("form") if each.attrs.get("id") == named), None)
    return node.closest("form")


def _sends(node: Node) -> bool:
    return (node.tag == "button" and node.attrs.get("type", "submit") == "submit") or (node.tag == "input" and node.kind == "submit")


def sent_by(form: Node, button: Node, document: Node) -> list[tuple[str, str]]:
    """What a browser sends with a form when this button is pressed: in the order of the page, line ends as the standard has them."""
    said = []
    for node in document.every("button", "input", "select", "textarea"):
        kind = node.kind if node.tag == "input" else node.tag
        left_out = {
            "checkbox": "checked" not in node.attrs, "radio": "checked" not in node.attrs, "button": node is not button,
            "submit": node is not button, "reset": True,
        }.get(kind, False)  # fmt: skip
        if form_of(node) is form and node.attrs.get("name") and not is_disabled(node) and not left_out:
            value = node.value if node.tag != "button" else node.attrs.get("value", "")
            said.append((node.attrs["name"], re.sub(r"\r\n|\r|\n", "\r\n", value)))
    return said


# ---------------------------------------------------------------- the page


class Context:
    """Somebody's cookies, in one window or several."""

    def __init__(self, site: str) -> None:
        self.site = site
        headers = {"host": urlsplit(site).netloc, "accept": "text/html", "accept-language": "en-GB", "user-agent": "Plain"}
        self.client = Client(enforce_csrf_checks=True, headers=headers)

    def new_page(self) -> "Plain":
        return Plain(self.site, context=self)

    def add_cookies(self, cookies: list[dict[str, str]]) -> None:
        for each in cookies:
            self.client.cookies[each["name"]] = each["value"]

    def clear_cookies(self) -> None:
        self.client.cookies.clear()

    def cookies(self) -> list[dict[str, str]]:
        return [{"name": name, "value": each.value} for name, each in self.client.cookies.items()]

    def forget_the_expired(self) -> None:
        for name in [name for name, each in self.client.cookies.items() if str(each["max-age"]) == "0"]:
            del self.client.cookies[name]


class Plain(Finds):
    """A page without JavaScript, of somebody with these cookies."""

    def __init__(self, site: str, *, context: Context | None = None) -> None:
        self.page, self.site, self.context = self, site.rstrip("/"), context or Context(site)
        self.url = "about:blank"
        self.response: Answer | None = None
        self._been: list[str] = []
        self.document = Node("#page", {}, None)

    def __str__(self) -> str:
        headings = [squeezed(each.text) for each in self.document.every("h1", "h2")]
        buttons = [name_of(each) for each in self.document.every("button", "input") if role_of(each) == "button" and not is_unseen(each)]
        wrong = [squeezed(each.text) for each in selected(self.document, "[data-error-summary]")]
        return f"at {self.url}\n  headings: {headings}\n  buttons: {buttons}\n  mistakes: {wrong}"

    def _within(self) -> list[Node]:
        return [self.document]

    @property
    def led_to(self) -> Node | None:
        """What the last part of the address names."""
        part = urldefrag(self.url).fragment
        return next((each for each in self.document.walk() if part and each.attrs.get("id") == part), None)

    # going somewhere

    def goto(self, address: str) -> "Answer":
        return self._go("GET", urljoin(f"{self.site}/", address))

    def reload(self) -> "Answer":
        return self._go("GET", self.url, stays=True)

    def go_back(self) -> "Answer":
        """To the page before, which is asked for again."""
        if not self._been:
            raise NotSo(f"There is nothing to go back to {self}")
        return self._go("GET", self._been.pop(), stays=True)

    def press(self, node: Node) -> None:
        """What happens when somebody presses it, whatever it is."""
        if node.tag == "a" and "href" in node.attrs:
            self._follow(urljoin(self.url, node.attrs["href"]))
        elif node.tag == "summary" and node.parent is not None and node.parent.tag == "details":
            node.parent.attrs.pop("open") if "open" in node.parent.attrs else node.parent.attrs.update(open="")
        elif _sends(node) and (form := form_of(node)) is not None:
            self.send(form, node)
        elif node.tag == "label" and (field := next((each for each in self.document.walk() if node in labels_of(each)), None)) is not None:
            Locator(self, f"field of {node!r}", lambda: [field]).check()
        else:
            raise NotSo(f"{node!r} does nothing without JavaScript {self}")

    def send(self, form: Node, button: Node) -> None:
        """The form, by this button."""
        if "novalidate" not in form.attrs:
            empty = [each for each in self.document.walk() if form_of(each) is form and "required" in each.attrs and not each.value]
            if empty:
                raise NotSo(f"A browser would not send this without {empty}")
        if form.attrs.get("enctype", "").startswith("multipart"):
            raise NotSo(f"Files are for a browser {self}")
        said = urlencode(sent_by(form, button, self.document))
        action = urljoin(self.url, button.attrs.get("formaction") or form.attrs.get("action") or urldefrag(self.url).url)
        if (button.attrs.get("formmethod") or form.attrs.get("method", "get")).lower() == "get":
            bare, part = urldefrag(action)
            self._go("GET", f"{bare.partition('?')[0]}?{said}" + (f"#{part}" if part else ""))
        else:
            self._go("POST", action, said)

    def _follow(self, address: str) -> None:
        """A link: within the page nothing is asked for."""
        if urldefrag(address).url == urldefrag(self.url).url and "#" in address:
            self.url = address
        else:
            self._go("GET", address)

    def _go(self, method: str, address: str, said: str = "", *, stays: bool = False) -> "Answer":
        before, here = self.url, f"{urlsplit(self.site).scheme}://{urlsplit(self.site).netloc}"
        headers = {"referer": urldefrag(before).url} if before.startswith(here) else {}
        for _ in range(MOST_REDIRECTS):
            if not address.startswith(f"{here}/"):
                raise NotSo(f"{address} is at another host")
            bare, part = urldefrag(address)
            if method == "GET":
                response = self.context.client.get(bare.removeprefix(here), headers=headers)
            else:
                form = {"data": said, "content_type": "application/x-www-form-urlencoded"}
                response = self.context.client.post(bare.removeprefix(here), **form, headers={**headers, "origin": here})
            self.context.forget_the_expired()
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            after = urljoin(address, response["Location"])
            address = after if "#" in after or not part else f"{after}#{part}"
            method = method if response.status_code in {307, 308} else "GET"
        else:
            raise NotSo(f"{address} leads round in circles")
        if not stays and before != "about:blank":
            self._been.append(before)
        self.url, self.response = address, Answer(response)
        self.document = Reader(self.content()).root if "html" in response["Content-Type"] else Node("#page", {}, None)
        if any("autofocus" not in each.attrs for each in selected(self.document, "[data-error-summary]")):
            raise NotSo(f"The mistakes are not read first {self}")
        return self.response

    # looking at it

    def content(self) -> str:
        return self.response.text() if self.response else ""

    def title(self) -> str:
        return squeezed("".join(each.text for each in self.document.every("title")[:1]))

    def wait_for_url(self, wanted: str) -> None:
        if not fnmatchcase(self.url, wanted.replace("**", "*")):
            raise NotSo(f"Not at {wanted} {self}")

    def expect_navigation(self) -> Any:
        """A press comes back when the next page is here."""
        return nullcontext()

    def set_default_timeout(self, milliseconds: float) -> None:
        """Nothing is waited for."""

    def screenshot(self, **_: Any) -> None:
        """There is nothing to look at."""


class Answer:
    """What the site answered."""

    def __init__(self, response: Any) -> None:
        self.status = response.status_code
        self._body = b"".join(response.streaming_content) if response.streaming else response.content

    def text(self) -> str:
        return self._body.decode()


# ---------------------------------------------------------------- what is so


def expect(what: Any) -> Any:
    """Playwright's `expect`, and the same of what is read here."""
    return Expected(what) if isinstance(what, Plain | Locator) else expect_of_playwright(what)


class Expected:
    """What should be so of a page or of a part of it; `not_to_…` wants the contrary."""

    def __init__(self, what: Any, *, wanted: bool = True) -> None:
        self.what, self.wanted = what, wanted

    def __getattr__(self, name: str) -> Any:
        if name.startswith("not_to_"):
            return getattr(Expected(self.what, wanted=not self.wanted), name.removeprefix("not_"))
        raise AttributeError(name)

    def _is(self, so: bool, words: str) -> None:
        if so is not self.wanted:
            said = self.what if isinstance(self.what, Plain) else f"{self.what.said} {self.what.page}"
            raise NotSo(f"{'Not so' if self.wanted else 'It is so'}: {words}: {said}")

    def to_be_visible(self, *, visible: bool = True) -> None:
        found = self.what._within()
        if len(found) > 1:
            self.what.one()
        self._is((bool(found) and not is_unseen(found[0])) is visible, "is seen" if visible else "is not seen")

    def to_be_hidden(self) -> None:
        self.to_be_visible(visible=False)

    def to_be_attached(self) -> None:
        self._is(bool(self.what._within()), "is on the page")

    def to_have_count(self, n: int) -> None:
        self._is(self.what.count() == n, f"are {n}, not {self.what.count()}")

    def to_contain_text(self, wanted: Wanted) -> None:
        text = self.what.one(seen=False).text
        so = bool(wanted.search(squeezed(text))) if isinstance(wanted, re.Pattern) else squeezed(wanted) in squeezed(text)
        self._is(so, f"says “{wanted}” in “{squeezed(text)}”")

    def to_have_text(self, wanted: Wanted) -> None:
        text = self.what.one(seen=False).text
        self._is(fits(text, wanted, exact=True), f"says just “{wanted}”, not “{squeezed(text)}”")

    def to_have_value(self, wanted: Wanted) -> None:
        value = self.what.one(seen=False).value
        so = bool(wanted.search(value)) if isinstance(wanted, re.Pattern) else value.replace("\r\n", "\n") == wanted
        self._is(so, f"holds “{wanted}”, not “{value}”")

    def to_be_checked(self) -> None:
        self._is("checked" in self.what.one(seen=False).attrs, "is ticked")

    def to_be_focused(self) -> None:
        """Without a script the page says where one begins, or its address does."""
        node, page = self.what.one(), self.what.page
        first = next((each for each in page.document.walk() if "autofocus" in each.attrs and not is_unseen(each)), None)
        self._is(node is first or (node is page.led_to and "tabindex" in node.attrs), "has the focus")

    def to_be_in_viewport(self) -> None:
        """It is in sight for certain where the address leads to it."""
        self._is(self.what.page.led_to in list(self.what.one().around()), "is what the address leads to")

    def to_have_attribute(self, name: str, wanted: Wanted) -> None:
        value = self.what.one(seen=False).attrs.get(name)
        so = value is not None and (bool(wanted.search(value)) if isinstance(wanted, re.Pattern) else value == wanted)
        self._is(so, f"has {name} “{wanted}”, not “{value}”")

    def to_have_title(self, wanted: Wanted) -> None:
        self._is(fits(self.what.title(), wanted, exact=True), f"is called “{wanted}”, not “{self.what.title()}”")

    def to_have_url(self, wanted: Wanted) -> None:
        url = self.what.url
        so = bool(wanted.search(url)) if isinstance(wanted, re.Pattern) else url == urljoin(f"{self.what.site}/", wanted)
        self._is(so, f"is at “{wanted}”")
