"""What may be written to a log: which page went wrong and where in the code, never an address, which can hold somebody's key, nor a row.

And how often. What is away for an hour, or asked for by a stranger a thousand times a second, fills no disk: an outage of the database is a
line when it begins, one a minute and one when it ends; whatever else goes on and on is written a few times a minute, and then counted.
"""

import errno
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError

_VALUES = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling) |\Z)", re.DOTALL)
"""What PostgreSQL adds to an error: the row it refused, word for word, up to the next error of the trace or its end."""


MINUTE = 60.0
OFTEN = 5
"""How many times a minute the same is written in full."""
KINDS = 500
"""How many different things are counted; with more of them it begins anew."""
UNREACHABLE = re.compile(r"08|57P0|53300")
"""PostgreSQL's codes for a connection that failed, a server that stops or starts, and one that has no room for another connection."""


class RouteOnly(logging.Filter):
    """Replaces a request's address in whatever Django logs about it by the pattern that it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            pattern = f"/{match.route}" if match else "an address that does not exist"
            record.args = tuple(pattern if _is_address(each, request) else each for each in record.args)
        return True


class WithoutValues(logging.Formatter):
    """Traces without the values that the database refused: they are people's words."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's name)
        return _VALUES.sub("", super().formatException(ei))


def _is_address(logged: object, request: Any) -> bool:
    addresses = {request.path, request.path_info, request.get_full_path()}
    return isinstance(logged, str) and logged in addresses | {_escaped(each) for each in addresses}


def _escaped(address: str) -> str:
    """As Django writes it into its log: with what is no plain letter, and each backslash, spelt out."""
    return address.encode("unicode_escape").decode("ascii")


@dataclass
class Seen:
    """Something that goes on: since when it is counted, how often it was written, and how often not."""

    since: float
    written: int = 0
    left_out: int = 0


class Counted(logging.Filter):
    """Writes what goes on and on a few times a minute, and says with the next one how many were left out; an outage in other lines.

    One for the whole process: whatever thread notices, it is the same outage. `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock, self.guard = clock, threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.seen: dict[tuple[object, ...], Seen] = {}
        self.outage: Seen | None = None
        self.outage_began, self.outage_failed = 0.0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        with self.guard:
            if _is_outage(record):
                return self._during_outage(record)
            return self._within_reason(record)

    def _during_outage(self, record: logging.LogRecord) -> bool:
        now = self.clock()
        self.outage_failed += 1
        if self.outage is None:
            self.outage, self.outage_began = Seen(now), now
            _say(record, "The database does not answer. What fails because of that is counted.")
            return True
        self.outage.left_out += 1
        if now - self.outage.since < MINUTE:
            return False
        _say(record, f"The database still does not answer: {self.outage.left_out} requests or jobs failed since the last line.")
        self.outage = Seen(now)
        return True

    def database_answers(self) -> None:
        """Say that an outage is over, if there was one. Called for each new connection."""
        with self.guard:
            ended, failed = self.outage, self.outage_failed
            seconds = self.clock() - self.outage_began
            self.outage, self.outage_failed = None, 0
        if ended is None:
            return
        logging.getLogger(__name__).warning("The database answers again, after %.0f seconds; %d requests or jobs failed.", seconds, failed)

    def _within_reason(self, record: logging.LogRecord) -> bool:
        now, kind = self.clock(), _kind(record)
        seen = self.seen.get(kind)
        if seen is None or now - seen.since >= MINUTE:
            if len(self.seen) >= KINDS:
                self.seen.clear()
            self.seen[kind] = Seen(now, written=1)
            if seen is not None and seen.left_out:
                record.msg, record.args = f"{record.getMessage()} (and {seen.left_out} more like this, not written)", ()
            return True
        if seen.written < OFTEN:
            seen.written += 1
            return True
        seen.left_out += 1
        return False


def database_answers(**_: object) -> None:
    """For Django's signal of a new connection: an outage that the log spoke of is over."""
    for handler in logging.getLogger().handlers:
        for each in handler.filters:
            if isinstance(each, Counted):
                each.database_answers()


def _kind(record: logging.LogRecord) -> tuple[object, ...]:
    """What is one and the same: the same words, before what they are about is put in, or the same error from the same line of code."""
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None
        return (record.name, record.exc_info[0], where, _errno(record.exc_info[1]))
    return (record.name, record.levelno, record.msg, getattr(record, "status_code", None))


def _errno(error: BaseException) -> str | None:
    """A full disk is not the same as a refused connection, from whatever line both come."""
    return errno.errorcode.get(error.errno) if isinstance(error, OSError) and error.errno else None


def _is_outage(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return any(map(_is_unreachable, _chain(error)))


def _is_unreachable(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError):
        return False
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    return state is None or UNREACHABLE.match(state) is not None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _say(record: logging.LogRecord, words: str) -> None:
    record.msg, record.args, record.exc_info, record.exc_text = words, (), None, None
