"""The public figures and the open data they come from: they are counted over exactly the rows that the file holds."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import sql

from heard.core import clock
from heard.core.prepared import fetch
from heard.core.reckoning import Missing, Window
from heard.stories.models import StoryMove
from heard.website.models import CountedStatistics
from heard.website.queries.parts import PLAN_IS_PUBLIC, day, key_of, plain_day

# Of tags, those that authors are offered: another is an author's own words, which the file is said not to hold.
OFFERED = "offered AS (SELECT coalesce(array_agg(kind || ':' || slug), '{}') AS tags FROM tags_tag WHERE offered)"


def _plain_name(service: str) -> str:
    """A name as a file holds it: one that begins like a formula is none to a spreadsheet."""
    return f"CASE WHEN {service}.name ~ '^[=+@-]' THEN chr(39) ELSE '' END || {service}.name"


# One row per published story, public fields only. The time zone comes in as the CTE `zone`, so that this text stays constant.
PUBLIC_ROWS = f"""
SELECT s.id AS number, s.published_on, to_char(s.happened_month, 'YYYY-MM') AS happened, s.role, s.is_question AS question,
       (SELECT string_agg(d.key, ' ' ORDER BY u.position) FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
         CROSS JOIN LATERAL (SELECT {key_of("e")} AS key FROM directory_service e WHERE e.id = u.id OFFSET 0) AS d) AS services,
       (SELECT string_agg(d.name, '; ' ORDER BY u.position) FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
         CROSS JOIN LATERAL (SELECT {_plain_name("e")} AS name FROM directory_service e WHERE e.id = u.id OFFSET 0) AS d) AS service_names,
       (SELECT string_agg(d.key, ' ' ORDER BY d.key) FROM unnest(s.ancestors) AS u (id)
         CROSS JOIN LATERAL (SELECT {key_of("e")} AS key FROM directory_service e WHERE e.id = u.id OFFSET 0) AS d
        WHERE u.id <> ALL (s.service_ids)) AS part_of,
       array_to_string(ARRAY(SELECT tag FROM unnest(s.tag_slugs) AS tag WHERE tag = ANY (offered.tags)), ' ') AS tags,
       (s.heard_at AT TIME ZONE zone.name)::date AS heard_on, (s.read_at AT TIME ZONE zone.name)::date AS read_on,
       (s.answered_at AT TIME ZONE zone.name)::date AS answered_on, (s.planned_at AT TIME ZONE zone.name)::date AS planned_on,
       (s.made_at AT TIME ZONE zone.name)::date AS made_on, (s.helped_at AT TIME ZONE zone.name)::date AS helped_on,
       coalesce(a.answers, 0) AS answers, coalesce(a.helped, 0) AS answers_helped, coalesce(a.partly, 0) AS answers_partly_helped,
       coalesce(a.not_helped, 0) AS answers_not_helped,
       coalesce(t.told, 0) AS organisations_told, coalesce(t.read, 0) AS organisations_read,
       coalesce(c.planned, 0) AS changes_planned, coalesce(c.made, 0) AS changes_made, coalesce(c.due, '') AS plans_due,
       s.protective_edits AS edits_to_protect, s.civil_edits AS edits_for_civility, s.clarity_edits AS edits_for_clarity, s.edited_on,
       s.me_too, s.views
  FROM stories_story s CROSS JOIN zone CROSS JOIN offered
  LEFT JOIN (SELECT story_id, count(*) AS answers, count(*) FILTER (WHERE helpful = 'yes') AS helped,
                    count(*) FILTER (WHERE helpful = 'partly') AS partly, count(*) FILTER (WHERE helpful = 'no') AS not_helped
               FROM responses_answer WHERE state = 'published' GROUP BY story_id) a ON a.story_id = s.id
  LEFT JOIN (SELECT story_id, count(*) AS told, count(read_at) AS read FROM reach_telling GROUP BY story_id) t ON t.story_id = s.id
  LEFT JOIN (SELECT c.story_id, count(*) FILTER (WHERE {PLAN_IS_PUBLIC}) AS planned, count(*) FILTER (WHERE c.state = 'made') AS made,
                    string_agg(c.due_on::text, ' ' ORDER BY c.due_on) FILTER (WHERE {PLAN_IS_PUBLIC}) AS due
               FROM responses_change c GROUP BY c.story_id) c ON c.story_id = s.id
 WHERE s.state = 'published'"""

COLUMNS = {
    "number": "The story's number, as in its address",
    "published_on": "The day it was published. That is also the day it was told",
    "happened": "The year and month in which it happened, if the author said so",
    "role": "Who the author is in the story: patient, service-user, parent, relative, carer, friend, advocate or staff",
    "question": "t if the author asks a question, otherwise f",
    "services": "The services it is about: their codes in the national register or, where there is none, their names as in an address",
    "service_names": "The names of these services today, in the same order, with a semicolon and a space between",
    "part_of": "The codes of the hospitals, providers and others that these services are part of",
    "tags": "What was good, what could be better and feelings, each as kind:word. Only those that we offer to authors, not their own",
    "heard_on": "The day the first message about it was delivered to a member of a listening organisation",
    "read_on": "The day the first signed-in member of an organisation concerned opened it",
    "answered_on": "The day of the first published answer",
    "planned_on": "The day the first planned change was published",
    "made_on": "The day the first change made was published",
    "helped_on": "The day the author first said that it helped",
    "answers": "How many answers are published",
    "answers_helped": "How many of these the author called helpful",
    "answers_partly_helped": "How many the author called partly helpful",
    "answers_not_helped": "How many the author called not helpful",
    "organisations_told": "How many organisations were told",
    "organisations_read": "How many of these have read it",
    "changes_planned": "How many changes are planned and not made yet",
    "changes_made": "How many changes are made",
    "plans_due": "The days by which the planned changes are due",
    "edits_to_protect": "How many edits moderators made to protect people",
    "edits_for_civility": "How many edits moderators made to keep it lawful and civil",
    "edits_for_clarity": "How many edits moderators made for length or clarity",
    "edited_on": "The day of the last edit, if it was made when the story was public already",
    "me_too": "How many readers said that this happened to them too",
    "views": "How many times its page was opened",
}


@dataclass(frozen=True)
class Line:
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
# Told and all that follows count for a story here as they do above; a story about two wards of one hospital counts once for the hospital.
SERVICE_ROWS = f"""
SELECT {key_of("d")} AS code, {_plain_name("d")} AS name, d.level,
       coalesce((SELECT {key_of("up")} FROM directory_service up WHERE up.id = d.parent_id), '') AS part_of,
       count(*) AS told, count(s.heard_at) AS heard, count(s.read_at) AS read, count(s.answered_at) AS answered,
       count(s.planned_at) AS planned, count(s.made_at) AS made,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY {day("s.answered_at")} - s.published_on)
         FILTER (WHERE s.answered_at IS NOT NULL) AS median_days
  FROM stories_storybranch b JOIN stories_story s ON s.id = b.story_id JOIN directory_service d ON d.id = b.service_id
 WHERE s.state = 'published'"""
SERVICE_COLUMNS = {
    "code": "The service's code in the national register or, where there is none, its name as in an address",
    "name": "Its name today",
    "level": "provider, site or service",
    "part_of": "The code of what it is part of; empty for a provider",
    "told": "How many stories are public about it, or about a part of it",
    "heard": "How many of these have reached a member of a listening organisation",
    "read": "How many of these were opened by a member of an organisation concerned",
    "answered": "How many of these have a public answer",
    "planned": "How many of these led to a planned change, made since or not",
    "made": "How many of these led to a change that was made",
    "median_days": "Within how many days half of the answered ones had their first answer",
}
PROVIDERS = f"""
SELECT code, name, told, heard, read, answered, planned, made, median_days
  FROM ({SERVICE_ROWS} AND d.level = 'provider' GROUP BY d.id) AS provider
 ORDER BY told DESC, lower(name), code LIMIT {MOST_PROVIDERS}"""


@dataclass(frozen=True)
class Statistics:
    """The figures as they were at `counted_at`; `counted_on` is the site's own day then. Months newest first, providers by name."""

    counted_at: datetime
    counted_on: date
    total: Line
    months: tuple[Line, ...]
    roles: tuple[Line, ...]
    providers: tuple[ServiceLine, ...]


