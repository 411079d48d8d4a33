"""Lists of stories: the newest of everything or of a branch, and search. Every page costs the same, the first and the thousandth.

The newest day comes first, and within a day the stories stand by their numbers, which are drawn by chance: in which order they were
published is nobody's business (ADR 18).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from heard.core.keyset import Page, page_of, read_cursor
from heard.core.prepared import fetch
from heard.directory.queries import same_in_stories
from heard.stories.rules.searching import query_of
from heard.website.queries.parts import PLAN_IS_PUBLIC, SERVICES_OF_STORY, ServiceRef, day, plain_day, services_from

PAGE_SIZE = 20
COUNTED_TO = 1000
"""How far a list is counted: beyond it stands “More than 1,000”, because an exact count reads everything."""
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
    region_id: int | None = field(default=None, compare=False)
    """Whose everyday words count; None: the default region's."""

    @cached_property
    def tsquery(self) -> str:
        """Its words as the database looks for them; empty if there is nothing to look for in them: only small ones like “the”, or signs."""
        return query_of(self.words, same_in_stories(self.region_id)).tsquery

    @property
    def is_plain(self) -> bool:
        """Nothing but, perhaps, a branch: the lists that are walked most."""
        return self == Search(service_id=self.service_id, sort=self.sort)


class Listed(NamedTuple):
    """A story as a list shows it. `note` is about the furthest step: what was made, when a plan is due, or who read it."""

    number: int
    title: str
    beginning: str
    role: str
    chosen_name: str
    is_question: bool
    progress: int
    version: int
    note: str
    told_on: date
    happened_month: date | None
    heard_on: date | None
    read_on: date | None
    answered_on: date | None
    planned_on: date | None
    made_on: date | None
    changed_on: date
    services: tuple[ServiceRef, ...]


# One JSON array a story, in the order of `Listed`: twenty rows of eighteen columns would each be turned into Python one by one.
CARD = f"""
    json_build_array(s.id, s.title, left(s.text, 400), s.role, s.chosen_name, s.is_question, s.progress,
      s.version,
      CASE WHEN s.made_at IS NOT NULL THEN
             (SELECT c.made_what FROM responses_change c WHERE c.story_id = s.id AND c.state = 'made'
               ORDER BY {day("c.made_at")} DESC, c.id DESC LIMIT 1)
           WHEN s.planned_at IS NOT NULL THEN
             (SELECT to_char(min(c.due_on), 'YYYY-MM-DD') FROM responses_change c WHERE c.story_id = s.id AND {PLAN_IS_PUBLIC})
           WHEN s.read_at IS NOT NULL AND s.answered_at IS NULL THEN
             (SELECT o.name FROM reach_telling t JOIN organisations_organisation o ON o.id = t.organisation_id
               WHERE t.story_id = s.id AND t.read_at IS NOT NULL
               ORDER BY {day("t.read_at")}, lower(o.name), o.id LIMIT 1)
      END,
      s.published_on, s.happened_month, {day("s.heard_at")}, {day("s.read_at")}, {day("s.answered_at")}, {day("s.planned_at")},
      {day("s.made_at")}, {day("s.changed_at")}, {SERVICES_OF_STORY})"""


def list_stories(search: Search, *, page: str = "", size: int = PAGE_SIZE) -> Page[Listed]:
    """One page of the stories that `search` asks for. `page` is the cursor in the address, empty for the first.

    Raises:
        NotAcceptable: the cursor was not made by such a list.
    """
    if search.sort == "relevance" and search.words:
        return _by_relevance(search, page, size)
    return _newest_first(search, page, size)


def _newest_first(search: Search, page: str, size: int) -> Page[Listed]:
    cursor = read_cursor(page, like=(date, int))
    source, wanted, params = _conditions(search)
    told_on, number = (day("b.told_at"), "b.story_id") if search.service_id else ("s.published_on", "s.id")
    place: list[Any] = []
    beyond = ""
    if cursor is not None:
        beyond = f" AND ({told_on}, {number}) {'<' if cursor.direction == 'older' else '>'} (%s::date, %s::bigint)"
        place = list(cursor.key)
    way = "ASC" if cursor is not None and cursor.direction == "newer" else "DESC"
    counted, count_params = _count(search) if cursor is None else ("NULL::bigint", [])
    found = fetch(
        f"SELECT (SELECT json_agg(card) FROM (SELECT {CARD} AS card FROM {source} WHERE {' AND '.join(wanted)}{beyond} "
        f"ORDER BY {told_on} {way}, {number} {way} LIMIT {size + 1:d}) AS page), {counted}",
        [*params, *place, *count_params],
        prepare=search.is_plain,
    )
    ((rows, total),) = found
    return page_of(
        [listed(row) for row in rows or ()], size=size, cursor=cursor, key=lambda story: (story.told_on, story.number), total=total
    )


