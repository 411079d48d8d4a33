"""What a moderator types is kept from the first pause: around the views of the desk, which need not know of it.

A view says `@on_a_sheet(kind)`. What is posted to it is kept before the view sees it; `desk_page` fills its form with what was begun.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.access import keep_nowhere
from heard.core.errors import ChangedSince, DomainError
from heard.core.reviewing import OutlivesStory, Report
from heard.moderation import policies
from heard.moderation.actions import cases
from heard.moderation.forms import StoryForm
from heard.moderation.models import Case, CaseState
from heard.moderation.queries.cases import case_shown, may_edit_published
from heard.moderation.queries.waiting import waited_as_read
from heard.moderation.queries.work import public_story
from heard.moderation.rules import sheets
from heard.moderation.views.common import is_mine, moderator
from heard.writing.adapters import LOOKS, OpenSheet
from heard.writing.rules import About

View = Callable[..., HttpResponse]
ELSEWHERE = gettext_lazy("Not saved. A colleague, or you in another window, has saved something else. Choose “Save for now” to see both.")


def on_a_sheet(
    kind: Callable[[HttpRequest, Case], str] | str, *, unless: str = "", theirs: Callable[[HttpRequest, Case], bool] | None = None
) -> Callable[[View], View]:
    """The view's form is kept while its moderator has the case, or for those whose it is (`theirs`). `unless`: asked for in the address, it
    begins from something else.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def written(request: HttpRequest, case_id: int) -> HttpResponse:
            case = case_shown(case_id)
            request.case_read = case  # type: ignore[attr-defined]
            if case is None or not (theirs or _is_theirs)(request, case):
                return _without(request, view, case_id=case_id)
            which = kind if isinstance(kind, str) else kind(request, case)
            if not which:
                return _without(request, view, case_id=case_id)
            if which == sheets.STORY:
                return _main_form(request, case) or view(request, case_id=case_id)
            return _kept(request, sheet_about(request, case, which), unless) or view(request, case_id=case_id)

        return written

    return decorate


def _is_theirs(request: HttpRequest, case: Case) -> bool:
    """Whether this moderator has the case and there is something to decide: only then is there anything to write."""
    return is_mine(request, case) and policies.may_decide(moderator(request), case) and waited_as_read(case)


def may_leave_a_note(request: HttpRequest, case: Case) -> bool:
    """Whether notes can be left: by whoever may know of the case, until it is decided."""
    return policies.may_see(moderator(request), case) and case.state != CaseState.CLOSED


def on_the_sheet_of_a_story(view: View) -> View:
    """As `on_a_sheet`, for the page that edits a public story (`number`)."""

    @wraps(view)
    def written(request: HttpRequest, number: int) -> HttpResponse:
        story = public_story(number)
        if story is None or not may_edit_published(moderator(request), story.pk):
            return _without(request, view, number=number)
        about = About(organisation_id=None, kind=sheets.EDIT, thing=story.pk, story_id=story.pk)
        sheet = OpenSheet(request, about, by=moderator(request), main=sheets.MAIN[sheets.EDIT])
        return _kept(request, sheet, "") or view(request, number=number)

    return written


def _without(request: HttpRequest, view: View, **which: int) -> HttpResponse:
    """The view alone, where there is nothing to write on. A page that saves or looks by itself never gets so far: nothing is decided by a
    pause, and whoever lost the case hears nothing of it.
    """
    if "X-Autosave" in request.headers or LOOKS in request.headers:
        raise Http404
    return view(request, **which)


def begun_here(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page's form before; for a view that draws more than a form of it."""
    sheet: OpenSheet | None = getattr(request, "sheet", None)
    return sheet.begun if sheet is not None else None


def of_the_case(request: HttpRequest, case: Case) -> str:
    """Which sheet the page of a case has."""
    if case.is_story:
        return sheets.STORY
    return sheets.REPORT if isinstance(case.kind, Report) else sheets.SAID


def of_the_decline(request: HttpRequest, case: Case) -> str:
    """Which sheet the page for a reason has; none where the reason is still to be chosen."""
    kind = sheets.decline(request.POST.get("reason") or request.GET.get("reason", ""))
    return kind if kind in sheets.DECLINES else ""


def sheet_about(request: HttpRequest, case: Case, kind: str) -> OpenSheet:
    about = About(
        organisation_id=None,
        kind=kind,
        thing=case.pk,
        story_id=case.story_id,
        outlives_story=isinstance(case.kind, OutlivesStory),
    )
    reason = sheets.DECLINES.get(kind)
    back = f"{request.path}?{urlencode({'reason': reason})}" if reason else request.path
    return OpenSheet(request, about, by=moderator(request), main=sheets.MAIN[kind], back=back)


def _kept(request: HttpRequest, sheet: OpenSheet, unless: str) -> HttpResponse | None:
    if done := sheet.answer():
        return done
    if sheet.problem:
        sheet.show_again()
        request.method = "GET"  # nothing is decided by words that could not be kept: the view shows its form once more
    elif unless and unless in request.GET:
        sheet.begin_anew()
    request.sheet = sheet  # type: ignore[attr-defined]
    return None


def _main_form(request: HttpRequest, case: Case) -> HttpResponse | None:
    """The main form of a story saves into its case. What two pages typed at once stays on a sheet beside it."""
    if request.method != "POST" or "X-Autosave" not in request.headers:
        beside = sheet_about(request, case, sheets.STORY)
        beside.begin_anew()
        request.typed_beside = beside  # type: ignore[attr-defined]
        return None
    form, sheet = StoryForm(request.POST), sheet_about(request, case, sheets.STORY)
    form.is_valid()
    version, says, status = form.cleaned_data.get("seen_case", -1), _("Saved"), 200
    try:
        sheet.slow_down()
        version = cases.save_work(case_id=case.pk, seen_version=version, work=form.work(request.POST), by=moderator(request)).version
    except ChangedSince:
        says, status = str(ELSEWHERE), 409
        sheet.answer()
    except DomainError as error:
        says, status = str(error), 409
    context: dict[str, Any] = {"version": version, "field": "seen_case", "says": says}
    return keep_nowhere(render(request, "writing/saved.html", context, status=status))
