"""Who may decide what. Asked of a person and, where it matters, of a case."""

from datetime import timedelta

from heard.accounts.models import Person, PlatformRole
from heard.accounts.policies import is_senior_moderator
from heard.core import clock
from heard.moderation.models import Case, Line
from heard.regions.queries import number

LINES = {PlatformRole.FIRST_LINE: Line.FIRST, PlatformRole.SECOND_LINE: Line.SECOND, PlatformRole.SENIOR: Line.SENIOR}


def line_of(person: Person) -> int:
    """The furthest line this person works in; 0 for somebody who is no moderator."""
    if not person.is_active:
        return 0
    return max((line for role, line in LINES.items() if role in person.platform_roles), default=0)


def may_see(person: Person, case: Case) -> bool:
    """Whether the person may know that there is such a case."""
    return line_of(person) > 0 and (not case.senior_only or is_senior_moderator(person))


def may_decide(person: Person, case: Case) -> bool:
    return may_see(person, case) and line_of(person) >= case.line and not had_a_part(person, case)


def had_a_part(person: Person, case: Case) -> bool:
    """Whether the person took part in the decision that the author appeals against: then somebody else looks again."""
    return person.pk in case.not_for


def may_edit(person: Person, decided: Case | None) -> bool:
    """Whether the person may edit a published story: whoever could have decided its case (`decided`, None where it had none)."""
    return line_of(person) > 0 and (decided is None or may_decide(person, decided))


def may_confirm(person: Person, case: Case) -> bool:
    """Whether this would be the second of the two people who decide that a story is not genuine."""
    return case.proposed_by_id is not None and case.proposed_by_id != person.pk and may_decide(person, case)


def is_stale(case: Case) -> bool:
    """Whether whoever claimed it has left it alone for longer than ⚙ `claim_kept`."""
    if case.claimed_at is None:
        return False
    kept = timedelta(minutes=number(case.story.region_id, "claim_kept"))
    return case.claimed_by_id is None or case.claimed_at < clock.now() - kept
