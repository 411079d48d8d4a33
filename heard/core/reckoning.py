"""What is owed, worked out from the truth and compared with what was done: the net under facts, jobs and messages.

A slice registers a kind of thing that it owes (`owed`, in its `tasks.py`): a query that names what is missing, and the action that puts
one such thing right. The action is the one a handler calls, and may run twice. `put_right` runs them every minute; `manage.py doctor` asks
the same queries, so what is missing has a name, a number and an age even when nothing can put it right. Operators' pages say what the last
look of the sweep left undone (`last_look`): a page that is opened often must not cost a look at 30 days.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise

from heard.core import clock
from heard.core.health import Finding, age, looked_at
from heard.core.models import Reckoned

logger = logging.getLogger(__name__)

REACHES_BACK = timedelta(days=30)
"""As long as a handler that failed is tried again: what nobody has heard of by then is no news any more."""
GRACE = timedelta(minutes=2)
"""Until then the job that does it may simply wait its turn, after a morning on which hundreds of stories were published at once."""
RECENT = timedelta(hours=3)
"""What the sweep looks at every minute; at everything it looks every fifth."""
LATE = timedelta(minutes=20)
"""A look that is older is no longer what is so."""
AT_ONCE = 500
"""Of one kind, how many the sweep puts right in a minute. Whoever asks for figures is told of so many at most."""


@dataclass(frozen=True)
class Window:
    """Facts from `since` on and before `before`."""

    since: datetime
    before: datetime

    @classmethod
    def back(cls, time: timedelta = REACHES_BACK) -> "Window":
        now = clock.now()
        return cls(now - time, now - GRACE)


EVER = Window(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Missing:
    """One thing that is owed and was not done: about which story (none: about another thing), `of` whom or what, since when."""

    since: datetime
    story_id: int | None
    of: int = 0
    about: str = ""


@dataclass(frozen=True)
class Debt:
    """A kind of thing owed. `words` names what is missing, in the plural, as a heading or before a number."""

    name: str
    words: str | Promise
    look: Callable[[Window], Sequence[Missing]]
    put_right: Callable[[Missing], object]


@dataclass(frozen=True)
class Shortfall:
    """What is missing of one kind, the oldest first. `count` is how many there are, where only the oldest are at hand."""

    debt: Debt
    missing: Sequence[Missing]
    count: int


@dataclass(frozen=True)
class LastLook:
    """What the sweep left undone when it last looked at everything. `at` is None until it has looked at each kind once."""

    at: datetime | None
    missing: Sequence[Shortfall]
    doubtful: Sequence[Shortfall]

    @property
    def is_late(self) -> bool:
        return self.at is not None and clock.now() - self.at > LATE


_debts: dict[str, Debt] = {}
_doubts: dict[str, Debt] = {}


def owed(name: str, words: str | Promise, look: Callable[[Window], Sequence[Missing]], put_right: Callable[[Missing], object]) -> None:
    """Register what a slice owes, `name` being SLICE.KIND. What is put right first may make more of a later one missing."""
    _debts[name] = Debt(name, words, look, put_right)


def in_doubt(name: str, words: str | Promise, look: Callable[[Window], Sequence[Missing]]) -> None:
    """Register what may have been owed and nobody can say: it is shown to an operator, and never put right by itself."""
    _doubts[name] = Debt(name, words, look, lambda each: None)


def slices() -> set[str]:
    """Which slices owe anything: each has a task that sweeps it every minute."""
    return {name.partition(".")[0] for name in (*_debts, *_doubts)}


def missing(window: Window | None = None) -> list[Shortfall]:
    """All that is owed and not done, kind by kind, without the kinds of which nothing is."""
    window = window or Window.back()
    return _short(_debts.values(), window)


def doubtful(window: Window | None = None) -> list[Shortfall]:
    """All of which nobody can say whether it was owed, kind by kind."""
    window = window or Window.back()
    return _short(_doubts.values(), window)


def _short(debts: Iterable[Debt], window: Window) -> list[Shortfall]:
    found = [(debt, sorted(debt.look(window), key=lambda each: each.since)) for debt in debts]
    return [Shortfall(debt, each, len(each)) for debt, each in found if each]


def put_right(*of: str, window: Window, keep: bool = False) -> int:
    """Do what is owed by these slices and was not done. One that fails is logged and found again next time. Returns how many were done.

    With `keep`, what is missing after that is kept for operators' pages.
    """
    done = 0
    for debt in _of(of, _debts):
        try:
            found = debt.look(window)
            done += _do(debt, found[:AT_ONCE])
            if keep:
                _keep(debt, debt.look(window) if found else ())
        except Exception as error:  # noqa: BLE001 - the other kinds are owed all the same
            _log("%s could not be looked for: %s at %s:%s", error, debt.name)
    return done


def _do(debt: Debt, found: Sequence[Missing]) -> int:
    done = 0
    for each in found:
        try:
            debt.put_right(each)
            done += 1
        except Exception as error:  # noqa: BLE001 - the others are owed all the same
            _log("%s is owed (story %s, of %s) and could not be done: %s at %s:%s", error, debt.name, each.story_id, each.of)
    return done


def _of(wanted: Sequence[str], debts: Mapping[str, Debt]) -> list[Debt]:
    return [each for each in debts.values() if each.name.partition(".")[0] in wanted]


def _keep(debt: Debt, found: Sequence[Missing]) -> None:
    oldest = sorted(found, key=lambda each: each.since)
    things = [[each.since.isoformat(), each.story_id, each.of] for each in oldest[:AT_ONCE]]
    seen = {"at": clock.now(), "count": len(oldest), "oldest": oldest[0].since if oldest else None, "things": things}
    Reckoned.objects.update_or_create(name=debt.name, defaults=seen)


def last_look() -> LastLook:
    """What the sweep left undone when it last looked at everything, by one short query."""
    kept = {row.name: row for row in Reckoned.objects.filter(name__in=[*_debts, *_doubts])}
    looked = [row.at for row in kept.values()]
    is_whole = len(kept) == len({*_debts, *_doubts})
    return LastLook(min(looked) if is_whole and looked else None, _kept(_debts, kept), _kept(_doubts, kept))


def _kept(debts: Mapping[str, Debt], kept: Mapping[str, Reckoned]) -> list[Shortfall]:
    rows = [(debt, kept[name]) for name, debt in debts.items() if name in kept and kept[name].count]
    return [
        Shortfall(debt, [Missing(datetime.fromisoformat(since), story, of) for since, story, of in row.things], row.count)
        for debt, row in rows
    ]


def _log(words: str, error: Exception, *about: object) -> None:
    """What failed and where, without the error's own message: that may hold words of the story."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(words, *about, type(error).__name__, where.filename, where.lineno)


