"""Every view says who it is for; a test walks the URLconf and fails on a view that does not say.

Somebody the view is not for gets 404, so that its existence is not told; somebody who has not signed in is asked to.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, IPv6Network
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from heard.core import kept, links, proxies

View = TypeVar("View", bound=Callable[..., Any])
_SAID_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_AHEAD = ("prefetch", "prerender", "preview")
ENDED = "ended"
"""In the address of a sign-in page: the session that this browser had is over. It says so for every reason alike, and of no account."""
AT_WORK = "at_work"
"""The mark of a view that is asked for on the host where staff work, and sent there from any other."""
Check = Callable[[HttpRequest], bool]
Detour = Callable[[HttpRequest], str | None]


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.audience = "anybody"  # type: ignore[attr-defined]
    return view


def at_work(view: View) -> View:
    """Part of the work of staff, though anybody may open it: signing in, or an invitation."""
    setattr(view, AT_WORK, True)
    return view


def only(
    audience: str, check: Check, *, sign_in: str | None = "", first: Detour | None = None, instead: Detour | None = None
) -> Callable[[View], View]:
    """Only requests for which `check` says yes.

    `sign_in` is where strangers are sent (default: the staff's sign-in page); None gives them 404 as well.
    `first` names a page that somebody the view is for must pass before it (a second factor, say), or None.
    `instead` names a page that tells somebody signed in why it is not for them just now, or None: 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if check(request):
                detour = first(request) if first else None
                if detour is not None:
                    kept.keep(request, place=place_of(request))
                    return redirect_to_login(request.get_full_path(), detour)
                response: HttpResponse = view(request, *args, **kwargs)
                # What is shown to one person is nothing for a cache that serves others, whatever it does by default.
                if not response.has_header("Cache-Control"):
                    response["Cache-Control"] = "private, no-cache"
                return response
            if sign_in is None:
                raise Http404
            if request.user.is_authenticated:
                explained = instead(request) if instead else None
                if explained is None:
                    raise Http404
                kept.keep(request, place=place_of(request))
                return redirect(explained)
            page = sign_in or links.to("sign-in")
            if _session_ended(request):
                page += f"?{ENDED}=1"
            kept.keep(request, place=place_of(request))
            return redirect_to_login(request.get_full_path(), page)

        guarded.audience = audience  # type: ignore[attr-defined]
        return at_work(guarded)  # type: ignore[return-value]

    return decorate


def _session_ended(request: HttpRequest) -> bool:
    """Whether this browser had a session that does not stand any more: it ran out, or was ended here. Asked after `request.user`."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None


def keep_nowhere(response: HttpResponse) -> HttpResponse:
    """Have the page kept by no cache and no browser."""
    response["Cache-Control"] = "no-store"
    return response


def never_kept(view: View) -> View:
    """The page is kept by no cache and no browser: it may hold what only its author may see, on a computer that others use."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = keep_nowhere(view(request, *args, **kwargs))
        response["Referrer-Policy"] = "same-origin"  # not no-referrer: browsers would then hide the origin of our own forms
        return response

    return private  # type: ignore[return-value]


def button_on(page: str) -> Callable[[View], View]:
    """The view only takes what a button sends, and that stands on `page` (the name of a view), not on the nearest page above its address.
    Whoever comes there without it, after signing in for instance, is shown the way.
    """

    def decorate(view: View) -> View:
        view.button_on = page  # type: ignore[attr-defined]
        return view

    return decorate


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser only fetches the page in case somebody opens it."""
    return any(purpose in request.headers.get(name, "").lower() for name in _SAID_AHEAD for purpose in _AHEAD)


def not_ahead() -> HttpResponse:
    """What such a browser gets instead: it throws that away, and asks again when the page is opened. A page that it got ahead and showed
    later would come without a request, so that nobody could know when it was opened, or that it never was.
    """
    response = keep_nowhere(HttpResponse(status=503))
    # Django would log every 503 as an error; here it is an answer like the other.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def never_ahead(view: View) -> View:
    """Opening the page is counted, so nobody gets it ahead of that. (Whoever has a session gets no page ahead: `core.middleware`.)"""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = not_ahead() if is_ahead(request) else view(request, *args, **kwargs)
        return response

    return opened  # type: ignore[return-value]


def place_of(request: HttpRequest) -> str:
    """Where a request comes from, for `heard.core.limits` alone: never stored, never logged.

    Behind a proxy of ours it is what the proxy says (`heard.core.proxies`). A home has one IPv6 network of /64, so only that much of such
    an address counts.
    """
    address = proxies.address_of(proxies.client_address(request))
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False))
    return str(address)
