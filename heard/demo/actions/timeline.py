"""Two years in a minute: what happens is entered with its moment, then played in order with the clock standing at each."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from heard.core import clock, jobs
from heard.demo.actions.hands import Hand

WORKER_TAKES = timedelta(seconds=9)
"""How long after something happened the worker has told everybody: well within the promised minute."""

Progress = Callable[[datetime, int], None]
"""Told the moment that is played and how many things are still to come."""


class Timeline:
    """What happens, in order of its moments. Things of one moment happen in the order in which they were entered.

    Several hands may play it side by side, each with what is its own; what is entered as `for_all` happens once, while all stand there.
    """

    def __init__(self, *, ends: datetime, hand: Hand) -> None:
        self.ends = ends
        self._hand = hand
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._entered = 0

    def __len__(self) -> int:
        return len(self._coming)

    def enter(self, moment: datetime, happens: Callable[[], object]) -> None:
        """Let `happens()` be called when the clock stands at `moment`. What lies after the end never happens."""
        if moment < self.ends:
            heapq.heappush(self._coming, (moment, self._entered, happens))
            self._entered += 1

    def enter_for_all(self, moment: datetime, happens: Callable[[], object], afterwards: Callable[[], object]) -> None:
        """Let `happens()` be called by the first hand at `moment`, and then `afterwards()` by every one. All must enter the same."""

        def meet() -> None:
            self._hand.together(partial(self._let, happens))
            afterwards()

        self.enter(moment, meet)

    def play(self, progress: Progress = lambda moment, left: None) -> int:
        """Let everything happen; returns how many things did. After each, all background work is done, a few seconds later."""
        played = 0
        while self._coming:
            moment, _, happens = heapq.heappop(self._coming)
            progress(moment, len(self._coming))
            with clock.at(moment):
                self._let(happens)
            played += 1
        self._hand.meet()
        return played

    def _let(self, happens: Callable[[], object]) -> None:
        moment = clock.now()
        happens()
        with clock.at(min(moment + WORKER_TAKES, self.ends)):
            jobs.drain()
