"""The registered contact of a provider that does not listen: set by an operator, confirmed by whoever reads that mailbox, once.

Before it is confirmed nothing is sent there but the question whether it is right. Who may set it is asked above: `operating` lets
operators in.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from heard.core import clock, languages, mail
from heard.core.actors import Actor, ActorRef
from heard.core.errors import NotAcceptable, WrongState
from heard.core.events import announce
from heard.core.texts.addresses import NotAnAddress, email_address, spelt
from heard.directory.events import ContactConfirmed, ServiceCorrected
from heard.directory.models import Level, Service
from heard.directory.rules.contacts import TO_CONTACT, is_about

ASKED_AT_MOST_EVERY = timedelta(hours=1)
"""So that no mailbox is flooded, however often the button is pressed."""
CONTACT = ["registered_contact", "contact_language", "contact_asked_at", "contact_confirmed_at", "contact_set_by"]


@transaction.atomic
def set_registered_contact(*, service_id: int, email: str, by: Actor) -> Service:
    """Say where a provider that does not listen is told of stories about it, and ask there whether that is right; empty: nowhere.

    A new address has to be confirmed anew. No register says this.

    Raises:
        NotAcceptable: it is no e-mail address.
    """
    service = _locked(service_id)
    try:
        address = email_address(email) if spelt(email) else ""
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field="registered_contact") from wrong
    if address != service.registered_contact:
        service.registered_contact, service.contact_language = address, languages.active()
        service.contact_asked_at = service.contact_confirmed_at = None
        service.contact_set_by = by.actor_ref if address else ""
        service.save(update_fields=CONTACT)
        announce(ServiceCorrected(service_id=service.pk, field="registered_contact"), by=by)
        if address:
            _ask(service)
    return service


@transaction.atomic
def ask_contact_again(*, service_id: int, by: Actor) -> Service:
    """Send the question once more to a contact that has not confirmed.

    Raises:
        WrongState: there is no contact, it is confirmed, or it was asked less than an hour ago.
    """
    service = _locked(service_id)
    if not service.registered_contact:
        raise WrongState(_("There is no registered contact to ask."))
    if service.contact_confirmed_at is not None:
        raise WrongState(_("This contact is already confirmed."))
    if service.contact_asked_at is not None and service.contact_asked_at > clock.now() - ASKED_AT_MOST_EVERY:
        raise WrongState(_("We emailed them less than an hour ago. Please give them a little time."))
    _ask(service)
    return service


@transaction.atomic
def confirm_contact(*, service_id: int, mark: str, by: Actor) -> Service:
    """Whoever reads the mailbox says that it is right. Saying it twice is saying it once.

    Raises:
        WrongState: the question was about another address than the one that stands there now.
    """
    service = _locked(service_id)
    if not is_about(mark, service.registered_contact):
        raise WrongState(_("Heard now uses another address for this provider, so there’s nothing to confirm."))
    if service.contact_confirmed_at is None:
        service.contact_confirmed_at = clock.now()
        service.save(update_fields=["contact_confirmed_at"])
        announce(ContactConfirmed(service_id=service.pk), by=by)
    return service


@transaction.atomic
def stop_contact(*, service_id: int, mark: str, by: Actor) -> Service:
    """Whoever reads the mailbox wants no more letters there: the address is forgotten. Twice, or of an old address, changes nothing."""
    service = _locked(service_id)
    if is_about(mark, service.registered_contact):
        return set_registered_contact(service_id=service_id, email="", by=by)
    return service


def carry_contact(*, place: Service, into: Service, by: Actor) -> bool:
    """Both are locked, and turned out to be one provider: where the one is told, the other is from now on, if it has no contact of its own.
    Who said so is carried too, and so is that the mailbox said yes: it is the same mailbox. Returns whether it went along.
    """
    if into.level != Level.PROVIDER or not place.registered_contact or into.registered_contact:
        return False
    into.registered_contact, into.contact_set_by = place.registered_contact, place.contact_set_by
    into.contact_language, into.contact_asked_at = place.contact_language, place.contact_asked_at
    into.contact_confirmed_at = clock.now() if place.contact_confirmed_at else None  # what was told about it before is owed from now on
    into.save(update_fields=CONTACT)
    announce(ServiceCorrected(service_id=into.pk, field="registered_contact"), by=by)
    if into.contact_confirmed_at:
        announce(ContactConfirmed(service_id=into.pk), by=by)
    elif into.contact_asked_at is None:
        _ask(into)
    return True


def leave_contact(*, place: Service, went_to: Collection[int | None], by: Actor) -> None:
    """The locked `place` is another one after all: the contact that went along is forgotten there, unless it was changed since."""
    there = Service.objects.filter(pk__in=[pk for pk in went_to if pk], registered_contact=place.registered_contact)
    for into in there.exclude(registered_contact="").order_by("pk"):
        set_registered_contact(service_id=into.pk, email="", by=by)


def _ask(service: Service) -> None:
    service.contact_asked_at = clock.now()
    service.save(update_fields=["contact_asked_at"])
    key = f"confirm-contact:{service.pk}:{service.contact_asked_at.timestamp():.6f}"
    mail.post(kind="confirm-contact", to=ActorRef.of(TO_CONTACT, service.pk), key=key, service_id=service.pk)


def _locked(service_id: int) -> Service:
    return Service.objects.select_for_update(of=("self",)).get(pk=service_id)
