"""What search machines are offered: published stories, in chunks, oldest first, so that a chunk that filled before today stays as it is.

Numbers are drawn by chance, so chunks go by the day of publication, along its index.
"""

from datetime import date

from heard.core.prepared import fetch
from heard.website.queries.parts import day

CHUNK = 5000


def number_of_chunks() -> int:
    found = fetch("SELECT count(*) FROM stories_story s WHERE s.state = 'published'")
    return -(-int(found[0][0]) // CHUNK)


def stories_of_chunk(chunk: int) -> list[tuple[int, date]]:
    """Number and day of the last change of each published story in the chunk, counted from 0."""
    rows = fetch(
        f"""SELECT s.id, {day("s.changed_at")} FROM stories_story s
            WHERE s.state = 'published' ORDER BY s.published_on, s.id OFFSET %s::bigint LIMIT %s::bigint""",
        [chunk * CHUNK, CHUNK],
    )
    return [(number, changed_on) for number, changed_on in rows]
