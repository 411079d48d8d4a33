"""Who is listening: organisations with a running subscription."""

from typing import Any

from heard.core import clock
from heard.core.keyset import Page, page_of, read_cursor
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.website.queries.service_page import LISTENER, Listener, with_what_was_given

PAGE_SIZE = 40


def list_listeners(*, kind: str = "", within: int | None = None, page: str = "", size: int = PAGE_SIZE) -> Page[Listener]:
    """Organisations that listen today, by name, all of them, or one kind or region.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    cursor = read_cursor(page, like=(str, int))
    back = cursor is not None and cursor.direction == "newer"
    params: list[Any] = [clock.today()]
    narrowed = ""
    if kind:
        narrowed += " AND o.kind = %s::varchar"
        params.append(kind)
    if within is not None:
        narrowed += " AND o.region_id = %s::bigint"
        params.append(within)
    if cursor is not None:
        narrowed += f" AND (lower(o.name), o.id) {'<' if back else '>'} (%s::text, %s::bigint)"
        params += list(cursor.key)
    way = "DESC" if back else "ASC"
    found = fetch_named(
        f"""SELECT {LISTENER} AS listener, lower(o.name) AS name, o.id
              FROM public_subscription sub JOIN public_organisation o ON o.id = sub.organisation_id
             WHERE %s::date BETWEEN sub.starts_on AND sub.ends_on{narrowed}
             ORDER BY lower(o.name) {way}, o.id {way} LIMIT {size + 1:d}""",
        params,
    )
    listed = page_of(found, size=size, cursor=cursor, key=lambda each: (each["name"], each["id"]))
    return listed.map(lambda each: row(Listener, with_what_was_given(each["listener"])))
