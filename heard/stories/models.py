from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.accounts.models import Author
from heard.core import clock
from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
from heard.core.texts.saying import worded
from heard.directory.models import Placing, Service
from heard.regions.models import Region
from heard.stories.rules.edits import changed_words
from heard.stories.rules.publishing import MOST_NAME, MOST_NOTE, MOST_TITLE
from heard.tags.models import Tag


class AuthorRole(models.TextChoices):
    PATIENT = "patient", gettext_lazy("A patient")
    SERVICE_USER = "service-user", gettext_lazy("A service user")
    PARENT = "parent", gettext_lazy("A parent or guardian")
    RELATIVE = "relative", gettext_lazy("A patient’s relative")
    CARER = "carer", gettext_lazy("A carer")
    FRIEND = "friend", gettext_lazy("A patient’s friend")
    ADVOCATE = "advocate", gettext_lazy("A volunteer or advocate")
    STAFF = "staff", gettext_lazy("A member of staff who was a patient")
    SOMEBODY = "somebody", gettext_lazy("Someone")


_AFTER_NAME = {
    AuthorRole.PATIENT: pgettext_lazy("after a name", "a patient"),
    AuthorRole.SERVICE_USER: pgettext_lazy("after a name", "a service user"),
    AuthorRole.PARENT: pgettext_lazy("after a name", "a parent or guardian"),
    AuthorRole.RELATIVE: pgettext_lazy("after a name", "a patient’s relative"),
    AuthorRole.CARER: pgettext_lazy("after a name", "a carer"),
    AuthorRole.FRIEND: pgettext_lazy("after a name", "a patient’s friend"),
    AuthorRole.ADVOCATE: pgettext_lazy("after a name", "a volunteer or advocate"),
    AuthorRole.STAFF: pgettext_lazy("after a name", "a member of staff who was a patient"),
}


def role_words(role: str, *, after: str = "") -> str:
    """Who tells a story: “A carer”, or “a carer” after their name, if they have one. After a name, “someone” would say nothing."""
    if not after:
        return worded(dict(AuthorRole.choices), role)
    return "" if role == AuthorRole.SOMEBODY else worded(_AFTER_NAME, role)


