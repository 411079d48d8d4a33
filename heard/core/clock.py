"""The one clock. Everything that records a time asks here, so that the demo can live through two years in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.db.models import DateField, Func
from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """Today's date in the site's time zone."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The site's own day of a moment."""
    return timezone.localtime(moment).date()


def day_sql(column: str) -> str:
    """`day_of` a column, as it stands in a statement: for views."""
    return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"


def day_in(column: str) -> Func:
    """`day_of` a column, as the database works it out: for indexes of lists that go by days."""
    return Func(column, template=day_sql("%(expressions)s"), output_field=DateField())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` be `moment` inside the block. For the demo and for tests; never while serving people."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
