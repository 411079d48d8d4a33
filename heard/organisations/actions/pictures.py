"""The picture that an organisation shows of itself, and of each service that it looks after."""

from django.db import transaction
from django.utils.translation import gettext as _

from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.directory.models import Service
from heard.media.actions.pictures import describe_picture, keep_picture, let_go
from heard.media.rules.pictures import Copies, Held
from heard.organisations.actions.invitations import NOT_AN_ADMINISTRATOR
from heard.organisations.events import PictureRemoved, PictureShown
from heard.organisations.models import Organisation, ShownPicture
from heard.organisations.policies import may_lock_out, may_manage
from heard.organisations.queries import is_in_remit


@transaction.atomic
def show_picture(
    *, organisation_id: int, service_id: int | None = None, copies: Copies | Held | None, alt: str, is_decorative: bool, by: Actor
) -> ShownPicture:
    """Show this picture of the organisation, or of a service that it looks after, in place of the one before. Without `copies` the one
    that is shown stays, with other words.

    Raises:
        NotAllowed: neither an operator nor an administrator of this organisation whose subscription runs.
        NotAcceptable: it doesn't look after this service, another organisation shows a picture of it, or as in `keep_picture`.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if not may_manage(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    before = _free(organisation_id, service_id, by)
    if copies is None:
        if before is None:
            raise NotAcceptable(_("Choose a picture"), field="picture")
        describe_picture(picture_id=before.picture_id, alt=alt, is_decorative=is_decorative, by=by)
        shown = before
    else:
        picture = keep_picture(copies=copies, alt=alt, is_decorative=is_decorative, by=by)
        if before is not None:
            let_go(picture_id=before.picture_id, by=by)
        shown = ShownPicture.objects.create(organisation=organisation, service_id=service_id, picture=picture)
    announce(PictureShown(organisation_id=organisation_id, service_id=service_id), by=by)
    return shown


@transaction.atomic
def remove_picture(*, organisation_id: int, shown_id: int, by: Actor) -> bool:
    """Delete a picture that the organisation shows. Doing it twice is the same as once. False: there was none.

    Raises:
        NotAllowed: neither an operator nor an administrator of this organisation. Its subscription need not run: a door must always shut.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if not may_lock_out(by, organisation_id):
        raise NotAllowed(str(NOT_AN_ADMINISTRATOR))
    shown = ShownPicture.objects.filter(organisation_id=organisation_id, pk=shown_id).first()
    if shown is None:
        return False
    let_go(picture_id=shown.picture_id, by=by)
    announce(PictureRemoved(organisation_id=organisation_id, service_id=shown.service_id), by=by)
    return True


def _free(organisation_id: int, service_id: int | None, by: Actor) -> ShownPicture | None:
    """What is shown there now by this organisation. One of an organisation that no longer looks after the service makes room."""
    if service_id is None:
        return ShownPicture.objects.filter(organisation_id=organisation_id, service=None).first()
    service = Service.objects.select_for_update(no_key=True, of=("self",)).get(pk=service_id)
    if not is_in_remit(organisation_id, service.ancestors):
        raise NotAcceptable(_("You can only show pictures of services that you look after"))
    shown = ShownPicture.objects.filter(service_id=service_id).select_related("organisation").first()
    if shown is None or shown.organisation_id == organisation_id:
        return shown
    if is_in_remit(shown.organisation_id, service.ancestors):
        raise NotAcceptable(_("%(organisation)s already shows a picture of this service") % {"organisation": shown.organisation.name})
    let_go(picture_id=shown.picture_id, by=by)
    return None
