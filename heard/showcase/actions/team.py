"""Cards of “Who we are”: nobody is shown who hasn't agreed, and anyone can leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.media.actions.pictures import keep_photo, let_go
from heard.media.rules.pictures import Copies, Held
from heard.showcase.actions.exemplars import CHANGED
from heard.showcase.events import ConsentWithdrawn, TeamChanged
from heard.showcase.models import TeamMember
from heard.showcase.rules.interviews import digest_of


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
    form_key: UUID | None = None
    """Of a new one: the same form sent twice is one card."""


@transaction.atomic
def write_card(*, member_id: int | None, card: NewCard, seen: str | None = None, by: Actor) -> TeamMember:
    """Add someone, or change what stands there. They are shown once they have agreed. `seen`: what it said when the editor opened it
    (`what_it_says`).

    Raises:
        NotAllowed: they aren't an editor.
        ChangedSince: someone else changed it meanwhile.
    """
    _check_edits(by)
    if member_id is None and card.form_key and (again := TeamMember.objects.filter(form_key=card.form_key).first()):
        return again
    if member_id is None:
        member = TeamMember(form_key=card.form_key)
    else:
        member = TeamMember.objects.select_for_update(no_key=True).get(pk=member_id)
    before = what_it_says(member)
    for name in ("name", "role", "words", "group", "position", "region_id", "language"):
        setattr(member, name, getattr(card, name))
    agreed = (card.agreed_on, card.agreed_how, card.agreed_where)
    if card.agreed_on and (member.withdrawn_at is not None or agreed != (member.agreed_on, member.agreed_how, member.agreed_where)):
        member.agreed_on, member.agreed_how, member.agreed_where = agreed
        member.recorded_by, member.recorded_at = by.actor_ref, clock.now()
        member.withdrawn_at, member.withdrawn_by = None, ""
    if seen is not None and before not in {seen, what_it_says(member)}:
        raise ChangedSince(str(CHANGED))
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:  # the button was pressed twice at the same moment
        if again := TeamMember.objects.filter(form_key=card.form_key).exclude(form_key=None).first():
            return again
        raise
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
        raise NotAcceptable(_("First record that %(name)s has agreed") % {"name": member.name}, field="photo")
    before, member.photo = member.photo_id, keep_photo(copies=copies, by=by) if copies else None
    member.save(update_fields=["photo"])
    if before is not None:
        let_go(picture_id=before, by=by)
    announce(TeamChanged(member_id=member.pk), by=by)
    return member


def what_it_says(member: TeamMember) -> str:
    """What an editor sees of a card when they open it, in short: told apart by this from what it says later."""
    said = (member.name, member.role, member.words, member.group, member.position, member.region_id, member.language)
    return digest_of(*said, member.agreed_on, member.agreed_how, member.agreed_where, member.agrees)


def _check_edits(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can do this."))
