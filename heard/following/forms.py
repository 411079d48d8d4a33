from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from heard.responses.forms import LimitedForm
from heard.stories.models import Consent
from heard.stories.rules.consent import WORDINGS
from heard.stories.rules.own_words import OwnWords
from heard.telling.forms import EITHER_WAY, MOST_SIGNS
from heard.ui.forms import EmailAddressField, Form, KeyWidget, PinField, SentOnce, TextField, WordsField


class KeyForm(Form):
    """The four words that bring an author back."""

    words = TextField(
        label=gettext_lazy("What is your story key?"),
        help_text=gettext_lazy("It’s four words. Capital letters, hyphens and full stops don’t matter."),
        max_length=200,
        widget=KeyWidget,
        error_messages={"required": gettext_lazy("Enter the four words of your story key")},
    )


class LinkForm(Form):
    """The e-mail address that an author left."""

    email = EmailAddressField(
        label=gettext_lazy("Which email address did you give us?"),
        own=True,
        error_messages={"required": gettext_lazy("Enter the email address you gave us with your story")},
    )


class ProofForm(Form):
    pin = PinField(label=gettext_lazy("Your PIN"))


class ReplyForm(LimitedForm):
    text = WordsField(
        label=gettext_lazy("Your reply"), rows=6, usual=(10, 200), error_messages={"required": gettext_lazy("Enter your reply")}
    )


class UpdateForm(LimitedForm):
    text = WordsField(
        label=gettext_lazy("What has happened since?"),
        rows=6,
        usual=(10, 200),
        error_messages={"required": gettext_lazy("Tell us what has happened since")},
    )


class NotYetForm(LimitedForm):
    text = WordsField(
        label=gettext_lazy("Would you like to add anything?"),
        help_text=gettext_lazy("If you do, a moderator will read it before it’s public."),
        rows=5,
        required=False,
    )


class QuestionForm(Form):
    text = WordsField(
        label=gettext_lazy("Your answer"), rows=6, usual=(5, 200), error_messages={"required": gettext_lazy("Enter your answer")}
    )


class CorrectForm(Form):
    """What the author sent, to be corrected or added to; `seen_words` lets a correction from another window be noticed."""

    words = WordsField(
        label=gettext_lazy("What happened?"),
        rows=14,
        usual=(50, 300),
        most=MOST_SIGNS,
        error_messages={"required": gettext_lazy("Tell us what happened. To remove it all, take your story back.")},
        widget=forms.Textarea(EITHER_WAY),
    )
    hope = WordsField(
        label=gettext_lazy("What would you like to happen now?"), rows=4, most=20_000, required=False, widget=forms.Textarea(EITHER_WAY)
    )
    title = TextField(
        label=gettext_lazy("What would you call your story?"),
        max_length=140,
        required=False,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("The title must be 140 characters or fewer")},
    )
    chosen_name = TextField(
        label=gettext_lazy("What name should we show with your story?"),
        help_text=gettext_lazy("Please don’t use your real name."),
        max_length=60,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Enter a name to show with your story"),
            "max_length": gettext_lazy("The name must be 60 characters or fewer"),
        },
    )
    note = WordsField(
        label=gettext_lazy("Is there anything you’d like to tell the moderator?"),
        help_text=gettext_lazy("For example, if the place is wrong. Only moderators can read this."),
        rows=3,
        most=5_000,
        required=False,
    )
    seen_words = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)

    def own_words(self) -> OwnWords:
        return OwnWords(**{name: self.cleaned_data[name] for name in ("title", "words", "hope", "chosen_name")})


class LookAgainForm(Form):
    text = WordsField(label=gettext_lazy("What should we know when we look again?"), rows=6, usual=(10, 200), most=5000, required=False)


class TreatedDifferentlyForm(SentOnce):
    text = WordsField(
        label=gettext_lazy("What happened?"), rows=8, usual=(20, 300), error_messages={"required": gettext_lazy("Tell us what happened")}
    )


class EmailForm(Form):
    email = EmailAddressField(
        label=gettext_lazy("Your email address"),
        own=True,
        help_text=gettext_lazy("It’s encrypted. Moderators and the people you write about can never see it."),
        error_messages={"required": gettext_lazy("Enter an email address, or go back")},
    )


class NewPinForm(Form):
    pin = PinField(label=gettext_lazy("Choose a PIN"), new=True)


class ConsentsForm(Form):
    """What else may be done with a published story; publishing itself is taken back by withdrawing it."""

    def __init__(self, *args: Any, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for use, wording in WORDINGS[version].items():
            if use != Consent.Use.PUBLISH:
                self.fields[use] = forms.BooleanField(label=str(wording.label), help_text=str(wording.more), required=False)

    @property
    def uses(self) -> set[str]:
        return {use for use, agreed in self.cleaned_data.items() if agreed}
