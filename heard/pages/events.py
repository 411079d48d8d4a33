"""What happened to what Heard says about itself."""

from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class TextPublished(Fact):
    """A page says something else from now on, in one language and in one region or all."""

    name: ClassVar[str] = "pages.text_published"
    text_id: int
    number: int


@dataclass(frozen=True)
class TextRetired(Fact):
    """A text isn't shown any more."""

    name: ClassVar[str] = "pages.text_retired"
    text_id: int


@dataclass(frozen=True)
class PageMoved(Fact):
    """A page has another address. The one of before leads on, and texts that link to it are drawn anew."""

    name: ClassVar[str] = "pages.page_moved"
    page_id: int


@dataclass(frozen=True)
class TermChanged(Fact):
    """A word of the glossary was added, changed or removed: texts that name it are drawn anew."""

    name: ClassVar[str] = "pages.term_changed"
    term_id: int
