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

from heard.core import limits
from heard.core.texts.addresses import as_kept
from heard.ui.forms import Plain

PASSWORD_HINT = "At least 10 signs. Three or four words that have nothing to do with each other are easy to keep."  # noqa: S105


class Worded(Plain):
    """Labels and hints of our own for fields of somebody else's form."""

    WORDS: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.WORDS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"Fill in “{field.label}”"


class LoginForm(Worded, account.LoginForm):
    WORDS = {"login": ("Your e-mail address at work", ""), "password": ("Your password", "")}

    def clean_login(self) -> str:
        return as_kept(super().clean_login())


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    WORDS = {"password": ("Your password", "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    WORDS = {
        "oldpassword": ("Your password now", ""),
        "password1": ("The new password", PASSWORD_HINT),
        "password2": ("The new password again", ""),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    WORDS = {"password1": ("Choose a password", PASSWORD_HINT), "password2": ("The same password again", "")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    WORDS = {"email": ("Your e-mail address at work", "")}

    def clean_email(self) -> str:
        self.cleaned_data["email"] = as_kept(self.cleaned_data["email"])
        get_adapter().count_attempt("password-reset", self.cleaned_data["email"])
        return super().clean_email()  # type: ignore[no-any-return]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        with limits.same_answer_time():
            return super().save(request, **kwargs)  # type: ignore[no-any-return]


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    WORDS = {"password1": ("Choose a password", PASSWORD_HINT), "password2": ("The same password again", "")}


class _Code(Worded):
    """A code from an app, or one of the recovery codes; guesses are limited by person."""

    WORDS = {"code": ("The code", "Six numbers from your app, or one of your recovery codes.")}
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
    WORDS = {"code": ("The six numbers that your app shows now", "")}


class DeactivateTOTPForm(Worded, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(Worded, codes.GenerateRecoveryCodesForm):
    pass


class _Passkey(Worded):
    """What a browser's passkey says. allauth reads it trustingly; whatever else is sent here is a wrong answer, not a fault of ours."""

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError):
            self.add_error(None, "That passkey did not work. Try again, or choose another way.")  # type: ignore[attr-defined]


class LoginPasskeyForm(_Passkey, passkeys.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(_Passkey, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_Passkey, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(_Passkey, passkeys.AddWebAuthnForm):
    """`passwordless` is on unless taken off: a passkey with finger, face or PIN is two steps in one."""

    WORDS = {
        "name": ("A name for it, so that you know it again", "“Work phone”, for example."),
        "passwordless": ("Sign in with this passkey alone, without my password", "It then asks for your finger, your face or a PIN."),
    }
    name = forms.CharField(max_length=60, required=False)
    passwordless = forms.BooleanField(required=False, initial=True)


class EditPasskeyForm(Worded, passkeys.EditWebAuthnForm):
    WORDS = {"name": ("What it is called", "")}
    name = forms.CharField(max_length=60)
