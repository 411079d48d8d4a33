"""An organisation's public contacts: the numbers and addresses that may stand in its answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.organisations.actions.invitations import NOT_AN_ADMINISTRATOR
from heard.organisations.events import ContactAdded, ContactRemoved
from heard.organisations.models import Organisation, PublicContact
from heard.organisations.policies import may_manage
from heard.organisations.rules.contacts import contact_key

AT_MOST = 50


@transaction.atomic
def add_contact(*, organisation_id: int, value: str, what: str = "", by: Actor) -> PublicContact:
    """Register a telephone number, e-mail address, web page or postcode as public. Adding one again changes what is said about it.

    Raises:
        NotAllowed: neither an operator nor an administrator of this organisation whose subscription runs.
        NotAcceptable: it is none of these, or there are `AT_MOST` already.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if not may_manage(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    flat, key = " ".join(value.split()), contact_key(value)
    if not key or len(flat) > 200:
        raise NotAcceptable(_("Enter one phone number, email address, webpage or postcode"), field="value")
    what = " ".join(what.split())[:120]
    contact = PublicContact.objects.filter(organisation=organisation, key=key).first()
    if contact is not None:
        contact.value, contact.what = flat, what
        contact.save(update_fields=["value", "what"])
        return contact
    if PublicContact.objects.filter(organisation=organisation).count() >= AT_MOST:
        raise NotAcceptable(_("There are already %(count)s contacts. Remove one first.") % {"count": AT_MOST}, field="value")
    contact = PublicContact.objects.create(organisation=organisation, value=flat, what=what, key=key, added_at=clock.now())
    announce(ContactAdded(organisation_id=organisation_id, contact_id=contact.pk), by=by)
    return contact


@transaction.atomic
def remove_contact(*, organisation_id: int, contact_id: int, by: Actor) -> bool:
    """Take a contact off the list; answers that are public keep it. Removing twice is the same as once. False: there was none.

    Raises:
        NotAllowed: as in `add_contact`.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if not may_manage(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    removed, _by_model = PublicContact.objects.filter(organisation_id=organisation_id, pk=contact_id).delete()
    if removed:
        announce(ContactRemoved(organisation_id=organisation_id, contact_id=contact_id), by=by)
    return bool(removed)
