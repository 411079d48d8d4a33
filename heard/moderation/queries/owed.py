"""What should be at the desk and is not."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from heard.core.reckoning import Missing, Window
from heard.moderation.lifecycle import CaseNotes
from heard.moderation.models import Case, CaseMove, Subject, WaitingFor
from heard.moderation.queries.waiting import FIELDS
from heard.responses.models import Answer, AnswerMove, AnswerState, Change, ChangeMove, ChangeState, Reply, ReplyState, TreatedDifferently
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import State, Story, StoryMove


def without_a_case(subject: str, window: Window) -> list[Missing]:
    """Things of this kind that wait for a moderator and have no open case, since they began to wait: nobody would ever read them. However
    long ago that was: what waits is owed a reading for ever.
    """
    field = FIELDS.get(subject, "story")
    cases = Case.objects.filter(**{field: OuterRef("pk")}, subject=subject)
    if subject != Subject.TREATED_DIFFERENTLY:
        cases = cases.filter(closed_at=None)
    unread = _UNREAD[Subject(subject)]().filter(~Exists(cases), since__lt=window.before)
    if subject == Subject.STORY:
        return [Missing(since, pk) for since, pk in unread.values_list("since", "pk")]
    return [Missing(*row) for row in unread.values_list("since", "story_id", "pk")]


def replied_and_still_waiting(window: Window) -> list[Missing]:
    """Stories whose author answered the moderator's question, while their case goes on waiting for the author."""
    replied = _last(StoryMove.objects.filter(story=OuterRef("story"), name__in=["reply", "correct"]))
    waiting = Case.objects.filter(closed_at=None, subject=Subject.STORY, waiting_for=WaitingFor.AUTHOR).exclude(story__state=State.ASKED)
    found = waiting.annotate(since=replied).filter(since__lt=window.before)
    return [Missing(*row) for row in found.values_list("since", "story_id", "pk")]


def corrected_and_not_looked_through(window: Window) -> list[Missing]:
    """Open cases of stories whose author corrected their words, while the case still stands where the old ones put it."""
    corrected = _last(StoryMove.objects.filter(story=OuterRef("story"), name__in=["correct", "correct-held"], at__gt=OuterRef("opened_at")))
    looked = CaseMove.objects.filter(case=OuterRef("pk"), name=CaseNotes.CORRECTED, at__gte=OuterRef("since"))
    cases = Case.objects.filter(closed_at=None, subject=Subject.STORY).annotate(since=corrected)
    found = cases.filter(~Exists(looked), since__lt=window.before)
    return [Missing(*row) for row in found.values_list("since", "story_id", "pk")]


def left_of_erased(window: Window) -> list[Missing]:
    """Stories whose words were deleted, with closed cases of which notes or a report are still there: they waited for the case, or the job
    that deletes them was lost.
    """
    noted = CaseMove.objects.filter(case=OuterRef("pk")).exclude(note="", message="")
    closed = Case.objects.filter(closed_at__isnull=False, story__erased_at__isnull=False).annotate(
        both=Greatest("story__erased_at", "closed_at")
    )
    left = closed.filter(Exists(noted) | Q(report__isnull=False) & ~Q(report__text=""), both__lt=window.before)
    return [Missing(since, story_id) for story_id, since in left.order_by("story").values_list("story").annotate(since=Max("both"))]


def open_for_nothing(window: Window) -> list[Missing]:
    """Open cases about what its author took back: `of` is the reply, or 0 when the whole story was."""
    cases = Case.objects.filter(closed_at=None)
    story = cases.filter(story__state=State.WITHDRAWN, story__moves__name="withdraw", story__moves__at__lt=window.before)
    reply = cases.filter(subject=Subject.REPLY, reply__moves__name="withdraw", reply__moves__at__lt=window.before)
    of_story = story.exclude(subject=Subject.TREATED_DIFFERENTLY).values_list("story__moves__at", "story_id", Value(0))
    of_reply = reply.exclude(story__state=State.WITHDRAWN).values_list("reply__moves__at", "story_id", "reply_id")
    return [Missing(*row) for row in of_story.union(of_reply)]


def read_by_nobody_here(window: Window) -> list[Missing]:
    """Cases claimed by somebody whose account was closed. `of` is the person."""
    found = Case.objects.filter(
        closed_at=None, claimed_by__closed_spans__until__isnull=True, claimed_by__closed_spans__since__lt=window.before
    ).values_list("claimed_by__closed_spans__since", "story_id", "claimed_by_id")
    return [Missing(*row) for row in found.distinct()]


def _last(moves: QuerySet[Any]) -> Subquery:
    return Subquery(moves.order_by("-at").values("at")[:1])


_UNREAD: dict[Subject, Callable[[], QuerySet[Any]]] = {
    Subject.STORY: lambda: Story.objects.filter(state__in=UNDECIDED).annotate(
        since=Coalesce(_last(StoryMove.objects.filter(story=OuterRef("pk"))), "sent_at")
    ),
    Subject.ANSWER: lambda: (
        Answer.objects.filter(state=AnswerState.WAITING)
        .exclude(story__state=State.WITHDRAWN)
        .annotate(since=Coalesce(_last(AnswerMove.objects.filter(answer=OuterRef("pk"))), "sent_at"))
    ),
    Subject.REPLY: lambda: (
        Reply.objects.filter(state=ReplyState.WAITING).exclude(story__state=State.WITHDRAWN).annotate(since=F("sent_at"))
    ),
    Subject.CHANGE: lambda: (
        Change.objects.filter(state__in=[ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING])
        .exclude(story__state=State.WITHDRAWN)
        .annotate(since=Coalesce(_last(ChangeMove.objects.filter(change=OuterRef("pk"))), "sent_at"))
    ),
    Subject.TREATED_DIFFERENTLY: lambda: TreatedDifferently.objects.annotate(since=F("told_at")),
}
"""Of each kind what waits for a moderator, and since when."""
