"""What changed because somebody told a story: made, planned, and overdue.

Within a day they stand by the numbers of their stories, which are drawn by chance: a change's own number tells when it was begun.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from heard.core import clock
from heard.core.keyset import Key, Page, page_of, read_cursor
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.published.queries.parts import CHANGE_SAID, SERVICES_OF_STORY, ChangeSaid, ServiceRef, said_in

Shown = Literal["made", "planned", "overdue"]
PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class ListedChange(ChangeSaid):
    """A change with the story that caused it."""

    story_number: int
    region_id: int
    story_title: str
    services: tuple[ServiceRef, ...]
    version: int
    not_yet: bool
    """The author said that it hasn't happened by the day that stands."""


CHANGE = f"""{CHANGE_SAID}, s.id AS story_number, s.region_id, s.title AS story_title, {SERVICES_OF_STORY} AS services, s.version,
       EXISTS (SELECT FROM public_reply r WHERE r.change_id = c.id AND r.promised_for = c.due_on) AS not_yet
  FROM public_change c JOIN public_story s ON s.id = c.story_id JOIN public_organisation o ON o.id = c.organisation_id"""
IN_BRANCH = " JOIN public_story_branch b ON b.story_id = c.story_id AND b.service_id = %s::bigint"


def list_changes(
    shown: Shown, *, service_id: int | None = None, within: int | None = None, page: str = "", size: int = PAGE_SIZE
) -> Page[ListedChange]:
    """Made ones, newest first; planned ones, those due soonest first; overdue ones, longest overdue first. `within` one region, if that is
    said.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    made = shown == "made"
    cursor = read_cursor(page, like=(date, int, int))
    back = cursor is not None and cursor.direction == "newer"
    params: list[Any] = [service_id] if service_id else []
    wanted = f"{said_in(within)} AND " + ("c.is_made" if made else "c.is_planned")
    if shown == "overdue":
        wanted += " AND c.due_on < %s::date"
        params.append(clock.today())
    on = "c.made_on" if made else "c.due_on"
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
    found = [row(ListedChange, each) for each in fetch_named(sql, params, prepare=service_id is None)]

    def key(change: ListedChange) -> Key:
        day = change.made_on if made else change.due_on
        return (day or date.max, change.story_number, change.number)

    return page_of(found, size=size, cursor=cursor, key=key)
