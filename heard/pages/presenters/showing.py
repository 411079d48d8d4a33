"""A page as its readers see it: what is live in it is said for the site, the region and the day on which it is served."""

import html
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.utils import translation
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString

from heard.core import languages, links, sites
from heard.pages.models import Kind, Version
from heard.pages.queries import Shown, facts_of, known
from heard.pages.rules.live import Facts, Live, known_names
from heard.pages.rules.markdown import Problem, draw, filled, filled_line
from heard.ui.wording import number

logger = logging.getLogger(__name__)


class Said(Protocol):
    """The words above a text, and the language of it all."""

    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class PageView:
    """What the template of a page shows."""

    title: SafeString
    lead: SafeString
    summary: str
    """In words alone, for search engines."""
    html: SafeString
    language: str
    path: str
    is_policy: bool = False
    published_on: date | None = None
    problems: tuple[Problem, ...] = ()
    """What keeps a preview from being published."""

    @property
    def called(self) -> str:
        """Its title in words alone."""
        return strip_tags(self.title)

    @property
    def is_fallback(self) -> bool:
        """Whether there is none in the language of this page yet."""
        return self.language != languages.active()

    @property
    def versions(self) -> str:
        """Where the earlier versions of a policy are."""
        return f"{self.path}versions/" if self.is_policy else ""


def path_of(path: str) -> str:
    """The address of a page on the site whose page is being made."""
    return f"{sites.script_prefix()}{path}/"


def page_view(found: Shown) -> PageView:
    """The page that one statement found."""
    view = _view(found, found.html, found.facts)
    return replace(view, path=path_of(found.path), is_policy=found.kind == Kind.POLICY, published_on=found.published_on)


def preview(version: Version, *, region_id: int | None) -> PageView:
    """A version as readers of this region would see it, whatever is wrong with it."""
    with translation.override(version.language):
        drawing = draw(version.source, known(version.text))
    view = _view(version, drawing.html, facts_of(region_id))
    page = version.text.page
    return replace(view, path=path_of(page.path), is_policy=page.kind == Kind.POLICY, problems=drawing.problems)


_CONTENTS = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>")
_END = re.compile(r"</(?:p|h[1-6]|li|ul|ol|div|blockquote|summary|details|tr|section)>|<br>")


def in_words(view: PageView) -> str:
    """What is read on a page, a paragraph for each of its blocks: how its readers compare two versions of it."""
    drawn = " ".join(f"<p>{view.title}</p><p>{view.lead}</p>{_CONTENTS.sub('', view.html)}".split())
    text = html.unescape(strip_tags(_END.sub("\n", _ITEM.sub("• ", drawn))))
    return "\n\n".join(line for each in text.split("\n") if (line := each.strip())).replace("\n\n•", "\n•")


def _view(said: Said, drawn: str, facts: Facts) -> PageView:
    """Names in a sentence are said in the language of the text around them, blocks in that of the reader: whom to call now is not only for
    those who read the language of the text.
    """
    reader = languages.active()
    with translation.override(said.language):
        say = _sayer(facts, reader)
        title, lead, summary = (SafeString(filled_line(each, say)) for each in (said.title, said.lead, said.summary or said.lead))
        return PageView(title, lead, strip_tags(summary), SafeString(filled(drawn, say)), said.language, path="")


def _sayer(facts: Facts, reader: str) -> Callable[[str, str], str]:
    def say(kind: str, what: str) -> str:
        if kind == "page":
            return path_of(what)
        if kind == "view":
            return _view_path(what)
        name, _colon, only = what.partition(":")
        if only:
            return number(facts.numbers[name]) if name in facts.numbers else ""
        if name not in known_names():  # it was when the text was published
            logger.warning("A page names {%s}, which this Heard doesn’t know.", name)
            return ""
        found = known_names()[name]
        return _in_language_of(reader, found, facts) if found.block else str(conditional_escape(found.said(facts)))

    return say


def _in_language_of(reader: str, block: Live, facts: Facts) -> str:
    around = languages.active()
    with translation.override(reader):
        said = conditional_escape(block.said(facts))
    return (
        str(said)
        if reader == around
        else format_html('<div lang="{lang}" dir="{dir}">{said}</div>', said=said, **languages.attributes(reader))
    )


def _view_path(name: str) -> str:
    if not links.is_view(name):  # it was there when the text was published
        logger.warning("A page leads to the view “%s”, which this Heard doesn’t know.", name)
        return links.to("home")
    return links.to(name)
