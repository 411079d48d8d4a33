"""Invitations by e-mail: sent, sent anew, taken back. Accepting one is in `members`."""

import secrets
from collections.abc import Collection
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock, languages
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.core.texts.addresses import NotAnAddress, email_address
from heard.core.tokens import digest_of
from heard.organisations import emails
from heard.organisations.events import InvitationCancelled, MemberInvited
from heard.organisations.models import OFFERED, Invitation, Membership, Organisation, Role, offered_among
from heard.organisations.policies import may_lock_out, may_manage
from heard.organisations.rules.invitations import INVITATION_LASTS, invitation_token

NOT_AN_ADMINISTRATOR = gettext_lazy("Only an administrator of the organisation can do this, while its subscription is running.")


@transaction.atomic
def invite_member(
    *,
    organisation_id: int,
    email: str,
    roles: Collection[str],
    name: str = "",
    job_title: str = "",
    form_key: UUID | None = None,
    language: str = "",
    by: Actor,
) -> Invitation:
    """Invite someone by email. An invitation to the same address that was still open is replaced: its link stops working. The same form
    sent again (`form_key`) is the same invitation: two emails, of which only the second works, would be worse than one. Sent for another
    organisation, or after the invitation was taken back, it is another one. `language`: of the email, if not that of the page.

    Raises:
        NotAllowed: not an administrator, or the subscription does not run.
        NotAcceptable: no address, no role, or the person is a member already.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if not may_manage(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    if not roles or set(roles) - set(OFFERED):
        raise NotAcceptable(_("Choose at least one role"), field="roles")
    form_key = _key_here(form_key, organisation)
    if form_key and (made := Invitation.objects.filter(form_key=form_key).first()):
        return made
    try:
        address = email_address(email)
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field="email") from wrong
    if Membership.objects.filter(organisation=organisation, person__email__iexact=address).exists():
        raise NotAcceptable(_("Someone with this email address is already a member"), field="email")
    for earlier in Invitation.objects.filter(organisation=organisation, email__iexact=address, accepted_at=None, cancelled_at=None):
        _cancel(earlier, by=by)
    now = clock.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        language=language or languages.active(),
        name=" ".join(name.split())[:100],
        job_title=" ".join(job_title.split())[:120],
        roles=[role for role in Role.values if role in roles],
        digest=secrets.token_bytes(32),
        by=by.actor_ref,
        made_at=now,
        form_key=form_key,
        expires_at=now + INVITATION_LASTS,
    )
    invitation.digest = digest_of(invitation_token(invitation.pk, invitation.made_at))
    invitation.save(update_fields=["digest"])
    emails.invitation(invitation)
    announce(MemberInvited(organisation_id=organisation_id, invitation_id=invitation.pk), by=by)
    return invitation


def _key_here(form_key: UUID | None, organisation: Organisation) -> UUID | None:
    """The key under which a form is sent for a locked organisation now: what was taken back is not there any more."""
    key = form_key and uuid5(form_key, str(organisation.pk))
    while key and Invitation.objects.filter(form_key=key, cancelled_at__isnull=False).exists():
        key = uuid5(key, "again")
    return key


@transaction.atomic
def send_again(*, invitation_id: int, email: str, by: Actor) -> Invitation:
    """Send an invitation once more, perhaps to another address. It is a new one: the link of the one before stops working.

    Raises:
        WrongState: it was accepted or cancelled already.
        NotAllowed, NotAcceptable: as in `invite_member`.
    """
    earlier = Invitation.objects.select_for_update().get(pk=invitation_id)
    if earlier.accepted_at is not None or earlier.cancelled_at is not None:
        raise WrongState(_("This invitation has already been accepted or cancelled."))
    again = invite_member(
        organisation_id=earlier.organisation_id,
        email=email,
        roles=offered_among(earlier.roles),
        name=earlier.name,
        job_title=earlier.job_title,
        language=earlier.language,
        by=by,
    )
    if again.email.lower() != earlier.email.lower():
        _cancel(earlier, by=by)
    return again


@transaction.atomic
def cancel_invitation(*, invitation_id: int, by: Actor) -> Invitation:
    """Take an invitation back: its link stops working and the address is forgotten. Repeating it changes nothing.

    Raises:
        WrongState: it was accepted already.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if not may_lock_out(by, invitation.organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    if invitation.accepted_at is not None:
        raise WrongState(_("This invitation has already been accepted. You can freeze the member instead."))
    if invitation.cancelled_at is None:
        _cancel(invitation, by=by)
    return invitation


def _cancel(invitation: Invitation, *, by: Actor) -> None:
    invitation.cancelled_at = clock.now()
    invitation.email = ""
    invitation.save(update_fields=["cancelled_at", "email"])
    announce(InvitationCancelled(organisation_id=invitation.organisation_id, invitation_id=invitation.pk), by=by)
