"""Jobs are enqueued through `core.jobs` alone: procrastinate's own app is another connection inside the worker (ADR 2)."""

import re
from pathlib import Path

import pytest

HEARD = Path(__file__).resolve().parents[2] / "heard"
ENQUEUES = re.compile(
    r"\b(configure_task|batch_defer\w*|defer_(job|async)\w*|(app|task|\w+_task)\.defer)\(|\.configure\(\w*(lock|schedule|priority)"
)
FILES = [path for path in sorted(HEARD.rglob("*.py")) if path != HEARD / "core" / "jobs.py"]


@pytest.mark.parametrize(
    "call", ["app.configure_task('x')", "handle.configure(lock='x')", "note_task.defer()", "task.batch_defer_async(a)"]
)
def test_the_check_knows_the_ways_to_enqueue(call):
    assert ENQUEUES.search(call)


def test_nothing_else_enqueues():
    assert [str(path.relative_to(HEARD)) for path in FILES if ENQUEUES.search(path.read_text())] == []
