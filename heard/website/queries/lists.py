"""Lists of stories: the newest of everything or of a branch, and search. Every page costs the same, the first and the thousandth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings

from heard.core.keyset import Cursor, Page, page_of, read_cursor
from heard.core.prepared import fetch
from heard.website.queries.parts import PLAN_IS_PUBLIC, SERVICES_OF_STORY, ServiceRef, day_of, services_from, sure_day

PAGE_SIZE = 20
COUNTED_TO = 1000
"""How far a list is counted: beyond it stands “1,000+”, because an exact count reads everything."""
RANKED = 2000
"""How many of the newest matches are put in order of relevance."""

PROGRESS = {
    "unheard": "s.heard_at IS NULL",
    "heard": "s.heard_at IS NOT NULL",
    "read": "s.read_at IS NOT NULL",
    "unanswered": "s.answered_at IS NULL",
    "answered": "s.answered_at IS NOT NULL",
    "planned": "s.planned_at IS NOT NULL",
    "made": "s.made_at IS NOT NULL",
}


@dataclass(frozen=True)
class Search:
    """What to list. Empty things do not narrow. `tags` are `kind:slug`, all of them wanted; days are the site's own and included."""

    words: str = ""
    service_id: int | None = None
    tags: tuple[str, ...] = ()
    role: str = ""
    progress: str = ""
    told_from: date | None = None
    told_to: date | None = None
    question: bool = False
    sort: Literal["newest", "relevance"] = "newest"

    @property
    def is_plain(self) -> bool:
        """Nothing but, perhaps, a branch: the lists that are walked most."""
        return self == Search(service_id=self.service_id, sort=self.sort)


@dataclass(frozen=True)
class Listed:
    """A story as a list shows it. `note` is about the furthest step: what was made, when a plan is due, or who read it."""

    number: int
    told_on: date
    title: str
    beginning: str
    role: str
    chosen_name: str
    happened_month: date | None
    is_question: bool
    services: tuple[ServiceRef, ...]
    heard_on: date | None
    read_on: date | None
    answered_on: date | None
    planned_on: date | None
    made_on: date | None
    progress: int
    note: str
    version: int
    changed_at: datetime


CARD = f"""
    SELECT s.told_at, s.id, s.title, left(s.text, 400), s.role, s.chosen_name, s.happened_month, s.is_question,
           s.heard_at, s.read_at, s.answered_at, s.planned_at, s.made_at, s.progress, s.version, s.changed_at,
           {SERVICES_OF_STORY},
           CASE WHEN s.made_at IS NOT NULL THEN
                  (SELECT c.made_what FROM responses_change c WHERE c.story_id = s.id AND c.state = 'made'
                    ORDER BY c.made_at DESC LIMIT 1)
                WHEN s.planned_at IS NOT NULL THEN
                  (SELECT to_char(min(c.due_on), 'YYYY-MM-DD') FROM responses_change c WHERE c.story_id = s.id AND {PLAN_IS_PUBLIC})
                WHEN s.read_at IS NOT NULL AND s.answered_at IS NULL THEN
                  (SELECT o.name FROM reach_telling t JOIN organisations_organisation o ON o.id = t.organisation_id
                    WHERE t.story_id = s.id AND t.read_at IS NOT NULL ORDER BY t.read_at LIMIT 1)
           END"""


def list_stories(search: Search, *, page: str = "", size: int = PAGE_SIZE) -> Page[Listed]:
    """One page of the stories that `search` asks for. `page` is the cursor in the address, empty for the first.

    Raises:
        NotAcceptable: the cursor was not made by such a list.
    """
    if search.sort == "relevance" and search.words:
        return _by_relevance(search, page, size)
    return _newest_first(search, page, size)


def says_nothing(words: str) -> bool:
    """Whether there is nothing to look for in these words: only small ones like “the”, or signs."""
    return bool(fetch("SELECT numnode(websearch_to_tsquery('english', %s::text)) = 0", [words])[0][0])


