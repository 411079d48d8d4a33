"""When somebody is on the rota, and when nobody is. By the region's clock on the wall: a change of the clocks moves nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.working_time import CLOSES, OPENS

DAY = 24 * 60
WEEK = 7 * DAY
DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


@dataclass(frozen=True)
class Hours:
    """From `begins` until `ends` every week on `weekday` (0 is Monday); on into the next day if it ends no later than it begins."""

    weekday: int
    begins: time
    ends: time

    def minutes(self) -> tuple[int, int]:
        """From which minute of the week until which; the second may lie in the week after."""
        begins, ends = self.weekday * DAY + _minute(self.begins), self.weekday * DAY + _minute(self.ends)
        return begins, ends if ends > begins else ends + DAY

    def cover(self, moment: datetime) -> bool:
        """Whether `moment`, in the region's own time, lies within."""
        minute = moment.weekday() * DAY + _minute(moment.time())
        begins, ends = self.minutes()
        return begins <= minute < ends or begins <= minute + WEEK < ends


@dataclass(frozen=True)
class Gap:
    """A stretch of every week in which nobody reads and nobody is on the rota."""

    begins: int
    ends: int

    @property
    def words(self) -> str:
        if self.ends - self.begins >= WEEK:
            return _("All week")
        return _("%(begins)s to %(ends)s") % {"begins": _moment_words(self.begins), "ends": _moment_words(self.ends)}


WORKING = tuple(Hours(day, OPENS, CLOSES) for day in range(5))
"""The desk reads in working hours: then somebody is there without a rota."""


def gaps(rota: Iterable[Hours]) -> list[Gap]:
    """The stretches of an ordinary week that neither working hours nor the rota cover, in order from Monday on."""
    covered = [False] * WEEK
    for hours in (*WORKING, *rota):
        begins, ends = hours.minutes()
        for minute in range(begins, ends):
            covered[minute % WEEK] = True
    if not any(covered):
        return [Gap(0, WEEK)]
    found: list[Gap] = []
    for minute in range(WEEK):
        if not covered[minute] and (minute == 0 or covered[minute - 1]):
            end = minute
            while not covered[end % WEEK]:
                end += 1
            found.append(Gap(minute, end))
    if len(found) > 1 and found[0].begins == 0 and found[-1].ends > WEEK:  # the last one goes on into Monday
        del found[0]
    return found


def holidays_without_anybody(rota: Iterable[Hours], holidays: Iterable[date]) -> list[date]:
    """The holidays on working days on which the rota leaves out some of the hours in which the desk would read."""
    rota = list(rota)
    return sorted(day for day in holidays if day.weekday() < 5 and not _whole_day(rota, day))


def _whole_day(rota: list[Hours], day: date) -> bool:
    moment, closes = datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
    while moment < closes:
        if not any(hours.cover(moment) for hours in rota):
            return False
        moment += timedelta(minutes=1)
    return True


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _moment_words(minute: int) -> str:
    day, rest = divmod(minute % WEEK, DAY)
    return f"{DAYS[day]} {rest // 60:02}:{rest % 60:02}"
