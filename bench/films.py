"""A story page while ten people watch a film, against the same page while nobody does: one web process, the two taken in turn."""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from typing import Any

from django.conf import settings

from bench.slow import ask, figures, p95, web

VIEWERS = 10
FILM_BYTES = 60_000_000
AT_ONCE, EACH_QUARTER = 2_000_000, 125_000
"""Bytes that a player takes when it begins or is moved on, and then each quarter of a second: 4 megabits a second, a sharp picture."""
MOVED_ON = 4.0
"""Seconds after which each viewer moves on to another place: a new connection, and a new part."""
ROUNDS, CALLS = 12, 60


def measure(ids: list[int]) -> dict[str, Any]:
    """Pages are asked for one after the other, each on a new connection, as strangers do."""
    paths = cycle(f"/stories/{pk}/" for pk in ids)
    alone: list[float] = []
    beside: list[float] = []
    settings.BENCH_FILM.write_bytes(random.Random(2).randbytes(FILM_BYTES))  # noqa: S311
    try:
        with web() as port:
            ask(port, islice(paths, CALLS))
            for _ in range(ROUNDS):
                alone += ask(port, islice(paths, CALLS))
                with _watched(port) as taken:
                    beside += ask(port, islice(paths, CALLS))
    finally:
        settings.BENCH_FILM.unlink()
    return {
        "nobody else": figures(alone),
        f"{VIEWERS} watch a film": figures(beside) | {"bytes of it in the last round": sum(taken)},
        "p95, watched ÷ not": {"ratio": round(p95(beside) / p95(alone), 2), "aim": "≤ 1.2"},
    }


@contextmanager
def _watched(port: int) -> Iterator[list[int]]:
    """All of them watch, and have begun; says how many bytes each has got."""
    taken = [0] * VIEWERS
    over = threading.Event()
    viewers = [threading.Thread(target=_watch, args=(port, number, taken, over), daemon=True) for number in range(VIEWERS)]
    for each in viewers:
        each.start()
    while min(taken) < AT_ONCE:
        time.sleep(0.05)
    yield taken
    over.set()
    for each in viewers:
        each.join()


def _watch(port: int, number: int, taken: list[int], over: threading.Event) -> None:
    dice = random.Random(number)  # noqa: S311
    while not over.is_set():
        start = dice.randrange(FILM_BYTES // 2)
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as connection:
            connection.sendall(f"GET /bench/film/ HTTP/1.1\r\nHost: localhost\r\nRange: bytes={start}-\r\n\r\n".encode())
            if b" 206 " not in connection.recv(32, socket.MSG_PEEK):
                raise SystemExit("The film was not sent in parts.")
            taken[number] += _take(connection, AT_ONCE)
            until = time.monotonic() + MOVED_ON
            while time.monotonic() < until and not over.wait(0.25):
                taken[number] += _take(connection, EACH_QUARTER)


def _take(connection: socket.socket, size: int) -> int:
    got = 0
    while got < size and (piece := connection.recv(min(65536, size - got))):
        got += len(piece)
    return got
