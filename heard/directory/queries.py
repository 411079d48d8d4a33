"""Finding places: by name with typos forgiven, by town, by postcode or part of one, near a position."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Avg, F, Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from heard.core import clock, languages, mail, sites
from heard.core.actors import ActorRef, numbers_of
from heard.core.models import Delivery
from heard.core.prepared import fetch
from heard.directory.models import (
    BY_HAND,
    JOINED,
    PROPOSED,
    Correction,
    EverydayName,
    EverydayStep,
    FormerName,
    Kind,
    Placing,
    PostcodeSector,
    Service,
    Standing,
)
from heard.directory.rules import everyday
from heard.directory.rules.contacts import TO_CONTACT
from heard.directory.rules.everyday import Book, Meaning, Part
from heard.directory.rules.names import folded, slips
from heard.directory.rules.positions import Position, distance_km, postcode, sector
from heard.directory.rules.telling import WhyNot, why_not_told_of
from heard.regions.queries import DEFAULT_REGION, oldest_care, oldest_care_of, setting
from heard.regions.rules import SettingKey

MOST_WORDS = 6
NEARLY = 12
"""How many words that are nearly the typed one are looked for as well: `larkfeild` finds `larkfield`."""
HOLDING = 60
"""How many words that hold the typed one, the shortest first: `field` finds `larkfield`."""
RANKED = 1000
"""How many places are compared with the whole of what was typed; a first, cheaper order says which."""
NEAR_KM = 40.0
GENERIC = {
    "surgery",
    "hospital",
    "ward",
    "centre",
    "clinic",
    "royal",
    "the",
    "medical",
    "practice",
    "health",
    "house",
    "care",
    "of",
    "and",
    "st",
}
"""Words that so many places have that they narrow nothing: left out when no place has all the words typed."""


@dataclass(frozen=True)
class FoundService:
    """A place as a search shows it: what it is, where it is and what it belongs to, so that a hospital and its wards are told apart."""

    id: int
    name: str
    key: str
    level: str
    kind: str
    kind_words: str
    within: tuple[str, ...]
    town: str
    postcode: str
    closed: bool
    latitude: float | None
    longitude: float | None
    closed_on: date | None = None
    distance: float | None = None
    proposed: bool = False
    region_id: int = 0
    once: str = ""
    """By which old name it was found: “was called …”, or “Larkfield Hospital was called …” of what it belongs to."""

    @property
    def where(self) -> str:
        """“Larkfield Hospital, Northmoor Trust · Moorport”: what it belongs to, nearest first, then the town."""
        parts = ", ".join(reversed(self.within))
        return " · ".join(part for part in (parts, self.town) if part)


def open_services(region_id: int) -> QuerySet[Service]:
    """Places of the region that are open today, as far as the directory knows; what is only proposed, nobody finds."""
    today = clock.today()
    return Service.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), region_id=region_id, standing=Standing.OPEN).exclude(
        register=PROPOSED
    )


def why_not_told_of_here(place: Service, *, region_id: int) -> WhyNot | None:
    """Why no story may be told about this place in the region, if so. Every door that takes a place from a stranger asks this, and so does
    the action behind it. `find_services(to_tell_in=…)` finds just the places of which one may.
    """
    return why_not_told_of(
        register=place.register,
        standing=place.standing,
        closed_on=place.closed_on,
        is_of_region=place.region_id == region_id,
        since=oldest_care(region_id),
    )


def named_by(key: str) -> Service | None:
    """The place of the directory that somebody means by this code or slug: one that was joined with another is that one. One that is only
    proposed is not in the directory yet, and is named by nobody.
    """
    found = service_by_key(key.replace("\0", "")[:120]) if key else None
    found = found.successor if found is not None and found.register == JOINED else found
    return found if found is None or found.register != PROPOSED else None


def search_text_of(service: Service, above: Iterable[str], old: Iterable[str] = ()) -> str:
    """The folded words by which a place is found: its name, what it belongs to, address, town, postcode and code, and old names of these
    places (`old_names`).
    """
    return folded(" ".join([service.name, *above, *service.address, service.town, service.postcode, service.code, *old]))[:600]


def old_names(service_ids: Iterable[int] | None = None) -> dict[int, list[str]]:
    """Under which other names each of these places (or every one) was known: its own before it was renamed, and those of places whose work
    it took over or that turned out to be it.
    """
    own, before = FormerName.objects.order_by("pk"), Service.objects.filter(successor__isnull=False).order_by("pk")
    if service_ids is not None:
        wanted = list(service_ids)
        own, before = own.filter(service__in=wanted), before.filter(successor__in=wanted)
    found: dict[int, list[str]] = {}
    for service_id, name in (*own.values_list("service_id", "name"), *before.values_list("successor_id", "name")):
        found.setdefault(service_id, []).append(name)
    return found


def names_of_places(ids: Iterable[int]) -> dict[int, list[str]]:
    """Under which names these places are known, as they are and as they were (`old_names`), the one of today first."""
    wanted = list(ids)
    old = old_names(wanted)
    return {pk: [name, *old.get(pk, ())] for pk, name in Service.objects.filter(pk__in=wanted).values_list("pk", "name")}


def services_by_id(ids: Iterable[int]) -> dict[int, Service]:
    return Service.objects.select_related("parent", "parent__parent").in_bulk(list(ids))


def confirmed_contacts(provider_ids: Iterable[int]) -> set[int]:
    """Which of these providers have a registered contact that said yes. It stays so until the transaction ends: who confirms, changes or
    stops one meanwhile (`FOR UPDATE`) waits. Imports of registers do not: they change no key.
    """
    rows = Service.objects.raw(
        "SELECT id, contact_confirmed_at FROM directory_service WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(provider_ids)]
    )
    return {each.pk for each in rows if each.contact_confirmed_at is not None}


def unconfirmed_contacts(*, region_id: int | None = None, limit: int = 50) -> list[Service]:
    """Providers whose registered contact has not been confirmed; those never asked first, then those asked longest ago."""
    found = _in(region_id).filter(contact_confirmed_at=None).exclude(registered_contact="").exclude(register=JOINED)
    return list(found.order_by(F("contact_asked_at").asc(nulls_first=True), "name")[:limit])


def confirmation_sent(service_id: int) -> Delivery | None:
    """The last question to this provider's registered contact, with what became of it."""
    return Delivery.objects.filter(kind="confirm-contact", recipient=ActorRef.of(TO_CONTACT, service_id)).order_by("-pk").first()


