"""Several processes load the demo side by side, each the stories that are its own, meeting wherever the whole county changes."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError, Thread

from django.db import connection, connections

_LONGEST = 300.0
"""Seconds that one waits for the others at most."""


_FAREWELL = 5.0
"""Seconds that another one has to leave by itself."""


class HandLost(Exception):
    """Another of the processes failed; it has said why."""


class Hand:
    """One of the processes. The first makes what all share; what is its own it does without asking."""

    def __init__(self, number: int, of: int, meeting: Barrier | None) -> None:
        self.number, self.of, self._meeting = number, of, meeting

    @property
    def is_first(self) -> bool:
        return self.number == 0

    def owns(self, position: int) -> bool:
        """Whether the story at this position of the content is this one's."""
        return position % self.of == self.number

    def meet(self) -> None:
        """Wait until all have come so far.

        Raises:
            HandLost: one of the others failed.
        """
        if self._meeting is not None:
            try:
                self._meeting.wait(_LONGEST)
            except BrokenBarrierError:
                raise HandLost("Loading the demo broke off in another process.") from None

    def give_up(self) -> None:
        """Let the others know that there is no use in waiting."""
        if self._meeting is not None:
            self._meeting.abort()

    def together(self, happens: Callable[[], object]) -> None:
        """What concerns all: the first does it while the others stand still."""
        self.meet()
        if self.is_first:
            happens()
        self.meet()


def how_many() -> int:
    """As many processes as there are processors, two at most; one alone within a transaction, which is nobody else's to see."""
    return 1 if connection.in_atomic_block else min(2, len(os.sched_getaffinity(0)))


@contextmanager
def hands(of: int, help_out: Callable[[Hand], object]) -> Iterator[Hand]:
    """Be the first hand; each of the others does `help_out(hand)` in a process of its own, with a connection of its own.

    Whoever still waits for the first one when it leaves is sent home, so all must have met a last time before.
    """
    if of == 1:
        yield Hand(0, 1, None)
        return
    connections.close_all()  # one connection cannot serve two processes
    context = multiprocessing.get_context("fork")
    meeting = context.Barrier(of)
    others = [context.Process(target=_help, args=(help_out, Hand(number, of, meeting)), daemon=True) for number in range(1, of)]
    for each in others:
        each.start()
    try:
        yield Hand(0, of, meeting)
    finally:
        meeting.abort()
        for each in others:
            each.join(_FAREWELL)
            each.kill()


def _help(help_out: Callable[[Hand], object], hand: Hand) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first one sends the others home
    Thread(target=_leave_with_the_first, daemon=True).start()
    try:
        help_out(hand)
    except HandLost:
        sys.exit(1)
    except BaseException:
        hand.give_up()
        raise
    finally:
        connections.close_all()


def _leave_with_the_first() -> None:
    if first := multiprocessing.parent_process():
        first.join()
    os._exit(1)
