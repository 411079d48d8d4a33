from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person
from heard.core import clock
from heard.core.spans import Span, ends_after_it_began, never_two_at_once
from heard.organisations.models import Membership
from heard.stories.models import Story


class AlertSetting(models.Model):
    """What a member wants to be told of. No row means: every story of the remit, at once."""

    class When(models.TextChoices):
        AT_ONCE = "at-once", gettext_lazy("At once")
        NEVER = "never", gettext_lazy("Never")

    PRIVACY = dict.fromkeys(("id", "membership", "stories", "answers", "least_criticality", "changed_at"), "staff")

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="alert_setting")
    stories = models.CharField(max_length=10, choices=When, default=When.AT_ONCE)
    answers = models.CharField(max_length=10, choices=When, default=When.NEVER)
    least_criticality = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"alerts of {self.membership_id}"


class AlertSpan(Span):
    """While a member wanted this. Where there is none, what holds without a setting did: see `AlertSetting`."""

    WHO = ("membership_number",)
    PRIVACY = Span.SPAN_PRIVACY | dict.fromkeys(("membership_number", "stories", "answers", "least_criticality"), "staff")

    membership_number = models.BigIntegerField(help_text="Of a membership that may be gone by now")
    stories = models.CharField(max_length=10, choices=AlertSetting.When)
    answers = models.CharField(max_length=10, choices=AlertSetting.When)
    least_criticality = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            never_two_at_once("one_setting_at_a_time", "membership_number"),
            ends_after_it_began("setting_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"alerts of {self.membership_number}"


class Summary(models.Model):
    """One message in the place of many: to somebody who was owed more than a few alerts that were never sent."""

    PRIVACY = dict.fromkeys(("id", "person", "made_at"), "staff")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alert_summaries")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "summaries"

    def __str__(self) -> str:
        return f"summary {self.pk} to {self.person_id}"


class Alert(models.Model):
    """One member, one thing to be told of, once: the ledger. `delivered_at` is when the mail server took the message; where there is a
    `summary`, that message.
    """

    PRIVACY = dict.fromkeys(("id", "membership", "story", "about", "made_at", "delivered_at", "summary"), "staff")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="alerts")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="alerts")
    about = models.CharField(max_length=40, help_text="story, or answer:ID, or change:ID:step")
    made_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True)
    summary = models.ForeignKey(Summary, on_delete=models.SET_NULL, null=True, related_name="alerts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "story", "about"], name="alerted_once")]
        indexes = [models.Index(fields=["made_at"], name="alert_not_delivered", condition=Q(delivered_at=None))]

    def __str__(self) -> str:
        return f"{self.membership_id} of {self.about} {self.story_id}"
