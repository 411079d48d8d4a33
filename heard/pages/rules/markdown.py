"""How what an editor writes becomes HTML: Markdown without HTML, with named blocks, links by name, words of the glossary and live names.

    ::: note … :::   ::: warning … :::   ::: steps … :::   ::: question Who reads it? … :::
    ::: film KEY     ::: picture KEY "what it shows"       ::: button [Tell your story](view:tell)
    [words](page:help/telling)   [words](view:tell)   [words](https://…)   [[term]]   [[term|as written]]
    {answer_window}   {answer_window:number}   and alone on a line {crisis_lines}

Whatever can't be drawn is a `Problem` with its line, and nothing with a problem is published. Where a link leads and what a live name says
depends on the site and the day, so marks stand for them in the HTML that is kept; `filled` puts them in when the page is served.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from heard.pages.rules.live import known_names
from heard.regions.rules import NUMBERS

OPEN, CLOSE = "\ue000", "\ue001"
"""Around a mark. They are for private use, no font has them, and they are dropped from what is written, so nobody can write a mark."""
MARK = re.compile(f"{OPEN}([a-z]+):([^{CLOSE}]*){CLOSE}")
MOST_LETTERS = 60_000
DEEPEST = 20
ON_THIS_PAGE_FROM = 4
"""So many headings a page has before it begins with a list of them."""

WITH_END = ("note", "warning", "steps", "question")
ALONE = ("film", "picture", "button")
_FENCE = re.compile(r":::[ ]*([^\s]*)[ ]*(.*)")
_LIVE = re.compile(r"\{([a-z][a-z0-9_]*)(:number)?\}")
_TERM = re.compile(r"\[\[([^\[\]|\n]{1,80})(?:\|([^\[\]\n]{1,80}))?\]\]")
_PICTURE = re.compile(r'([a-z0-9]{1,40})(?:[ ]+["“”]([^"“”]*)["“”])?')
_LEFT = re.compile(r"[\[\]{}]")
_ADDRESSES = ("https", "http", "mailto", "tel")
_TAKEN_IDS = {"main", "menu", "top"}
_NAMED = re.compile(r"[a-z0-9/-]+")

TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "hr", "br", "div", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td", "nav", "b", "code",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "class", "rel"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "div": {"class", "role", "tabindex"},
    "ol": {"class", "start"}, "details": {"class"}, "table": {"class"}, "th": {"scope"}, "nav": {"class"},
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something that can't be published as it stands, and the line that it stands in."""

    line: int
    words: str


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    words: str
    """As HTML: marks may stand in it."""


@dataclass(frozen=True)
class Drawing:
    html: str
    names: tuple[str, ...]
    """What it names: `page:help/telling`, `view:tell`, `term:told`, `film:KEY`, `picture:KEY`, `live:answer_window`."""
    headings: tuple[Heading, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Known:
    """What a text can name, as it is now."""

    page: Callable[[str], str | None]
    """Where the page is that has this path, or had it before; None: no page has."""
    view: Callable[[str], bool]
    term: Callable[[str], str | None]
    """Where a word of the glossary stands on its page."""
    figure: Callable[[str, str, str | None], str | None]
    """The HTML of a film or a picture by its key; None: there is none to show."""


@dataclass
class _Drawn:
    """What is noted while one text is drawn."""

    known: Known
    names: dict[str, None] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=lambda: set(_TAKEN_IDS))
    next_number: dict[str, int] = field(default_factory=dict)
    """By the words of a heading, the number that the next one of the same words begins to look from."""

    def wrong(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))


def mark(kind: str, what: str) -> str:
    return f"{OPEN}{kind}:{what}{CLOSE}"


def without_marks(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "").replace("\0", "")


