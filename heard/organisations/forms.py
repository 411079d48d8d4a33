from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heard.media.forms import WithPicture
from heard.organisations.models import Role
from heard.ui.forms import EmailAddressField, Form, SentOnce, TextField

ROLE_WORDS: dict[str, Promise] = {
    Role.MEMBER: gettext_lazy("Member: reads stories and gets emails about them"),
    Role.RESPONDER: gettext_lazy("Responder: answers stories and plans changes"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator: invites and looks after members"),
}


class RolesField(forms.MultipleChoiceField):
    """One or more roles, each with what it lets a member do."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("What can they do?"),
            choices=list(ROLE_WORDS.items()),
            error_messages={"required": gettext_lazy("Choose at least one role")},
            **kwargs,
        )


class InvitationForm(SentOnce):
    """Whom to invite, and as what."""

    email = EmailAddressField(label=gettext_lazy("Their work email address"))
    name = TextField(label=gettext_lazy("Their name"), max_length=100, required=False)
    job_title = TextField(label=gettext_lazy("Their job title"), max_length=120, required=False)
    roles = RolesField()


class AgainForm(Form):
    """Where an invitation is sent once more."""

    email = EmailAddressField(label=gettext_lazy("Their work email address"))


class RolesForm(Form):
    roles = RolesField()
    job_title = TextField(label=gettext_lazy("Job title"), max_length=120, required=False)


class ProfileForm(Form):
    """How one is called. Answers are published with the name and job title that one has on that day."""

    name = TextField(label=gettext_lazy("Your name"), max_length=100)
    job_title = TextField(label=gettext_lazy("Your job title here"), max_length=120, required=False)


class ContactForm(Form):
    """One number or address that anybody may use."""

    value = TextField(
        label=gettext_lazy("Phone number, email address, webpage or postcode"),
        max_length=200,
        help_text=gettext_lazy("Use one that’s meant for everyone. Never use a patient’s, or someone’s own mobile."),
    )
    what = TextField(
        label=gettext_lazy("Whose it is, and when someone is there"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example: Patient experience team, Monday to Friday, 9am to 5pm."),
    )


class NewMemberForm(Form):
    """The account of somebody who accepts an invitation and has none."""

    name = TextField(label=gettext_lazy("Your name"), max_length=100, help_text=gettext_lazy("This will appear with your answers."))
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Use at least 10 characters. Three random words are strong and easy to remember."),
        strip=False,
    )


class PictureForm(WithPicture):
    """A picture of the organisation, or of a service that it looks after."""
