from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core import clock
from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
from heard.media.models import Picture
from heard.organisations.models import Organisation
from heard.regions.models import Region
from heard.showcase.rules import interviews

SLUG_LETTERS = 80


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("case study", "Draft")
    PUBLISHED = "published", pgettext_lazy("case study", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("case study", "Taken down")


class CaseStudy(models.Model):
    """An interview with people who use, or work for, a service. What it says is in its versions, which never change."""

    PRIVACY = dict.fromkeys(("id", "region", "language", "slug", "state", "published", "published_on"), "public") | {
        "form_key": "operational",
        "made_at": "staff",
    }

    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+", help_text="None: it’s on every site")
    language = LanguageField(help_text="What it’s written in")
    slug = models.SlugField(max_length=SLUG_LETTERS, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    published = models.OneToOneField(
        "showcase.CaseStudyVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version that is, or was last, public",
    )
    published_on = models.DateField(null=True, help_text="The day it was first public")
    form_key = models.UUIDField(unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "case studies"
        constraints = [
            models.CheckConstraint(
                name="case_study_published_has_a_version",
                condition=Q(state=State.DRAFT, published=None)
                | (~Q(state=State.DRAFT) & Q(published__isnull=False, published_on__isnull=False)),
            )
        ]
        indexes = [models.Index(fields=["published_on", "id"], name="case_study_public", condition=Q(state=State.PUBLISHED))]

    def __str__(self) -> str:
        return self.slug


class CaseStudyVersion(models.Model):
    """What a case study said. It never changes: the database refuses. Its PDF is made from this alone, by the worker, once it is published;
    only that it was made is written down later.
    """

    PRIVACY = dict.fromkeys(("id", "case_study", "number", "body", "digest", "pdf_pages", "pdf_size"), "public") | dict.fromkeys(
        ("made_by", "made_at"), "staff"
    )

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField(help_text="See `rules.interviews.Interview`")
    digest = models.CharField(max_length=32, help_text="Of everything that its PDF is made from")
    pdf_pages = models.PositiveSmallIntegerField(null=True, help_text="None: it hasn’t been made")
    pdf_size = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_study", "number"], name="case_study_versions_count"),
            models.CheckConstraint(
                name="case_study_pdf_has_pages", condition=Q(pdf_pages=None, pdf_size=None) | Q(pdf_pages__gt=0, pdf_size__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class CaseStudyMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("case_study", "to_state", "reason"), "staff")

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=9, choices=State)
    reason = models.CharField(max_length=400, blank=True)


class OldSlug(models.Model):
    """An address that a case study had before. It leads on."""

    PRIVACY = dict.fromkeys(("id", "case_study", "slug"), "public")

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=SLUG_LETTERS, unique=True)

    def __str__(self) -> str:
        return self.slug


class HowAgreed(models.TextChoices):
    FORM = "form", gettext_lazy("They signed a form")
    EMAIL = "email", gettext_lazy("They wrote an email")
    SPOKEN = "spoken", gettext_lazy("They said so, and it was recorded")


class Consent(models.Model):
    """That someone agreed to be shown: when, how, where that is kept, and who wrote it down. It stays when it is withdrawn."""

    CONSENT_PRIVACY = dict.fromkeys(
        ("agreed_on", "agreed_how", "agreed_where", "recorded_by", "recorded_at", "withdrawn_at", "withdrawn_by"), "staff"
    )

    agreed_on = models.DateField(null=True, help_text="None: they haven’t agreed yet")
    agreed_how = models.CharField(max_length=6, choices=HowAgreed, blank=True)
    agreed_where = models.CharField(max_length=200, blank=True, help_text="Where what they signed, wrote or said is kept")
    recorded_by = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def agrees(self) -> bool:
        return self.agreed_on is not None and self.withdrawn_at is None


class Interviewee(Consent):
    """Someone who was interviewed, whether they agreed to what is public of it, and their photo."""

    PRIVACY = Consent.CONSENT_PRIVACY | {"id": "public", "case_study": "public", "name": "public", "photo": "public"}

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="interviewees")
    name = models.CharField(max_length=interviews.LONGEST_NAME, help_text="As the newest version has it")
    photo = models.OneToOneField(Picture, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class ExemplarState(models.TextChoices):
    CURRENT = "current", pgettext_lazy("exemplar", "Exemplar")
    FORMER = "former", pgettext_lazy("exemplar", "Former exemplar")


class Exemplar(models.Model):
    """An organisation that editors chose, and why. Its figures are counted when the page is read."""

    PRIVACY = dict.fromkeys(
        ("id", "organisation", "language", "why", "since", "checked_on", "case_study", "film", "state", "ended_on", "why_former"), "public"
    )

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    language = LanguageField(help_text="What the reasons are written in")
    why = models.TextField(help_text="In plain paragraphs")
    since = models.DateField()
    checked_on = models.DateField(help_text="When an editor last made sure that it still holds")
    case_study = models.ForeignKey(CaseStudy, null=True, on_delete=models.SET_NULL, related_name="+")
    film = models.CharField(max_length=32, blank=True, default="", db_default="", help_text="The key of a film about it")
    state = models.CharField(max_length=7, choices=ExemplarState, default=ExemplarState.CURRENT)
    ended_on = models.DateField(null=True)
    why_former = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exemplar_former_has_a_reason",
                condition=Q(state=ExemplarState.CURRENT, ended_on=None, why_former="")
                | (Q(state=ExemplarState.FORMER, ended_on__isnull=False) & ~Q(why_former="")),
            )
        ]

    def __str__(self) -> str:
        return f"exemplar {self.pk}"


class ExemplarMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("exemplar", "to_state"), "staff")

    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=7, choices=ExemplarState)


class TeamMember(Consent):
    """Someone of Heard on “Who we are”, who agreed to it. If they change their mind, the card goes and the consent stays."""

    class Group(models.TextChoices):
        TEAM = "team", gettext_lazy("The team")
        BOARD = "board", gettext_lazy("The board")

    PRIVACY = (
        Consent.CONSENT_PRIVACY
        | dict.fromkeys(("id", "region", "group", "position", "name", "role", "words", "language", "photo"), "public")
        | {"form_key": "operational"}
    )

    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+", help_text="None: they work for every site")
    group = models.CharField(max_length=5, choices=Group, default=Group.TEAM)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=interviews.LONGEST_NAME)
    role = models.CharField(max_length=interviews.LONGEST_ROLE)
    words = models.TextField(blank=True, help_text="Why they do this, in their own words")
    language = LanguageField(help_text="What role and words are written in")
    photo = models.OneToOneField(Picture, null=True, on_delete=models.SET_NULL, related_name="+")
    form_key = models.UUIDField(null=True, unique=True, help_text="Of the form that made it: sent twice, it makes one card")

    def __str__(self) -> str:
        return self.name
