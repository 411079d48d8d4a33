from django import forms

from heard.accounts.rules.contacts import clean_email
from heard.core.errors import NotAcceptable
from heard.enquiries.models import Kind
from heard.ui.forms import SentOnce, WordsField


class EnquiryForm(SentOnce):
    """Anybody's message to the people who run Heard."""

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    words = WordsField(label="Your message", rows=8, usual=(10, 300), most=10_000, error_messages={"required": "Write your message."})
    email = forms.CharField(
        label="Your email address",
        help_text="We use it to answer you, and for nothing else. The person who answers can't see it.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Write your email address, so that we can answer you."},
    )

    def clean_email(self) -> str:
        try:
            return clean_email(self.cleaned_data["email"])
        except NotAcceptable as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
