"""Pages: what wakes somebody. The ledger is written first; nothing is called while a transaction is open."""

import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from heard.core import clock, links
from heard.core.actors import Actor
from heard.moderation import policies
from heard.moderation.gateways import NotPaged, pager
from heard.moderation.models import PagerMessage, PagingAddress
from heard.moderation.queries.calls import PAGE_LOST_AFTER, path_of
from heard.regions.queries import are_several

logger = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(minutes=1)


def send_page(*, page_id: int, by: Actor) -> bool:
    """Hand one page to its paging service: the hour, the region where there are several, the link, and nothing else. Two workers at once
    send it once; one that was cut off by a crash is sent again. Returns whether it was taken now.

    Raises:
        Page.DoesNotExist: there is no such page.
    """
    page = _claim(page_id)
    if page is None:
        return False
    address = PagingAddress.objects.filter(person_id=page.step.person_id).values_list("address", flat=True).first()
    if address is None or page.step.call.ended_at is not None or not policies.may_open(page.step.person, page.step.call):
        _finish(page, PagerMessage.State.DROPPED)
        return False
    try:
        pager().page(address, words_of(page))
    except NotPaged as why:
        logger.warning("Page %s was not taken, and is tried again in a minute: %s", page.pk, why)
        _put_back(page)
        return False
    _finish(page, PagerMessage.State.SENT)
    return True


def words_of(page: PagerMessage) -> str:
    call = page.step.call
    here = page.step.told_at.astimezone(ZoneInfo(call.region.time_zone))
    region = f"{call.region.name} " if are_several() else ""
    return f"{here:%H:%M} {region}{links.in_region(path_of(call), None)}"


@transaction.atomic
def _claim(page_id: int) -> PagerMessage | None:
    """Note that it is being sent; None when another does that, or did."""
    page = (
        PagerMessage.objects.select_for_update(no_key=True, of=("self",))
        .select_related("step__person", "step__call__case__story__region", "step__call__enquiry__region")
        .get(pk=page_id)
    )
    now = clock.now()
    under_way = page.state == PagerMessage.State.SENDING and page.started_at is not None and page.started_at > now - PAGE_LOST_AFTER
    if page.finished_at is not None or under_way or page.due_at > now:
        return None
    page.state, page.started_at = PagerMessage.State.SENDING, now
    page.attempts = min(page.attempts + 1, 30_000)
    page.save(update_fields=["state", "started_at", "attempts"])
    return page


def _put_back(page: PagerMessage) -> None:
    page.state, page.due_at = PagerMessage.State.QUEUED, clock.now() + AGAIN_AFTER
    page.save(update_fields=["state", "due_at"])


def _finish(page: PagerMessage, state: str) -> None:
    page.state, page.finished_at = state, clock.now()
    page.save(update_fields=["state", "finished_at"])
