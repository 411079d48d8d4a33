"""Files that are sent along with forms."""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler

from heard.core import sites


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory where the page takes one (`settings.BODY_LIMITS`), and drops it everywhere else. Nothing is put on the disk,
    and nothing larger than the page's limit comes this far (`heard.config.bridge`).
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803 - Django calls it so
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        path = sites.page_of(META.get("HTTP_HOST", ""), META.get("PATH_INFO", "/"))
        limits = [limit for beginning, limit in settings.BODY_LIMITS.items() if path.startswith(beginning)]
        self.activated = bool(limits) and content_length <= limits[0]
