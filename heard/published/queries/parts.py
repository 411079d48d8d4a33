"""What several read models share."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heard.directory.rules.names import with_its_place

# Each by its key: OFFSET 0 keeps the planner from reading the whole directory for the one or two that a story is about.
SERVICES_OF_STORY = """
    (SELECT json_agg(service ORDER BY named.position)
       FROM unnest(s.service_ids) WITH ORDINALITY AS named (id, position)
      CROSS JOIN LATERAL
        (SELECT d.name, d.path_key, d.level,
                coalesce((SELECT up.name FROM public_service up WHERE up.id = d.parent_id), '') AS above
           FROM public_service d WHERE d.id = named.id OFFSET 0) AS service)"""


def told_in(region_id: int | None) -> str:
    """The condition that stories `s` are of this region; None: of any. The number stands in the statement, so that the server plans for
    this very region: a small one is read another way than one that has nearly all stories.
    """
    return "true" if region_id is None else f"s.region_id = {region_id:d}"


def said_in(region_id: int | None) -> str:
    """The same of changes `c`, which have the region of their story beside them."""
    return "true" if region_id is None else f"c.region_id = {region_id:d}"


class ServiceRef(NamedTuple):
    """A service as it is named beside a story. `path_key` is what its page's address holds."""

    name: str
    path_key: str
    level: str
    above: str

    @property
    def label(self) -> str:
        return with_its_place(self.name, level=self.level, above=self.above)


@dataclass(frozen=True, kw_only=True)
class ChangeSaid:
    """A change as far as it is public: planned (`planned_on`), made (`made_on`), or first one, then the other."""

    number: int
    organisation: str
    what: str
    who_leads: str
    due_on: date | None
    planned_on: date | None
    made_what: str
    made_on: date | None
    helped: str
    first_due_on: date | None = None


# The head of a statement that reads a change `c` of the organisation `o`: what `ChangeSaid` holds.
CHANGE_SAID = """
SELECT c.id AS number, o.name AS organisation, c.what, c.who_leads, c.due_on, c.planned_on, c.made_what, c.made_on, c.helped,
       c.first_due_on"""
