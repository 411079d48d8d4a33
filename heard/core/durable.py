"""When a commit is on the disk.

In the web process always before the person is answered. In the worker a moment later (`WORKER_OPTIONS`): everything it does is written down
in one log, in order, and read back from there after a crash. So what is lost is the end of it, a job's work and the note that it was done
alike, and the job is run again. Only before something leaves this machine must all that it rests on be kept for sure: `keep_for_sure`.
"""

from django.db import connection

WORKER_OPTIONS = "-c synchronous_commit=off"
QUEUE_OPTIONS = f"{WORKER_OPTIONS} -c enable_seqscan=off"
"""Of the connections on which the queue is kept: a plan made while the queue was empty reads the whole of it later, for every job."""


def keep_for_sure() -> None:
    """Let this transaction, and so all that was committed before it, be on the disk when it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")
