"""Whom pages are for: members of the organisation that the visitor works as.

The choice of organisation is in the session; what it allows is read from the database at every request, so that freezing, removing
and changing roles work at once. A page of another organisation is 404: get rows through `working_as(request).organisation_id`.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse

from heard.accounts.models import Person
from heard.core import clock
from heard.core.access import only
from heard.organisations import policies, queries
from heard.organisations.models import Membership
from heard.organisations.policies import Permission

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


# These look at roles only. Whether the subscription runs is asked by the action (`policies.may`), so that a page can say in words
# that it ended and what was typed is kept.
members = only("members", _with(Permission.READ), first=_choose_first, instead=_why_not)
administrators = only("administrators", _with(Permission.ADMINISTER), first=_choose_first, instead=_why_not)
