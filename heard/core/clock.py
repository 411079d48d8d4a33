"""The one clock. Everything that records a time asks here, so that the demo can live through two years in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """Today's date in the site's time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` be `moment` inside the block. For the demo and for tests; never while serving people."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
