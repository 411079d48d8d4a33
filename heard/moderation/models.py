from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person
from heard.core import clock
from heard.core.models import AbstractMove
from heard.core.reviewing import Reviewable, kind_of, subjects
from heard.enquiries.models import Enquiry
from heard.regions.models import Region
from heard.stories.models import HoldReason, Story

STORY = "story"
"""The one kind that the desk knows by name (`core.reviewing`): its pages, its appeals and its waits are the desk's own."""


class Risk(models.IntegerChoices):
    """Order of the queue. Set by offline signs (see `rules`), raised by people, never the reason to hide anything."""

    PRAISE = 0, gettext_lazy("Praise")
    ORDINARY = 1, gettext_lazy("Ordinary")
    CRITICAL = 2, gettext_lazy("Critical")
    SENSITIVE = 3, gettext_lazy("Sensitive")
    URGENT = 4, gettext_lazy("Signs of crisis or harm")


class Turn(models.IntegerChoices):
    """When something is read: what came in a rush, without the proof of work that was asked for, after all others."""

    USUAL = 0, gettext_lazy("In its usual turn")
    LAST = 1, gettext_lazy("After the others")


class Line(models.IntegerChoices):
    """Who may decide. Each line may also decide what the ones before it may."""

    FIRST = 1, gettext_lazy("First line")
    SECOND = 2, gettext_lazy("Second line")
    SENIOR = 3, gettext_lazy("Senior moderator")


class WaitingFor(models.TextChoices):
    AUTHOR = "author", gettext_lazy("Waiting for the author’s answer")
    SAFEGUARDING = HoldReason.SAFEGUARDING.value, gettext_lazy("On hold for safeguarding advice")
    LEGAL = HoldReason.LEGAL.value, gettext_lazy("On hold for legal advice")
    MORNING = "morning", gettext_lazy("Approved for the next working morning")


class Outcome(models.TextChoices):
    PUBLISHED = "published", gettext_lazy("Published")
    PUBLISHED_EDITED = "published-edited", gettext_lazy("Published with edits")
    DECLINED = "declined", gettext_lazy("Declined")
    RETURNED = "returned", gettext_lazy("Sent back with a note")
    RETURNED_TO_PLAN = "returned-to-plan", gettext_lazy("Sent back with a note. The plan is still public")
    SEEN_TO = "seen-to", gettext_lazy("Dealt with")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back by its author")
    NOTHING_LEFT = "nothing-left", gettext_lazy("There was nothing left to decide")


class CaseState(models.TextChoices):
    """Not a column: read off a case's other columns by `Case.state`."""

    QUEUED = "queued", gettext_lazy("In the queue")
    CLAIMED = "claimed", gettext_lazy("Being read")
    WAITING = "waiting", gettext_lazy("Waiting for someone")
    CLOSED = "closed", gettext_lazy("Decided")