class State(models.TextChoices):
    """Publication state. What happens in the conversation (heard, read, answered …) is `Step`, a separate thing."""

    WAITING = "waiting", pgettext_lazy("state of a story", "Waiting to be read by a moderator")
    ASKED = "asked", pgettext_lazy("state of a story", "Waiting for the author to answer")
    HELD = "held", pgettext_lazy("state of a story", "Held")
    DECLINED = "declined", pgettext_lazy("state of a story", "Declined")
    PUBLISHED = "published", pgettext_lazy("state of a story", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a story", "Withdrawn by the author")


class Step(models.IntegerChoices):
    """The progress line, in order."""

    NONE = 0, pgettext_lazy("step of a story", "Not told yet")
    TOLD = 1, pgettext_lazy("step of a story", "Told")
    HEARD = 2, pgettext_lazy("step of a story", "Heard")
    READ = 3, pgettext_lazy("step of a story", "Read")
    ANSWERED = 4, pgettext_lazy("step of a story", "Answered")
    PLANNED = 5, pgettext_lazy("step of a story", "Change planned")
    MADE = 6, pgettext_lazy("step of a story", "Change made")


class EditReason(models.TextChoices):
    NAMES_A_PERSON = "names-a-person", gettext_lazy("Names a person")
    IDENTIFIES_AUTHOR = "identifies-author", gettext_lazy("Identifies the author")
    DATE_OR_PLACE = "date-or-place", gettext_lazy("Date or place too exact")
    DISCRIMINATORY = "discriminatory", gettext_lazy("Discriminatory")
    OBSCENE = "obscene", gettext_lazy("Obscene")
    LEGAL = "legal", gettext_lazy("Legal")
    LENGTH = "length", gettext_lazy("Length")
    SPELLING = "spelling", gettext_lazy("Spelling and layout")
    SERVICE = "service", gettext_lazy("It named the wrong service")
    OTHER = "other", gettext_lazy("Other, explained")


class HoldReason(models.TextChoices):
    SAFEGUARDING = "safeguarding", gettext_lazy("Safeguarding advice")
    LEGAL = "legal", gettext_lazy("Legal advice")


class DeclineReason(models.TextChoices):
    NOT_AN_EXPERIENCE = "not-an-experience", gettext_lazy("Not about a particular experience")
    TOO_LONG_AGO = "too-long-ago", gettext_lazy("It happened too long ago")
    COMMERCIAL = "commercial", gettext_lazy("Commercial")
    OBSCENE = "obscene", gettext_lazy("Obscene or hateful")
    DUPLICATE = "duplicate", gettext_lazy("Already told")
    STAFF_ABOUT_COLLEAGUES = "staff-about-colleagues", gettext_lazy("From staff about colleagues")
    LEGAL_PROCESS = "legal-process", gettext_lazy("Would prejudice a legal process")
    NOT_GENUINE = "not-genuine", gettext_lazy("Not genuine")


class AgeGroup(models.TextChoices):
    UNDER_16 = "under-16", gettext_lazy("Under 16")
    FROM_16 = "16-24", gettext_lazy("16 to 24")
    FROM_25 = "25-44", gettext_lazy("25 to 44")
    FROM_45 = "45-64", gettext_lazy("45 to 64")
    FROM_65 = "65-79", gettext_lazy("65 to 79")
    FROM_80 = "80-on", gettext_lazy("80 or over")


class Gender(models.TextChoices):
    WOMAN = "woman", gettext_lazy("A woman or girl")
    MAN = "man", gettext_lazy("A man or boy")
    ANOTHER = "another", gettext_lazy("I describe myself another way")


class EthnicGroup(models.TextChoices):
    ASIAN = "asian", gettext_lazy("Asian")
    BLACK = "black", gettext_lazy("Black, African or Caribbean")
    MIXED = "mixed", gettext_lazy("Mixed or multiple ethnic groups")
    WHITE = "white", gettext_lazy("White")
    TRAVELLER = "traveller", gettext_lazy("Gypsy, Roma or Traveller")
    ANOTHER = "another", gettext_lazy("Another ethnic group")


class Condition(models.TextChoices):
    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")


class AboutFields(models.Model):
    """What an author may say about themselves. Never shown beside a story, to nobody; only counted in groups (`queries.author_groups`)."""

    ABOUT: ClassVar[dict[str, type[models.TextChoices]]] = {
        "age_group": AgeGroup,
        "gender": Gender,
        "ethnic_group": EthnicGroup,
        "condition": Condition,
    }

    age_group = models.CharField(max_length=10, choices=AgeGroup, blank=True, default="", db_default="")
    gender = models.CharField(max_length=10, choices=Gender, blank=True, default="", db_default="")
    ethnic_group = models.CharField(max_length=10, choices=EthnicGroup, blank=True, default="", db_default="")
    condition = models.CharField(
        max_length=10, choices=Condition, blank=True, default="", db_default="", help_text="A disability or a long-term condition"
    )

    class Meta:
        abstract = True


class ParticularFields(models.Model):
    """What an author says of a story beside its words, and everybody may read. A draft has it, and so has the story that is made of it."""

    PARTICULARS: ClassVar = ("role", "chosen_name", "happened_month", "is_question")

    role = models.CharField(max_length=20, choices=AuthorRole, blank=True)
    chosen_name = models.CharField(max_length=MOST_NAME, blank=True)
    happened_month = models.DateField(null=True, blank=True, help_text="The first day of the month it happened in")
    is_question = models.BooleanField(default=False)

    class Meta:
        abstract = True


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> "StoryQuerySet":
        """Visible is in the list of visible, never not hidden."""
        return self.filter(state=State.PUBLISHED)


class Story(ParticularFields):
    """A story that was sent. `title` and `text` are the published ones (empty until then); the author's own stand in `Original`.

    The row carries what hot pages need (`service_ids`, `ancestors`, `tag_slugs`, step times, counts, `version`), written by the same
    actions that make them true.
    """

    PRIVACY = dict.fromkeys(
        (
            "id", "region", "title", "text", "hope", *ParticularFields.PARTICULARS, "published_on", "progress",
            "answer_count", "services", "service_ids", "edited_on",
            "ancestors", "tag_slugs", "views", "me_too", "protective_edits", "civil_edits", "clarity_edits", "version",
        ),
        "public",
    ) | dict.fromkeys(
        ("told_at", "heard_at", "read_at", "answered_at", "planned_at", "made_at", "helped_at", "changed_at"), "staff"
    ) | {
        "author": "private", "state": "staff", "criticality": "staff", "about_child": "staff", "unknown_service": "staff",
        "postcode": "private", "sent_at": "private", "read_last": "staff",
        "erased_at": "operational",
    }  # fmt: skip

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="stories")
    author = models.OneToOneField(Author, on_delete=models.PROTECT, related_name="story")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    text = models.TextField(blank=True)
    hope = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True, help_text="Only its first half is ever kept")
    unknown_service = models.TextField(blank=True)
    criticality = models.PositiveSmallIntegerField(null=True, help_text="0 not to 5 severely; the most negative statement; staff only")
    about_child = models.BooleanField(null=True, help_text="What a moderator said; until then its words decide")
    sent_at = models.DateTimeField(default=clock.now)
    read_last = models.BooleanField(
        default=False, db_default=False, help_text="Sent in a rush without the proof of work that was asked for: read after the others"
    )

    published_on = models.DateField(null=True)
    edited_on = models.DateField(null=True, help_text="The day of its last edit, if it was public already")
    told_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    helped_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(choices=Step, default=Step.NONE)
    answer_count = models.PositiveIntegerField(default=0)

    services = models.ManyToManyField(Service, through="StoryService", related_name="stories")
    service_ids = ArrayField(models.BigIntegerField(), default=list)
    ancestors = ArrayField(models.BigIntegerField(), default=list)
    tag_slugs = ArrayField(models.CharField(max_length=80), default=list, help_text="kind:slug")
    views = models.PositiveIntegerField(default=0)
    me_too = models.PositiveIntegerField(default=0)
    protective_edits = models.PositiveSmallIntegerField(default=0)
    civil_edits = models.PositiveSmallIntegerField(default=0)
    clarity_edits = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, help_text="When the words of a story that was taken back were deleted")
    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                name="published_story_is_complete",
                condition=~Q(state=State.PUBLISHED)
                | (Q(published_on__isnull=False, told_at__isnull=False, progress__gte=Step.TOLD) & ~Q(text="") & ~Q(title="")),
            ),
            models.CheckConstraint(name="criticality_0_to_5", condition=Q(criticality=None) | Q(criticality__lte=5)),
            models.CheckConstraint(name="progress_0_to_6", condition=Q(progress__lte=6)),
            models.CheckConstraint(name="answered_has_a_time", condition=Q(answer_count=0) | Q(answered_at__isnull=False)),
        ]
        indexes = [
            # Public lists go by days, and within a day by numbers drawn by chance (ADR 18).
            models.Index(fields=["-published_on", "-id"], name="story_newest", condition=Q(state=State.PUBLISHED)),
            models.Index(fields=["erased_at"], name="story_erased", condition=Q(erased_at__isnull=False)),
            models.Index(
                clock.day_in("made_at").desc(),
                F("id").desc(),
                name="story_changed_something",
                condition=Q(state=State.PUBLISHED, made_at__isnull=False),
            ),
            # The same of one region, for a house that has several.
            models.Index(fields=["region", "-published_on", "-id"], name="story_newest_in_region", condition=Q(state=State.PUBLISHED)),
            models.Index(
                F("region"),
                clock.day_in("made_at").desc(),
                F("id").desc(),
                name="story_changed_in_region",
                condition=Q(state=State.PUBLISHED, made_at__isnull=False),
            ),
            models.Index(fields=["state", "sent_at"], name="story_by_state"),
            GinIndex(fields=["tag_slugs"], name="story_tags"),
            GinIndex(fields=["ancestors"], name="story_ancestors"),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"

    @property
    def number(self) -> int:
        return self.pk

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def role_after_name(self) -> str:
        return role_words(self.role, after=self.chosen_name)

    @cached_property
    def own(self) -> "Original | CorrectedWords":
        """The author's own words as they sent them last."""
        return self.corrected_words.order_by("-number").first() or self.original


class StoryWords(models.Model):
    """By what words a public story is found: its own, what else they are called, and the names of its places, as they are and were
    (`rules.searching`). The database takes the row away as soon as the story is no longer public (migration 0017).
    """

    PRIVACY = {"story": "operational", "words": "operational"}

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "words of stories"
        indexes = [GinIndex(fields=["words"], name="story_words")]

    def __str__(self) -> str:
        return f"words of {self.story_id}"


class StoryToIndex(models.Model):
    """A story whose words, places or publication changed: the worker looks at it within a minute (`actions.finding`). The database puts it
    here, whoever wrote the story, the code of an older release included.
    """

    PRIVACY = {"story": "operational", "since": "operational"}

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=clock.now, db_default=Now(), db_index=True)

    class Meta:
        verbose_name_plural = "stories to index"

    def __str__(self) -> str:
        return f"{self.story_id} to index"


