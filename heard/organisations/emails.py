"""Invitations: where they go, and how they read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock, links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.organisations.models import Invitation, Role, role_words
from heard.organisations.rules.invitations import INVITATION, invitation_token


def invitation(invited: Invitation) -> None:
    """Owe the letter with the link. Its token is worked out when the letter is written."""
    mail.post(kind="invitation", to=ActorRef.of(INVITATION, invited.pk), key=f"invitation:{invited.pk}", invitation_id=invited.pk)


@mail.resolver(INVITATION)
def _mailbox(reference: ActorRef) -> mail.Mailbox | None:
    found = _open(reference.number)
    return mail.Mailbox(found.email, found.language) if found else None


@mail.letter("invitation", to="invited")
def _letter(delivery: Delivery) -> mail.Letter | None:
    invited = _open(int(delivery.params["invitation_id"] or 0))
    if invited is None:
        return None
    organisation = {"organisation": invited.organisation.name}
    return mail.Letter(
        subject=_("%(organisation)s invites you to Heard") % organisation,
        paragraphs=[
            _("%(organisation)s listens to people’s stories of their care on Heard, and would like you to join in.") % organisation,
            _("Your role: %(roles)s.") % {"roles": role_words(invited.roles)} + f" {_what_one_can_do(invited)}",
            _("Find out more and accept on this page. Nothing happens until you press the button there. The link works once, for 14 days."),
        ],
        path=links.to("invitation", token=invitation_token(invited.pk, invited.made_at)),
    )


CAN = {
    (False, False): gettext_lazy("You’ll be able to read stories about the services you look after."),
    (True, False): gettext_lazy("You’ll be able to read stories about the services you look after, answer them and plan changes."),
    (False, True): gettext_lazy(
        "You’ll be able to read stories about the services you look after, invite colleagues and look after members."
    ),
    (True, True): gettext_lazy(
        "You’ll be able to read stories about the services you look after, answer them and plan changes. "
        "You can also invite colleagues and look after members."
    ),
}
"""By whether a responder and whether an administrator is invited."""


def _what_one_can_do(invited: Invitation) -> str:
    return str(CAN[Role.RESPONDER in invited.roles, Role.ADMINISTRATOR in invited.roles])


def _open(invitation_id: int) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=invitation_id, accepted_at=None, cancelled_at=None, expires_at__gt=clock.now())
        .select_related("organisation")
        .first()
    )