def draw(source: str, known: Known) -> Drawing:
    """Draw a text. It is drawn as well as it can be, whatever is wrong with it: previews show it beside its problems."""
    drawn = _Drawn(known)
    source = without_marks(source).replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > MOST_LETTERS:
        drawn.wrong(1, _("This text is too long to be one page. Make two pages of it."))
        source = source[:MOST_LETTERS]
    html = _parser().render(source, {"drawn": drawn})
    html = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(_ADDRESSES), link_rel=None)
    html = MARK.sub(lambda found: drawn.figures[int(found[2])] if found[1] == "figure" else found[0], html)
    problems = tuple(sorted(set(drawn.problems), key=lambda each: (each.line, each.words)))
    return Drawing(_on_this_page(drawn.headings) + html.strip(), tuple(sorted(drawn.names)), tuple(drawn.headings), problems)


def _on_this_page(headings: Sequence[Heading]) -> str:
    """The list of headings at the beginning of a long page."""
    first = [each for each in headings if each.level == 2]
    if len(first) < ON_THIS_PAGE_FROM:
        return ""
    named = escape(_("On this page"))
    listed = "".join(f'<li><a href="#{each.id}">{each.words}</a></li>' for each in first)
    return f'<nav class="on-this-page" aria-label="{named}"><p><b>{named}</b></p><ul>{listed}</ul></nav>\n'


def problems_of_line(said: str) -> list[str]:
    """What is wrong with a title, a lead or a summary, which can hold live names and nothing else of this."""
    found = [_not_live(name) for name, _only in _LIVE.findall(said) if not _sayable(name)]
    return found or ([_brackets()] if _LEFT.search(_LIVE.sub("", said)) else [])


def filled(html: str, say: Callable[[str, str], str]) -> str:
    """`html` with what each mark stands for: `say` is asked with its kind and what it names."""
    return MARK.sub(lambda found: say(found[1], found[2]), html)


def filled_line(said: str, say: Callable[[str, str], str]) -> str:
    """The same for a title, a lead or a summary, as HTML."""
    marked = _LIVE.sub(lambda found: mark("live", found[1] + (found[2] or "")) if _sayable(found[1]) else found[0], without_marks(said))
    return filled(str(escape(marked)), say)


def names_in_line(said: str) -> set[str]:
    return {f"live:{name}" for name, _only in _LIVE.findall(said)}


def _sayable(name: str) -> bool:
    """Whether a sentence can hold it."""
    return (name in NUMBERS and not NUMBERS[name].is_switch) or (name in known_names() and not known_names()[name].block)


def _is_block(name: str) -> bool:
    return name in known_names() and known_names()[name].block


