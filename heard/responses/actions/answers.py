"""An organisation's answer: sent by a responder, left open for a while, then published by fast-track or by a moderator."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heard.core import clock, moves
from heard.core.actors import Actor, SystemActor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.organisations.models import Membership
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.actions.moving import (
    already_sent,
    check_same_words,
    check_unchanged,
    checked_words,
    locked_answer,
    locked_public_story,
    story_of_answer,
)
from heard.responses.events import AnswerPublished, AnswerReferred, AnswerReturned
from heard.responses.lifecycle import ANSWER, AnswerMoves
from heard.responses.models import Answer, AnswerState
from heard.responses.policies import check_may_answer, may_answer
from heard.responses.queries import route_of
from heard.responses.rules import limits
from heard.stories.actions.progress import note_change_around, note_step
from heard.stories.models import State, Step, Story
from heard.writing.actions import note_sent
from heard.writing.rules import Written

SWEEP = SystemActor("answers")
AT_ONCE = 500
"""Answers handled by one sweep; the next minute takes the rest."""


@transaction.atomic
def send_answer(
    *,
    story_id: int,
    membership: Membership,
    name: str,
    job_title: str,
    text: str,
    sign_off: str = "",
    claims_change: bool = False,
    long_is_fine: bool = False,
    form_key: UUID | None = None,
    written: Written | None = None,
    by: Actor,
) -> Answer:
    """Send an answer. It can be edited or taken back for ⚙ `answer_window` minutes, then goes on by itself (`close_windows`).

    Sending the same form again (`form_key`) gives back the same answer. What was `written` on the way is cleared away. More than
    ⚙ `answer_words` are sent when `long_is_fine` says that somebody thought of it, more than twice as many never.

    Raises:
        WrongState: this form was sent before, with other words.
        NotAllowed: the member may not answer this story.
        NotAcceptable: a name, role or words are missing or too long.
    """
    story = locked_public_story(story_id)
    check_may_answer(membership, story)
    sent = already_sent(Answer, form_key, story_id=story.pk, organisation_id=membership.organisation_id, person_id=membership.person_id)
    if sent is None and form_key is not None:
        sent = _on_its_way(story, membership, text)
    note_sent(written=written, by=by)
    if sent is not None:
        check_same_words(text, sent.text, sent.as_sent)
        return sent
    answer = Answer(story=story, organisation_id=membership.organisation_id, person_id=membership.person_id, form_key=form_key)
    _check_length(text, answer.story, long_is_fine=long_is_fine)
    _write(answer, name=name, job_title=job_title, text=text, sign_off=sign_off, claims_change=claims_change)
    _open_window(answer, story)
    moves.make(answer, ANSWER, AnswerMoves.SEND, by=by)
    return answer


@transaction.atomic
def edit_answer(
    *,
    answer_id: int,
    seen_version: int,
    membership: Membership,
    name: str,
    job_title: str,
    text: str,
    sign_off: str = "",
    claims_change: bool = False,
    long_is_fine: bool = False,
    written: Written | None = None,
    by: Actor,
) -> Answer:
    """Change an answer whose window is open. The window still ends when it would have. Saying the same again changes nothing.

    Raises:
        ChangedSince: it was changed in another window of the browser since `seen_version`.
        WrongState: the window has closed, even if the sweep has not come by yet.
        NotAllowed, NotAcceptable: as in `send_answer`.
    """
    answer = _own(answer_id, membership, None)
    note_sent(written=written, by=by)
    if _tidy(name, job_title, text, sign_off, claims_change) == _as_written(answer):
        return answer
    check_unchanged(answer, seen_version)
    _check_window_open(answer, AnswerMoves.EDIT)
    check_may_answer(membership, answer.story)
    _check_length(text, answer.story, long_is_fine=long_is_fine)
    _write(answer, name=name, job_title=job_title, text=text, sign_off=sign_off, claims_change=claims_change)
    moves.make(answer, ANSWER, AnswerMoves.EDIT, by=by)
    return answer


@transaction.atomic
def take_back_answer(*, answer_id: int, seen_version: int, membership: Membership, by: Actor) -> Answer:
    """Take an answer back while its window is open; nobody outside has seen it."""
    answer = _own(answer_id, membership, None)
    if answer.state == AnswerState.TAKEN_BACK:
        return answer  # pressed twice
    check_unchanged(answer, seen_version)
    _check_window_open(answer, AnswerMoves.TAKE_BACK)
    moves.make(answer, ANSWER, AnswerMoves.TAKE_BACK, by=by)
    return answer


@transaction.atomic
def revise_answer(
    *,
    answer_id: int,
    seen_version: int,
    membership: Membership,
    name: str,
    job_title: str,
    text: str,
    sign_off: str = "",
    claims_change: bool = False,
    long_is_fine: bool = False,
    written: Written | None = None,
    by: Actor,
) -> Answer:
    """Write a returned answer anew: it has a new window, and its way is decided anew.

    Raises:
        ChangedSince, WrongState, NotAllowed, NotAcceptable: as in `edit_answer`.
    """
    story = locked_public_story(story_of_answer(answer_id))
    answer = _own(answer_id, membership, None)
    check_may_answer(membership, story)
    note_sent(written=written, by=by)
    if answer.state == AnswerState.WINDOW and _as_written(answer) == _tidy(name, job_title, text, sign_off, claims_change):
        return answer  # pressed twice
    check_unchanged(answer, seen_version)
    _check_length(text, answer.story, long_is_fine=long_is_fine)
    _write(answer, name=name, job_title=job_title, text=text, sign_off=sign_off, claims_change=claims_change)
    _open_window(answer, story)
    moves.make(answer, ANSWER, AnswerMoves.REVISE, by=by)
    return answer


def close_windows(*, story_id: int | None = None, by: Actor = SWEEP) -> int:
    """Send every answer (to one story) whose window is over on its way: published by fast-track, or to a moderator. Returns how many went.

    Each in a transaction of its own; what somebody holds at this moment is left for the next minute. Running it twice, or twice at
    once, changes nothing.
    """
    due = Answer.objects.filter(state=AnswerState.WINDOW, due_at__lte=clock.now()).order_by("due_at")
    if story_id is not None:
        due = due.filter(story_id=story_id)
    return sum(_close_window(pk, story_id, by=by) for pk, story_id in due.values_list("pk", "story_id")[:AT_ONCE])


@transaction.atomic
def publish_answer(
    *,
    answer_id: int,
    seen_version: int,
    text: str,
    heavily_edited: bool = False,
    note: str = "",
    by: Actor,
) -> Answer:
    """A moderator publishes an answer, perhaps with changes. Who may is `moderation`'s policy.

    A changed text keeps the responder's own beside it (`as_sent`). `heavily_edited` says that more than a little was changed, which
    lowers the responder's score; `note` tells the responder why.

    Raises:
        ChangedSince: it was moved or changed since version `seen_version` was opened.
        WrongState: it does not wait for a moderator, or its story was withdrawn.
        NotAcceptable: there are no words left, or the words were not changed though `heavily_edited` says so.
    """
    locked_public_story(story_of_answer(answer_id))
    answer = locked_answer(answer_id, seen_version=seen_version)
    ANSWER.after(answer.state, AnswerMoves.PUBLISH)
    text = checked_words(text, field="text", missing=_("The answer is empty."), at_most=limits.ANSWER)
    if text != answer.text:
        answer.as_sent, answer.text = answer.text, text
    elif heavily_edited:
        raise NotAcceptable(_("You haven’t changed anything, so this can’t be a heavy edit"), field="heavily_edited")
    answer.heavily_edited = heavily_edited
    _publish(answer, AnswerMoves.PUBLISH, by=by, reason=note.strip())
    return answer


@transaction.atomic
def return_answer(*, answer_id: int, seen_version: int, reason: str, by: Actor) -> Answer:
    """A moderator returns an answer with words on what to change; the responder can write it anew.

    Raises:
        ChangedSince, WrongState: as in `publish_answer`.
        NotAcceptable: no reason is given.
    """
    reason = checked_words(reason, field="reason", missing=_("Say what the responder should change"), at_most=limits.REASON)
    locked_public_story(story_of_answer(answer_id))
    answer = locked_answer(answer_id, seen_version=seen_version)
    moves.make(answer, ANSWER, AnswerMoves.RETURN, by=by, reason=reason)
    announce(AnswerReturned(answer_id=answer.pk, story_id=answer.story_id), by=by)
    return answer


@transaction.atomic
def lapse_answers(*, story_id: int, by: Actor) -> int:
    """The story was withdrawn: answers that are not public yet never will be. Returns how many."""
    not_public = ANSWER.moves[AnswerMoves.LAPSE].sources
    open_ones = list(moves.locked(Answer.objects).filter(story_id=story_id, state__in=not_public))
    for answer in open_ones:
        moves.make(answer, ANSWER, AnswerMoves.LAPSE, by=by)
    return len(open_ones)


def note_other_photo(*, person_id: int, by: Actor) -> None:
    """Stories with a published answer of this person show another photo, or none. Story by story: some have answered thousands."""
    answered = Answer.objects.filter(person_id=person_id, state=AnswerState.PUBLISHED)
    for story_id in answered.values_list("story_id", flat=True).distinct():
        note_change_around(story_id=story_id, by=by)


@transaction.atomic
def _close_window(answer_id: int, story_id: int, *, by: Actor) -> bool:
    story = Story.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=story_id).first()
    if story is None:
        return False
    answer = moves.locked(Answer.objects, skip_locked=True).filter(pk=answer_id, state=AnswerState.WINDOW, due_at__lte=clock.now()).first()
    if answer is None:
        return False
    if story.state != State.PUBLISHED:
        moves.make(answer, ANSWER, AnswerMoves.LAPSE, by=by)
        return True
    answer.story = story
    route = route_of(answer)
    if route.fast_track and _sender_may_still_answer(answer, story):
        answer.route = "fast-track"
        _publish(answer, AnswerMoves.FAST_TRACK, by=by)
    else:
        answer.route = "moderation"
        why = [{"name": each.name, **each.said} for each in route.reasons]
        moves.make(answer, ANSWER, AnswerMoves.REFER, by=by, why=why)
        announce(AnswerReferred(answer_id=answer.pk, story_id=story.pk), by=by)
    return True


def _publish(answer: Answer, move: AnswerMoves, *, by: Actor, reason: str = "") -> None:
    """The answer becomes public: its move, the story's progress and the fact, in one transaction."""
    answer.published_at = clock.now()
    answer.due_at = None
    moves.make(answer, ANSWER, move, by=by, reason=reason)
    note_step(story_id=answer.story_id, step=Step.ANSWERED, at=answer.published_at, by=by)
    announce(AnswerPublished(answer_id=answer.pk, story_id=answer.story_id, organisation_id=answer.organisation_id), by=by)


