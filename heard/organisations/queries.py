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