def contact_refused_since(service_ids: Iterable[int]) -> dict[int, datetime]:
    """By provider, when the mail server of its registered contact refused our email for good; without what was put right since."""
    found = {ref.number: at for ref, at in mail.refused_since(ActorRef.of(TO_CONTACT, pk) for pk in service_ids).items()}
    asked = dict(Service.objects.filter(pk__in=found).exclude(registered_contact="").values_list("pk", "contact_asked_at"))
    return {pk: at for pk, at in found.items() if pk in asked and ((before := asked[pk]) is None or before < at)}


def contacts_refused() -> list[tuple[Service, datetime]]:
    """Providers whose registered contact cannot be reached, and since when, by name."""
    refused = Delivery.objects.filter(state=Delivery.State.REFUSED, recipient__startswith=ActorRef.of(TO_CONTACT, ""))
    ids = numbers_of(TO_CONTACT, refused.values_list("recipient", flat=True).distinct())
    since = contact_refused_since(ids)
    return [(each, since[each.pk]) for each in Service.objects.filter(pk__in=since).order_by("name", "pk")]


def branch(service_id: int) -> QuerySet[Service]:
    """The service itself and everything below it."""
    return Service.objects.filter(ancestors__contains=[service_id])


def service_by_key(key: str) -> Service | None:
    """The service whose code or slug is `key`; codes are tried first, whatever their case."""
    found = Service.objects.select_related("parent", "parent__parent", "successor")
    return found.filter(code=key.upper()).order_by("level").first() or found.filter(slug=key.lower()).first()


def services_called(key: str, *, region_id: int | None = None, limit: int = 5) -> list[Service]:
    """The place with this code or slug; else those, of a region where one is named, that have this very name, capitals and accents apart,
    and have not closed.
    """
    named = service_by_key(key)
    if named is not None:
        return [named]
    found = [each.id for each in find_services(key, limit=20, region_id=region_id, only_here=True) if folded(each.name) == folded(key)]
    return list(Service.objects.filter(pk__in=found).order_by("pk")[:limit])


def find_services(
    text: str = "",
    *,
    near: Position | None = None,
    limit: int = 20,
    include_closed: bool = False,
    closed_since: date | None = None,
    include_proposed: bool = False,
    region_id: int | None = None,
    only_here: bool = False,
    to_tell: bool = False,
    everywhere: bool = False,
) -> list[FoundService]:
    """Places that match what a person typed, best first; with `near` alone, the nearest ones.

    Open ones; with `closed_since`, after them, also those that closed on that day or later. Places that are only proposed are found by
    nobody but moderators and operators (`include_proposed`); those that were joined with another one, by nobody. `only_here` leaves out
    places of other regions than `region_id`; `to_tell` finds just those about which a story may be told there (`why_not_told_of_here`);
    with `everywhere` also those about which one may be told on another site of the house that takes stories, after those of this one. Each
    says of which region it is.

    A postcode or the beginning of one finds the places with that postcode, then the nearest. Anything else is words: each has to be
    found, nearly (typos), in the place's own name, its hospital's or provider's, its town, or an old name of these; or be an everyday name
    (A&E, chemist) of such places. Beside an everyday name a postcode says near where.

    Everyday names are those for everywhere and the ones of `region_id`, or of the default region.
    """
    if to_tell and everywhere:
        return _to_tell_everywhere(text, near=near, limit=limit, region_id=region_id)
    if to_tell and region_id is not None:
        only_here, closed_since = True, oldest_care(region_id)
    among = _among(include_closed=include_closed, closed_since=closed_since, include_proposed=include_proposed)
    among += f" AND s.region_id = {int(region_id)}" if only_here and region_id is not None else ""
    among += " AND s.standing <> 'proposed'" if to_tell else ""
    return _matching(text, near=near, limit=limit, region_id=region_id, among=among)


