from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy

from heard.tags.rules import MOST_LETTERS


class Kind(models.TextChoices):
    GOOD = "good", gettext_lazy("What was good")
    BETTER = "better", gettext_lazy("What could be better")
    FEELING = "feeling", gettext_lazy("How I felt")


class Tag(models.Model):
    """A short word or two that an author chose or wrote. Only `offered` ones are suggested to others."""

    PRIVACY = dict.fromkeys(("id", "slug", "name", "kind", "offered", "synonyms"), "public")

    slug = models.SlugField(max_length=MOST_LETTERS)
    name = models.CharField(max_length=MOST_LETTERS)
    kind = models.CharField(max_length=10, choices=Kind)
    offered = models.BooleanField(default=False)
    synonyms = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_tag_per_kind_and_slug")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
