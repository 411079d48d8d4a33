"""When a commit is on the disk.

In the web process always before the person is answered. In the worker a moment later (`WORKER_OPTIONS`): everything it does is written down
in one log, in order, and read back from there after a crash. So what is lost is the end of it, a job's work and the note that it was done
alike, and the job is run again. Only before something leaves this machine must all that it rests on be kept for sure: `keep_for_sure`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

WORKER_OPTIONS = "-c synchronous_commit=off"
QUEUE_OPTIONS = f"{WORKER_OPTIONS} -c enable_seqscan=off"
"""Of the connections on which the queue is kept: a plan made while the queue was empty reads the whole of it later, for every job."""


_promised: ContextVar[bool] = ContextVar("promised", default=True)


def keep_for_sure() -> None:
    """Let this transaction, and so all that was committed before it, be on the disk when it is committed."""
    if not _promised.get():
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")


@contextmanager
def nothing_promised() -> Iterator[None]:
    """For a long run that begins anew if it fails, as the demo's loading: no commit waits for the disk, not even where `keep_for_sure` is
    said, and an action within an action has no savepoint of its own. They are a fifth of all statements there.

    So let nobody catch what failed in an action and go on. Within a transaction, which is somebody else's, savepoints stay.
    """
    features = vars(connection.features)
    kept = _promised.set(False)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    if not connection.in_atomic_block:
        features["uses_savepoints"] = False
    try:
        yield
    finally:
        features.pop("uses_savepoints", None)
        _promised.reset(kept)
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO DEFAULT")
