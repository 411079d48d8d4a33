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
from heard.core.rows import row
from heard.directory.queries import same_in_stories
from heard.published.queries.parts import SERVICES_OF_STORY, ServiceRef, told_in
from heard.stories.rules.searching import query_of

PAGE_SIZE = 20
COUNTED_TO = 1000
"""How far a list is counted: beyond it stands “More than 1,000”, because an exact count reads everything."""
RANKED = 2000
"""How many of the newest matches are put in order of relevance."""

PROGRESS = {
    "unheard": "s.heard_on IS NULL",
    "heard": "s.heard_on IS NOT NULL",
    "read": "s.read_on IS NOT NULL",
    "unanswered": "s.answered_on IS NULL",
    "answered": "s.answered_on IS NOT NULL",
    "planned": "s.planned_on IS NOT NULL",
    "made": "s.made_on < 'infinity'",  # not null, said so that the index of stories that changed something is seen to hold all of them
}


@dataclass(frozen=True)
class Search:
    """What to list. Empty things do not narrow. `tags` are `kind:slug`, all of them wanted; days are the site's own and included."""

    words: str = ""
    service_id: int | None = None
    within: int | None = None
    """The region whose stories these are; None: of all. A place is of one region anyway."""
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
        return self == Search(service_id=self.service_id, within=self.within, sort=self.sort)


class Listed(NamedTuple):
    """A story as a list shows it. `note` is about the furthest step: what was made, when a plan is due, or who read it."""

    number: int
    region_id: int
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


# The columns of `Listed`. Pages are put together as JSON, which is turned into Python in one go.
CARD = f"""
    s.id AS number, s.region_id, s.title, left(s.text, 400) AS beginning, s.role, s.chosen_name, s.is_question, s.progress, s.version,
    coalesce(CASE
      WHEN s.made_on IS NOT NULL THEN
        (SELECT c.made_what FROM public_change c WHERE c.story_id = s.id AND c.is_made ORDER BY c.made_on DESC, c.id DESC LIMIT 1)
      WHEN s.planned_on IS NOT NULL THEN
        (SELECT to_char(min(c.due_on), 'YYYY-MM-DD') FROM public_change c WHERE c.story_id = s.id AND c.is_planned)
      WHEN s.read_on IS NOT NULL AND s.answered_on IS NULL THEN
        (SELECT o.name FROM public_telling t JOIN public_organisation o ON o.id = t.organisation_id
          WHERE t.story_id = s.id AND t.read_on IS NOT NULL ORDER BY t.read_on, lower(o.name), o.id LIMIT 1)
    END, '') AS note,
    s.published_on AS told_on, s.happened_month, s.heard_on, s.read_on, s.answered_on, s.planned_on, s.made_on, s.changed_on,
    {SERVICES_OF_STORY} AS services"""


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
    told_on, number = ("b.told_on", "b.story_id") if search.service_id else ("s.published_on", "s.id")
    place: list[Any] = []
    beyond = ""
    if cursor is not None:
        beyond = f" AND ({told_on}, {number}) {'<' if cursor.direction == 'older' else '>'} (%s::date, %s::bigint)"
        place = list(cursor.key)
    way = "ASC" if cursor is not None and cursor.direction == "newer" else "DESC"
    counted, count_params = _count(search) if cursor is None else ("NULL::bigint", [])
    found = fetch(
        f"SELECT (SELECT json_agg(card) FROM (SELECT {CARD} FROM {source} WHERE {' AND '.join(wanted)}{beyond} "
        f"ORDER BY {told_on} {way}, {number} {way} LIMIT {size + 1:d}) AS card), {counted}",
        [*params, *place, *count_params],
        prepare=search.is_plain,
    )
    ((cards, total),) = found
    rows = [row(Listed, card) for card in cards or ()]
    return page_of(rows, size=size, cursor=cursor, key=lambda story: (story.told_on, story.number), total=total)


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
        f"SELECT (SELECT json_agg(card) FROM (SELECT {CARD}, m.rank::float8 AS rank "
        f"FROM m JOIN public_story s ON s.id = m.id WHERE {beyond} ORDER BY m.rank {way}, m.id {way} "
        f"LIMIT {size + 1:d}) AS card), {counted}",
        [search.tsquery, *params, *place, *count_params],
        prepare=False,
    )
    ((cards, total),) = found
    ranked = [(float(card.pop("rank")), row(Listed, card)) for card in cards or ()]
    return page_of(ranked, size=size, cursor=cursor, key=lambda one: (one[0], one[1].number), total=total).map(lambda one: one[1])


def _conditions(search: Search) -> tuple[str, list[str], list[Any]]:
    """Where to read, what must hold, and the parameters of that: only constants of this module become part of the statement."""
    source = "public_story s"
    wanted = [told_in(search.within)]
    params: list[Any] = []
    if search.service_id:
        source = "public_story_branch b JOIN public_story s ON s.id = b.story_id"
        wanted.append("b.service_id = %s::bigint")
        params.append(search.service_id)
    if search.words:
        source += " JOIN public_story_words w ON w.story_id = s.id"
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
        source, wanted = "public_story_branch b", ["b.service_id = %s::bigint"]
    limited = f"SELECT FROM {source} WHERE {' AND '.join(wanted)} LIMIT {COUNTED_TO + 1}"
    return f"(SELECT count(*) FROM ({limited}) AS counted)", params
