"""How allauth behaves here: nobody signs up, attempts are limited without keeping who tried, emails go through our ledger, secrets
are stored encrypted.
"""

import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.accounts import emails
from heard.accounts.actions.people import set_password
from heard.accounts.models import Person
from heard.core import limits
from heard.core.access import place_of
from heard.core.errors import TooMany

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
"""Attempts at one account in a window, from wherever."""
PER_PLACE = 60
"""Attempts from one network address in a window, at whatever account: a hospital shares one."""


class AccountAdapter(DefaultAccountAdapter):
    """Staff sign in with email and password; nobody signs up by themselves, members are invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("Your email address or password isn’t right. Check both and try again."),
        "incorrect_password": gettext_lazy("That isn’t the right password. Try again."),
        "enter_current_password": gettext_lazy("That isn’t your current password. Try again."),
    }

    def count_attempt(self, purpose: str, who: str) -> None:
        """Count one attempt to get in as `who`, and one from where it came.

        Raises:
            ValidationError: there were too many; says how long to wait, and nothing of whether the account exists.
        """
        place = place_of(context.request)
        try:
            limits.attempt(f"{purpose} from", place, at_most=PER_PLACE, per=WINDOW)
            limits.attempt(purpose, who.lower(), at_most=PER_ACCOUNT, per=WINDOW)
        except TooMany as too_many:
            minutes = -(-too_many.wait // 60)
            said = ngettext(
                "You’ve tried too many times. Wait %(minutes)s minute, then try again.",
                "You’ve tried too many times. Wait %(minutes)s minutes, then try again.",
                minutes,
            )
            raise ValidationError(said % {"minutes": minutes}, code="too_many") from None

    def is_first_use(self, user: Person, code: str) -> bool:
        """Whether a right code of the second step is used for the first time. allauth remembers that in the memory of one process only:
        whoever looked over a shoulder could use it again with another process, for as long as it holds.
        """
        seen = f"{user.pk} {re.sub(r'[^0-9A-Za-z]', '', code).lower()}"
        try:
            limits.attempt("second-step used", seen, at_most=1, per=timedelta(seconds=settings.MFA_TOTP_PERIOD))
        except TooMany:
            return False
        return True

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self.count_attempt("sign-in", str(credentials.get("email", "")))

    def reauthenticate(self, user: Person, password: str) -> bool:
        self.count_attempt("sign-in", user.email)
        return user.check_password(password)

    def set_password(self, user: Person, password: str) -> None:
        user.password = set_password(person_id=user.pk, password=password, by=user).password

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        emails.password_reset(user)

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        what = template_prefix.rpartition("/")[2]
        if what in emails.NOTICES:
            emails.notice(user, what=what)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing but what is overridden above is ever mailed."""


class MFAAdapter(DefaultMFAAdapter):
    """The second step. The app's secret and recovery codes are encrypted to the site's secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code isn’t right. If it’s from your app, enter the one it shows now.")
    }

    def encrypt(self, text: str) -> str:
        return str(_box().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return str(_box().decrypt(encrypted_text.encode()), "utf-8")

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an element of the page: pictures from elsewhere, data: among them, are forbidden by our policy."""
        code = qrcode.QRCode(border=2)
        code.add_data(url)
        squares = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{2}" shape-rendering="crispEdges">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
            str(len(squares)),
            path,
            _("Picture to scan with your app"),
        )

    def _get_site_name(self) -> str:
        return "Heard"

    def generate_authenticator_name(self, user: Person, type: Any) -> str:  # noqa: A002 (allauth's name)
        """What is kept of a passkey without a name: none. Pages say what it is called, in their own language."""
        return ""


def _box() -> MultiFernet:
    keys: list[str] = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"second step {key}".encode()).digest())) for key in keys])
