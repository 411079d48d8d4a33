"""An object store in place of the folder of files (`MEDIA_STORAGE_URL`): anything that speaks S3. Loaded only where one is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

PATIENCE = Config(
    signature_version="s3v4",
    connect_timeout=3,
    read_timeout=10,
    retries={"total_max_attempts": 2, "mode": "standard"},
    # Checksums that newer clients add are not understood by every store.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
"""Whoever waits for the store has one of the few threads that answer everybody."""
NOT_THERE = {"404", "NoSuchKey", "NotFound"}


class ObjectStore(S3Storage):
    """Says what is wrong as a folder would: nothing else here knows that it isn't one."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "auto")
        super().__init__(**options, client_config=PATIENCE.merge(Config(s3={"addressing_style": style})))

    def _save(self, name: str, content: Any) -> str:
        with _as_a_folder_says():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        with _as_a_folder_says():
            found = self.bucket.Object(self._normalize_name(name)).get()
            return ContentFile(found["Body"].read(), name=name)

    def delete(self, name: str) -> None:
        with _as_a_folder_says():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_folder_says():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_a_folder_says():
            folders, files = super().listdir(name)
            return folders, files

    def walk(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Name of each file below this folder, and since when it is there: a thousand at a time."""
        with _as_a_folder_says():
            within = self._normalize_name(folder) + "/"
            for each in self.bucket.objects.filter(Prefix=within):
                yield f"{folder}/{each.key.removeprefix(within)}", each.last_modified


@contextmanager
def _as_a_folder_says() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        if said.get("Code") in NOT_THERE:
            raise FileNotFoundError(said.get("Key", "")) from error
        raise OSError(f"The object store says: {said.get('Code')}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The object store can’t be used: {type(error).__name__}") from error
