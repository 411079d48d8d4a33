from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from heard.core import clock


class Event(models.Model):
    """Append-only: the audit trail, and what handlers are handed. Ids and kinds only, never text or people's details."""

    PRIVACY = {
        "id": "operational",
        "name": "operational",
        "payload": "operational",
        "actor_ref": "staff",
        "at": "operational",
    }

    name = models.CharField(max_length=60)
    payload = models.JSONField()
    actor_ref = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="event_by_name")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One message to one recipient: the ledger that makes sending safe to repeat.

    `key` says what it is for (`story-published:12:membership:7`) and is unique: asking twice posts once. The recipient is a
    reference that `accounts` resolves in the worker at the moment of sending; no address is ever stored here.
    """

    class State(models.TextChoices):
        QUEUED = "queued", gettext_lazy("Waiting to be sent")
        SENDING = "sending", gettext_lazy("Being sent to the mail server")
        SENT = "sent", gettext_lazy("Accepted by the mail server")
        DROPPED = "dropped", gettext_lazy("Not sent: there was no address, or the person had stopped these emails")
        FAILED = "failed", gettext_lazy("Failed: we stopped trying")
        REFUSED = "refused", gettext_lazy("Refused by the recipient’s mail server")

    UNDELIVERED = (State.FAILED, State.REFUSED)
    """It was tried, and nothing of it ever arrives."""

    PRIVACY = {
        "id": "operational",
        "key": "operational",
        "kind": "operational",
        "recipient": "operational",
        "params": "operational",
        "message_id": "operational",
        "state": "operational",
        "attempts": "operational",
        "doubts": "operational",
        "urgency": "operational",
        "queued_at": "operational",
        "due_at": "operational",
        "started_at": "operational",
        "finished_at": "operational",
    }

    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Higher ones are sent first")
    queued_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True, help_text="Not sent before; none: at once")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                name="delivery_finished_has_a_time",
                condition=~Q(state__in=["sent", "dropped", "failed", "refused"]) | Q(finished_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="delivery_unfinished", condition=Q(finished_at=None)),
            models.Index(fields=["recipient"], name="delivery_refused", condition=Q(state="refused")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class Attempt(models.Model):
    """How often something was tried in a window of time, under a keyed hash; thrown away after a day. UNLOGGED, and in no backup."""

    PRIVACY = {"id": "operational", "bucket": "operational", "window_start": "operational", "count": "operational"}

    bucket = models.BinaryField(max_length=32)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window_start"], name="one_count_per_window")]

    def __str__(self) -> str:
        return f"{self.count} attempts"


class Reckoned(models.Model):
    """What the last look at 30 days left missing of one kind of thing owed (`core.reckoning`): one row for each, written over and over."""

    PRIVACY = {"name": "operational", "at": "operational", "count": "operational", "oldest": "operational", "things": "operational"}

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField(default=clock.now)
    count = models.PositiveIntegerField(default=0)
    oldest = models.DateTimeField(null=True)
    things = models.JSONField(default=list, help_text="The oldest of them: since when, of which story, of whom or what")

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"


class AbstractMove(models.Model):
    """Immutable: what was done with a thing, by whom, when. Each thing with a lifecycle has a table of its own for them, with a foreign key
    called like the thing (`related_name="moves"`), the state that the move led to, where that is a column, and what is said of it. Rows are
    written by `core.moves` alone.
    """

    PRIVACY = dict.fromkeys(("id", "name", "by", "at"), "staff")

    name = models.CharField(max_length=20)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
