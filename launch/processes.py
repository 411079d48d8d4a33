"""Looking at other processes, where Linux shows them. A number alone proves nothing: it may have gone to somebody else."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2)."""


def ends_with_parent() -> Callable[[], None]:
    """For a child's `preexec_fn`: it is told to stop (SIGTERM) when whoever starts it ends in whatever way, by -9 too. Linux only.

    So no port, no share in a database and no site that nobody knows of is left. To be called by the parent, so that all is loaded
    before the fork.
    """
    parent, ask = os.getpid(), _asks_to_end_with_parent()

    def promise() -> None:
        ask()
        if os.getppid() != parent:  # it has ended meanwhile
            os._exit(128 + signal.SIGTERM)

    return promise


def end_with_parent() -> None:
    """Be told to stop (SIGTERM) when whoever started this process ends in whatever way. Linux only."""
    _asks_to_end_with_parent()()


def _asks_to_end_with_parent() -> Callable[[], object]:
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


@contextlib.contextmanager
def told_to_stop() -> Iterator[None]:
    """For as long as the block lasts, SIGTERM and SIGHUP leave it in order, as Ctrl-C does, instead of on the spot."""

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """SIGTERM, SIGHUP and Ctrl-C wait until the block is done: who leaves while starting a child would not know it, nor stop it."""
    waiting: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: waiting.append(number))
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if waiting:
        signal.raise_signal(waiting[0])


def is_postgres_of(pid: int, data: Path) -> bool:
    """Whether a process is a live PostgreSQL that works in this data folder. Without /proc: whether it exists at all."""
    if not Path("/proc/self").exists():  # not Linux: ask whether there is such a process at all
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    # "PID (name) STATE …": the name may hold anything, brackets included
    name, state = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2]
    if state in "ZX" or not name.startswith("postgres"):
        return False
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data
    except PermissionError:
        return True
    except (FileNotFoundError, ProcessLookupError):
        return False


def postgres_in(data: Path) -> list[int]:
    """Every PostgreSQL process that is seen to work in this data folder."""
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if is_postgres_of(pid, data) and _is_readable(pid)]


def _is_readable(pid: int) -> bool:
    try:
        os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False
    return True


def command_of(pid: int) -> str:
    """How a process was started, in at most 100 characters."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()[:100]
    return "ended"