def _sender_may_still_answer(answer: Answer, story: Story) -> bool:
    """Somebody frozen, or whose organisation's term ended, while the window was open publishes nothing unread."""
    membership = (
        Membership.objects.select_related("person").filter(organisation_id=answer.organisation_id, person_id=answer.person_id).first()
    )
    return membership is not None and may_answer(membership, story)


def _own(answer_id: int, membership: Membership, seen_version: int | None) -> Answer:
    """The answer, locked, if this member sent it; one's colleagues' answers are theirs to change."""
    answer = locked_answer(answer_id, seen_version=seen_version)
    if (answer.organisation_id, answer.person_id) != (membership.organisation_id, membership.person_id):
        raise NotAllowed(_("Only the person who sent an answer can change it."))
    return answer


def _check_window_open(answer: Answer, move: AnswerMoves) -> None:
    ANSWER.after(answer.state, move)
    if answer.due_at is None or clock.now() >= answer.due_at:
        raise WrongState(_("It’s too late to edit this answer or take it back."))


def _open_window(answer: Answer, story: Story) -> None:
    answer.sent_at = clock.now()
    answer.due_at = answer.sent_at + timedelta(minutes=setting(story.region_id, SettingKey.ANSWER_WINDOW))
    answer.route = ""


def _on_its_way(story: Story, membership: Membership, text: str) -> Answer | None:
    """The same words by the same person, sent a moment ago: somebody went back, and their browser loaded the form anew."""
    mine = Answer.objects.filter(story=story, organisation_id=membership.organisation_id, person_id=membership.person_id)
    return mine.filter(state=AnswerState.WINDOW, text=text.strip()).first() if text.strip() else None


