"""Deletion that deletes: what is left of a story that its author took back (`rules.taking_back` says it to people)."""

from django.db import transaction

from heard.accounts.actions.authors import forget_contact
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import WrongState
from heard.core.events import announce
from heard.stories.events import StoryErased
from heard.stories.models import EarlierWords, Edit, EditReason, Original, State, Story, StoryMove, StoryTag, Version

NO_WORDS = "–"
"""Where the database asks for some word of explanation."""


@transaction.atomic
def erase_story(*, story_id: int, by: Actor) -> Story:
    """Delete the words of a story that was taken back, what its author and moderators wrote to one another, and the ways to reach the
    author. That there was a story, its services, its dates and what was agreed to stay. Twice changes nothing.

    Raises:
        WrongState: it was not taken back.
    """
    story = Story.objects.select_for_update(no_key=True).select_related("author").get(pk=story_id)
    if story.state != State.WITHDRAWN:
        raise WrongState("Only a story that was taken back is deleted.")
    if story.erased_at is not None:
        return story
    EarlierWords.objects.filter(story=story).delete()
    Original.objects.filter(story=story).update(title="", words="", hope="", chosen_name="")
    Version.objects.filter(story=story).update(title="", text="", hope="")
    Edit.objects.filter(version__story=story).exclude(reason=EditReason.OTHER).update(note="")
    Edit.objects.filter(version__story=story, reason=EditReason.OTHER).update(note=NO_WORDS)
    StoryMove.objects.filter(story=story).update(message="")
    StoryTag.objects.filter(story=story).delete()
    forget_contact(story.author)
    story.title = story.text = story.hope = story.chosen_name = story.unknown_service = story.postcode = ""
    story.tag_slugs, story.happened_month = [], None
    story.erased_at = story.changed_at = clock.now()
    story.version += 1
    story.save()
    announce(StoryErased(story_id=story.pk), by=by)
    return story
