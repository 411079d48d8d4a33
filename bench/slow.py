"""A story page while hundreds send and read slowly, against the same page while nobody does: one web process, the two taken in turn."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from launch.processes import ends_with_parent

SENDERS = READERS = 200
ROUNDS, CALLS = 12, 60
READY_SECONDS = 60
SMALL = 2048
"""The window of a reader who takes next to nothing: what is longer than a page waits on our side."""


def measure(ids: list[int]) -> dict[str, Any]:
    """Pages are asked for one after the other, each on a new connection, as strangers do."""
    paths = cycle(f"/stories/{pk}/" for pk in ids)
    quiet: list[float] = []
    beset: list[float] = []
    with web() as port:
        ask(port, islice(paths, CALLS))
        for _ in range(ROUNDS):
            quiet += ask(port, islice(paths, CALLS))
            with ExitStack() as stack:
                _beset(port, stack)
                beset += ask(port, islice(paths, CALLS))
    ratio = p95(beset) / p95(quiet)
    return {
        "nobody else": figures(quiet),
        f"{SENDERS} slow senders and {READERS} slow readers": figures(beset),
        "p95, beset ÷ not": {"ratio": round(ratio, 2), "aim": "≤ 1.5"},
    }


@contextmanager
def web() -> Iterator[int]:
    """`manage.py web` with these settings, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "manage.py", "web", "--port", str(port)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], preexec_fn=ends_with_parent())  # noqa: S603, PLW1509 - our own
    try:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                ask(port, ["/robots.txt"])
                break
            except ConnectionError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("The web server did not start.") from None
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def _beset(port: int, stack: ExitStack) -> None:
    """Open all the slow ones, each as far as it comes: a form of which little is sent, a long list of which nothing is read."""
    form = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\nwords="
    page = b"GET /stories/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for request in [form] * SENDERS + [page] * READERS:
        connection = stack.enter_context(closing(socket.socket()))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        connection.connect(("127.0.0.1", port))
        connection.sendall(request)
        if request is page:
            connection.recv(1)  # it is being answered: the page was drawn, which is no part of what is measured


def ask(port: int, paths: Iterator[str] | list[str]) -> list[float]:
    took = []
    for path in paths:
        began = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
        took.append(time.perf_counter() - began)
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"A page answered {answer.status}.")
    return took


def p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[18]


def figures(took: list[float]) -> dict[str, float]:
    return {"median ms": round(statistics.median(took) * 1000, 2), "p95 ms": round(p95(took) * 1000, 2)}
