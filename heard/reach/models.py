from django.db import models
from django.db.models import Q

from heard.core import clock
from heard.directory.models import Service
from heard.organisations.models import Organisation
from heard.stories.models import Story


class Telling(models.Model):
    """An organisation was told of a story. Heard: the first message about it was delivered to one of its members. Read: the first
    signed-in member opened it. Only the organisation, never a person.

    `news_at` is the moment at which it was news to the organisation, whenever the telling was done: who was a member then is owed an alert.
    None: it never was; somebody of theirs opened an older story.

    `followed_at`: until when somebody who may answer there has followed what the author said since. Of the organisation, as reading is,
    and never of a person. None: nobody did; all since it was told is new.
    """

    PRIVACY = dict.fromkeys(("id", "story", "organisation"), "public") | dict.fromkeys(
        ("told_at", "heard_at", "read_at", "news_at", "followed_at"), "staff"
    )

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tellings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tellings")
    told_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    news_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "organisation"], name="told_once")]
        indexes = [
            models.Index(fields=["organisation", "-told_at"], name="telling_by_organisation"),
            models.Index(fields=["news_at"], name="telling_news", condition=Q(news_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} told of {self.story_id}"


class RoleReading(models.Model):
    """Members holding this role opened the story. Shown only where the role covers enough people (⚙ `role_shown_from`)."""

    PRIVACY = dict.fromkeys(("id", "telling", "role", "first_at"), "staff")

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="role_readings")
    role = models.CharField(max_length=20)
    first_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["telling", "role"], name="one_reading_per_role")]

    def __str__(self) -> str:
        return f"{self.role} read {self.telling_id}"


class Asking(models.Model):
    """A provider that has no current subscription was told of a story through its registered contact."""

    PRIVACY = dict.fromkeys(("id", "story", "provider"), "public") | dict.fromkeys(("asked_at", "delivered_at"), "staff")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="askings")
    provider = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="askings")
    asked_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "provider"], name="asked_once"),
            models.CheckConstraint(
                name="delivered_after_asked", condition=Q(delivered_at=None) | Q(delivered_at__gte=models.F("asked_at"))
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="asking_not_delivered", condition=Q(delivered_at=None))]

    def __str__(self) -> str:
        return f"{self.provider_id} asked about {self.story_id}"
