"""A case's own life: opened by what happened, claimed by one moderator, put back, closed. What is decided is in the other modules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from heard.accounts.models import Person
from heard.accounts.policies import moderates
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.models import AbstractMove
from heard.core.reviewing import kind_of
from heard.moderation import policies
from heard.moderation.actions.calls import begin_call, end_call
from heard.moderation.lifecycle import CASE, CaseMoves, CaseNotes, CaseWhy
from heard.moderation.models import STORY, Call, Case, CaseState, Line, Outcome, Risk, Turn, WaitingFor
from heard.moderation.policies import being_read_by, check_claimed, check_decides, check_may_decide, nothing_left
from heard.moderation.queries.appeals import was_appealed, who_declined
from heard.moderation.queries.cases import last_story_case, lines_above
from heard.moderation.queries.corrections import is_corrected_since
from heard.moderation.queries.queue import queue
from heard.moderation.queries.reports import said_of_danger
from heard.moderation.queries.signs import signs_in_replies
from heard.moderation.queries.times import due_after
from heard.moderation.queries.waiting import outliving, standing_of, still_waits
from heard.moderation.queries.waits import answered_since_approved, waited_for
from heard.moderation.rules import sheets
from heard.moderation.rules.risk import calls_somebody, has_hard_words
from heard.moderation.rules.work import StoryWork
from heard.stories.actions import publishing
from heard.stories.models import HoldReason, State, Story
from heard.stories.rules.signs import Sign
from heard.writing.actions import close_sheets, note_all_sent


class ColleagueWorksOnIt(ChangedSince):
    """The notes on a case were saved by another page since this one was opened."""


@transaction.atomic
def open_case(*, subject: str, thing_id: int, by: Actor) -> Case | None:
    """Open a case for something that waits for a moderator; asking again gives back the one that is open, or, of what is decided once for
    ever, the one there is. None when there is nothing left to decide.

    Raises:
        ObjectDoesNotExist: there is no such thing.
    """
    stands = standing_of(subject=subject, thing_id=thing_id)
    if stands is None:
        return None
    kind, now = kind_of(subject), clock.now()
    still: dict[str, Any] = {} if kind.once else {"closed_at": None}
    case, opened = Case.objects.get_or_create(
        subject=subject,
        thing_id=thing_id,
        **still,
        defaults={
            "story_id": stands.story.pk,
            "once": kind.once,
            "risk": stands.risk,
            "signs": stands.signs,
            "found": stands.found,
            "word_count": stands.word_count,
            "turn": stands.turn,
            "senior_only": kind.seniors_only,
            "opened_at": now,
            "due_at": due_after(stands.story.region_id, now),
            **_looking_again(subject, stands.story.pk),
        },
    )
    if opened:
        moves.note(case, CaseMoves.OPEN, by=by)
        if subject == STORY:
            _look_for_signs(case, by=by)  # an appeal comes with words of its own
        begin_call(case_id=case.pk, why=Call.Why.OPENED, by=by)
    return case


def _looking_again(subject: str, story_id: int) -> dict[str, Any]:
    """What the case of an appeal begins with: as far up as the decision was made, and for nobody who had a part in it."""
    if subject != STORY or not was_appealed(story_id):
        return {}
    before = last_story_case(story_id)
    return {
        "turn": Turn.USUAL,
        "appeal": True,
        "line": before.line if before else Line.FIRST,
        "not_for": sorted(who_declined(story_id)),
    }


@transaction.atomic
def author_replied(*, story_id: int, by: Actor) -> None:
    """The author answered: the story is back in the queue, also when it was approved before that for the next working morning. A moderator
    who has taken it back meanwhile goes on with it; when another question was asked since, or the answer was read, it goes on waiting.
    """
    case = moves.locked(Case.objects).filter(subject=STORY, story_id=story_id, closed_at=None).first()
    if case is None:
        return
    _look_for_signs(case, by=by)
    answered = case.waiting_for == WaitingFor.AUTHOR and case.story.state != State.ASKED
    if answered or (case.waiting_for == WaitingFor.MORNING and answered_since_approved(case)):
        due = due_after(case.story.region_id, clock.now())
        move_case(case, CaseMoves.RESUME, by=by, waiting_for="", waiting_until=None, due_at=due)
    begin_call(case_id=case.pk, why=Call.Why.REPLIED, by=by)


def _look_for_signs(case: Case, *, by: Actor) -> None:
    """What the author wrote to a moderator may say that somebody is in danger: then the case stands where such a story stands."""
    signs, risk = signs_in_replies(case.story_id, before=True)
    known = sorted({*case.signs, *signs}, key=[str(sign) for sign in Sign].index)
    if set(known) != set(case.signs) or risk > case.risk:
        case.signs, case.risk, case.turn = known, max(case.risk, risk), Turn.USUAL if risk == Risk.URGENT else case.turn
        case.save(update_fields=["signs", "risk", "turn"])  # no new version: whoever has it open goes on typing
        moves.note(case, CaseNotes.SIGNS, by=by)


@transaction.atomic
def end_wait(*, case_id: int, by: Actor) -> Case | None:
    """The day came on which a hold ends, or until which an author had time to answer: the case is in the queue again, and somebody looks.
    A question stays open to its author. None when it does not wait any more, or has more time.
    """
    case = locked_case(case_id)
    until = case.waiting_until or case.opened_at
    if case.state != CaseState.WAITING or case.waiting_for == WaitingFor.MORNING or until > clock.now():
        return None
    _back_to_the_queue(case, why=_DID_NOT_COME[case.waiting_for], by=by)
    begin_call(case_id=case.pk, why=Call.Why.PUT_BACK, by=by)
    return case


def _back_to_the_queue(case: Case, *, why: CaseWhy, by: Actor) -> None:
    if case.story.state == State.HELD and case.waiting_for in HoldReason.values:
        publishing.release_story(story_id=case.story_id, seen_version=case.story.version, by=by)
    move_case(case, CaseMoves.RESUME, why=why, by=by, waiting_for="", due_at=due_after(case.story.region_id, clock.now()))


_DID_NOT_COME = {
    WaitingFor.AUTHOR.value: CaseWhy.NO_ANSWER,
    WaitingFor.SAFEGUARDING.value: CaseWhy.HOLD_OVER,
    WaitingFor.LEGAL.value: CaseWhy.HOLD_OVER,
}


@transaction.atomic
def author_corrected(*, story_id: int, by: Actor) -> None:
    """The author corrected or added to their words: what the new ones suggest is found, and the case goes where that puts it. What the old
    ones gave cause for stays: a story with signs of crisis never sinks. If it waited for the author, or for the morning, it is back in the
    queue; if it was held, and what they say may mean danger now, it is held no longer. Twice changes nothing.

    Raises:
        Story.DoesNotExist: there is no such story.
    """
    Story.objects.only("pk").get(pk=story_id)
    case = moves.locked(Case.objects).filter(subject=STORY, story_id=story_id, closed_at=None).first()
    if case is None:
        return  # not opened yet, and then it is opened on the new words; or decided, which the correction came too late for
    now = standing_of(subject=STORY, thing_id=story_id)
    if now is not None and is_corrected_since(case):
        case.risk, case.word_count = max(case.risk, now.risk), now.word_count
        case.signs = list(dict.fromkeys((*now.signs, *case.signs)))
        case.found = list(dict.fromkeys((*now.found, *case.found)))
        case.turn = min(case.turn, now.turn)
        case.save(update_fields=["risk", "word_count", "signs", "found", "turn"])
        moves.note(case, CaseNotes.CORRECTED, by=by)
        said, _risk = signs_in_replies(story_id)
        if case.waiting_for in HoldReason.values and calls_somebody(risk=Risk.PRAISE, signs=[*now.signs, *said]):
            _back_to_the_queue(case, why=CaseWhy.DANGER_WHILE_HELD, by=by)
    author_replied(story_id=story_id, by=by)


@transaction.atomic
def take_usual_turn(*, case_id: int, by: Actor) -> None:
    """A case that stood behind the others for long enough is read by risk and age like any other. Twice changes nothing."""
    case = locked_case(case_id)
    if case.closed_at is None and case.turn == Turn.LAST:
        case.turn = Turn.USUAL
        case.version += 1
        case.save(update_fields=["turn", "version"])
        moves.note(case, CaseNotes.USUAL_TURN, by=by)


@transaction.atomic
def close_cases(*, story_id: int, by: Actor) -> int:
    """Its author took the story back: nothing is left to decide about it, but what outlives it. Returns how many cases were closed."""
    return _close_all(Case.objects.filter(story_id=story_id).exclude(subject__in=[kind.subject for kind in outliving()]), by=by)


@transaction.atomic
def close_case_of(*, subject: str, thing_id: int, by: Actor) -> int:
    """The same of one thing that its author took back."""
    return _close_all(Case.objects.filter(subject=subject, thing_id=thing_id), by=by)


def _close_all(cases: QuerySet[Case], *, by: Actor) -> int:
    found = list(moves.locked(cases.filter(closed_at=None)))
    for case in found:
        close_case(case, CaseMoves.CLOSE, outcome=Outcome.WITHDRAWN, by=by)
    return len(found)


@transaction.atomic
def erase_notes(*, story_id: int, by: Actor) -> None:
    """The words of a story that was taken back are deleted: what moderators noted about it, which may quote them, goes with them, and what
    outlives it, such as a report of its author's. What belongs to a case that somebody still works on waits until that is closed. Twice
    changes nothing.

    Raises:
        Story.DoesNotExist: there is no such story.
    """
    Story.objects.only("pk").get(pk=story_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT moderation_erase_notes(%s)", [story_id])
    closed = Case.objects.filter(story_id=story_id, closed_at__isnull=False)
    for kind in outliving():
        for thing_id in closed.filter(subject=kind.subject).values_list("thing_id", flat=True):
            kind.erase(thing_id, by=by)
    closed.update(signs=[], found=[], word_count=0)


@transaction.atomic
def claim_case(*, case_id: int, note: str = "", by: Person) -> Case:
    """Take a case to read and decide. Claiming what one has already keeps it for longer.

    Raises:
        NotAllowed: it is for a moderator with more experience.
        BeingRead: somebody else reads it and has not left it for longer than ⚙ `claim_kept`.
        NotAcceptable: it can be taken over, but no `note` says why.
        WrongState: it is decided.
    """
    case = locked_case(case_id)
    check_may_decide(case, by)
    now = clock.now()
    if case.state == CaseState.CLAIMED and case.claimed_by_id == by.pk:
        case.claimed_at = now
        case.save(update_fields=["claimed_at"])
        end_call(case_id=case.pk, taken_by=by, by=by)
        return case
    if case.state == CaseState.CLAIMED:
        if not policies.is_stale(case):
            raise being_read_by(case)
        if not note.strip():
            raise NotAcceptable(_("Say why you’re taking it over"), field="note")
        return move_case(case, CaseMoves.TAKE_OVER, note=note, by=by, claimed_by=by, claimed_at=now)
    until = case.waiting_until if waited_for(case) else None
    return move_case(case, CaseMoves.CLAIM, note=note, by=by, claimed_by=by, claimed_at=now, waiting_for="", waiting_until=until)


@transaction.atomic
def claim_next(*, subject: str = "", region_id: int | None = None, gently: bool = False, by: Person) -> Case | None:
    """Claim what stands first in the queue for this moderator, of one region where that is named; None when there is nothing. Two people
    never get the same.

    What may have hard words is given back unclaimed: its page warns, and whoever opens it there claims it. `gently` leaves those out.
    """
    waiting = queue(by, subject=subject, region_id=region_id, gently=gently).exclude(proposed_by=by)
    case = waiting.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
    if case is None or has_hard_words(risk=case.risk, signs=case.signs):
        return case
    return claim_case(case_id=case.pk, by=by)


@transaction.atomic
def release_case(*, case_id: int, note: str = "", by: Person) -> Case:
    """Put a case back, undecided. What was typed stays for whoever reads it next; what waits for somebody goes on waiting, until the day
    that was said.

    Whoever claimed a case may put it back, also one that they may not decide any more.
    """
    return _put_back(held_case(case_id, by), note=note, by=by)


@transaction.atomic
def release_all_of(*, person_id: int, by: Actor) -> int:
    """Somebody does not work here any more: what they were reading goes back. Returns how many cases that were."""
    cases = list(moves.locked(Case.objects).filter(claimed_by_id=person_id, closed_at=None))
    for case in cases:
        _put_back(case, note="", by=by)
    return len(cases)


@transaction.atomic
def release_of_other_regions(*, person_id: int, by: Actor) -> int:
    """Somebody moderates for other regions now: what they were reading for any but these goes back. Returns how many cases that were."""
    person = Person.objects.get(pk=person_id)
    theirs = moves.locked(Case.objects).select_related("story").filter(claimed_by=person, closed_at=None)
    cases = [case for case in theirs if not moderates(person, case.story.region_id)]
    for case in cases:
        _put_back(case, note="", by=by)
    return len(cases)


def _put_back(case: Case, *, note: str, by: Actor) -> Case:
    waiting_for = waited_for(case)
    over = case.waiting_until is None or case.waiting_until <= clock.now()
    move = CaseMoves.WAIT if waiting_for and not over else CaseMoves.RELEASE
    move_case(case, move, note=note, by=by, claimed_by=None, claimed_at=None, waiting_for="" if over else waiting_for)
    if move == CaseMoves.RELEASE:
        begin_call(case_id=case.pk, why=Call.Why.PUT_BACK, by=by)
    return case


@transaction.atomic
def pass_up(*, case_id: int, line: int, note: str, by: Person) -> Case:
    """Let the second line or a senior moderator decide, with a note on what to look at.

    Raises:
        NotAcceptable: there is no note, or the line is not further up.
        WrongState: what it is about was taken back meanwhile: nobody needs to look at it, and the note would go with the story.
    """
    case = own_case(case_id, by)
    if not still_waits(case):
        raise WrongState(nothing_left())
    if line not in lines_above(case):
        raise NotAcceptable(_("Choose who should decide"), field="line")
    if not note.strip():
        raise NotAcceptable(_("Say what they should look at"), field="note")
    sent_from(case, sheets.PASS_UP, by)
    move_case(case, CaseMoves.PASS_UP, note=note, by=by, claimed_by=None, claimed_at=None, line=line)
    begin_call(case_id=case.pk, why=Call.Why.PASSED_UP, by=by)
    return case


@transaction.atomic
def add_note(*, case_id: int, note: str, by: Person) -> AbstractMove:
    """Leave a note among moderators, until the case is decided. Never seen by the author or an organisation.

    Raises:
        NotAcceptable: there is no note.
        NotAllowed: it is for senior moderators.
        WrongState: it was decided meanwhile, or its story taken back. A note on a story whose words are deleted would be deleted with them.
    """
    if not note.strip():
        raise NotAcceptable(_("Write your note"), field="note")
    case = locked_case(case_id)
    if not policies.may_see(by, case):
        raise NotAllowed(_("Only senior moderators can do this."))
    if case.state == CaseState.CLOSED:
        raise WrongState(
            _("This has already been decided: %(outcome)s. Your note wasn’t saved, but you can copy it from here.")
            % {"outcome": case.get_outcome_display()}
        )
    sent_from(case, sheets.NOTE, by)
    return moves.note(case, CaseNotes.NOTE, note=note.strip(), by=by)


@transaction.atomic
def say_no_danger(*, case_id: int, seen_story: int, by: Person) -> Case:
    """Whoever reads it says that the signs of danger are a false alarm: its author's own page does not begin with help any more, until they
    write such words again. Who is called, and where the case stands, stays as it was. Twice changes nothing.

    Raises:
        BeingRead, NotAllowed, WrongState: the case is not this moderator's to decide.
        ChangedSince: the author wrote something since version `seen_story` of the story was opened.
    """
    return _say_of_danger(case_id, seen_story, CaseNotes.NO_DANGER, by)


@transaction.atomic
def say_danger(*, case_id: int, seen_story: int, by: Person) -> Case:
    """It was no false alarm after all. Twice changes nothing.

    Raises:
        BeingRead, NotAllowed, WrongState, ChangedSince: as in `say_no_danger`.
    """
    return _say_of_danger(case_id, seen_story, CaseNotes.DANGER, by)


def _say_of_danger(case_id: int, seen_story: int, name: CaseNotes, by: Person) -> Case:
    case = own_case(case_id, by)
    publishing.check_seen(story_id=case.story_id, seen_version=seen_story)
    last = said_of_danger(case)
    if (last.what if last else CaseNotes.DANGER) != name:
        moves.note(case, name, by=by)
    return case


@transaction.atomic
def save_work(*, case_id: int, seen_version: int, work: StoryWork, by: Person) -> Case:
    """Keep what was typed so far.

    Raises:
        BeingRead: another moderator has it now.
        ColleagueWorksOnIt: it was saved by another page since version `seen_version` of the case was opened.
    """
    case = own_case(case_id, by)
    if case.work == work.as_json():
        return case
    if case.version != seen_version:
        raise ColleagueWorksOnIt(_("Someone has changed this since you opened it."))
    case.work = work.as_json()
    case.version += 1
    case.claimed_at = clock.now()
    case.save(update_fields=["work", "version", "claimed_at"])
    end_call(case_id=case.pk, taken_by=by, by=by)
    return case


# ---------------------------------------------------------------- for the other modules of this package


def locked_case(case_id: int) -> Case:
    return moves.locked(Case.objects).select_related("claimed_by", "story").get(pk=case_id)


def own_case(case_id: int, by: Person) -> Case:
    """The case, locked, if this moderator has claimed it and may decide it."""
    case = locked_case(case_id)
    check_decides(case, by)
    return case


def held_case(case_id: int, by: Person) -> Case:
    """The case, locked, if this moderator has claimed it."""
    case = locked_case(case_id)
    check_claimed(case, by)
    return case


def move_case(
    case: Case,
    move: CaseMoves,
    *,
    note: str = "",
    why: str = "",
    message: str = "",
    looked_at: Sequence[str] = (),
    by: Actor,
    **columns: Any,
) -> Case:
    """Make one move of a locked case. Its state is read off `columns`, so it is what they say. `note` is what a person wrote, `why` a
    `CaseWhy`.
    """
    said: dict[str, Any] = {"note": note.strip(), "why": why, "message": message.strip(), "looked_at": list(looked_at)}
    moves.make(case, CASE, move, by=by, columns=columns, **said)
    if case.state != CaseState.QUEUED:
        end_call(case_id=case.pk, taken_by=case.claimed_by if case.state == CaseState.CLAIMED else None, by=by)
    return case


def close_case(
    case: Case, move: CaseMoves, *, outcome: str, note: str = "", why: str = "", looked_at: Sequence[str] = (), by: Actor
) -> Case:
    now = clock.now()
    close_sheets(organisation_id=None, thing=case.pk, kinds=sheets.OF_A_CASE, by=by)
    return move_case(
        case,
        move,
        note=note,
        why=why,
        looked_at=looked_at,
        by=by,
        closed_at=now,
        decided_at=case.decided_at or now if move == CaseMoves.DECIDE else case.decided_at,
        outcome=outcome,
        claimed_by=None,
        claimed_at=None,
        waiting_for="",
        waiting_until=None,
        work=None,
    )


def put_to_wait(
    case: Case, waiting_for: str, *, until: datetime | None, note: str, by: Actor, move: CaseMoves = CaseMoves.WAIT, **columns: Any
) -> Case:
    return move_case(
        case,
        move,
        note=note,
        by=by,
        waiting_for=waiting_for,
        waiting_until=until,
        decided_at=case.decided_at or clock.now(),
        claimed_by=None,
        claimed_at=None,
        **columns,
    )


def sent_from(case: Case, kind: str, by: Person) -> None:
    """What this moderator typed for this decision is decided now, and not kept any longer as something to go on with."""
    note_all_sent(organisation_id=None, kind=kind, thing=case.pk, by=by)
