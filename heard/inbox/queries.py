"""An organisation's inbox: the stories it was told of, by what it has done about them.

* *New*: nobody of the organisation has opened it.
* *New replies*: an author said something to an answer or a change of the organisation, and nobody who may answer has opened it since.
* *Waiting*: opened, and not answered. Who gives care waits for its own answer; who only listens, until anybody has answered.
* *Answered*: the organisation has published an answer.
* *Change promised*: its published plans that are not made yet.

A story can be both answered and promised. What is no longer in the remit, or no longer public, is in none of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heard.core import clock
from heard.core.keyset import Page, read_page
from heard.directory.models import Service
from heard.organisations.models import Membership, Organisation, RemitBranch
from heard.organisations.queries import open_memberships
from heard.reach.models import Telling
from heard.reach.queries import public_tellings
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, AnswerState, Change, ChangeState, Reply, ReplyKind
from heard.responses.queries import public_answers, public_changes, public_plans, public_replies, story_in_remit
from heard.stories.models import State, Story, StoryTag

Tab = Literal["new", "replied", "waiting", "answered", "promised"]
AuthorSaid = Literal["not-yet", "reply", "update", "did-not-help", "no-difference"]
PAGE_SIZE = 25
COUNTED = 100
"""A count stops here and is shown as “99+”."""


@dataclass(frozen=True)
class Counts:
    """How many rows each tab has, never more than `COUNTED`; `overdue` are among the promised."""

    new: int
    replied: int
    waiting: int
    answered: int
    promised: int
    overdue: int


@dataclass(frozen=True)
class InboxRow:
    """A story in the inbox. `days` since it was told; `mark` is empty, nudge or escalate (⚙ `nudge_after`, `escalate_after`) or, of an
    organisation that only listens, unanswered: nobody has answered for as long as a nudge takes, and it is not this one's to do.

    `in_hand`: the state of the organisation's latest answer that is not public yet, or empty. `said`: what the author said since anybody
    who may answer opened it; `reply` is the number of their latest reply or update among it.
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
    said: tuple[AuthorSaid, ...] = ()
    reply: int | None = None


@dataclass(frozen=True)
class PromisedRow:
    """A published plan that is not made yet. `making`: it is said to be made, and a moderator reads that. `not_yet`: the author says that
    it hasn't happened by its day.
    """

    change: int
    story: int
    title: str
    what: str
    who_leads: str
    due_on: date
    overdue: bool
    making: bool
    not_yet: bool


