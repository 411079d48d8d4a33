"""Two people at once, on real connections: the second begins before the first has committed, and waits for it.

Ask for it with `from tests.two_at_once import meanwhile`, in tests that commit (`django_db(transaction=True)`).
"""

import threading
from contextlib import contextmanager

from django.db import connection, transaction

from heard.core.errors import DomainError

PATIENCE = 20
"""Seconds until somebody who waits counts as waiting for ever."""
A_MOMENT = 0.3
"""Seconds after which somebody who has not come back is waiting."""


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
        other.join(timeout=A_MOMENT)
        assert other.is_alive(), "the other one did not wait"
    other.join(timeout=PATIENCE)
    assert not other.is_alive(), "the other one waits for ever"
    if other.failed is not None:
        raise other.failed
