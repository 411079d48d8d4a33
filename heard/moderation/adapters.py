"""What `manage.py doctor` asks of moderation."""

from collections.abc import Iterator

from heard.core.health import Finding, looked_at
from heard.moderation import queries


@looked_at
def approved_stories() -> Iterator[Finding]:
    late = queries.approved_and_late().count()
    if late:
        words = f"approved and late: {late}. The worker's log names the cases and what went wrong; they are tried again every minute"
        yield Finding("Moderation", words, well=False)
