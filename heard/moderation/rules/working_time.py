"""Working hours: nine to five on days that are neither weekend nor holiday, in the region's own time."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def after_working_hours(start: datetime, hours: float, *, zone: str, holidays: Container[date] = ()) -> datetime:
    """The moment when `hours` working hours have passed since `start` (aware), in the same time zone as `start`."""
    left = timedelta(hours=hours)
    here = start.astimezone(ZoneInfo(zone))
    while True:
        opens, closes = _bounds(here)
        if is_working_day(here.date(), holidays) and here < closes:
            here = max(here, opens)
            if here + left <= closes:
                return (here + left).astimezone(start.tzinfo)
            left -= closes - here
        here = opens + timedelta(days=1)


def working_hours_between(start: datetime, end: datetime, *, zone: str, holidays: Container[date] = ()) -> float:
    """Working hours from `start` to `end`; 0 when `end` is not later."""
    here, until = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    passed = timedelta()
    while here < until:
        opens, closes = _bounds(here)
        if is_working_day(here.date(), holidays):
            passed += max(min(closes, until) - max(opens, here), timedelta())
        here = opens + timedelta(days=1)
    return passed / timedelta(hours=1)


def _bounds(moment: datetime) -> tuple[datetime, datetime]:
    return tuple(datetime.combine(moment.date(), at, moment.tzinfo) for at in (OPENS, CLOSES))  # type: ignore[return-value]
