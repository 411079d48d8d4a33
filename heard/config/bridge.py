"""Between the web server and Django: a thread is asked only when all that it needs has arrived, and is free before its answer is fetched.

granian speaks RSGI: its loop waits for any number of senders and readers, and none of them holds a thread. A body has to come within a time
and at a pace; what is more than a little of it waits on the disk. An answer is written by the thread at its own pace, and read by the
visitor at theirs. A cache of whole pages has its place in `Bridge.__rsgi__`, before a thread is asked.
"""

import asyncio
import io
import os
import shutil
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self, cast

from granian._granian import RSGIHTTPProtocol, RSGIProtocolClosed  # `granian.rsgi` has them by names that type checkers do not see
from granian.rsgi import Scope

from heard.core.errors import REFUSED
from heard.core.ranges import Stretch

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
IN_MEMORY = 64 * 1024
"""Bytes of a body that are kept in memory; what is longer waits on the disk, so that a thousand senders cost little."""
SHORT_ANSWER = 256 * 1024
"""Bytes of an answer that is handed to granian as it is: a page."""
DRAINED = 10
"""How many times the limit is still read, and thrown away, so that the browser comes to read the page that says it was too long."""
LOW_DISK_BYTES = 500_000_000
"""With less room than this nothing is put on the disk: the database needs it more."""


class Lent:
    """A file that the application answers with. A stretch of ours is never read here; others are."""

    def __init__(self, file: Any, size: int) -> None:
        self.file, self.size, self.close = file, size, file.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.size), b"")


BASIC_ENVIRON: Mapping[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.file_wrapper": Lent,
}


@dataclass(frozen=True)
class Rules:
    """How patient we are, and with how much."""

    limit: int
    """Bytes of a body, unless `limits` says another number for the beginning of the page's path."""
    folder: Path
    """Where long bodies and answers wait. They have no name there, and end with the request."""
    limits: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 30.0
    """How long a body may take to begin with, and a reader to take anything at all."""
    pace: int = 1000
    """Bytes that earn a second more: a slow telephone is patiently waited for, a sender of one letter a minute is not."""
    page_of: Callable[[str, str], str] = lambda _host, path: path
    """By host and path, what is left of the path without what says which site and language it is of. It must not wait for anything."""
    admits: Callable[[str], bool] = lambda _page: True
    """By the path of a page, whether its own limit counts: nobody fills our disk at a page that only staff are shown."""
    held: int = 1_000_000_000
    """Bytes on the disk, of all requests of this process together."""

    session: str = ""
    """The cookie of whoever is signed in. Only they send files, so without it no body longer than `limit` is kept."""

    def limit_of(self, host: str, path: str) -> int:
        page = self.page_of(host, path) if self.limits else path
        limit = next((limit for prefix, limit in self.limits.items() if page.startswith(prefix)), self.limit)
        return limit if limit <= self.limit or self.admits(page) else self.limit

    def may_send_files(self, headers: Iterable[tuple[str, str]]) -> bool:
        return any(name == "cookie" and f"{self.session}=" in value for name, value in headers) or not self.session


class NotTaken(Exception):
    """A body that we do not take, and why, as a status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Store:
    """The room on the disk that this process's requests have together."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.most, self.held = folder, most, 0
        self.counting = threading.Lock()

    def take(self, size: int) -> None:
        """Count `size` bytes more.

        Raises:
            NotTaken: there is no room for them.
        """
        if shutil.disk_usage(self.folder).free < LOW_DISK_BYTES:
            raise NotTaken(HTTPStatus.SERVICE_UNAVAILABLE)
        with self.counting:
            if self.held + size > self.most:
                raise NotTaken(HTTPStatus.SERVICE_UNAVAILABLE)
            self.held += size

    def give_back(self, size: int) -> None:
        with self.counting:
            self.held -= size


