"""Two years in a minute: what happens is entered with its moment, then played in order with the clock standing at each."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

from heard.core import clock, jobs

WORKER_TAKES = timedelta(seconds=9)
"""How long after something happened the worker has told everybody: well within the promised minute."""


class Timeline:
    """What happens, in order of its moments. Things of one moment happen in the order in which they were entered."""

    def __init__(self, *, ends: datetime) -> None:
        self.ends = ends
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._entered = 0

    def __len__(self) -> int:
        return len(self._coming)

    def enter(self, moment: datetime, happens: Callable[[], object]) -> None:
        """Let `happens()` be called when the clock stands at `moment`. What lies after the end never happens."""
        if moment < self.ends:
            heapq.heappush(self._coming, (moment, self._entered, happens))
            self._entered += 1

    def play(self, progress: Callable[[datetime, int], None] = lambda moment, left: None) -> int:
        """Let everything happen; returns how many things did. After each, all background work is done, a few seconds later.

        `progress` is told the moment and how many things are still to come.
        """
        played = 0
        while self._coming:
            moment, _, happens = heapq.heappop(self._coming)
            progress(moment, len(self._coming))
            with clock.at(moment):
                happens()
            with clock.at(min(moment + WORKER_TAKES, self.ends)):
                jobs.drain()
            played += 1
        return played