class KnownWord(models.Model):
    """A word that some public story has, as it is written: what “did you mean” looks among. Whether a story has it still is asked again
    before it is shown to anybody; words that none has are deleted once a day.
    """

    PRIVACY = {"word": "public"}

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(fields=["word"], name="known_word_nearly", opclasses=["gin_trgm_ops"], fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class Original(models.Model):
    """The author's own words, as first sent, never changed. What they sent instead since is `CorrectedWords`; `Story.own` is the newest.
    For the author, and for moderators beside the published text.
    """

    PRIVACY = {
        "id": "operational",
        "story": "operational",
        "title": "private",
        "words": "private",
        "hope": "private",
        "chosen_name": "private",
    }

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="original")
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    words = models.TextField()
    hope = models.TextField(blank=True)
    chosen_name = models.CharField(max_length=MOST_NAME, blank=True)

    def __str__(self) -> str:
        return f"original of {self.story_id}"


class CorrectedWords(models.Model):
    """What an author sent to stand in the place of their words before, until a moderator decided. Written once, like `Original`, which is
    number 1.
    """

    PRIVACY = dict.fromkeys(("title", "words", "hope", "chosen_name"), "private") | dict.fromkeys(
        ("id", "story", "number", "sent_at"), "operational"
    )

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrected_words")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    words = models.TextField()
    hope = models.TextField(blank=True)
    chosen_name = models.CharField(max_length=MOST_NAME, blank=True)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "corrected words"
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="corrected_words_have_their_number"),
            models.CheckConstraint(name="corrected_words_come_second", condition=Q(number__gte=2)),
        ]

    def __str__(self) -> str:
        return f"words {self.number} of {self.story_id}"


