"""The rota: who is told at once, on which days and at which hours. Operators write it; their pages are in `operating`."""

from collections.abc import Sequence
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator, may_run_heard, moderates
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.moderation.events import PagingAddressSet, RotaChanged
from heard.moderation.models import Line, PagingAddress, RotaPlace, RotaShift
from heard.moderation.policies import moderators
from heard.moderation.queries.rota import in_another_region
from heard.moderation.rules.paging import target_of


@transaction.atomic
def set_shift(*, region_id: int, weekday: int, begins: time, ends: time, people: Sequence[int], by: Actor) -> RotaShift:
    """Say who is on the rota every week from `begins` on `weekday` (0 is Monday) until `ends`, in which order. A shift of the same hours
    gets these people instead; one that ends no later than it begins ends on the day after.

    Raises:
        NotAcceptable: nobody is named, somebody twice, or somebody who is no senior moderator for this region.
    """
    _check(by)
    if not people:
        raise NotAcceptable(_("Choose who we should tell first"), field="first")
    if len(set(people)) < len(people):
        raise NotAcceptable(_("Choose each person once"), field="second")
    able = {person.pk: person for person in Person.objects.filter(pk__in=people) if is_senior_moderator(person)}
    if able.keys() != set(people):
        raise NotAcceptable(_("Only senior moderators can be on the rota"), field="first")
    for position, pk in enumerate(people):
        if not moderates(able[pk], region_id):
            raise NotAcceptable(_("%(name)s doesn’t moderate for this region") % {"name": able[pk].name}, field=_TURNS[min(position, 2)])
    shift, _made = RotaShift.objects.get_or_create(region_id=region_id, weekday=weekday, begins=begins, ends=ends)
    shift = RotaShift.objects.select_for_update(no_key=True).get(pk=shift.pk)
    RotaPlace.objects.filter(shift=shift).delete()
    RotaPlace.objects.bulk_create(RotaPlace(shift=shift, person_id=pk, position=n) for n, pk in enumerate(people))
    announce(RotaChanged(region_id=region_id), by=by)
    return shift


@transaction.atomic
def remove_shift(*, shift_id: int, by: Actor) -> None:
    """Nobody is on the rota at these hours any more; repeating it changes nothing."""
    _check(by)
    shift = RotaShift.objects.select_for_update().filter(pk=shift_id).first()
    if shift is not None:
        shift.delete()
        announce(RotaChanged(region_id=shift.region_id), by=by)


@transaction.atomic
def set_paging_address(*, person_id: int, address: str, by: Actor) -> None:
    """Page this senior moderator at `address` as well; nothing means by email alone.

    Raises:
        NotAcceptable: it is no whole https:// address, or the person is no senior moderator.
    """
    _check(by)
    person = Person.objects.get(pk=person_id)
    address = address.strip()
    if not address:
        PagingAddress.objects.filter(person=person).delete()
        announce(PagingAddressSet(person_id=person.pk), by=by)
        return
    if not is_senior_moderator(person):
        raise NotAcceptable(_("Only senior moderators can have a paging address"), field="address")
    if len(address) > 500:
        raise NotAcceptable(_("The paging address must be 500 characters or fewer"), field="address")
    try:
        target_of(address)
    except ValueError as error:
        raise NotAcceptable(str(error), field="address") from None
    PagingAddress.objects.update_or_create(person=person, defaults={"address": address, "given_at": clock.now()})
    announce(PagingAddressSet(person_id=person.pk), by=by)


@transaction.atomic
def forget_who_left(*, by: Actor) -> int:
    """Delete the paging addresses and the places on the rota of people who are no senior moderators any more, and the places of those who
    are not for that region; returns how many.
    """
    seniors = moderators(above=Line.SECOND).values("pk")
    places, _by_kind = RotaPlace.objects.exclude(person__in=seniors).delete()
    elsewhere, _by_kind = in_another_region().delete()
    addresses, _by_kind = PagingAddress.objects.exclude(person__in=seniors).delete()
    return places + elsewhere + addresses


_TURNS = ("first", "second", "third")
"""The fields of a form in which people are chosen for a shift."""


def _check(by: Actor) -> None:
    if not may_run_heard(by):
        raise NotAllowed(_("Only people who run Heard can do this."))
