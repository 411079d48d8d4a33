from typing import Any, Self

from django import forms

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.core.texts.cleaning import clean
from heard.responses.rules import limits
from heard.stories.rules.length import Length, length_of, words_in
from heard.ui.forms import DayField, Form, SentOnce, TextField, WordsField


class LimitedForm(SentOnce):
    """A form with a `text` that should not be longer than a region says: the view calls `limit_words`."""

    long_is_fine = forms.BooleanField(label="Send it at this length", required=False)
    words_limit = 0

    def limit_words(self, limit: int) -> Self:
        """Say beforehand how long it should be. The box to send it longer all the same is there only where it is longer."""
        self.words_limit = limit
        text = self.fields["text"]
        if isinstance(text, WordsField):
            text.counted = f"{text.count_hint} Please keep it to {limit:,} words, so that people read it all.".strip()
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
        label="Your answer",
        rows=14,
        usual=(80, 250),
        most=limits.ANSWER,
        error_messages={"required": "Write your answer"},
    )
    name = TextField(
        label="Your name",
        help_text="As the author will read it. A real person answers, never a department.",
        max_length=limits.NAME,
        error_messages={"required": "Give the name you answer under", "max_length": f"Keep your name to {limits.NAME} characters"},
    )
    job_title = TextField(
        label="Your role",
        help_text="What you do, in words that somebody outside would use. For example: Ward manager, Larkfield Ward.",
        max_length=limits.JOB_TITLE,
        error_messages={"required": "Say what your role is", "max_length": f"Keep your role to {limits.JOB_TITLE} characters"},
    )
    sign_off = TextField(
        label="Sign-off",
        required=False,
        help_text="A last line under your answer, if you want one. For example: With good wishes, Joy.",
        max_length=limits.SIGN_OFF,
        error_messages={"max_length": f"Keep the sign-off to {limits.SIGN_OFF} characters"},
    )
    claims_change = forms.BooleanField(
        label="My answer says that something was or will be changed",
        required=False,
        help_text="A moderator reads every promise before it is public. You can also plan a change on its own: it then has a date "
        "and is shown as a change.",
    )

    def now_seen(self, version: int) -> None:
        """Show the form again as one that knows `version`: whoever sends it now has been shown what is stored."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen_version": str(version)}


class PlanForm(SentOnce):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = WordsField(
        label="What will change?",
        rows=5,
        most=limits.CHANGE,
        help_text="So that somebody could go and look whether it is there. One change; you can plan another one after.",
        error_messages={"required": "Say what will change"},
    )
    who_leads = TextField(
        label="Who leads it?",
        help_text="A role is enough. For example: Head of catering.",
        max_length=limits.JOB_TITLE,
        error_messages={"required": "Say who leads it", "max_length": f"Keep it to {limits.JOB_TITLE} characters"},
    )
    due_on = DayField(
        label="By when?",
        help_text="A day you can keep. It is public, and after it the change is shown as overdue.",
        earliest=clock.today,
        error_messages={"required": "Say by when"},
    )


class MadeForm(SentOnce):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    made_what = WordsField(
        label="What was done?",
        rows=6,
        most=limits.CHANGE,
        help_text="What is different now, and how you know. The author will be asked whether it made a difference.",
        error_messages={"required": "Say what was done"},
    )


class NewDateForm(Form):
    due_on = DayField(
        label="What is the new date?",
        help_text="A day you can keep. It is public at once, beside the day that was promised first.",
        earliest=clock.today,
        error_messages={"required": "Enter the new date"},
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class ShownForm(Form):
    """A button on a page that shows something as it was at `seen_version`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
