"""Calling somebody to a case with signs of danger: one after another on the rota, then every senior moderator, until one takes it."""

from datetime import timedelta

from django.db import transaction

from heard.accounts.models import Person
from heard.core import clock, jobs, mail
from heard.core.actors import Actor
from heard.core.events import announce
from heard.moderation import policies, queries
from heard.moderation.events import CallBegan
from heard.moderation.models import Call, CallStep, Case, CaseState, Page, PagingAddress
from heard.moderation.rules.risk import calls_somebody
from heard.regions.queries import number


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
    now, region_id = clock.now(), case.story.region_id
    the_desk_is_there = not queries.on_rota(region_id, now) and queries.desk_is_open(region_id, now)
    first_at = now + _patience(region_id) if the_desk_is_there else now
    call, new = Call.objects.get_or_create(case=case, ended_at=None, defaults={"why": why, "began_at": now, "next_at": first_at})
    if new:
        announce(CallBegan(call_id=call.pk, case_id=case.pk), by=by)
    return call


@transaction.atomic
def end_call(*, case_id: int, taken_by: Person | None, by: Actor) -> None:
    """Somebody has the case, or there is nothing left to decide. Without a call it changes nothing."""
    Call.objects.filter(case_id=case_id, ended_at=None).update(ended_at=clock.now(), taken_by=taken_by, next_at=None)


@transaction.atomic
def tell_next(*, call_id: int, by: Actor) -> list[Person]:
    """Tell the next person on the rota, or, when all of them were told, every senior moderator at once; whoever was told before is not
    told again. On the rota, whoever may not decide the case (of an appeal, who had a part in the decision) is not waited for. Does nothing
    before it is time, and nothing once the case is taken. Returns who was told now.

    Raises:
        Call.DoesNotExist: there is no such call: that is no reason to tell nobody.
    """
    call = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("case__story").get(pk=call_id)
    now, region_id = clock.now(), call.case.story.region_id
    if call.ended_at or call.next_at is None or (call.next_at > now and not queries.nobody_was_reached(call)):
        return []
    told = set(CallStep.objects.filter(call=call).values_list("person_id", flat=True))
    had_it = set(Call.objects.filter(case_id=call.case_id, taken_by__isnull=False).values_list("taken_by_id", flat=True))
    rota = [person for person in queries.on_rota(region_id, now) if policies.may_decide(person, call.case)]
    in_turn = [person for person in rota if person.pk not in told | had_it][:1]
    people = in_turn or [person for person in queries.who_is_told_last() if person.pk not in told]
    for person in people:
        _tell(call, person, on_rota=bool(in_turn))
    if in_turn or not (told or people):  # where there is nobody at all, somebody may be there the next time
        call.next_at = now + _patience(region_id)
    else:
        call.next_at, call.everybody_at = None, now
    call.save(update_fields=["next_at", "everybody_at"])
    return people


def _tell(call: Call, person: Person, *, on_rota: bool) -> None:
    step = CallStep.objects.create(call=call, person=person, on_rota=on_rota, told_at=clock.now())
    mail.post(kind="danger", to=person.actor_ref, key=step.message_key, urgency=mail.WAITED_FOR, call_id=call.pk, person_id=person.pk)
    if PagingAddress.objects.filter(person=person).exists():
        page = Page.objects.create(step=step, due_at=clock.now())
        jobs.defer("moderation.page", page_id=page.pk)


def _patience(region_id: int) -> timedelta:
    return timedelta(minutes=number(region_id, "call_next_after"))
