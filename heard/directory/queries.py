"""Finding places: by name with typos forgiven, by town, by postcode or part of one, near a position."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import Avg, QuerySet

from heard.directory.models import Correction, PostcodeSector, Service
from heard.directory.rules.names import folded
from heard.directory.rules.positions import Position, distance_km, postcode, sector

MOST_WORDS = 6
LIKE_ENOUGH = 0.45
"""How much of a typed word has to be found in a place's words (trigram word similarity, 0 to 1): `larkfeild` finds `larkfield`."""
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
    distance: float | None = None

    @property
    def where(self) -> str:
        """“Larkfield Hospital, Northmoor Trust · Moorport”: what it belongs to, nearest first, then the town."""
        parts = ", ".join(reversed(self.within))
        return " · ".join(part for part in (parts, self.town) if part)


def search_text_of(service: Service, above: Iterable[str]) -> str:
    """The folded words by which a place is found: its name, what it belongs to, address, town, postcode and code."""
    return folded(" ".join([service.name, *above, *service.address, service.town, service.postcode, service.code]))[:600]


def services_by_id(ids: Iterable[int]) -> dict[int, Service]:
    return Service.objects.select_related("parent", "parent__parent").in_bulk(list(ids))


def branch(service_id: int) -> QuerySet[Service]:
    """The service itself and everything below it."""
    return Service.objects.filter(ancestors__contains=[service_id])


def service_by_key(key: str) -> Service | None:
    """The service whose code or slug is `key`; codes are tried first, whatever their case."""
    found = Service.objects.select_related("parent", "parent__parent", "successor")
    return found.filter(code=key.upper()).order_by("level").first() or found.filter(slug=key.lower()).first()


def find_services(text: str = "", *, near: Position | None = None, limit: int = 20, include_closed: bool = False) -> list[FoundService]:
    """Places that match what a person typed, best first; with `near` alone, the nearest ones.

    A postcode or the beginning of one finds the places with that postcode, then the nearest. Anything else is words: each has to be
    found, nearly (typos), in the place's own name, its hospital's or provider's, or its town.
    """
    wanted = postcode(text)
    if wanted is not None:
        return _by_postcode(wanted, limit=limit, include_closed=include_closed)
    words = [word for word in folded(text.replace("\0", " ")[:200]).split() if len(word) > 1 or word.isdigit()][:MOST_WORDS]
    if words:
        return _by_words(words, near=near, limit=limit, include_closed=include_closed)
    return _nearest(near, limit=limit, include_closed=include_closed) if near else []


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


COLUMNS = """s.id, s.name, coalesce(nullif(s.code, ''), s.slug), s.level, s.kind,
             array(SELECT above.name FROM unnest(s.ancestors) WITH ORDINALITY a(id, n) JOIN directory_service above ON above.id = a.id
                    WHERE above.id <> s.id ORDER BY a.n),
             coalesce(nullif(s.town, ''), (SELECT above.town FROM directory_service above WHERE above.id = s.parent_id), ''),
             s.postcode, s.standing = 'closed', s.latitude, s.longitude"""
LEVEL_ORDER = "CASE s.level WHEN 'provider' THEN 1 WHEN 'site' THEN 0 ELSE 2 END"


def _by_words(words: list[str], *, near: Position | None, limit: int, include_closed: bool) -> list[FoundService]:
    """Every word is in the place's words, or nearly; if no place has them all, those that have most of them.

    Places that hold more of the words exactly come first, then those whose own name is more like what was typed.
    """
    found = _with_words(words, " AND ", limit=limit, include_closed=include_closed)
    telling = [word for word in words if word not in GENERIC]
    if not found and telling and len(words) > 1:
        found = _with_words(telling, " OR ", limit=limit, include_closed=include_closed)
    return [_with_distance(each, near) for each in found]


