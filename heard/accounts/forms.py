"""allauth's forms in Heard's words and look. What they check and do is theirs."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import limits
from heard.core.texts.addresses import as_kept
from heard.media.forms import PictureField, WithPhoto
from heard.ui.forms import Plain

PASSWORD_HINT = gettext_lazy("At least 10 characters. Three random words are strong and easy to remember.")
NEW_PASSWORD = (gettext_lazy("Choose a password"), PASSWORD_HINT, gettext_lazy("Enter a password"))
SAME_PASSWORD = (gettext_lazy("Enter the same password again"), "", gettext_lazy("Enter the same password again"))
OWN_EMAIL = (gettext_lazy("Your work email address"), "", gettext_lazy("Enter your work email address"))
OWN_PASSWORD = (gettext_lazy("Your password"), "", gettext_lazy("Enter your password"))


class Worded(Plain):
    """Our own words for the fields of someone else's form: label, hint, and what to do about an empty one."""

    WORDS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.WORDS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = str(label), str(hint)
                self.fields[name].error_messages["required"] = str(empty)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class TypedTwice(Worded):
    """Where a new password is typed twice. allauth looks at that too, later, and says it in its own words."""

    cleaned_data: dict[str, Any]

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1", again) != again:
            raise forms.ValidationError(_("The passwords don’t match. Enter the same password twice."))
        return again


class LoginForm(Worded, account.LoginForm):
    WORDS = {"login": OWN_EMAIL, "password": OWN_PASSWORD}

    def clean_login(self) -> str:
        return as_kept(super().clean_login())


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    WORDS = {"password": OWN_PASSWORD}


class ChangePasswordForm(TypedTwice, account.ChangePasswordForm):
    WORDS = {
        "oldpassword": (gettext_lazy("Your current password"), "", gettext_lazy("Enter your current password")),
        "password1": (gettext_lazy("New password"), PASSWORD_HINT, gettext_lazy("Enter a new password")),
        "password2": SAME_PASSWORD,
    }


class SetPasswordForm(TypedTwice, account.SetPasswordForm):
    WORDS = {"password1": NEW_PASSWORD, "password2": SAME_PASSWORD}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    WORDS = {"email": OWN_EMAIL}

    def clean_email(self) -> str:
        self.cleaned_data["email"] = as_kept(self.cleaned_data["email"])
        get_adapter().count_attempt("password-reset", self.cleaned_data["email"])
        return super().clean_email()  # type: ignore[no-any-return]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        with limits.same_answer_time():
            return super().save(request, **kwargs)  # type: ignore[no-any-return]


class ResetPasswordKeyForm(TypedTwice, account.ResetPasswordKeyForm):
    WORDS = {"password1": NEW_PASSWORD, "password2": SAME_PASSWORD}


class _Code(Worded):
    """A code from an app, or one of the recovery codes; guesses are limited by person."""

    WORDS = {
        "code": (
            gettext_lazy("Your code"),
            gettext_lazy("The 6-digit code in your app, or a recovery code."),
            gettext_lazy("Enter your 6-digit code, or a recovery code"),
        )
    }
    user: Any

    def clean_code(self) -> str:
        get_adapter().count_attempt("second-step", str(self.user.pk))
        code: str = super().clean_code()  # type: ignore[misc]
        if not get_adapter().is_first_use(self.user, code):
            raise mfa_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_Code, mfa.AuthenticateForm):
    pass


class MFAReauthenticateForm(_Code, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    WORDS = {"code": (gettext_lazy("The 6-digit code in your app"), "", gettext_lazy("Enter the 6-digit code in your app"))}


class DeactivateTOTPForm(Worded, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(Worded, codes.GenerateRecoveryCodesForm):
    pass


class _Passkey(Worded):
    """What a browser's passkey says. allauth reads it trustingly; whatever else is sent here is a wrong answer, not a fault of ours. What
    is wrong with one is said in one way: nobody typed a code, or can mend a hidden field.
    """

    errors: Any
    error_class: Any
    add_error: Any

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError):
            self.add_error("credential", "")
        if "credential" in self.errors:
            self.errors["credential"] = self.error_class([_("That passkey didn’t work. Try again, or choose another way.")])


class LoginPasskeyForm(_Passkey, passkeys.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(_Passkey, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_Passkey, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(_Passkey, passkeys.AddWebAuthnForm):
    """`passwordless` is on unless taken off: a passkey with finger, face or PIN is two steps in one."""

    WORDS = {
        "name": (gettext_lazy("A name for this passkey"), gettext_lazy("So you can recognise it later, like “Work phone”."), ""),
        "passwordless": (
            gettext_lazy("Sign in with this passkey only, without your password"),
            gettext_lazy("You’ll use your fingerprint, face or PIN each time."),
            "",
        ),
    }
    name = forms.CharField(max_length=60, required=False)
    passwordless = forms.BooleanField(required=False, initial=True)


class EditPasskeyForm(Worded, passkeys.EditWebAuthnForm):
    WORDS = {"name": (gettext_lazy("Name of the passkey"), "", gettext_lazy("Enter a name for the passkey"))}
    name = forms.CharField(max_length=60)


class PhotoForm(WithPhoto):
    photo = PictureField(
        label=gettext_lazy("Choose a photo"),
        help_text=gettext_lazy("A JPEG, PNG, WebP or HEIC picture of up to 10 MB. We show the middle of it."),
        error_messages={"required": gettext_lazy("Choose a photo")},
    )
