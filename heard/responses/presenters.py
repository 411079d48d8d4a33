"""What the pages of answering would otherwise have to work out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import clock, links
from heard.responses.models import Answer, AnswerState, Change
from heard.responses.rules import sheets
from heard.responses.rules.fast_track import Route
from heard.stories.rules.going_out import Noticed
from heard.ui import wording
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words


@dataclass(frozen=True)
class Way:
    """Which way an answer will go, for its responder. `sure`: the words were looked at."""

    title: str
    words: str
    conditions: tuple[tuple[str, str], ...]
    """`(yes, no or open, sentence)` of each condition."""


def way(route: Route, window: int) -> Way:
    """`window` is in minutes."""
    conditions = tuple(({True: "yes", False: "no", None: "open"}[each.holds], each.words) for each in route.conditions)
    first = ngettext(
        "You can edit it or take it back for %(count)s minute.", "You can edit it or take it back for %(count)s minutes.", window
    ) % {"count": wording.number(window)}
    if route.fast_track:
        return Way(_("It will be published automatically"), f"{first} {_('Then we’ll publish it and tell the author.')}", conditions)
    if route.still_open:
        then = _("Then we’ll publish it, if nothing listed here stands in the way.")
        return Way(_("It can be published automatically"), f"{first} {then}", conditions)
    then = _("Then a moderator will read it before it’s published.")
    return Way(_("A moderator will read it first"), f"{first} {then}", conditions)


@dataclass(frozen=True)
class PointedAt:
    """Something in an answer that may tell who somebody is, and in which of its texts (“the sign-off”)."""

    label: str
    excerpt: str
    where: str
    why: str


MOST_POINTED_AT = 12


def pointed_at(noticed: Iterable[Noticed]) -> list[PointedAt]:
    """What the gate found, for whoever wrote it: the same that a moderator is shown."""
    found = [PointedAt(hit.label, " ".join(hit.excerpt.split()), each.of.where, hit.why) for each in noticed for hit in each.hits]
    return list(dict.fromkeys(found))[:MOST_POINTED_AT]


@dataclass(frozen=True)
class WindowLeft:
    """How long an answer can still be changed. `minutes` are whole and begun ones."""

    until: datetime
    minutes: int


def window_left(answer: Answer) -> WindowLeft | None:
    """None once the window is over, even if the sweep has not come by yet."""
    if answer.state != AnswerState.WINDOW or answer.due_at is None or clock.now() >= answer.due_at:
        return None
    seconds = (answer.due_at - clock.now()).total_seconds()
    return WindowLeft(answer.due_at, int(-(-seconds // 60)))


def begun(texts: Sequence[Text], *, person_id: int, answers: Iterable[Answer], changes: Iterable[Change]) -> list[Begun]:
    """What members began about a story and did not send. `answers` and `changes` are those in hand: what is about another one can be read
    and copied here, and nobody can go on with it; nor can anybody but its sender with an answer.
    """
    own, open_changes = {each.pk for each in answers if each.person_id == person_id}, {each.pk for each in changes}
    found = []
    for text in texts:
        kind, thing = text.sheet.kind, text.sheet.thing
        words = main_words(text, sheets.MAIN.get(kind, ()))
        if not words:
            continue
        path = ""
        if kind in {sheets.ANSWER, sheets.PLAN, sheets.MADE}:
            path = links.path_of_view(f"responses:{kind}", number=thing)
        elif kind == sheets.ANSWER_AGAIN and thing in own:
            path = links.path_of_view("responses:edit", answer_id=thing)
        elif kind in {sheets.PLAN_AGAIN, sheets.MADE_OF_PLAN} and thing in open_changes:
            path = links.path_of_view("responses:change", change_id=thing)
        found.append(
            Begun(
                label=str(sheets.LABELS[kind]),
                who=text.writer.name,
                at=text.written_at,
                words=words,
                path=f"{path}?use={text.version}" if path else "",
            )
        )
    return found