def _to_tell_everywhere(text: str, *, near: Position | None, limit: int, region_id: int | None) -> list[FoundService]:
    """Places about which a story may be told on a site of the house that takes stories, by what each takes stories about: those of this
    region, and after them those of others, which have a quarter of the room however many match here.
    """
    takes = {pk for pk, site in sites.sites().reached.items() if site.closed_on is None}
    since = oldest_care_of(takes | {region_id} if region_id is not None else takes)
    lately = "s.region_id = {} AND (s.standing <> 'closed' OR s.closed_on >= '{}')"
    told_of = {pk: lately.format(int(pk), day.isoformat()) for pk, day in since.items()}

    def best(of: list[int]) -> list[FoundService]:
        if not of:
            return []
        shown = _among(include_closed=True, closed_since=None, include_proposed=False)
        shown += f" AND s.standing <> 'proposed' AND ({' OR '.join(told_of[pk] for pk in of)})"
        return _matching(text, near=near, limit=limit, region_id=region_id, among=shown)

    here, there = best([pk for pk in told_of if pk == region_id]), best(sorted(pk for pk in told_of if pk != region_id))
    there = there[: max(limit - len(here), limit // 4)]
    return [*here[: limit - len(there)], *there]


def _matching(text: str, *, near: Position | None, limit: int, region_id: int | None, among: str) -> list[FoundService]:
    wanted = postcode(text)
    if wanted is not None:
        return _by_postcode(wanted, limit=limit, shown=among)
    typed = folded(text.replace("\0", " ")[:200])
    if not typed:
        return _nearest(near, limit=limit, shown=among) if near else []
    parts = everyday.parted(typed.split()[: 2 * MOST_WORDS], _book(region_id))
    said = [part for part in parts if part.meaning or len(part.words[0]) > 1 or part.words[0].isdigit()][:MOST_WORDS]
    where = postcode(" ".join(word for part in said if not part.meaning for word in part.words))
    if where is not None:
        return _near_postcode(said, where, limit=limit, shown=among)
    if said:
        return _by_words(said, typed, near=near, limit=limit, shown=among)
    return _nearest(near, limit=limit, shown=among) if near else []


def notes_about(text: str, *, region_id: int | None = None) -> tuple[str, ...]:
    """What operators say to anyone who looks for this: that NHS 111 is no place, say. Only of everyday names without a slip in them. On a
    page in another language it is marked with its own.
    """
    typed = folded(text.replace("\0", " ")[:200]).split()[: 2 * MOST_WORDS]
    meanings = [part.meaning for part in everyday.parted(typed, _book(region_id)) if part.meaning and part.exactly] if typed else []
    notes = dict.fromkeys(note for meaning in meanings for note in meaning.notes)
    return tuple(languages.said_in(language, words) for language, words in notes)


def same_in_stories(region_id: int | None = None) -> tuple[tuple[str, ...], ...]:
    """Which words operators say mean the same in a story; those for everywhere and those of `region_id`, or of the default region."""
    return _read_same(*_edition(region_id))


def _edition(region_id: int | None) -> tuple[int | None, int, int]:
    """Whose everyday names count, and the edition of the table.

    Every change of the table is a step: as long as there are no more of them, what was read of it stands. They are counted, too: of two
    changes at once, the one that began first may be there last.
    """
    ((here, last, steps),) = fetch(
        f"SELECT coalesce(%s::bigint, ({DEFAULT_REGION})), coalesce(max(id), 0), count(*) FROM directory_everydaystep",  # noqa: S608 (constants)
        [region_id],
    )
    return here, last, steps


@lru_cache(maxsize=8)
def _read_same(region_id: int | None, last_step: int, steps: int) -> tuple[tuple[str, ...], ...]:
    rows = EverydayName.objects.filter(Q(region=None) | Q(region=region_id), hidden=False).exclude(same=[]).order_by("pk")
    return tuple(tuple(row.same) for row in rows) if steps else ()


def _book(region_id: int | None) -> Book:
    """What each everyday name means: the region's own row for it, if it has one, else those for everywhere."""
    return _read_book(*_edition(region_id))


@lru_cache(maxsize=8)
def _read_book(region_id: int | None, last_step: int, steps: int) -> Book:
    here: dict[str, list[Meaning]] = {}
    everywhere: dict[str, list[Meaning]] = {}
    rows = EverydayName.objects.filter(Q(region=None) | Q(region=region_id), hidden=False).order_by("pk")
    for row in rows if steps else ():
        called = tuple(phrase for each in row.called for phrase in everyday.as_called(each))
        meaning = Meaning(tuple(row.kinds), called, ((row.note_language, row.note),) if row.note else ())
        for word in dict.fromkeys(everyday.key(each) for each in row.words):
            (everywhere if row.region_id is None else here).setdefault(word, []).append(meaning)
    return Book(everywhere | here)


def position_of(written_postcode: str) -> Position | None:
    """Where a postcode or the beginning of one is: its sector, its district, or the middle of the places that have it."""
    for code in dict.fromkeys((sector(written_postcode), written_postcode.partition(" ")[0])):
        row = PostcodeSector.objects.filter(code=code).first()
        if row:
            return Position(row.latitude, row.longitude)
    for beginning in dict.fromkeys((written_postcode, sector(written_postcode), written_postcode.partition(" ")[0] + " ")):
        middle = Service.objects.filter(postcode__startswith=beginning).aggregate(Avg("latitude"), Avg("longitude"))
        if middle["latitude__avg"] is not None and middle["longitude__avg"] is not None:
            return Position(middle["latitude__avg"], middle["longitude__avg"])
    return None


OLD = """array(SELECT old.name || E'\\n' || CASE WHEN place.id = s.id THEN '' ELSE place.name END
                   FROM directory_service place
                   JOIN LATERAL (SELECT f.name FROM directory_formername f WHERE f.service_id = place.id
                                  UNION SELECT before.name FROM directory_service before WHERE before.successor_id = place.id) old ON true
                  WHERE place.id = ANY(s.ancestors) ORDER BY (place.id = s.id) DESC, old.name)"""
COLUMNS = f"""s.id, s.name, coalesce(nullif(s.code, ''), s.slug), s.level, s.kind,
             array(SELECT above.name FROM unnest(s.ancestors) WITH ORDINALITY a(id, n) JOIN directory_service above ON above.id = a.id
                    WHERE above.id <> s.id ORDER BY a.n),
             coalesce(nullif(s.town, ''), (SELECT above.town FROM directory_service above WHERE above.id = s.parent_id), ''),
             s.postcode, s.standing = 'closed', s.latitude, s.longitude, s.register = 'proposed', s.closed_on, s.region_id, {OLD}"""  # noqa: S608 (constants)
RANKED_COLUMNS = """s.id, s.parent_id, s.latitude, s.longitude, s.closed_on, s.level, s.kind, s.name, s.code, s.slug, s.ancestors, s.town,
                           s.postcode, s.standing, s.register, s.region_id"""
"""What `COLUMNS` and their order need. Thousands of rows are sorted with no more than this, and what they are sorted by in front of it: to
reach a value behind texts, each of those has to be stepped over, at every comparison.
"""
PLACE_WORDS = "string_to_array(s.search_text, ' ')"
NAME_WORDS = "string_to_array(left(s.search_text, length(s.name)), ' ')"
IN_NAME = "strpos(left(' ' || s.search_text || ' ', length(s.name) + 2), ' ' || {phrase} || ' ') > 0"
"""That a phrase stands in the place's own name, with which `search_text` begins: as whole words, and no further than the name goes."""
LEVEL_ORDER = "CASE s.level WHEN 'provider' THEN 1 WHEN 'site' THEN 0 ELSE 2 END"


def _by_words(parts: list[Part], typed: str, *, near: Position | None, limit: int, shown: str) -> list[FoundService]:
    """Every word is in the place's words, or nearly, or an everyday name of such a place; if no place has them all, those that have most of
    them, rare words first.

    Places called just what was typed come first, then those that an everyday name means most, then those that hold more of the words
    exactly, then those whose own name is more like what was typed.
    """
    meant = _meant({word: not (part.meaning and part.exactly) for part in parts for word in part.words})
    parts = [_sure(part, meant) for part in parts]
    alone = parts[0].meaning if len(parts) == 1 else None
    if alone:
        found = _ranked_all([_alone(parts[0], alone)], typed, meant, shown=shown, limit=limit)
        if not found:  # no such place is in the directory: what is called nearly so
            return _by_words([Part((word,)) for word in parts[0].words], typed, near=near, limit=limit, shown=shown)
        return [_with_distance(each, near) for each in found]
    found = []
    if all(_can_be(part, meant) for part in parts):
        found = _ranked_all(parts, typed, meant, shown=shown, limit=limit)
    telling = [part for part in parts if _can_be(part, meant) and not GENERIC.issuperset(part.words)]
    if not found and telling and len(parts) > 1:
        # The fewer places have a word, the more it says. A word that is known means itself here, not longer ones. Which place somebody
        # means says more than what kind of place.
        exact = {word: [word] if word in known else known for word, known in meant.items()}
        selects: list[str] = []
        params: list[Any] = []
        for part in telling:
            condition, more = _all_of([part], exact)
            weight = 0.5 if part.meaning else 1
            selects.append(
                f"SELECT s.id, {weight} / ln(2 + count(*) OVER ()) AS hits FROM directory_service s WHERE {condition} {shown}"  # noqa: S608
            )
            params += more
        each = " UNION ALL ".join(selects)
        among = f"""(SELECT id, round(sum(hits)::numeric, 6)::float AS hits FROM ({each}) AS each GROUP BY id) AS m
                    JOIN directory_service s ON s.id = m.id"""  # noqa: S608 (only constants and placeholders)
        found = _ranked(telling, typed, meant, among, params, limit=limit)
    return [_with_distance(each, near) for each in found]


def _ranked_all(parts: list[Part], typed: str, meant: dict[str, list[str]], *, shown: str, limit: int) -> list[FoundService]:
    """The best of the places that have all parts of what was typed."""
    conditions, params = _all_of(parts, meant)
    among = f"(SELECT 0::float AS hits) AS m CROSS JOIN directory_service s WHERE {conditions} {shown}"
    return _ranked(parts, typed, meant, among, params, limit=limit)


def _sure(part: Part, meant: dict[str, list[str]]) -> Part:
    """A word that is nearly an everyday name, and that places have, means itself."""
    known = all(word in meant[word] for word in part.words)
    return part if part.exactly or not known else Part(part.words)


def _alone(part: Part, meaning: Meaning) -> Part:
    """An everyday name with no other words: it finds what is called so itself, not all that belongs to a place called so."""
    typed = " ".join(part.words)
    return Part((), replace(meaning, called=tuple(dict.fromkeys((*meaning.called, typed)))))


def _can_be(part: Part, meant: dict[str, list[str]]) -> bool:
    return part.meaning is not None or all(meant[word] for word in part.words)


def _all_of(parts: Iterable[Part], meant: dict[str, list[str]]) -> tuple[str, list[Any]]:
    """That a place has all these parts of what was typed, as a condition and its parameters."""
    conditions, params = [], []
    for part in parts:
        condition, more = _one_of(part, meant)
        conditions.append(f"({condition})")
        params += more
    return " AND ".join(conditions), params


def _one_of(part: Part, meant: dict[str, list[str]]) -> tuple[str, list[Any]]:
    ways: list[str] = []
    params: list[Any] = []
    if part.words and all(meant.get(word) for word in part.words):
        ways.append(" AND ".join([f"{PLACE_WORDS} && %s::text[]"] * len(part.words)))
        params += [meant[word] for word in part.words]
    if part.meaning and part.meaning.kinds:
        ways.append("s.kind = ANY(%s)")
        params.append(list(part.meaning.kinds))
    if part.meaning and part.meaning.called:
        # An index finds what has all words of a phrase; only then is it looked at whether they stand together, in the place's own name.
        having = " OR ".join([f"{PLACE_WORDS} @> %s::text[]"] * len(part.meaning.called))
        in_name = IN_NAME.format(phrase="each.called")
        ways.append(f"({having}) AND EXISTS (SELECT FROM unnest(%s::text[]) AS each(called) WHERE {in_name})")
        params += [*(each.split() for each in part.meaning.called), list(part.meaning.called)]
    return " OR ".join(ways), params


MOST_NAMED = 100
"""More than words can be typed."""
MEANT_LAST = 9999
"""Where a place stands that only has the word itself, among those that an everyday name means."""


def _how_meant(parts: Iterable[Part]) -> tuple[str, list[Any]]:
    """How likely an everyday name means a place: 0 of its kinds, then in the order of what such places are called."""
    terms: list[str] = ["0"]
    params: list[Any] = []
    for meaning in (part.meaning for part in parts if part.meaning):
        terms.append(
            f"""CASE WHEN s.kind = ANY(%s) THEN 0 ELSE coalesce((
                 SELECT min(2 * each.n - (s.search_text LIKE each.called || '%%' AND length(s.name) < length(each.called) + 3)::int)
                   FROM unnest(%s::text[]) WITH ORDINALITY AS each(called, n) WHERE {IN_NAME.format(phrase="each.called")}),
                 {MEANT_LAST}) END"""  # noqa: S608 (only constants and placeholders)
        )
        params += [list(meaning.kinds), list(meaning.called)]
    return " + ".join(terms), params


def _among(*, include_closed: bool, closed_since: date | None, include_proposed: bool) -> str:
    """Which places may be found, as the end of a condition."""
    shown = "AND s.register <> 'joined'" if include_proposed else "AND s.register NOT IN ('proposed', 'joined')"
    if include_closed:
        return shown
    lately = f" OR s.closed_on >= '{closed_since.isoformat()}'" if closed_since else ""
    return f"{shown} AND (s.standing <> 'closed'{lately})"


def _meant(words: Mapping[str, bool]) -> dict[str, list[str]]:
    """The words of places that each typed word may stand for: itself; and, where that is true of it, longer ones that hold it, and ones
    that are nearly it.
    """
    parts: list[str] = []
    params: list[str | int | list[str]] = []
    for word, loosely in words.items():
        parts.append("(SELECT %s, word FROM directory_placeword WHERE word = ANY(%s))")
        params += [word, [word, *slips(word)] if loosely else [word]]
        if not loosely:
            continue
        if len(word) > 2:  # a word of two letters is in half of all words
            parts.append("(SELECT %s, word FROM directory_placeword WHERE word LIKE %s ORDER BY length(word), word LIMIT %s)")
            params += [word, f"%{word}%", HOLDING]
        if len(word) > 3 and word.isalpha():
            parts.append("(SELECT %s, word FROM directory_placeword WHERE word %% %s ORDER BY similarity(word, %s) DESC, word LIMIT %s)")
            params += [word, word, word, NEARLY]
    meant: dict[str, list[str]] = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), params)
        for typed, known in cursor.fetchall():
            meant[typed].append(known)
    return meant


