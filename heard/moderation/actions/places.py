"""A story about a place that no register holds does not wait for the paperwork: its moderator names the place."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from heard.accounts.models import Person
from heard.core import clock
from heard.directory.actions import placing
from heard.directory.models import Service
from heard.moderation.actions.cases import own_case, sent_from
from heard.moderation.queries.work import work_on
from heard.moderation.rules import sheets


@transaction.atomic
def propose_place(*, case_id: int, name: str, kind: str, where: str, form_key: UUID | None = None, by: Person) -> Service:
    """Propose a place to the operators, and say in the notes on the case that the story is about it. The same form again changes nothing.

    Raises:
        NotAcceptable: no name, no kind, or not a word of where it is.
        BeingRead, NotAllowed: the case is not this moderator's to decide.
        WrongState: it is decided already, or a register is being taken in just now.
    """
    case = own_case(case_id, by)
    place = placing.propose_place(region_id=case.story.region_id, name=name, kind=kind, where=where, form_key=form_key, by=by)
    sent_from(case, sheets.PLACE, by)
    work = work_on(case)
    if place.pk not in work.services:
        case.work = replace(work, services=(*work.services, place.pk)).as_json()
        case.version += 1
        case.claimed_at = clock.now()
        case.save(update_fields=["work", "version", "claimed_at"])
    return place
