"""The author's next words: a reply to an answer, or an update. A moderator reads each before it is public."""

from uuid import UUID

from django.db import connection, transaction

from heard.accounts.models import Author
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.responses.actions.moving import already_sent, check_not_too_many, locked_public_story, locked_story, move_reply, said
from heard.responses.events import ReplyDeclined, ReplyPublished, ReplySent, ReplyWithdrawn
from heard.responses.lifecycle import REPLY
from heard.responses.models import Answer, AnswerState, Reply, ReplyKind, TreatedDifferently
from heard.responses.rules import limits
from heard.stories.actions.progress import note_change_around


@transaction.atomic
def send_reply(
    *,
    story_id: int,
    author: Author,
    text: str,
    kind: str = ReplyKind.REPLY,
    answer_id: int | None = None,
    form_key: UUID | None = None,
) -> Reply:
    """The author replies (perhaps to one answer) or tells how things went on. Sending the same form again gives back the same reply.

    Raises:
        NotAllowed: it is somebody else's story.
        WrongState: the story is not public.
        NotAcceptable: there are no words, too many, or the answer replied to is not a published one of this story.
        TooMany: ⚙ `messages_an_hour` came from this author already.
    """
    story = locked_public_story(story_id)
    if story.author_id != author.pk:
        raise NotAllowed("Only the author of a story can reply here.")
    sent = already_sent(Reply, form_key, story_id=story.pk)
    if sent is not None:
        return sent
    text = said(text, field="text", missing="Write what you want to say.", at_most=limits.REPLY)
    if kind not in ReplyKind.values:
        raise NotAcceptable("Choose a reply or an update.", field="kind")
    if answer_id is not None and not Answer.objects.filter(pk=answer_id, story=story, state=AnswerState.PUBLISHED).exists():
        raise NotAcceptable("The answer you reply to is no longer there.", field="answer")
    check_not_too_many(story)
    reply = Reply(story=story, answer_id=answer_id, kind=kind, original=text, form_key=form_key, sent_at=clock.now())
    move_reply(reply, "send", by=author)
    announce(ReplySent(reply_id=reply.pk, story_id=story.pk), by=author)
    return reply


@transaction.atomic
def publish_reply(*, reply_id: int, text: str, note: str = "", by: Actor) -> Reply:
    """A moderator publishes the author's words, perhaps with changes; the author's own are kept (`original`), `note` says why.

    Raises:
        WrongState: it does not wait any more, or its story was withdrawn.
        NotAcceptable: there are no words left, or they were changed without a note.
    """
    locked_public_story(_story_of(reply_id))
    reply = _locked(reply_id)
    REPLY.after(reply.state, "publish")
    reply.text = said(text, field="text", missing="The reply has no words.", at_most=limits.REPLY)
    if reply.text != reply.original and not note.strip():
        raise NotAcceptable("Say why you changed the author's words.", field="note")
    reply.published_at = clock.now()
    move_reply(reply, "publish", by=by, reason=note.strip())
    note_change_around(story_id=reply.story_id, by=by)
    announce(ReplyPublished(reply_id=reply.pk, story_id=reply.story_id), by=by)
    return reply


@transaction.atomic
def decline_reply(*, reply_id: int, reason: str, by: Actor) -> Reply:
    """A moderator does not publish it and tells the author why, kindly.

    Raises:
        WrongState: it does not wait any more.
        NotAcceptable: there is no reason.
    """
    reason = said(reason, field="reason", missing="Tell the author why, kindly.", at_most=limits.REASON)
    reply = _locked(reply_id)
    move_reply(reply, "decline", by=by, reason=reason)
    announce(ReplyDeclined(reply_id=reply.pk, story_id=reply.story_id), by=by)
    return reply


@transaction.atomic
def withdraw_reply(*, reply_id: int, author: Author) -> Reply:
    """The author takes a reply or an update back: it leaves the conversation at once.

    Raises:
        NotAllowed: it is somebody else's.
        WrongState: it was declined or withdrawn already.
    """
    story = locked_story(_story_of(reply_id))
    reply = _locked(reply_id)
    if story.author_id != author.pk:
        raise NotAllowed("Only the author can take this back.")
    move_reply(reply, "withdraw", by=author)
    note_change_around(story_id=story.pk, by=author)
    announce(ReplyWithdrawn(reply_id=reply.pk, story_id=reply.story_id), by=author)
    return reply


@transaction.atomic
def withdraw_waiting_replies(*, story_id: int, by: Actor) -> int:
    """The story was withdrawn: what still waits for a moderator goes with it. Returns how many."""
    locked_story(story_id)
    waiting = list(Reply.objects.select_for_update(no_key=True).filter(story_id=story_id, state__in=REPLY.moves["publish"].sources))
    for reply in waiting:
        move_reply(reply, "withdraw", by=by)
    return len(waiting)


def _story_of(reply_id: int) -> int:
    return Reply.objects.values_list("story_id", flat=True).get(pk=reply_id)


def _locked(reply_id: int) -> Reply:
    return Reply.objects.select_for_update(no_key=True).get(pk=reply_id)


@transaction.atomic
def erase_what_the_author_said(*, story_id: int, by: Actor) -> None:
    """The words of a story that was taken back are deleted: its author's replies, updates and reports go with them. Twice changes nothing.

    Raises:
        Story.DoesNotExist: there is no such story.
    """
    locked_story(story_id)
    replies = Reply.objects.filter(story_id=story_id)
    replies.exclude(text="").update(text="–")
    replies.update(original="")
    TreatedDifferently.objects.filter(story_id=story_id).update(text="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT responses_erase_reasons(%s)", [story_id])
