"""The only place that writes regions. Who may is asked above: regions know nobody; `operating` lets operators in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.core import clock, links, moves, sites
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable
from heard.core.events import announce
from heard.core.texts.addresses import NotAnAddress, email_address, host_name, spelt
from heard.core.texts.saying import listed, number
from heard.regions.events import NumberSet, RegionChanged, RegionClosed, RegionMade, RegionOpened
from heard.regions.lifecycle import REGION, RegionMoves
from heard.regions.models import PATH, ComplaintWay, CrisisLine, Holiday, OwnWords, Region, RegionAddress, Setting
from heard.regions.queries import (
    addresses_of,
    complaint_words,
    crisis_lines,
    hosts_of_the_house,
    is_path_of_heard,
    languages_of,
    languages_written,
    numbers,
    region_of_host,
)
from heard.regions.rules import (
    COMPLAINING,
    EMERGENCY_NUMBER,
    MOST_OF_A_LEVEL,
    MOST_OWN_WORDS,
    NUMBERS,
    OF_LEVELS,
    OWN_WORDS,
    contradictions,
)

OLD_HOST = 120
"""So long may a host be in the column of before `RegionAddress`."""
ZONE_LETTERS = 40
"""So long may the name of a time zone be."""
LANGUAGE_LETTERS = 2
"""Of a path that may be a language's one day."""


@dataclass(frozen=True)
class NewCrisisLine:
    """A crisis line as an operator writes it; `in_strip`: named at the top of every page of telling."""

    name: str
    contact: str
    when: str
    who_for: str
    in_strip: bool = False


@dataclass(frozen=True)
class Way:
    """A way to complain as an operator writes it; `contact` is a telephone number, `address` a page: one of them is enough."""

    name: str
    words: str
    about: str = ComplaintWay.About.BOTH
    contact: str = ""
    address: str = ""


@transaction.atomic
def make_region(
    *,
    slug: str,
    name: str,
    host: str = "",
    other_hosts: Sequence[str] = (),
    path: str = "",
    languages: Sequence[str] = (),
    time_zone: str = "Europe/London",
    more_time_zones: Sequence[str] = (),
    leave_to: str = "https://www.bbc.co.uk/weather",
    complaint_words: str = "",
    contact_email: str = "",
    emergency_number: str = "999",
    language: str = "",
    by: Actor,
) -> Region:
    """Make a regional site. The first one answers for every host that no region has as its own, and is open from the start; any other is
    prepared until `open_region`.

    Raises:
        NotAcceptable: the slug, a host or the path is taken or none, a language or the time zone unknown, `leave_to` or `contact_email` not
            an address, or the emergency number is none.
    """
    region = Region(slug=slug, is_default=not Region.objects.filter(is_default=True).exists(), languages=list(languages))
    _write(
        region,
        name=name,
        time_zone=time_zone,
        more_time_zones=more_time_zones,
        leave_to=leave_to,
        contact_email=contact_email,
    )
    region.emergency_number = _emergency_number(emergency_number)
    try:
        with transaction.atomic():
            moves.make(region, REGION, RegionMoves.FOUND if region.is_default else RegionMoves.PREPARE, by=by)
    except IntegrityError:
        raise NotAcceptable(_("Another region already has this short name"), field="slug") from None
    _say(region, {COMPLAINING: complaint_words}, language=_language(language, languages_of(region)))
    _address(region, hosts=[host, *other_hosts], path=path, languages=languages)
    announce(RegionMade(region_id=region.pk), by=by)
    return region


