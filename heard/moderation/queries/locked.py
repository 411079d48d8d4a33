"""Cases that no moderator can open."""

from django.db.models import Q, QuerySet

from heard.accounts.policies import moderates
from heard.accounts.queries import operators
from heard.core.models import Delivery
from heard.core.reckoning import Missing, Window
from heard.moderation import policies
from heard.moderation.models import Case, Line


def locked_key(case_id: int, person_id: int) -> str:
    """The key of the email that asks an operator to let somebody open a case."""
    return f"locked:{case_id}:{person_id}"


def is_for_nobody(case: Case) -> bool:
    """Whether no moderator there is can open it."""
    return not any(policies.may_decide(person, case) for person in policies.moderators())


def locked_cases() -> QuerySet[Case]:
    """Open cases that nobody who moderates may decide, the oldest first: passed up to a line where nobody works, for seniors where there
    is none, or of a region for which nobody moderates.
    """
    people = list(policies.moderators())
    named = {pk for person in people for pk in person.moderates_in}
    anywhere = max((policies.line_of(person) for person in people if not person.moderates_in), default=0)
    theirs = _beyond(anywhere, somebody=bool(named)) & ~Q(story__region_id__in=named)
    for region_id in sorted(named):
        furthest = max((policies.line_of(person) for person in people if moderates(person, region_id)), default=0)
        theirs |= Q(story__region_id=region_id) & _beyond(furthest)
    return Case.objects.filter(theirs, closed_at=None).order_by("opened_at", "pk")


def _beyond(furthest: int, *, somebody: bool = False) -> Q:
    """Of one region's cases, those that are out of reach where `furthest` is the last line in which somebody works for it: where nobody
    does and `somebody` moderates elsewhere, all are.
    """
    if somebody and not furthest:
        return Q()
    return Q(appeal=False, line__gt=furthest) | (Q(senior_only=True) if furthest < Line.SENIOR else Q(pk__in=()))


def locked_and_nobody_told(window: Window) -> list[Missing]:
    """Cases that no moderator can open, of which somebody who runs Heard was not emailed. `of` is the case."""
    if not policies.moderators().exists():
        return []  # then nothing can be opened, and all of “Running Heard” says so
    cases = list(locked_cases().filter(opened_at__lt=window.before))
    wanted = {locked_key(case.pk, person.pk): case for case in cases for person in operators()} if cases else {}
    there = set(Delivery.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()
    found = {case.pk: Missing(case.opened_at, case.story_id, case.pk) for key, case in wanted.items() if key not in there}
    return list(found.values())
