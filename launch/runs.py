"""Which run of the tests this is, so that two at once in one checkout have databases of their own."""

import fcntl
import os
from itertools import count
from pathlib import Path

RUN = "HEARD_TEST_RUN"
_held: list[int] = []


def run_number(folder: Path) -> int:
    """1 for a run that has `folder` to itself, 2 for one beside it, and so on. The processes that a run starts have its number.

    The number is a lock of the kernel's kind, so that one of a killed run is free again, and its databases are made anew by the next.
    """
    if RUN not in os.environ:
        os.environ[RUN] = str(next(number for number in count(1) if _taken(folder / f"run-{number}.lock")))
    return int(os.environ[RUN])


def _taken(place: Path) -> bool:
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    _held.append(handle)  # open until this process ends
    return True
