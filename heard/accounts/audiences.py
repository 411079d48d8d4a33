"""Whom pages are for: everybody signed in, those who work for Heard itself, and authors. Organisations have their own in `organisations`.

Moderators, editors and operators meet their pages only in a session that showed a second factor; before that they are sent to set one up
or to show it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from heard.accounts import policies
from heard.accounts.queries import worked_for_heard
from heard.core import links
from heard.core.access import never_kept, only


def second_factor_owed(request: HttpRequest) -> str | None:
    """The page where the second factor is set up or shown, while this session still owes it."""
    if policies.second_factor_satisfied(request.user, request.session):
        return None
    return reverse("mfa_reauthenticate" if policies.has_second_factor(request.user) else "accounts:second_factor_needed")


signed_in = only("signed in", lambda request: request.user.is_authenticated)


def moderates_no_more(request: HttpRequest) -> str | None:
    """The page that keeps what somebody typed whose work here ended while they typed. Everybody else gets 404, also for sending nothing."""
    sent = request.method == "POST" and any(str(value).strip() for name, value in request.POST.items() if name != "csrfmiddlewaretoken")
    return links.to("no-longer-moderator") if sent and worked_for_heard(request.user) else None


moderators = only("moderators", lambda request: policies.is_moderator(request.user), first=second_factor_owed, instead=moderates_no_more)
operators = only("operators", lambda request: policies.is_operator(request.user), first=second_factor_owed)
editors = only("editors", lambda request: policies.is_editor(request.user), first=second_factor_owed)
operators_and_seniors = only(
    "operators and senior moderators",
    lambda request: policies.is_operator(request.user) or policies.is_senior_moderator(request.user),
    first=second_factor_owed,
)
"""What a senior moderator may be called to at night, and those who run Heard read by day. The view says which of it."""


def authors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever came in with a story key or a mailed link; the view gets the author after the request. Others are asked for their key.

    What such a page says is kept nowhere on the way.
    """

    @never_kept
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        author = policies.author_of(request.session)
        if author is None:
            return redirect_to_login(request.get_full_path(), links.to("enter-key"))
        return view(request, author, *args, **kwargs)

    guarded.audience = "authors"  # type: ignore[attr-defined]
    return guarded
