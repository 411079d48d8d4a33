from heard.accounts.events import PhotoChanged
from heard.core.actors import SystemActor
from heard.core.events import on
from heard.responses.actions import answers, changes, replies
from heard.stories.events import StoryErased, StoryWithdrawn

RESPONSES = SystemActor("responses")


@on(StoryWithdrawn)
def nothing_more_is_said(fact: StoryWithdrawn) -> None:
    """What was on its way when the story was withdrawn is never published; what was public went with the story."""
    answers.lapse_answers(story_id=fact.story_id, by=RESPONSES)
    changes.lapse_changes(story_id=fact.story_id, by=RESPONSES)
    replies.withdraw_waiting_replies(story_id=fact.story_id, by=RESPONSES)


@on(StoryErased)
def nothing_of_the_author_is_left(fact: StoryErased) -> None:
    replies.erase_what_the_author_said(story_id=fact.story_id, by=RESPONSES)


@on(PhotoChanged)
def show_the_photo_they_have_now(fact: PhotoChanged) -> None:
    """Pages that somebody keeps show another photo, or one that isn't there any more."""
    answers.note_other_photo(person_id=fact.person_id, by=RESPONSES)
