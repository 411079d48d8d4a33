"""Opening a case, and what can be done with any of them: claim, put back, pass up, note."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core.errors import ChangedSince, NotAcceptable
from heard.moderation import policies
from heard.moderation.actions import cases
from heard.moderation.actions.conversation import put_away
from heard.moderation.forms import NoteForm, PassUpForm, TakeOverForm
from heard.moderation.models import Case, CaseState
from heard.moderation.policies import BeingRead
from heard.moderation.presenters.history import happened
from heard.moderation.queries.cases import lines_above
from heard.moderation.queries.history import history_of
from heard.moderation.queries.publishing import line_wanted
from heard.moderation.queries.queue import next_case
from heard.moderation.queries.waiting import still_waits
from heard.moderation.queries.waits import waited_for
from heard.moderation.queries.work import work_on
from heard.moderation.rules import sheets
from heard.moderation.views import conversation, story
from heard.moderation.views.common import (
    case_or_404,
    decided,
    desk_page,
    frame,
    is_mine,
    moderator,
    narrowing_of,
    show_wrong,
    story_beside,
    to_case,
)
from heard.moderation.views.keeping import may_leave_a_note, of_the_case, on_a_sheet
from heard.moderation.views.refusing import check_whose, given, keeps_what_was_typed, not_yet
from heard.stories.models import HoldReason
from heard.ui.forms import SeenForm


@moderators
@on_a_sheet(of_the_case)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case. Who has claimed it reads and edits; everybody else sees what it is, who has it, and what was decided."""
    shown = case_or_404(request, case_id)
    if not is_mine(request, shown) or not policies.may_decide(moderator(request), shown):
        if request.method == "POST":
            check_whose(request, shown)
        return _outside(request, shown)
    if not still_waits(shown):
        if request.method == "POST":
            check_whose(request, shown)
        return desk_page(request, "nothing_left", frame(request, shown))
    if shown.is_story:
        return story.desk(request, shown)
    return conversation.desk(request, shown)


def _outside(request: HttpRequest, shown: Case, *, form: TakeOverForm | None = None) -> HttpResponse:
    """A case that this moderator has not claimed: no word of it, unless it is decided."""
    person = moderator(request)
    stale = shown.state == CaseState.CLAIMED and policies.is_stale(shown)
    closed = shown.state == CaseState.CLOSED
    done = closed or "done" in request.GET
    narrowing = narrowing_of(request)
    context = frame(request, shown) | {
        "may_decide": policies.may_decide(person, shown),
        "had_a_part": policies.had_a_part(person, shown),
        "stale": stale,
        "closed": closed,
        "take_over": form or (TakeOverForm() if stale else None),
        "held": waited_for(shown) in HoldReason.values and not closed,
        "done": done,
        "narrowing": narrowing,
        "next": next_case(person, subject=narrowing.subject, region_id=narrowing.region_id) if done else None,
        "past": happened(history_of(shown), unread=not closed),
        "note_form": NoteForm(prefix="among"),
    }
    if closed:
        context |= conversation.as_decided(shown)
    return desk_page(request, "outside", context, status=422 if form is not None and request.method == "POST" else 200)


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a case to read."""
    shown = case_or_404(request, case_id)
    if request.method != "POST":
        words = given(request)
        return (
            _outside(request, shown, form=TakeOverForm(words)) if words and shown.state == CaseState.CLAIMED else not_yet(request, case_id)
        )
    form = TakeOverForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        cases.claim_case(case_id=shown.pk, note=note, by=moderator(request))
    except NotAcceptable as error:
        if not form.errors:
            show_wrong(form, error)
        return _outside(request, shown, form=form)
    except BeingRead as error:
        messages.warning(request, str(error))
    return to_case(shown.pk)


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put it back, undecided."""
    shown = case_or_404(request, case_id)
    if request.method != "POST":
        return not_yet(request, case_id)
    cases.release_case(case_id=shown.pk, by=moderator(request))
    return decided(request, shown.pk, _("You’ve put it back. We’ve kept what you typed for the next person."))


@moderators
@on_a_sheet(sheets.PASS_UP)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def pass_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let somebody with more experience decide."""
    shown = case_or_404(request, case_id)
    lines = lines_above(shown)
    if not is_mine(request, shown) or not lines:
        if request.method == "POST":
            check_whose(request, shown)
        return to_case(shown.pk)
    wanted = line_wanted(shown.story, work_on(shown)) if shown.is_story else lines[0]
    form = PassUpForm(given(request), lines=lines, initial={"line": wanted if wanted in lines else lines[0]})
    if request.method == "POST" and form.is_valid():
        cases.pass_up(case_id=shown.pk, line=form.cleaned_data["line"], note=form.cleaned_data["note"], by=moderator(request))
        return decided(request, shown.pk, _("You’ve escalated it. It’s now waiting for a moderator with more experience."))
    context = frame(request, shown) | story_beside(shown) | conversation.voice_of(shown) | {"form": form}
    return desk_page(request, "pass_up", context, status=422 if request.method == "POST" else 200)


@moderators
@on_a_sheet(sheets.NOTE, theirs=may_leave_a_note)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """Leave a note among moderators."""
    shown = case_or_404(request, case_id)
    form = NoteForm(given(request), prefix="among")
    if request.method == "POST" and form.is_valid():
        cases.add_note(case_id=shown.pk, note=form.cleaned_data["note"], by=moderator(request))
        messages.success(request, _("Your note is saved."))
        return to_case(shown.pk)
    return desk_page(request, "note", frame(request, shown) | {"form": form}, status=422 if request.method == "POST" else 200)


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: HttpRequest, case_id: int) -> HttpResponse:
    """Say that its signs of danger are a false alarm, or that they are none after all."""
    shown = case_or_404(request, case_id)
    if request.method != "POST":
        return not_yet(request, case_id)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else -1
    say = cases.say_danger if request.POST.get("said") == "danger" else cases.say_no_danger
    try:
        say(case_id=shown.pk, seen_story=seen, by=moderator(request))
    except ChangedSince:
        said = _("The author has written again since you opened this. Read it, then say again whether anyone is in danger.")
        messages.warning(request, said)
    else:
        messages.success(request, _("Saved."))
    return to_case(shown.pk)


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """There is nothing left to decide."""
    shown = case_or_404(request, case_id)
    if request.method != "POST":
        return not_yet(request, case_id)
    put_away(case_id=shown.pk, by=moderator(request))
    return decided(request, shown.pk, _("Closed."))