KEPT_FOR = timedelta(minutes=11)
"""Kept figures are shown for so long. They are counted every ten minutes, which takes a moment, and as soon as a public story is taken
back; when nobody counts, whoever asks has them counted.
"""
LINES = f"""
WITH zone AS (SELECT %s::text AS name, %s::date AS today), {OFFERED},
story AS ({PUBLIC_ROWS})
SELECT grouping(role), grouping(date_trunc('month', published_on)::date), date_trunc('month', published_on)::date, role,
       count(*), count(heard_on), count(read_on), count(answered_on), count(planned_on), count(made_on), count(helped_on),
       count(*) FILTER (WHERE question),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_on - published_on) FILTER (WHERE answered_on IS NOT NULL),
       count(*) FILTER (WHERE answered_on - published_on <= 7),
       coalesce(sum(answers), 0)::bigint, coalesce(sum(answers_helped), 0)::bigint, coalesce(sum(answers_partly_helped), 0)::bigint,
       coalesce(sum(answers_not_helped), 0)::bigint,
       coalesce(sum(changes_planned), 0)::bigint,
       coalesce(sum((SELECT count(*) FROM unnest(string_to_array(nullif(plans_due, ''), ' ')) AS due (on_day)
                      WHERE due.on_day::date < (SELECT today FROM zone))), 0)::bigint,
       coalesce(sum(changes_made), 0)::bigint,
       count(*) FILTER (WHERE edits_to_protect + edits_for_civility + edits_for_clarity > 0),
       coalesce(sum(me_too), 0)::bigint, coalesce(sum(views), 0)::bigint
  FROM story
 GROUP BY GROUPING SETS ((), (role), (date_trunc('month', published_on)::date))
 ORDER BY 1, 2, 3 DESC, 4"""


