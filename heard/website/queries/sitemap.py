"""What search machines are offered: published stories, in chunks, oldest first, so that a full chunk stays as it is.

Numbers are drawn by chance, so chunks go by publication, along its index.
"""

from datetime import date

from heard.core.prepared import fetch
from heard.website.queries.parts import sure_day

CHUNK = 5000


def number_of_chunks() -> int:
    found = fetch("SELECT count(*) FROM stories_story s WHERE s.state = 'published'")
    return -(-int(found[0][0]) // CHUNK)


def stories_of_chunk(chunk: int) -> list[tuple[int, date]]:
    """Number and day of the last change of each published story in the chunk, counted from 0."""
    rows = fetch(
        """SELECT s.id, s.changed_at FROM stories_story s
            WHERE s.state = 'published' ORDER BY s.told_at, s.id OFFSET %s::bigint LIMIT %s::bigint""",
        [chunk * CHUNK, CHUNK],
    )
    return [(number, sure_day(changed_at)) for number, changed_at in rows]
