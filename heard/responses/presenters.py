"""What the pages of answering would otherwise have to work out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    first = f"For {wording.plural(window, 'minute')} you can edit it or take it back. Then"
    if route.fast_track:
        return Way("It will be published by itself", f"{first} it is published and the author is told.", conditions)
    if route.still_open:
        return Way("It can be published by itself", f"{first} it is published, if what you write holds nothing listed here.", conditions)
    return Way("A moderator will read it first", f"{first} a moderator reads it before it is public.", conditions)


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

    @property
    def words(self) -> str:
        return wording.plural(self.minutes, "minute")


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
        found.append(Begun(sheets.LABELS[kind], text.writer.name, text.written_at, words, f"{path}?use={text.version}" if path else ""))
    return found
