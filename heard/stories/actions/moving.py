from heard.core import clock
from heard.core.actors import Actor
from heard.stories.lifecycle import STORY
from heard.stories.models import Story, StoryMove


def move_story(story: Story, name: str, *, by: Actor, reason: str = "", message: str = "") -> StoryMove:
    """Make one move of a locked story and keep it. Every change of a story's state goes through here."""
    story.state = STORY.after(story.state, name)
    story.version += 1
    story.changed_at = clock.now()
    story.save(update_fields=["state", "version", "changed_at"])
    return StoryMove.objects.create(
        story=story, name=name, to_state=story.state, by=by.actor_ref, reason=reason, message=message, at=clock.now()
    )