class AboutAuthor(AboutFields):
    """What the author of a sent story said about themselves. No row says: nothing. Apart from the story, so that no page of it reads it."""

    PRIVACY = dict.fromkeys(("story", *AboutFields.ABOUT), "private") | {"id": "operational"}

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="about_author")

    def __str__(self) -> str:
        return f"about the author of {self.story_id}"


class CountedGroups(models.Model):
    """Who told the stories of a region, as it was counted last, in groups too large to point at anybody: see `queries.author_groups`.

    Kept, and counted anew only when enough stories came or went: whoever looked before and after one story would learn whose it was.
    """

    PRIVACY = dict.fromkeys(("region", "counted_at", "told_before", "groups"), "staff") | {"id": "operational"}

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="counted_groups")
    counted_at = models.DateTimeField()
    told_before = models.DateField(help_text="Only stories published before this day are counted")
    groups = models.JSONField(help_text="Of each question: the groups that may be shown, rounded, and all others together")

    def __str__(self) -> str:
        return f"who tells in {self.region_id}, {self.counted_at:%d %B %Y}"


class Version(models.Model):
    """One published state of the text. Version 1 is the first publication."""

    PRIVACY = {
        "id": "staff",
        "story": "staff",
        "number": "staff",
        "title": "staff",
        "text": "staff",
        "hope": "staff",
        "by": "staff",
        "at": "staff",
    }

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MOST_TITLE)
    text = models.TextField()
    hope = models.TextField(blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.story_id}"