def _by_relevance(search: Search, page: str, size: int) -> Page[Listed]:
    """The newest matches, best first: ranking every match of a common word would read half the country's stories."""
    cursor = read_cursor(page, like=(float, int))
    source, wanted, params = _conditions(search)
    place: list[Any] = []
    beyond = "true"
    if cursor is not None:
        # As float8, which holds whatever an address says; of a float4 the server refuses what is too large or too small.
        beyond = f"(m.rank::float8, m.id) {'<' if cursor.direction == 'older' else '>'} (%s::float8, %s::bigint)"
        place = list(cursor.key)
    way = "ASC" if cursor is not None and cursor.direction == "newer" else "DESC"
    counted, count_params = _count(search) if cursor is None else ("NULL::bigint", [])
    found = fetch(
        f"WITH m AS (SELECT s.id, ts_rank(w.words, to_tsquery('heard_english', %s::text)) AS rank FROM {source} "
        f"WHERE {' AND '.join(wanted)} ORDER BY s.published_on DESC, s.id DESC LIMIT {RANKED}) "
        f"SELECT (SELECT json_agg(json_build_array(card, rank)) FROM (SELECT {CARD} AS card, m.rank::float8 AS rank "
        f"FROM m JOIN stories_story s ON s.id = m.id WHERE {beyond} ORDER BY m.rank {way}, m.id {way} "
        f"LIMIT {size + 1:d}) AS page), {counted}",
        [search.tsquery, *params, *place, *count_params],
        prepare=False,
    )
    ((rows, total),) = found
    ranked = [(listed(row), float(rank)) for row, rank in rows or ()]
    return page_of(ranked, size=size, cursor=cursor, key=lambda one: (one[1], one[0].number), total=total).map(lambda one: one[0])


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
        source += " JOIN stories_storywords w ON w.story_id = s.id"
        wanted.append("w.words @@ to_tsquery('heard_english', %s::text)")
        params.append(search.tsquery)
    if search.tags:
        wanted.append("s.tag_slugs @> %s::varchar[]")
        params.append(list(search.tags))
    if search.role:
        wanted.append("s.role = %s::varchar")
        params.append(search.role)
    if search.progress:
        wanted.append(PROGRESS[search.progress])
    if search.told_from:
        wanted.append("s.published_on >= %s::date")
        params.append(search.told_from)
    if search.told_to:
        wanted.append("s.published_on <= %s::date")
        params.append(search.told_to)
    if search.question:
        wanted.append("s.is_question")
    return source, wanted, params


def _count(search: Search) -> tuple[str, list[Any]]:
    """How many stories there are, up to one more than `COUNTED_TO`; a plain list is counted in its index alone."""
    source, wanted, params = _conditions(search)
    if search.is_plain and search.service_id:
        # Only published stories have rows here (`stories.actions`): they need not be looked up to be counted.
        source, wanted = "stories_storybranch b", ["b.service_id = %s::bigint"]
    limited = f"SELECT FROM {source} WHERE {' AND '.join(wanted)} LIMIT {COUNTED_TO + 1}"
    return f"(SELECT count(*) FROM ({limited}) AS counted)", params


def listed(row: list[Any]) -> Listed:
    """What `CARD` built."""
    *plain, told_on, month, heard, read, answered, planned, made, changed_on, services = row
    plain[-1] = plain[-1] or ""
    days = [plain_day(each) for each in (month, heard, read, answered, planned, made)]
    return Listed._make(
        [
            *plain,
            date.fromisoformat(told_on),
            *days,
            date.fromisoformat(changed_on),
            services_from(services),
        ]
    )
