from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.core.texts.cleaning import clean
from heard.responses.rules import limits
from heard.stories.rules.length import Length, length_of, words_in
from heard.ui.forms import DayField, Form, SentOnce, TextField, WordsField
from heard.ui.wording import number


class LimitedForm(SentOnce):
    """A form with a `text` that should not be longer than a region says: the view calls `limit_words`."""

    long_is_fine = forms.BooleanField(label=gettext_lazy("Send it at this length"), required=False)
    words_limit = 0

    def limit_words(self, limit: int) -> Self:
        """Say beforehand how long it should be. The box to send it longer all the same is there only where it is longer."""
        self.words_limit = limit
        text = self.fields["text"]
        if isinstance(text, WordsField):
            keep_to = _("Please keep it to %(limit)s words, so that people read it all.") % {"limit": number(limit)}
            text.counted = f"{text.count_hint} {keep_to}".strip()
        words = words_in(clean(self.data.get("text", ""))) if self.is_bound else 0
        if length_of(words, limit=limit) != Length.LONG:
            del self.fields["long_is_fine"]
        self.order_fields(["form_key", "seen_version", "text", "long_is_fine"])
        return self

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.words_limit and said.get("text"):
            try:
                limits.check_length(said["text"], limit=self.words_limit, long_is_fine=bool(said.get("long_is_fine")))
            except NotAcceptable as error:
                self.refuse(error)
        return said


class AnswerForm(LimitedForm):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = WordsField(
        label=gettext_lazy("Your answer"),
        rows=14,
        usual=(80, 250),
        most=limits.ANSWER,
        error_messages={"required": gettext_lazy("Write your answer")},
    )
    name = TextField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("The author will see it. Give a real person’s name, not a department’s."),
        max_length=limits.NAME,
        error_messages={
            "required": gettext_lazy("Enter your name"),
            "max_length": gettext_lazy("Your name must be %(limit_value)s characters or fewer"),
        },
    )
    job_title = TextField(
        label=gettext_lazy("Your role"),
        help_text=gettext_lazy("Use words that patients and families know. For example: Ward manager, Larkfield Ward."),
        max_length=limits.JOB_TITLE,
        error_messages={
            "required": gettext_lazy("Enter your role"),
            "max_length": gettext_lazy("Your role must be %(limit_value)s characters or fewer"),
        },
    )
    sign_off = TextField(
        label=gettext_lazy("Sign-off"),
        required=False,
        help_text=gettext_lazy("A last line under your answer. For example: With good wishes, Joy."),
        max_length=limits.SIGN_OFF,
        error_messages={"max_length": gettext_lazy("The sign-off must be %(limit_value)s characters or fewer")},
    )
    claims_change = forms.BooleanField(
        label=gettext_lazy("My answer says that something has changed or will change"),
        required=False,
        help_text=gettext_lazy(
            "A moderator reads every promise before it’s published. You can also plan a change separately, with a date."
        ),
    )

    def now_seen(self, version: int) -> None:
        """Show the form again as one that knows `version`: whoever sends it now has been shown what is stored."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen_version": str(version)}


class PlanForm(SentOnce):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = WordsField(
        label=gettext_lazy("What will change?"),
        rows=5,
        most=limits.CHANGE,
        help_text=gettext_lazy("Describe one change, clearly enough for someone to check that it’s been made. You can plan others later."),
        error_messages={"required": gettext_lazy("Say what will change")},
    )
    who_leads = TextField(
        label=gettext_lazy("Who will lead it?"),
        help_text=gettext_lazy("You can give a role instead of a name. For example: Head of catering."),
        max_length=limits.JOB_TITLE,
        error_messages={
            "required": gettext_lazy("Say who will lead it"),
            "max_length": gettext_lazy("The name or role of the lead must be %(limit_value)s characters or fewer"),
        },
    )
    due_on = DayField(
        label=gettext_lazy("When will it be done by?"),
        help_text=gettext_lazy("Choose a date you can keep. It will be public, and after it the change will show as overdue."),
        earliest=clock.today,
        error_messages={"required": gettext_lazy("Enter the date it will be done by")},
    )


class MadeForm(SentOnce):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    made_what = WordsField(
        label=gettext_lazy("What has changed?"),
        rows=6,
        most=limits.CHANGE,
        help_text=gettext_lazy("Say what’s different now, and how you know. We’ll ask the author if it made a difference."),
        error_messages={"required": gettext_lazy("Say what has changed")},
    )


class NewDateForm(Form):
    due_on = DayField(
        label=gettext_lazy("What’s the new date?"),
        help_text=gettext_lazy("Choose a date you can keep. It will be public at once, next to the date you first promised."),
        earliest=clock.today,
        error_messages={"required": gettext_lazy("Enter the new date")},
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class ShownForm(Form):
    """A button on a page that shows something as it was at `seen_version`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
