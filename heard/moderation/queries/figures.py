"""How the desk stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from heard.accounts.models import Person
from heard.core import clock
from heard.core.reviewing import kinds
from heard.moderation import policies
from heard.moderation.models import STORY, Case
from heard.moderation.queries.queue import of_region, visible_cases


@dataclass(frozen=True)
class Desk:
    """How the desk stands. `decided` and `in_time` are stories of the last seven days, `late` those that wait for a first decision and
    should have had one; `by_subject` counts what is in the queue.
    """

    waiting: int
    oldest: datetime | None
    decided: int
    in_time: int
    late: int
    waiting_for_someone: int
    mine: int
    by_subject: dict[str, int]


def desk_of(person: Person, *, region_id: int | None = None) -> Desk:
    """The desk of this moderator, of one region where that is named. Two statements, however long the queue is."""
    in_queue, has = Q(waiting_for=""), Q(closed_at=None, claimed_by=person)
    seen = of_region(visible_cases(person), region_id).aggregate(
        waiting=Count("id", filter=in_queue),
        oldest=Min("opened_at", filter=in_queue),
        waiting_for_someone=Count("id", filter=~in_queue),
        **{f"of_{n}": Count("id", filter=in_queue & Q(subject=kind.subject)) for n, kind in enumerate(kinds())},
    )
    this_week = Q(subject=STORY, decided_at__gte=clock.now() - timedelta(days=7))
    late = Q(subject=STORY, closed_at=None, decided_at=None, due_at__lt=clock.now())
    counted = Case.objects.filter(policies.in_regions_of(person), this_week | has | late)
    rest = of_region(counted, region_id).aggregate(
        decided=Count("id", filter=this_week),
        in_time=Count("id", filter=this_week & Q(decided_at__lte=F("due_at"))),
        late=Count("id", filter=late),
        mine=Count("id", filter=has),
    )
    by_subject = {kind.subject: seen.pop(f"of_{n}") for n, kind in enumerate(kinds())}
    return Desk(**seen, **rest, by_subject=by_subject)
