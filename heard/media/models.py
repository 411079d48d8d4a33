from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core import clock
from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
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


class FilmState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("film", "Being prepared")
    READY = "ready", pgettext_lazy("film", "Not published")
    REFUSED = "refused", pgettext_lazy("film", "We can’t use it")
    PUBLISHED = "published", pgettext_lazy("film", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("film", "Taken down")
    DELETED = "deleted", pgettext_lazy("film", "Deleted")


class WhatIsSeen(models.TextChoices):
    """How people who can't see a film learn what it shows."""

    WORDS = "words", gettext_lazy("The words say it all: nothing is lost by not seeing the film")
    DESCRIBED = "described", gettext_lazy("The film has audio description: a voice says what can be seen")


class Film(models.Model):
    """A film that an editor sent. Anyone can watch it while it is published; its file and its picture lie beside the database.

    A film that is deleted keeps its row and its moves, so that everyone sees who deleted what, but no file and no words.
    """

    PRIVACY = dict.fromkeys(
        (
            "id", "key", "title", "language", "ending", "size", "seconds", "width", "height", "has_sound", "captions", "transcript", "seen",
            "signs",
        ),
        "public",
    ) | dict.fromkeys(("state", "version", "refused"), "staff")  # fmt: skip

    key = models.CharField(max_length=32, unique=True, help_text="What its address is made of, and how pages name it")
    title = models.CharField(max_length=120, blank=True)
    language = LanguageField(help_text="Of its title, captions and transcript")
    state = models.CharField(max_length=10, choices=FilmState)
    version = models.PositiveIntegerField(default=1)
    refused = models.CharField(max_length=30, blank=True, help_text="Why we can’t use it")
    ending = models.CharField(max_length=4, blank=True, help_text="mp4 or webm: what it is, told by its content")
    size = models.PositiveBigIntegerField(default=0, help_text="Of the file, in bytes")
    seconds = models.PositiveIntegerField(default=0)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    has_sound = models.BooleanField(default=True)
    captions = models.TextField(blank=True, help_text="WebVTT, as we write it")
    transcript = models.TextField(blank=True, help_text="Paragraphs, with an empty line between them")
    seen = models.CharField(max_length=10, blank=True, choices=WhatIsSeen, help_text="How those who can’t see it learn what it shows")
    signs = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="signed", help_text="The film of which this one is the signed version"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z0-9]{20,32}$"), name="film_has_a_key"),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "published", "withdrawn"])
                | Q(ending__in=["mp4", "webm"], size__gt=0, width__gt=0, height__gt=0),
                name="film_is_prepared",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(title="") & ~Q(transcript="") & ~Q(seen="") & (Q(has_sound=False) | ~Q(captions=""))),
                name="published_film_has_its_words",
            ),
            models.CheckConstraint(condition=Q(signs=None) | ~Q(signs=F("id")), name="film_signs_another"),
        ]

    def __str__(self) -> str:
        return self.title


class FilmMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("film", "to_state"), "staff")

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=10, choices=FilmState)
