from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from heard.core import clock


class Picture(models.Model):
    """A picture that someone sent, drawn anew in its widths. It is there while something shows it; who may see it follows from what does.

    Its copies lie beside the database, at addresses that nobody can guess. They go with the row.
    """

    PRIVACY = dict.fromkeys(("id", "key", "width", "height", "widths"), "public") | dict.fromkeys(("sent_by", "sent_at"), "staff")

    key = models.CharField(max_length=32, unique=True, help_text="What its address is made of; nobody can guess it")
    width = models.PositiveSmallIntegerField(help_text="Of the largest copy, in dots")
    height = models.PositiveSmallIntegerField()
    widths = ArrayField(models.PositiveSmallIntegerField(), help_text="In which it is kept, the smallest first")
    sent_by = models.CharField(max_length=60)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z0-9]{20,32}$"), name="picture_has_a_key"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, widths__len__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"
