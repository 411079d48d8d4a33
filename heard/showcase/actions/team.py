"""Cards of “Who we are”: nobody is shown who hasn't agreed, and anyone can leave."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.media.actions.pictures import keep_photo, let_go
from heard.media.rules.pictures import Copies, Held
from heard.showcase.events import ConsentWithdrawn, TeamChanged
from heard.showcase.models import TeamMember


@dataclass(frozen=True, kw_only=True)
class NewCard:
    """What a card says, and how its person agreed to it."""

    name: str
    role: str
    words: str = ""
    group: str = TeamMember.Group.TEAM
    position: int = 0
    region_id: int | None = None
    language: str
    agreed_on: date | None = None
    agreed_how: str = ""
    agreed_where: str = ""


@transaction.atomic
def write_card(*, member_id: int | None, card: NewCard, by: Actor) -> TeamMember:
    """Add someone, or change what stands there. They are shown once they have agreed.

    Raises:
        NotAllowed: they aren't an editor.
    """
    _check_edits(by)
    member = TeamMember.objects.select_for_update(no_key=True).get(pk=member_id) if member_id else TeamMember()
    for name in ("name", "role", "words", "group", "position", "region_id", "language"):
        setattr(member, name, getattr(card, name))
    agreed = (card.agreed_on, card.agreed_how, card.agreed_where)
    if card.agreed_on and (member.withdrawn_at is not None or agreed != (member.agreed_on, member.agreed_how, member.agreed_where)):
        member.agreed_on, member.agreed_how, member.agreed_where = agreed
        member.recorded_by, member.recorded_at = by.actor_ref, clock.now()
        member.withdrawn_at, member.withdrawn_by = None, ""
    member.save()
    announce(TeamChanged(member_id=member.pk), by=by)
    return member


@transaction.atomic
def leave_team_page(*, member_id: int, by: Actor) -> TeamMember:
    """Someone doesn't want to be on the page any more: their card is gone at once, and their photo is deleted. Twice changes nothing.

    Raises:
        NotAllowed: they aren't an editor.
    """
    _check_edits(by)
    member = TeamMember.objects.select_for_update(no_key=True).get(pk=member_id)
    if not member.agrees:
        return member
    member.withdrawn_at, member.withdrawn_by = clock.now(), by.actor_ref
    photo, member.photo = member.photo_id, None
    member.save(update_fields=["withdrawn_at", "withdrawn_by", "photo"])
    if photo is not None:
        let_go(picture_id=photo, by=by)
    announce(ConsentWithdrawn(kind="team", number=member.pk), by=by)
    return member


@transaction.atomic
def set_card_photo(*, member_id: int, copies: Copies | Held | None, by: Actor) -> TeamMember:
    """Show this photo on someone's card, or none.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: the person hasn't agreed.
    """
    _check_edits(by)
    member = TeamMember.objects.select_for_update(no_key=True).get(pk=member_id)
    if copies is not None and not member.agrees:
        raise NotAcceptable(_("Write down first that %(name)s agreed") % {"name": member.name}, field="photo")
    before, member.photo = member.photo_id, keep_photo(copies=copies, by=by) if copies else None
    member.save(update_fields=["photo"])
    if before is not None:
        let_go(picture_id=before, by=by)
    announce(TeamChanged(member_id=member.pk), by=by)
    return member


def _check_edits(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can do this."))
