"""Who is listening: organisations with a running subscription."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from heard.core import clock
from heard.core.keyset import Page, page_of, read_cursor
from heard.core.prepared import fetch
from heard.website.queries.service_page import LISTENER, Listener, listener_from

PAGE_SIZE = 40


def list_listeners(*, kind: str = "", page: str = "", size: int = PAGE_SIZE) -> Page[Listener]:
    """Organisations that listen today, by name, all of them or one kind.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    cursor = read_cursor(page, like=(str, int))
    back = cursor is not None and cursor.direction == "newer"
    params: list[Any] = [settings.TIME_ZONE, clock.today()]
    narrowed = ""
    if kind:
        narrowed += " AND o.kind = %s::varchar"
        params.append(kind)
    if cursor is not None:
        narrowed += f" AND (lower(o.name), o.id) {'<' if back else '>'} (%s::text, %s::bigint)"
        params += list(cursor.key)
    way = "DESC" if back else "ASC"
    found = fetch(
        f"""WITH zone AS (SELECT %s::text AS name, %s::date AS today)
            SELECT {LISTENER}, lower(o.name), o.id
              FROM zone JOIN organisations_subscription sub ON zone.today BETWEEN sub.starts_on AND sub.ends_on
              JOIN organisations_organisation o ON o.id = sub.organisation_id
             WHERE true{narrowed} ORDER BY lower(o.name) {way}, o.id {way} LIMIT {size + 1:d}""",
        params,
    )
    return page_of(found, size=size, cursor=cursor, key=lambda row: (row[1], row[2])).map(_listener)


def _listener(row: Sequence[Any]) -> Listener:
    return listener_from(row[0])
