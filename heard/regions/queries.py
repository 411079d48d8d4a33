from datetime import date

from django.db.models import Q

from heard.core import clock
from heard.regions.models import ComplaintWay, CrisisLine, Holiday, Region, Setting
from heard.regions.rules import NUMBERS, SettingKey

DEFAULT_REGION = "SELECT id FROM regions_region WHERE is_default"
"""SQL: `default_region`."""


def default_region() -> Region | None:
    return Region.objects.filter(is_default=True).first()


def region_of_host(host: str) -> Region | None:
    """The region whose own host this is, else the default one; None while there is no region at all."""
    own = Q(host=host.partition(":")[0]) & ~Q(host="")
    return Region.objects.filter(own | Q(is_default=True)).order_by("is_default").first()


def setting(region_id: int, name: SettingKey) -> int:
    """The value of number `name` (see `rules.NUMBERS` for its unit) in this region."""
    known = NUMBERS[name]
    value = Setting.objects.filter(region_id=region_id, name=name).values_list("value", flat=True).first()
    return known.default if value is None else value


def oldest_care(region_id: int) -> date:
    """The day since which stories are taken (⚙ `care_within`): a place that closed on it or later can still be told of."""
    return care_since(setting(region_id, SettingKey.CARE_WITHIN))


def care_since(years: int) -> date:
    """The same, where ⚙ `care_within` is at hand."""
    today = clock.today()
    return date(today.year - years, today.month, 1)


def in_miles(region_id: int | None) -> bool:
    """Whether people of this region think in miles (⚙ `distances_in_miles`)."""
    return bool(NUMBERS["distances_in_miles"].default if region_id is None else setting(region_id, SettingKey.DISTANCES_IN_MILES))


def crisis_lines(region_id: int) -> list[CrisisLine]:
    """Help at any hour in this region, in the order in which it is to be offered."""
    return list(CrisisLine.objects.filter(region_id=region_id))


def complaint_ways(region_id: int) -> list[ComplaintWay]:
    """Who takes a complaint in this region, or helps to make one, in the order in which they are to be turned to."""
    return list(ComplaintWay.objects.filter(region_id=region_id))


def numbers(region_id: int) -> dict[str, int]:
    """Every number of the region by name (see `rules.NUMBERS`), in one query."""
    set_here = dict(Setting.objects.filter(region_id=region_id).values_list("name", "value"))
    return {name: set_here.get(name, known.default) for name, known in NUMBERS.items()}


def all_regions() -> list[Region]:
    return list(Region.objects.order_by("-is_default", "name"))


def region_by_id(region_id: int) -> Region | None:
    return Region.objects.filter(pk=region_id).first()


def holidays_from(region_id: int) -> list[Holiday]:
    """Holidays from this year on, in order."""
    return list(Holiday.objects.filter(region_id=region_id, day__year__gte=clock.today().year).order_by("day"))
