from typing import Any

from django import forms

from heard.organisations.models import Role
from heard.ui.forms import EmailAddressField, Form, SentOnce, TextField

ROLE_WORDS: dict[str, str] = {
    Role.MEMBER: "Member: reads and is told",
    Role.RESPONDER: "Responder: answers stories and plans changes",
    Role.ADMINISTRATOR: "Administrator: looks after members",
}


class RolesField(forms.MultipleChoiceField):
    """One or more roles, each with what it lets a member do."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="What may they do?",
            choices=list(ROLE_WORDS.items()),
            error_messages={"required": "Choose at least one role."},
            **kwargs,
        )


class InvitationForm(SentOnce):
    """Whom to invite, and as what."""

    email = EmailAddressField(label="Their e-mail address at work")
    name = TextField(label="Their name", max_length=100, required=False)
    job_title = TextField(label="Their job title", max_length=120, required=False)
    roles = RolesField()


class AgainForm(Form):
    """Where an invitation is sent once more."""

    email = EmailAddressField(label="Their email address at work")


class RolesForm(Form):
    roles = RolesField()
    job_title = TextField(label="Job title", max_length=120, required=False)


class ProfileForm(Form):
    """How one is called. Answers are published with the name and job title that one has on that day."""

    name = TextField(label="Your name", max_length=100)
    job_title = TextField(label="Your job title here", max_length=120, required=False)


class ContactForm(Form):
    """One number or address that anybody may use."""

    value = TextField(
        label="A telephone number, e-mail address, web page or postcode",
        max_length=200,
        help_text="One that is meant for everybody. Never a patient’s, and never somebody’s own mobile.",
    )
    what = TextField(
        label="Whose it is, and when somebody is there",
        max_length=120,
        required=False,
        help_text="For example: Patient experience team, Monday to Friday, 9 to 5.",
    )


class NewMemberForm(Form):
    """The account of somebody who accepts an invitation and has none."""

    name = TextField(label="Your name", max_length=100, help_text="As it will stand beside your answers.")
    password = forms.CharField(
        label="Choose a password",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 signs. Three or four words that have nothing to do with each other are easy to keep.",
        strip=False,
    )
