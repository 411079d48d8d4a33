"""Whom pages are for: everybody signed in, and those who work for Heard itself. Organisations have their own in `organisations`.

Moderators and operators meet their pages only in a session that showed a second factor; before that they are sent to set one up
or to show it.
"""

from django.http import HttpRequest
from django.urls import reverse

from heard.accounts import policies
from heard.core.access import only


def second_factor_owed(request: HttpRequest) -> str | None:
    """The page where the second factor is set up or shown, while this session still owes it."""
    if policies.second_factor_satisfied(request.user, request.session):
        return None
    return reverse("mfa_reauthenticate" if policies.has_second_factor(request.user) else "accounts:second_factor_needed")


signed_in = only("signed in", lambda request: request.user.is_authenticated)
moderators = only("moderators", lambda request: policies.is_moderator(request.user), first=second_factor_owed)
senior_moderators = only("senior moderators", lambda request: policies.is_senior_moderator(request.user), first=second_factor_owed)
operators = only("operators", lambda request: policies.is_operator(request.user), first=second_factor_owed)