def _check_length(text: str, story: Story, *, long_is_fine: bool) -> None:
    limits.check_length(text.strip(), limit=setting(story.region_id, SettingKey.ANSWER_WORDS), long_is_fine=long_is_fine)


def _tidy(name: str, job_title: str, text: str, sign_off: str, claims_change: bool) -> tuple[str, str, str, str, bool]:
    return name.strip(), job_title.strip(), text.strip(), sign_off.strip(), claims_change


def _as_written(answer: Answer) -> tuple[str, str, str, str, bool]:
    return answer.name, answer.job_title, answer.text, answer.sign_off, answer.claims_change


def _write(answer: Answer, *, name: str, job_title: str, text: str, sign_off: str, claims_change: bool) -> None:
    answer.name = checked_words(name, field="name", missing=_("Enter your name"), at_most=limits.NAME)
    answer.job_title = checked_words(job_title, field="job_title", missing=_("Enter your role"), at_most=limits.JOB_TITLE)
    answer.text = checked_words(text, field="text", missing=_("Write your answer"), at_most=limits.ANSWER)
    if len(sign_off.strip()) > limits.SIGN_OFF:
        raise NotAcceptable(_("The sign-off must be %(limit)s characters or fewer") % {"limit": limits.SIGN_OFF}, field="sign_off")
    answer.sign_off = sign_off.strip()
    answer.claims_change = claims_change