# ---------------------------------------------------------------- the parser


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST, "typographer": False})
    made.enable(["table", "strikethrough"])
    made.disable(["html_block", "html_inline", "image", "code", "fence", "reference", "lheading", "autolink"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.block.ruler.before("heading", "heard", _blocks, {"alt": ["paragraph", "blockquote", "list"]})
    made.inline.ruler.before("link", "term", _term)
    made.inline.ruler.before("link", "live", _live)
    made.core.ruler.after("inline", "heard", _settle)
    for kind, render in _RENDERED.items():
        made.add_render_rule(kind, render)
    return made


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _opened(state: StateBlock, line: int) -> re.Match[str] | None:
    return _FENCE.fullmatch(_line(state, line)) if state.sCount[line] - state.blkIndent < 4 else None


def _blocks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _opened(state, start)
    if found is None:
        return False
    if silent:
        return True
    drawn: _Drawn = state.env["drawn"]
    name, said = found[1], found[2].strip()
    if name in ALONE:
        token = state.push(f"heard_{name}", "", 0)
        token.map, token.content, token.block = [start, start + 1], said, True
        closed = start + 1 < end and (after := _opened(state, start + 1)) is not None and not after[1]
        state.line = start + (2 if closed else 1)
        return True
    state.line = start + 1
    if name not in WITH_END:
        known = ", ".join((*WITH_END, *ALONE))
        wrong = _("“::: %(name)s” isn’t a block that Heard knows. There are these: %(known)s.") % {"name": name[:40], "known": known}
        drawn.wrong(start + 1, wrong if name else _("This “:::” ends nothing: no block is open here."))
        return True
    last = _last_line(state, start, end)
    if last is None:
        drawn.wrong(start + 1, _("“::: %(name)s” has no end. Add a line with “:::” after it.") % {"name": name})
    inner_end = end if last is None else last
    token = state.push(f"heard_{name}_open", "div", 1)
    token.map, token.content, token.block = [start, inner_end], said, True
    if name == "question":
        inline = state.push("heard_asked_open", "", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = said, [start, start + 1], []
        state.push("heard_asked_close", "", -1)
        if not said:
            drawn.wrong(start + 1, _("Write the question after “::: question”."))
    parent, state.parentType = state.parentType, "heard"
    most, state.lineMax = state.lineMax, inner_end
    state.md.block.tokenize(state, start + 1, inner_end)
    state.parentType, state.lineMax = parent, most
    state.push(f"heard_{name}_close", "div", -1).block = True
    state.line = inner_end + (0 if last is None else 1)
    return True


def _last_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line that closes the block which begins at `start`."""
    depth, line = 1, start + 1
    while line < end:
        found = _opened(state, line)
        if found is None or state.sCount[line] < state.blkIndent:
            line += 1
        elif found[1] in ALONE:
            after = _opened(state, line + 1) if line + 1 < end else None
            line += 2 if after is not None and not after[1] else 1
        else:
            depth += (found[1] in WITH_END) - (not found[1])
            if not depth:
                return line
            line += 1
    return None


def _term(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[" or (found := _TERM.match(state.src, state.pos)) is None:
        return False
    if not silent:
        token = state.push("heard_term", "", 0)
        token.content, token.meta = (found[2] or found[1]).strip(), {"word": found[1].strip()}
    state.pos = found.end()
    return True


def _live(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or (found := _LIVE.match(state.src, state.pos)) is None:
        return False
    if not silent:
        token = state.push("heard_live", "", 0)
        token.content, token.meta = found[0], {"name": found[1], "how": found[2] or ""}
    state.pos = found.end()
    return True


# ---------------------------------------------------------------- what is looked at once all is parsed


def _settle(state: StateCore) -> None:
    drawn: _Drawn = state.env["drawn"]
    inside: list[str] = []
    steps: dict[int, bool] = {}
    for at, token in enumerate(state.tokens):
        if token.type.startswith("heard_") and token.nesting:
            inside.append(token.type) if token.nesting > 0 else inside.pop()
            if token.type == "heard_steps_open":
                steps[at] = _begins_with_numbers(state.tokens[at + 1 :])
                if steps[at]:
                    state.tokens[at + 1].attrSet("class", "next-steps")
                else:
                    drawn.wrong(_line_of(token), _("“::: steps” needs a numbered list: 1., 2. and so on."))
        elif token.type == "heading_open":
            _heading(drawn, token, state.tokens[at + 1])
        elif token.type in {"th_open", "td_open"}:
            token.attrs = {"scope": "col"} if token.type == "th_open" else {}
        elif token.type in ("heard_film", "heard_picture"):
            _figure(drawn, token)
        elif token.type == "heard_button":
            _button(state, drawn, token)
        elif token.type == "inline":
            _look_at(drawn, token)
    _live_blocks(drawn, state.tokens)


def _begins_with_numbers(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].type == "ordered_list_open"


def _line_of(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _heading(drawn: _Drawn, token: Token, inline: Token) -> None:
    level = int(token.tag[1:])
    if level == 1:
        drawn.wrong(_line_of(token), _("Begin headings with “##”: the title of the page is its only first heading."))
    if level == 1 or level > 4:
        token.tag = f"h{min(max(level, 2), 4)}"
    words = "".join(_plain(each) for each in inline.children or ())
    own = slugify(words) or "part"
    token.attrSet("id", found := _own_id(drawn, own))
    said = "".join(_as_words(each) for each in inline.children or ())
    drawn.headings.append(Heading(int(token.tag[1:]), found, said))


def _own_id(drawn: _Drawn, word: str) -> str:
    """This word, with a number where another heading has it."""
    number = drawn.next_number.get(word, 1)
    found = word if number == 1 else f"{word}-{number}"
    while found in drawn.ids:
        number += 1
        found = f"{word}-{number}"
    drawn.ids.add(found)
    drawn.next_number[word] = number + 1
    return found


def _plain(token: Token) -> str:
    return token.content if token.type in {"text", "text_special", "code_inline", "heard_term"} else ""


def _as_words(token: Token) -> str:
    if token.type == "heard_live":
        return _drawn_live(token)
    return str(escape(_plain(token)))


def _figure(drawn: _Drawn, token: Token) -> None:
    kind = token.type.removeprefix("heard_")
    found = _PICTURE.fullmatch(token.content)
    if found is None or (kind == "film" and found[2] is not None):
        drawn.wrong(_line_of(token), _("Enter the key of one after “::: %(kind)s”. Its page says what that is.") % {"kind": kind})
        token.meta = {}
        return
    html = drawn.known.figure(kind, found[1], found[2])
    drawn.names[f"{kind}:{found[1]}"] = None
    if html is None:
        words = _("There’s no published film called %(key)s.") if kind == "film" else _("There’s no picture called %(key)s.")
        drawn.wrong(_line_of(token), words % {"key": found[1]})
        token.meta = {}
        return
    token.meta = {"figure": len(drawn.figures)}
    drawn.figures.append(html)


def _button(state: StateCore, drawn: _Drawn, token: Token) -> None:
    token.children = []
    state.md.inline.parse(token.content, state.md, state.env, token.children)
    kinds = [each.type for each in token.children]
    if kinds[:1] != ["link_open"] or kinds[-1:] != ["link_close"] or kinds.count("link_open") != 1:
        drawn.wrong(_line_of(token), _("A button is one link: ::: button [Tell your story](view:tell)"))
        token.children = []
    elif state.tokens:
        token.children[0].attrSet("class", "button")
        _look_at(drawn, token)


def _look_at(drawn: _Drawn, inline: Token) -> None:
    line = _line_of(inline)
    for token in inline.children or ():
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "link_open":
            _link(drawn, token, line)
        elif token.type == "heard_term":
            slug = drawn.known.term(token.meta["word"])
            if slug is None:
                wrong = _("“%(word)s” isn’t in the glossary. Add it there, or take the brackets away.")
                drawn.wrong(line, wrong % {"word": token.meta["word"]})
            else:
                drawn.names[f"term:{slug}"] = None
            token.meta["slug"] = slug
        elif token.type == "heard_live":
            drawn.names[f"live:{token.meta['name']}"] = None
        elif token.type in {"text", "text_special"} and _LEFT.search(token.content):
            drawn.wrong(line, _brackets())


def _brackets() -> str:
    return _("A square or curly bracket is left over. It may be a link or a name that isn’t finished.")


def _link(drawn: _Drawn, token: Token, line: int) -> None:
    """Say where a link leads; one that leads nowhere becomes no link."""
    href = str(token.attrGet("href") or "")
    kind, colon, rest = href.partition(":")
    token.attrs.pop("title", None)
    if href.startswith("#") and _NAMED.fullmatch(href[1:]):
        return
    if colon and kind in {"page", "view"}:
        at = next((place for place, letter in enumerate(rest) if letter in "?#"), len(rest))
        name, tail = rest[:at].strip("/"), rest[at:]
        now = drawn.known.page(name) if kind == "page" else (name if drawn.known.view(name) else None)
        drawn.names[f"{kind}:{now or name}"[:160]] = None
        if now is None:
            words = _("This link leads nowhere: there’s no page at %(path)s.") if kind == "page" else _("There’s no view called %(path)s.")
            drawn.wrong(line, words % {"path": name[:80] or "…"})
            del token.attrs["href"]
        else:
            token.attrs["href"] = mark(kind, now) + tail
        return
    if colon and kind.lower() in _ADDRESSES and _is_whole(href):
        if kind.lower() in {"http", "https"}:
            token.attrs["rel"] = "noreferrer nofollow"
        return
    token.attrs.pop("href", None)
    drawn.wrong(line, _("Begin a link with page:, view: or https://, so that it leads there from every site."))


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.netloc if parts.scheme in {"http", "https"} else parts.path)


def _live_blocks(drawn: _Drawn, tokens: list[Token]) -> None:
    """A live block is a line of its own, and no paragraph around it. In a sentence there are only names that say words."""
    for at, token in enumerate(tokens):
        if token.type not in {"inline", "heard_button"}:
            continue
        line = _line_of(token)
        alone = [each for each in token.children or () if each.type != "softbreak" and (each.type != "text" or each.content.strip())]
        in_paragraph = token.type == "inline" and at and tokens[at - 1].type == "paragraph_open"
        if in_paragraph and alone and all(each.type == "heard_live" and _is_block(each.meta["name"]) for each in alone):
            tokens[at - 1].hidden = tokens[at + 1].hidden = True
            token.children = alone
            for each in alone:
                each.type = "heard_block"
            continue
        for each in token.children or ():
            if each.type in {"softbreak", "hardbreak"}:
                line += 1
            elif each.type == "heard_live" and _is_block(each.meta["name"]):
                words = _("{%(name)s} has to stand alone on a line, with an empty line before and after it.")
                drawn.wrong(line, words % {"name": each.meta["name"]})
            elif each.type == "heard_live" and not _sayable(each.meta["name"]):
                drawn.wrong(line, _not_live(each.meta["name"]))


def _not_live(name: str) -> str:
    return _("Heard has no {%(name)s} to put here.") % {"name": name}


# ---------------------------------------------------------------- how each is written

Rendered = Callable[[RendererHTML, Sequence[Token], int, Any, Any], str]


def _drawn_live(token: Token) -> str:
    name = token.meta["name"]
    return mark("live", name + token.meta["how"]) if _sayable(name) else str(escape(token.content))


def _said_live(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    return _drawn_live(tokens[at])


def _said_block(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    return mark("live", tokens[at].meta["name"]) + "\n"


def _said_term(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    token = tokens[at]
    words, slug = escape(token.content), token.meta.get("slug")
    return f'<a class="term" href="{mark("view", "glossary")}#{slug}">{words}</a>' if slug else str(words)


def _said_figure(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    number = tokens[at].meta.get("figure")
    return "" if number is None else mark("figure", str(number)) + "\n"


def _said_button(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Buttons that follow one another stand in one row."""
    before = at and tokens[at - 1].type == "heard_button"
    after = at + 1 < len(tokens) and tokens[at + 1].type == "heard_button"
    link = renderer.renderInline(tokens[at].children or [], options, env)
    return ("" if before else '<div class="buttons">') + link + ("" if after else "</div>\n")


def _always(html: str) -> Rendered:
    return lambda _renderer, _tokens, _at, _options, _env: html


def _said_warning(_renderer: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
    return f'<div class="banner banner-warning"><div><p><b>{escape(_("Important"))}</b></p>\n'


_RENDERED: Mapping[str, Rendered] = {
    "heard_live": _said_live,
    "heard_block": _said_block,
    "heard_term": _said_term,
    "heard_film": _said_figure,
    "heard_picture": _said_figure,
    "heard_button": _said_button,
    "heard_note_open": _always('<div class="why">\n'),
    "heard_note_close": _always("</div>\n"),
    "heard_warning_open": _said_warning,
    "heard_warning_close": _always("</div></div>\n"),
    "heard_steps_open": _always(""),
    "heard_steps_close": _always(""),
    "heard_question_open": _always('<details class="details">'),
    "heard_asked_open": _always("<summary>"),
    "heard_asked_close": _always("</summary><div>\n"),
    "heard_question_close": _always("</div></details>\n"),
    "table_open": _always('<div class="table-scroll" tabindex="0"><table class="table">\n'),
    "table_close": _always("</table></div>\n"),
}