def _with_words(words: list[str], joined: str, *, limit: int, include_closed: bool) -> list[FoundService]:
    nearly = ["(s.search_text LIKE %s OR %s <% s.search_text)".replace("<%", "<%%") for _ in words]
    conditions = [value for word in words for value in (f"%{word}%", word)]
    exactly = " + ".join("(' ' || s.search_text || ' ' LIKE %s)::int" for _ in words)
    exact_words = [f"% {word} %" for word in words]
    spoken = " ".join(words)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKE_ENOUGH)])
        cursor.execute(
            f"""SELECT {COLUMNS} FROM directory_service s
                 WHERE ({joined.join(nearly)}) {"" if include_closed else "AND s.standing <> 'closed'"}
                 ORDER BY s.standing = 'closed', {exactly} DESC,
                          word_similarity(%s, lower(s.name)) + similarity(%s, lower(s.name)) DESC, {LEVEL_ORDER}, s.name, s.id
                 LIMIT %s""",  # noqa: S608 (only constants and placeholders)
            [*conditions, *exact_words, spoken, spoken, limit],
        )
        return [_found(row) for row in cursor.fetchall()]


def _by_postcode(wanted: str, *, limit: int, include_closed: bool) -> list[FoundService]:
    sql = f"""SELECT {COLUMNS} FROM directory_service s WHERE s.postcode LIKE %s {"" if include_closed else "AND s.standing <> 'closed'"}
               ORDER BY s.standing = 'closed', {LEVEL_ORDER}, s.name, s.id LIMIT %s"""  # noqa: S608 (only constants and placeholders)
    beginning = wanted if " " in wanted else f"{wanted} "
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{beginning}%", limit])
        here = [_found(row) for row in cursor.fetchall()]
    where = position_of(wanted)
    if where is None or len(here) >= limit:
        return here
    ids = {each.id for each in here}
    around = _nearest(where, limit=limit, include_closed=include_closed)
    return ([_with_distance(each, where) for each in here] + [each for each in around if each.id not in ids])[:limit]


def _nearest(where: Position, *, limit: int, include_closed: bool) -> list[FoundService]:
    """The nearest places that have a position of their own, within `NEAR_KM`; a box first, so that an index serves."""
    degrees = NEAR_KM / 111.2
    sql = f"""SELECT {COLUMNS} FROM directory_service s
               WHERE s.latitude BETWEEN %s AND %s AND s.longitude BETWEEN %s AND %s {"" if include_closed else "AND s.standing <> 'closed'"}
               ORDER BY (s.latitude - %s) ^ 2 + ((s.longitude - %s) * cos(radians(%s))) ^ 2, s.id LIMIT %s"""  # noqa: S608
    lat, lon = where.latitude, where.longitude
    with connection.cursor() as cursor:
        cursor.execute(sql, [lat - degrees, lat + degrees, lon - 2 * degrees, lon + 2 * degrees, lat, lon, lat, limit])
        found = [_with_distance(_found(row), where) for row in cursor.fetchall()]
    return [each for each in found if each.distance is not None and each.distance <= NEAR_KM]


def _found(row: tuple[object, ...]) -> FoundService:
    pk, name, key, level, kind, within, town, code, closed, latitude, longitude = row
    words = Service(kind=kind).get_kind_display()  # type: ignore[misc]
    return FoundService(pk, name, key, level, kind, words, tuple(within), town, code, closed, latitude, longitude)  # type: ignore[arg-type]


def _with_distance(found: FoundService, near: Position | None) -> FoundService:
    if near is None or found.latitude is None or found.longitude is None:
        return found
    return replace(found, distance=round(distance_km(near, Position(found.latitude, found.longitude)), 1))


def corrections_of(service_id: int) -> list[Correction]:
    """What was set by hand, newest first."""
    return list(Correction.objects.filter(service_id=service_id).order_by("-at", "-pk"))


def correction_by_id(correction_id: int) -> Correction | None:
    return Correction.objects.filter(pk=correction_id).first()
