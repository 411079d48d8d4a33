"""What several read models share: the pieces of a statement, and how their JSON becomes rows."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings

from heard.directory.rules.names import with_its_place


def day(column: str) -> str:
    """The site's own day of a moment, as it stands in a statement: public dates are never more exact than a day."""
    return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"


def key_of(service: str) -> str:
    """What a service's address holds: its code, or where it has none its slug. `service` is the name of its row in the statement."""
    return f"coalesce(nullif({service}.code, ''), {service}.slug)"


# Each by its key: OFFSET 0 keeps the planner from reading the whole directory for the one or two that a story is about.
SERVICES_OF_STORY = f"""
    (SELECT json_agg(json_build_array(d.name, d.key, d.level, coalesce(d.above, '')) ORDER BY u.position)
       FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
      CROSS JOIN LATERAL
        (SELECT e.name, {key_of("e")} AS key, e.level, (SELECT up.name FROM directory_service up WHERE up.id = e.parent_id) AS above
           FROM directory_service e WHERE e.id = u.id OFFSET 0) AS d)"""

# A plan stands in public from its publication on, also while a moderator reads whether it was made.
PLAN_IS_PUBLIC = "c.state IN ('planned', 'made-waiting') AND c.planned_at IS NOT NULL"


class ServiceRef(NamedTuple):
    """A service as it is named beside a story. `path_key` is what its page's address holds."""

    name: str
    path_key: str
    level: str
    above: str

    @property
    def label(self) -> str:
        return with_its_place(self.name, level=self.level, above=self.above)


def services_from(found: list[list[Any]] | None) -> tuple[ServiceRef, ...]:
    return tuple(ServiceRef(*each) for each in found or ())


def plain_day(day: str | None) -> date | None:
    """A `date` column that came as JSON."""
    return None if day is None else date.fromisoformat(day)
