from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from heard.accounts.audiences import operators
from heard.core import clock
from heard.core.errors import DomainError
from heard.enquiries import actions, queries
from heard.enquiries.models import State
from heard.operating.forms import AnswerForm, CloseForm
from heard.operating.views.shared import me, show_and_send
from heard.stories.rules.signs import calls_for_help


@operators
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """What was written to Heard itself and waits, what is due first on top."""
    page = queries.waiting_enquiries(page=request.GET.get("page", ""))
    dangers = {each.pk for each in page.rows if calls_for_help(each.words)}
    context = {"page": page, "dangers": dangers, "done": queries.done_lately(), "today": clock.today()}
    return render(request, "operating/enquiries.html", context)


@operators
@show_and_send
def enquiry(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Read one, and answer it or close it."""
    found = queries.enquiry_by_id(enquiry_id)
    if found is None:
        raise Http404
    closes = request.POST.get("do") == "close"
    answer = AnswerForm(request.POST if request.method == "POST" and not closes else None)
    close = CloseForm(request.POST if closes else None)
    form = close if closes else answer
    if form.is_valid():
        try:
            if closes:
                actions.close_enquiry(enquiry_id=found.pk, reason=close.cleaned_data["reason"], by=me(request))
            else:
                actions.answer_enquiry(enquiry_id=found.pk, answer=answer.cleaned_data["answer"], by=me(request))
        except DomainError as error:
            form.refuse(error)
            found = queries.enquiry_by_id(enquiry_id) or found
        else:
            messages.success(request, "Closed. Nobody was emailed." if closes else "Answered. Your answer goes out by email now.")
            return redirect("operating:enquiries")
    context = {
        "enquiry": found,
        "danger": found.state == State.WAITING and calls_for_help(found.words),
        "form": form,
        "answer": answer,
        "close": close,
        "sent": queries.answer_sent(found.pk),
        "why_closed": queries.why_closed(found.pk),
    }
    return render(request, "operating/enquiry.html", context, status=422 if form.errors else 200)