class Case(models.Model):
    """One thing a moderator has to decide: of which kind (`subject`), and which. At most one open case for each thing, claimed by one
    moderator at a time.

    `work` is what the moderator who claimed it has typed so far; it goes when the case closes.
    """

    PRIVACY = dict.fromkeys(
        (
            "id", "subject", "thing_id", "once", "story", "risk", "signs", "word_count", "line", "senior_only",
            "opened_at", "due_at", "decided_at", "claimed_by", "claimed_at", "waiting_for", "waiting_until", "proposed_by", "closed_at",
            "outcome", "version", "appeal", "not_for", "turn", "found",
        ),
        "staff",
    ) | {"work": "private"}  # fmt: skip

    subject = models.CharField(max_length=20, help_text="What kind of thing it is about (core.reviewing)")
    thing_id = models.PositiveBigIntegerField(help_text="Which one; of a story its own id")
    once = models.BooleanField(default=False, db_default=False, help_text="The thing has this one case for ever")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="cases")
    risk = models.PositiveSmallIntegerField(choices=Risk, default=Risk.ORDINARY)
    turn = models.PositiveSmallIntegerField(choices=Turn, default=Turn.USUAL, db_default=Turn.USUAL)
    signs = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of signs found (rules.signs), gravest first")
    found = ArrayField(
        models.CharField(max_length=20),
        default=list,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=20))),
        help_text="Kinds of what the gate found in its texts that may tell who somebody is, or, of what staff say, any sign",
    )
    word_count = models.PositiveIntegerField(default=0)
    line = models.PositiveSmallIntegerField(choices=Line, default=Line.FIRST)
    senior_only = models.BooleanField(default=False, help_text="Nobody but a senior moderator may even see it")
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True, help_text="When a moderator first decided anything: also to ask or to hold")
    claimed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="claimed_cases")
    claimed_at = models.DateTimeField(null=True)
    waiting_for = models.CharField(max_length=30, choices=WaitingFor, blank=True, help_text="Not in the queue meanwhile")
    waiting_until = models.DateTimeField(
        null=True, help_text="When the wait is over. Stays while somebody reads it, so that it goes back to the same wait"
    )
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who proposed to decline it as not genuine; two decide that",
    )
    appeal = models.BooleanField(default=False, db_default=False, help_text="The author asked us to look again at a decline")
    not_for = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_default=Value([], output_field=ArrayField(models.BigIntegerField())),
        help_text="People who had a part in the decision that is appealed against; somebody else decides",
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, choices=Outcome, blank=True)
    work = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "thing_id"], condition=Q(closed_at=None) | Q(once=True), name="one_open_case_per_thing"
            ),
            models.CheckConstraint(name="case_names_its_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="claim_has_both_who_and_when",
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(name="closed_case_has_an_outcome", condition=Q(closed_at=None) | ~Q(outcome="")),
            models.CheckConstraint(
                name="closed_case_is_put_away", condition=Q(closed_at=None) | Q(claimed_by=None, waiting_for="", work=None)
            ),
            models.CheckConstraint(name="claimed_or_waiting_not_both", condition=Q(claimed_at=None) | Q(waiting_for="")),
        ]
        indexes = [
            models.Index(fields=["turn", "-risk", "opened_at", "id"], name="case_queue_by_turn", condition=Q(closed_at=None)),
            models.Index(
                F("risk").desc(),
                Coalesce("waiting_until", "opened_at"),
                "opened_at",
                "id",
                name="case_waiting_by_risk",
                condition=Q(closed_at=None) & ~Q(waiting_for=""),
            ),
            models.Index(fields=["decided_at"], name="case_decided", condition=Q(decided_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def is_story(self) -> bool:
        return self.subject == STORY

    @property
    def kind(self) -> Reviewable[Any]:
        return kind_of(self.subject)

    @property
    def kind_words(self) -> str:
        """What its kind is called; of one that only another Heard knows, its name."""
        return str(self.kind.full_label) if self.subject in subjects() else self.subject

    @cached_property
    def thing(self) -> Any:
        """What it is about, as it stood when it was first asked for.

        Raises:
            ObjectDoesNotExist: it is not there.
        """
        return self.story if self.is_story else self.kind.rows().get(pk=self.thing_id)

    @property
    def state(self) -> str:
        if self.closed_at is not None:
            return CaseState.CLOSED
        if self.claimed_at is not None:
            return CaseState.CLAIMED
        return CaseState.WAITING if self.waiting_for else CaseState.QUEUED

    @state.setter
    def state(self, state: str) -> None:
        """A move has set the columns that it is read off; that they say anything else is a mistake of whoever made the move."""
        if self.state != state:
            raise ValueError(f"Its columns say that {self} is {self.state}, and the move that it is {state}.")


class CaseMove(AbstractMove):
    """Claimed, released, decided; with which note among moderators. A case has no column of its state, so the move keeps none.

    `message` is only for what a first moderator proposes to tell the author, until a second one agrees. `looked_at` are the looks with
    which something was let out: at which text and exactly which words, as a digest, and at which tags.
    """

    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("case", "note", "looked_at", "why"), "staff") | {"message": "private"}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    note = models.TextField(blank=True)
    message = models.TextField(blank=True)
    why = models.CharField(max_length=30, blank=True, default="", db_default="", help_text="Why, where the desk itself says so (CaseWhy)")
    looked_at = ArrayField(
        models.CharField(max_length=80), default=list, db_default=Value([], output_field=ArrayField(models.CharField(max_length=80)))
    )

    class Meta:
        ordering = ["at", "pk"]


class RotaShift(models.Model):
    """When somebody is told at once of a story with signs of danger: every week on this day, by the region's own clock.

    A shift that ends no later than it begins ends on the day after.
    """

    PRIVACY = dict.fromkeys(("id", "region", "weekday", "begins", "ends"), "staff")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="rota")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "begins", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "weekday", "begins", "ends"], name="one_shift_of_the_same_hours"),
            models.CheckConstraint(name="shift_begins_on_a_day_of_the_week", condition=Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"rota of {self.region_id}, day {self.weekday}, {self.begins}"


class RotaPlace(models.Model):
    """A senior moderator in a shift: who is told first has position 0."""

    PRIVACY = dict.fromkeys(("id", "shift", "person", "position"), "staff")

    shift = models.ForeignKey(RotaShift, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rota_places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], name="once_in_a_shift"),
            models.UniqueConstraint(fields=["shift", "position"], name="one_person_for_each_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in shift {self.shift_id}"


class PagingAddress(models.Model):
    """Where a paging service takes what wakes this person. Such an address is as good as a password: shown to nobody again.

    Goes when the person is no senior moderator any more (`actions.rota.forget_who_left`).
    """

    PRIVACY = {"person": "staff", "address": "private", "given_at": "staff"}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="paging_address")
    address = models.CharField(max_length=500)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "paging addresses"

    def __str__(self) -> str:
        return f"paging address of {self.person_id}"


