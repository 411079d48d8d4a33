"""Invitations: where they go, and how they read."""

from heard.core import clock, links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.organisations.models import Invitation, Role, role_words
from heard.organisations.rules.invitations import INVITATION, invitation_token


def invitation(invited: Invitation) -> None:
    """Owe the letter with the link. Its token is worked out when the letter is written."""
    mail.post(kind="invitation", to=ActorRef.of(INVITATION, invited.pk), key=f"invitation:{invited.pk}", invitation_id=invited.pk)


@mail.resolver(INVITATION)
def _address(reference: ActorRef) -> str | None:
    found = _open(reference.number)
    return found.email if found else None


@mail.letter("invitation", to="invited")
def _letter(delivery: Delivery) -> mail.Letter | None:
    invited = _open(int(delivery.params["invitation_id"] or 0))
    if invited is None:
        return None
    return mail.Letter(
        subject=f"{invited.organisation.name} invites you to Heard",
        paragraphs=[
            f"{invited.organisation.name} listens to people’s stories of their care on Heard, and invites you to join in.",
            f"You’d be: {role_words(invited.roles).lower()}. {_what_one_can_do(invited)}",
            "Read what that means and accept here. Nothing happens until you press the button there. The link works once, for 14 days.",
        ],
        path=links.to("invitation", token=invitation_token(invited.pk, invited.made_at)),
    )


CAN = {
    Role.RESPONDER: "answer stories and plan changes",
    Role.ADMINISTRATOR: "invite colleagues and look after members",
}


def _what_one_can_do(invited: Invitation) -> str:
    can = ["read stories about the services you look after", *(words for role, words in CAN.items() if role in invited.roles)]
    return f"You can {', '.join(can[:-1])} and {can[-1]}." if len(can) > 1 else f"You can {can[0]}."


def _open(invitation_id: int) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=invitation_id, accepted_at=None, cancelled_at=None, expires_at__gt=clock.now())
        .select_related("organisation")
        .first()
    )
