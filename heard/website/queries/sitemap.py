"""What search machines are offered: published stories, in chunks by number, so that no chunk needs counting."""

from datetime import date

from heard.core.prepared import fetch
from heard.website.queries.parts import sure_day

CHUNK = 5000


def number_of_chunks() -> int:
    found = fetch("SELECT max(s.id) FROM stories_story s WHERE s.state = 'published'")
    return (found[0][0] or -1) // CHUNK + 1


def stories_of_chunk(chunk: int) -> list[tuple[int, date]]:
    """Number and day of the last change of each published story in the chunk, counted from 0."""
    rows = fetch(
        """SELECT s.id, s.changed_at FROM stories_story s
            WHERE s.state = 'published' AND s.id BETWEEN %s::bigint AND %s::bigint ORDER BY s.id""",
        [chunk * CHUNK, chunk * CHUNK + CHUNK - 1],
    )
    return [(number, sure_day(changed_at)) for number, changed_at in rows]
