"""What search machines are offered: published stories, in chunks, oldest first, so that a chunk that filled before today stays as it is.

Numbers are drawn by chance, so chunks go by the day of publication, along its index.
"""

from datetime import date
from typing import NamedTuple

from heard.core.prepared import fetch, fetch_named
from heard.core.rows import row
from heard.published.queries.parts import told_in

CHUNK = 5000


class Mapped(NamedTuple):
    """A published story and the day of its last change."""

    number: int
    changed_on: date


def number_of_chunks(*, within: int | None = None) -> int:
    ((stories,),) = fetch(f"SELECT count(*) FROM public_story s WHERE {told_in(within)}")
    return -(-int(stories) // CHUNK)


def stories_of_chunk(chunk: int, *, within: int | None = None) -> list[Mapped]:
    """The published stories in the chunk, counted from 0: of all, or of one region."""
    found = fetch_named(
        f"""SELECT id AS number, changed_on FROM public_story s WHERE {told_in(within)}
            ORDER BY published_on, id OFFSET %s::bigint LIMIT %s::bigint""",
        [chunk * CHUNK, CHUNK],
    )
    return [row(Mapped, each) for each in found]
