from django import forms

from heard.ui.forms import Form, KeyWidget, TextField


class KeyForm(Form):
    """The four words that bring an author back."""

    words = TextField(
        label="What is your story key?",
        help_text="Four words. Capitals, hyphens and full stops do not matter.",
        max_length=200,
        widget=KeyWidget,
        error_messages={"required": "Write the four words of your story key"},
    )


class LinkForm(Form):
    """The e-mail address that an author left."""

    email = forms.CharField(
        label="Which e-mail address did you give us?",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Write the e-mail address that you gave us with your story"},
    )
