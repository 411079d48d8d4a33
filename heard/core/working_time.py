"""Working hours: nine to five on days that are neither weekend nor holiday, in the region's own time."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = CLOSES.hour - OPENS.hour


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


def next_working_moment(start: datetime, *, zone: str, holidays: Container[date] = ()) -> datetime:
    """`start` itself within working hours, else the next working morning; aware, in the same time zone as `start`."""
    here = start.astimezone(ZoneInfo(zone))
    opens, closes = _bounds(here)
    if is_working_day(here.date(), holidays) and opens <= here < closes:
        return start
    while not is_working_day(opens.date(), holidays) or opens < here:
        opens += timedelta(days=1)
    return opens.astimezone(start.tzinfo)


def _bounds(moment: datetime) -> tuple[datetime, datetime]:
    return tuple(datetime.combine(moment.date(), at, moment.tzinfo) for at in (OPENS, CLOSES))  # type: ignore[return-value]


def after_working_days(start: date, days: int, *, holidays: Container[date] = ()) -> date:
    """The working day that comes `days` working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day
