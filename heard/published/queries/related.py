"""What stands beside an interview: the service and the organisation it is about, and stories with what changed because of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from heard.core.prepared import fetch
from heard.core.rows import row
from heard.published.queries.changes import CHANGE, ListedChange
from heard.published.queries.lists import CARD, Listed
from heard.published.queries.parts import ServiceRef


class ListeningOrganisation(NamedTuple):
    name: str
    slug: str
    kind: str


@dataclass(frozen=True)
class Related:
    """As far as it is public now: a story that was taken back isn't there any more."""

    service: ServiceRef | None
    organisation: ListeningOrganisation | None
    stories: tuple[Listed, ...]
    changes: tuple[ListedChange, ...]


NOTHING = Related(None, None, (), ())
RELATED = f"""
SELECT to_json(related) FROM
(SELECT
  (SELECT json_build_object('name', d.name, 'path_key', d.path_key, 'level', d.level, 'above', coalesce(up.name, ''))
     FROM public_service d LEFT JOIN public_service up ON up.id = d.parent_id WHERE d.id =
       (SELECT e.id FROM public_service e WHERE e.slug = lower(%s::text) OR e.code = upper(%s::text)
         ORDER BY (e.code = upper(%s::text)) DESC, (e.standing = 'open') DESC, e.id LIMIT 1)) AS service,
  (SELECT json_build_object('name', o.name, 'slug', o.slug, 'kind', o.kind) FROM public_organisation o WHERE o.slug = %s::varchar)
    AS organisation,
  (SELECT json_agg(card) FROM (SELECT {CARD} FROM public_story s WHERE s.id = ANY (%s::bigint[])
     ORDER BY array_position(%s::bigint[], s.id)) AS card) AS stories,
  (SELECT json_agg(change) FROM ({CHANGE} WHERE c.story_id = ANY (%s::bigint[]) AND c.is_made
     ORDER BY c.made_on DESC, c.story_id, c.id LIMIT 10) AS change) AS changes) AS related"""


def related(*, service: str, organisation: str, stories: Sequence[int]) -> Related:
    """All of it in one statement; where nothing is named, nothing is asked."""
    if not (service or organisation or stories):
        return NOTHING
    numbers = list(stories)
    ((found,),) = fetch(RELATED, [service, service, service, organisation, numbers, numbers, numbers])
    return row(Related, found)


def has_service(key: str) -> bool:
    """Whether a service has this slug or code."""
    either = "d.slug = lower(%s::text) OR d.code = upper(%s::text)"
    return bool(fetch(f"SELECT FROM public_service d WHERE {either} LIMIT 1", [key, key], prepare=False))


def public_numbers(numbers: Collection[int]) -> set[int]:
    """Which of these are numbers of public stories."""
    return {pk for (pk,) in fetch("SELECT s.id FROM public_story s WHERE s.id = ANY (%s::bigint[])", [list(numbers)], prepare=False)}
