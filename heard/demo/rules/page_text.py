"""What a page says, without how it looks: for those who read its words, and for a walk from page to page.

It knows the few things of HTML that decide what is a sentence of its own. Words that are not Heard's (an author's, a member's) stand in
elements with `dir="auto"`, for nobody knows in which direction they are written; here they become “…”.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Protocol

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
SILENT = frozenset({"script", "style", "template", "svg"})
SET_APART = frozenset(
    {
        "article", "aside", "blockquote", "button", "caption", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "label", "legend", "li", "main", "nav", "ol", "option",
        "p", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
MARKS = {
    "h1": "# {}", "h2": "## {}", "h3": "### {}", "h4": "#### {}", "li": "- {}", "button": "[{}]", "summary": "> {}", "label": "{}:",
    "legend": "{}:", "option": "( ) {}", "title": "title: {}", "th": "| {}", "td": "| {}", "dt": "{} –",
}  # fmt: skip
SAID_IN = ("aria-label", "alt", "placeholder", "title")
"""Attributes that people read or hear."""
FRAME = frozenset({"header", "nav", "footer"})
THEIRS = "…"
SOMETHING = {"email": "somebody@stranger.example", "number": "1", "tel": "01632 960001", "url": "https://stranger.example/"}
"""What a person might type, by the kind of field; into every other one, a few words."""
A_FEW_WORDS = "A few words."
_Piece = tuple[str, str, list[tuple[str, str | None]]]
"""A tag that begins or ends, or what stands between them; and the attributes of the tag."""


@dataclass(frozen=True)
class Block:
    """Words that stand together, the element they are in, and whether they are the frame that every page has."""

    text: str
    tag: str
    of_frame: bool = False

    def __str__(self) -> str:
        return MARKS.get(self.tag, "{}").format(self.text)


@dataclass
class Form:
    """A form that sends: to where (as written), what it sends as it stands, and its buttons.

    `typed` are the fields that a person types or chooses, each with something that could be sent in it; `options`, of those one chooses
    from, all there is. A button has a name, a value and an action of its own, any of which may be empty.
    """

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, name: str, value: str, *, otherwise: str = A_FEW_WORDS) -> None:
        """Have it send what a person typed, ticked or chose."""
        self.fields.append((name, value))
        self.typed.setdefault(name, value or otherwise)

    def emptied(self) -> list[tuple[str, str]]:
        """What it sends once everything is cleared."""
        return [(name, "" if name in self.typed else value) for name, value in self.fields]

    def filled(self, *, known: Mapping[str, str] = MappingProxyType({}), chosen: tuple[str, str] | None = None) -> list[tuple[str, str]]:
        """What it sends once something is in every field: what was `chosen` or is `known` to fit, or what stands there, or anything."""
        said = dict(known) | dict([chosen] if chosen else [])
        kept = [(name, value) for name, value in self.fields if value and not (name in self.typed and name in said)]
        given = {name for name, _ in kept}
        return kept + [(name, said.get(name, value)) for name, value in self.typed.items() if name not in given]


@dataclass
class PageText:
    """What a page says, where its links lead, and what it lets one send."""

    language: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


def read(html: str) -> PageText:
    """The words of a page, its links and the forms that send (not those that only look something up)."""
    reader = _Reader()
    follow(html, reader)
    reader.finish_block()
    return reader.page


class Reader(Protocol):
    """Whoever reads a page from its beginning to its end, as a `HTMLParser` does."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None: ...

    def handle_endtag(self, tag: str) -> None: ...

    def handle_data(self, data: str) -> None: ...


def follow(html: str, reader: Reader) -> None:
    """Tell `reader` what stands on the page, in order. Someone else may have read it a moment ago: it is taken to pieces once."""
    for kind, said, attrs in _pieces(html):
        if kind == "start":
            reader.handle_starttag(said, attrs)
        elif kind == "end":
            reader.handle_endtag(said)
        else:
            reader.handle_data(said)


@lru_cache(maxsize=1)
def _pieces(html: str) -> list[_Piece]:
    pieces = _Pieces()
    pieces.feed(html)
    pieces.close()
    return pieces.found


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("start", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag, []))

    def handle_data(self, data: str) -> None:
        self.found.append(("data", data, []))


class _Reader:
    def __init__(self) -> None:
        self.page = PageText()
        self.open: list[tuple[str, bool]] = []  # tag, and whether what is in it is not Heard's
        self.words: list[str] = []
        self.form: Form | None = None
        self.select = ""
        self.area: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page.language = given.get("lang", "")
        if tag in SET_APART or tag == "br":
            self.finish_block()
        theirs = given.get("dir") == "auto" and tag not in {"input", "textarea", "select"}
        if theirs and not self._of_others():
            self.words.append(THEIRS)
        if not self._of_others():
            for name in SAID_IN:
                if given.get(name, "").strip():
                    self.page.blocks.append(Block(given[name].strip(), f"({name})", self._in_frame()))
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        if tag == "meta" and given.get("name") == "description":
            self.page.blocks.append(Block(given.get("content", ""), "(description)"))
        self._read_form(tag, given)
        if tag not in VOID:
            self.open.append((tag, theirs))

    def handle_endtag(self, tag: str) -> None:
        if tag in SET_APART:
            self.finish_block()
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "form":
            self.form = None
        if tag == "textarea" and self.area is not None and self.form:
            name, _ = self.form.fields[-1]
            self.form.fields[-1] = (name, "".join(self.area).removeprefix("\n"))
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)
        elif not self._of_others() and not any(tag in SILENT for tag, _ in self.open):
            self.words.append(data)

    def finish_block(self) -> None:
        """What was read until here stands by itself."""
        text = " ".join("".join(self.words).split())
        self.words.clear()
        if text and text != THEIRS:
            tag = next((tag for tag, _ in reversed(self.open) if tag in SET_APART), "p")
            self.page.blocks.append(Block(text, tag, self._in_frame()))

    def _of_others(self) -> bool:
        return any(theirs for _, theirs in self.open)

    def _in_frame(self) -> bool:
        tags = [tag for tag, _ in self.open]
        return "main" not in tags and bool(FRAME.intersection(tags))

    def _read_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action", ""))
            self.page.forms.append(self.form)
        if self.form is None or "disabled" in given:
            return
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            self.form.buttons.append((name, value, given.get("formaction", "")))
        elif tag == "input" and name:
            self._read_input(self.form, name, given)
        elif tag == "textarea" and name:
            self.area = []
            self.form.send(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self._read_option(self.form, value, is_selected="selected" in given)

    def _read_option(self, form: Form, value: str, *, is_selected: bool) -> None:
        if is_selected:
            form.send(self.select, value)
        elif value:
            form.typed.setdefault(self.select, value)
        if value:
            form.options.setdefault(self.select, []).append(value)

    def _read_input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            form.options.setdefault(name, []).append(given.get("value", "on"))
        if kind in {"checkbox", "radio"} and "checked" not in given:
            form.typed.setdefault(name, given.get("value", "on"))
        elif kind == "hidden":
            form.fields.append((name, given.get("value", "")))
        else:
            otherwise = SOMETHING.get(kind, A_FEW_WORDS)
            form.send(name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""), otherwise=otherwise)
