"""Lists of cases: the queue, what waits for somebody, one’s own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator
from heard.core import keyset
from heard.core.reviewing import subjects
from heard.directory.models import Service
from heard.directory.queries import services_by_id
from heard.moderation import policies
from heard.moderation.models import Case, Risk
from heard.moderation.queries.history import ModeratorsNotes, what_moderators_said
from heard.moderation.queries.waiting import with_things
from heard.stories.rules.signs import HARD

PAGE = 50
URGENT_FIRST = {"turn": int, "-risk": int, "opened_at": datetime, "pk": int}
"""The order of the queue: risk, then age; what came in a rush after the rest."""


def visible_cases(person: Person) -> QuerySet[Case]:
    """Open cases of their regions that this moderator may decide, of the kinds that this Heard knows: a newer one may run beside it."""
    line = policies.line_of(person)
    cases = Case.objects.filter(Q(appeal=False, line__lte=line) | Q(appeal=True) & policies.whose_appeals(person), closed_at=None)
    cases = cases.filter(policies.in_regions_of(person), subject__in=subjects())
    return cases if is_senior_moderator(person) else cases.filter(senior_only=False)


def queue(
    person: Person, *, subject: str = "", region_id: int | None = None, claimed: bool = False, gently: bool = False
) -> QuerySet[Case]:
    """What can be taken now, in order of risk, then age; what came in a rush last. With `claimed`, also what others are reading; `gently`
    without what may have hard words.
    """
    cases = of_region(visible_cases(person), region_id).filter(waiting_for="").order_by(*URGENT_FIRST)
    if gently:
        cases = cases.exclude(risk=Risk.URGENT).exclude(signs__overlap=list(HARD))
    if not claimed:
        cases = cases.filter(claimed_at=None)
    return cases.filter(subject=subject) if subject else cases


def of_region(cases: QuerySet[Case], region_id: int | None) -> QuerySet[Case]:
    """Of these, those of one region, if one is named."""
    return cases.filter(story__region_id=region_id) if region_id else cases


@dataclass(frozen=True)
class CasePage:
    """One page of a list of cases, with the services of their stories by id."""

    page: keyset.Page[Case]
    services: dict[int, Service]
    by_the_same: set[int]
    """Ids of appeals that only people who had a part in the decision can look at."""
    notes: dict[int, "ModeratorsNotes"]
    """What moderators said about a case, by its id."""


def page_of_cases(cases: QuerySet[Case], *, by: Mapping[str, type] = URGENT_FIRST, page: str = "", size: int = PAGE) -> CasePage:
    """One page of `cases` in the order of `by`, with all that a list shows: in five statements, one for each kind of thing but stories,
    and one more where there is an appeal.

    Raises:
        NotAcceptable: the cursor in `page` was not made by this list.
    """
    shown = cases.select_related("story__region", "claimed_by")
    found = keyset.read_page(shown, by=by, page=page, size=size)
    with_things(found.rows)
    services = services_by_id({pk for case in found.rows for pk in case.story.service_ids})
    return CasePage(found, services, policies.everybody_had_a_part(found.rows), what_moderators_said(found.rows))


def waiting_cases(person: Person) -> QuerySet[Case]:
    """What waits for the author or for advice; to be shown by `DUE_FIRST`."""
    return visible_cases(person).exclude(waiting_for="").annotate(due_back=Coalesce("waiting_until", "opened_at"))


def my_cases(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(policies.in_regions_of(person), closed_at=None, claimed_by=person, subject__in=subjects())


def next_case(person: Person, *, subject: str = "", region_id: int | None = None) -> Case | None:
    return queue(person, subject=subject, region_id=region_id).exclude(proposed_by=person).first()
