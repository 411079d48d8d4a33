"""The author's next words: a reply to an answer, or an update. A moderator reads each before it is public."""

from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Author
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.actions.moving import (
    already_sent,
    check_not_too_many,
    checked_words,
    key_of_words,
    locked_change,
    locked_public_story,
    locked_story,
    story_of_change,
)
from heard.responses.events import PromiseNotKept, ReplyDeclined, ReplyPublished, ReplySent, ReplyWithdrawn
from heard.responses.lifecycle import REPLY, ReplyMoves
from heard.responses.models import Answer, AnswerState, Change, Reply, ReplyKind, ReplyState
from heard.responses.queries import is_overdue
from heard.responses.rules import limits
from heard.stories.actions.progress import note_change_around
from heard.stories.models import Story


@transaction.atomic
def send_reply(
    *,
    story_id: int,
    author: Author,
    text: str,
    kind: str = ReplyKind.REPLY,
    answer_id: int | None = None,
    long_is_fine: bool = False,
    form_key: UUID | None = None,
) -> Reply:
    """The author replies (perhaps to one answer) or tells how things went on. The same words sent again are the same reply.

    More than ⚙ `reply_words` are sent when `long_is_fine` says that somebody thought of it, more than twice as many never.

    Raises:
        NotAllowed: it is somebody else's story.
        WrongState: the story is not public.
        NotAcceptable: there are no words, too many, or the answer replied to is not a published one of this story.
        TooMany: ⚙ `messages_an_hour` came from this author already.
    """
    story = locked_public_story(story_id)
    if story.author_id != author.pk:
        raise NotAllowed(_("Only the author of a story can reply here."))
    text = checked_words(text, field="text", missing=_("Write what you want to say"), at_most=limits.REPLY)
    form_key = _key_now(key_of_words(form_key, text))
    sent = already_sent(Reply, form_key, story_id=story.pk)
    if sent is None and form_key is not None:
        sent = _still_waiting(story, kind=kind, answer_id=answer_id, original=text)
    if sent is not None:
        return sent
    _check_length(text, story, long_is_fine=long_is_fine)
    if kind not in (ReplyKind.REPLY, ReplyKind.UPDATE):
        raise NotAcceptable(_("Choose a reply or an update"), field="kind")
    if answer_id is not None and not Answer.objects.filter(pk=answer_id, story=story, state=AnswerState.PUBLISHED).exists():
        raise NotAcceptable(_("The answer you’re replying to is no longer there"), field="answer")
    check_not_too_many(story)
    reply = Reply(story=story, answer_id=answer_id, kind=kind, original=text, form_key=form_key, sent_at=clock.now())
    moves.make(reply, REPLY, ReplyMoves.SEND, by=author)
    announce(ReplySent(reply_id=reply.pk, story_id=story.pk), by=author)
    return reply


@transaction.atomic
def say_not_yet(*, change_id: int, author: Author, text: str = "", long_is_fine: bool = False, form_key: UUID | None = None) -> Reply:
    """The author says that a promised change hasn't happened by its day. Words, if there are any, are read by a moderator first; without
    words there is nothing to read, and it is public at once. Said again of the same day, it is said once; with other words, those follow.

    Raises:
        NotAllowed: it is somebody else's story.
        WrongState: the story is not public, or the change is not overdue: it was made, or another day was given.
        NotAcceptable: there are too many words.
        TooMany: ⚙ `messages_an_hour` came from this author already.
    """
    story = locked_public_story(story_of_change(change_id))
    if story.author_id != author.pk:
        raise NotAllowed(_("Only the author of a story can say this."))
    change = locked_change(change_id)
    text = text.strip()
    form_key = _key_now(key_of_words(form_key, f"{change.due_on} {text}"))
    sent = already_sent(Reply, form_key, story_id=story.pk) or _said_of_this_day(change, text)
    if sent is not None:
        return sent
    if not is_overdue(change):
        raise WrongState(
            _("This has changed since you opened the page. Either the change has been made, or it has a new date. See your story.")
        )
    if text:
        text = checked_words(text, field="text", missing="", at_most=limits.REPLY)
        _check_length(text, story, long_is_fine=long_is_fine)
    check_not_too_many(story)
    reply = Reply(
        story=story,
        change=change,
        promised_for=change.due_on,
        kind=ReplyKind.NOT_YET,
        original=text,
        form_key=form_key,
        sent_at=clock.now(),
    )
    if text:
        moves.make(reply, REPLY, ReplyMoves.SEND, by=author)
        announce(ReplySent(reply_id=reply.pk, story_id=story.pk), by=author)
        return reply
    reply.published_at = clock.now()
    moves.make(reply, REPLY, ReplyMoves.SAY, by=author)
    note_change_around(story_id=story.pk, by=author)
    announce(PromiseNotKept(reply_id=reply.pk, change_id=change.pk, story_id=story.pk), by=author)
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
    REPLY.after(reply.state, ReplyMoves.PUBLISH)
    reply.text = checked_words(text, field="text", missing=_("The reply is empty."), at_most=limits.REPLY)
    if reply.text != reply.original and not note.strip():
        raise NotAcceptable(_("Say why you changed the author’s words"), field="note")
    reply.published_at = clock.now()
    moves.make(reply, REPLY, ReplyMoves.PUBLISH, by=by, reason=note.strip())
    note_change_around(story_id=reply.story_id, by=by)
    announce(ReplyPublished(reply_id=reply.pk, story_id=reply.story_id), by=by)
    return reply


