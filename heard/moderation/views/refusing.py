"""A decision that is refused publishes nothing and loses nothing: what was typed stands on the page that says why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.accounts.audiences import signed_in
from heard.core import kept, links
from heard.core.access import place_of
from heard.core.errors import DomainError, NotAllowed, WrongState
from heard.core.texts.cleaning import clean
from heard.moderation import policies
from heard.moderation.forms import typed_in
from heard.moderation.models import Case, CaseState
from heard.moderation.queries.cases import case_shown
from heard.moderation.queries.history import decided_so
from heard.moderation.queries.waiting import still_waits
from heard.moderation.views.common import desk_page, moderator, to_case

View = Callable[..., HttpResponse]


def keeps_what_was_typed(view: View) -> View:
    """Mark a view in which a moderator decides. Whatever refuses the decision (the claim was lost, the story changed, a role or the second
    factor is gone, a rule says no), nothing was published, and what was typed is not lost.
    """

    @wraps(view)
    def deciding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DoneAlready:
            return redirect(f"{links.to('case', case_id=kwargs['case_id'])}?done=1")
        except (Http404, DomainError) as error:
            if request.method != "POST" or (isinstance(error, Http404) and not typed_in(request.POST)):
                raise
            return _refused(request, error, kwargs.get("case_id"))

    return kept.keeps_words(deciding)


def given(request: HttpRequest, **now: int) -> QueryDict | None:
    """What was typed into a form: sent now, or kept from before somebody had to sign in again or lost the case. None when nothing was.

    `now` are numbers that the page shows hidden: what was kept stands beside what is there now.
    """
    if request.method == "POST":
        return request.POST
    words = kept.words_for(request)
    if words is None:
        return None
    return standing(words, **now)


def standing(words: QueryDict, **now: int) -> QueryDict:
    """The same words beside these numbers."""
    again = words.copy()
    for name, value in now.items():
        again[name] = str(value)
    return again


class DoneAlready(Exception):
    """The same decision was sent twice: it is one decision."""


def check_whose(request: HttpRequest, case: Case) -> None:
    """Say why what was sent about a case decides nothing, if it does not.

    Raises:
        NotAllowed, WrongState: it is for somebody else, decided, not claimed by them, or there is nothing left to decide.
        DoneAlready: they have just decided so.
    """
    sent = next((clean(words) for name in _SAYS if (words := request.POST.get(name))), "")
    if decided_so(case, moderator(request), sent):
        raise DoneAlready
    policies.check_decides(case, moderator(request))
    if not still_waits(case):
        raise WrongState(policies.nothing_left())


_SAYS = ("question", "message", "text", "what", "made_what", "note", "reason")
"""What a decision says, first of all: tells a form that was sent twice from another one."""


def not_yet(request: HttpRequest, case_id: int) -> HttpResponse:
    """Somebody came by an address that only takes a button: nothing was done. The case has the button."""
    messages.info(request, _("Nothing has been done yet. If we asked you to sign in, press the button again."))
    return to_case(case_id)


def _refused(request: HttpRequest, error: Exception, case_id: int | None) -> HttpResponse:
    case = case_shown(case_id) if case_id else None
    seen = case is not None and policies.may_see(moderator(request), case)
    missing = isinstance(error, Http404)
    context = {
        "why": _("This isn’t yours to decide, or it’s no longer here.") if missing else str(error),
        "typed": typed_in(request.POST),
        "kept": kept.keep(request, place=place_of(request)),
        "case": case if seen else None,
        "open": seen and case is not None and case.state != CaseState.CLOSED,
    }
    return desk_page(request, "refused", context, status=404 if missing else 403 if isinstance(error, NotAllowed) else 409)


@signed_in
@require_safe
def no_longer(request: HttpRequest) -> HttpResponse:
    """For somebody whose work as a moderator ended while a page was open: what they typed."""
    words = kept.last_words(request)
    context = {
        "why": _("You’re not a moderator any more, so you can’t decide this. If that’s a mistake, ask an operator."),
        "typed": typed_in(words) if words is not None else [],
        "kept": False,
        "case": None,
        "open": False,
    }
    return desk_page(request, "refused", context)
