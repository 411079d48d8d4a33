from collections.abc import Iterable

from django.db.models import QuerySet

from heard.directory.models import Service


def services_by_id(ids: Iterable[int]) -> dict[int, Service]:
    return Service.objects.select_related("parent", "parent__parent").in_bulk(list(ids))


def branch(service_id: int) -> QuerySet[Service]:
    """The service itself and everything below it."""
    return Service.objects.filter(ancestors__contains=[service_id])
