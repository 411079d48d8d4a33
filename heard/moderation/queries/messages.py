"""Messages to Heard itself with signs of danger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from heard.core import clock
from heard.core.reckoning import Missing, Window
from heard.enquiries.models import Enquiry
from heard.enquiries.models import State as MessageState
from heard.enquiries.queries import in_danger
from heard.moderation import policies
from heard.moderation.models import Call
from heard.moderation.queries.calls import CallShown, calls_shown
from heard.moderation.rules.risk import calls_somebody, queue_risk
from heard.stories.rules.signs import CALLS


def message_calls(enquiry: Enquiry) -> bool:
    """Whether somebody is called to a message to Heard: by the rule for stories, and by the signs in its words alone."""
    signs = enquiry.signs or []
    return calls_somebody(risk=queue_risk(signs=signs, criticality=None), signs=signs)


def is_seen_to(enquiry: Enquiry) -> bool:
    """Whether somebody is on the message, or said that nobody is in danger."""
    last = Call.objects.filter(enquiry=enquiry).select_related("taken_by", "enquiry").order_by("began_at", "pk").last()
    return last is not None and last.ended_at is not None and not _left(last, policies.claim_kept(enquiry.region_id))


def _left(call: Call, kept: timedelta) -> bool:
    """Whether whoever took it has left it for longer than ⚙ `claim_kept`, or cannot sign in any more."""
    if call.settled or call.ended_at is None:
        return False
    gone = call.taken_by is None or not policies.may_open(call.taken_by, call)
    return gone or call.ended_at < clock.now() - kept


def messages_left() -> list[int]:
    """Ids of messages to Heard that somebody was on and that are not answered: somebody else is called. In two statements."""
    kept = cache(policies.claim_kept)
    waiting = Call.objects.filter(enquiry__state=MessageState.WAITING).select_related("taken_by", "enquiry")
    last = waiting.order_by("enquiry_id", "-began_at", "-pk").distinct("enquiry_id")
    return [call.enquiry_id for call in last if call.enquiry is not None and call.enquiry_id and _left(call, kept(call.enquiry.region_id))]


@dataclass(frozen=True)
class MessageInDanger:
    """A message to Heard that waits, with signs of danger; `call` is the last call to it, if there was one yet."""

    enquiry: Enquiry
    call: CallShown | None


MOST_MESSAGES = 500
"""How many messages that speak of danger a page lists at once."""


def messages_in_danger(regions: Collection[int] = ()) -> list[MessageInDanger]:
    """What waits for an answer and calls somebody, the oldest first, in these regions or, where none is named, in all; without those of
    which whoever read them says that nobody is in danger. In five statements, however many there are.
    """
    found = [each for each in in_danger(signs=CALLS, most=MOST_MESSAGES, regions=regions) if message_calls(each)]
    shown = calls_shown(Call.objects.filter(enquiry__in=[each.pk for each in found])) if found else []
    last = {each.about.enquiry_id: each for each in shown}  # the oldest first, so the last one stays
    return [MessageInDanger(each, call) for each in found if (call := last.get(each.pk)) is None or not call.settled]


def messages_without_a_call(window: Window) -> list[Missing]:
    """Messages to Heard with signs of danger to which nobody was ever called. `of` is the message."""
    found = [each for each in in_danger(signs=CALLS) if each.sent_at < window.before and message_calls(each)]
    called = set(Call.objects.filter(enquiry__in=[each.pk for each in found]).values_list("enquiry_id", flat=True)) if found else set()
    return [Missing(each.sent_at, None, each.pk) for each in found if each.pk not in called]


def calls_to_what_is_answered(window: Window) -> list[Missing]:
    """Calls that go on although the message was answered or closed. `of` is the message."""
    over = Call.objects.filter(ended_at=None, enquiry__done_at__lt=window.before).order_by("pk")
    return [Missing(at, None, pk) for pk, at in over.values_list("enquiry_id", "enquiry__done_at") if at and pk]
