import re
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from heard.core import clock, languages, links
from heard.core import sites as known_sites
from heard.core.sites import Emergency, Help, Site, Sites
from heard.regions.models import HOST, ComplaintWay, CrisisLine, Holiday, OwnWords, Region, RegionAddress, RegionMove, Setting, State
from heard.regions.rules import COMPLAINING, NUMBERS, OF_LEVELS, UK, SettingKey, country_of

OF_A_SITE = (
    "pk",
    "path",
    "languages",
    "is_default",
    "name",
    "former_paths",
    "state",
    "closed_on",
    "time_zone",
    "more_time_zones",
    "emergency_number",
    "calendar",
)
"""What a site is made of, beside its hosts and its lines of help."""
NAMED_LINES = 3
"""How many lines of help are named where there is room for a sentence."""
Said = TypeVar("Said", CrisisLine, ComplaintWay)
DEFAULT_REGION = "SELECT id FROM regions_region WHERE is_default"
"""SQL: `default_region`."""
NAMES = "SELECT id, name FROM regions_region"
"""SQL: what regions are called, which every page of theirs says."""
FACTS = """
SELECT region.id AS region_id, region.contact_email, region.languages AS spoken,
       (SELECT json_object_agg(name, value) FROM regions_setting WHERE region_id = region.id) AS numbers,
       (SELECT json_agg(json_build_object('name', name, 'contact', contact, 'when', "when", 'who_for', who_for, 'language', language)
                        ORDER BY position, id)
          FROM regions_crisisline WHERE region_id = region.id) AS lines,
       (SELECT json_agg(json_build_object('name', name, 'about', about, 'words', words, 'contact', contact, 'address', address,
                                          'language', language) ORDER BY position, id)
          FROM regions_complaintway WHERE region_id = region.id) AS ways,
       (SELECT json_agg(json_build_object('name', name, 'language', language, 'words', words))
          FROM regions_ownwords WHERE region_id = region.id) AS own_words
  FROM regions_region region
"""
"""SQL: what pages say of regions. What a statement doesn't ask for is not looked up."""


def default_region() -> Region | None:
    return Region.objects.filter(is_default=True).first()


def sites() -> Sites:
    """Which addresses lead to which region: for `heard.core.sites`, which asks once in a while. One statement."""
    lines = CrisisLine.objects.filter(region=OuterRef("pk")).order_by("position", "pk")
    said = JSONObject(language="language", name="name", contact="contact", in_strip="in_strip")
    addresses = RegionAddress.objects.filter(region=OuterRef("pk")).values(said=JSONObject(host="host", main="is_main"))
    # Each list once for its region: a join with the hosts would have the lines looked up, and sent, once for every host.
    rows = Region.objects.order_by("pk").annotate(lines=ArraySubquery(lines.values(said=said)), leads_here=ArraySubquery(addresses))
    found: dict[int, dict[str, Any]] = {}
    mains: dict[int, str] = {}
    hosts: dict[str, int] = {}
    for row in rows.values(*OF_A_SITE, "lines", "host", "leads_here"):
        pk = row["pk"]
        found[pk] = row
        # The code of before may still write a host that has no row of its own. It took anything for one.
        old_host = row["host"] if re.match(HOST, row["host"]) else ""
        for each in filter(None, (*(address["host"] for address in row["leads_here"]), old_host)):
            hosts.setdefault(each, pk)
        if main := next((address["host"] for address in row["leads_here"] if address["main"]), old_host):
            mains[pk] = main
    return _sites(found, mains, hosts)


def _first_lines(lines: list[dict[str, Any]]) -> tuple[Help, ...]:
    """In each language those named on every page of telling, or else the first ones."""
    chosen: list[Help] = []
    for language in dict.fromkeys(each["language"] for each in lines):
        of_it = [each for each in lines if each["language"] == language]
        named = [each for each in of_it if each["in_strip"]] or of_it
        chosen += [Help(language, each["name"], each["contact"]) for each in named[:NAMED_LINES]]
    return tuple(chosen)


