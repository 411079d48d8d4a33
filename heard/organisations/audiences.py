"""Whom pages are for: members of the organisation that the visitor works as.

The choice of organisation is in the session; what it allows is read from the database at every request, so that freezing, removing
and changing roles work at once. A page of another organisation is 404: get rows through `working_as(request).organisation_id`.

Every form on these pages carries the organisation for which it was drawn (`opened_for`, put beside the form's token by
`config.navigation`). Whoever works for two of them and has switched in another window meanwhile is asked first: see `_asked_for`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.accounts.models import Person
from heard.core import clock
from heard.core.access import only
from heard.organisations import policies, queries
from heard.organisations.models import Membership
from heard.organisations.policies import Permission
from heard.organisations.presenters import typed_rows

View = TypeVar("View", bound=Callable[..., Any])
OPENED_FOR = "opened_for"
"""The field of a form that says for which organisation its page was drawn; a page of before that sends none, and is believed."""
SWITCH_BACK = "switch_back"
"""The button with which somebody sends a form for the organisation for which it was drawn, after having switched to another."""
WORKING_AS = "working_as"
WORKING_SINCE = "working_since"
_CACHE = "_heard_working_as"
_OPEN = "_heard_open_memberships"


def working_as(request: HttpRequest) -> Membership | None:
    """The membership that this request acts under, with `organisation` and `person` loaded; None for everybody else.

    Whoever has one membership works as that one. Whoever has several works as the one chosen in this session, and as none
    until one is chosen: nobody should answer in the name of an organisation by accident.
    """
    if not hasattr(request, _CACHE):
        setattr(request, _CACHE, _look_up(request))
    found: Membership | None = getattr(request, _CACHE)
    return found


def acting(request: HttpRequest) -> Membership:
    """The membership worked under, on pages whose audience has made sure that there is one."""
    found = working_as(request)
    if found is None:
        raise Http404
    return found


def work_as(request: HttpRequest, membership: Membership) -> None:
    """Let this session work as `membership` from now on."""
    request.session[WORKING_AS] = membership.pk
    request.session[WORKING_SINCE] = clock.now().isoformat()
    setattr(request, _CACHE, membership)


def must_choose(request: HttpRequest) -> bool:
    """Whether the visitor could work somewhere, and has not said where."""
    return isinstance(request.user, Person) and working_as(request) is None and bool(_open(request, request.user))


def _look_up(request: HttpRequest) -> Membership | None:
    if not isinstance(request.user, Person) or not request.user.is_active:
        return None
    chosen = request.session.get(WORKING_AS)
    if chosen is not None:
        membership = queries.open_membership(request.user.pk, chosen)
        return membership if membership and _still_good(request, membership) else None
    memberships = _open(request, request.user)
    return memberships[0] if len(memberships) == 1 else None


def _open(request: HttpRequest, person: Person) -> list[Membership]:
    """Where this person could work, asked once for a request: the menu of every page wants to know."""
    if not hasattr(request, _OPEN):
        setattr(request, _OPEN, queries.open_memberships(person.pk))
    found: list[Membership] = getattr(request, _OPEN)
    return found


def _still_good(request: HttpRequest, membership: Membership) -> bool:
    """A session that chose this organisation before the member was frozen has ended, even after thawing."""
    if membership.sessions_ended_at is None:
        return True
    since = request.session.get(WORKING_SINCE)
    return since is not None and datetime.fromisoformat(since) > membership.sessions_ended_at


def _with(permission: Permission) -> Callable[[HttpRequest], bool]:
    def check(request: HttpRequest) -> bool:
        membership = working_as(request)
        return must_choose(request) if membership is None else permission in policies.grants(membership)

    return check


def _choose_first(request: HttpRequest) -> str | None:
    return reverse("organisations:choose") if working_as(request) is None else None


def _why_not(request: HttpRequest) -> str | None:
    """Somebody whose every membership is frozen is told so: their bookmark and their open page lead here."""
    if not isinstance(request.user, Person) or queries.open_memberships(request.user.pk):
        return None
    return reverse("organisations:start") if queries.frozen_memberships(request.user.pk) else None


def minds_organisation(view: View) -> View:
    """The view sees to it itself that a form is not sent for another organisation than it was drawn for (`writing.adapters`)."""
    view.minds_organisation = True  # type: ignore[attr-defined]
    return view


def _drawn_for_it(audience: Callable[[View], View]) -> Callable[[View], View]:
    """`audience`, for views that act for the organisation worked for: a form drawn for another one changes nothing."""

    def decorate(view: View) -> View:
        guarded = audience(view)

        @wraps(guarded)
        def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = None if getattr(view, "minds_organisation", False) else _asked_for(request)
            response: HttpResponse = asked or guarded(request, *args, **kwargs)
            return response

        return careful  # type: ignore[return-value]

    return decorate


def _asked_for(request: HttpRequest) -> HttpResponse | None:
    """What somebody is asked whose form was drawn for another organisation than they work for now; None where there is nothing to ask.
    All that they typed is on that page, and goes along with its button.
    """
    now, drawn_for = working_as(request), request.POST.get(OPENED_FOR, "")
    if now is None or not drawn_for or drawn_for == str(now.organisation_id):
        return None
    number = int(drawn_for) if drawn_for.isascii() and drawn_for.isdigit() and len(drawn_for) < 19 else 0
    before = queries.open_membership_in(number, now.person_id)
    if before is not None and SWITCH_BACK in request.POST:
        work_as(request, before)
        return None
    page = {"now": now, "before": before, "typed": typed_rows(request.POST), "fields": request.POST.lists(), "switch_back": SWITCH_BACK}
    return render(request, "organisations/another.html", page, status=409)


# These look at roles only. Whether the subscription runs is asked by the action (`policies.may`), so that a page can say in words
# that it ended and what was typed is kept.
members = _drawn_for_it(only("members", _with(Permission.READ), first=_choose_first, instead=_why_not))
administrators = _drawn_for_it(only("administrators", _with(Permission.ADMINISTER), first=_choose_first, instead=_why_not))
