"""What changed because somebody told a story: made, planned, and overdue.

Within a day they stand by the numbers of their stories, which are drawn by chance: a change's own number tells when it was begun.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from heard.core import clock
from heard.core.keyset import Key, Page, page_of, read_cursor
from heard.core.prepared import fetch
from heard.website.queries.parts import PLAN_IS_PUBLIC, SERVICES_OF_STORY, ServiceRef, day, services_from

Shown = Literal["made", "planned", "overdue"]
PAGE_SIZE = 20


@dataclass(frozen=True)
class ListedChange:
    """A change with the story that caused it."""

    number: int
    organisation: str
    what: str
    who_leads: str
    due_on: date | None
    planned_on: date | None
    made_what: str
    made_on: date | None
    helped: str
    story_number: int
    story_title: str
    services: tuple[ServiceRef, ...]
    version: int
    first_due_on: date | None
    not_yet: bool
    """The author said that it hasn't happened by the day that stands."""


MADE_ON = day("c.made_at")
CHANGE = f"""
SELECT c.id, o.name, CASE WHEN c.planned_at IS NOT NULL THEN c.what ELSE '' END, c.who_leads, c.due_on, {day("c.planned_at")},
       CASE WHEN c.state = 'made' THEN c.made_what ELSE '' END, CASE WHEN c.state = 'made' THEN {MADE_ON} END,
       CASE WHEN c.state = 'made' THEN c.helped ELSE '' END, s.id, s.title, {SERVICES_OF_STORY}, s.version,
       c.first_due_on,
       EXISTS (SELECT FROM responses_reply r WHERE r.change_id = c.id AND r.promised_for = c.due_on AND r.state = 'published')
  FROM responses_change c
  JOIN stories_story s ON s.id = c.story_id AND s.state = 'published'
  JOIN organisations_organisation o ON o.id = c.organisation_id"""
IN_BRANCH = " JOIN stories_storybranch b ON b.story_id = c.story_id AND b.service_id = %s::bigint"


def list_changes(shown: Shown, *, service_id: int | None = None, page: str = "", size: int = PAGE_SIZE) -> Page[ListedChange]:
    """Made ones, newest first; planned ones, those due soonest first; overdue ones, longest overdue first.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    made = shown == "made"
    cursor = read_cursor(page, like=(date, int, int))
    back = cursor is not None and cursor.direction == "newer"
    params: list[Any] = [service_id] if service_id else []
    wanted = "c.state = 'made'" if made else PLAN_IS_PUBLIC
    if shown == "overdue":
        wanted += " AND c.due_on < %s::date"
        params.append(clock.today())
    on = MADE_ON if made else "c.due_on"
    place = ""
    if cursor is not None:
        # Made ones walk down through time, planned ones up through due dates.
        sign = "<" if made != back else ">"
        place = f" AND ({on}, c.story_id, c.id) {sign} (%s::date, %s::bigint, %s::bigint)"
        params += list(cursor.key)
    way = "DESC" if made != back else "ASC"
    sql = (
        f"{CHANGE}{IN_BRANCH if service_id else ''} WHERE {wanted}{place} "
        f"ORDER BY {on} {way}, c.story_id {way}, c.id {way} LIMIT {size + 1:d}"
    )
    # A branch with few changes is read another way than one with half of them all: planned for the branch that is asked for.
    found = fetch(sql, params, prepare=service_id is None)

    def key(row: tuple[Any, ...]) -> Key:
        return (row[7] if made else row[4], row[9], row[0])

    return page_of(found, size=size, cursor=cursor, key=key).map(_change)


def _change(row: tuple[Any, ...]) -> ListedChange:
    return ListedChange(
        number=row[0],
        organisation=row[1],
        what=row[2],
        who_leads=row[3],
        due_on=row[4],
        planned_on=row[5],
        made_what=row[6],
        made_on=row[7],
        helped=row[8],
        story_number=row[9],
        story_title=row[10],
        services=services_from(row[11]),
        version=row[12],
        first_due_on=row[13],
        not_yet=row[14],
    )
