"""What follows from allauth's own announcements."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from heard.accounts import policies


def remember_second_factor(request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    """Whoever adds a second factor has just shown it: this session need not ask for it again."""
    if authenticator.type in policies.REAL_FACTORS:
        request.session[policies.FACTOR_ADDED] = authenticator.user_id


authenticator_added.connect(remember_second_factor, dispatch_uid="heard.accounts.remember_second_factor")
