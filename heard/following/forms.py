from typing import Any

from django import forms

from heard.responses.forms import LimitedForm
from heard.stories.models import Consent
from heard.stories.rules.consent import CURRENT, WORDINGS
from heard.stories.rules.own_words import OwnWords
from heard.telling.forms import EITHER_WAY, MOST_SIGNS
from heard.ui.forms import EmailAddressField, Form, KeyWidget, PinField, SentOnce, TextField, WordsField


class KeyForm(Form):
    """The four words that bring an author back."""

    words = TextField(
        label="What is your story key?",
        help_text="Four words. Capitals, hyphens and full stops do not matter.",
        max_length=200,
        widget=KeyWidget,
        error_messages={"required": "Enter the four words of your story key"},
    )


class LinkForm(Form):
    """The e-mail address that an author left."""

    email = EmailAddressField(
        label="Which e-mail address did you give us?",
        own=True,
        error_messages={"required": "Write the e-mail address that you gave us with your story"},
    )


class ProofForm(Form):
    pin = PinField(label="Your PIN")


class ReplyForm(LimitedForm):
    text = WordsField(label="Your reply", rows=6, usual=(10, 200), error_messages={"required": "Write what you want to say."})


class UpdateForm(LimitedForm):
    text = WordsField(label="What happened since?", rows=6, usual=(10, 200), error_messages={"required": "Write what happened since."})


class NotYetForm(LimitedForm):
    text = WordsField(
        label="Would you like to add anything?",
        help_text="If you do, a moderator reads it before it’s public.",
        rows=5,
        required=False,
    )


class QuestionForm(Form):
    text = WordsField(label="Your answer", rows=6, usual=(5, 200), error_messages={"required": "Write your answer."})


class CorrectForm(Form):
    """What the author sent, to be corrected or added to; `seen_words` lets a correction from another window be noticed."""

    words = WordsField(
        label="What happened?",
        rows=14,
        usual=(50, 300),
        most=MOST_SIGNS,
        error_messages={"required": "Tell us what happened. To take it all away, take your story back"},
        widget=forms.Textarea(EITHER_WAY),
    )
    hope = WordsField(label="What did you hope for?", rows=4, most=20_000, required=False, widget=forms.Textarea(EITHER_WAY))
    title = TextField(
        label="What would you call your story?",
        max_length=140,
        required=False,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off"}),
        error_messages={"max_length": "Use at most 140 letters. You have %(show_value)s"},
    )
    chosen_name = TextField(
        label="What name should we show with your story?",
        help_text="Not your real name, please.",
        max_length=60,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Choose a name to tell it under", "max_length": "Use at most 60 letters"},
    )
    note = WordsField(
        label="Is there anything you’d like to tell the moderator?",
        help_text="For example, that the place is wrong. Only moderators read this.",
        rows=3,
        most=5_000,
        required=False,
    )
    seen_words = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)

    def own_words(self) -> OwnWords:
        return OwnWords(**{name: self.cleaned_data[name] for name in ("title", "words", "hope", "chosen_name")})


class LookAgainForm(Form):
    text = WordsField(label="What should they know?", rows=6, usual=(10, 200), most=5000, required=False)


class TreatedDifferentlyForm(SentOnce):
    text = WordsField(label="What happened?", rows=8, usual=(20, 300), error_messages={"required": "Tell us what happened."})


class EmailForm(Form):
    email = EmailAddressField(
        label="E-mail address",
        own=True,
        help_text="It is sealed: neither moderators nor the people you write about can ever see it.",
        error_messages={"required": "Type an e-mail address, or go back."},
    )


class NewPinForm(Form):
    pin = PinField(label="Choose a PIN", new=True)


class ConsentsForm(Form):
    """What else may be done with a published story; publishing itself is taken back by withdrawing it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for use, wording in WORDINGS[CURRENT].items():
            if use != Consent.Use.PUBLISH:
                self.fields[use] = forms.BooleanField(label=wording.label, help_text=wording.more, required=False)

    @property
    def uses(self) -> set[str]:
        return {use for use, agreed in self.cleaned_data.items() if agreed}
