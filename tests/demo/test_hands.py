"""Two processes load the demo side by side: each does its share, they meet where all must, and neither outlives the other."""

import os
import signal
import subprocess
import sys
import time

import pytest

from heard.core import clock
from heard.demo.actions.hands import Hand, HandLost, hands, how_many

PATIENCE = 20.0


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid):
    """Whether the process ends, within the patience of a test."""
    until = time.monotonic() + PATIENCE
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_every_position_belongs_to_one_of_them():
    both = [Hand(0, 2, None), Hand(1, 2, None)]
    assert all(sum(hand.owns(position) for hand in both) == 1 for position in range(50))
    assert all(Hand(0, 1, None).owns(position) for position in range(50))


def test_one_alone_within_a_transaction(db):
    assert how_many() == 1
    with hands(1, lambda hand: pytest.fail("nobody helps")) as hand:
        hand.together(lambda: None)
        hand.meet()


def test_what_concerns_all_is_done_once_while_all_stand_still(transactional_db, tmp_path):
    log = tmp_path / "log"

    def note(words):
        with log.open("a") as file:
            file.write(f"{words}\n")

    def work(hand):
        note("before")
        hand.together(lambda: note("together"))
        note("after")
        hand.meet()

    with hands(2, work) as hand:
        work(hand)

    assert log.read_text().split() == ["before", "before", "together", "after", "after"]


def test_one_that_fails_sends_the_other_home(transactional_db, capfd):
    def fail(hand):
        raise ValueError("this went wrong")

    with pytest.raises(HandLost), hands(2, fail) as hand:
        hand.meet()

    assert "this went wrong" in capfd.readouterr().err


def test_the_other_goes_home_when_the_first_leaves_early(transactional_db, tmp_path):
    pid = tmp_path / "pid"

    def wait(hand):
        pid.write_text(str(os.getpid()))
        hand.meet()
        hand.meet()

    def leave(hand):
        hand.meet()
        raise KeyError

    with pytest.raises(KeyError), hands(2, wait) as hand:
        leave(hand)

    assert not is_alive(int(pid.read_text()))


FIRST_AND_OTHER = """
import os, time
import django
django.setup()
from heard.demo.actions.hands import hands

def sleep(hand):
    print(os.getpid(), flush=True)
    time.sleep(60)

with hands(2, sleep) as hand:
    time.sleep(60)
"""


def test_the_other_does_not_outlive_a_first_one_that_is_killed():
    first = subprocess.Popen([sys.executable, "-c", FIRST_AND_OTHER], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert first.stdout is not None
    with first.stdout:
        other = int(first.stdout.readline())
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert gone(other)


def test_the_clock_of_one_is_not_the_clock_of_the_other(transactional_db, tmp_path):
    told = tmp_path / "told"

    def say(hand):
        with clock.at(clock.now().replace(year=2020)):
            hand.meet()
            told.write_text(str(clock.now().year))
            hand.meet()

    with hands(2, say) as hand:
        hand.meet()
        hand.meet()
        assert clock.now().year > 2020

    assert told.read_text() == "2020"