@transaction.atomic
def decline_reply(*, reply_id: int, reason: str, by: Actor) -> Reply:
    """A moderator does not publish it and tells the author why, kindly.

    Raises:
        WrongState: it does not wait any more, or its story was withdrawn.
        NotAcceptable: there is no reason.
    """
    reason = checked_words(reason, field="reason", missing=_("Tell the author why, kindly"), at_most=limits.REASON)
    locked_public_story(_story_of(reply_id))
    reply = _locked(reply_id)
    moves.make(reply, REPLY, ReplyMoves.DECLINE, by=by, reason=reason)
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
        raise NotAllowed(_("Only the author can take this back."))
    moves.make(reply, REPLY, ReplyMoves.WITHDRAW, by=author)
    note_change_around(story_id=story.pk, by=author)
    announce(ReplyWithdrawn(reply_id=reply.pk, story_id=reply.story_id), by=author)
    return reply


@transaction.atomic
def withdraw_waiting_replies(*, story_id: int, by: Actor) -> int:
    """The story was withdrawn: what still waits for a moderator goes with it. Returns how many."""
    locked_story(story_id)
    unread = REPLY.moves[ReplyMoves.PUBLISH].sources
    waiting = list(moves.locked(Reply.objects).filter(story_id=story_id, state__in=unread))
    for reply in waiting:
        moves.make(reply, REPLY, ReplyMoves.WITHDRAW, by=by)
    return len(waiting)


def _key_now(form_key: UUID | None) -> UUID | None:
    """The key under which a form is sent now. What was sent with it before and does not stand any more, because its author took it back or
    it was declined, is not what is meant when it is sent again: else they would read that it was sent, and nothing had been.
    """
    while form_key and Reply.objects.filter(form_key=form_key, state__in=(ReplyState.WITHDRAWN, ReplyState.DECLINED)).exists():
        form_key = uuid5(form_key, "again")
    return form_key


def _still_waiting(story: Story, **what: object) -> Reply | None:
    """The same words, which nobody has read yet: some browsers load the form anew when somebody goes back, and then it has another key."""
    return Reply.objects.filter(story=story, state=ReplyState.WAITING, **what).first()


def _said_of_this_day(change: Change, text: str) -> Reply | None:
    """What the author said already of the day that the change is promised for now: the same words; of none, anything, what is
    public first.
    """
    standing = Reply.objects.filter(change=change, promised_for=change.due_on, state__in=(ReplyState.WAITING, ReplyState.PUBLISHED))
    return (standing.filter(original=text) if text else standing).order_by("published_at", "pk").first()


def _check_length(text: str, story: Story, *, long_is_fine: bool) -> None:
    limits.check_length(text, limit=setting(story.region_id, SettingKey.REPLY_WORDS), long_is_fine=long_is_fine)


def _story_of(reply_id: int) -> int:
    return Reply.objects.values_list("story_id", flat=True).get(pk=reply_id)


def _locked(reply_id: int) -> Reply:
    return moves.locked(Reply.objects).get(pk=reply_id)


@transaction.atomic
def erase_what_the_author_said(*, story_id: int, by: Actor) -> None:
    """The words of a story that was taken back are deleted: its author's replies and updates go with them. Twice changes nothing. A report
    goes when its case is closed (`authors.erase_report`).

    Raises:
        Story.DoesNotExist: there is no such story.
    """
    locked_story(story_id)
    replies = Reply.objects.filter(story_id=story_id)
    replies.exclude(text="").update(text="–")
    replies.update(original="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT responses_erase_reasons(%s)", [story_id])
