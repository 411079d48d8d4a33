"""What was found in an author’s words: in a list by its kinds alone, on the page of a case where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from heard.moderation.queries.suggestions import Suggestions
from heard.stories.rules.personal_data import LABELS as HIT_LABELS
from heard.stories.rules.signs import GRAVE, LABELS, WEIGHED
from heard.ui.wording import capital, listed


def signs_in_words(signs: Iterable[str]) -> str:
    """Such as “Signs of suicide and a death”. What was only weighed is said where nothing plainer was found."""
    known = [sign for sign in signs if sign in LABELS]
    named = [str(LABELS[sign]) for sign in known if sign not in WEIGHED]
    weighed = [str(LABELS[sign]) for sign in known if sign in WEIGHED]
    return _("Signs of %(signs)s") % {"signs": listed(named)} if named else capital(listed(weighed))


def found_in_words(found: Iterable[str]) -> str:
    """Such as “To check: possible name of staff and telephone number”. Kinds alone: no words of it stand in a list."""
    named = [words for kind in found if (words := HIT_LABELS.get(kind) or LABELS.get(kind))]
    return _("To check: %(things)s") % {"things": listed(named)} if named else ""


@dataclass(frozen=True)
class Piece:
    """A stretch of the author's words; `mark` is the number of what to look at there, 0 for none; `grave` is a sign of crisis."""

    text: str
    mark: int = 0
    grave: bool = False


@dataclass(frozen=True)
class Mark:
    number: int
    label: str
    excerpt: str
    why: str
    grave: bool
    in_text: bool
    where: str = ""
    """Where else than in the words of now it stands, such as “in an answer to a moderator”."""


@dataclass(frozen=True)
class Part:
    """Title, words or hope, as paragraphs of pieces."""

    name: str
    paragraphs: list[list[Piece]]

    @property
    def has_marks(self) -> bool:
        return any(piece.mark for paragraph in self.paragraphs for piece in paragraph)


@dataclass(frozen=True)
class Marked:
    """`besides` is what else the author wrote, where it has signs: of each the paragraphs that have one. `again` are the same texts whole,
    by their words, for wherever else on the page they stand. `lost` says which signs nothing here has any more.
    """

    parts: list[Part]
    marks: list[Mark]
    besides: list[Part] = field(default_factory=list)
    again: dict[str, list[list[Piece]]] = field(default_factory=dict)
    lost: str = ""


MOST_MARKS = 60


def marked(texts: Sequence[tuple[str, str]], suggestions: Suggestions) -> Marked:
    """`texts` (name, text) as they were joined by empty lines for the suggestions, with what was found in them numbered; then what was
    found in all else that the author wrote.
    """
    parts, marks = _marked_texts(texts, suggestions)
    besides, again = [], {}
    for each in suggestions.besides:
        found, more = _marked_texts([("", each.text)], replace(suggestions, signs=each.signs, hits=[]), after=len(marks))
        paragraphs = [paragraph for part in found for paragraph in part.paragraphs]
        besides.append(Part(capital(str(each.where)), [paragraph for paragraph in paragraphs if any(piece.mark for piece in paragraph)]))
        again[each.text] = paragraphs
        marks += [replace(mark, where=str(each.where)) for mark in more]
    return Marked(parts, marks, besides, again, signs_in_words(suggestions.lost))


def _marked_texts(texts: Sequence[tuple[str, str]], suggestions: Suggestions, *, after: int = 0) -> tuple[list[Part], list[Mark]]:
    """Numbers go on `after` the last one."""
    found = sorted(
        [(each.start, each.end, each.label, each.excerpt, each.why, each.sign in GRAVE, each.sign in WEIGHED) for each in suggestions.signs]
        + [(each.start, each.end, each.label, each.excerpt, each.why, False, False) for each in suggestions.hits]
    )[:MOST_MARKS]
    exact = [(start, end) for start, end, *_, weighed in found if not weighed]
    marks, spans, reached = [], [], 0
    for n, (start, end, label, excerpt, why, grave, weighed) in enumerate(found, after + 1):
        # a whole sentence gives way to what stands in it
        in_text = start >= reached and not (weighed and any(first < end and start < last for first, last in exact))
        marks.append(Mark(n, label, " ".join(excerpt.split()), why, grave, in_text))
        if in_text:
            spans.append((start, end, n, grave))
            reached = end
    parts, offset = [], 0
    for name, text in texts:
        if text:
            parts.append(Part(name, _paragraphs(text, [(s - offset, e - offset, n, g) for s, e, n, g in spans])))
            offset += len(text) + 2
    return parts, marks


def _paragraphs(text: str, spans: Iterable[tuple[int, int, int, bool]]) -> list[list[Piece]]:
    inside = [(max(start, 0), min(end, len(text)), n, grave) for start, end, n, grave in spans if end > 0 and start < len(text)]
    edges = [0, *(edge for start, end, _, _ in inside for edge in (start, end)), len(text)]
    by_start = {start: (n, grave) for start, _, n, grave in inside}
    pieces = [Piece(text[a:b], *by_start.get(a, (0, False))) for a, b in pairwise(edges) if b > a]
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, bit in enumerate(piece.text.replace("\r\n", "\n").split("\n\n")):
            if n:
                paragraphs.append([])
            if bit:
                paragraphs[-1].append(Piece(bit, piece.mark, piece.grave))
    return [paragraph for paragraph in paragraphs if paragraph]
