from django.db import models

from heard.core import clock
from heard.stories.models import Story


class Loading(models.Model):
    """The demo was loaded into this database. One row; `finished_at` stays empty if it broke off half-way."""

    PRIVACY = dict.fromkeys(("id", "begun_at", "finished_at", "tour"), "operational") | {"tour_key": "private"}

    begun_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    tour = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, related_name="+", help_text="The story the tour walks through")
    tour_key = models.CharField(max_length=80, blank=True, db_default="", help_text="The words that open it: its author is made up")

    def __str__(self) -> str:
        return f"demo of {self.begun_at:%d %B %Y}"


class MailboxMessage(models.Model):
    """A message that this site sent. In the demo this table is the mail server, for everybody at once; kept for a week."""

    PRIVACY = dict.fromkeys(("id", "to", "subject", "body", "headers"), "private") | {"at": "operational"}

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=998)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="mailbox_of"),
            models.Index(fields=["at"], name="mailbox_age"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
