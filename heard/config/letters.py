"""What stands around the words of every email: one layout for all, by who reads it (`heard.core.mail.Frame`).

`settings.LETTER_FRAMES` names the table; a slice says in `@mail.letter(kind, to=...)` to whom its letters go.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.queries import person_by_id
from heard.core.actors import ActorRef
from heard.core.mail import Frame
from heard.core.models import Delivery
from heard.core.sites import Emergency
from heard.directory.queries import services_by_id
from heard.enquiries.queries import enquiry_by_id
from heard.organisations.queries import invitation_by_id, memberships_of
from heard.regions.models import CrisisLine, Region
from heard.regions.queries import default_region, lines_to_name, region_by_id
from heard.telling.queries import region_of_author
from heard.ui.wording import listed

ABOUT = gettext_lazy(
    "Heard is an independent website where people tell the story of their health or social care. The people who run the services read it, "
    "answer in public and say what they changed."
)


def to_an_author(delivery: Delivery) -> Frame:
    """Without a name: the one they chose stands in public, and a mailbox is often read by others too."""
    region_id = region_of_author(_number(delivery))
    region = region_by_id(region_id) if region_id else default_region()
    return _frame(
        region,
        here=True,
        why=_("You’re getting this email because you told a story on Heard and gave us this address. We never show it to anyone."),
        help_line=help_line(lines_to_name(region.pk), region.emergency) if region else help_line([], Emergency()),
    )


def to_a_member(delivery: Delivery) -> Frame:
    region = _region_of_work(_number(delivery))
    return _frame(region, name=_name(delivery), why=_("You’re getting this email because you work with stories on Heard."))


def _region_of_work(person_id: int) -> Region | None:
    """The region of the organisations that a person works for; the default one if those are in several."""
    regions = {each.organisation.region_id for each in memberships_of(person_id) if each.frozen_at is None}
    return region_by_id(regions.pop()) if len(regions) == 1 else default_region()


def to_somebody_invited(delivery: Delivery) -> Frame:
    invited = invitation_by_id(_number(delivery))
    if invited is None:
        return _frame(default_region(), why="")
    why = _("You’re getting this email because someone at %(organisation)s gave us this address.")
    return _frame(invited.organisation.region, name=invited.name, why=why % {"organisation": invited.organisation.name})


def to_a_contact(delivery: Delivery) -> Frame:
    place = services_by_id([_number(delivery)]).get(_number(delivery))
    region = place.region if place else default_region()
    return _frame(region, here=True, why=_("You’re getting this email because this is the address we have for news about your service."))


def to_whoever_wrote(delivery: Delivery) -> Frame:
    """To somebody who wrote to Heard itself."""
    enquiry = enquiry_by_id(_number(delivery))
    region = region_by_id(enquiry.region_id) if enquiry else default_region()
    return _frame(region, here=True, why=_("You’re getting this email because someone wrote to Heard and gave us this address."))


def to_a_colleague(delivery: Delivery) -> Frame:
    return _frame(default_region(), name=_name(delivery), why=_("You’re getting this email because you work for Heard."))


def to_an_account(delivery: Delivery) -> Frame:
    return _frame(default_region(), name=_name(delivery), why=_("You’re getting this email because you have an account on Heard."))


FRAMES: dict[str, Callable[[Delivery], Frame]] = {
    "author": to_an_author,
    "member": to_a_member,
    "invited": to_somebody_invited,
    "contact": to_a_contact,
    "colleague": to_a_colleague,
    "writer": to_whoever_wrote,
    "account": to_an_account,
}


def help_line(named: list[CrisisLine], emergency: Emergency) -> str:
    """One line of help, with the region's own. Without any, its emergency number."""
    if not named:
        return _("If you are in danger now, call %(number)s.") % {"number": emergency.number}
    ways = [each.name if each.contact in each.name else f"{each.name} ({each.contact})" for each in named]
    return _("If you need someone now, day or night: %(ways)s.") % {"ways": listed(ways, "or")}


def _frame(region: Region | None, *, why: str, name: str = "", help_line: str = "", here: bool = False) -> Frame:
    """`here`: its links lead to this region's site, and not to where staff work."""
    if region and region.contact_email:
        replies = _("We don’t read replies to this email. To contact us, write to %(email)s.") % {"email": region.contact_email}
    else:
        replies = _("We don’t read replies to this email.")
    return Frame(
        greeting=_("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        why=why,
        about=str(ABOUT),
        replies=replies,
        sign_off=_("The Heard team"),
        help=help_line,
        region_id=region.pk if region and here else None,
    )


def _number(delivery: Delivery) -> int:
    return ActorRef(delivery.recipient).number


def _name(delivery: Delivery) -> str:
    person = person_by_id(_number(delivery))
    return person.name if person else ""
