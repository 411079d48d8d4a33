"""What `manage.py doctor` asks of pictures."""

from collections.abc import Iterator

from django.conf import settings

from heard.core.health import Finding, looked_at
from heard.media.queries import without_files


@looked_at
def pictures() -> Iterator[Finding]:
    """Whether each picture that is shown has its files: they lie beside the database, and a backup can hold one without the other."""
    count, lacking = without_files()
    if lacking:
        yield Finding(
            "Pictures", f"{lacking} of {count} have no file in {settings.MEDIA_ROOT}: bring that folder back from a backup", well=False
        )
    elif count:
        yield Finding("Pictures", f"{count}, each with its files in {settings.MEDIA_ROOT}")
