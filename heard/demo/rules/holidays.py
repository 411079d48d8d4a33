"""On which day of a year a holiday of the content falls."""

from datetime import date, timedelta
from typing import Any

MONDAY = 0
WEEK = timedelta(days=7)


def day_of(holiday: dict[str, Any], year: int) -> date:
    """A `day` of a `month`, its first or last `monday` (1 or -1), or so many days from `easter`."""
    if "easter" in holiday:
        return easter(year) + timedelta(days=holiday["easter"])
    if "monday" not in holiday:
        return date(year, holiday["month"], holiday["day"])
    first = date(year, holiday["month"], 1)
    monday = first + timedelta(days=(MONDAY - first.weekday()) % 7)
    if holiday["monday"] == 1:
        return monday
    while (monday + WEEK).month == monday.month:
        monday += WEEK
    return monday


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, as Butcher reckons it."""
    golden, century, of_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
