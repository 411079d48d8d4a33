"""Members: joined, given roles, frozen, thawed, gone. The organisation's row is locked first, so that two administrators who freeze
one another at the same moment cannot leave it without any.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.actions.people import end_sessions
from heard.accounts.models import Person
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.organisations.actions.invitations import NOT_AN_ADMINISTRATOR
from heard.organisations.events import MemberFrozen, MemberJoined, MemberLeft, MemberThawed, RolesChanged
from heard.organisations.models import OFFERED, Invitation, Membership, MembershipSpan, Organisation, Role
from heard.organisations.policies import may_lock_out, may_manage
from heard.organisations.queries import open_memberships

ONE_MUST_STAY = gettext_lazy("You’re the only administrator. Make another member an administrator first.")


@transaction.atomic
def add_member(*, organisation_id: int, person_id: int, roles: Collection[str], job_title: str = "", by: Actor) -> Membership:
    """Make somebody a member without an invitation: the operators' way, and the demo's.

    Raises:
        NotAllowed, NotAcceptable: not allowed to, no role, an unknown one.
        WrongState: the person is a member already.
    """
    organisation = _locked(organisation_id)
    if not may_manage(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    return _join(organisation, person_id, roles=roles, job_title=job_title, invitation=None, by=by)


@transaction.atomic
def accept_invitation(*, digest: bytes, by: Person) -> Membership:
    """Join with an invitation, as oneself. `digest` is that of the token in the letter (`core.tokens.digest_of`).

    Raises:
        WrongState: it was used or cancelled, or has expired; or one is a member already.
    """
    waiting = Invitation.objects.get(digest=digest)
    organisation = _locked(waiting.organisation_id)
    invitation = Invitation.objects.select_for_update().get(digest=digest)
    if invitation.accepted_at or invitation.cancelled_at or invitation.expires_at <= clock.now():
        raise WrongState(_("This invitation has been used or cancelled, or it has expired. Ask for another one."))
    made = _join(organisation, by.pk, roles=invitation.roles, job_title=invitation.job_title, invitation=invitation.pk, by=by)
    invitation.accepted_at = clock.now()
    invitation.email = ""
    invitation.save(update_fields=["accepted_at", "email"])
    return made


@transaction.atomic
def change_roles(*, membership_id: int, roles: Collection[str], job_title: str | None = None, by: Actor) -> Membership:
    """Say what a member may do. Read at every request, so it works at once. A role that is not offered is kept by who has it.

    Raises:
        NotAllowed, NotAcceptable: not allowed to; no role, an unknown one or one that is not offered; the last administrator would be none.
    """
    membership = _locked_member(membership_id)
    if not may_manage(_as_now(by), membership.organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    kept = set(membership.roles) - set(OFFERED)
    if set(roles) - set(OFFERED) - kept:
        raise NotAcceptable(_("Choose one of the roles on the list"), field="roles")
    wanted = _roles({*roles, *kept})
    if Role.ADMINISTRATOR in membership.roles and Role.ADMINISTRATOR not in wanted:
        _another_administrator(membership, by=by)
    membership.roles = wanted
    if job_title is not None:
        membership.job_title = _job_title(job_title)
    membership.save(update_fields=["roles", "job_title"])
    announce(RolesChanged(organisation_id=membership.organisation_id, membership_id=membership.pk), by=by)
    return membership


@transaction.atomic
def change_job_title(*, membership_id: int, job_title: str, by: Actor) -> Membership:
    """Say what one's work in the organisation is called; members change their own. Published answers keep what they said.

    Raises:
        NotAllowed: it is somebody else's.
    """
    membership = _locked_member(membership_id)
    if by.actor_ref != membership.actor_ref and not may_manage(_as_now(by), membership.organisation_id):
        raise NotAllowed(_("You can only change your own job title."))
    membership.job_title = _job_title(job_title)
    membership.save(update_fields=["job_title"])
    return membership


@transaction.atomic
def freeze_member(*, membership_id: int, by: Actor) -> Membership:
    """Stop a member from reading and doing anything in this organisation, at once: sessions there end. Nothing is lost.

    Somebody in no other organisation is signed out altogether; somebody in more has to choose another place of work.

    Raises:
        NotAllowed: not an administrator, or the last one would freeze themself.
    """
    membership = _locked_member(membership_id)
    if not may_lock_out(_as_now(by), membership.organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    if membership.frozen_at is not None:
        return membership
    _another_administrator(membership, by=by)
    membership.frozen_at = membership.sessions_ended_at = clock.now()
    membership.save(update_fields=["frozen_at", "sessions_ended_at"])
    _no_longer_works(membership)
    if not open_memberships(membership.person_id):
        end_sessions(person_id=membership.person_id, by=by)
    announce(MemberFrozen(organisation_id=membership.organisation_id, membership_id=membership.pk), by=by)
    return membership


@transaction.atomic
def thaw_member(*, membership_id: int, by: Actor) -> Membership:
    """Let a frozen member work again, with the roles they had. Sessions from before stay ended."""
    membership = _locked_member(membership_id)
    if not may_manage(_as_now(by), membership.organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    if membership.frozen_at is None:
        return membership
    membership.frozen_at = None
    membership.save(update_fields=["frozen_at"])
    _works_from_now_on(membership)
    announce(MemberThawed(organisation_id=membership.organisation_id, membership_id=membership.pk), by=by)
    return membership


@transaction.atomic
def leave(*, membership_id: int, by: Actor) -> None:
    """Stop being a member. What one wrote in the organisation's name stays; its alerts stop.

    Raises:
        NotAllowed: it is somebody else's membership, or one is the only administrator.
    """
    membership = _locked_member(membership_id)
    if by.actor_ref != membership.actor_ref:
        raise NotAllowed(_("You can only leave for yourself. An administrator can freeze a member."))
    _another_administrator(membership, by=by)
    _no_longer_works(membership)
    membership.delete()
    announce(MemberLeft(organisation_id=membership.organisation_id, person_id=membership.person_id), by=by)


def _join(
    organisation: Organisation, person_id: int, *, roles: Collection[str], job_title: str, invitation: int | None, by: Actor
) -> Membership:
    if Membership.objects.filter(organisation=organisation, person_id=person_id).exists():
        raise WrongState(_("You’re already a member of %(organisation)s.") % {"organisation": organisation.name})
    membership = Membership.objects.create(
        organisation=organisation, person_id=person_id, roles=_roles(roles), job_title=_job_title(job_title), joined_at=clock.now()
    )
    _works_from_now_on(membership)
    announce(MemberJoined(organisation_id=organisation.pk, membership_id=membership.pk, invitation_id=invitation), by=by)
    return membership


def _works_from_now_on(membership: Membership) -> None:
    MembershipSpan.begin(organisation_id=membership.organisation_id, person_id=membership.person_id, membership_number=membership.pk)


def _no_longer_works(membership: Membership) -> None:
    MembershipSpan.objects.filter(membership_number=membership.pk).end()


def _another_administrator(membership: Membership, *, by: Actor) -> None:
    """An organisation does not lock itself out; an operator may lock it out."""
    if Role.ADMINISTRATOR not in membership.roles or membership.frozen_at is not None or by.actor_ref != membership.actor_ref:
        return
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id, roles__contains=[Role.ADMINISTRATOR], frozen_at=None, person__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise NotAllowed(str(ONE_MUST_STAY))


def _locked(organisation_id: int) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def _as_now(by: Actor) -> Actor:
    """The actor as the database has it now that the organisation is locked: a colleague may have frozen or demoted them meanwhile."""
    if isinstance(by, Membership):
        by.refresh_from_db(fields=["roles", "frozen_at"])
    return by


def _locked_member(membership_id: int) -> Membership:
    organisation_id = Membership.objects.values_list("organisation_id", flat=True).get(pk=membership_id)
    _locked(organisation_id)
    return Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "organisation").get(pk=membership_id)


def _roles(roles: Collection[str]) -> list[str]:
    if not roles or set(roles) - set(Role.values):
        raise NotAcceptable(_("Choose at least one role"), field="roles")
    return [role for role in Role.values if role in roles]


def _job_title(job_title: str) -> str:
    return " ".join(job_title.split())[:120]
