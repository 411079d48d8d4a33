"""Who may decide what. Asked of a person and, where it matters, of a case."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from heard.accounts.models import Person, PlatformRole
from heard.accounts.policies import is_operator, is_senior_moderator, moderates
from heard.accounts.queries import moderating_for
from heard.core import clock
from heard.core.errors import NotAllowed, WrongState
from heard.enquiries.models import Enquiry
from heard.moderation.models import Call, Case, CaseState, Line
from heard.regions.queries import setting
from heard.regions.rules import SettingKey


class BeingRead(WrongState):
    """Another moderator has claimed it."""


def being_read_by(case: Case) -> BeingRead:
    """The error that says who has claimed the case."""
    if case.claimed_by is None:
        return BeingRead(_("Someone else is reading this now."))
    return BeingRead(_("%(name)s is reading this now.") % {"name": case.claimed_by})


LINES = {PlatformRole.FIRST_LINE: Line.FIRST, PlatformRole.SECOND_LINE: Line.SECOND, PlatformRole.SENIOR: Line.SENIOR}


def line_of(person: Person) -> int:
    """The furthest line this person works in; 0 for somebody who is no moderator."""
    if not person.is_active:
        return 0
    return max((line for role, line in LINES.items() if role in person.platform_roles), default=0)


def may_see(person: Person, case: Case) -> bool:
    """Whether the person may know that there is such a case."""
    return line_of(person) > 0 and moderates(person, case.story.region_id) and (not case.senior_only or is_senior_moderator(person))


def in_regions_of(person: Person, field: str = "story__region_id") -> Q:
    """Of rows with their region in `field` (cases, unless it is said), those of regions for which the person moderates: `moderates` in
    SQL.
    """
    return Q(**{f"{field}__in": person.moderates_in}) if person.moderates_in else Q()


def moderators(*, above: int = 0, region_id: int | OuterRef | None = None) -> QuerySet[Person]:
    """Everybody who moderates in a line further up than `above`; for that region, where one is named."""
    roles = [role for role, line in LINES.items() if line > above]
    people = Person.objects.filter(is_active=True, platform_roles__overlap=roles)
    return people if region_id is None else people.filter(moderating_for(region_id))


def whose_appeals(person: Person) -> Q:
    """Of the cases that are appeals, those that this person may decide. Somebody always may, as long as anybody moderates for the region:

    1. somebody in the case's line or further up who had no part in the decision;
    2. where there is none, those furthest up below it who had no part: that weighs more than the line;
    3. where everybody had a part, those in the case's line or further up (or furthest up, where nobody is): `everybody_had_a_part`.
    """
    line = line_of(person)
    here = OuterRef("story__region_id")
    took_part, all_took_part = Q(not_for__contains=[person.pk]), _all_of(moderators(region_id=here))
    nobody_else_above = _all_of(moderators(above=line, region_id=here))
    free = ~took_part & (Q(line__lte=line) | nobody_else_above)
    left_over = took_part & all_took_part & (Q(line__lte=line) | ~Q(Exists(moderators(above=line, region_id=here))))
    return (free | left_over) & in_regions_of(person) if line else Q(pk__in=())


def _all_of(people: QuerySet[Person]) -> Q:
    """Appeals against a decision in which each of these people had a part; also true where there is nobody."""
    return Q(not_for__contains=ArraySubquery(people.values("pk")))


def everybody_had_a_part(cases: Iterable[Case]) -> set[int]:
    """Ids of those among `cases` that are appeals which nobody can look at but people who had a part in the decision."""
    appeals = [case for case in cases if case.appeal]
    everybody = list(moderators()) if appeals else []
    return {case.pk for case in appeals if {each.pk for each in everybody if moderates(each, case.story.region_id)} <= set(case.not_for)}


def may_decide(person: Person, case: Case) -> bool:
    """Whether the person may decide the case; asks the database where it is an appeal."""
    if not may_see(person, case):
        return False
    return Case.objects.filter(whose_appeals(person), pk=case.pk).exists() if case.appeal else line_of(person) >= case.line


def may_read_message(person: Person, enquiry: Enquiry) -> bool:
    """Whether the person may read a message to Heard, and answer it: those who run Heard every one, senior moderators those to which they
    are, or were, called, of their regions.
    """
    return is_operator(person) or (_is_senior_for(person, enquiry) and Call.objects.filter(enquiry=enquiry).exists())


def _is_senior_for(person: Person, enquiry: Enquiry) -> bool:
    return is_senior_moderator(person) and moderates(person, enquiry.region_id)


def may_open(person: Person, call: Call) -> bool:
    """Whether the person can open, and take, what a call is about: nobody is called to a closed door."""
    if call.case is not None:
        return may_decide(person, call.case)
    return is_operator(person) or (call.enquiry is not None and _is_senior_for(person, call.enquiry))


def had_a_part(person: Person, case: Case) -> bool:
    """Whether the person took part in the decision that the author appeals against. Then somebody else looks again, if there is anybody."""
    return person.pk in case.not_for


def may_edit(person: Person, decided: Case | None, *, region_id: int) -> bool:
    """Whether the person may edit a published story of this region: whoever could have decided its case (`decided`, None where it had
    none).
    """
    return line_of(person) > 0 and moderates(person, region_id) and (decided is None or may_decide(person, decided))


def line_that_publishes(wanted: int, *, region_id: int) -> int:
    """The line that publishes a story of this region for which the rules want the line `wanted`: where nobody works so far up, those
    furthest up do.
    """
    if wanted <= Line.FIRST:
        return Line.FIRST
    return min(wanted, max((line_of(person) for person in moderators(region_id=region_id)), default=Line.FIRST))


def may_publish(person: Person, wanted: int, *, region_id: int) -> bool:
    """Whether the person may publish a story of this region for which the rules (`rules.publishing.line_to_publish`) want the line
    `wanted`.
    """
    line = line_of(person) if moderates(person, region_id) else 0
    return line > 0 and (line >= wanted or line >= line_that_publishes(wanted, region_id=region_id))


def may_confirm(person: Person, case: Case) -> bool:
    """Whether this would be the second of the two people who decide that a story is not genuine."""
    return case.proposed_by_id is not None and case.proposed_by_id != person.pk and may_decide(person, case)


def nothing_left() -> str:
    """Why something that was sent decides nothing: what it was about is gone."""
    return _("The author took it back, or it was decided somewhere else, while you had it open. There’s nothing left to decide.")


def claim_kept(region_id: int) -> timedelta:
    """How long something is kept from the others after somebody took it (⚙ `claim_kept`)."""
    return timedelta(minutes=setting(region_id, SettingKey.CLAIM_KEPT))


def is_stale(case: Case, *, kept: timedelta | None = None) -> bool:
    """Whether whoever claimed it has left it alone for longer than ⚙ `claim_kept`; `kept` is that, where it is known already."""
    if case.claimed_at is None:
        return False
    if kept is None:
        kept = claim_kept(case.story.region_id)
    return case.claimed_by_id is None or case.claimed_at < clock.now() - kept


def check_decides(case: Case, person: Person) -> None:
    """Refuse, in words, unless the person has claimed the case and may decide it.

    Raises:
        NotAllowed: it is for somebody else.
        WrongState: it is decided, or nobody has claimed it.
        BeingRead: another moderator has.
    """
    check_may_decide(case, person)
    check_claimed(case, person)


def check_may_decide(case: Case, person: Person) -> None:
    if may_decide(person, case):
        return
    if not moderates(person, case.story.region_id):
        raise NotAllowed(_("You don’t moderate stories for this region."))
    if had_a_part(person, case):
        raise NotAllowed(_("You were involved in the decision, so someone else must look at it again."))
    raise NotAllowed(_("Another moderator must decide this.") if case.appeal else _("A moderator with more experience must decide this."))


def check_claimed(case: Case, person: Person) -> None:
    if case.state == CaseState.CLOSED:
        raise WrongState(_("This has already been decided: %(outcome)s.") % {"outcome": case.get_outcome_display()})
    if case.state != CaseState.CLAIMED:
        raise WrongState(_("Take this from the queue before you decide it."))
    if case.claimed_by_id != person.pk:
        raise being_read_by(case)