def _newest_first(search: Search, page: str, size: int) -> Page[Listed]:
    cursor = read_cursor(page, like=(datetime, int))
    source, wanted, params = _conditions(search)
    told, number = ("b.told_at", "b.story_id") if search.service_id else ("s.told_at", "s.id")
    counted, count_params = _count(source, wanted, params) if cursor is None else ("NULL::bigint", [])
    place: list[Any] = []
    if cursor is not None:
        sign = "<" if cursor.direction == "older" else ">"
        wanted = [*wanted, f"({told}, {number}) {sign} (%s::timestamptz, %s::bigint)"]
        place = list(cursor.key)
    way = "ASC" if cursor is not None and cursor.direction == "newer" else "DESC"
    sql = (
        f"{CARD}, {counted} FROM {source} WHERE {' AND '.join(wanted)} "
        f"ORDER BY {told} {way}, {number} {way} LIMIT %s::bigint"
    )  # fmt: skip
    found = fetch(sql, [*count_params, *params, *place, size + 1], prepare=search.is_plain)
    return page_of(
        found, size=size, cursor=cursor, key=lambda row: (row[0], row[1]), total=_total(found, cursor)
    ).map(listed)  # fmt: skip


def _by_relevance(search: Search, page: str, size: int) -> Page[Listed]:
    """The newest matches, best first: ranking every match of a common word would read half the country's stories."""
    cursor = read_cursor(page, like=(float, int))
    source, wanted, params = _conditions(search)
    counted, count_params = _count(source, wanted, params) if cursor is None else ("NULL::bigint", [])
    place: list[Any] = []
    beyond = "true"
    if cursor is not None:
        sign = "<" if cursor.direction == "older" else ">"
        beyond = f"(m.rank, m.id) {sign} (%s::float4, %s::bigint)"
        place = list(cursor.key)
    way = "ASC" if cursor is not None and cursor.direction == "newer" else "DESC"
    sql = (
        f"WITH m AS (SELECT s.id, ts_rank(s.search, websearch_to_tsquery('english', %s::text)) AS rank FROM {source} "
        f"WHERE {' AND '.join(wanted)} ORDER BY s.told_at DESC, s.id DESC LIMIT {RANKED}) "
        f"{CARD}, {counted}, m.rank::float8 FROM m JOIN stories_story s ON s.id = m.id WHERE {beyond} "
        f"ORDER BY m.rank {way}, m.id {way} LIMIT %s::bigint"
    )
    found = fetch(sql, [search.words, *params, *count_params, *place, size + 1], prepare=False)
    return page_of(found, size=size, cursor=cursor, key=lambda row: (float(row[-1]), row[1]), total=_total(found, cursor, column=-2)).map(
        listed
    )


def _conditions(search: Search) -> tuple[str, list[str], list[Any]]:
    """Where to read, what must hold, and the parameters of that: only constants of this module become part of the statement."""
    source = "stories_story s"
    wanted = ["s.state = 'published'"]
    params: list[Any] = []
    if search.service_id:
        source = "stories_storybranch b JOIN stories_story s ON s.id = b.story_id"
        wanted.append("b.service_id = %s::bigint")
        params.append(search.service_id)
    if search.words:
        wanted.append("s.search @@ websearch_to_tsquery('english', %s::text)")
        params.append(search.words)
    if search.tags:
        wanted.append("s.tag_slugs @> %s::varchar[]")
        params.append(list(search.tags))
    if search.role:
        wanted.append("s.role = %s::varchar")
        params.append(search.role)
    if search.progress:
        wanted.append(PROGRESS[search.progress])
    if search.told_from:
        wanted.append("s.told_at >= %s::timestamptz")
        params.append(_midnight(search.told_from))
    if search.told_to:
        wanted.append("s.told_at < %s::timestamptz")
        params.append(_midnight(search.told_to + timedelta(days=1)))
    if search.question:
        wanted.append("s.is_question")
    return source, wanted, params


def _count(source: str, wanted: Sequence[str], params: Sequence[Any]) -> tuple[str, list[Any]]:
    limited = f"SELECT 1 FROM {source} WHERE {' AND '.join(wanted)} LIMIT {COUNTED_TO + 1}"
    return f"(SELECT count(*) FROM ({limited}) AS counted)", list(params)


def _total(found: Sequence[tuple[Any, ...]], cursor: Cursor | None, *, column: int = -1) -> int | None:
    if cursor is not None:
        return None
    return found[0][column] if found else 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def listed(row: tuple[Any, ...]) -> Listed:
    """A row of `CARD`."""
    return Listed(
        number=row[1],
        told_on=sure_day(row[0]),
        title=row[2],
        beginning=row[3],
        role=row[4],
        chosen_name=row[5],
        happened_month=row[6],
        is_question=row[7],
        heard_on=day_of(row[8]),
        read_on=day_of(row[9]),
        answered_on=day_of(row[10]),
        planned_on=day_of(row[11]),
        made_on=day_of(row[12]),
        progress=row[13],
        version=row[14],
        changed_at=row[15],
        services=services_from(row[16]),
        note=row[17] or "",
    )
