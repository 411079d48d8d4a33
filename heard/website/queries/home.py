"""The first page: what has happened lately, one story with its change, and the newest stories. One statement."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from heard.core import clock
from heard.core.prepared import fetch
from heard.website.queries.lists import CARD, Listed, listed
from heard.website.queries.parts import PLAN_IS_PUBLIC, day
from heard.website.queries.service_page import FIGURES, LOOKED_AT, STEP_COLUMNS, Figures

LATELY = timedelta(days=30)
COUNTED_TO = 1000
NEWEST = 4
"""Three for the page, and one more in case the newest is the one that is shown with its change."""


@dataclass(frozen=True)
class Home:
    """Figures of the whole site. `figures` are of the newest thousand stories; counts of changes stop at a thousand and one."""

    told_lately: int
    figures: Figures
    planned: int
    made: int
    organisations: int
    members: int
    showcase: Listed | None
    newest: tuple[Listed, ...]


def _counted(wanted: str) -> str:
    """Changes of public stories up to `COUNTED_TO` and one more: OFFSET 0 keeps the planner to looking them up until there are enough."""
    return f"""SELECT count(*) FROM (SELECT FROM (SELECT c.story_id FROM responses_change c WHERE {wanted} OFFSET 0) AS c
      CROSS JOIN LATERAL (SELECT FROM stories_story s WHERE s.id = c.story_id AND s.state = 'published' OFFSET 0) AS s
      LIMIT {COUNTED_TO + 1}) AS few"""


# Between two days, so that the server expects a short stretch of the index and not a third of all stories. Days, not moments: a story that
# left the figure thirty days later to the second would tell when it was published.
HOME = f"""
WITH zone AS (SELECT %s::text AS name, %s::date AS today, %s::date AS lately),
counts AS (SELECT
  (SELECT count(*) FROM stories_story s, zone WHERE s.state = 'published' AND s.published_on BETWEEN zone.lately AND zone.today)
    AS told_lately,
  (SELECT {FIGURES} FROM zone LEFT JOIN LATERAL
     (SELECT {STEP_COLUMNS} FROM stories_story s WHERE s.state = 'published' ORDER BY s.published_on DESC, s.id DESC LIMIT {LOOKED_AT}) AS n
     ON true WHERE n.published_on IS NOT NULL) AS figures,
  ({_counted(PLAN_IS_PUBLIC)}) AS planned,
  ({_counted("c.state = 'made'")}) AS made,
  (SELECT json_build_array(count(DISTINCT sub.organisation_id), count(DISTINCT m.person_id) FILTER (WHERE p.is_active))
     FROM zone JOIN organisations_subscription sub ON zone.today BETWEEN sub.starts_on AND sub.ends_on
     LEFT JOIN organisations_membership m ON m.organisation_id = sub.organisation_id AND m.frozen_at IS NULL
     LEFT JOIN accounts_person p ON p.id = m.person_id) AS listening)
SELECT told_lately, figures, planned, made, listening,
  (SELECT {CARD} FROM stories_story s WHERE s.state = 'published' AND s.made_at IS NOT NULL
    ORDER BY {day("s.made_at")} DESC, s.id DESC LIMIT 1),
  (SELECT json_agg(card) FROM (SELECT {CARD} AS card FROM stories_story s
    WHERE s.state = 'published' ORDER BY s.published_on DESC, s.id DESC LIMIT {NEWEST}) AS newest)
  FROM counts"""


def home() -> Home:
    """What the first page shows now."""
    today = clock.today()
    (row,) = fetch(HOME, [settings.TIME_ZONE, today, today - LATELY])
    told_lately, figures, planned, made, (organisations, members), shown, cards = row
    showcase = listed(shown) if shown else None
    newest = [story for story in map(listed, cards or ()) if showcase is None or story.number != showcase.number]
    return Home(
        told_lately=told_lately,
        figures=Figures(*figures),
        planned=planned,
        made=made,
        organisations=organisations,
        members=members,
        showcase=showcase,
        newest=tuple(newest[: NEWEST - 1]),
    )