def _sites(found: dict[int, dict[str, Any]], mains: dict[int, str], hosts: dict[str, int]) -> Sites:
    below = next((mains.get(pk, "") for pk, row in found.items() if row["is_default"]), "")
    countries = {pk: country_of(calendar=row["calendar"], time_zone=row["time_zone"]) for pk, row in found.items()}
    of_regions = {
        pk: Site(
            region_id=None if row["is_default"] else pk,
            host=mains.get(pk, below),
            path="" if pk in mains else row["path"],
            spoken=tuple(row["languages"]),
            has_own_host=pk in mains,
            name=row["name"],
            help=_first_lines(row["lines"]),
            emergency=Emergency(row["emergency_number"], countries[pk] == UK),
            is_prepared=row["state"] == State.PREPARING,
            closed_on=row["closed_on"],
            time_zones=(row["time_zone"], *row["more_time_zones"]),
            country=countries[pk],
        )
        for pk, row in found.items()
    }
    # A path of before gives way to a page that a later release has there; one of today does not, and `doctor` says so.
    moved = {pk: row["former_paths"] for pk, row in found.items() if row["path"] or pk in mains}
    former = {each: of_regions[pk] for pk, paths in moved.items() for each in paths if not is_path_of_heard(each)}
    return Sites(
        hosts={host: of_regions[pk] for host, pk in hosts.items()},
        paths=former | {row["path"]: of_regions[pk] for pk, row in found.items() if row["path"]},
        of_regions=of_regions,
        default=next((of_regions[pk] for pk, row in found.items() if row["is_default"]), Site()),
    )


def is_path_of_heard(path: str) -> bool:
    """Whether this first part of a path leads to pages of every site, or is a language's."""
    return path in links.first_parts() or path in dict(settings.LANGUAGES)


def hosts_of_the_house() -> set[str]:
    """Hosts that the settings name, one by one: they show the main region. A pattern for many hosts (`.heard.example`) names none."""
    return {known_sites.working_host()} | {each.lower() for each in settings.ALLOWED_HOSTS if not each.startswith((".", "*"))}


def hosts_named_twice() -> list[tuple[str, str]]:
    """Hosts of other regions than the main one that the settings name too, each with the name of its region."""
    rows = RegionAddress.objects.filter(region__is_default=False, host__in=hosts_of_the_house())
    return list(rows.order_by("host").values_list("host", "region__name"))


def stays_open(region_id: int) -> bool:
    """Whether the region's site takes stories. It does until the transaction ends: whoever closes it meanwhile waits."""
    rows = Region.objects.raw("SELECT id, state FROM regions_region WHERE id = %s FOR SHARE", [region_id])
    return any(each.state == State.OPEN for each in rows)


def region_of_host(host: str) -> int | None:
    """Which region has this host as one of its own."""
    return Region.objects.filter(Q(addresses__host=host) | Q(host=host)).values_list("pk", flat=True).first()


def addresses_of(region_id: int) -> list[str]:
    """The hosts that lead to this region, the main one first."""
    return list(RegionAddress.objects.filter(region_id=region_id).values_list("host", flat=True))


def setting(region_id: int, name: SettingKey) -> int:
    """The value of number `name` (see `rules.NUMBERS` for its unit) in this region."""
    known = NUMBERS[name]
    value = Setting.objects.filter(region_id=region_id, name=name).values_list("value", flat=True).first()
    return known.default if value is None else value


def values_of(name: SettingKey, region_ids: Iterable[int]) -> set[int]:
    """Every value that number `name` has in one of these regions. One statement, however many they are."""
    ids = list(region_ids)
    set_here = dict(Setting.objects.filter(region_id__in=ids, name=name).values_list("region_id", "value"))
    return {set_here.get(pk, NUMBERS[name].default) for pk in ids}


def oldest_care(region_id: int) -> date:
    """The day since which stories are taken (⚙ `care_within`): a place that closed on it or later can still be told of."""
    return care_since(setting(region_id, SettingKey.CARE_WITHIN))


def care_since(years: int) -> date:
    """The same, where ⚙ `care_within` is at hand."""
    today = clock.today()
    return date(today.year - years, today.month, 1)


def oldest_care_of(region_ids: Iterable[int]) -> dict[int, date]:
    """The same for each of these regions. One statement, however many they are."""
    ids = list(region_ids)
    years = dict(Setting.objects.filter(region_id__in=ids, name=SettingKey.CARE_WITHIN).values_list("region_id", "value"))
    return {pk: care_since(years.get(pk, NUMBERS[SettingKey.CARE_WITHIN].default)) for pk in ids}


def in_miles(region_id: int | None) -> bool:
    """Whether people of this region think in miles (⚙ `distances_in_miles`)."""
    return bool(NUMBERS["distances_in_miles"].default if region_id is None else setting(region_id, SettingKey.DISTANCES_IN_MILES))


def languages_of(region: Region) -> list[str]:
    """In which languages a region can say something: its own ones, or all of the house's while it names none. Its operators write in the
    first, unless they say another.
    """
    return _known(region.languages)


def _known(named: Iterable[str]) -> list[str]:
    known = languages.spoken()
    return [each for each in named if each in known] or list(known)


