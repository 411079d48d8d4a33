"""Deciding what was said about a story: answers, authors' replies, changes; and seeing to reports of unfair treatment."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from heard.accounts.models import Person
from heard.core.errors import NotAcceptable, NotAllowed
from heard.moderation.actions.cases import close_case, own_case
from heard.moderation.lifecycle import CaseMoves
from heard.moderation.models import Case, Outcome, Subject
from heard.moderation.queries.cases import help_to_send
from heard.moderation.queries.looks import noticed_in_said
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules.differences import is_heavy
from heard.moderation.rules.looking import check_looked_at
from heard.moderation.rules.messages import with_help
from heard.responses.actions import answers, changes, replies
from heard.responses.models import Answer, Change, ChangeState, Reply


@transaction.atomic
def publish_answer(*, case_id: int, seen_version: int, text: str, note: str = "", looked_at: Sequence[str] = (), by: Person) -> Case:
    """Publish an answer, perhaps with changes. More than a little changed lowers the responder's score, and a note has to say why.
    `looked_at` are keys of what was found in just these words, and in how they are signed, and can stay.

    Raises:
        ChangedSince: the answer was changed since `seen_version`.
        NotAcceptable: there are no words left, they were changed without a note, or nobody looked at something that was found in them.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide.
    """
    case = _case_of(case_id, Subject.ANSWER, by)
    answer = Answer.objects.get(pk=case.thing_id)
    edited = text.strip() != answer.text.strip()
    if edited and not note.strip():
        raise NotAcceptable("Tell the responder what you changed, and why.", field="note")
    heavy = edited and is_heavy(answer.text, text)
    answers.publish_answer(answer_id=answer.pk, seen_version=seen_version, text=text, heavily_edited=heavy, note=note, by=by)
    return _published(case, {"text": text}, looked_at, edited=edited, by=by)


@transaction.atomic
def return_answer(*, case_id: int, seen_version: int, reason: str, by: Person) -> Case:
    """Give an answer back to its responder, with words on what to change.

    Raises:
        ChangedSince, NotAcceptable, BeingRead, WrongState, NotAllowed: as in `publish_answer`.
    """
    case = _case_of(case_id, Subject.ANSWER, by)
    answers.return_answer(answer_id=case.thing_id, seen_version=seen_version, reason=reason, by=by)
    return close_case(case, CaseMoves.DECIDE, outcome=Outcome.RETURNED, by=by)


@transaction.atomic
def publish_reply(*, case_id: int, text: str, note: str = "", looked_at: Sequence[str] = (), by: Person) -> Case:
    """Publish an author's reply or update, perhaps with changes; `note` tells the author why, `looked_at` is as in `publish_answer`.

    Raises:
        NotAcceptable: there are no words left, they were changed without a note, or nobody looked at something that was found in them.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide, or the author took it back.
    """
    case = _case_of(case_id, Subject.REPLY, by)
    edited = text.strip() != Reply.objects.values_list("original", flat=True).get(pk=case.thing_id).strip()
    replies.publish_reply(reply_id=case.thing_id, text=text, note=note, by=by)
    return _published(case, {"text": text}, looked_at, edited=edited, by=by)


@transaction.atomic
def decline_reply(*, case_id: int, reason: str, by: Person) -> Case:
    """Do not publish an author's reply; `reason` is the kind message the author reads, with the region's crisis lines under it where the
    reply has signs of crisis.

    Raises:
        NotAcceptable, BeingRead, WrongState, NotAllowed: as in `publish_reply`.
    """
    case = _case_of(case_id, Subject.REPLY, by)
    said = with_help(reason, help_to_send(case)) if reason.strip() else reason
    replies.decline_reply(reply_id=case.thing_id, reason=said, by=by)
    return close_case(case, CaseMoves.DECIDE, outcome=Outcome.DECLINED, by=by)


@transaction.atomic
def publish_change(
    *,
    case_id: int,
    seen_version: int,
    what: str = "",
    who_leads: str = "",
    due_on: date | None = None,
    made_what: str = "",
    note: str = "",
    looked_at: Sequence[str] = (),
    by: Person,
) -> Case:
    """Publish a plan, or that a change was made. Of a plan the first three are used, of a change made `made_what`. `looked_at` is as in
    `publish_answer`.

    Raises:
        ChangedSince, NotAcceptable, BeingRead, WrongState, NotAllowed: as in `publish_answer`.
    """
    case = _case_of(case_id, Subject.CHANGE, by)
    change = Change.objects.get(pk=case.thing_id)
    made = change.state == ChangeState.MADE_WAITING
    before = change.made_what if made else (change.what, change.who_leads, change.due_on)
    edited = before != (made_what.strip() if made else (what.strip(), who_leads.strip(), due_on))
    if edited and not note.strip():
        raise NotAcceptable("Tell the organisation what you changed, and why.", field="note")
    changes.publish_change(
        change_id=change.pk, seen_version=seen_version, what=what, who_leads=who_leads, due_on=due_on, made_what=made_what, note=note, by=by
    )
    words = {"made_what": made_what} if made else {"what": what, "who_leads": who_leads}
    return _published(case, words, looked_at, edited=edited, by=by)


@transaction.atomic
def return_change(*, case_id: int, seen_version: int, reason: str, by: Person) -> Case:
    """Give it back with words on what to change. A plan that is public stays public.

    Raises:
        ChangedSince, NotAcceptable, BeingRead, WrongState, NotAllowed: as in `publish_answer`.
    """
    case = _case_of(case_id, Subject.CHANGE, by)
    change = changes.return_change(change_id=case.thing_id, seen_version=seen_version, reason=reason, by=by)
    outcome = Outcome.RETURNED_TO_PLAN if change.state == ChangeState.PLANNED else Outcome.RETURNED
    return close_case(case, CaseMoves.DECIDE, outcome=outcome, by=by)


@transaction.atomic
def see_to_report(*, case_id: int, note: str, by: Person) -> Case:
    """A senior moderator has seen to a report of unfair treatment; the note says what was done.

    Raises:
        NotAcceptable: there is no note.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide.
    """
    case = _case_of(case_id, Subject.TREATED_DIFFERENTLY, by)
    if not note.strip():
        raise NotAcceptable("Write down what you did.", field="note")
    return close_case(case, CaseMoves.DECIDE, outcome=Outcome.SEEN_TO, note=note, by=by)


@transaction.atomic
def put_away(*, case_id: int, by: Person) -> Case:
    """What the case was about was taken back or is decided: there is nothing left to do.

    Raises:
        NotAllowed: there is still something to decide.
    """
    case = own_case(case_id, by)
    if still_waits(case):
        raise NotAllowed("There is still something to decide here.")
    return close_case(case, CaseMoves.CLOSE, outcome=Outcome.NOTHING_LEFT, by=by)


def _published(case: Case, words: Mapping[str, str], looked_at: Sequence[str], *, edited: bool, by: Person) -> Case:
    """The case is decided, with the looks that let these words out. Whatever was found in them and nobody looked at undoes it all."""
    looks = check_looked_at(noticed_in_said(case, words), looked_at)
    outcome = Outcome.PUBLISHED_EDITED if edited else Outcome.PUBLISHED
    return close_case(case, CaseMoves.DECIDE, outcome=outcome, looked_at=looks, by=by)


def _case_of(case_id: int, subject: str, by: Person) -> Case:
    case = own_case(case_id, by)
    if case.subject != subject:
        raise NotAllowed("This case is about something else.")
    return case
