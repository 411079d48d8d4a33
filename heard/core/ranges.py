"""A file of ours, or the part of it that was asked for: players of films ask for a little at a time.

No thread waits while it's fetched. The answer only names the stretch, and the web server sends it (`config.bridge`), which WSGI has a name
for: `wsgi.file_wrapper`. Where nobody is there to do that, as in tests, the answer reads the file itself.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

_ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII | re.IGNORECASE)


class Stretch:
    """Bytes `start` to `end` of a file, the second not among them."""

    close: Callable[[], Any]
    """Ends the answer that names it; Django puts it there."""

    def __init__(self, path: Path, start: int, end: int) -> None:
        self.path, self.start, self.end = path, start, end

    def pieces(self, size: int) -> Iterator[bytes]:
        return iter(lambda: self.read(size), b"")

    def read(self, size: int) -> bytes:
        """The next of its bytes, for servers that read what they send, such as Django's own."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            piece = file.read(min(size, self.end - self.start))
        self.start += len(piece)
        return piece


class StretchResponse(StreamingHttpResponse):
    block_size = 64 * 1024

    def __init__(self, stretch: Stretch, **options: Any) -> None:
        super().__init__(stretch.pieces(self.block_size), **options)
        self.file_to_stream = stretch


def ranged(request: HttpRequest, *, path: Path, content_type: str) -> HttpResponseBase:
    """This file, as RFC 9110 has it: all of it, one part of it, that the browser has it already, or that it has no such part.

    Several parts at once are answered with the whole, as anyone may. Nothing says when the file was made: `Last-Modified` and an `ETag` of
    the usual kind would, to the second.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Http404 from None
    size = found.st_size
    etag = f'"{salted_hmac("heard.core.ranges", f"{path.name} {size} {found.st_mtime_ns}", algorithm="sha256").hexdigest()[:24]}"'
    response = get_conditional_response(request, etag=etag) or _part(request, path, size, etag, content_type)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return response


def _part(request: HttpRequest, path: Path, size: int, etag: str, content_type: str) -> HttpResponseBase:
    wanted = _wanted(request, size, etag)
    if wanted is not None and not wanted:
        response: HttpResponseBase = HttpResponse(status=416, content_type="text/plain")
        response["Content-Range"] = f"bytes */{size}"
        return response
    sent = wanted or range(size)
    if request.method == "HEAD" or not sent:
        response = HttpResponse(content_type=content_type)
    else:
        response = StretchResponse(Stretch(path, sent.start, sent.stop), content_type=content_type)
    response["Content-Length"] = str(len(sent))
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return response


def _wanted(request: HttpRequest, size: int, etag: str) -> range | None:
    """The part that was asked for; an empty one if the file has no such part; None for all of it."""
    asked = _ONE_RANGE.fullmatch(request.META.get("HTTP_RANGE", "").strip())
    if request.method != "GET" or not asked:  # no other method has parts
        return None
    if request.headers.get("If-Range", etag) != etag:  # the part of another edition wouldn't fit what the browser has
        return None
    first, last, tail = asked.groups()
    if tail:
        return range(max(0, size - int(tail)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