@transaction.atomic
def describe_region(
    *,
    region_id: int,
    name: str,
    host: str,
    time_zone: str,
    leave_to: str,
    complaint_words: str | None = None,
    more_time_zones: Sequence[str] | None = None,
    contact_email: str | None = None,
    other_hosts: Sequence[str] | None = None,
    path: str | None = None,
    languages: Sequence[str] | None = None,
    language: str = "",
    by: Actor,
) -> Region:
    """Change a region's words, where it is found, its languages, time zone and the address of those who run it. `host` is the main one of
    its addresses, and visitors of the others are sent there; None leaves a thing as it is.

    Raises:
        NotAcceptable: as in `make_region`.
    """
    region = _locked(region_id)
    region.languages = region.languages if languages is None else list(languages)
    _write(
        region,
        name=name,
        time_zone=time_zone,
        more_time_zones=region.more_time_zones if more_time_zones is None else more_time_zones,
        leave_to=leave_to,
        contact_email=region.contact_email if contact_email is None else contact_email,
    )
    if complaint_words is not None:
        _say(region, {COMPLAINING: complaint_words}, language=_language(language, languages_of(region)))
    _address(
        region,
        hosts=[host, *(addresses_of(region.pk)[1:] if other_hosts is None else other_hosts)],
        path=region.path if path is None else path,
        languages=region.languages,
    )
    announce(RegionChanged(region_id=region.pk, what="words"), by=by)
    return region


@transaction.atomic
def open_region(*, region_id: int, lacking: Sequence[str] = (), by: Actor) -> Region:
    """Open a region's site to everyone. `lacking` says what it still needs of what regions know nothing about: places, moderators.

    Raises:
        WrongState: it is open.
        NotAcceptable: something that it needs is missing; all of it is named.
    """
    region = moves.locked(Region.objects).get(pk=region_id)
    missing = [*(() if region.is_default or region.path or addresses_of(region.pk) else (_("a web address"),))]
    missing += [*(() if crisis_lines(region.pk) else (_("crisis lines"),)), *lacking]
    if missing:
        raise NotAcceptable(
            _("%(region)s can’t open yet. It still needs: %(things)s.") % {"region": region.name, "things": listed(missing)}
        )
    moves.make(region, REGION, RegionMoves.OPEN, by=by, columns={"closed_on": None})
    _sites_changed()
    announce(RegionOpened(region_id=region.pk), by=by)
    return region


@transaction.atomic
def close_region(*, region_id: int, reason: str, by: Actor) -> Region:
    """Close a region's site: it takes no new stories. What is public stays, and can still be answered.

    Raises:
        WrongState: it isn't open.
        NotAcceptable: it is the main region, or no reason is given.
    """
    region = moves.locked(Region.objects).get(pk=region_id)
    if region.is_default:
        raise NotAcceptable(_("The main region can’t be closed, because the others are found at its address"), field="reason")
    if not reason.strip():
        raise NotAcceptable(_("Say why you’re closing it"), field="reason")
    moves.make(region, REGION, RegionMoves.CLOSE, by=by, columns={"closed_on": clock.today()}, reason=reason.strip())
    _sites_changed()
    announce(RegionClosed(region_id=region.pk), by=by)
    return region


def set_number(*, region_id: int, name: str, value: int, by: Actor) -> int:
    """`set_numbers` for one."""
    set_numbers(region_id=region_id, values={name: value}, by=by)
    return value


@transaction.atomic
def set_numbers(*, region_id: int, values: Mapping[str, int], by: Actor) -> int:
    """Set numbers of a region (`rules.NUMBERS`), all of them or none; a default value needs no row. They hold from now on, for nothing that
    was decided. Returns how many were different.

    Raises:
        NotAcceptable: there is no such number, a value is outside its bounds, or it contradicts another (`rules.contradictions`).
    """
    for name, value in values.items():
        if name not in NUMBERS:
            raise NotAcceptable(_("There is no number called %(name)s") % {"name": name})
        known = NUMBERS[name]
        if not known.low <= value <= known.high:
            raise NotAcceptable(
                _("Enter a whole number from %(low)s to %(high)s %(unit)s") % {"low": known.low, "high": known.high, "unit": known.unit},
                field=name,
            )
    region = _locked(region_id)
    before = numbers(region.pk)
    changed = {name: value for name, value in values.items() if value != before[name]}
    for name, words in contradictions(before | changed).items():
        raise NotAcceptable(words, field=name)
    for name, value in changed.items():
        if value == NUMBERS[name].default:
            Setting.objects.filter(region=region, name=name).delete()
        else:
            Setting.objects.update_or_create(region=region, name=name, defaults={"value": value})
        announce(NumberSet(region_id=region.pk, number=name, value=value), by=by)
    return len(changed)


