from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core import clock
from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
from heard.media.models import Picture
from heard.pages.rules.paths import MOST_LETTERS, PATH
from heard.regions.models import Region


class Kind(models.TextChoices):
    HELP = "help", gettext_lazy("Help")
    POLICY = "policy", gettext_lazy("Policy")
    ABOUT = "about", gettext_lazy("About Heard")
    HANDBOOK = "handbook", gettext_lazy("Handbook")


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("text", "Draft")
    PUBLISHED = "published", pgettext_lazy("text", "Published")
    RETIRED = "retired", pgettext_lazy("text", "Retired")


class Page(models.Model):
    """An address at which Heard says something about itself. Its texts say what: one for each region and language that has one."""

    PRIVACY = dict.fromkeys(("id", "kind", "path", "position"), "public") | dict.fromkeys(
        ("review_months", "review_by", "review_asked_on"), "staff"
    )

    kind = models.CharField(max_length=10, choices=Kind)
    path = models.CharField(max_length=MOST_LETTERS, unique=True, help_text="Without the first and the last slash: help/telling")
    position = models.PositiveSmallIntegerField(default=0, help_text="Among the others of its kind; the smallest comes first")
    review_months = models.PositiveSmallIntegerField(default=12, help_text="So long after a publication someone should read it again")
    review_by = models.DateField(null=True, help_text="The day by which someone should read it again")
    review_asked_on = models.DateField(null=True, help_text="When editors were emailed that this day has come")

    class Meta:
        ordering = ["kind", "position", "path"]
        constraints = [models.CheckConstraint(condition=Q(path__regex=PATH), name="path_of_a_page")]

    def __str__(self) -> str:
        return self.path


class OldPath(models.Model):
    """Where a page was before: the address leads on to where it is now."""

    PRIVACY = dict.fromkeys(("id", "path", "page"), "public")

    path = models.CharField(max_length=MOST_LETTERS, unique=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="old_paths")

    def __str__(self) -> str:
        return self.path


class Text(models.Model):
    """What a page says in one language: in one region, or in all that have no text of their own (`region` is empty)."""

    PRIVACY = dict.fromkeys(("id", "page", "region", "language", "state", "published_version", "html", "names"), "public") | dict.fromkeys(
        ("due_at", "due_version"), "staff"
    )

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="texts")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, related_name="+")
    language = LanguageField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    published_version = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True, help_text="When `due_version` is to be published")
    due_version = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    html = models.TextField(
        blank=True, help_text="What the published version was drawn as; live names and links still stand in it as marks"
    )
    names = ArrayField(
        models.CharField(max_length=160),
        blank=True,
        default=list,
        help_text="What the published version names: pages, views, terms, films, pictures, live names",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "region", "language"], nulls_distinct=False, name="one_text_a_region_and_language"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_version__isnull=False), name="published_text_has_a_version"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_version__isnull=True) | Q(due_at__isnull=False, due_version__isnull=False),
                name="due_text_has_a_version",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="text_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"text {self.pk}, {self.language}"


class TextMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("text", "to_state", "version", "reason"), "staff")

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=10, choices=State)
    version = models.ForeignKey("Version", on_delete=models.CASCADE, null=True, related_name="+", help_text="Which one it is about")
    reason = models.TextField(blank=True)


class Version(models.Model):
    """What a text said or was to say. It never changes: the database refuses."""

    PRIVACY = dict.fromkeys(
        ("id", "text", "number", "title", "lead", "summary", "source", "summary_of_change", "from_version"), "public"
    ) | {"made_by": "staff", "made_at": "staff"}

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    lead = models.TextField(blank=True)
    summary = models.CharField(max_length=155, blank=True, help_text="What search engines show of it; nothing: the lead")
    source = models.TextField(help_text="Markdown, with the blocks and names of `rules.markdown`")
    summary_of_change = models.CharField(max_length=300, blank=True, help_text="What is different from the version before")
    from_version = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="Which version of another text it was translated from"
    )
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def language(self) -> str:
        return self.text.language


class Term(models.Model):
    """A word of the glossary. What it means is in its versions."""

    PRIVACY = dict.fromkeys(("id", "slug", "is_removed"), "public")

    slug = models.SlugField(max_length=60, unique=True, help_text="Where it stands on the page of the glossary; it stays")
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class TermVersion(models.Model):
    """What a term meant, in one language: in one region or in all. The newest one holds. It never changes: the database refuses."""

    PRIVACY = dict.fromkeys(("id", "term", "region", "language", "number", "word", "also", "meaning"), "public") | dict.fromkeys(
        ("made_by", "made_at"), "staff"
    )

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="versions")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, related_name="+")
    language = LanguageField()
    number = models.PositiveIntegerField()
    word = models.CharField(max_length=60)
    also = ArrayField(models.CharField(max_length=60), blank=True, default=list, help_text="Other words that mean the same")
    meaning = models.TextField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["term", "number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "region", "language", "number"], nulls_distinct=False, name="one_meaning_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.number})"


class PagePicture(models.Model):
    """A picture that editors sent for pages. Texts name it by its key; it can go once none of them does."""

    PRIVACY = dict.fromkeys(("id", "picture"), "public")

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"picture of pages {self.pk}"
