from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.fields import LanguageField
from heard.media.rules.pictures import LONGEST_ALT


class Picture(models.Model):
    """A picture that someone sent, drawn anew in its widths. It is there while something shows it; who may see it follows from what does.

    Its copies lie beside the database, at addresses that nobody can guess. They go with the row.
    """

    class Kind(models.TextChoices):
        FACE = "face", gettext_lazy("A photo of someone, beside their name")
        PICTURE = "picture", gettext_lazy("A picture, with words for people who can’t see it")
        WAITING = "waiting", gettext_lazy("Sent with a form that had a mistake, and kept for a day")

    PRIVACY = dict.fromkeys(
        ("id", "key", "kind", "width", "height", "widths", "alt", "alt_language", "is_decorative"), "public"
    ) | dict.fromkeys(("sent_by", "sent_at"), "staff")

    key = models.CharField(max_length=32, unique=True, help_text="What its address is made of; nobody can guess it")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FACE, db_default=Kind.FACE)
    width = models.PositiveSmallIntegerField(help_text="Of the largest copy, in dots")
    height = models.PositiveSmallIntegerField()
    widths = ArrayField(models.PositiveSmallIntegerField(), help_text="In which it is kept, the smallest first")
    alt = models.CharField(max_length=LONGEST_ALT, blank=True, default="", db_default="", help_text="What can be seen on it")
    alt_language = LanguageField(help_text="What those words are in")
    is_decorative = models.BooleanField(default=False, db_default=False, help_text="Nothing is lost without it: someone said so")
    sent_by = models.CharField(max_length=60)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z0-9]{20,32}$"), name="picture_has_a_key"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, widths__len__gt=0), name="picture_has_a_size"),
            # A face stands beside its name, which says who it is. Of any other picture someone has said what can be seen, or that it's
            # decoration: exactly one of the two.
            models.CheckConstraint(
                condition=Q(kind="picture", is_decorative=True, alt="")
                | (Q(kind="picture", is_decorative=False) & ~Q(alt=""))
                | Q(kind__in=("face", "waiting"), is_decorative=False, alt=""),
                name="picture_is_described",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="picture_waiting", condition=Q(kind="waiting"))]

    def __str__(self) -> str:
        return f"picture {self.pk}"
