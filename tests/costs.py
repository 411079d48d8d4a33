"""What a test takes of the processors: none more than its due, and `pytest --costs` says which slice spends how much.

Seconds of a processor, not of a clock: of this process, of what it started that has ended, and of the database's process that serves it.
"""

import os
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.db import connection

MOST_SECONDS = 10.0
"""What a test that is not marked `slow` may take, where the same piece of work takes `PIECE_SECONDS`. Journeys drive browsers, and are
measured by the clock of whoever watches them."""
PIECE_SECONDS = 0.05
"""What `_piece` took where the limit was set, with nothing beside it. A busy or an older machine is given as much more."""
DEAREST = 10


def here() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def in_the_database() -> float:
    """Where Linux does not tell, and for a server on another machine, nothing."""
    raw = connection.connection
    try:
        return int(Path(f"/proc/{raw.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except (AttributeError, OSError, ValueError):
        return 0.0


def _slowness() -> float:
    """How many times as long this machine takes right now as the one where the limit was set; never less than once."""
    return max(1.0, sorted(_piece() for _ in range(5))[2] / PIECE_SECONDS)


def _piece() -> float:
    """Seconds of a processor that a piece of work takes which is always the same."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return time.process_time() - began


_watch = {"began": 0.0, "here": 0.0, "in the database": 0.0}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup():
    _watch["began"] = here()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """What is made for many tests is not held against the first that needs it."""
    before = here()
    result = yield
    if fixturedef.scope != "function":
        _watch["began"] += here() - before
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    took = here() - _watch["began"]
    if (
        took > MOST_SECONDS
        and took > MOST_SECONDS * _slowness()
        and not (item.get_closest_marker("slow") or item.get_closest_marker("journey"))
    ):
        pytest.fail(
            f"It took {took:.1f} seconds of a processor. Make it smaller, let it be several tests, or mark it `slow`.", pytrace=False
        )
    return result


# ---------------------------------------------------------------- who spends how much


def pytest_addoption(parser):
    parser.addoption("--costs", action="store_true", help="say at the end what each slice's tests take of the processors")


def pytest_collection_finish():
    """What imports take belongs to no test."""
    _watch["here"] = here()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Each phase carries what was spent since the last one, fixtures of a module included, to whoever sums up."""
    report = yield
    if item.config.getoption("--costs"):
        now = {"here": here(), "in the database": in_the_database()}
        report.spent = [max(0.0, now[where] - _watch[where]) for where in now]  # another connection begins at nought
        _watch.update(now)
    return report


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("--costs"):
        return
    tests, ours, its, single = Counter(), defaultdict(float), defaultdict(float), defaultdict(float)
    for report in (each for kind in terminalreporter.stats.values() for each in kind if hasattr(each, "spent")):
        of = report.nodeid.split("/")[1]
        tests[of] += report.when == "call"
        ours[of] += report.spent[0]
        its[of] += report.spent[1]
        single[report.nodeid] += sum(report.spent)
    say = terminalreporter.write_line
    say("\n| | tests | seconds here | in the database | each, ms |\n|---|---|---|---|---|")
    rows = [(of, tests[of], ours[of], its[of]) for of in sorted(tests, key=lambda each: -ours[each] - its[each])]
    for of, n, python, database in [*rows, ("**all**", tests.total(), sum(ours.values()), sum(its.values()))]:
        say(f"| {of} | {n:,} | {python:.1f} | {database:.1f} | {1000 * (python + database) / max(n, 1):.0f} |")
    say("\nThe dearest:")
    for nodeid in sorted(single, key=single.get, reverse=True)[:DEAREST]:
        say(f"  {single[nodeid]:5.1f} s  {nodeid}")
