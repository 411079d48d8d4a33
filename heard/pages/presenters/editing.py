"""Pages as editors see them in lists: for which site and in which language a text is, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts import queries as accounts
from heard.core import languages
from heard.core.actors import PERSON, ActorRef, numbers_of
from heard.core.texts.saying import date_time
from heard.media.presenters import small_copy
from heard.media.rules.pictures import Shown
from heard.pages.lifecycle import TextMoves
from heard.pages.models import Page, PagePicture, State, Term, TermVersion, TextMove
from heard.pages.rules.live import known_names
from heard.pages.rules.markdown import Problem
from heard.regions.models import Region
from heard.regions.rules import NUMBERS
from heard.ui.presenters import Tab
from heard.ui.wording import capital


@dataclass(frozen=True)
class Places:
    """The sites and languages that there are. While there is one of them, nothing names it."""

    regions: Sequence[Region]
    spoken: Mapping[str, SafeString]

    def named(self, region_id: int | None, language: str) -> list[str | SafeString]:
        """For whom something is."""
        said: list[str | SafeString] = []
        if len(self.regions) > 1:
            region = next((each.name for each in self.regions if each.pk == region_id), "")
            said.append(region or _("All sites"))
        if len(self.spoken) > 1 or language not in self.spoken:
            said.append(languages.called([language])[0][1])
        return said

    def slug(self, region_id: int | None) -> str:
        return next((each.slug for each in self.regions if each.pk == region_id), "")

    def asked(self, region_id: int | None, language: str) -> str:
        """What stands behind the address of a page about what is said there."""
        said = {name: value for name, value in {"region": self.slug(region_id), "language": language}.items() if value}
        return f"?{urlencode(said)}"


class Names:
    """Who did something, by what is kept of it. One statement for all of them."""

    def __init__(self, references: Iterable[str]) -> None:
        self._people = accounts.names_of(numbers_of(PERSON, [each for each in references if each]))

    def __call__(self, reference: str) -> str:
        who = ActorRef(reference)
        return self._people.get(who.number, _("Someone")) if who.kind == PERSON else "Heard"


@dataclass(frozen=True)
class TextLine:
    """A text in a list: where it is read, and each thing that is so of it."""

    id: int
    path: str
    title: str
    places: Sequence[str | SafeString]
    language: str
    states: Sequence[tuple[str, str]]
    """Words, and the colour of the label they stand on."""
    by: str
    at: datetime | None
    due_at: datetime | None
    number: int


def text_lines(texts: Sequence[Any], places: Places) -> list[TextLine]:
    names = Names(each.newest_by or "" for each in texts)
    return [
        TextLine(
            id=text.pk,
            path=text.page.path,
            title=(text.published_version.title if text.published_version else text.newest_title) or text.page.path,
            places=places.named(text.region_id, text.language),
            language=text.language,
            states=list(_states(text)),
            by=names(text.newest_by) if text.newest_by else "",
            at=text.newest_at,
            due_at=text.due_at,
            number=text.newest_number,
        )
        for text in texts
    ]


def _states(text: Any) -> Iterable[tuple[str, str]]:
    public = text.published_version.number if text.published_version else 0
    if text.state == State.PUBLISHED:
        yield _("Published"), "done"
    elif text.state == State.RETIRED:
        yield _("Taken down"), "plain"
    if text.newest_number > public:
        yield (_("New version not published") if public else _("Draft")), "wait"
    if text.due_at:
        yield _("Scheduled"), "new"
    if is_behind(text):
        yield _("Translation behind") if is_translation(text) else _("The shared text changed"), "late"


def is_behind(text: Any) -> bool:
    return bool(text.made_from and text.original_is_at and text.original_is_at > text.made_from)


def is_translation(text: Any) -> bool:
    return bool(text.original_language != text.language)


@dataclass(frozen=True)
class PageLine:
    id: int
    path: str
    kind: str
    texts: Sequence[TextLine]
    review_by: date | None
    is_due: bool


def page_lines(pages: Sequence[Page], texts: Sequence[Any], places: Places, *, today: date) -> list[PageLine]:
    lines: dict[int, list[TextLine]] = {}
    for text, line in zip(texts, text_lines(texts, places), strict=True):
        lines.setdefault(text.page_id, []).append(line)
    return [
        PageLine(
            each.pk,
            each.path,
            each.get_kind_display(),
            lines.get(each.pk, ()),
            each.review_by,
            bool(each.review_by and each.review_by <= today),
        )
        for each in pages
    ]


def kind_tabs(kinds: Iterable[tuple[str, Any]], current: str) -> list[Tab]:
    here = reverse("pages:page_list")
    return [
        Tab(_("All"), here, not current),
        *(Tab(str(label), f"{here}?{urlencode({'kind': value})}", value == current) for value, label in kinds),
    ]


@dataclass(frozen=True)
class MoveLine:
    words: str
    by: str
    at: datetime
    reason: str


def move_lines(moves: Sequence[TextMove]) -> list[MoveLine]:
    """What was done with a text. Names of moves are those of `lifecycle`."""
    names = Names(each.by for each in moves)
    return [
        MoveLine(
            _moved(each.name, each.version.number if each.version else 0),
            names(each.by),
            each.at,
            "" if each.name == TextMoves.KEEP_OWN else each.reason,
        )
        for each in moves
    ]


_MOVED = {
    TextMoves.BEGIN: gettext_lazy("Started"),
    TextMoves.PUBLISH: gettext_lazy("Version %(number)s published"),
    TextMoves.RETIRE: gettext_lazy("Version %(number)s taken down"),
    TextMoves.SCHEDULE: gettext_lazy("Version %(number)s scheduled"),
    TextMoves.UNSCHEDULE: gettext_lazy("Version %(number)s no longer scheduled"),
    TextMoves.NOT_PUBLISHED: gettext_lazy("Version %(number)s couldn’t be published"),
    TextMoves.KEEP_OWN: gettext_lazy("Our own words kept, not the new text that comes with Heard"),
}


def _moved(name: str, number: int) -> str:
    return str(_MOVED.get(TextMoves(name), name)) % {"number": number} if name in set(TextMoves) else name


def when_there(moment: datetime, zone: ZoneInfo) -> str:
    """A moment by the clocks of a site."""
    return date_time(moment.astimezone(zone).replace(tzinfo=None))


@dataclass(frozen=True)
class ProblemLine:
    line: int
    words: str
    said: str
    """How that line begins, so that it is found without counting."""


def problem_lines(problems: Iterable[Problem], source: str) -> list[ProblemLine]:
    lines = source.replace("\r\n", "\n").split("\n")
    return [
        ProblemLine(each.line, each.words, lines[each.line - 1].strip()[:80] if 0 < each.line <= len(lines) else "") for each in problems
    ]


@dataclass(frozen=True)
class NameToUse:
    written: str
    words: str


def names_to_use() -> tuple[list[NameToUse], list[NameToUse]]:
    """The live names that a sentence can hold, and those that stand alone on a line."""
    numbers = [
        NameToUse(f"{{{each.name}}}", _("%(what)s, in %(unit)s") % {"what": capital(str(each.words)), "unit": each.unit})
        for each in NUMBERS.values()
        if not each.is_switch
    ]
    said = sorted(known_names().values(), key=lambda each: each.name)
    words = [NameToUse(f"{{{each.name}}}", str(each.words)) for each in said if not each.block]
    blocks = [NameToUse(f"{{{each.name}}}", str(each.words)) for each in said if each.block]
    return [*words, *numbers], blocks


@dataclass(frozen=True)
class MeaningLine:
    places: Sequence[str | SafeString]
    asked: str
    word: str
    also: str
    meaning: str
    language: str


@dataclass(frozen=True)
class TermLine:
    id: int
    slug: str
    is_removed: bool
    meanings: Sequence[MeaningLine]


def term_lines(meanings: Sequence[TermVersion], places: Places) -> list[TermLine]:
    found: dict[Term, list[MeaningLine]] = {}
    for each in meanings:
        line = MeaningLine(
            places.named(each.region_id, each.language),
            places.asked(each.region_id, each.language),
            each.word,
            ", ".join(each.also),
            each.meaning,
            each.language,
        )
        found.setdefault(each.term, []).append(line)
    return [TermLine(term.pk, term.slug, term.is_removed, lines) for term, lines in found.items()]


@dataclass(frozen=True)
class PictureLine:
    id: int
    small: tuple[str, int, int]
    alt: str
    lang: SafeString
    line: str
    """What is pasted into a text to show it."""


def picture_line(kept: PagePicture) -> PictureLine:
    picture = kept.picture
    small = small_copy(Shown(picture.key, tuple(picture.widths), picture.width, picture.height))
    return PictureLine(kept.pk, small, picture.alt, languages.marked(picture.alt_language), f"::: picture {picture.key}")
