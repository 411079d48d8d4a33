"""Files that are sent along with forms."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile
from django.core.signing import BadSignature, TimestampSigner

from heard.core import sites

NO_ROOM = "heard.no_room"
"""In the META of a request: its file didn't fit on our disk."""
LEFT_FREE = 500_000_000
"""Bytes of the disk that no file may take: the database needs them more."""
GOOD_FOR = timedelta(hours=12)
"""As long as a session: who opened the page this morning can send a film this afternoon."""
_SIGNER = TimestampSigner(salt="core.uploads.permit")


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
        page = _page_of(META)
        limits = [limit for beginning, limit in settings.BODY_LIMITS.items() if page.startswith(beginning)]
        self.activated = bool(limits) and content_length <= limits[0] and not _on_disk(page)


class OnDisk(FileUploadHandler):
    """Puts a file on the disk, at the pages for large ones (`settings.FILES_ON_DISK`). It lies beside the films, in the same folder of the
    same group, so whoever keeps it only moves it. One that doesn't fit is left out, and the rest of the form is read.
    """

    sent: TemporaryUploadedFile | None = None

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803 - Django calls it so
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.META, self.activated = META, _on_disk(_page_of(META))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.activated:
            return
        arriving().mkdir(parents=True, exist_ok=True, mode=0o2770)
        self.sent = Arriving(self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.sent is None:
            return raw_data
        if not self._written(raw_data):
            self.META[NO_ROOM] = True
            self.upload_interrupted()
            raise SkipFile
        return None

    def _written(self, piece: bytes) -> bool:
        try:
            if self.sent is None or shutil.disk_usage(arriving()).free < LEFT_FREE:
                return False
            self.sent.write(piece)
        except OSError:
            return False
        return True

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if (file := self.sent) is None:
            return None
        self.sent = None
        file.seek(0)
        file.size = file_size
        return file

    def upload_interrupted(self) -> None:
        if self.sent is not None:
            self.sent.close()
            self.sent = None


class Arriving(TemporaryUploadedFile):
    """A file in the folder of what arrives; gone when it is closed, unless somebody moved it."""

    def __init__(self, name: str, content_type: str, size: int, charset: str | None, extra: dict[str, Any] | None) -> None:
        file = NamedTemporaryFile(suffix=".upload", dir=arriving())  # noqa: SIM115 - closed with this
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


def arriving() -> Path:
    return Path(settings.MEDIA_ROOT) / "arriving"


def permit() -> str:
    """What the address of a page must have for a large file to be taken there: nobody else fills our disk (`admits`)."""
    return _SIGNER.sign("")


def admits(page: str) -> bool:
    """Whether this page takes a body as large as its limit. At pages for large files the next part of the address has to be a `permit`.

    Looks at the address alone: it is asked before anything is read, and must not wait.
    """
    beginning = next((each for each in settings.FILES_ON_DISK if page.startswith(each)), None)
    if beginning is None:
        return True
    try:
        _SIGNER.unsign(page.removeprefix(beginning).strip("/"), max_age=GOOD_FOR)
    except BadSignature:
        return False
    return True


def _on_disk(page: str) -> bool:
    return any(page.startswith(each) for each in settings.FILES_ON_DISK)


def _page_of(meta: dict[str, Any]) -> str:
    return sites.page_of(meta.get("HTTP_HOST", ""), meta.get("PATH_INFO", "/"))
