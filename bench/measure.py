"""Two or more ways of doing one thing, taken in turn, so that whatever else the machine does falls on all of them alike."""

import io
import os
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Medians for one way: `wall` and `app` (this process's CPU) per call in seconds, `p95` of wall, `database` CPU per call."""

    wall: float
    p95: float
    app: float
    database: float

    @property
    def cpu(self) -> float:
        """Work of the processors for one call."""
        return self.app + self.database


@dataclass(frozen=True)
class Compared:
    """The costs by name, and for each pair the median of the ratios that were taken side by side."""

    costs: Mapping[str, Cost]
    rounds: Mapping[str, list[float]]

    def times(self, slow: str, quick: str) -> float:
        """How many times longer `slow` takes than `quick`: the median over rounds, so that one bad moment does not count."""
        return statistics.median(a / b for a, b in zip(self.rounds[slow], self.rounds[quick], strict=True))


def compare(ways: Mapping[str, Callable[[], object]], *, rounds: int = 40, calls: int = 25, backend: int) -> Compared:
    """Run each way `calls` times in each of `rounds`, in another order each round. `backend` is the database process's id."""
    dice = random.Random(3)  # noqa: S311
    for way in ways.values():
        for _ in range(calls):
            way()
    walls: dict[str, list[float]] = {name: [] for name in ways}
    apps: dict[str, list[float]] = {name: [] for name in ways}
    bases: dict[str, float] = dict.fromkeys(ways, 0.0)
    medians: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        order = list(ways)
        dice.shuffle(order)
        for name in order:
            took = []
            base, app = _cpu_of(backend), time.process_time()
            for _ in range(calls):
                began = time.perf_counter()
                ways[name]()
                took.append(time.perf_counter() - began)
            apps[name].append((time.process_time() - app) / calls)
            bases[name] += _cpu_of(backend) - base
            walls[name] += took
            medians[name].append(statistics.median(took))
    costs = {
        name: Cost(
            wall=statistics.median(walls[name]),
            p95=statistics.quantiles(walls[name], n=20)[18],
            app=statistics.median(apps[name]),
            database=bases[name] / (rounds * calls),
        )
        for name in ways
    }
    return Compared(costs, medians)


def _cpu_of(process: int) -> float:
    """Seconds of CPU a process has used, to a hundredth; 0 where the system does not say or it runs elsewhere."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


class Site:
    """The site without a network: requests go into the WSGI application and come out as status, headers and body."""

    def __init__(self, application: Callable[..., Any], host: str) -> None:
        self.application, self.host = application, host

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One GET; headers as in `If_None_Match`."""
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": self.host, "SERVER_PORT": "8000",
            "HTTP_HOST": self.host, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "en-GB", "HTTP_ACCEPT_ENCODING": "gzip, br",
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}  # fmt: skip
        said: dict[str, Any] = {}

        def start(status: str, found: list[tuple[str, str]], _wrong: Any = None) -> None:
            said["status"], said["headers"] = int(status.split(maxsplit=1)[0]), dict(found)

        response = self.application(environ, start)
        try:
            body = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        return said["status"], said["headers"], body


def machine() -> str:
    """What machine this is, in a line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "an unknown processor"
    )
    memory = next((int(line.split()[1]) / 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return f"{len(os.sched_getaffinity(0))} cores of {model}, {memory:.0f} GB, load {load:.1f} at the start"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
