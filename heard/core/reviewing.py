"""What somebody reads before it is public, or sees to: each kind of it described once, by a class that stands beside the thing.

    @reviewable("answer")
    class Answers(Words[Answer]): ...

A slice registers its kinds in its room `reviewables`, which the desk has Django look for. The desk (`moderation`) reads this registry: who
may see a thing, what waits, where it stands in the queue, what is shown of it and what a decision calls. How something is claimed, passed
up, held against the clock and called to at night is the same for all kinds and belongs to the desk (ADR 39).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.events import Fact

Row = TypeVar("Row", bound=Model)
Opens = Mapping[type[Fact], str]
"""A fact → its field that holds the id of the thing."""


@dataclass(frozen=True)
class Suggests:
    """What the words of a thing suggest about its place in the queue. The desk reckons the place from it, by one rule for all kinds.

    `signs` are kinds of signs of danger in what an author wrote, gravest first: they warn whoever opens it, and call somebody. `found` are
    kinds of what has to be looked at before it is public. `criticality` is None where nothing says how critical it is.
    """

    words: int
    signs: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    criticality: int | None = None
    sensitive: bool = False
    """It stands with what is sensitive, whatever its signs."""
    may_praise: bool = False
    """Where nothing is critical in it, it is praise."""
    read_last: bool = False
    """It came in a rush, and may be read after the others where nobody may be in danger."""


class Reviewable(ABC, Generic[Row]):
    """One kind of thing that the desk decides."""

    subject: ClassVar[str] = ""
    """Its name in the database and in addresses, as `reviewable` was given it: for ever."""
    label: ClassVar[str | Promise]
    full_label: ClassVar[str | Promise] = ""
    """Where `label` says too little beside other things."""
    things: ClassVar[str | Promise]
    """Many of them, in the middle of a sentence."""
    opened_by: ClassVar[Opens]
    """The facts that bring it to the desk."""
    closed_by: ClassVar[Opens] = {}
    """The facts by which it was taken back: then there is nothing to decide."""
    seniors_only: ClassVar[bool] = False
    """Nobody but a senior moderator knows of it."""
    of_author: ClassVar[bool] = False
    """An author wrote it: signs of danger in it may be about somebody now, and crisis lines go along with what they are told."""
    once: ClassVar[bool] = False
    """It is decided once for ever, and so has one case; any other kind has one open case at a time."""
    story_field: ClassVar[str] = "story_id"
    """The column that says which story it is about."""

    @abstractmethod
    def rows(self) -> QuerySet[Row]:
        """All there are, each with what the desk shows of it."""

    @abstractmethod
    def waiting(self) -> QuerySet[Row]:
        """Those that wait for a decision, each with `since` when."""

    def taken_back(self) -> QuerySet[Row] | None:
        """Those that their author took back one by one (`closed_by`), each with `since` when."""
        return None

    @abstractmethod
    def waits(self, row: Row) -> bool:
        """Whether there is something to decide about it, as it stood when it was read."""

    def story_of(self, row: Row) -> Any:
        """The story it is about: by its region a place in the queue has a due time, and its services are named beside it."""
        row_of_story: Any = row
        return row_of_story.story

    @abstractmethod
    def weigh(self, row: Row) -> Suggests: ...

    heading: ClassVar[str | Promise]
    """What a list and its page call one of them, whole: “Answer by {organisation} to a story about {services}”."""

    def heading_of(self, row: Row, services: str) -> SafeString:
        """`heading` of this one. `services` are their names, listed."""
        return format_html(str(self.heading), services=services)


class OutlivesStory(Reviewable[Row]):
    """A kind that is still to be decided when its story was taken back, and keeps its words until then."""

    @abstractmethod
    def with_words(self) -> QuerySet[Row]:
        """Those of which words are still kept."""

    @abstractmethod
    def erase(self, row_id: int, *, by: Actor) -> None:
        """Delete the words of one whose story is erased."""


@dataclass(frozen=True)
class Advice:
    """Something to think of while reading: `excerpts` are the words that gave cause for it. `level` is warning or info."""

    level: str
    title: str
    excerpts: list[str]
    words: str


@dataclass(frozen=True)
class Stands:
    """What is public of the thing already, and stays so."""

    title: str
    text: str
    beneath: str


class Words(Reviewable[Row]):
    """A kind whose words are published, with a moderator's edits or without, or given back with a note."""

    say_why: ClassVar[str | Promise]
    """What is asked of a moderator who changed words and left no note."""
    back: ClassVar[str | Promise] = gettext_lazy("Send it back with a note")
    """What the button that does not publish says."""
    edits_count: ClassVar[bool] = False
    """Many changed words lower its writer's score."""

    @abstractmethod
    def form(self, row: Row) -> type[Any]:
        """The form with its words, a `ui.forms.SeenForm` with a `note`. Words in a field `text` are kept while they are typed, and shown
        again when a decision is refused.
        """

    @abstractmethod
    def own(self, row: Row) -> dict[str, Any]:
        """What was sent and waits, by field of the form, in the order of the page."""

    def as_decided(self, row: Row) -> dict[str, Any]:
        """The same of one that is decided."""
        return self.own(row)

    @abstractmethod
    def voice(self, row: Row, words: Mapping[str, Any]) -> dict[str, Any]:
        """As `ui.voice` wants it: exactly as these words will stand in public."""

    @abstractmethod
    def noticed(self, row: Row, words: Mapping[str, Any]) -> list[Any]:
        """What the gate finds in it with these words (`stories.rules.going_out.Noticed`), and in how it is signed."""

    @abstractmethod
    def hits(self, row: Row, text: str) -> list[Any]:
        """What in `text`, its words as one, may tell who somebody is (`stories.rules.personal_data.Hit`)."""

    def advice(self, row: Row, text: str) -> list[Advice]:
        return []

    def why_here(self, row: Row) -> list[str]:
        """Why it was not published without a moderator, where it might have been."""
        return []

    def stands(self, row: Row) -> Stands | None:
        return None

    def version(self, row: Row) -> int | None:
        """Which version of it stands on the page; None where nobody changes it while it waits."""
        return None

    @abstractmethod
    def publish(self, row: Row, words: Mapping[str, Any], *, seen_version: int | None, note: str, heavily: bool, by: Actor) -> None:
        """Make these words public.

        Raises:
            DomainError: it no longer waits, was changed since `seen_version`, or the words cannot be published.
        """

    @abstractmethod
    def give_back(self, row: Row, reason: str, *, seen_version: int | None, by: Actor) -> str:
        """Do not publish, and say why; what became of it, as an outcome of a case.

        Raises:
            DomainError: it no longer waits, was changed since `seen_version`, or there is no reason.
        """

    def said_back(self, row: Row) -> str:
        """What the moderator reads once they gave it back."""
        return _("Sent back with your note.")

    @abstractmethod
    def last_said(self, row: Row) -> list[str]:
        """What stands of it once it is decided, and what it was given back with."""


