"""Two people at once, on real connections: the second begins before the first has committed, and waits for it.

Ask for it with `from tests.two_at_once import meanwhile`, in tests that commit (`django_db(transaction=True)`).
"""

import threading
import time
from contextlib import contextmanager

from django.db import connection, transaction

from heard.core.errors import DomainError

PATIENCE = 20
"""Seconds until somebody who waits counts as waiting for ever."""
KEPT_WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
"""Whether anybody waits for what this connection has locked. (What the server says of its activity stays as it was when first asked.)"""


class Other(threading.Thread):
    """Somebody else, on a connection of their own. `refused` is what they were told; what else goes wrong is raised by `meanwhile`."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.refused, self.failed = act, None, None

    def run(self):
        try:
            self.act()
        except DomainError as error:
            self.refused = error
        except BaseException as error:  # noqa: BLE001 - raised in the test itself, below
            self.failed = error
        finally:
            connection.close()


@contextmanager
def meanwhile(act):
    """What stands in the block is done and not committed yet when the other one begins, who has to wait for it."""
    other = Other(act)
    with transaction.atomic():
        yield other
        other.start()
        see_waiting(other)
    other.join(timeout=PATIENCE)
    assert not other.is_alive(), "the other one waits for ever"
    if other.failed is not None:
        raise other.failed


def see_waiting(other):
    """As soon as the server says so: nobody waits for a moment that is long enough everywhere."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not cursor.execute(KEPT_WAITING).fetchone()[0]:
            assert other.is_alive(), "the other one did not wait"
            assert time.monotonic() < until, "the other one neither waits nor comes back"
            other.join(timeout=0.01)
