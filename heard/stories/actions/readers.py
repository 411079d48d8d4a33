"""What readers do to a story: they open its page, and they say that it happened to them too. Nobody is remembered for either."""

import logging
import threading
from collections import Counter
from datetime import timedelta
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F

from heard.core import limits
from heard.stories.actions.progress import add_views
from heard.stories.models import Story
from heard.stories.queries import published_stories

logger = logging.getLogger(__name__)
FROM_ONE_PLACE = 20
"""Readers of one hospital or library who can say of one story on one day that it happened to them too."""


@transaction.atomic
def say_me_too(*, story_id: int, who: str, place: str = "") -> None:
    """One more reader says that this happened to them too. `who` (a session's key) and `place` (where from; see
    `heard.core.access.place_of`) are only hashed, for a day.

    Raises:
        TooMany: they said so already today; or so many from that place did that it is one person with ever new sessions.
        Story.DoesNotExist: the story is not public.
    """
    story = published_stories().select_for_update(no_key=True).get(pk=story_id)
    limits.attempt(f"me-too:{story_id}", who, at_most=1, per=timedelta(days=1))
    if place:
        limits.attempt(f"me-too:{story_id} from", place, at_most=FROM_ONE_PLACE, per=timedelta(days=1))
    # Not a new version: moderators who have the story open are not in each other's way.
    Story.objects.filter(pk=story.pk).update(me_too=F("me_too") + 1)


class ViewCounter:
    """Counts opened pages in this process and adds them to the stories every few seconds, so that reading never waits for writing.

    What was counted since the last time is lost if the process is killed; it is added when the process ends in order. While the database
    is away the counts wait.
    """

    def __init__(self, *, every: float) -> None:
        """`every` is in seconds; 0 adds only when `flush` is called."""
        self.every = every
        self._counted: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def count(self, story_id: int) -> None:
        """One page of this story was opened."""
        with self._lock:
            self._counted[story_id] += 1
            if self._thread is None and self.every:
                self._thread = threading.Thread(target=self._run, name="views", daemon=True)
                self._thread.start()
                # Runs at the end of a worker process too, where `atexit` does not.
                Finalize(self, self.stop, exitpriority=10)

    def flush(self) -> int:
        """Add what was counted; returns how many views that were. What cannot be added is kept for the next time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return 0
        try:
            add_views(counts=dict(counted))
        except DatabaseError:
            logger.warning("Views of %s stories wait until the database is back.", len(counted))
            with self._lock:
                self._counted.update(counted)
            return 0
        return counted.total()

    def stop(self) -> None:
        """Add what is left and count no longer in the background."""
        self._stop.set()
        self.flush()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            close_old_connections()
            self.flush()
        connection.close()


views = ViewCounter(every=settings.VIEWS_FLUSHED_EVERY)
"""This process's counter."""
