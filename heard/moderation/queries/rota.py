"""Who is told at once, by weekday and hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator, moderates
from heard.core import clock
from heard.core.working_time import next_working_moment
from heard.moderation.models import PagingAddress, RotaPlace, RotaShift
from heard.moderation.queries.times import calendar
from heard.moderation.rules.rota import Gap, Hours, gaps, holidays_without_anybody
from heard.regions.models import Holiday, Region
from heard.stories.rules.reading import Reading


def rota_of(region_id: int) -> list[RotaShift]:
    """Every shift of the region's week, with its people in their order."""
    return list(RotaShift.objects.filter(region_id=region_id).prefetch_related("places__person"))


def hours_of(shift: RotaShift) -> Hours:
    return Hours(shift.weekday, shift.begins, shift.ends)


def people_in(shift: RotaShift) -> list[Person]:
    """Those in the shift who still are senior moderators for its region, in their order."""
    people = [place.person for place in shift.places.all()]
    return [person for person in people if is_senior_moderator(person) and moderates(person, shift.region_id)]


def in_another_region() -> QuerySet[RotaPlace]:
    """Places on the rota of a region for which their person does not moderate."""
    named = ~Q(person__moderates_in=[])
    return RotaPlace.objects.filter(named & ~Q(person__moderates_in__contains=[F("shift__region_id")]))


def rota_left_by(person_id: int) -> list[str]:
    """The names of regions on whose rota this person stands and for which they do not moderate: they are told no more, and taken off."""
    left = in_another_region().filter(person_id=person_id)
    return list(left.order_by("shift__region__name").values_list("shift__region__name", flat=True).distinct())


def on_rota(region_id: int, moment: datetime) -> list[Person]:
    """Who is on the rota at `moment`, in the order in which they are told; each once."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    here = moment.astimezone(ZoneInfo(zone))
    people = [person for shift in rota_of(region_id) if hours_of(shift).cover(here) for person in people_in(shift)]
    return list({person.pk: person for person in people}.values())


def when_someone_reads(region_id: int) -> Reading:
    """When somebody reads what is sent now: moderators in working hours, and of what has signs of danger whoever is on the rota."""
    now = clock.now()
    zone, holidays = calendar(region_id, now)
    morning = next_working_moment(now, zone=zone, holidays=holidays)
    return Reading(None if morning == now else morning, bool(on_rota(region_id, now)))


@dataclass(frozen=True)
class RotaGaps:
    """When nobody would be told at once of a story with signs of danger: in every week, and on which of the next holidays."""

    weekly: list[Gap]
    holidays: list[Holiday]

    def __bool__(self) -> bool:
        return bool(self.weekly or self.holidays)


def rota_gaps(region_id: int, *, days: int = 60) -> RotaGaps:
    rota = [hours_of(shift) for shift in rota_of(region_id) if people_in(shift)]
    today = clock.today()
    coming = {each.day: each for each in Holiday.objects.filter(region_id=region_id, day__range=(today, today + timedelta(days=days)))}
    return RotaGaps(gaps(rota), [coming[day] for day in holidays_without_anybody(rota, coming)])


def who_is_paged() -> set[int]:
    """Ids of people who have a paging address. What it is, nobody is shown again."""
    return set(PagingAddress.objects.values_list("person_id", flat=True))
