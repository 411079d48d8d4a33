"""`manage.py index_stories`: let stories be found by the words that they have now, at once and with progress."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from heard.core.actors import SystemActor
from heard.stories.actions import finding
from heard.stories.queries import to_index
from heard.ui import wording

INDEXER = SystemActor("index")
EVERY_SECONDS = 5.0


class Command(BaseCommand):
    help = "Index the stories that are waiting, as the worker does, and show progress. If it’s interrupted, run it again to carry on."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting, _ = to_index()
        if not waiting:
            self.stdout.write("No stories are waiting to be indexed.")
            return
        began = said = monotonic()
        done = 0
        while count := finding.index_waiting(by=INDEXER):
            done += count
            if monotonic() - said >= EVERY_SECONDS:
                said = monotonic()
                self._say(done, said - began)
        self._say(done, monotonic() - began)

    def _say(self, done: int, seconds: float) -> None:
        left, _ = to_index()
        rate = done / max(seconds, 0.001)
        line = f"{wording.plural(done, 'story', 'stories')} indexed, {rate:,.0f} a second"
        self.stdout.write(f"{line}; {left:,} left, about {left / rate / 60:,.0f} minutes more." if left else f"{line}; none left.")