def statistics() -> Statistics:
    """All public figures, as they were counted some minutes ago or, if nobody has, now."""
    kept = CountedStatistics.objects.filter(counted_at__gt=clock.now() - KEPT_FOR, counted_at__lte=clock.now()).first()
    return count() if kept is None else _read(kept)


def count() -> Statistics:
    """All public figures, counted now. Reads every story."""
    now, today = clock.now(), clock.today()
    rows = fetch(LINES, [settings.TIME_ZONE, today], prepare=False)
    lines = [(no_role, no_month, Line(*rest)) for no_role, no_month, *rest in rows]
    return Statistics(
        counted_at=now,
        counted_on=today,
        total=next(line for no_role, no_month, line in lines if no_role and no_month),
        months=tuple(line for _, no_month, line in lines if not no_month),
        roles=tuple(line for no_role, _, line in lines if not no_role),
        providers=tuple(ServiceLine(*row) for row in sorted(fetch(PROVIDERS, prepare=False), key=lambda row: (row[1].casefold(), row[0]))),
    )


def packed(found: Statistics) -> dict[str, Any]:
    """The lines as JSON keeps them."""

    def values(line: Line) -> list[Any]:
        return [line.month and line.month.isoformat(), *list(astuple(line))[1:]]

    return {
        "total": values(found.total),
        "months": [values(each) for each in found.months],
        "roles": [values(each) for each in found.roles],
        "providers": [list(astuple(each)) for each in found.providers],
    }


def counted_still(window: Window) -> list[Missing]:
    """Stories that were public, were taken back, and are in the figures still: nothing was counted since."""
    kept = CountedStatistics.objects.values_list("counted_at", flat=True).first()
    if kept is None:
        return []
    gone = StoryMove.objects.filter(name="withdraw", at__gte=max(kept, window.since), at__lt=window.before)
    found = gone.exclude(story__published_on=None).order_by("at").values_list("at", "story_id")
    return [Missing(at, story_id) for at, story_id in found]


def _read(kept: CountedStatistics) -> Statistics:
    def line(values: list[Any]) -> Line:
        return Line(plain_day(values[0]), *values[1:])

    return Statistics(
        counted_at=kept.counted_at,
        counted_on=kept.counted_on,
        total=line(kept.lines["total"]),
        months=tuple(line(each) for each in kept.lines["months"]),
        roles=tuple(line(each) for each in kept.lines["roles"]),
        providers=tuple(ServiceLine(*each) for each in kept.lines.get("providers", ())),  # an older release keeps none
    )


def open_data() -> Iterator[bytes]:
    """The file of all published stories, as CSV with a head line, straight from the database in pieces of some kilobytes."""
    zone = sql.SQL("WITH zone AS (SELECT {}::text AS name), ").format(sql.Literal(settings.TIME_ZONE))
    yield from _copied(zone + sql.SQL(OFFERED) + sql.SQL(PUBLIC_ROWS) + sql.SQL(" ORDER BY s.id"))


def open_services() -> Iterator[bytes]:
    """The file of all services with stories, in the same way."""
    yield from _copied(sql.SQL(SERVICE_ROWS) + sql.SQL(" GROUP BY d.id ORDER BY 1, d.id"))


def _copied(rows: sql.Composable) -> Iterator[bytes]:
    connection.ensure_connection()
    held: list[bytes] = []
    size = 0
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, HEADER)").format(rows)) as copied,
    ):
        for piece in copied:
            held.append(bytes(piece))
            size += len(piece)
            if size >= 16_384:
                yield b"".join(held)
                held, size = [], 0
    yield b"".join(held)
