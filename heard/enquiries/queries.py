"""What was written to Heard itself, as the operators' pages show it, and what of it is owed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from heard.accounts.queries import operators_since
from heard.core import clock
from heard.core.keyset import Page, read_page
from heard.core.models import Delivery
from heard.core.reckoning import Missing, Window
from heard.enquiries.lifecycle import EnquiryMoves
from heard.enquiries.models import Enquiry, EnquiryMove, State


def address_context(form_key: UUID) -> str:
    """What a sealed address is bound to."""
    return f"enquiry {form_key}"


def enquiry_by_id(enquiry_id: int) -> Enquiry | None:
    return Enquiry.objects.select_related("region", "done_by").filter(pk=enquiry_id).first()


def waiting_enquiries(*, region_id: int | None = None, page: str = "") -> Page[Enquiry]:
    """What waits for an answer, all of it or that of one region, what is due first on top, a page at a time."""
    rows = _of(region_id).filter(state=State.WAITING).select_related("region")
    return read_page(rows, by={"due_on": date, "pk": int}, page=page)


def in_danger(*, signs: Collection[str], most: int | None = None, regions: Collection[int] = ()) -> list[Enquiry]:
    """What waits for an answer and has one of `signs`, the oldest first, without what was written. All of it, unless a page asks for no
    more than so many, or for what is of some regions: each is owed somebody, in a flood too.
    """
    found = (
        Enquiry.objects.filter(state=State.WAITING, signs__overlap=[str(sign) for sign in signs])
        .select_related("region")
        .defer("words", "sealed", "answer")
    )
    found = found.filter(region__in=list(regions)) if regions else found
    return list(found.order_by("sent_at", "pk")[:most])


def _of(region_id: int | None) -> QuerySet[Enquiry]:
    return Enquiry.objects.all() if region_id is None else Enquiry.objects.filter(region_id=region_id)


def done_lately(*, region_id: int | None = None, most: int = 20) -> list[Enquiry]:
    """What was answered or closed last."""
    return list(_of(region_id).exclude(state=State.WAITING).select_related("done_by").order_by("-done_at", "-pk")[:most])


@dataclass(frozen=True)
class Standing:
    """How many messages wait for an answer, how many of them should have had it before today, and the day of the one that is due first."""

    waiting: int
    overdue: int
    first_due_on: date | None


def how_it_stands() -> Standing:
    """In one statement, over the index of what waits."""
    late = Count("pk", filter=Q(due_on__lt=clock.today()))
    found = Enquiry.objects.filter(state=State.WAITING).aggregate(waiting=Count("pk"), overdue=late, first_due_on=Min("due_on"))
    return Standing(**found)


def answer_sent(enquiry_id: int) -> Delivery | None:
    """The email with the answer, as it stands."""
    return Delivery.objects.filter(key=f"enquiry-answered:{enquiry_id}").first()


def without_first_letters(window: Window) -> list[Missing]:
    """Enquiries that whoever wrote them, or somebody who runs Heard, was never told of."""
    sent = Enquiry.objects.filter(sent_at__gte=window.since, sent_at__lt=window.before)
    here = operators_since()
    keys = {
        f"enquiry-waits:{each.pk}:{pk}": each
        for each in sent.filter(state=State.WAITING)
        for pk, since in here.items()
        if since <= each.sent_at
    }
    keys |= {f"enquiry-received:{each.pk}": each for each in sent}
    return _without(keys.items())


def not_looked_through(window: Window) -> list[Missing]:
    """Messages that wait and that nobody has looked through for signs of danger: an older Heard took them. However long ago."""
    waiting = Enquiry.objects.filter(state=State.WAITING, signs=None, sent_at__lt=window.before)
    return [Missing(at, None, of=pk) for pk, at in waiting.order_by("sent_at", "pk").values_list("pk", "sent_at")]


def without_answer_letter(window: Window) -> list[Missing]:
    """Answers that were never sent."""
    done = Enquiry.objects.filter(state=State.ANSWERED, done_at__gte=window.since, done_at__lt=window.before)
    return _without((f"enquiry-answered:{each.pk}", each) for each in done)


def _without(keys: Iterable[tuple[str, Enquiry]]) -> list[Missing]:
    wanted = dict(keys)
    there = set(Delivery.objects.filter(key__in=wanted).values_list("key", flat=True))
    missing = {each.pk: Missing(each.done_at or each.sent_at, None, of=each.pk) for key, each in wanted.items() if key not in there}
    return list(missing.values())


def why_closed(enquiry_id: int) -> str:
    """What was said to colleagues when it was closed; "" while it was not."""
    return EnquiryMove.objects.filter(enquiry_id=enquiry_id, name=EnquiryMoves.CLOSE).values_list("reason", flat=True).first() or ""
