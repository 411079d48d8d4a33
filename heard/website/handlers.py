"""What the public pages keep, and has to be made anew when something is taken back."""

from heard.core import jobs
from heard.core.events import on
from heard.stories.events import StoryWithdrawn


@on(StoryWithdrawn, when=lambda fact: fact.was_public)
def count_without_it(fact: StoryWithdrawn) -> None:
    """A story that was taken back is in no figure: count again now. However many are taken back in a row, one count waits at a time."""
    jobs.defer("website.keep_statistics", queueing_lock="website.keep_statistics", timestamp=0)