@transaction.atomic
def set_crisis_lines(
    *, region_id: int, lines: Sequence[NewCrisisLine], emergency_number: str | None = None, language: str = "", by: Actor
) -> list[CrisisLine]:
    """Replace the region's crisis lines in one of its languages, its first if none is named, in this order. There may be none where there
    are some in another: pages in this one show those. `emergency_number` is the same in every language; None leaves it as it is.

    Raises:
        NotAcceptable: the region has no such language; the emergency number is none; no line is left in any, one lacks its name or
            number, or no line or more than two are named in the strip.
    """
    region = _locked(region_id)
    if emergency_number is not None:
        region.emergency_number = _emergency_number(emergency_number)
        region.save(update_fields=["emergency_number"])
    language = _language(language, languages_written(region))
    if not lines and not region.crisis_lines.exclude(language=language).exists():
        raise NotAcceptable(_("Keep at least one line. Someone in danger may read this page."), field="lines")
    if any(not line.name.strip() or not line.contact.strip() for line in lines):
        raise NotAcceptable(_("Enter a name and a number for each line"), field="lines")
    if lines and not 1 <= sum(line.in_strip for line in lines) <= 2:
        raise NotAcceptable(_("Choose one or two lines for the strip at the top of the telling pages"), field="lines")
    CrisisLine.objects.filter(region=region, language=language).delete()
    made = CrisisLine.objects.bulk_create(
        CrisisLine(
            region=region,
            language=language,
            name=line.name.strip(),
            contact=line.contact.strip(),
            when=line.when.strip(),
            who_for=line.who_for.strip(),
            in_strip=line.in_strip,
            position=position,
        )
        for position, line in enumerate(lines)
    )
    _sites_changed()
    announce(RegionChanged(region_id=region.pk, what="crisis-lines"), by=by)
    return made


@transaction.atomic
def set_complaint_ways(
    *, region_id: int, ways: Sequence[Way], words: str | None = None, language: str = "", by: Actor
) -> list[ComplaintWay]:
    """Replace the region's ways to complain in one of its languages, its first if none is named, in this order. There may be none: then
    pages say in general where to ask. `words` stand above them; None leaves those that there are.

    Raises:
        NotAcceptable: the region has no such language; one lacks its name, what it is for, or a number or page; the page's address is
            none; or the words are too long.
    """
    region = _locked(region_id)
    for way in ways:
        if not way.name.strip() or not way.words.strip() or not (way.contact.strip() or way.address.strip()):
            raise NotAcceptable(_("Enter a name for each way to complain, what it’s for, and a number or webpage"), field="ways")
        try:
            if way.address.strip():
                URLValidator(schemes=["https", "http"])(way.address.strip())
        except ValidationError:
            raise NotAcceptable(
                _("Enter a web address for “%(name)s”, like https://example.org") % {"name": way.name.strip()}, field="ways"
            ) from None
    language = _language(language, languages_written(region))
    if words is not None:
        _say(region, {COMPLAINING: words}, language=language)
    ComplaintWay.objects.filter(region=region, language=language).delete()
    made = ComplaintWay.objects.bulk_create(
        ComplaintWay(
            region=region,
            language=language,
            name=way.name.strip(),
            words=way.words.strip(),
            about=ComplaintWay.About(way.about),
            contact=way.contact.strip(),
            address=way.address.strip(),
            position=position,
        )
        for position, way in enumerate(ways)
    )
    announce(RegionChanged(region_id=region.pk, what="complaint-ways"), by=by)
    return made


@transaction.atomic
def set_own_words(*, region_id: int, words: Mapping[str, str], language: str = "", by: Actor) -> int:
    """Let the region say these texts (`rules.OWN_WORDS`) in words of its own, in one of its languages, its first if none is named: all of
    them or none. An empty one is said in ours again, and what isn't named stays. Returns how many were different.

    Raises:
        NotAcceptable: the region has no such language, there is no such text, or one is too long.
    """
    region = _locked(region_id)
    language = _language(language, languages_written(region))
    changed = _say(region, words, language=language)
    if not changed.isdisjoint(OF_LEVELS):
        announce(RegionChanged(region_id=region.pk, what="criteria"), by=by)
    if not changed.issubset(OF_LEVELS):
        announce(RegionChanged(region_id=region.pk, what="own-words"), by=by)
    return len(changed)


