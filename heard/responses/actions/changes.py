"""What an organisation will do, or did, because of a story. A moderator reads every plan and every claim that it was made."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.core.texts.saying import date_words
from heard.organisations.models import Membership
from heard.responses.actions.moving import (
    already_sent,
    check_same_words,
    check_unchanged,
    checked_words,
    locked_change,
    locked_public_story,
    story_of_change,
)
from heard.responses.events import ChangeDateMoved, ChangePublished, ChangeReturned, ChangeSent
from heard.responses.lifecycle import CHANGE, ChangeMoves
from heard.responses.models import Change, ChangeState
from heard.responses.policies import check_may_answer, check_may_carry_on
from heard.responses.queries import new_dates_of
from heard.responses.rules import limits
from heard.stories.actions.progress import note_change_around, note_step
from heard.stories.models import Step, Story
from heard.writing.actions import note_sent
from heard.writing.rules import Written

FURTHEST = timedelta(days=5 * 366)
"""A plan for later than this is not a plan."""


@transaction.atomic
def plan_change(
    *,
    story_id: int,
    membership: Membership,
    what: str,
    who_leads: str,
    due_on: date | None,
    form_key: UUID | None = None,
    written: Written | None = None,
    by: Actor,
) -> Change:
    """Say what will change, who leads it and by when. Sending the same form again gives back the same plan.

    What was `written` on the way is cleared away.

    Raises:
        WrongState: this form was sent before, with other words.
        NotAllowed: the member may not answer this story.
        NotAcceptable: something is missing or too long, or the day is past or more than five years away.
    """
    story = locked_public_story(story_id)
    check_may_answer(membership, story)
    sent = _already_sent(form_key, story, membership)
    if sent is None and form_key is not None:
        sent = _waits(story, membership, what=what.strip(), who_leads=who_leads.strip(), due_on=due_on)
    note_sent(written=written, by=by)
    if sent is not None:
        check_same_words(what, sent.what)
        return sent
    change = _new(story, membership, form_key)
    _write_plan(change, what=what, who_leads=who_leads, due_on=due_on)
    _send(change, ChangeMoves.PLAN, by=by)
    return change


@transaction.atomic
def make_change(
    *,
    membership: Membership,
    made_what: str,
    story_id: int | None = None,
    change_id: int | None = None,
    seen_version: int | None = None,
    form_key: UUID | None = None,
    written: Written | None = None,
    by: Actor,
) -> Change:
    """Say what was done: about a plan of one's organisation (`change_id`) or, without one, about a story (`story_id`).

    Saying the same again changes nothing.

    Raises:
        NotAllowed: the member may not answer the story, or the plan is another organisation's.
        WrongState: the plan is not one that stands.
        ChangedSince: the plan was changed since `seen_version`.
        NotAcceptable: the words are missing or too long.
    """
    if change_id is None:
        if story_id is None:
            raise TypeError("make_change needs a story or a change")
        story = locked_public_story(story_id)
        check_may_answer(membership, story)
        sent = _already_sent(form_key, story, membership)
        if sent is None and form_key is not None:
            sent = _waits(story, membership, made_what=made_what.strip())
        note_sent(written=written, by=by)
        if sent is not None:
            check_same_words(made_what, sent.made_what)
            return sent
        change = _new(story, membership, form_key)
    else:
        change = _own(change_id, membership, None)
        note_sent(written=written, by=by)
        if change.state == ChangeState.MADE_WAITING and change.made_what == made_what.strip():
            return change
        check_unchanged(change, seen_version)
    change.made_what = checked_words(made_what, field="made_what", missing=_("Say what has changed"), at_most=limits.CHANGE)
    _send(change, ChangeMoves.MAKE, by=by)
    return change


@transaction.atomic
def revise_plan(
    *,
    change_id: int,
    seen_version: int,
    membership: Membership,
    what: str,
    who_leads: str,
    due_on: date | None,
    written: Written | None = None,
    by: Actor,
) -> Change:
    """Write a returned plan anew.

    Raises:
        ChangedSince, WrongState, NotAllowed, NotAcceptable: as in `plan_change` and `make_change`.
    """
    change = _own(change_id, membership, None)
    note_sent(written=written, by=by)
    if (change.state, change.what, change.who_leads, change.due_on) == (ChangeState.PLAN_WAITING, what.strip(), who_leads.strip(), due_on):
        return change  # pressed twice
    check_unchanged(change, seen_version)
    CHANGE.after(change.state, ChangeMoves.REVISE_PLAN)
    _write_plan(change, what=what, who_leads=who_leads, due_on=due_on)
    change.made_what = ""
    _send(change, ChangeMoves.REVISE_PLAN, by=by)
    return change


@transaction.atomic
def revise_made(
    *, change_id: int, seen_version: int, membership: Membership, made_what: str, written: Written | None = None, by: Actor
) -> Change:
    """Write anew what was done, after a moderator returned it.

    Raises:
        ChangedSince, WrongState, NotAllowed, NotAcceptable: as in `make_change`.
    """
    change = _own(change_id, membership, None)
    note_sent(written=written, by=by)
    if (change.state, change.made_what) == (ChangeState.MADE_WAITING, made_what.strip()):
        return change  # pressed twice
    check_unchanged(change, seen_version)
    CHANGE.after(change.state, ChangeMoves.REVISE_MADE)
    change.made_what = checked_words(made_what, field="made_what", missing=_("Say what has changed"), at_most=limits.CHANGE)
    _send(change, ChangeMoves.REVISE_MADE, by=by)
    return change


@transaction.atomic
def give_new_date(*, change_id: int, seen_version: int, membership: Membership, due_on: date | None, by: Actor) -> Change:
    """Say by which other day a planned change will be made. A day has no words in it that could do harm, so nobody reads it first (ADR 29);
    the day that was promised first stays public beside it.

    Raises:
        NotAllowed: as in `make_change`.
        WrongState: the plan is not one that stands.
        ChangedSince: it was changed since `seen_version`.
        NotAcceptable: there is no day, or it is past or more than ⚙ `new_date_within` months away, or the one that stands; or no more can
            be given, or not yet (⚙ `new_dates`, `new_date_every`).
    """
    change = _own(change_id, membership, None)
    if change.state == ChangeState.PLANNED and change.due_on == due_on and change.version == seen_version + 1:
        return change  # pressed twice
    check_unchanged(change, seen_version)
    CHANGE.after(change.state, ChangeMoves.NEW_DATE)
    stood, allowed = change.due_on, new_dates_of(change, region_id=change.story.region_id)
    if wrong := allowed.why_none(clock.today()):
        raise NotAcceptable(wrong, field="due_on")
    furthest = allowed.furthest(clock.today())
    if due_on is not None and due_on > furthest:
        raise NotAcceptable(_("Choose a date up to %(day)s") % {"day": date_words(furthest)}, field="due_on")
    _write_day(change, due_on)
    if change.due_on == stood:
        raise NotAcceptable(_("The change is already promised for that date. Choose another one."), field="due_on")
    change.first_due_on = change.first_due_on or stood
    moved = moves.make(change, CHANGE, ChangeMoves.NEW_DATE, by=by, reason=f"{stood} → {change.due_on}")
    note_change_around(story_id=change.story_id, by=by)
    announce(
        ChangeDateMoved(change_id=change.pk, story_id=change.story_id, organisation_id=change.organisation_id, move_id=moved.pk), by=by
    )
    return change


@transaction.atomic
def publish_change(
    *,
    change_id: int,
    seen_version: int,
    what: str = "",
    who_leads: str = "",
    due_on: date | None = None,
    made_what: str = "",
    note: str = "",
    by: Actor,
) -> Change:
    """A moderator publishes a plan, or that a change was made, perhaps with changed words. Who may is `moderation`'s policy.

    Of a plan that waits, `what`, `who_leads` and `due_on` are used; of a change said to be made, `made_what`.

    Raises:
        ChangedSince: it was moved or changed since version `seen_version` was opened.
        WrongState: it does not wait for a moderator, or its story was withdrawn.
        NotAcceptable: something that must be public is missing or too long.
    """
    locked_public_story(story_of_change(change_id))
    change = locked_change(change_id, seen_version=seen_version)
    now = clock.now()
    if change.state == ChangeState.MADE_WAITING:
        move, step = ChangeMoves.PUBLISH_MADE, Step.MADE
        change.made_what = checked_words(made_what, field="made_what", missing=_("Say what has changed"), at_most=limits.CHANGE)
        change.made_at = now
    else:
        move, step = ChangeMoves.PUBLISH_PLAN, Step.PLANNED
        CHANGE.after(change.state, move)
        _write_plan(change, what=what, who_leads=who_leads, due_on=due_on, as_moderator=True)
        change.planned_at = now
    moves.make(change, CHANGE, move, by=by, reason=note.strip())
    note_step(story_id=change.story_id, step=step, at=now, by=by)
    announce(
        ChangePublished(change_id=change.pk, story_id=change.story_id, organisation_id=change.organisation_id, step=step.name.lower()),
        by=by,
    )
    return change


@transaction.atomic
def return_change(*, change_id: int, seen_version: int, reason: str, by: Actor) -> Change:
    """A moderator returns it with words on what to change. A plan that was public stays public.

    Raises:
        ChangedSince, WrongState: as in `publish_change`.
        NotAcceptable: no reason is given.
    """
    reason = checked_words(reason, field="reason", missing=_("Say what should change"), at_most=limits.REASON)
    locked_public_story(story_of_change(change_id))
    change = locked_change(change_id, seen_version=seen_version)
    move = ChangeMoves.RETURN if change.planned_at is None else ChangeMoves.RETURN_TO_PLAN
    moves.make(change, CHANGE, move, by=by, reason=reason)
    announce(ChangeReturned(change_id=change.pk, story_id=change.story_id), by=by)
    return change


@transaction.atomic
def lapse_changes(*, story_id: int, by: Actor) -> int:
    """The story was withdrawn: what is not public yet never will be. Returns how many."""
    not_public = CHANGE.moves[ChangeMoves.LAPSE].sources
    open_ones = list(moves.locked(Change.objects).filter(story_id=story_id, state__in=not_public))
    for change in open_ones:
        moves.make(change, CHANGE, ChangeMoves.LAPSE, by=by)
    return len(open_ones)


def _send(change: Change, move: ChangeMoves, *, by: Actor) -> None:
    change.sent_at = clock.now()
    moves.make(change, CHANGE, move, by=by)
    step = "made" if change.state == ChangeState.MADE_WAITING else "planned"
    announce(ChangeSent(change_id=change.pk, story_id=change.story_id, step=step), by=by)


def _already_sent(form_key: UUID | None, story: Story, membership: Membership) -> Change | None:
    return already_sent(Change, form_key, story_id=story.pk, organisation_id=membership.organisation_id, person_id=membership.person_id)


def _waits(story: Story, membership: Membership, **said: object) -> Change | None:
    """The same by the same person, which no moderator has read yet: somebody went back, and their browser loaded the form anew."""
    if not any(said.values()):
        return None
    mine = Change.objects.filter(story=story, organisation_id=membership.organisation_id, person_id=membership.person_id)
    return mine.filter(state__in=(ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING), **said).first()


def _new(story: Story, membership: Membership, form_key: UUID | None) -> Change:
    return Change(
        story=story,
        region_id=story.region_id,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        form_key=form_key,
    )


def _own(change_id: int, membership: Membership, seen_version: int | None) -> Change:
    """The change, locked, if it is this organisation's: any of its responders may carry it on."""
    locked_public_story(story_of_change(change_id))
    change = locked_change(change_id, seen_version=seen_version)
    if change.organisation_id != membership.organisation_id:
        raise NotAllowed(_("This change belongs to another organisation."))
    check_may_carry_on(membership, change)
    return change


def _write_plan(change: Change, *, what: str, who_leads: str, due_on: date | None, as_moderator: bool = False) -> None:
    change.what = checked_words(what, field="what", missing=_("Say what will change"), at_most=limits.CHANGE)
    change.who_leads = checked_words(who_leads, field="who_leads", missing=_("Say who will lead it"), at_most=limits.JOB_TITLE)
    _write_day(change, due_on, as_moderator=as_moderator)


def _write_day(change: Change, due_on: date | None, *, as_moderator: bool = False) -> None:
    if due_on is None:
        raise NotAcceptable(_("Enter the date it will be done by"), field="due_on")
    if not as_moderator and due_on < clock.today():
        raise NotAcceptable(_("Choose today or a later date"), field="due_on")
    if due_on > clock.today() + FURTHEST:
        raise NotAcceptable(_("Choose a date within the next 5 years"), field="due_on")
    change.due_on = due_on
