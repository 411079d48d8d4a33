"""An organisation's inbox: the stories it was told of, by what it has done about them.

* *New*: nobody of the organisation has opened it.
* *Waiting*: opened, and not answered. Who gives care waits for its own answer; who only listens, until anybody has answered.
* *Answered*: the organisation has published an answer.
* *Change promised*: its published plans that are not made yet.

A story can be both answered and promised. What is no longer in the remit, or no longer public, is in none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from heard.core import clock
from heard.core.keyset import Page, read_page
from heard.directory.models import Service
from heard.organisations.models import Organisation, RemitBranch
from heard.reach.models import Telling
from heard.regions.queries import number
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from heard.stories.models import State, Story, StoryTag

Tab = Literal["new", "waiting", "answered", "promised"]
PAGE_SIZE = 25
COUNTED = 100
"""A count stops here and is shown as “99+”."""


@dataclass(frozen=True)
class Counts:
    """How many rows each tab has, never more than `COUNTED`; `overdue` are among the promised."""

    new: int
    waiting: int
    answered: int
    promised: int
    overdue: int


@dataclass(frozen=True)
class InboxRow:
    """A story in the inbox. `days` since it was told; `mark` is empty, nudge or escalate (⚙ `nudge_after`, `escalate_after`) or, of an
    organisation that only listens, unanswered: nobody has answered for as long as a nudge takes, and it is not this one's to do.

    `in_hand`: the state of the organisation's latest answer that is not public yet, or empty.
    """

    story: int
    title: str
    services: tuple[str, ...]
    told_at: datetime
    unread: bool
    criticality: int | None
    is_question: bool
    progress: int
    step_at: datetime | None
    in_hand: str
    days: int
    mark: str


@dataclass(frozen=True)
class PromisedRow:
    """A published plan that is not made yet. `making`: it is said to be made, and a moderator reads that."""

    change: int
    story: int
    title: str
    what: str
    who_leads: str
    due_on: date
    overdue: bool
    making: bool


def counts(organisation: Organisation) -> Counts:
    promised = _promised(organisation)
    return Counts(
        new=_tellings(organisation, "new")[:COUNTED].count(),
        waiting=_tellings(organisation, "waiting")[:COUNTED].count(),
        answered=_tellings(organisation, "answered")[:COUNTED].count(),
        promised=promised[:COUNTED].count(),
        overdue=promised.filter(due_on__lt=clock.today())[:COUNTED].count(),
    )


def stories(organisation: Organisation, tab: Tab, *, page: str = "") -> Page[InboxRow]:
    """One page of new, waiting or answered stories. What waits longest comes first; answered ones, newest first.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    in_hand = Answer.objects.filter(
        organisation=organisation, story=OuterRef("story"), state__in=(AnswerState.WINDOW, AnswerState.WAITING, AnswerState.RETURNED)
    )
    rows = _tellings(organisation, tab).annotate(in_hand=Subquery(in_hand.order_by("-pk").values("state")[:1]))
    shown = rows.select_related("story").defer("story__text", "story__search")
    order: dict[str, type] = {"-told_at": datetime, "-pk": int} if tab == "answered" else {"told_at": datetime, "pk": int}
    found = read_page(shown, by=order, page=page, size=PAGE_SIZE)
    names = _service_names(found.rows)
    limits = (number(organisation.region_id, "nudge_after"), number(organisation.region_id, "escalate_after"))
    mark = partial(_mark, organisation, tab, limits)
    return found.map(lambda telling: _row(telling, names, mark))


def promised(organisation: Organisation, *, page: str = "") -> Page[PromisedRow]:
    """One page of planned changes, those due soonest, and so the overdue ones, first.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    shown = _promised(organisation).select_related("story").only("what", "who_leads", "due_on", "state", "story__title")
    return read_page(shown, by={"due_on": date, "pk": int}, page=page, size=PAGE_SIZE).map(_promise)


@dataclass(frozen=True)
class Around:
    """What a member sees beside a story's own words. `services` are (name, code or slug), `tags` (kind, name)."""

    services: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]


def around(story: Story) -> Around:
    services = Service.objects.in_bulk(story.service_ids)
    tags = StoryTag.objects.filter(story=story).select_related("tag").order_by("position")
    return Around(
        services=tuple((services[pk].name, services[pk].code or services[pk].slug) for pk in story.service_ids if pk in services),
        tags=tuple((each.tag.kind, each.tag.name) for each in tags),
    )


def _tellings(organisation: Organisation, tab: Tab) -> QuerySet[Telling]:
    remit = list(RemitBranch.objects.filter(organisation=organisation).values_list("service_id", flat=True))
    own = Exists(Answer.objects.filter(organisation=organisation, story=OuterRef("story"), state=AnswerState.PUBLISHED))
    answered = Q(own) if organisation.gives_care else Q(story__answered_at__isnull=False) | Q(own)
    wanted = {"new": Q(read_at=None) & ~Q(own), "waiting": Q(read_at__isnull=False) & ~answered, "answered": Q(own)}[tab]
    return Telling.objects.filter(wanted, organisation=organisation, story__state=State.PUBLISHED, story__ancestors__overlap=remit)


def _promised(organisation: Organisation) -> QuerySet[Change]:
    return Change.objects.filter(
        organisation=organisation,
        planned_at__isnull=False,
        state__in=(ChangeState.PLANNED, ChangeState.MADE_WAITING),
        story__state=State.PUBLISHED,
    )


def _promise(change: Change) -> PromisedRow:
    due_on = change.due_on or clock.today()  # a published plan has a day: the database sees to that
    return PromisedRow(
        change=change.pk,
        story=change.story_id,
        title=change.story.title,
        what=change.what,
        who_leads=change.who_leads,
        due_on=due_on,
        overdue=due_on < clock.today(),
        making=change.state == ChangeState.MADE_WAITING,
    )


def _mark(organisation: Organisation, tab: Tab, limits: tuple[int, int], story: Story, days: int) -> str:
    nudge, escalate = limits
    if tab == "answered" or days < nudge:
        return ""
    if not organisation.gives_care:
        return "" if story.answered_at else "unanswered"
    return "escalate" if days >= escalate else "nudge"


def _row(telling: Telling, names: dict[int, str], mark: Callable[[Story, int], str]) -> InboxRow:
    story = telling.story
    days = (clock.now() - telling.told_at).days
    times = (story.told_at, story.heard_at, story.read_at, story.answered_at, story.planned_at, story.made_at)
    return InboxRow(
        story=story.pk,
        title=story.title,
        services=tuple(names[pk] for pk in story.service_ids if pk in names),
        told_at=telling.told_at,
        unread=telling.read_at is None,
        criticality=story.criticality,
        is_question=story.is_question,
        progress=story.progress,
        step_at=times[story.progress - 1] if story.progress else None,
        in_hand=getattr(telling, "in_hand", None) or "",
        days=days,
        mark=mark(story, days),
    )


def _service_names(tellings: Iterable[Telling]) -> dict[int, str]:
    wanted = {pk for telling in tellings for pk in telling.story.service_ids}
    return dict(Service.objects.filter(pk__in=wanted).values_list("pk", "name"))
