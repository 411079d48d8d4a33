"""What should be at the desk and is not."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from heard.core.reckoning import Missing, Window
from heard.core.reviewing import Reviewable, kinds
from heard.moderation.lifecycle import CaseNotes
from heard.moderation.models import STORY, Case, CaseMove, WaitingFor
from heard.moderation.queries.waiting import outliving
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import State, StoryMove


def without_a_case(kind: Reviewable[Any], window: Window) -> list[Missing]:
    """Things of this kind that wait for a moderator and have no open case, since they began to wait: nobody would ever read them. However
    long ago that was: what waits is owed a reading for ever.
    """
    there = Case.objects.filter(subject=kind.subject, thing_id=OuterRef("pk"))
    unread = kind.waiting().filter(~Exists(there if kind.once else there.filter(closed_at=None)), since__lt=window.before)
    return [Missing(*row) for row in unread.order_by("pk").values_list("since", kind.story_field, "pk")]


def replied_and_still_waiting(window: Window) -> list[Missing]:
    """Stories whose author answered the moderator's question, while their case goes on waiting for the author."""
    replied = _last(StoryMove.objects.filter(story=OuterRef("story"), name__in=[StoryMoves.REPLY, StoryMoves.CORRECT]))
    waiting = Case.objects.filter(closed_at=None, subject=STORY, waiting_for=WaitingFor.AUTHOR).exclude(story__state=State.ASKED)
    found = waiting.annotate(since=replied).filter(since__lt=window.before)
    return [Missing(*row) for row in found.values_list("since", "story_id", "pk")]


def corrected_and_not_looked_through(window: Window) -> list[Missing]:
    """Open cases of stories whose author corrected their words, while the case still stands where the old ones put it."""
    corrected = _last(
        StoryMove.objects.filter(
            story=OuterRef("story"), name__in=[StoryMoves.CORRECT, StoryMoves.CORRECT_HELD], at__gt=OuterRef("opened_at")
        )
    )
    looked = CaseMove.objects.filter(case=OuterRef("pk"), name=CaseNotes.CORRECTED, at__gte=OuterRef("since"))
    cases = Case.objects.filter(closed_at=None, subject=STORY).annotate(since=corrected)
    found = cases.filter(~Exists(looked), since__lt=window.before)
    return [Missing(*row) for row in found.values_list("since", "story_id", "pk")]


def left_of_erased(window: Window) -> list[Missing]:
    """Stories whose words were deleted, with closed cases of which notes, or what outlives a story, are still there: they waited for the
    case, or the job that deletes them was lost.
    """
    noted = Exists(CaseMove.objects.filter(~Q(note="", message=""), case=OuterRef("pk")))
    left = reduce(or_, (Q(subject=kind.subject, thing_id__in=kind.with_words().values("pk")) for kind in outliving()), Q(noted))
    erased = Case.objects.filter(left, closed_at__isnull=False, story__erased_at__isnull=False).order_by()
    since = erased.annotate(since=Greatest("story__erased_at", "closed_at")).filter(since__lt=window.before)
    return [
        Missing(last, story_id) for story_id, last in since.values("story_id").annotate(last=Max("since")).values_list("story_id", "last")
    ]


def open_for_nothing(window: Window) -> list[Missing]:
    """Open cases about what its author took back: `about` and `of` are the kind and the thing, where it was not the whole story."""
    unread = Case.objects.filter(closed_at=None).exclude(subject__in=[kind.subject for kind in outliving()])
    gone = StoryMove.objects.filter(
        name=StoryMoves.WITHDRAW, at__lt=window.before, story__state=State.WITHDRAWN, story__in=unread.values("story")
    )
    found = [Missing(at, story_id) for at, story_id in gone.values_list("at", "story_id")]
    for kind in kinds():
        if (taken_back := kind.taken_back()) is not None:
            there = unread.filter(subject=kind.subject).values("thing_id")
            rows = taken_back.filter(pk__in=there, since__lt=window.before).values_list("since", kind.story_field, "pk")
            found += [Missing(since, story_id, pk, kind.subject) for since, story_id, pk in rows]
    return found


def read_by_nobody_here(window: Window) -> list[Missing]:
    """Cases claimed by somebody whose account was closed. `of` is the person."""
    found = Case.objects.filter(
        closed_at=None, claimed_by__closed_spans__until__isnull=True, claimed_by__closed_spans__since__lt=window.before
    ).values_list("claimed_by__closed_spans__since", "story_id", "claimed_by_id")
    return [Missing(*row) for row in found.distinct()]


def _last(moves: QuerySet[Any]) -> Subquery:
    return Subquery(moves.order_by("-at").values("at")[:1])
