from django import forms

from heard.core import clock
from heard.responses.rules import limits
from heard.ui.forms import DayField, Form, SentOnce, TextField, WordsField


class AnswerForm(SentOnce):
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


class SeenForm(Form):
    """A button on a page that shows something as it was at `seen_version`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
