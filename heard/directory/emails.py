"""The question to a registered contact whether it is right."""

from heard.core import links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.directory.models import Service
from heard.directory.rules.contacts import TO_CONTACT, confirm_token


@mail.resolver(TO_CONTACT)
def registered_contact(reference: ActorRef) -> str | None:
    return Service.objects.filter(pk=reference.number).values_list("registered_contact", flat=True).first() or None


def stop_path(service: Service) -> str:
    """Where letters to the registered contact are stopped: in each of them."""
    return links.to("stop-contact", token=confirm_token(service.pk, service.registered_contact))


@mail.letter("confirm-contact", to="contact")
def confirm_contact(delivery: Delivery) -> mail.Letter | None:
    """Dropped when there is nothing to confirm any more."""
    service = Service.objects.get(pk=delivery.params["service_id"])
    if service.contact_confirmed_at is not None or not service.registered_contact:
        return None
    return mail.Letter(
        subject=f"May Heard write to you about {service.name}?",
        paragraphs=[
            f"Is this the right address to write to when someone tells a story about {service.name}?",
            "If it is, please say so on this page. Until then we’ll send nothing else here. If it isn’t, you don’t have to do anything:",
        ],
        path=links.to("confirm-contact", token=confirm_token(service.pk, service.registered_contact)),
        stop_path=stop_path(service),
        why=f"You get this email because someone who runs Heard was given this address for {service.name}.",
    )