@transaction.atomic
def set_holiday(*, region_id: int, day: date, name: str, language: str = "", by: Actor) -> Holiday:
    """Say that nobody is expected to work on `day`; saying it again changes its name."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 80:
        raise NotAcceptable(_("Enter what the day is called, in 80 characters or fewer"), field="name")
    region = _locked(region_id)
    said = {"name": tidy, "language": _language(language, languages_of(region))}
    holiday, _made = Holiday.objects.update_or_create(region=region, day=day, defaults=said)
    announce(RegionChanged(region_id=region.pk, what="holidays"), by=by)
    return holiday


@transaction.atomic
def set_holidays(*, region_id: int, calendar: str, days: Mapping[date, str], language: str = "", by: Actor) -> int:
    """Say that nobody is expected to work on any of `days`, which were proposed from `calendar` (a country, or a part) and confirmed.
    A day that is a holiday already keeps its name. Returns how many are new.

    Raises:
        NotAcceptable: the region has no such language, a name is none, or no day was chosen.
    """
    if not days:
        raise NotAcceptable(_("Choose at least one day"), field="days")
    if any(not 1 <= len(name) <= 80 for name in days.values()):
        raise NotAcceptable(_("Enter what the day is called, in 80 characters or fewer"), field="days")
    region = _locked(region_id)
    region.calendar = calendar
    region.save(update_fields=["calendar"])
    _sites_changed()
    there = set(region.holidays.filter(day__in=days).values_list("day", flat=True))
    spoken = _language(language, languages_of(region))
    new = [Holiday(region=region, day=day, name=name, language=spoken) for day, name in days.items() if day not in there]
    Holiday.objects.bulk_create(new)
    announce(RegionChanged(region_id=region.pk, what="holidays"), by=by)
    return len(new)


@transaction.atomic
def remove_holiday(*, region_id: int, day: date, by: Actor) -> None:
    """Make `day` an ordinary day again; repeating it changes nothing."""
    region = _locked(region_id)
    gone, _each = Holiday.objects.filter(region=region, day=day).delete()
    if gone:
        announce(RegionChanged(region_id=region.pk, what="holidays"), by=by)


def _locked(region_id: int) -> Region:
    return Region.objects.select_for_update(no_key=True).get(pk=region_id)


def _say(region: Region, words: Mapping[str, str], *, language: str) -> set[str]:
    """Returns which of them the region said otherwise before."""
    given = {name: text.strip() for name, text in words.items()}
    for name, text in given.items():
        if name not in OWN_WORDS:
            raise NotAcceptable(_("There is no text called %(name)s") % {"name": name})
        if len(text) > (most := MOST_OF_A_LEVEL if name in OF_LEVELS else MOST_OWN_WORDS):
            raise NotAcceptable(_("Use at most %(limit)s characters") % {"limit": number(most)}, field=name)
    before = dict(OwnWords.objects.filter(region=region, language=language).values_list("name", "words"))
    changed = {name: text for name, text in given.items() if text != before.get(name, "")}
    for name, text in changed.items():
        if text:
            OwnWords.objects.update_or_create(region=region, language=language, name=name, defaults={"words": text})
        else:
            OwnWords.objects.filter(region=region, language=language, name=name).delete()
    if COMPLAINING in changed:
        # The code of before knows one text for each region.
        region.complaint_words, region.words_language = complaint_words(region)
        region.save(update_fields=["complaint_words", "words_language"])
    return set(changed)


def _language(named: str, offered: Sequence[str]) -> str:
    """The language in which an operator writes for a region.

    Raises:
        NotAcceptable: it is none of those.
    """
    if named and named not in offered:
        raise NotAcceptable(_("Choose a language from the list"), field="language")
    return named or offered[0]


def _write(region: Region, *, name: str, time_zone: str, more_time_zones: Sequence[str], leave_to: str, contact_email: str) -> None:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 80:
        raise NotAcceptable(_("Enter a name of 80 characters or fewer"), field="name")
    if not _is_zone(time_zone):
        raise NotAcceptable(_("Enter a time zone, like Europe/London"), field="time_zone")
    for each in more_time_zones:
        if not _is_zone(each):
            raise NotAcceptable(_("“%(zone)s” isn’t a time zone. Enter one like Europe/London.") % {"zone": each}, field="more_time_zones")
    try:
        URLValidator(schemes=["https", "http"])(leave_to)
    except ValidationError:
        raise NotAcceptable(_("Enter a full web address, starting with https://"), field="leave_to") from None
    region.name, region.time_zone, region.leave_to = tidy, time_zone, leave_to
    region.more_time_zones = [each for each in dict.fromkeys(more_time_zones) if each != time_zone]
    try:
        region.contact_email = email_address(contact_email) if spelt(contact_email) else ""
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field="contact_email") from wrong


def _emergency_number(typed: str) -> str:
    number = "".join(typed.split())
    if not re.fullmatch(EMERGENCY_NUMBER, number):
        raise NotAcceptable(_("Enter a number of 3 or 4 digits, like 999 or 112"), field="emergency_number")
    return number


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return len(name) <= ZONE_LETTERS


def _address(region: Region, *, hosts: Sequence[str], path: str, languages: Sequence[str]) -> None:
    """Say where the region is found, and in which languages. The first host is its main one."""
    known = dict(settings.LANGUAGES)
    if strange := [each for each in languages if each not in known]:
        raise NotAcceptable(_("Heard isn’t available in %(language)s") % {"language": strange[0]}, field="languages")
    main, *others = [_host(each, field="other_hosts" if position else "host") for position, each in enumerate(hosts)]
    others = [each for each in dict.fromkeys(others) if each and each != main]
    if others and not main:
        raise NotAcceptable(_("Enter a main web address before you add others"), field="host")
    for each in filter(None, [main, *others]):
        field = "host" if each == main else "other_hosts"
        owner = region_of_host(each)
        if owner is not None and owner != region.pk:
            raise NotAcceptable(_("Another region already has %(host)s") % {"host": each}, field=field)
        if each == sites.working_host() and not region.is_default:
            raise NotAcceptable(_("Staff work at this address. Only the main region can use it."), field=field)
        if each in hosts_of_the_house() and not region.is_default and owner is None:
            raise NotAcceptable(
                _("This server’s settings (ALLOWED_HOSTS) keep %(host)s for the main region. Enter another address.") % {"host": each},
                field=field,
            )
    before, now = region.path, _path(region, path)
    region.former_paths = [each for each in dict.fromkeys([*region.former_paths, before]) if each and each != now]
    region.host, region.path, region.languages = main[:OLD_HOST], now, list(dict.fromkeys(languages))
    _save(region, otherwise=NotAcceptable(_("Another region already has this path"), field="path"))
    RegionAddress.objects.filter(region=region).delete()
    for each in filter(None, [main, *others]):
        _save(
            RegionAddress(region=region, host=each, is_main=each == main),
            otherwise=NotAcceptable(_("Another region already has %(host)s") % {"host": each}, field="host"),
        )
    _sites_changed()


def _sites_changed() -> None:
    """This process knows at once, and once more when it is true for all: somebody may ask in between."""
    sites.forget()
    transaction.on_commit(sites.forget)


def _host(typed: str, *, field: str) -> str:
    if not spelt(typed):
        return ""
    try:
        return host_name(typed)
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field=field) from wrong


def _path(region: Region, typed: str) -> str:
    path = spelt(typed).strip("/").lower()
    if not path:
        return ""
    if region.is_default:
        raise NotAcceptable(_("The main region doesn’t have a path. Leave this empty."), field="path")
    if not re.fullmatch(PATH, path) or len(path) == LANGUAGE_LETTERS:
        raise NotAcceptable(_("Use 3 to 40 lower case letters, numbers and hyphens, like north-wales"), field="path")
    if is_path_of_heard(path) or links.is_taken(path) or path in dict(settings.PSEUDO_LANGUAGES):
        raise NotAcceptable(_("Heard uses /%(path)s/ for something else. Choose another path.") % {"path": path}, field="path")
    return path


def _save(row: Region | RegionAddress, *, otherwise: NotAcceptable) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise otherwise from None