def _ranked(parts: list[Part], typed: str, meant: dict[str, list[str]], among: str, params: list[Any], *, limit: int) -> list[FoundService]:
    """The best of the places `s` that `among` reads, each with how much it `hits` (`m`); its parameters are `params`."""
    words = [word for part in parts for word in part.words]
    exactly = " + ".join(["0", *("(' ' || s.search_text || ' ' LIKE %s)::int" for _ in words)])
    names = [word for part in parts if part.meaning is None for word in part.words]
    named = " + ".join(["0", *(f"({NAME_WORDS} && %s::text[])::int" for _ in names)])
    how_meant, meanings = _how_meant(parts)
    # A place that is called “casualty” is no better answer to that than another one; “Casualty Street Surgery” is, to its whole name.
    whole = typed if names else None
    spoken = " ".join(words) or typed
    # One number instead of four to sort by, which is half the work for an everyday name of seven thousand places: whether it is called all
    # that, how it is meant, how many words it has exactly, and how many in its own name. The last is left out of the final order.
    whole_name = f"coalesce({IN_NAME.format(phrase='%s::text')}, false)::int"
    how_good = f"""(((1 - {whole_name}) * {MEANT_LAST * MOST_WORDS * 2}::bigint + {how_meant}) * {MOST_NAMED} + {len(words)} - ({exactly}))
                   * {MOST_NAMED} + {len(names)} - ({named})"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {COLUMNS} FROM (
                  SELECT s.standing = 'closed' AS closed, m.hits, {how_good} AS how_good, length(s.name) AS letters, {RANKED_COLUMNS}
                    FROM {among}
                   ORDER BY closed, hits DESC, how_good, letters, s.id LIMIT {RANKED}) AS s
                 ORDER BY closed, hits DESC, how_good / {MOST_NAMED},
                          word_similarity(%s, lower(s.name)) + similarity(%s, lower(s.name)) DESC, {LEVEL_ORDER}, s.name, s.id
                 LIMIT %s""",  # noqa: S608 (only constants and placeholders)
            [
                whole,
                *meanings,
                *(f"% {word} %" for word in words),
                *(meant[word] for word in names),
                *params,
                spoken,
                spoken,
                limit,
            ],
        )
        known = {word: {word, *meant[word]} for word in words}
        return [_found(row, known) for row in cursor.fetchall()]


