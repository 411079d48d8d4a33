"""Opening a case, and what can be done with any of them: claim, put back, pass up, note."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from heard.accounts.audiences import moderators
from heard.core.errors import NotAcceptable
from heard.core.kept import keeps_words
from heard.moderation import policies, presenters, queries
from heard.moderation.actions import cases
from heard.moderation.actions.cases import BeingRead
from heard.moderation.actions.conversation import put_away
from heard.moderation.forms import NoteForm, PassUpForm, TakeOverForm
from heard.moderation.models import Case, CaseState, Subject
from heard.moderation.views import conversation, story
from heard.moderation.views.common import case_or_404, decided, frame, is_mine, moderator, page, show_wrong, to_case
from heard.stories.models import HoldReason


@moderators
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case. Who has claimed it reads and edits; everybody else sees what it is, who has it, and what was decided."""
    shown = case_or_404(request, case_id)
    if not is_mine(request, shown) or not policies.may_decide(moderator(request), shown):
        return _outside(request, shown)
    if not queries.still_waits(shown):
        return page(request, "nothing_left", frame(request, shown))
    if shown.subject == Subject.STORY:
        return story.desk(request, shown)
    return conversation.desk(request, shown)


def _outside(request: HttpRequest, shown: Case, *, form: TakeOverForm | None = None) -> HttpResponse:
    """A case that this moderator has not claimed: no word of it, unless it is decided."""
    person = moderator(request)
    stale = shown.state == CaseState.CLAIMED and policies.is_stale(shown)
    closed = shown.state == CaseState.CLOSED
    context = frame(request, shown) | {
        "may_decide": policies.may_decide(person, shown),
        "had_a_part": policies.had_a_part(person, shown),
        "stale": stale,
        "closed": closed,
        "take_over": form or (TakeOverForm() if stale else None),
        "held": queries.waited_for(shown) in HoldReason.values and not closed,
        "typed_lost": request.method == "POST",
        "done": closed or "done" in request.GET,
        "next": queries.next_case(person) if closed or "done" in request.GET else None,
        "past": presenters.happened(queries.history_of(shown)),
        "note_form": NoteForm(prefix="among"),
    }
    if closed:
        context |= conversation.as_decided(shown)
    return page(request, "outside", context, status=422 if form is not None and form.is_bound else 200)


@moderators
@require_POST
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a case to read."""
    shown = case_or_404(request, case_id)
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
@require_POST
def release(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put it back, undecided."""
    shown = case_or_404(request, case_id)
    cases.release_case(case_id=shown.pk, by=moderator(request))
    return decided(request, shown.pk, "You put it back. What you typed is kept for whoever reads it next.")


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
def pass_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let somebody with more experience decide."""
    shown = case_or_404(request, case_id)
    lines = queries.lines_above(shown)
    if not is_mine(request, shown) or not lines:
        return to_case(shown.pk)
    form = PassUpForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        cases.pass_up(case_id=shown.pk, line=form.cleaned_data["line"], note=form.cleaned_data["note"], by=moderator(request))
        return decided(request, shown.pk, "You passed it up. It is in their queue now.")
    return page(request, "pass_up", frame(request, shown) | {"form": form}, status=422 if form.is_bound else 200)


@moderators
@require_POST
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """Leave a note among moderators."""
    shown = case_or_404(request, case_id)
    form = NoteForm(request.POST, prefix="among")
    if form.is_valid():
        cases.add_note(case_id=shown.pk, note=form.cleaned_data["note"], by=moderator(request))
        messages.success(request, "Your note is kept.")
        return to_case(shown.pk)
    return page(request, "note", frame(request, shown) | {"form": form}, status=422)


@moderators
@require_POST
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """There is nothing left to decide."""
    shown = case_or_404(request, case_id)
    put_away(case_id=shown.pk, by=moderator(request))
    return decided(request, shown.pk, "Put away.")