class Report(Reviewable[Row]):
    """A kind that is never public: somebody sees to it, and notes what was done."""

    intro: ClassVar[str | Promise]
    """What the page says above its words."""

    @abstractmethod
    def text(self, row: Row) -> str: ...

    @abstractmethod
    def told_at(self, row: Row) -> datetime | date: ...


_kinds: dict[str, Reviewable[Any]] = {}
Kind = TypeVar("Kind", bound=Reviewable[Any])


def reviewable(subject: str) -> Callable[[type[Kind]], type[Kind]]:
    """Register a kind under this name: a line of its class, beside the thing. A class that lacks something is a `TypeError` here, so when
    the site starts.
    """

    def register(kind: type[Kind]) -> type[Kind]:
        if subject in _kinds:
            raise ValueError(f"There is another kind of thing called “{subject}”.")
        kind.subject = subject
        kind.full_label = kind.full_label or kind.label
        _kinds[subject] = kind()
        return kind

    return register


def kind_of(subject: str) -> Reviewable[Any]:
    """The kind of this name.

    Raises:
        KeyError: nothing is called so.
    """
    return _kinds[subject]


def subjects() -> list[str]:
    """The names of all kinds."""
    return list(_kinds)


def kinds() -> Iterable[Reviewable[Any]]:
    """Every kind, in the order of their registration: the slices' own, from the lowest up."""
    return _kinds.values()
