"""Where files are kept when they don't lie beside the database."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def storage_of(url: str) -> dict[str, Any]:
    """What Django is told of `s3://KEY:SECRET@HOST/BUCKET/FOLDER?region=…`.

    Without a host it's Amazon's own, without a key what the machine may do; `tls=0` is for a store on the same machine.

    Raises:
        ValueError: the address can't be read.
    """
    parts, asked = urlsplit(url), parse_qs(urlsplit(url).query)
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not bucket:
        raise ValueError("MEDIA_STORAGE_URL has to look like s3://KEY:SECRET@HOST/BUCKET?region=REGION.")
    if unknown := asked.keys() - {"region", "tls"}:
        raise ValueError(f"MEDIA_STORAGE_URL doesn’t know {', '.join(sorted(unknown))}; it knows region and tls.")
    options: dict[str, Any] = {"bucket_name": bucket, "location": folder, "region_name": asked.get("region", [None])[0]}
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    if parts.hostname:
        port = f":{parts.port}" if parts.port else ""
        scheme = "http" if asked.get("tls") == ["0"] else "https"
        options |= {"endpoint_url": f"{scheme}://{parts.hostname}{port}", "addressing_style": "path"}
    return {"BACKEND": "heard.core.object_store.ObjectStore", "OPTIONS": options}


def place_of(storage: Mapping[str, Any]) -> str:
    """Which store that is, without what opens it; nothing for a folder."""
    options = storage.get("OPTIONS", {})
    if "bucket_name" not in options:
        return ""
    host = options.get("endpoint_url", "").partition("//")[2] or "Amazon S3"
    return f"{host}, “{'/'.join(filter(None, (options['bucket_name'], options['location'])))}”"
