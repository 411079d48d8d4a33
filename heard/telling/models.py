import hashlib
import json
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy

from heard.accounts.models import Author
from heard.core import clock
from heard.directory.models import Service
from heard.regions.models import Region
from heard.stories.models import AboutFields, ParticularFields
from heard.stories.rules.publishing import MOST_TITLE
from heard.tags.rules import MOST_LETTERS


class Draft(ParticularFields, AboutFields):
    """A story being told. On the server from the first page, deleted when it is not sent in time, and gone once it is."""

    class Proof(models.TextChoices):
        """The proof of work that a browser is asked for in a rush (`rules.rush`)."""

        NOT_ASKED = "", gettext_lazy("Not asked for")
        ASKED = "asked", gettext_lazy("Asked for, not given: the story is read last")
        GIVEN = "given", gettext_lazy("Given")

    class Help(models.TextChoices):
        """Whether its words called for the page of help (`rules.signs.calls_for_help`)."""

        NONE = "", gettext_lazy("Not called for")
        DUE = "due", gettext_lazy("Comes before the next page")
        SHOWN = "shown", gettext_lazy("Shown")

    WRITTEN: ClassVar = ("title", "words", "hope")
    """Texts that are to be public. The page of each has its name, as those of tags have."""
    TAGGED: ClassVar = ("good", "better", "feelings")
    TYPED: ClassVar = (*WRITTEN, "unknown_service", "chosen_name", *TAGGED)
    """All that is typed freely: looked through for signs of danger, and counted where much comes from one place."""
    CHANGEABLE: ClassVar = {*TYPED, *ParticularFields.PARTICULARS, *AboutFields.ABOUT, "postcode", "consents"}
    """All that the author fills in, on one page or another."""
    PRIVACY = dict.fromkeys((*CHANGEABLE, "author", "region", "services", "help"), "private") | dict.fromkeys(
        ("id", "furthest", "begun_at", "saved_at", "expires_at", "version", "window", "proof"), "operational"
    )

    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="draft")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    words = models.TextField(blank=True)
    hope = models.TextField(blank=True)
    services = models.ManyToManyField(Service, blank=True)
    unknown_service = models.TextField(blank=True, help_text="What the author said of a service that was not found")
    good = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)
    better = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)
    feelings = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)
    postcode = models.CharField(max_length=10, blank=True, help_text="Only its first half is ever kept")
    consents = models.JSONField(default=dict, help_text="use → version of the wording that was agreed to")
    furthest = models.CharField(max_length=20, default="words")
    version = models.PositiveIntegerField(default=0)
    window = models.CharField(max_length=32, blank=True, help_text="The open page that saved last; see `mark`")
    proof = models.CharField(max_length=10, choices=Proof, blank=True, default="", db_default="")
    help = models.CharField(max_length=10, choices=Help, blank=True, default="", db_default="")
    begun_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "stories_draft"  # as before telling was a slice: the release before this one still writes it
        indexes = [models.Index(fields=["expires_at"], name="draft_expiry")]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def size(self) -> int:
        """How many letters of the author's own are in it. The name was chosen by us or is short."""
        return sum(map(len, self._typed(name for name in self.TYPED if name != "chosen_name")))

    def typed(self) -> str:
        """All that the author typed freely, in one text."""
        return "\n\n".join(self._typed(self.TYPED))

    def _typed(self, names: Iterable[str]) -> list[str]:
        return [text for name in names for text in (getattr(self, name) if name in self.TAGGED else [getattr(self, name)])]

    def mark(self, names: Iterable[str]) -> str:
        """A short mark of what these fields hold now. A page keeps it, so that a change made meanwhile in another window is noticed."""
        held = [[name, str(getattr(self, name))] for name in sorted(names)]
        return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:16]


class Rush(models.Model):
    """An hour in which more was told from one place, or several, than somebody should know of (the second bound of `rules.rush`).

    Which places they were is not kept. Deleted after a month.
    """

    PRIVACY = dict.fromkeys(("region", "hour", "places"), "staff") | {"id": "operational"}

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField(help_text="When the hour began")
    places = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "stories_rush"
        verbose_name_plural = "rushes"
        constraints = [models.UniqueConstraint(fields=["region", "hour"], name="one_rush_an_hour")]

    def __str__(self) -> str:
        return f"rush in {self.region_id}, {self.hour:%d %B %Y %H:%M}"
