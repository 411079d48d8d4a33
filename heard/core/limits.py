"""How often something may be tried. Of who tried only a keyed hash is kept, another one each day, and for a day at most.

Counts stand in an UNLOGGED table shared by all processes: one upsert an attempt (0.1 ms measured), gone after a crash, which is fine.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from heard.core import clock
from heard.core.errors import TooMany
from heard.core.models import Attempt

SAME_ANSWER_AFTER: Final = 0.25
"""Seconds that a request for a mailed link takes at least, so that the time does not tell whether the address is known."""

MOST_COUNTED: Final = 2_000_000_000
"""Counts stop here, where the column ends: nobody gets round a limit by going far beyond it."""


@contextmanager
def same_answer_time() -> Iterator[None]:
    """Let what stands in the block take `SAME_ANSWER_AFTER`, however soon it is done. Not within a transaction."""
    done = time.monotonic() + SAME_ANSWER_AFTER
    yield
    time.sleep(max(0.0, done - time.monotonic()))


def _bucket(purpose: str, who: str, moment: datetime) -> bytes:
    """Under a key of the day, made from the secret key: without that, nobody can tie buckets of two days together, or one to a person."""
    day_key = hmac.digest(settings.SECRET_KEY.encode(), f"limits {moment:%Y-%m-%d}".encode(), hashlib.sha256)
    return hmac.digest(day_key, f"{purpose}\n{who}".encode(), hashlib.sha256)


def _window(moment: datetime, per: timedelta) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=moment.tzinfo)


def attempt(purpose: str, who: str, *, at_most: int, per: timedelta) -> None:
    """Count one attempt at `purpose` by `who` (a network address, a session, an id: anything, it is not stored).

    Raises:
        TooMany: more than `at_most` in the current window of length `per`.
    """
    moment = clock.now()
    start = _window(moment, per)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO core_attempt (bucket, window_start, count) VALUES (%s, %s, 1)
               ON CONFLICT (bucket, window_start) DO UPDATE SET count = core_attempt.count + 1 RETURNING count""",
            [_bucket(purpose, who, moment), start],
        )
        (count,) = cursor.fetchone()
    if count > at_most:
        wait = max(1, int((start + per - moment).total_seconds()))
        raise TooMany(_("You’ve tried this too many times. Wait a while, then try again."), wait=wait)


def count(purpose: str, who: str, *, amount: int = 1, per: timedelta) -> int:
    """Add `amount` to what `who` did for `purpose` in the current window of length `per`; returns the sum. Refuses nothing."""
    moment = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO core_attempt (bucket, window_start, count) VALUES (%(bucket)s, %(start)s, LEAST(%(amount)s, %(most)s))
               ON CONFLICT (bucket, window_start)
               DO UPDATE SET count = LEAST(core_attempt.count::bigint + %(amount)s, %(most)s) RETURNING count""",
            {"bucket": _bucket(purpose, who, moment), "start": _window(moment, per), "amount": amount, "most": MOST_COUNTED},
        )
        (sum_of_all,) = cursor.fetchone()
    return int(sum_of_all)


def counted(purpose: str, who: str, *, per: timedelta) -> int:
    """What `count` has come to in the current window."""
    moment = clock.now()
    rows = Attempt.objects.filter(bucket=_bucket(purpose, who, moment), window_start=_window(moment, per))
    return rows.values_list("count", flat=True).first() or 0


def next_window(per: timedelta) -> datetime:
    """When the current window of length `per` ends and counting begins again."""
    return _window(clock.now(), per) + per


def once(purpose: str, what: str, *, until: datetime) -> bool:
    """Whether `what` (good until `until`, a moment that is the same each time) is used for the first time. Used again, it is refused.

    Not counted in a window of now: something used just before a window ends could be used again just after.
    """
    _, created = Attempt.objects.get_or_create(bucket=_bucket(purpose, what, until), window_start=until, defaults={"count": 1})
    return created


def take_back(purpose: str, who: str, *, per: timedelta) -> None:
    """Do not count the last attempt after all: it was right, and only wrong ones are to be limited."""
    moment = clock.now()
    Attempt.objects.filter(bucket=_bucket(purpose, who, moment), window_start=_window(moment, per), count__gt=0).update(
        count=F("count") - 1
    )


def forget_old() -> None:
    Attempt.objects.filter(window_start__lt=clock.now() - timedelta(days=1)).delete()