def _by_postcode(wanted: str, *, limit: int, shown: str) -> list[FoundService]:
    sql = f"""SELECT {COLUMNS} FROM directory_service s WHERE s.postcode LIKE %s {shown}
               ORDER BY s.standing = 'closed', {LEVEL_ORDER}, s.name, s.id LIMIT %s"""  # noqa: S608 (only constants and placeholders)
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{_beginning(wanted)}%", limit])
        here = [_found(row) for row in cursor.fetchall()]
    where = position_of(wanted)
    if where is None or len(here) >= limit:
        return here
    ids = {each.id for each in here}
    around = [each for each in _nearest(where, limit=limit, shown=shown) if each.id not in ids]
    return sorted([*(_with_distance(each, where) for each in here), *around], key=lambda each: each.closed)[:limit]


def _beginning(wanted: str) -> str:
    return wanted if " " in wanted else f"{wanted} "


def _near_postcode(parts: list[Part], wanted: str, *, limit: int, shown: str) -> list[FoundService]:
    """Places of a postcode; beside an everyday name, such places alone, the nearest first, if there are any near.

    What has no position of its own is where the place is that it belongs to, or in the middle of its postcode's sector.
    """
    meanings = [part for part in parts if part.meaning]
    where = position_of(wanted) if meanings else None
    if where is None:
        return _by_postcode(wanted, limit=limit, shown=shown)
    condition, params = _all_of(meanings, {})
    sql = f"""SELECT {COLUMNS}, at.latitude, at.longitude
                FROM directory_service s
                LEFT JOIN directory_service above ON above.id = s.parent_id
                LEFT JOIN directory_postcodesector sector ON s.postcode <> '' AND sector.code = left(s.postcode, -2)
               CROSS JOIN LATERAL (SELECT coalesce(s.latitude, above.latitude, sector.latitude) AS latitude,
                                          coalesce(s.longitude, above.longitude, sector.longitude) AS longitude) AS at
               WHERE {condition} {shown}
                 AND (at.latitude BETWEEN %s AND %s AND at.longitude BETWEEN %s AND %s OR s.postcode LIKE %s)
               ORDER BY s.standing = 'closed', s.postcode LIKE %s DESC,
                        (at.latitude - %s) ^ 2 + ((at.longitude - %s) * cos(radians(%s))) ^ 2, s.name, s.id LIMIT %s"""  # noqa: S608
    lat, lon, degrees, beginning = where.latitude, where.longitude, NEAR_KM / 111.2, f"{_beginning(wanted)}%"
    box = [lat - degrees, lat + degrees, lon - 2 * degrees, lon + 2 * degrees]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *box, beginning, beginning, lat, lon, lat, limit])
        rows = cursor.fetchall()
    found = [_with_distance(replace(_found(row[:-2]), latitude=row[-2], longitude=row[-1]), where) for row in rows]
    near = [each for each in found if each.distance is None or each.distance <= NEAR_KM]
    return near or _by_postcode(wanted, limit=limit, shown=shown)


