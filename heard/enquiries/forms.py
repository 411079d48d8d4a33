from django import forms
from django.utils.translation import gettext_lazy

from heard.enquiries.models import Kind
from heard.ui.forms import EmailAddressField, SentOnce, WordsField


class EnquiryForm(SentOnce):
    """Anybody's message to the people who run Heard."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of message is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    words = WordsField(
        label=gettext_lazy("Your message"),
        rows=8,
        usual=(10, 300),
        most=10_000,
        error_messages={"required": gettext_lazy("Enter your message")},
    )
    email = EmailAddressField(
        label=gettext_lazy("Your email address"),
        own=True,
        help_text=gettext_lazy("We’ll only use it to answer you. The person who answers can’t see it."),
        error_messages={"required": gettext_lazy("Enter your email address so that we can answer you")},
    )
