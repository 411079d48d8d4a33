"""Locks, and what is checked before a move. Whoever needs both locks the story first, then what was said about it, so that nobody waits in
a circle.
"""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import moves
from heard.core.actors import AUTHOR, ActorRef
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, TooMany, WrongState
from heard.core.limits import attempt
from heard.core.texts.saying import number
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, Change, Reply, TreatedDifferently
from heard.stories.models import State, Story

Thing = TypeVar("Thing", Answer, Change, Reply, TreatedDifferently)


def locked_story(story_id: int) -> Story:
    return Story.objects.select_for_update(no_key=True).get(pk=story_id)


def locked_public_story(story_id: int) -> Story:
    """The story, locked.

    Raises:
        WrongState: it is not, or no longer, public.
    """
    story = locked_story(story_id)
    if story.state != State.PUBLISHED:
        raise WrongState(_("The author has taken this story back, so no one can add to it any more."))
    return story


def locked_answer(answer_id: int, *, seen_version: int | None = None) -> Answer:
    answer = moves.locked(Answer.objects).get(pk=answer_id)
    check_unchanged(answer, seen_version)
    return answer


def locked_change(change_id: int, *, seen_version: int | None = None) -> Change:
    change = moves.locked(Change.objects).get(pk=change_id)
    check_unchanged(change, seen_version)
    return change


def story_of_answer(answer_id: int) -> int:
    """Which story the answer is about; asked before any lock, for it never changes."""
    return Answer.objects.values_list("story_id", flat=True).get(pk=answer_id)


def story_of_change(change_id: int) -> int:
    return Change.objects.values_list("story_id", flat=True).get(pk=change_id)


def already_sent(kind: type[Thing], form_key: UUID | None, **sender: int | None) -> Thing | None:
    """What was sent with this very form before; sending a form again changes nothing.

    Raises:
        NotAllowed: somebody else's form.
    """
    if form_key is None:
        return None
    sent = kind.objects.filter(form_key=form_key).first()
    if sent is not None and any(getattr(sent, name) != value for name, value in sender.items()):
        raise NotAllowed(_("This form belongs to someone else."))
    return sent


def key_of_words(form_key: UUID | None, words: str) -> UUID | None:
    """The key of one sending of an author's form. Pressed twice, or sent again after going back, the same words have the same key and are
    sent once; other words are meant, and sent, as well.
    """
    return None if form_key is None else uuid5(form_key, " ".join(words.split()))


def check_same_words(words: str, *sent: str) -> None:
    """A form that was sent before is sent again, with `words`; they are what was `sent` then, unless somebody went back and wrote on.

    Raises:
        WrongState: they are other words, which must not get lost as if they had been sent.
    """
    if " ".join(words.split()) not in {" ".join(each.split()) for each in sent}:
        raise WrongState(
            _("You’ve already sent this page with different words. What you wrote this time wasn’t sent. Open the story and start again.")
        )


def checked_words(words: str, *, field: str, missing: str, at_most: int) -> str:
    """The words without the white space around them.

    Raises:
        NotAcceptable: there are none (`missing` says so), or more than `at_most` characters.
    """
    words = words.strip()
    if not words:
        raise NotAcceptable(missing, field=field)
    if len(words) > at_most:
        said = {"most": number(at_most), "count": number(len(words))}
        raise NotAcceptable(_("Shorten it to %(most)s characters or fewer. It has %(count)s now.") % said, field=field)
    return words


def check_unchanged(thing: Answer | Change, seen_version: int | None) -> None:
    """Raises `ChangedSince` when it is not what was opened; None asks nothing."""
    if seen_version is not None and thing.version != seen_version:
        raise ChangedSince(_("Someone changed this since you opened it."))


def check_not_too_many(story: Story) -> None:
    """Count one message of the story's author; none of them is a person's who sends more than ⚙ `messages_an_hour`.

    Raises:
        TooMany: so many came already in this hour. The words stay on the page.
    """
    at_most, hour = setting(story.region_id, SettingKey.MESSAGES_AN_HOUR), timedelta(hours=1)
    try:
        attempt("author's messages", ActorRef.of(AUTHOR, story.author_id), at_most=at_most, per=hour)
    except TooMany as refused:
        raise TooMany(
            ngettext(
                "You’ve sent %(count)s message in the last hour, and we read them all. "
                "Your words are still here. Please wait an hour, then send them.",
                "You’ve sent %(count)s messages in the last hour, and we read them all. "
                "Your words are still here. Please wait an hour, then send them.",
                at_most,
            )
            % {"count": at_most},
            wait=refused.wait,
        ) from refused