def _nearest(where: Position, *, limit: int, shown: str) -> list[FoundService]:
    """The nearest places that have a position of their own, within `NEAR_KM`, open ones first; a box first, so that an index serves."""
    degrees = NEAR_KM / 111.2
    sql = f"""SELECT {COLUMNS} FROM directory_service s
               WHERE s.latitude BETWEEN %s AND %s AND s.longitude BETWEEN %s AND %s {shown}
               ORDER BY s.standing = 'closed', (s.latitude - %s) ^ 2 + ((s.longitude - %s) * cos(radians(%s))) ^ 2, s.id
               LIMIT %s"""  # noqa: S608 (only constants and placeholders)
    lat, lon = where.latitude, where.longitude
    with connection.cursor() as cursor:
        cursor.execute(sql, [lat - degrees, lat + degrees, lon - 2 * degrees, lon + 2 * degrees, lat, lon, lat, limit])
        found = [_with_distance(_found(row), where) for row in cursor.fetchall()]
    return [each for each in found if each.distance is not None and each.distance <= NEAR_KM]


def _found(row: tuple[Any, ...], known: Mapping[str, set[str]] | None = None) -> FoundService:
    pk, name, key, level, kind, within, town, code, closed, latitude, longitude, proposed, closed_on, region_id, old = row
    words = str(Kind(kind).label) if kind in Kind.values else kind
    once = _once(old, set(folded(" ".join([name, *within, town])).split()), known) if old and known else ""
    return FoundService(
        pk,
        name,
        key,
        level,
        kind,
        words,
        tuple(within),
        town,
        code,
        closed,
        latitude,
        longitude,
        closed_on,
        proposed=proposed,
        region_id=region_id,
        once=once,
    )


