from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import operators, operators_and_seniors
from heard.accounts.policies import is_operator
from heard.core import clock
from heard.core.errors import DomainError
from heard.core.kept import keeps_words, words_for
from heard.enquiries import actions, queries
from heard.enquiries.models import Enquiry, State
from heard.moderation import policies
from heard.moderation.actions import calls
from heard.moderation.presenters.signs import marked
from heard.moderation.queries.calls import calls_about
from heard.moderation.queries.messages import messages_in_danger
from heard.moderation.queries.suggestions import found_in
from heard.operating import presenters
from heard.operating.forms import AnswerForm, CloseForm
from heard.operating.rules import sheets
from heard.operating.views.shared import me, regions_asked, show_and_send
from heard.regions.queries import are_several
from heard.ui.forms import Form
from heard.writing.adapters import OpenSheet
from heard.writing.queries import unsent_about_enquiry, who_began_on
from heard.writing.rules import About

FORMS: dict[str, type[Form]] = {sheets.ANSWER: AnswerForm, sheets.CLOSE: CloseForm}


@operators
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """What was written to Heard itself and waits, what is due first on top."""
    regions = regions_asked(request)
    page = queries.waiting_enquiries(region_id=regions.id, page=request.GET.get("page", ""))
    dangers = {each.enquiry.pk for each in messages_in_danger()}
    begun = who_began_on([each.pk for each in page.rows])
    context = {
        "page": page,
        "dangers": dangers,
        "begun": begun,
        "done": queries.done_lately(region_id=regions.id),
        "today": clock.today(),
        "regions": regions,
    }
    return render(request, "operating/enquiries.html", context)


@operators_and_seniors
@keeps_words
@show_and_send
def enquiry(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Read one, and answer it or close it: whoever runs Heard, and a senior moderator who is called to it.

    What is typed for either is kept from the first pause, as everything that staff write.
    """
    found = _to_read(request, enquiry_id)
    kind = sheets.CLOSE if (request.POST or request.GET).get("do") == "close" else sheets.ANSWER
    on = {each: _sheet(request, found, each, is_meant=each == kind) for each in FORMS}
    sheet = on[kind]
    if done := sheet.answer():
        return done
    forms = {each: made(request.POST if request.method == "POST" and each == kind else None) for each, made in FORMS.items()}
    form = forms[kind]
    _fill(request, on, forms)
    if request.method == "POST" and not sheet.problem and form.is_valid():
        try:
            if kind == sheets.CLOSE:
                actions.close_enquiry(enquiry_id=found.pk, reason=form.cleaned_data["reason"], by=me(request))
            else:
                actions.answer_enquiry(enquiry_id=found.pk, answer=form.cleaned_data["answer"], by=me(request))
        except DomainError as error:
            form.refuse(error)
            found = queries.enquiry_by_id(enquiry_id) or found
        else:
            messages.success(
                request, _("Closed. No one was emailed.") if kind == sheets.CLOSE else _("Answered. We’re emailing your answer now.")
            )
            return redirect("operating:enquiries") if is_operator(me(request)) else redirect("moderation:queue")
    waits = found.state == State.WAITING
    shown = calls_about(found)
    context = {
        "enquiry": found,
        "several": are_several(),
        "danger": waits and found.in_danger and not (shown and shown[-1].settled),
        "marked": marked([("words", found.words)], found_in(found.words, known=found.signs or ())),
        "calls": shown,
        "calling": bool(shown) and shown[-1].ended_at is None,
        "on_it": shown[-1].taken_by if shown else "",
        "runs_heard": is_operator(me(request)),
        "form": form,
        "answer": forms[sheets.ANSWER],
        "answer_sheet": on[sheets.ANSWER],
        "close": forms[sheets.CLOSE],
        "close_sheet": on[sheets.CLOSE],
        "sent": queries.answer_sent(found.pk),
        "why_closed": queries.why_closed(found.pk),
        "begun": [] if waits or form.is_bound else presenters.begun(unsent_about_enquiry(found.pk, but=found.done_by_id)),
    }
    return render(request, "operating/enquiry.html", context, status=sheet.status if sheet.problem else 422 if form.errors else 200)


def _sheet(request: HttpRequest, found: Enquiry, kind: str, *, is_meant: bool) -> OpenSheet:
    about = About(organisation_id=None, kind=kind, thing=found.pk, enquiry_id=found.pk)
    back = f"{request.path}?do=close" if kind == sheets.CLOSE else request.path
    return OpenSheet(request, about, by=me(request), main=sheets.MAIN[kind], back=back, is_meant=is_meant)


def _fill(request: HttpRequest, on: dict[str, OpenSheet], forms: dict[str, Form]) -> None:
    """Put into the forms what was begun, or what was typed before a session ended. One that was posted says itself what it holds."""
    kept = None if request.method == "POST" else words_for(request)
    for kind, form in forms.items():
        if kept is not None and (kept.get("do") == "close") == (kind == sheets.CLOSE):
            on[kind].goes_on_with(kept)
            form.initial = {name: kept.get(name, "") for name in form.fields}
            messages.info(request, _("You were signed out. What you wrote is here, and hasn’t been sent."))
        else:
            on[kind].fill(form)


@operators_and_seniors
@require_POST
def take(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """“I’m on it”: nobody else is told."""
    found = _to_read(request, enquiry_id)
    try:
        calls.take_message(enquiry_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("You’re on it. While you are, we won’t tell anyone else."))
    return redirect("operating:enquiry", enquiry_id=found.pk)


@operators_and_seniors
@require_POST
def no_danger(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Nobody is in danger: it is answered in its turn."""
    found = _to_read(request, enquiry_id)
    try:
        calls.stand_down(enquiry_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Noted. No one else will be told. It still needs an answer."))
    return redirect("operating:enquiry", enquiry_id=found.pk)


def _to_read(request: HttpRequest, enquiry_id: int) -> Enquiry:
    found = queries.enquiry_by_id(enquiry_id)
    if found is None or not policies.may_read_message(me(request), found):
        raise Http404
    return found
