"""Calling somebody to what has signs of danger: one after another on the rota, then every senior moderator, until one takes it.

What calls is a case, or a message to Heard itself. A case is taken by claiming it (`cases.claim_case`); a message by `take_message`.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Person
from heard.accounts.queries import operators
from heard.core import clock, jobs, mail
from heard.core.actors import Actor
from heard.core.errors import NotAllowed, WrongState
from heard.core.events import announce
from heard.enquiries.models import Enquiry, State
from heard.moderation import policies
from heard.moderation.events import CallBegan
from heard.moderation.models import Call, CallStep, Case, CaseState, PagerMessage, PagingAddress
from heard.moderation.policies import BeingRead
from heard.moderation.queries.calls import unreached_among, who_is_told_last
from heard.moderation.queries.locked import is_for_nobody, locked_key
from heard.moderation.queries.messages import is_seen_to, message_calls
from heard.moderation.queries.rota import on_rota as people_on_rota
from heard.moderation.queries.times import desk_is_open
from heard.moderation.rules.risk import calls_somebody
from heard.regions.queries import setting
from heard.regions.rules import SettingKey

LOOK_AGAIN_AFTER: Final = timedelta(minutes=1)
"""Where nobody at all can open it: somebody may be given the role at any moment."""


@transaction.atomic
def begin_call(*, case_id: int, why: str, by: Actor) -> Call | None:
    """Somebody has to look at this case now, if it has signs of danger and is in the queue, or whoever claimed it has left it. While one
    call goes on there is no other.

    In working hours, where nobody is on the rota, the desk itself has ⚙ `call_next_after` minutes before anybody is told.
    """
    case = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("story").get(pk=case_id)
    nobody_has_it = case.state == CaseState.QUEUED or policies.is_stale(case)
    if not nobody_has_it or not calls_somebody(risk=case.risk, signs=case.signs):
        return None
    return _begin(Call(case=case, why=why), region_id=case.story.region_id, by=by)


@transaction.atomic
def begin_message_call(*, enquiry_id: int, why: str, by: Actor) -> Call | None:
    """The same for a message to Heard that waits for an answer, unless somebody is on it, or said that nobody is in danger.

    Raises:
        Enquiry.DoesNotExist: there is no such message.
    """
    enquiry = _locked(enquiry_id)
    if enquiry.state != State.WAITING or not message_calls(enquiry) or is_seen_to(enquiry):
        return None
    return _begin(Call(enquiry=enquiry, why=why), region_id=enquiry.region_id, by=by)


def _begin(call: Call, *, region_id: int, by: Actor) -> Call:
    """Write the call, unless there is one. What it is about is locked."""
    if under_way := Call.objects.filter(case=call.case, enquiry=call.enquiry, ended_at=None).first():
        return under_way
    now = clock.now()
    the_desk_is_there = not people_on_rota(region_id, now) and desk_is_open(region_id, now)
    call.began_at = now
    call.next_at = now + _patience(region_id) if the_desk_is_there else now
    call.save()
    announce(CallBegan(call_id=call.pk, case_id=call.case_id, enquiry_id=call.enquiry_id), by=by)
    return call


@transaction.atomic
def end_call(*, case_id: int, taken_by: Person | None, by: Actor) -> None:
    """Somebody has the case, or there is nothing left to decide. Without a call it changes nothing."""
    Call.objects.filter(case_id=case_id, ended_at=None).update(ended_at=clock.now(), taken_by=taken_by, next_at=None)


@transaction.atomic
def end_message_call(*, enquiry_id: int, by: Actor) -> None:
    """The message was answered or closed: nobody has to look any more. Twice changes nothing.

    Raises:
        Enquiry.DoesNotExist: there is no such message.
    """
    enquiry = _locked(enquiry_id)
    if enquiry.state != State.WAITING:
        Call.objects.filter(enquiry=enquiry, ended_at=None).update(ended_at=clock.now(), taken_by=enquiry.done_by, next_at=None)


@transaction.atomic
def take_message(*, enquiry_id: int, by: Person) -> None:
    """“I’m on it”: nobody else is told of this message, until it is left unanswered for ⚙ `claim_kept` minutes. To say it again keeps it
    for longer.

    Raises:
        NotAllowed: it is not for this person.
        WrongState: it is answered or closed.
        BeingRead: somebody else is on it.
    """
    call = _call_to(enquiry_id, by)
    _check_free(call, by)
    # Said of one that was stood down, it is one that calls again when it is left.
    call.settled, call.taken_by, call.ended_at, call.next_at = False, by, clock.now(), None
    call.save(update_fields=["settled", "taken_by", "ended_at", "next_at"])


@transaction.atomic
def stand_down(*, enquiry_id: int, by: Person) -> None:
    """Whoever read the message says that nobody is in danger: it calls nobody any more, and is answered in its turn.

    Raises:
        NotAllowed: it is not for this person.
        WrongState: it is answered or closed.
        BeingRead: somebody else is on it.
    """
    call = _call_to(enquiry_id, by)
    _check_free(call, by)
    call.settled, call.next_at, call.taken_by, call.ended_at = True, None, by, clock.now()
    call.save(update_fields=["settled", "taken_by", "ended_at", "next_at"])


def _check_free(call: Call, by: Person) -> None:
    if call.ended_at is not None and not call.settled and call.taken_by_id != by.pk:
        raise BeingRead(_("%(name)s is on it.") % {"name": call.taken_by} if call.taken_by else _("Someone else is on it."))


def _call_to(enquiry_id: int, by: Person) -> Call:
    """The last call to a message that waits, both locked."""
    enquiry = _locked(enquiry_id)
    if not policies.may_read_message(by, enquiry):
        raise NotAllowed(_("Only people who run Heard can do this."))
    if enquiry.state != State.WAITING:
        raise WrongState(_("This message has already been dealt with."))
    calls = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("taken_by").filter(enquiry=enquiry)
    call = calls.order_by("-began_at", "-pk").first()
    if call is None:
        raise WrongState(_("No one was alerted about this message."))
    return call


def _locked(enquiry_id: int) -> Enquiry:
    return Enquiry.objects.select_for_update(no_key=True, of=("self",)).select_related("done_by").get(pk=enquiry_id)


@transaction.atomic
def tell_next(*, call_id: int, by: Actor) -> list[Person]:
    """Tell the next person on the rota, or, when all of them were told, everybody else who can open it at once; whoever was told before is
    not told again, and whoever could not open it is not told at all. Where nobody can, operators are asked to let somebody. Does nothing
    before it is time, and nothing once it is taken. Returns who was told now.

    Raises:
        Call.DoesNotExist: there is no such call: that is no reason to tell nobody.
    """
    calls = Call.objects.select_for_update(no_key=True, of=("self",))
    call = calls.select_related("case__story__region", "enquiry__region").get(pk=call_id)
    now, region_id = clock.now(), call.region_id
    if call.ended_at or call.next_at is None or (call.next_at > now and not unreached_among([call])):
        return []
    if call.enquiry is not None and call.enquiry.state != State.WAITING:
        return []  # answered or closed this very moment
    told = set(CallStep.objects.filter(call=call).values_list("person_id", flat=True))
    before = Call.objects.filter(case=call.case, enquiry=call.enquiry, taken_by__isnull=False)
    had_it = set(before.values_list("taken_by_id", flat=True))
    rota = [person for person in people_on_rota(region_id, now) if policies.may_open(person, call)]
    in_turn = [person for person in rota if person.pk not in told | had_it][:1]
    everybody = in_turn or who_is_told_last(call)
    people = [person for person in everybody if person.pk not in told]
    for person in people:
        _tell(call, person, on_rota=bool(in_turn))
    if in_turn:
        call.next_at = now + _patience(region_id)
    elif everybody:
        call.next_at, call.everybody_at = None, now
    else:
        call.next_at = now + LOOK_AGAIN_AFTER
        if call.case_id is not None:
            tell_of_locked(case_id=call.case_id, by=by)
    call.save(update_fields=["next_at", "everybody_at"])
    return people


def _tell(call: Call, person: Person, *, on_rota: bool) -> None:
    step = CallStep.objects.create(call=call, person=person, on_rota=on_rota, told_at=clock.now())
    mail.post(kind="danger", to=person.actor_ref, key=step.message_key, urgency=mail.WAITED_FOR, call_id=call.pk, person_id=person.pk)
    if PagingAddress.objects.filter(person=person).exists():
        page = PagerMessage.objects.create(step=step, due_at=clock.now())
        jobs.defer("moderation.page", page_id=page.pk)


@transaction.atomic
def tell_of_locked(*, case_id: int, by: Actor) -> int:
    """No moderator can open this case: email everybody who runs Heard, once each, so that they let somebody. Returns how many are new.

    Raises:
        Case.DoesNotExist: there is no such case.
    """
    case = Case.objects.select_related("story").get(pk=case_id)
    if case.closed_at is not None or not is_for_nobody(case):
        return 0
    return mail.post_all(
        [
            mail.Owed(
                "locked",
                person.actor_ref,
                locked_key(case.pk, person.pk),
                {"case_id": case.pk, "person_id": person.pk},
                mail.WAITED_FOR,
            )
            for person in operators()
        ]
    )


def _patience(region_id: int) -> timedelta:
    return timedelta(minutes=setting(region_id, SettingKey.CALL_NEXT_AFTER))
