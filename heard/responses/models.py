from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person
from heard.core import clock
from heard.core.models import AbstractMove
from heard.organisations.models import Organisation
from heard.regions.models import Region
from heard.stories.models import Story


class AnswerState(models.TextChoices):
    WINDOW = "window", gettext_lazy("Sent; can still be edited or taken back")
    WAITING = "waiting", gettext_lazy("Waiting for a moderator")
    PUBLISHED = "published", gettext_lazy("Published")
    RETURNED = "returned", gettext_lazy("Sent back with a moderator’s note")
    TAKEN_BACK = "taken-back", gettext_lazy("Taken back")
    LAPSED = "lapsed", gettext_lazy("Never published: the author took the story back")


class Answer(models.Model):
    """An organisation's public answer to a story, by a real person with name and role."""

    PRIVACY = (
        dict.fromkeys(("id", "story", "organisation", "name", "job_title", "text", "sign_off", "helpful"), "public")
        | dict.fromkeys(("person", "state", "claims_change", "version", "heavily_edited", "route", "as_sent"), "staff")
        | dict.fromkeys(("sent_at", "due_at", "published_at", "helpful_at", "times_rated"), "staff")
        | {"form_key": "operational"}
    )

    class Helpful(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, it helped")
        PARTLY = "partly", gettext_lazy("Partly")
        NO = "no", gettext_lazy("No")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="answers")
    name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=120)
    text = models.TextField()
    sign_off = models.CharField(max_length=160, blank=True)
    claims_change = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=AnswerState, default=AnswerState.WINDOW)
    route = models.CharField(max_length=20, blank=True, help_text="fast-track or moderation, as decided when the window closed")
    sent_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True, help_text="When the window to edit or take back closes")
    published_at = models.DateTimeField(null=True)
    heavily_edited = models.BooleanField(default=False, help_text="A moderator changed more than a little: lowers the score")
    helpful = models.CharField(max_length=10, choices=Helpful, blank=True)
    helpful_at = models.DateTimeField(null=True)
    times_rated = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Each change of the author's mind is told once: this tells them apart"
    )
    as_sent = models.TextField(blank=True, help_text="The responder's own words, where a moderator changed them")
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it was sent with: sending that form again changes nothing")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="published_answer_has_a_time",
                condition=~Q(state=AnswerState.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(name="answer_in_window_has_an_end", condition=~Q(state=AnswerState.WINDOW) | Q(due_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="answer_window", condition=Q(state=AnswerState.WINDOW)),
            models.Index(fields=["person", "-sent_at"], name="answer_by_person"),
            models.Index(fields=["sent_at"], name="answer_unread", condition=Q(state=AnswerState.WAITING)),
            models.Index(fields=["published_at"], name="answer_published", condition=Q(published_at__isnull=False)),
            models.Index(fields=["helpful_at"], name="answer_rated", condition=Q(helpful_at__isnull=False)),
            models.Index(
                F("organisation"),
                clock.day_in("published_at").desc(),
                F("story").desc(),
                F("id").desc(),
                include=["published_at"],
                name="answer_newest",
                condition=Q(state=AnswerState.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AnswerMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | {"answer": "staff", "to_state": "staff", "reason": "staff", "why": "staff"}

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=12, choices=AnswerState)
    reason = models.TextField(blank=True)
    why = models.JSONField(
        default=list,
        db_default=Value([], output_field=models.JSONField()),
        help_text="Why a moderator reads it: the conditions of fast-track that do not hold, with their numbers and words",
    )


class ReplyKind(models.TextChoices):
    REPLY = "reply", gettext_lazy("Reply to an answer")
    UPDATE = "update", gettext_lazy("Update to the story")
    NOT_YET = "not-yet", gettext_lazy("A promised change hasn’t happened")


class ReplyState(models.TextChoices):
    WAITING = "waiting", gettext_lazy("Waiting for a moderator")
    PUBLISHED = "published", gettext_lazy("Published")
    DECLINED = "declined", gettext_lazy("Declined")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back by the author")


class Reply(models.Model):
    """The author's next words: a reply to an answer, an update, or that a change hasn't happened by the day it was promised for.
    `text` is public once published; `original` is as sent. Both may be empty of the last kind: then the press of a button said it.
    """

    PRIVACY = {
        "id": "public",
        "story": "public",
        "answer": "public",
        "change": "public",
        "promised_for": "public",
        "kind": "public",
        "text": "public",
        "original": "private",
        "state": "staff",
        "sent_at": "private",
        "published_at": "staff",
        "form_key": "operational",
    }

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="replies")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    change = models.ForeignKey("responses.Change", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    promised_for = models.DateField(null=True, help_text="The day by which that change hadn't happened")
    kind = models.CharField(max_length=10, choices=ReplyKind)
    text = models.TextField(blank=True)
    original = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ReplyState, default=ReplyState.WAITING)
    sent_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                name="published_reply_is_complete",
                condition=~Q(state=ReplyState.PUBLISHED) | (Q(published_at__isnull=False) & (~Q(text="") | Q(kind=ReplyKind.NOT_YET))),
            ),
            models.CheckConstraint(
                name="not_yet_names_its_promise",
                condition=Q(kind=ReplyKind.NOT_YET, change__isnull=False, promised_for__isnull=False)
                | (~Q(kind=ReplyKind.NOT_YET) & Q(change=None, promised_for=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="reply_unread", condition=Q(state=ReplyState.WAITING)),
            models.Index(fields=["published_at"], name="reply_published", condition=Q(published_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class ReplyMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | {"reply": "staff", "to_state": "staff", "reason": "private"}

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=12, choices=ReplyState)
    reason = models.TextField(blank=True)


class ChangeState(models.TextChoices):
    PLAN_WAITING = "plan-waiting", gettext_lazy("A plan, waiting for a moderator")
    PLANNED = "planned", gettext_lazy("Planned")
    MADE_WAITING = "made-waiting", gettext_lazy("Said to be made, waiting for a moderator")
    MADE = "made", gettext_lazy("Made")
    RETURNED = "returned", gettext_lazy("Sent back with a moderator’s note")
    LAPSED = "lapsed", gettext_lazy("Never published: the author took the story back")


class Change(models.Model):
    """Something an organisation will do, or did, because of a story. Public from `planned` or `made`; both always moderated."""

    class Helped(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, it made a difference")
        NO = "no", gettext_lazy("No")

    PRIVACY = (
        dict.fromkeys(
            (
                "id",
                "story",
                "region",
                "organisation",
                "what",
                "who_leads",
                "due_on",
                "first_due_on",
                "made_what",
                "helped",
            ),
            "public",
        )
        | dict.fromkeys(("person", "state", "version", "sent_at", "planned_at", "made_at", "helped_at", "times_rated"), "staff")
        | {"form_key": "operational"}
    )

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="changes")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="That of its story, which a story keeps"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=14, choices=ChangeState)
    what = models.TextField(blank=True, help_text="What is planned")
    who_leads = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True, help_text="The day it was first promised for, if a later or earlier one was given since")
    made_what = models.TextField(blank=True, help_text="What was done")
    sent_at = models.DateTimeField(default=clock.now)
    planned_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    helped_at = models.DateTimeField(null=True)
    times_rated = models.PositiveIntegerField(default=0, db_default=0)
    form_key = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="planned_change_is_complete",
                condition=~Q(state=ChangeState.PLANNED)
                | (Q(planned_at__isnull=False, due_on__isnull=False) & ~Q(what="") & ~Q(who_leads="")),
            ),
            models.CheckConstraint(
                name="made_change_is_complete",
                condition=~Q(state=ChangeState.MADE) | (Q(made_at__isnull=False) & ~Q(made_what="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "story", "id"], name="change_due", condition=Q(state__in=[ChangeState.PLANNED, ChangeState.MADE_WAITING])
            ),
            models.Index(
                clock.day_in("made_at").desc(), F("story").desc(), F("id").desc(), name="change_made", condition=Q(state=ChangeState.MADE)
            ),
            models.Index(
                fields=["region", "due_on", "story", "id"],
                name="change_due_in_region",
                condition=Q(state__in=[ChangeState.PLANNED, ChangeState.MADE_WAITING]),
            ),
            models.Index(
                F("region"),
                clock.day_in("made_at").desc(),
                F("story").desc(),
                F("id").desc(),
                name="change_made_in_region",
                condition=Q(state=ChangeState.MADE),
            ),
            models.Index(
                fields=["sent_at"], name="change_unread", condition=Q(state__in=[ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING])
            ),
            models.Index(fields=["planned_at"], name="change_planned", condition=Q(planned_at__isnull=False)),
            models.Index(fields=["helped_at"], name="change_rated", condition=Q(helped_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class ChangeMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | {"change": "staff", "to_state": "staff", "reason": "staff"}

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=14, choices=ChangeState)
    reason = models.TextField(blank=True)


class TreatedDifferently(models.Model):
    """An author says: I was treated differently, or somebody asked who I am. Straight to a senior moderator; never public."""

    PRIVACY = {"id": "staff", "story": "staff", "text": "private", "told_at": "staff", "form_key": "operational"}

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="treated_differently")
    text = models.TextField()
    told_at = models.DateTimeField(default=clock.now)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name_plural = "reports of being treated differently"

    def __str__(self) -> str:
        return f"report {self.pk}"
