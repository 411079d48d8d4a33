"""What a member may do, asked of a membership and, where it matters, of a story. Roles are slugs in the database; grants are code."""

from enum import StrEnum

from heard.accounts.policies import may_run_heard
from heard.core import clock
from heard.core.actors import Actor
from heard.organisations.models import Membership, Role, Subscription


class Permission(StrEnum):
    READ = "stories:read"
    ANSWER = "stories:answer"
    TRIAGE = "inbox:triage"
    APPROVE = "answers:approve"
    ADMINISTER = "organisation:administer"


GRANTS: dict[str, frozenset[Permission]] = {
    Role.MEMBER: frozenset({Permission.READ}),
    Role.RESPONDER: frozenset({Permission.READ, Permission.ANSWER}),
    Role.COORDINATOR: frozenset({Permission.READ, Permission.TRIAGE}),
    Role.APPROVER: frozenset({Permission.READ, Permission.APPROVE}),
    Role.ADMINISTRATOR: frozenset({Permission.READ, Permission.ADMINISTER}),
}


def is_current(organisation_id: int) -> bool:
    """Whether a subscription runs today. Without one nobody can act; nothing is lost."""
    today = clock.today()
    return Subscription.objects.filter(organisation_id=organisation_id, starts_on__lte=today, ends_on__gte=today).exists()


def grants(membership: Membership) -> frozenset[Permission]:
    """Everything this membership allows by its roles; nothing while frozen."""
    if membership.frozen_at is not None or not membership.person.is_active:
        return frozenset()
    return frozenset().union(*(GRANTS.get(role, frozenset()) for role in membership.roles))


def may(membership: Membership, permission: Permission) -> bool:
    """Whether the membership allows `permission` today: role, not frozen, and (to do more than read) a running subscription."""
    if permission not in grants(membership):
        return False
    return permission == Permission.READ or is_current(membership.organisation_id)


def may_manage(by: Actor, organisation_id: int) -> bool:
    """Invite, change roles, thaw: the organisation's own administrators while its subscription runs, and operators."""
    if isinstance(by, Membership):
        return by.organisation_id == organisation_id and may(by, Permission.ADMINISTER)
    return may_run_heard(by)


def may_lock_out(by: Actor, organisation_id: int) -> bool:
    """Freeze a member, cancel an invitation: as `may_manage`, and when the subscription has ended too. A door must always shut."""
    if isinstance(by, Membership):
        return by.organisation_id == organisation_id and Permission.ADMINISTER in grants(by)
    return may_run_heard(by)
