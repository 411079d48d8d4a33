from django import forms

from heard.enquiries.models import Kind
from heard.ui.forms import EmailAddressField, SentOnce, WordsField


class EnquiryForm(SentOnce):
    """Anybody's message to the people who run Heard."""

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    words = WordsField(label="Your message", rows=8, usual=(10, 300), most=10_000, error_messages={"required": "Write your message."})
    email = EmailAddressField(
        label="Your email address",
        own=True,
        help_text="We use it to answer you, and for nothing else. The person who answers can't see it.",
        error_messages={"required": "Write your email address, so that we can answer you."},
    )
