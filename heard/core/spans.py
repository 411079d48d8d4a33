"""How things stood at a moment: who was a member, what concerned whom, what somebody wanted to be told.

The row that says how it is now is overwritten, or deleted; a span beside it says from when until when that was so. The action that
changes the row begins and ends the span, in the same transaction. Spans are never rewritten: a begun one is ended once, and that is all.

What is owed to somebody is worked out from these as of the moment of the fact, so that a job that runs an hour late, or never, changes
neither who hears of it nor who can be shown not to have heard.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Max, Q, Value
from django.db.models.functions import Greatest

from heard.core import clock


class SpanQuerySet(models.QuerySet["Span"]):
    def standing(self, at: datetime) -> Self:
        """Those that held at that moment: from the one in which they began, and no longer in the one in which they ended."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def first_known(self, *, since: datetime) -> Self:
        """Those that are known from then on, or later, of which nobody can say since when they held."""
        return self.filter(since_known=False, since__gte=since)

    def end(self, *, at: datetime | None = None) -> int:
        """End those of these that still run, now or `at` a moment; returns how many."""
        return self.filter(until=None).update(until=Greatest(F("since"), Value(at or clock.now())))


class Span(models.Model):
    """From `since` on, and until `until` (none: still). `since_known` is no for what already stood when spans began to be kept: then
    `since` is the moment from which on we know it, and what was before, nobody can say."""

    WHO: ClassVar[tuple[str, ...]]
    """The columns that say whose span it is: of these there is never more than one at a time."""
    SPAN_PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "since", "until", "since_known"), "staff")

    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    since_known = models.BooleanField(default=True, db_default=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def begin(cls, **what: Any) -> Self:
        """Begin one now: not before the last one of the same ended, should the clock have been put back."""
        return cls._begin(clock.now(), what)

    @classmethod
    def begin_at(cls, at: datetime, **what: Any) -> Self:
        """Begin one as of the moment of a fact that is carried out a little later, so that what was news in that moment is not missed."""
        return cls._begin(at, what)

    @classmethod
    def change(cls, **what: Any) -> Self:
        """End the one that runs and begin another in the same moment: nothing that happens just then falls into a gap between the two."""
        now = clock.now()
        cls._of(what).end(at=now)
        return cls._begin(now, what)

    @classmethod
    def _begin(cls, now: datetime, what: dict[str, Any]) -> Self:
        last = cls._of(what).aggregate(last=Max("until"))["last"]
        return cls.objects.create(**what, since=max(now, last or now))

    @classmethod
    def _of(cls, what: dict[str, Any]) -> SpanQuerySet:
        return cls.objects.filter(**{name: what[name] for name in cls.WHO})


def held(span: str, at: str, *, in_doubt: str = "") -> str:
    """SQL: whether that span held at that moment. Where the condition `in_doubt` holds, also if it may have: it was first known later, and
    nobody can say what was before.
    """
    then = f"tstzrange({span}.since, {span}.until) @> {at}"
    return f"({then} OR {in_doubt} AND NOT {span}.since_known AND {span}.since > {at})" if in_doubt else then


def never_two_at_once(name: str, *who: str) -> ExclusionConstraint:
    """Spans of the same `who` never overlap; so there is at most one that still runs."""
    span = Func("since", "until", function="tstzrange", output_field=DateTimeRangeField())
    return ExclusionConstraint(name=name, expressions=[*((each, RangeOperators.EQUAL) for each in who), (span, RangeOperators.OVERLAPS)])


def ends_after_it_began(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(until=None) | Q(until__gte=F("since")))