class Parcel:
    """Bytes on their way: a little of them in memory, more of them on the disk, in a file without a name."""

    def __init__(self, store: Store) -> None:
        self.store, self.size, self.counted = store, 0, 0
        self.file = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(store.folder)))  # noqa: SIM115 - closed by `close`

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > IN_MEMORY:
            self.store.take(self.size - self.counted)
            self.counted = self.size
        self.file.write(piece)

    def identity(self) -> tuple[int, int]:
        """Which file on the disk it is."""
        found = os.fstat(self.file.fileno())
        return found.st_dev, found.st_ino

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.store.give_back(self.counted)


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    whole: bytes
    long: Parcel | None = None
    """Instead of `whole`, when it is long."""
    stretch: Stretch | None = None
    """Instead of both, when it lies in a file of ours."""


class Bridge:
    """What granian calls for each request; `application` is any WSGI application, `threads` how many requests it works on at once."""

    def __init__(self, application: Application, *, rules: Rules, threads: int) -> None:
        self.application, self.rules, self.threads = application, rules, threads
        self.store = Store(rules.folder, rules.held)
        self.waiting: set[asyncio.Timeout] = set()
        self.fetched: list[tuple[float, Parcel]] = []
        self.leaving = False

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.rules.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="request")
        loop.call_soon(self._leave_who_takes_nothing)  # runs when granian listens
        loop.add_signal_handler(signal.SIGTERM, self._farewell)

    def _farewell(self) -> None:
        """Told to stop: whoever still sends is told so now. Then granian stops as it does after SIGINT: what is under way is answered."""
        self.leaving = True
        for patience in self.waiting:
            patience.reschedule(0)
        os.kill(os.getpid(), signal.SIGINT)

    def _leave_who_takes_nothing(self) -> None:
        """Have the system end a connection whose reader takes nothing: said of the socket that listens, for all that it takes in."""
        for number in os.listdir("/proc/self/fd"):
            with suppress(OSError), socket.socket(fileno=os.dup(int(number))) as found:
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(self.rules.seconds * 2000))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: RSGIHTTPProtocol) -> None:
        headers = scope.headers
        environ = environ_of(scope, headers.items())
        declared = int(headers.get("content-length", "0"))
        if not declared and "transfer-encoding" not in headers:
            self._send(await self._answer(environ), protocol)
            return
        limit = self.rules.limit_of(headers.get("host", ""), scope.path)
        too_long = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if limit > self.rules.limit and not self.rules.may_send_files(headers.items()):
            limit, too_long = self.rules.limit, HTTPStatus.UNAUTHORIZED
        with Parcel(self.store) as body:
            try:
                # Whoever asks first whether to send is told at once; others are read a while longer, so that they come to read the answer.
                await self._receive(protocol, body, declared, limit, readable=limit if "expect" in headers else limit * DRAINED)
            except NotTaken as no:
                environ[REFUSED] = too_long if no.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else no.status
            except RSGIProtocolClosed:
                # Half a form is no form. Whoever has gone is not there to be told; whoever only ended its own side of the line is.
                protocol.response_empty(HTTPStatus.BAD_REQUEST, [])
                return
            else:
                body.file.seek(0)
                environ |= {"wsgi.input": body.file, "CONTENT_LENGTH": str(body.size)}
            answer = await self._answer(environ)
        self._send(answer, protocol)

    async def _answer(self, environ: dict[str, Any]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self.pool, self._ask, environ)

    async def _receive(self, protocol: RSGIHTTPProtocol, body: Parcel, declared: int, limit: int, *, readable: int) -> None:
        """Wait for the whole body. At most `limit` bytes of it are kept, and at most `readable` are read.

        Raises:
            NotTaken: it is too long, too slow, or there is no room for it.
            RSGIProtocolClosed: the sender went away before its end.
        """
        if declared > readable:
            raise NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        began, came = asyncio.get_running_loop().time(), 0
        patience = asyncio.timeout(0 if self.leaving else self.rules.seconds)
        self.waiting.add(patience)
        try:
            async with patience:
                async for piece in protocol:
                    came += len(piece)
                    if not self.leaving:
                        patience.reschedule(began + self.rules.seconds + came / self.rules.pace)
                    if came > readable:
                        break
                    if max(came, declared) <= limit:
                        body.add(piece)
        except TimeoutError:
            raise NotTaken(HTTPStatus.SERVICE_UNAVAILABLE if self.leaving else HTTPStatus.REQUEST_TIMEOUT) from None
        finally:
            self.waiting.discard(patience)
        if max(came, declared) > limit:
            raise NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if came < declared:
            raise RSGIProtocolClosed

    def _ask(self, environ: dict[str, Any]) -> Answer:
        """In a thread: the application's whole answer, so that the thread is free however slowly it is fetched."""
        said: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _exception: object = None) -> None:
            said["status"], said["headers"] = int(status[:3]), headers

        found = self.application(environ, start)
        try:
            if isinstance(found, Lent) and isinstance(found.file, Stretch):
                return Answer(said["status"], said["headers"], b"", stretch=found.file)
            whole, long = self._collect(found)
        except NotTaken as no:
            return Answer(no.status, [("content-type", "text/plain"), ("retry-after", "60")], b"Busy. Please try again in a minute.\n")
        finally:
            if close := getattr(found, "close", None):
                close()
        return Answer(said["status"], said["headers"], whole, long)

    def _collect(self, pieces: Iterable[bytes]) -> tuple[bytes, Parcel | None]:
        first = b""
        left = iter(pieces)
        for piece in left:
            first += piece
            if len(first) > SHORT_ANSWER:
                break
        else:
            return first, None
        parcel = Parcel(self.store)
        try:
            parcel.add(first)
            for piece in left:
                parcel.add(piece)
        except BaseException:
            parcel.__exit__()
            raise
        parcel.file.flush()
        return b"", parcel

    def _send(self, answer: Answer, protocol: RSGIHTTPProtocol) -> None:
        if (part := answer.stretch) is not None:
            # Read by granian as the visitor takes it. Should the file have gone meanwhile, granian says that there is none.
            protocol.response_file_range(answer.status, answer.headers, str(part.path.absolute()), part.start, part.end)
            return
        if (parcel := answer.long) is None:
            protocol.response_bytes(answer.status, answer.headers, answer.whole)
            return
        # granian reads the file as the visitor takes it (what is given to its streams instead is all kept in memory). It says neither when
        # it has opened the file nor when it is done: that is looked at.
        headers = [*answer.headers, ("content-length", str(parcel.size))]
        protocol.response_file(answer.status, headers, f"/proc/self/fd/{parcel.file.fileno()}")
        self._look_after(parcel)

    def _look_after(self, parcel: Parcel) -> None:
        """Count the room of a long answer until its visitor has taken it, or has gone."""
        loop = asyncio.get_running_loop()
        if not self.fetched:
            loop.call_later(self.rules.seconds, self._put_away)
        self.fetched.append((loop.time(), parcel))

    def _put_away(self) -> None:
        """Close each long answer that granian has surely opened by now, and that nobody but us has open any more."""
        loop = asyncio.get_running_loop()
        opened = open_files()
        left = []
        for since, parcel in self.fetched:
            if loop.time() - since >= self.rules.seconds and opened[parcel.identity()] <= 1:
                parcel.__exit__()
            else:
                left.append((since, parcel))
        self.fetched = left
        if left:
            loop.call_later(self.rules.seconds, self._put_away)


def open_files() -> Counter[tuple[int, int]]:
    """How many times this process has each file open."""
    found: Counter[tuple[int, int]] = Counter()
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # closed meanwhile, this very listing among others
            each = os.fstat(int(number))
            found[each.st_dev, each.st_ino] += 1
    return found


def environ_of(scope: Scope, headers: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The request as WSGI says it, without a body. A name with `_` is left out: it would look like one with `-` that a proxy has set."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        **BASIC_ENVIRON,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
    }
    for name, value in headers:
        if "_" in name or name in {"content-length", "transfer-encoding"}:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"  # noqa: PLW2901
        environ[key] = value
    return environ
