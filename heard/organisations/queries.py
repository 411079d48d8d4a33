from collections.abc import Iterable

from django.db.models import QuerySet

from heard.core import clock
from heard.organisations.models import Membership, Organisation


def organisations_hearing(ancestors: Iterable[int]) -> QuerySet[Organisation]:
    """Organisations with a running subscription whose remit holds any of these services (a story's `ancestors`)."""
    today = clock.today()
    return Organisation.objects.filter(
        remit__service_id__in=list(ancestors), subscriptions__starts_on__lte=today, subscriptions__ends_on__gte=today
    ).distinct()


def listening_members(organisation_id: int) -> QuerySet[Membership]:
    """Members who can be told: not frozen, not closed."""
    return Membership.objects.filter(organisation_id=organisation_id, frozen_at=None, person__is_active=True).select_related("person")


def is_in_remit(organisation_id: int, ancestors: Iterable[int]) -> bool:
    return Organisation.objects.filter(pk=organisation_id, remit__service_id__in=list(ancestors)).exists()


def open_membership(person_id: int, membership_id: int) -> Membership | None:
    """One membership of the person, unless it is frozen."""
    return _open(person_id).filter(pk=membership_id).first()


def open_memberships(person_id: int) -> list[Membership]:
    """The memberships under which the person can work, by name of the organisation."""
    return list(_open(person_id).order_by("organisation__name", "pk"))


def _open(person_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person_id, frozen_at=None, person__is_active=True).select_related("organisation", "person")


def frozen_memberships(person_id: int) -> list[Membership]:
    """The memberships that the person cannot work under, for telling them so."""
    return list(Membership.objects.filter(person_id=person_id).exclude(frozen_at=None).select_related("organisation"))
