"""Deletion that deletes: what is left of a story that its author took back (`rules.taking_back` says it to people).

Originals, versions, edits and moves are written once: the site's role may neither change nor delete them. A function of the owner's does it
here, and does it only to a story that was taken back.
"""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from heard.accounts.actions.authors import forget_contact
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import WrongState
from heard.core.events import announce
from heard.stories.actions.finding import forget_words
from heard.stories.events import StoryErased
from heard.stories.models import State, Story, StoryTag
from heard.stories.rules.searching import known_words
from heard.tags.actions import forget_tags


@transaction.atomic
def erase_story(*, story_id: int, by: Actor) -> Story:
    """Delete the words of a story that was taken back, what its author and moderators wrote to one another, and the ways to reach the
    author. That there was a story, its services, its dates and what was agreed to stay. Twice changes nothing.

    Raises:
        WrongState: it was not taken back.
    """
    story = Story.objects.select_for_update(no_key=True).select_related("author").get(pk=story_id)
    if story.state != State.WITHDRAWN:
        raise WrongState(_("Only a story that was taken back can be deleted."))
    if story.erased_at is not None:
        return story
    with connection.cursor() as cursor:
        cursor.execute("SELECT stories_erase_words(%s)", [story.pk])
    tags = set(StoryTag.objects.filter(story=story).values_list("tag_id", flat=True))
    StoryTag.objects.filter(story=story).delete()
    forget_tags(tag_ids=tags, is_used=lambda pk: StoryTag.objects.filter(tag_id=pk).exists(), by=by)
    forget_contact(story.author)
    forget_words(words=known_words(f"{story.title} {story.text} {story.hope}"), by=by)
    story.title = story.text = story.hope = story.chosen_name = story.unknown_service = story.postcode = ""
    story.tag_slugs, story.happened_month = [], None
    story.erased_at = story.changed_at = clock.now()
    story.version += 1
    story.save()
    announce(StoryErased(story_id=story.pk), by=by)
    return story
