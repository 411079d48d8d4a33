from heard.core.actors import SystemActor
from heard.core.events import on
from heard.stories.events import StoryWithdrawn
from heard.writing import actions


@on(StoryWithdrawn)
def nothing_is_written_any_more(fact: StoryWithdrawn) -> None:
    """What staff were writing about a story may hold its words."""
    actions.forget_of_story(story_id=fact.story_id, by=SystemActor("writing"))