def _once(old: Iterable[str], now: set[str], known: Mapping[str, set[str]]) -> str:
    """In which old name words stand that were typed, and that no name of today has."""
    asked = [means for means in known.values() if not means & now]
    for each in old:
        was, _line, of = each.partition("\n")
        if any(means & set(folded(was).split()) for means in asked):
            return _("%(place)s was called %(name)s") % {"place": of, "name": was} if of else _("was called %(name)s") % {"name": was}
    return ""


def _with_distance(found: FoundService, near: Position | None) -> FoundService:
    if near is None or found.latitude is None or found.longitude is None:
        return found
    return replace(found, distance=round(distance_km(near, Position(found.latitude, found.longitude)), 1))


def corrections_of(service_id: int) -> list[Correction]:
    """What was set by hand, newest first."""
    return list(Correction.objects.filter(service_id=service_id).order_by("-at", "-pk"))


def correction_by_id(correction_id: int) -> Correction | None:
    return Correction.objects.filter(pk=correction_id).first()


# ---------------------------------------------------------------- places not in a register

LIKE = 85.0
"""Points of 100 (rapidfuzz, words in any order) from which two names at one postcode may be one place."""


@dataclass(frozen=True)
class Waiting:
    """A proposed place that waits to be added to the directory, with what the moderator wrote of where it is."""

    place: Service
    words: str
    at: datetime


@dataclass(frozen=True)
class MaybeTheSame:
    """A place made by hand, and another one at the same postcode with nearly the same name."""

    place: Service
    other: Service


def _in(region_id: int | None) -> QuerySet[Service]:
    return Service.objects.all() if region_id is None else Service.objects.filter(region_id=region_id)


def proposed_places(*, region_id: int | None = None, limit: int = 200) -> list[Waiting]:
    """Proposed places, those that wait longest first."""
    found = Placing.objects.filter(step=Placing.Step.PROPOSED, service__register=PROPOSED).select_related("service", "service__region")
    found = found if region_id is None else found.filter(service__region_id=region_id)
    return [Waiting(each.service, each.words, each.at) for each in found.order_by("at", "pk")[:limit]]


def proposed_count() -> int:
    return Service.objects.filter(register=PROPOSED).count()


def places_by_hand(*, region_id: int | None = None, limit: int = 50) -> list[Service]:
    """Places that operators put into the directory, the newest first."""
    return list(_in(region_id).filter(register=BY_HAND).select_related("parent").order_by("-pk")[:limit])


STEPS = "SELECT id, service_id, step, at FROM directory_placing"
"""SQL, for statements of other slices (ADR 42): the steps that places in no register took, and when."""


def steps_of(service_id: int) -> list[Placing]:
    """What was done with a place that no register holds, oldest first."""
    return list(Placing.objects.filter(service_id=service_id).select_related("other").order_by("at", "pk"))