class Edit(models.Model):
    """Why something in a version was changed. Seen by the author; the public sees only how many of which coarse kind."""

    PRIVACY = {"id": "staff", "version": "staff", "reason": "staff", "note": "private"}

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="edits")
    reason = models.CharField(max_length=20, choices=EditReason)
    note = models.CharField(max_length=MOST_NOTE, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="other_edit_is_explained", condition=~Q(reason=EditReason.OTHER) | ~Q(note=""))]

    def __str__(self) -> str:
        return f"{self.reason} in {self.version_id}"


class StoryService(models.Model):
    PRIVACY = dict.fromkeys(("id", "story", "service", "position"), "public")

    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["story", "service"], name="one_row_per_story_and_service")]

    def __str__(self) -> str:
        return f"{self.story_id} about {self.service_id}"


class JoinedStory(models.Model):
    """A story that is about another place since its own was joined with that one (`placing`): kept, so that undoing it brings it back.

    `both`: it named that other place too. `branches`: of the lists that it left, when it had been news there.
    """

    PRIVACY = dict.fromkeys(("id", "placing", "story", "both", "branches", "back_at"), "staff")

    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="joins")
    both = models.BooleanField()
    branches = models.JSONField(default=dict)
    back_at = models.DateTimeField(null=True, help_text="When the join was undone for this story")

    class Meta:
        verbose_name_plural = "joined stories"
        constraints = [models.UniqueConstraint(fields=["placing", "story"], name="joined_once")]

    def __str__(self) -> str:
        return f"{self.story_id} went along by {self.placing_id}"


class StoryBranch(models.Model):
    """Closure: one row for a published story and every service it is about or that stands above one. Lists of a branch walk it.

    `news_at`: when the story became news to whoever listens to this branch. It was published then, or put right to be about it. None: it
    came here because its service moved, and nobody is told about that.
    """

    PRIVACY = dict.fromkeys(("id", "story", "service"), "public") | {"told_at": "staff", "news_at": "staff"}

    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    told_at = models.DateTimeField()
    news_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "service"], name="one_row_per_story_and_branch")]
        indexes = [
            # With the moment itself, without which PostgreSQL would look up every row of an index over what is worked out from it.
            models.Index(F("service"), clock.day_in("told_at").desc(), F("story").desc(), include=["told_at"], name="branch_newest"),
            models.Index(fields=["news_at"], name="branch_news", condition=Q(news_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} in {self.service_id}"


class StoryTag(models.Model):
    PRIVACY = dict.fromkeys(("id", "story", "tag", "position"), "public")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="story_tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="one_row_per_story_and_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.story_id}"


class StoryMove(AbstractMove):
    """One row per change of state, with who and why. Shown in the product, so not left to the event log."""

    PRIVACY = AbstractMove.PRIVACY | {"story": "staff", "to_state": "staff", "reason": "staff", "message": "private", "changed": "private"}

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=30, blank=True)
    message = models.TextField(blank=True, help_text="What the author is told, or what the author said")
    changed = models.JSONField(
        default=dict,
        db_default=Value({}, output_field=models.JSONField()),
        help_text="Services and tags that an edit changed, by name: now and then (rules.edits)",
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="story_move_at")]

    @property
    def said(self) -> str:
        """What somebody wrote with it, or what it changed, in words."""
        return " ".join([*([self.message] if self.message else []), *changed_words(self.changed)])


class Consent(models.Model):
    """What an author agreed to, in which wording, when; and when it was taken back."""

    class Use(models.TextChoices):
        PUBLISH = "publish", gettext_lazy("Publish on Heard")
        PASS_ON_NHS = "pass-on-nhs", gettext_lazy("Pass on to NHS.UK")
        PASS_ON_REGULATORS = "pass-on-regulators", gettext_lazy("Pass on to regulators")
        RESEARCH = "research", gettext_lazy("Use in research")

    PRIVACY = dict.fromkeys(("id", "story", "use", "wording", "language", "given_at", "taken_back_at"), "private")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(max_length=20, choices=Use)
    wording = models.CharField(max_length=20, help_text="Version of the wording, see stories.rules.consent")
    language = LanguageField(help_text="What the words were in that were agreed to")
    given_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "use"], condition=Q(taken_back_at=None), name="one_standing_consent_per_use")
        ]

    def __str__(self) -> str:
        return f"{self.use} for {self.story_id}"
