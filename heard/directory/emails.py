"""The question to a registered contact whether it is right."""

from django.utils.translation import gettext as _

from heard.core import links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.directory.models import Service
from heard.directory.rules.contacts import TO_CONTACT, confirm_token


@mail.resolver(TO_CONTACT)
def registered_contact(reference: ActorRef) -> mail.Mailbox | None:
    service = Service.objects.filter(pk=reference.number).exclude(registered_contact="").first()
    return mail.Mailbox(service.registered_contact, service.contact_language) if service else None


def stop_path(service: Service) -> str:
    """Where emails to the registered contact are stopped: in each of them."""
    return links.to("stop-contact", token=confirm_token(service.pk, service.registered_contact))


@mail.letter("confirm-contact", to="contact")
def confirm_contact(delivery: Delivery) -> mail.Letter | None:
    """Dropped when there is nothing to confirm any more."""
    service = Service.objects.get(pk=delivery.params["service_id"])
    if service.contact_confirmed_at is not None or not service.registered_contact:
        return None
    return mail.Letter(
        subject=_("Can Heard email you about %(place)s?") % {"place": service.name},
        paragraphs=[
            _("Is this the right address to email when someone tells a story about %(place)s?") % {"place": service.name},
            _(
                "If it is, please say so on this page. Until then we won’t send anything else here. "
                "If it isn’t, you don’t need to do anything:"
            ),
        ],
        path=links.to("confirm-contact", token=confirm_token(service.pk, service.registered_contact)),
        stop_path=stop_path(service),
        why=_("You’re getting this email because someone gave the people who run Heard this address for %(place)s.")
        % {"place": service.name},
    )
