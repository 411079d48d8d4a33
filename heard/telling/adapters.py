"""What `manage.py doctor` asks of telling."""

from collections.abc import Iterator

from heard.core.health import Finding, looked_at
from heard.telling.queries import recent_rushes


@looked_at
def rushes() -> Iterator[Finding]:
    """Far more was told from one place, in some hour of the last day, than a hospital would tell."""
    seen = recent_rushes()
    if seen.noticed:
        hours, places = len(seen.noticed), sum(rush.places for rush in seen.noticed)
        words = (
            f"far more was told from one place than expected, in {hours} of the last 24 hours (places and hours together: {places});"
            f" {seen.read_last} stories that came without the calculation we ask for wait to be read last."
            " See “A flood of stories” in docs/running.md"
        )
        yield Finding("Stories", words, warns=True)