def maybe_the_same(*, region_id: int | None = None) -> list[MaybeTheSame]:
    """Places made by hand that a register, or another hand, may hold too: open, at one postcode, under nearly one name. Nothing is joined
    by itself: an operator joins them, or says that they are two.
    """
    mine = _in(region_id).filter(register=BY_HAND).exclude(standing=Standing.CLOSED).exclude(postcode="").select_related("parent")
    by_postcode: dict[str, list[Service]] = {}
    for each in mine.order_by("pk"):
        by_postcode.setdefault(each.postcode, []).append(each)
    others = Service.objects.filter(postcode__in=list(by_postcode)).exclude(standing=Standing.CLOSED).select_related("parent")
    apart = set(Placing.objects.filter(step=Placing.Step.APART, service__in=mine).values_list("service_id", "other_id"))
    return [
        MaybeTheSame(place, other)
        for other in others.exclude(register__in=(PROPOSED, JOINED)).order_by("pk")
        for place in by_postcode[other.postcode]
        if _may_be_one(place, other) and not {(place.pk, other.pk), (other.pk, place.pk)} & apart
    ]


def _may_be_one(place: Service, other: Service) -> bool:
    if place.region_id != other.region_id or place.pk in other.ancestors or other.pk in place.ancestors:
        return False
    if other.register == BY_HAND and other.pk > place.pk:  # each pair of hands once: the later is joined into the earlier
        return False
    return fuzz.token_sort_ratio(folded(place.name), folded(other.name), score_cutoff=LIKE) > 0


def joined_as(service_ids: Iterable[int]) -> list[int]:
    """The same places in the same order, those that were joined with another one as that one."""
    wanted = list(service_ids)
    goes_on = dict(Service.objects.filter(pk__in=wanted, register=JOINED).values_list("pk", "successor_id"))
    return list(dict.fromkeys(goes_on.get(pk) or pk for pk in wanted))


def joins_of(service_ids: Iterable[int]) -> list[Placing]:
    """By which step each of these places was joined with another one; those that are not joined are left out."""
    steps = Placing.objects.filter(step=Placing.Step.JOINED, undone_by=None, service__in=list(service_ids), service__register=JOINED)
    return list(steps.order_by("pk"))


def undone_until(joined: Placing, *, region_id: int) -> datetime | None:
    """Until when this join can be undone (⚙ `join_undone_within`); None: it cannot, since what it wrote over was not kept."""
    return None if joined.was is None else joined.at + timedelta(days=setting(region_id, SettingKey.JOIN_UNDONE_WITHIN))


def joins_to_undo(into_id: int) -> list[Placing]:
    """Places that were joined with this one, and can still be parted from it; the newest first. One that went on with another place when
    that was joined with this one stands here too.
    """
    steps = Placing.objects.filter(step=Placing.Step.JOINED, undone_by=None, service__register=JOINED, service__successor_id=into_id)
    found = [each for each in steps.select_related("service", "other").order_by("-at", "-pk") if each.was is not None]
    return [each for each in found if clock.now() < (undone_until(each, region_id=each.service.region_id) or each.at)]


def lines_of(service_ids: Iterable[int]) -> list[int]:
    """The places whose lists a story about these belongs in: each of them and all above it; and where one of those has closed, whatever
    took over its work and all above that, so that a story about a closed place reaches whoever answers for it now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE line(id) AS (
                 SELECT unnest(ancestors) FROM directory_service WHERE id = ANY(%s)
                 UNION
                 SELECT unnest(next.ancestors)
                   FROM line JOIN directory_service place ON place.id = line.id AND place.standing = 'closed' AND place.register <> 'joined'
                   JOIN directory_service next ON next.id = place.successor_id AND next.region_id = place.region_id
                    AND next.register NOT IN ('proposed', 'joined'))
               SELECT id FROM line ORDER BY id""",
            [list(service_ids)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def answers_for(closed: Service) -> Service | None:
    """Whoever answers for a closed place now: the open place that took over its work, else the nearest open one above it."""
    line = list(Service.objects.filter(pk__in=lines_of([closed.pk]), standing=Standing.OPEN).exclude(pk=closed.pk))
    above = {pk: n for n, pk in enumerate(closed.ancestors)}
    after = [each for each in line if each.pk not in above]
    if after:
        return max(after, key=lambda each: (len(each.ancestors), -each.pk))
    return max(line, key=lambda each: above[each.pk], default=None)


def placing_by_id(placing_id: int) -> Placing:
    return Placing.objects.select_related("service").get(pk=placing_id)


# ---------------------------------------------------------------- everyday names


def everyday_names(*, region_id: int | None = None) -> list[EverydayName]:
    """All of them, or those that hold in one region, by title; those for everywhere before a region's own."""
    rows = EverydayName.objects.all() if region_id is None else EverydayName.objects.filter(Q(region=None) | Q(region=region_id))
    return list(rows.select_related("region").order_by("title", F("region__name").asc(nulls_first=True), "pk"))


def everyday_name_by_id(name_id: int) -> EverydayName | None:
    return EverydayName.objects.select_related("region").filter(pk=name_id).first()


def everyday_steps(name_id: int) -> list[EverydayStep]:
    """What was done with an everyday name, the latest first."""
    return list(EverydayStep.objects.filter(name_id=name_id).order_by("-at", "-pk")[:50])
