"""Somebody comes to tell a story: what there is of it, whether what they sent may be saved, and their key.

Whatever goes wrong with the way here (a page open too long, cookies refused, a form sent from an old page), what was typed comes back on
the page with a word about it, and nothing is saved until it is sent again. So these views check the form's token themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.policies import author_of, has_proved, is_operator
from heard.accounts.queries import key_to_show
from heard.core import proofs
from heard.core.access import never_kept, place_of, public
from heard.core.errors import NotAllowed
from heard.core.middleware import CsrfMiddleware
from heard.directory.models import PROPOSED, Service
from heard.regions.models import Region
from heard.stories.presenters import region_of, still_to_be_put_in
from heard.stories.queries import story_of
from heard.telling.actions.rush import Came
from heard.telling.models import Draft
from heard.telling.presenters import closed_frame, telling_frame
from heard.telling.queries import draft_of, place_with_a_page, why_not_about
from heard.telling.rules.opening import Needed


class _TokenCheck(CsrfMiddleware):
    """Django's own check, which says why instead of refusing."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _is_forged(request: HttpRequest) -> bool:
    check = _TokenCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is not None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request of somebody who tells a story: what there is of it, and why it may not be saved just now, if so.

    `trouble` is "old" (the page was open too long, or its cookie did not come back) or "cookies" (it did not come back twice).
    """

    request: HttpRequest
    author: Author | None
    draft: Draft | None
    trouble: str = ""
    about: "About | None" = None
    """The place from whose page they come."""

    @property
    def region(self) -> Region:
        """The one that will read it: that of the draft, which may be another than this site's; before there is a draft, that of the place
        from whose page they come, or else of this site.
        """
        if self.draft:
            return self.draft.region
        return self.about.place.region if self.about and not self.about.refused else region_of(self.request)

    @property
    def sends(self) -> bool:
        return self.request.method == "POST"

    @property
    def data(self) -> QueryDict:
        """What was sent: by the form, or in the address."""
        return self.request.POST if self.sends else self.request.GET

    @property
    def has_sent(self) -> bool:
        """Whether this author's story was sent already."""
        return self.author is not None and story_of(self.author) is not None

    @property
    def came(self) -> Came:
        """Where this came from, which is counted and not kept, and the proof of work that the page carried, if any."""
        return Came(place_of(self.request), self.request.POST.get(proofs.FIELD, ""))


@dataclass(frozen=True)
class About:
    """The place from whose page somebody came to tell a story; and why none is taken about it, if so."""

    place: Service
    refused: str = ""


def _about(visit: Visit) -> About | None:
    """The place that the address or the form names, if any: public as its page is, so its key may stand in the address."""
    key = visit.data.get("service", "")[:120].replace("\0", "")
    place = place_with_a_page(key) if key else None
    if place is not None and place.register == PROPOSED:
        instead = _("You can say in your own words that it was there.")
        return About(place, f"{still_to_be_put_in(place.name)} {instead}")
    return About(place, why_not_about(place, region_id=region_of(visit.request).pk)) if place is not None else None


def _visit(request: HttpRequest) -> Visit:
    trouble = ""
    if request.method == "POST" and _is_forged(request):
        cookie_came = settings.SESSION_COOKIE_NAME in request.COOKIES
        trouble = "cookies" if not cookie_came and "again" in request.POST else "old"
    author = author_of(request.session) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    draft = draft_of(author) if author else None
    visit = Visit(request=request, author=author, draft=draft, trouble=trouble)
    return visit if draft else replace(visit, about=_about(visit))


def telling_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of telling: for anybody, kept by no browser, with the token checked so that what was typed is never lost. Its view
    is given the visit in place of the request.
    """

    @public
    @csrf_exempt
    @never_kept
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.region:  # type: ignore[attr-defined]
            return closed(request, None, [Needed.REGION])
        try:
            request.POST.keys()  # read now, so that a form beyond all measure is met here
            visit = _visit(request)
        except RequestDataTooBig:
            return render(request, "telling/too_long.html", telling_frame(region_of(request)), status=413)
        return view(visit, *args, **kwargs)

    return wrapped


def closed(request: HttpRequest, visit: Visit | None, missing: list[Needed], *, status: int = 200) -> HttpResponse:
    """Nobody could read a story here: help, what is missing, and the key to what was written so far. Nothing is thanked for."""
    context = closed_frame(visit.region if visit else None, missing)
    author, draft = (visit.author, visit.draft) if visit else (None, None)
    if author is not None and draft is not None:
        give_key(author)
        context |= key_of(request, author)
    context |= {"draft": draft, "runs_heard": is_operator(request.user)}
    return render(request, "telling/closed.html", context, status=status)


def elsewhere(visit: Visit) -> HttpResponse:
    """There is no draft for this page: it was sent, or never begun here."""
    return redirect("telling:sent" if visit.has_sent else "telling:begin")


# ---------------------------------------------------------------- their key


def give_key(author: Author) -> None:
    """See that the author has a key to come back with; one that is safe already stays as it is."""
    try:
        authors.give_key(author)
    except NotAllowed:
        return


def key_of(request: HttpRequest, author: Author) -> dict[str, Any]:
    """The four words, if this session may see them again; else whether the PIN is what is missing."""
    words = key_to_show(author, request.session)
    return {"key": words.split() if words else None, "pin_first": not has_proved(request.session, author)}


def key_beside(visit: Visit) -> dict[str, Any] | None:
    """What stands beside “Leave quickly” about the key of a story that is being told; None while there is no key."""
    return key_of(visit.request, visit.author) if visit.author is not None and visit.author.key_digest is not None else None