def sweep(*of: str, timestamp: int) -> int:
    """`put_right` as a periodic task calls it: what happened lately every minute, everything every fifth."""
    if timestamp // 60 % 5:
        return put_right(*of, window=Window.back(RECENT))
    everything = Window.back()
    done = put_right(*of, window=everything, keep=True)
    for doubt in _of(of, _doubts):
        try:
            _keep(doubt, doubt.look(everything))
        except Exception as error:  # noqa: BLE001 - what was put right stays so
            _log("%s could not be looked for: %s at %s:%s", error, doubt.name)
    return done


@looked_at
def what_is_owed() -> Iterator[Finding]:
    """For `manage.py doctor`. That nothing is missing is said too: it was looked for."""
    short = missing()
    for each in short:
        oldest = each.missing[0]
        story = f" (story {oldest.story_id})" if oldest.story_id else ""
        yield Finding("Owed", f"{each.debt.words}: {len(each.missing)}, the oldest for {age(oldest.since)}{story}", well=False)
    for each in doubtful():
        words = f"{each.debt.words}: {len(each.missing)}. No one was emailed. Operators can see them on “Running Heard”"
        yield Finding("Owed", words, warns=True)
    if not short:
        yield Finding("Owed", f"nothing: everything that the last {REACHES_BACK.days} days called for was done")
