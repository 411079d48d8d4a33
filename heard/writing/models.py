from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from heard.accounts.models import Person
from heard.core import clock
from heard.enquiries.models import Enquiry
from heard.organisations.models import Organisation
from heard.stories.models import Story


class Sheet(models.Model):
    """The sheet on which something is written before it is sent: one for each organisation (or Heard itself), thing and kind. It is about a
    story, or about a message to Heard, and goes with it.

    `version` counts every change of any text on it, so that a version names one text as it stood at one time.
    """

    PRIVACY = dict.fromkeys(("id", "organisation", "kind", "thing", "story", "enquiry", "outlives_story", "version"), "staff")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="sheets", help_text="None: the desk, or operators"
    )
    kind = models.CharField(max_length=40, help_text="What is written: named by the slice where it is sent")
    thing = models.BigIntegerField(help_text="Id of what it is about: a story, an answer, a change, a case, a message")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, related_name="sheets")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, related_name="sheets")
    outlives_story = models.BooleanField(default=False, db_default=False, help_text="Stays when the author takes the story back")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "thing"], condition=Q(organisation__isnull=False), name="one_sheet_per_organisation"
            ),
            models.UniqueConstraint(fields=["thing", "kind"], condition=Q(organisation=None), name="one_sheet_at_the_desk"),
            models.CheckConstraint(
                name="a_sheet_is_about_one_thing", condition=Q(story=None, enquiry__isnull=False) | Q(story__isnull=False, enquiry=None)
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Text(models.Model):
    """What one person typed last on a sheet. Somebody who wrote different things in two windows has two.

    Once it is sent its words are gone; the row stays for a day, so that a save that comes late does not bring them back.
    """

    PRIVACY = dict.fromkeys(("id", "sheet", "writer", "words", "version", "took", "written_at", "sent_at"), "staff") | dict.fromkeys(
        ("window", "turn"), "operational"
    )

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="texts")
    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    window = models.CharField(max_length=40, blank=True, help_text="The page that saved it last, as its script named itself")
    turn = models.PositiveIntegerField(default=0, help_text="How often that page had saved")
    took = ArrayField(models.PositiveIntegerField(), default=list, help_text="Versions of colleagues' texts that were taken into it")
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "version"], name="a_version_names_one_text"),
            models.CheckConstraint(name="sent_text_is_gone", condition=Q(sent_at=None) | Q(words={})),
        ]
        indexes = [models.Index(fields=["written_at"], name="text_by_age")]

    def __str__(self) -> str:
        return f"text {self.pk}"
