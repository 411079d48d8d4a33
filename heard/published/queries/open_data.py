"""The open data: a file of all published stories, and one of all services with stories. Public figures are counted over these rows."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext_lazy

from heard.published.queries.parts import told_in
from heard.regions.queries import NAMES

# Of tags, those that authors are offered: another is an author's own words, which the file is said not to hold.
OFFERED = "offered AS (SELECT coalesce(array_agg(kind || ':' || slug), '{}') AS tags FROM public_tag WHERE offered)"


def _plain_name(named: str) -> str:
    """A name as a file holds it: one that begins like a formula is none to a spreadsheet."""
    return f"CASE WHEN {named}.name ~ '^[=+@-]' THEN chr(39) ELSE '' END || {named}.name"


def _region_of(row: str) -> str:
    """The name of the region of a story or service."""
    return f"(SELECT {_plain_name('r')} FROM ({NAMES}) AS r WHERE r.id = {row}.region_id)"


# One row per published story, beside the CTE `offered`.
PUBLIC_ROWS = f"""
SELECT s.id AS number, {_region_of("s")} AS region,
       s.published_on, to_char(s.happened_month, 'YYYY-MM') AS happened, s.role, s.is_question AS question,
       (SELECT string_agg(d.path_key, ' ' ORDER BY u.position) FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
         CROSS JOIN LATERAL (SELECT e.path_key FROM public_service e WHERE e.id = u.id OFFSET 0) AS d) AS services,
       (SELECT string_agg(d.name, '; ' ORDER BY u.position) FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
         CROSS JOIN LATERAL (SELECT {_plain_name("e")} AS name FROM public_service e WHERE e.id = u.id OFFSET 0) AS d) AS service_names,
       (SELECT string_agg(d.path_key, ' ' ORDER BY d.path_key) FROM unnest(s.ancestors) AS u (id)
         CROSS JOIN LATERAL (SELECT e.path_key FROM public_service e WHERE e.id = u.id OFFSET 0) AS d
        WHERE u.id <> ALL (s.service_ids)) AS part_of,
       array_to_string(ARRAY(SELECT tag FROM unnest(s.tag_slugs) AS tag WHERE tag = ANY (offered.tags)), ' ') AS tags,
       s.heard_on, s.read_on, s.answered_on, s.planned_on, s.made_on, s.helped_on,
       coalesce(a.answers, 0) AS answers, coalesce(a.helped, 0) AS answers_helped, coalesce(a.partly, 0) AS answers_partly_helped,
       coalesce(a.not_helped, 0) AS answers_not_helped,
       coalesce(t.told, 0) AS organisations_told, coalesce(t.read, 0) AS organisations_read,
       coalesce(c.planned, 0) AS changes_planned, coalesce(c.made, 0) AS changes_made, coalesce(c.due, '') AS plans_due,
       s.protective_edits AS edits_to_protect, s.civil_edits AS edits_for_civility, s.clarity_edits AS edits_for_clarity, s.edited_on,
       s.me_too, s.views
  FROM public_story s CROSS JOIN offered
  LEFT JOIN (SELECT story_id, count(*) AS answers, count(*) FILTER (WHERE helpful = 'yes') AS helped,
                    count(*) FILTER (WHERE helpful = 'partly') AS partly, count(*) FILTER (WHERE helpful = 'no') AS not_helped
               FROM public_answer GROUP BY story_id) a ON a.story_id = s.id
  LEFT JOIN (SELECT story_id, count(*) AS told, count(read_on) AS read FROM public_telling GROUP BY story_id) t ON t.story_id = s.id
  LEFT JOIN (SELECT story_id, count(*) FILTER (WHERE is_planned) AS planned, count(*) FILTER (WHERE is_made) AS made,
                    string_agg(due_on::text, ' ' ORDER BY due_on) FILTER (WHERE is_planned) AS due
               FROM public_change GROUP BY story_id) c ON c.story_id = s.id"""

COLUMNS = {
    "number": gettext_lazy("The story’s number, as in its address"),
    "region": gettext_lazy("The name of the region whose site it was told on"),
    "published_on": gettext_lazy("The day it was published, which is also the day it was told"),
    "happened": gettext_lazy("The year and month it happened, if the author said"),
    "role": gettext_lazy("Who the author is in the story: patient, service-user, parent, relative, carer, friend, advocate or staff"),
    "question": gettext_lazy("t if the author asks a question, otherwise f"),
    "services": gettext_lazy(
        "The services it is about: their codes in the national register or, where there is none, their names as in an address"
    ),
    "service_names": gettext_lazy("The names of these services today, in the same order, with a semicolon and a space between"),
    "part_of": gettext_lazy("The codes of the hospitals, providers and other services that these services are part of"),
    "tags": gettext_lazy("What was good, what could be better and feelings, each as kind:word. Only tags we offer, not authors’ own"),
    "heard_on": gettext_lazy("The day the first email about it was delivered to a member of a listening organisation"),
    "read_on": gettext_lazy("The day a signed-in member of an organisation it concerns first opened it"),
    "answered_on": gettext_lazy("The day of the first published answer"),
    "planned_on": gettext_lazy("The day the first planned change was published"),
    "made_on": gettext_lazy("The day the first change made was published"),
    "helped_on": gettext_lazy("The day the author first said that it helped"),
    "answers": gettext_lazy("How many answers are published"),
    "answers_helped": gettext_lazy("How many of these the author called helpful"),
    "answers_partly_helped": gettext_lazy("How many the author called partly helpful"),
    "answers_not_helped": gettext_lazy("How many the author called not helpful"),
    "organisations_told": gettext_lazy("How many organisations were told"),
    "organisations_read": gettext_lazy("How many of these have read it"),
    "changes_planned": gettext_lazy("How many changes are planned and not made yet"),
    "changes_made": gettext_lazy("How many changes have been made"),
    "plans_due": gettext_lazy("The days the planned changes are due by"),
    "edits_to_protect": gettext_lazy("How many edits moderators made to protect people"),
    "edits_for_civility": gettext_lazy("How many edits moderators made to keep it lawful and civil"),
    "edits_for_clarity": gettext_lazy("How many edits moderators made for length or clarity"),
    "edited_on": gettext_lazy("The day of the last edit, if the story was already public"),
    "me_too": gettext_lazy("How many readers said that this happened to them too"),
    "views": gettext_lazy("How many times its page was opened"),
}

# Told and all that follows count for a story here as they do above; a story about two wards of one hospital counts once for the hospital.
SERVICE_ROWS = f"""
SELECT d.path_key AS code, {_plain_name("d")} AS name, {_region_of("d")} AS region, d.level,
       coalesce((SELECT up.path_key FROM public_service up WHERE up.id = d.parent_id), '') AS part_of,
       count(*) AS told, count(s.heard_on) AS heard, count(s.read_on) AS read, count(s.answered_on) AS answered,
       count(s.planned_on) AS planned, count(s.made_on) AS made,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY s.answered_on - s.published_on)
         FILTER (WHERE s.answered_on IS NOT NULL) AS median_days
  FROM public_story_branch b JOIN public_story s ON s.id = b.story_id JOIN public_service d ON d.id = b.service_id"""
BY_SERVICE = "GROUP BY d.id, d.path_key, d.name, d.region_id, d.level, d.parent_id"
SERVICE_COLUMNS = {
    "code": gettext_lazy("The service’s code in the national register or, where there is none, its name as in an address"),
    "name": gettext_lazy("Its name today"),
    "region": gettext_lazy("The name of the region it is in. Its stories may have been told on the site of another one"),
    "level": gettext_lazy("provider, site or service"),
    "part_of": gettext_lazy("The code of what it is part of; empty for a provider"),
    "told": gettext_lazy("How many stories about it, or about a part of it, are public"),
    "heard": gettext_lazy("For how many of these an email was delivered to a member of a listening organisation"),
    "read": gettext_lazy("How many of these were opened by a member of an organisation they concern"),
    "answered": gettext_lazy("How many of these have a public answer"),
    "planned": gettext_lazy("How many of these led to a planned change, whether or not it has been made"),
    "made": gettext_lazy("How many of these led to a change that has been made"),
    "median_days": gettext_lazy("Within how many days half of the answered ones had their first answer"),
}


def open_data(*, within: int | None = None) -> Iterator[bytes]:
    """The file of all published stories, or of those of one region, as CSV with a head line, straight from the database in pieces of some
    kilobytes.
    """
    yield from _copied(f"WITH {OFFERED} {PUBLIC_ROWS} WHERE {told_in(within)} ORDER BY s.id")


def open_services(*, within: int | None = None) -> Iterator[bytes]:
    """The file of all services with stories, counted over the same ones, in the same way."""
    yield from _copied(f"{SERVICE_ROWS} WHERE {told_in(within)} {BY_SERVICE} ORDER BY 1, d.id")


def _copied(rows: str) -> Iterator[bytes]:
    connection.ensure_connection()
    held: list[bytes] = []
    size = 0
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY ({rows}) TO STDOUT WITH (FORMAT csv, HEADER)") as copied,
    ):
        for piece in copied:
            held.append(bytes(piece))
            size += len(piece)
            if size >= 16_384:
                yield b"".join(held)
                held, size = [], 0
    yield b"".join(held)
