"""What the pages of answering would otherwise have to work out."""

from dataclasses import dataclass
from datetime import datetime

from heard.core import clock
from heard.responses.models import Answer, AnswerState
from heard.responses.rules.fast_track import Route
from heard.ui import wording


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
