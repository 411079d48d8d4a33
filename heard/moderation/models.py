from django.db import models
from django.db.models import Q

from heard.accounts.models import Person
from heard.core import clock
from heard.responses.models import Answer, Change, Reply, TreatedDifferently
from heard.stories.models import Story


class Subject(models.TextChoices):
    STORY = "story", "Story"
    ANSWER = "answer", "Answer"
    REPLY = "reply", "Reply or update"
    CHANGE = "change", "Change"
    TREATED_DIFFERENTLY = "treated-differently", "Treated differently"


class Risk(models.IntegerChoices):
    """Order of the queue. Set by offline signs (see `rules`), raised by people, never the reason to hide anything."""

    PRAISE = 0, "Praise"
    ORDINARY = 1, "Ordinary"
    CRITICAL = 2, "Critical"
    SENSITIVE = 3, "Sensitive"
    URGENT = 4, "Signs of crisis or harm"


class Case(models.Model):
    """One thing a moderator has to decide. At most one open case for each thing, claimed by one moderator at a time."""

    PRIVACY = dict.fromkeys(
        (
            "id", "subject", "story", "answer", "reply", "change", "report", "risk", "senior_only", "opened_at", "due_at", "claimed_by",
            "claimed_at", "waiting_for", "closed_at", "outcome", "version",
        ),
        "staff",
    )  # fmt: skip

    subject = models.CharField(max_length=20, choices=Subject)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="cases")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, related_name="cases")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="cases")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, null=True, related_name="cases")
    report = models.ForeignKey(TreatedDifferently, on_delete=models.CASCADE, null=True, related_name="cases")
    risk = models.PositiveSmallIntegerField(choices=Risk, default=Risk.ORDINARY)
    senior_only = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="claimed_cases")
    claimed_at = models.DateTimeField(null=True)
    waiting_for = models.CharField(max_length=30, blank=True, help_text="author, or advice: not in the queue meanwhile")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story"], condition=Q(closed_at=None, subject="story"), name="one_open_case_per_story"),
            models.UniqueConstraint(fields=["answer"], condition=Q(closed_at=None, subject="answer"), name="one_open_case_per_answer"),
            models.UniqueConstraint(fields=["reply"], condition=Q(closed_at=None, subject="reply"), name="one_open_case_per_reply"),
            models.UniqueConstraint(fields=["change"], condition=Q(closed_at=None, subject="change"), name="one_open_case_per_change"),
            models.UniqueConstraint(fields=["report"], name="one_case_per_report"),
            models.CheckConstraint(
                name="case_names_its_subject",
                condition=Q(subject="story", answer=None, reply=None, change=None, report=None)
                | Q(subject="answer", answer__isnull=False)
                | Q(subject="reply", reply__isnull=False)
                | Q(subject="change", change__isnull=False)
                | Q(subject="treated-differently", report__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_has_both_who_and_when",
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(name="closed_case_has_an_outcome", condition=Q(closed_at=None) | ~Q(outcome="")),
        ]
        indexes = [models.Index(fields=["-risk", "opened_at"], name="case_queue", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseMove(models.Model):
    """Immutable: claimed, released, decided; by whom, when, with which note among moderators."""

    PRIVACY = dict.fromkeys(("id", "case", "name", "by", "note", "at"), "staff")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    name = models.CharField(max_length=20)
    by = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.case_id}"