def languages_written(region: Region) -> list[str]:
    """The same, and last those that the region speaks no more and in which something still stands."""
    speaks = languages_of(region)
    kept = (region.crisis_lines, region.complaint_ways, region.own_words)
    written = {each for rows in kept for each in rows.values_list("language", flat=True)}
    return [*speaks, *sorted(written.difference(speaks))]


def crisis_lines(region_id: int, *, language: str = "") -> list[CrisisLine]:
    """Help at any hour in this region, in the order in which it is to be offered: in the language of the page, or else in the one that the
    region has; in `language` and no other, where one is named.
    """
    return _in_one_language(CrisisLine.objects.filter(region_id=region_id), language)


def lines_to_name(region_id: int) -> list[CrisisLine]:
    """Those of them to name where there is room for a sentence: the ones on every page of telling, or else the first."""
    lines = crisis_lines(region_id)
    return ([each for each in lines if each.in_strip] or lines)[:NAMED_LINES]


def names_emergency_number(region: Region) -> bool:
    """Whether one of its crisis lines is its emergency number. Where none is, one of the two was perhaps forgotten."""
    alone = rf"(^|[^0-9]){region.emergency_number}([^0-9]|$)"
    return CrisisLine.objects.filter(Q(contact__regex=alone) | Q(name__regex=alone), region=region).exists()


def complaint_ways(region_id: int, *, language: str = "") -> list[ComplaintWay]:
    """Who takes a complaint in this region, or helps to make one, in the order in which they are to be turned to; languages as above."""
    return _in_one_language(ComplaintWay.objects.filter(region_id=region_id), language)


def own_words(region_id: int) -> dict[str, dict[str, str]]:
    """What the region says in words of its own: by name (`rules.OWN_WORDS`), and by language. One statement."""
    found: dict[str, dict[str, str]] = {}
    for name, language, words in OwnWords.objects.filter(region_id=region_id).values_list("name", "language", "words"):
        found.setdefault(name, {})[language] = words
    return found


def words_of_levels(region_id: int) -> tuple[dict[str, dict[str, str]], list[str]]:
    """What the region says about levels of criticality in words of its own, as above; and its languages, if it says anything. One
    statement.
    """
    found: dict[str, dict[str, str]] = {}
    speaks: list[str] = []
    rows = OwnWords.objects.filter(region_id=region_id, name__in=OF_LEVELS)
    for name, language, words, named in rows.values_list("name", "language", "words", "region__languages"):
        found.setdefault(name, {})[language] = words
        speaks = speaks or _known(named)
    return found, speaks


def complaint_words(region: Region) -> tuple[str, str]:
    """What the region says about complaining, and the language it is in: that of the page, or else the one that the region has."""
    said = dict(OwnWords.objects.filter(region=region, name=COMPLAINING).values_list("language", "words"))
    chosen = languages.nearest(said, region.languages)
    return said.get(chosen, ""), chosen


def _in_one_language(rows: QuerySet[Said], language: str) -> list[Said]:
    found = list(rows.select_related("region"))
    chosen = language or languages.nearest({each.language for each in found}, found[0].region.languages if found else ())
    return [each for each in found if each.language == chosen]


def numbers(region_id: int) -> dict[str, int]:
    """Every number of the region by name (see `rules.NUMBERS`), in one query."""
    set_here = dict(Setting.objects.filter(region_id=region_id).values_list("name", "value"))
    return {name: set_here.get(name, known.default) for name, known in NUMBERS.items()}


def are_several() -> bool:
    """Whether this house has several regions, also where one of them has no address yet: staff then read of which something is. Asks what
    this process knows already.
    """
    return len(known_sites.sites().of_regions) > 1


def all_regions() -> list[Region]:
    return list(Region.objects.order_by("-is_default", "name"))


def region_by_id(region_id: int) -> Region | None:
    return Region.objects.filter(pk=region_id).first()


def years_with_holidays(region_id: int) -> set[int]:
    """This year and the next, where holidays are known."""
    this = clock.today().year
    days = Holiday.objects.filter(region_id=region_id, day__year__in=(this, this + 1)).values_list("day__year", flat=True)
    return set(days.distinct())


def last_move(region: Region) -> RegionMove | None:
    """The last step that was made with the region; none of one that is older than these are kept."""
    return region.moves.order_by("-pk").first()


def holidays_from(region_id: int) -> list[Holiday]:
    """Holidays from this year on, in order."""
    return list(Holiday.objects.filter(region_id=region_id, day__year__gte=clock.today().year).order_by("day"))