def counts(organisation: Organisation) -> Counts:
    promised = _promised(organisation)
    return Counts(
        new=_tellings(organisation, "new")[:COUNTED].count(),
        replied=_tellings(organisation, "replied")[:COUNTED].count(),
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
    replies = _replies(organisation).order_by("-published_at", "-pk")
    rows = _tellings(organisation, tab).annotate(
        in_hand=Subquery(in_hand.order_by("-pk").values("state")[:1]),
        reply=Subquery(replies.values("pk")[:1]),
        reply_kind=Subquery(replies.exclude(kind=ReplyKind.NOT_YET).values("kind")[:1]),
        not_yet=Exists(replies.filter(kind=ReplyKind.NOT_YET)),
        did_not_help=_did_not_help(organisation),
        no_difference=_no_difference(organisation),
        spoke=_spoke(organisation),
    )
    shown = rows.select_related("story").defer("story__text")
    order: dict[str, type] = {"-told_at": datetime, "-pk": int} if tab == "answered" else {"told_at": datetime, "pk": int}
    found = read_page(shown, by=order, page=page, size=PAGE_SIZE)
    names = _service_names(found.rows)
    limits = (setting(organisation.region_id, SettingKey.NUDGE_AFTER), setting(organisation.region_id, SettingKey.ESCALATE_AFTER))
    mark = partial(_mark, organisation, tab, limits)
    return found.map(lambda telling: _row(telling, names, mark))


def promised(organisation: Organisation, *, page: str = "") -> Page[PromisedRow]:
    """One page of planned changes, those due soonest, and so the overdue ones, first.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    said = public_replies(OuterRef("story")).filter(change=OuterRef("pk"), promised_for=OuterRef("due_on"))
    shown = _promised(organisation).annotate(not_yet=Exists(said)).select_related("story")
    shown = shown.only("what", "who_leads", "due_on", "state", "story__title")
    return read_page(shown, by={"due_on": date, "pk": int}, page=page, size=PAGE_SIZE).map(_promise)


@dataclass(frozen=True)
class Missed:
    """Why there is no story at an address that somebody was emailed. `elsewhere`: the membership of theirs under which there is."""

    taken_back: bool = False
    is_public: bool = False
    elsewhere: Membership | None = None


def missed(membership: Membership, number: int) -> Missed | None:
    """Why the member finds no story with this number: it was taken back, is not about their services any more, or concerns another
    organisation of theirs. None when nobody there was ever told of one, so that nothing can be learnt by trying numbers.
    """
    told = Telling.objects.filter(story_id=number)
    mine = told.filter(organisation_id=membership.organisation_id).select_related("story").defer("story__text").first()
    if mine is not None and mine.story.state == State.WITHDRAWN:
        return Missed(taken_back=True)
    others = [each for each in open_memberships(membership.person_id) if each.pk != membership.pk]
    for each in others:
        if story_in_remit(each.organisation_id, number):
            return Missed(elsewhere=each)
    if mine is not None:
        return Missed(is_public=mine.story.is_public)
    gone = told.filter(organisation_id__in=[each.organisation_id for each in others], story__state=State.WITHDRAWN)
    return Missed(taken_back=True) if gone.exists() else None


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
    own = Exists(_answers(organisation))
    answered = Q(own) if organisation.gives_care else Q(story__answered_at__isnull=False) | Q(own)
    said = Q(_did_not_help(organisation)) | Q(_no_difference(organisation)) | Q(_spoke(organisation)) & Q(Exists(_replies(organisation)))
    wanted = {
        "new": Q(read_at=None) & ~Q(own),
        "replied": said,
        "waiting": Q(read_at__isnull=False) & ~answered,
        "answered": Q(own),
    }[tab]
    return public_tellings().filter(wanted, organisation=organisation, story__ancestors__overlap=remit)


def _answers(organisation: Organisation) -> QuerySet[Answer]:
    """The organisation's public answers to the telling's story."""
    return public_answers(OuterRef("story")).filter(organisation=organisation)


SINCE = Coalesce(OuterRef("followed_at"), OuterRef("told_at"))
"""Until then somebody who may answer there knows what the author said."""


def _replies(organisation: Organisation) -> QuerySet[Reply]:
    """Public replies and updates to the telling's story that are new to its organisation; of promises, what is said of its own."""
    mine = Q(change=None) | Q(change__organisation=organisation)
    return public_replies(OuterRef("story")).filter(mine, published_at__gt=SINCE)


def _spoke(organisation: Organisation) -> Exists:
    """Whether the organisation said something in public to the telling's story, which the author can reply to."""
    changes = public_changes(OuterRef("story")).filter(organisation=organisation)
    return Exists(_answers(organisation).values("pk").union(changes.values("pk"), all=True))


def _did_not_help(organisation: Organisation) -> Exists:
    better = (Answer.Helpful.PARTLY, Answer.Helpful.NO)
    return Exists(_answers(organisation).filter(helpful__in=better, helpful_at__gt=SINCE))


def _no_difference(organisation: Organisation) -> Exists:
    mine = public_changes(OuterRef("story")).filter(organisation=organisation)
    return Exists(mine.filter(helped=Change.Helped.NO, helped_at__gt=SINCE))


def new_since(organisation: Organisation, story: Story) -> datetime | None:
    """Since when what the author of this story said is new to the organisation; None when nothing of it is."""
    found = _tellings(organisation, "replied").filter(story=story).first()
    return (found.followed_at or found.told_at) if found else None


def _promised(organisation: Organisation) -> QuerySet[Change]:
    return public_plans().filter(organisation=organisation)


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
        not_yet=bool(getattr(change, "not_yet", False)),
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
        said=tuple(_author_said(telling)),
        reply=getattr(telling, "reply", None),
    )


def _author_said(telling: Telling) -> Iterator[AuthorSaid]:
    if getattr(telling, "not_yet", False):
        yield "not-yet"
    spoke, kind = getattr(telling, "spoke", False), getattr(telling, "reply_kind", None)
    if spoke and kind:
        yield "update" if kind == ReplyKind.UPDATE else "reply"
    if getattr(telling, "did_not_help", False):
        yield "did-not-help"
    if getattr(telling, "no_difference", False):
        yield "no-difference"


def _service_names(tellings: Iterable[Telling]) -> dict[int, str]:
    wanted = {pk for telling in tellings for pk in telling.story.service_ids}
    return dict(Service.objects.filter(pk__in=wanted).values_list("pk", "name"))
