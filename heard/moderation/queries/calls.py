"""Calls to what has signs of danger: whom to tell next, and who was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator
from heard.accounts.queries import operators
from heard.core import clock, links
from heard.core.models import Delivery
from heard.core.reckoning import Missing, Window
from heard.enquiries.models import Enquiry
from heard.moderation import policies
from heard.moderation.models import Call, CallStep, Case, Line, PagerMessage
from heard.moderation.rules.risk import calls_somebody

PAGE_LOST_AFTER = timedelta(minutes=2)
"""No page takes so long (`gateways.SECONDS`): whoever was sending it is gone."""
PAGES_AT_ONCE = 100


def who_is_told_last(call: Call) -> list[Person]:
    """Everybody who is told when nobody on the rota takes it, among those who can open it: senior moderators; where there is none, whoever
    else moderates, or, of a message to Heard, runs Heard. Nobody where nobody can open it.
    """
    here = call.region_id
    others = operators() if call.case_id is None else policies.moderators(region_id=here).order_by("pk")
    for people in (policies.moderators(above=Line.SECOND, region_id=here).order_by("pk"), others):
        if able := [person for person in people if policies.may_open(person, call)]:
            return able
    return []


def path_of(call: Call) -> str:
    """The page of what a call is about."""
    return links.to("case", case_id=call.case_id) if call.case_id else links.to("enquiry", enquiry_id=call.enquiry_id)


def calls_due() -> list[int]:
    """Ids of calls whose next person should be told by now, also because the last one could not be reached; the oldest first. In three
    statements, however many there are.
    """
    now = clock.now()
    waiting = list(Call.objects.filter(ended_at=None, next_at__isnull=False).order_by("began_at", "pk"))
    unreached = unreached_among([call for call in waiting if call.next_at and call.next_at > now])
    return [call.pk for call in waiting if call.pk in unreached or (call.next_at and call.next_at <= now)]


def unreached_among(calls: Iterable[Call]) -> set[int]:
    """Ids of the calls of which the last one who was told cannot know: the email was refused for good or has no address, and no page is on
    its way.
    """
    steps = CallStep.objects.filter(call__in=[call.pk for call in calls]).select_related("page")
    last = {step.message_key: step for step in steps.order_by("call_id", "-told_at", "-pk").distinct("call_id")}
    unpaged = {key: step.call_id for key, step in last.items() if _page_of(step) in {"", PagerMessage.State.DROPPED}}
    lost = Delivery.objects.filter(key__in=unpaged, state__in=(*Delivery.UNDELIVERED, Delivery.State.DROPPED)) if unpaged else []
    return {unpaged[delivery.key] for delivery in lost}


def _page_of(step: CallStep) -> str:
    """The state of the page that went with a step; "" where there is none."""
    page: PagerMessage | None = getattr(step, "page", None)
    return page.state if page else ""


def pages_due() -> list[int]:
    """Ids of pages to try now: those that wait, and those whose worker died over them."""
    now = clock.now()
    waiting = Q(state=PagerMessage.State.QUEUED, due_at__lte=now) | Q(
        state=PagerMessage.State.SENDING, started_at__lt=now - PAGE_LOST_AFTER
    )
    return list(
        PagerMessage.objects.filter(waiting, finished_at=None).order_by("due_at", "pk").values_list("pk", flat=True)[:PAGES_AT_ONCE]
    )


def pages_due_for(time: timedelta) -> int:
    """How many pages have waited for longer than `time` since their person was told."""
    return PagerMessage.objects.filter(finished_at=None, step__told_at__lt=clock.now() - time).count()


@dataclass(frozen=True)
class ToldAtOnce:
    """One person who was told of a call, `among` whom: rota, seniors, or others where no senior could open it. `email`, `page`: the state
    of the message; empty where there is none.
    """

    name: str
    among: str
    at: datetime
    email: str
    emailed_at: datetime | None
    page: str
    paged_at: datetime | None


@dataclass(frozen=True)
class CallShown:
    """One call, for those who work on what it is about, and for operators."""

    about: Call
    why: str
    began_at: datetime
    told: list[ToldAtOnce]
    next_at: datetime | None
    everybody_at: datetime | None
    taken_by: str
    ended_at: datetime | None
    settled: bool


def calls_about(about: Case | Enquiry) -> list[CallShown]:
    """Every call about the case or message, the oldest first: who was told when, and who took it."""
    return calls_shown(Call.objects.filter(enquiry=about) if isinstance(about, Enquiry) else Call.objects.filter(case=about))


def calls_shown(found: QuerySet[Call]) -> list[CallShown]:
    """These calls with each of their steps, in four statements at most."""
    calls = list(found.select_related("taken_by", "case__story__region").prefetch_related("steps__person", "steps__page"))
    keys = [step.message_key for call in calls for step in call.steps.all()]
    emails = {each.key: each for each in Delivery.objects.filter(key__in=keys)} if keys else {}
    return [
        CallShown(
            call,
            str(call.get_why_display()),
            call.began_at,
            [_told_at_once(step, emails.get(step.message_key)) for step in call.steps.all()],
            call.next_at,
            call.everybody_at,
            call.taken_by.name if call.taken_by else "",
            call.ended_at,
            call.settled,
        )
        for call in calls
    ]


def _told_at_once(step: CallStep, email: Delivery | None) -> ToldAtOnce:
    page: PagerMessage | None = getattr(step, "page", None)
    return ToldAtOnce(
        step.person.name,
        _among(step),
        step.told_at,
        email.state if email else "",
        email.finished_at if email else None,
        page.state if page else "",
        page.finished_at if page else None,
    )


def _among(step: CallStep) -> str:
    if step.on_rota:
        return "rota"
    return "seniors" if is_senior_moderator(step.person) else "others"


def left_undecided() -> list[int]:
    """Ids of cases with signs of danger that somebody claimed longer than ⚙ `claim_kept` ago and has not touched since, of which nobody
    else has been told since then."""
    kept = cache(policies.claim_kept)
    called = Call.objects.filter(case=OuterRef("pk"), ended_at=None)
    claimed = Case.objects.filter(~Exists(called), closed_at=None, claimed_at__isnull=False)
    return [
        case.pk
        for case in claimed.select_related("story").order_by("claimed_at", "pk")
        if calls_somebody(risk=case.risk, signs=case.signs) and policies.is_stale(case, kept=kept(case.story.region_id))
    ]


def not_taken(*, since: timedelta) -> QuerySet[Call]:
    """Calls that nobody has taken for longer than `since`, the oldest first."""
    return Call.objects.filter(ended_at=None, began_at__lt=clock.now() - since).order_by("began_at", "pk")


def danger_without_a_call(window: Window) -> list[Missing]:
    """Cases in the queue with signs of danger about which nobody was ever called. `of` is the case.

    A decided, claimed or waiting case has somebody; one that was put into the queue by an older Heard has not.
    """
    lonely = Case.objects.filter(closed_at=None, claimed_at=None, waiting_for="", decided_at=None, opened_at__lt=window.before, calls=None)
    return [
        Missing(case.opened_at, case.story_id, case.pk)
        for case in lonely.order_by("opened_at", "pk")
        if calls_somebody(risk=case.risk, signs=case.signs)
    ]


def calls_left_alone(window: Window) -> list[Missing]:
    """Calls whose next person should have been told before the window's end, and was not. `of` is the call."""
    late = Call.objects.filter(ended_at=None, next_at__lt=window.before).select_related("case")
    return [
        Missing(call.next_at or call.began_at, call.case.story_id if call.case else None, call.pk)
        for call in late.order_by("next_at", "pk")
    ]
