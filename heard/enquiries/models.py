from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.accounts.models import Person
from heard.core import clock
from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
from heard.regions.models import Region
from heard.stories.rules.signs import HELP


class Kind(models.TextChoices):
    QUESTION = "question", gettext_lazy("A question")
    PRAISE = "praise", gettext_lazy("Something we do well")
    COMPLAINT = "complaint", gettext_lazy("A complaint about Heard")
    PRESS = "press", gettext_lazy("Press, or research")


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message to Heard", "Waiting")
    ANSWERED = "answered", pgettext_lazy("message to Heard", "Answered")
    CLOSED = "closed", gettext_lazy("Closed without an answer")


class Enquiry(models.Model):
    """What somebody wrote to the people who run Heard, and what they answered.

    The address is closed to the worker's key: whoever answers never sees it. It is forgotten with the enquiry.
    """

    PRIVACY = {
        "id": "staff",
        "form_key": "operational",
        "region": "staff",
        "kind": "staff",
        "words": "private",
        "signs": "staff",
        "sealed": "private",
        "language": "private",
        "sent_at": "staff",
        "due_on": "staff",
        "state": "staff",
        "answer": "private",
        "done_at": "staff",
        "done_by": "staff",
    }

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="enquiries")
    form_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField()
    signs = ArrayField(
        models.CharField(max_length=20), null=True, help_text="Kinds of signs found, gravest first; none: not looked through yet"
    )
    sealed = models.BinaryField()
    language = LanguageField(help_text="What we write to them in")
    sent_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="enquiries_done")

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                name="enquiry_done_or_waiting",
                condition=Q(state=State.WAITING, done_at=None) | ~Q(state=State.WAITING) & Q(done_at__isnull=False),
            ),
            models.CheckConstraint(name="enquiry_answered_with_words", condition=~Q(state=State.ANSWERED) | ~Q(answer="")),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="enquiry_waiting", condition=Q(state=State.WAITING))]

    def __str__(self) -> str:
        return f"Enquiry {self.pk}"

    @property
    def in_danger(self) -> bool:
        """Whether its words have signs that somebody is in danger, or needs care now."""
        return bool(HELP & set(self.signs or ()))


class EnquiryMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("enquiry", "to_state", "reason"), "staff")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="moves")
    name = models.CharField(max_length=10)
    to_state = models.CharField(max_length=8, choices=State)
    reason = models.TextField(blank=True)
