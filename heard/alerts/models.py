from django.db import models

from heard.core import clock
from heard.organisations.models import Membership
from heard.stories.models import Story


class AlertSetting(models.Model):
    """What a member wants to be told of. No row means: every story of the remit, at once."""

    class When(models.TextChoices):
        AT_ONCE = "at-once", "At once"
        NEVER = "never", "Never"

    PRIVACY = dict.fromkeys(("id", "membership", "stories", "answers", "least_criticality", "changed_at"), "staff")

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="alert_setting")
    stories = models.CharField(max_length=10, choices=When, default=When.AT_ONCE)
    answers = models.CharField(max_length=10, choices=When, default=When.NEVER)
    least_criticality = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"alerts of {self.membership_id}"


class Alert(models.Model):
    """One member, one thing to be told of, once: the ledger. `delivered_at` is when the mail server took the message."""

    PRIVACY = dict.fromkeys(("id", "membership", "story", "about", "made_at", "delivered_at"), "staff")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="alerts")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="alerts")
    about = models.CharField(max_length=40, help_text="story, or answer:ID, or change:ID:step")
    made_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "story", "about"], name="alerted_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} of {self.about} {self.story_id}"
