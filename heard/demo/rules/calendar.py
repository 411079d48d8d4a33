"""When everything happened: the content counts in days back from now and on from publication; here they become moments."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OPENS, WORKS_FOR, CLOSES = 9.0, 7.5, 17.5
"""Hours of the day: publications fall within seven and a half hours from 9 in the morning on, other work before half past five."""


def part(*of: str) -> float:
    """A number from 0 to 1 that is always the same for the same words: chance that does not change from run to run."""
    digest = hashlib.blake2b("\n".join(of).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


@dataclass(frozen=True)
class Calendar:
    """`now` is when the demo is loaded: the end of everything that happened."""

    now: datetime
    zone: ZoneInfo

    def back(self, days: float) -> datetime:
        """So many days before now."""
        return self.now - timedelta(days=days)

    def in_working_hours(self, days: float, *of: str) -> datetime:
        """The last moment before `days` ago that falls into working hours, at a time of day chosen by `part(*of)`."""
        latest = self.back(days)
        hour = OPENS + WORKS_FOR * part("hour", *of)
        local = latest.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=hour)
        local = local if local <= latest else local - timedelta(days=1)
        return local.astimezone(self.now.tzinfo)

    def at_work(self, moment: datetime) -> datetime:
        """The moment itself, if people are at work then; else one on the same day when they are, in the same order."""
        local = moment.astimezone(self.zone)
        hour = local.hour + local.minute / 60
        if OPENS <= hour < CLOSES:
            return moment
        morning = local.replace(hour=0, minute=0, second=local.second)
        squeezed = OPENS + hour / OPENS * 0.75 if hour < OPENS else CLOSES - 0.75 + (hour - CLOSES) / (24 - CLOSES) * 0.75
        return (morning + timedelta(hours=squeezed)).astimezone(self.now.tzinfo)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def month_before(self, moment: datetime, months: int) -> date:
        """The first day of the month that lies `months` before the one of `moment`."""
        local = self.day(moment)
        years, month = divmod(local.year * 12 + local.month - 1 - months, 12)
        return date(years, month + 1, 1)

    def soon_after(self, moment: datetime, *, days: float) -> datetime:
        """`days` later or, where that is still to come, half-way between `moment` and now."""
        later = moment + timedelta(days=days)
        return later if later < self.now else moment + (self.now - moment) / 2
