"""Which stories went along when their place was joined with another one: kept, so that undoing the join brings them back."""

from collections.abc import Sequence

from heard.directory.queries import joined_as, joins_of
from heard.stories.models import JoinedStory, Story, StoryBranch


def note_joins(*, story: Story, named: Sequence[int]) -> None:
    """Of the places that a locked story was said to be about, keep which are another one by now. Repeatable."""
    for join in joins_of(named):
        left = StoryBranch.objects.filter(story=story).values_list("service_id", "news_at")
        branches = {str(pk): at.isoformat() if at else None for pk, at in left}
        both = bool(set(joined_as([join.service_id])) & set(named))
        JoinedStory.objects.get_or_create(placing=join, story=story, defaults={"both": both, "branches": branches})
