"""What `manage.py doctor` asks of stories."""

from collections.abc import Iterator
from datetime import timedelta

from heard.core import clock
from heard.core.health import Finding, age, looked_at
from heard.stories.queries import to_index


@looked_at
def search() -> Iterator[Finding]:
    """Stories that wait to be indexed. After an upgrade they all do, for a while; else none does for long."""
    count, since = to_index()
    if not count or since is None:
        yield Finding("Search", "every public story is found by the words it has now")
        return
    waited = clock.now() - since
    wait = "1 story waits" if count == 1 else f"{count:,} stories wait"
    yield Finding(
        "Search",
        f"{wait} to be indexed, the first for {age(since)}: the worker does it every minute, a hundred at a time."
        " `manage.py index_stories` does it at once, beside the worker, and says how far it is",
        warns=waited > timedelta(minutes=10),
    )