class Call(models.Model):
    """Somebody has to look now, at a case or at a message to Heard: one after another on the rota is told, then every senior moderator,
    until one takes it.

    It ends when somebody claims the case or says of the message that they are on it, or when nothing is left to decide or answer. What
    is put back undecided, or left unanswered, gets another call.
    """

    class Why(models.TextChoices):
        OPENED = "opened", gettext_lazy("It arrived")
        REPLIED = "replied", gettext_lazy("The author wrote again")
        PUT_BACK = "put-back", gettext_lazy("It was put back undecided")
        PASSED_UP = "passed-up", gettext_lazy("It was escalated")
        LEFT = "left", gettext_lazy("The person who took it left it undecided")

    PRIVACY = dict.fromkeys(
        ("id", "case", "enquiry", "why", "began_at", "next_at", "everybody_at", "ended_at", "taken_by", "settled"), "staff"
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="calls")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, related_name="calls")
    why = models.CharField(max_length=20, choices=Why)
    began_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(null=True, help_text="When the next person is told; none: everybody was")
    everybody_at = models.DateTimeField(null=True, help_text="When every senior moderator had been told")
    ended_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    settled = models.BooleanField(
        default=False, db_default=False, help_text="Of a message: who took it says that nobody is in danger, so it calls nobody any more"
    )

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="one_open_call_per_case"),
            models.UniqueConstraint(fields=["enquiry"], condition=Q(ended_at=None), name="one_open_call_per_message"),
            models.CheckConstraint(
                name="call_is_about_one_thing",
                condition=Q(case__isnull=False, enquiry=None) | Q(case=None, enquiry__isnull=False),
            ),
            models.CheckConstraint(name="call_settled_is_over", condition=Q(settled=False) | Q(ended_at__isnull=False)),
            models.CheckConstraint(name="call_taken_is_over", condition=Q(taken_by=None) | Q(ended_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["next_at"], name="call_due", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"call about {self.what}"

    @property
    def what(self) -> str:
        return f"case {self.case_id}" if self.case_id else f"message {self.enquiry_id}"

    @property
    def region_id(self) -> int:
        return self.region.pk

    @property
    def region(self) -> Region:
        """Whose rota is told, and by whose clock."""
        about = self.case.story if self.case else self.enquiry
        if about is None:
            raise LookupError(f"Call {self.pk} is about nothing.")
        return about.region


class CallStep(models.Model):
    """Immutable: this person was told of a call, once; by email, and by a page where there is an address for one."""

    PRIVACY = dict.fromkeys(("id", "call", "person", "on_rota", "told_at"), "staff")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on_rota = models.BooleanField(help_text="In their turn; else with every senior moderator")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="told_once_of_a_call")]

    def __str__(self) -> str:
        return f"{self.person_id} told of call {self.call_id}"

    @property
    def message_key(self) -> str:
        """The key of its email in the ledger of messages."""
        return f"danger:{self.call_id}:{self.person_id}"


class PagerMessage(models.Model):
    """The ledger of pages: one for each step whose person has a paging address. Tried every minute until taken, or the call is over."""

    class State(models.TextChoices):
        QUEUED = "queued", gettext_lazy("Waiting to be sent")
        SENDING = "sending", gettext_lazy("Being sent to the paging service")
        SENT = "sent", gettext_lazy("Accepted by the paging service")
        DROPPED = "dropped", gettext_lazy("Not sent: someone had taken it, or there was no address any more")

    PRIVACY = dict.fromkeys(("step", "state", "attempts", "due_at", "started_at", "finished_at"), "operational")

    step = models.OneToOneField(CallStep, on_delete=models.CASCADE, primary_key=True, related_name="page")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "moderation_page"  # as when it was called a page: the release before this one still writes it
        constraints = [
            models.CheckConstraint(
                name="page_finished_has_a_time", condition=~Q(state__in=["sent", "dropped"]) | Q(finished_at__isnull=False)
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="page_unfinished", condition=Q(finished_at=None))]

    def __str__(self) -> str:
        return f"page of step {self.step_id}"
