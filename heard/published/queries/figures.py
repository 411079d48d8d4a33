"""Public figures: how well the newest stories were listened to, and all that statistics count, over the rows of the open data."""

from dataclasses import dataclass
from datetime import date, datetime

from heard.core import clock
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.published.queries.open_data import BY_SERVICE, OFFERED, PUBLIC_ROWS, SERVICE_ROWS
from heard.published.queries.parts import told_in

LOOKED_AT = 1000
"""How many of the newest stories say how well a service listens: enough to tell, and the same work for a ward and a nation."""


@dataclass(frozen=True)
class Figures:
    """Counts of stories among those looked at. `days` is the median from the day of publication to the day of the first answer."""

    told: int
    heard: int
    read: int
    answered: int
    planned: int
    made: int
    days: float | None


# Of the rows `n`, with the columns of `STEPS`.
FIGURES = """
    json_build_object('told', count(*), 'heard', count(n.heard_on), 'read', count(n.read_on), 'answered', count(n.answered_on),
      'planned', count(n.planned_on), 'made', count(n.made_on),
      'days', percentile_cont(0.5) WITHIN GROUP (ORDER BY n.answered_on - n.published_on) FILTER (WHERE n.answered_on IS NOT NULL))"""
STEPS = "s.published_on, s.heard_on, s.read_on, s.answered_on, s.planned_on, s.made_on"


@dataclass(frozen=True)
class FigureLine:
    """One line of figures: of all stories, of those published in a month, or of those by one role."""

    month: date | None
    role: str
    told: int
    heard: int
    read: int
    answered: int
    planned: int
    made: int
    helped: int
    questions: int
    median_days: float | None
    within_week: int
    answers: int
    answers_helped: int
    answers_partly_helped: int
    answers_not_helped: int
    changes_planned: int
    changes_overdue: int
    changes_made: int
    edited: int
    me_too: int
    views: int


@dataclass(frozen=True)
class ServiceLine:
    """The figures of one service and all that is part of it."""

    key: str
    name: str
    told: int
    heard: int
    read: int
    answered: int
    planned: int
    made: int
    median_days: float | None


MOST_PROVIDERS = 50
"""How many providers the page shows: those with the most stories. All services are in the file of services."""


def _providers(within: int | None) -> str:
    return f"""
SELECT code AS key, name, told, heard, read, answered, planned, made, median_days
  FROM ({SERVICE_ROWS} WHERE d.level = 'provider' AND {told_in(within)} {BY_SERVICE}) AS provider
 ORDER BY told DESC, lower(name), code LIMIT {MOST_PROVIDERS}"""


@dataclass(frozen=True)
class Statistics:
    """The figures as they were at `counted_at`; `counted_on` is the site's own day then. Months newest first, providers by name."""

    counted_at: datetime
    counted_on: date
    total: FigureLine
    months: tuple[FigureLine, ...]
    roles: tuple[FigureLine, ...]
    providers: tuple[ServiceLine, ...]


MONTH = "date_trunc('month', published_on)::date"


def _lines(within: int | None) -> str:
    return f"""
WITH {OFFERED},
story AS ({PUBLIC_ROWS} WHERE {told_in(within)})
SELECT grouping(role) = 1 AS no_role, grouping({MONTH}) = 1 AS no_month, {MONTH} AS month, role,
       count(*) AS told, count(heard_on) AS heard, count(read_on) AS read, count(answered_on) AS answered, count(planned_on) AS planned,
       count(made_on) AS made, count(helped_on) AS helped, count(*) FILTER (WHERE question) AS questions,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_on - published_on) FILTER (WHERE answered_on IS NOT NULL) AS median_days,
       count(*) FILTER (WHERE answered_on - published_on <= 7) AS within_week,
       coalesce(sum(answers), 0)::bigint AS answers, coalesce(sum(answers_helped), 0)::bigint AS answers_helped,
       coalesce(sum(answers_partly_helped), 0)::bigint AS answers_partly_helped,
       coalesce(sum(answers_not_helped), 0)::bigint AS answers_not_helped,
       coalesce(sum(changes_planned), 0)::bigint AS changes_planned,
       coalesce(sum((SELECT count(*) FROM unnest(string_to_array(nullif(plans_due, ''), ' ')) AS due (on_day)
                      WHERE due.on_day::date < %s::date)), 0)::bigint AS changes_overdue,
       coalesce(sum(changes_made), 0)::bigint AS changes_made,
       count(*) FILTER (WHERE edits_to_protect + edits_for_civility + edits_for_clarity > 0) AS edited,
       coalesce(sum(me_too), 0)::bigint AS me_too, coalesce(sum(views), 0)::bigint AS views
  FROM story
 GROUP BY GROUPING SETS ((), (role), ({MONTH}))
 ORDER BY 1, 2, 3 DESC, 4"""


def count(*, within: int | None = None) -> Statistics:
    """All public figures, or those of one region, counted now. Reads every story."""
    now, today = clock.now(), clock.today()
    lines = [
        (found.pop("no_role"), found.pop("no_month"), row(FigureLine, found))
        for found in fetch_named(_lines(within), [today], prepare=False)
    ]
    providers = [row(ServiceLine, found) for found in fetch_named(_providers(within), prepare=False)]
    return Statistics(
        counted_at=now,
        counted_on=today,
        total=next(line for no_role, no_month, line in lines if no_role and no_month),
        months=tuple(line for _, no_month, line in lines if not no_month),
        roles=tuple(line for no_role, _, line in lines if not no_role),
        providers=tuple(sorted(providers, key=lambda each: (each.name.casefold(), each.key))),
    )
