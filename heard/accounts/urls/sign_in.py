"""allauth's pages, those that we draw and no others: signing in, the password, the second step. Its own names, without ours before.

What is not listed does not exist: nobody signs up, links a social account or manages addresses here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from heard.accounts.audiences import signed_in
from heard.core.access import View, at_work, public


def at_the_door(view: View) -> View:
    """Anybody, on the host where staff work: a session begun on another would be one for nothing."""
    return at_work(public(view))


urlpatterns = [
    path("login/", at_the_door(account.login), name="account_login"),
    path("logout/", at_the_door(account.logout), name="account_logout"),
    path("closed/", at_the_door(account.account_inactive), name="account_inactive"),
    path("confirm/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/first/", signed_in(account.password_set), name="account_set_password"),
    path("password/forgotten/", at_the_door(account.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", at_the_door(account.password_reset_done), name="account_reset_password_done"),
    path("password/new/done/", at_the_door(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        at_the_door(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-step/", signed_in(mfa.index), name="mfa_index"),
    path("second-step/enter/", at_the_door(mfa.authenticate), name="mfa_authenticate"),
    path("second-step/confirm/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/app/add/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-step/codes/download/", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", at_the_door(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/confirm/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
