from heard.regions.models import CrisisLine, Region, Setting
from heard.regions.rules import NUMBERS


def default_region() -> Region | None:
    return Region.objects.filter(is_default=True).first()


def region_of_host(host: str) -> Region | None:
    """The region whose own host this is, else the default one; None while there is no region at all."""
    return Region.objects.filter(host=host.partition(":")[0]).exclude(host="").first() or default_region()


def number(region_id: int, name: str) -> int:
    """The value of number `name` (see `rules.NUMBERS` for its unit) in this region."""
    known = NUMBERS[name]
    value = Setting.objects.filter(region_id=region_id, name=name).values_list("value", flat=True).first()
    return known.default if value is None else value


def crisis_lines(region_id: int) -> list[CrisisLine]:
    """Help at any hour in this region, in the order in which it is to be offered."""
    return list(CrisisLine.objects.filter(region_id=region_id))


def numbers(region_id: int) -> dict[str, int]:
    """Every number of this region by name, in one look-up."""
    own = dict(Setting.objects.filter(region_id=region_id).values_list("name", "value"))
    return {name: own.get(name, known.default) for name, known in NUMBERS.items()}
