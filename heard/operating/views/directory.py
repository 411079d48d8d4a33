from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts.audiences import operators
from heard.accounts.queries import names_of
from heard.core.actors import PERSON, ActorRef
from heard.core.errors import DomainError, NotAcceptable
from heard.directory import queries
from heard.directory.actions import contacts, corrections
from heard.directory.models import JOINED, PROPOSED, Service
from heard.operating import presenters
from heard.operating.forms import ContactForm, ServiceForm
from heard.operating.views.shared import form_page, me, regions_asked, searched, service_or_404, show_and_send
from heard.regions.queries import are_several
from heard.ui.forms import form_data


@operators
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find the place whose entry is wrong."""
    search, regions = searched(request), regions_asked(request)
    found = (
        queries.find_services(search, limit=50, include_closed=True, include_proposed=True, region_id=regions.id, only_here=True)
        if search
        else []
    )
    context = {
        "regions": regions,
        "search": search,
        "found": found,
        "unconfirmed": [] if search else queries.unconfirmed_contacts(region_id=regions.id),
        "places_waiting": queries.proposed_count(),
        "places_alike": len(queries.maybe_the_same()),
    }
    return render(request, "operating/directory.html", context)


@operators
@show_and_send
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Put one entry right by hand. What is only proposed is put into the directory first; what was joined goes on elsewhere."""
    found = service_or_404(service_id)
    if found.register == PROPOSED:
        return redirect("operating:accept_place", service_id=found.pk)
    if found.register == JOINED and found.successor_id:
        return redirect("operating:service", service_id=found.successor_id)
    form = ServiceForm(form_data(request), initial=ServiceForm.of(found))
    changes = _changes(form, found) if form.is_bound else {}
    if form.is_valid():
        try:
            corrections.correct_service(service_id=found.pk, changes=changes, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. The next import won’t change it back."))
            return redirect("operating:service", service_id=found.pk)
    made = queries.corrections_of(found.pk)
    named = queries.services_by_id({value for each in made for value in (each.value, each.was) if each.field == "successor_id" and value})
    return form_page(
        request,
        "operating/service.html",
        form,
        service=found,
        several=are_several(),
        steps=presenters.step_lines(queries.steps_of(found.pk)),
        joins=queries.joins_to_undo(found.pk),
        contact_set_by=_set_by(found),
        contact_state=presenters.contact_state(
            found, queries.confirmation_sent(found.pk), refused_at=queries.contact_refused_since([found.pk]).get(found.pk)
        ),
        contact=ContactForm(initial={"registered_contact": found.registered_contact}),
        corrections=presenters.correction_lines(made, named),
    )


@operators
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, service_id: int) -> HttpResponse:
    """Say where a provider that does not listen is told. The form stands on the page of the entry."""
    found = service_or_404(service_id)
    if request.method != "POST":
        return redirect("operating:service", service_id=found.pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        saved = contacts.set_registered_contact(service_id=found.pk, email=form.cleaned_data["registered_contact"], by=me(request))
        waits = saved.registered_contact and saved.contact_confirmed_at is None
        messages.success(request, _("Saved. We’ll ask if the address is right before we email it about stories.") if waits else _("Saved."))
    else:
        messages.error(request, _("%(problem)s Nothing has changed.") % {"problem": form.errors["registered_contact"][0]})
    return redirect("operating:service", service_id=found.pk)


@operators
@require_POST
def ask_contact(request: HttpRequest, service_id: int) -> HttpResponse:
    """Send the question to a registered contact once more."""
    found = service_or_404(service_id)
    try:
        contacts.ask_contact_again(service_id=found.pk, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We’ll ask again if the address is right."))
    return redirect("operating:service", service_id=found.pk)


@operators
@require_POST
def undo(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Put back what stood there before."""
    made = queries.correction_by_id(correction_id)
    if made is None:
        raise Http404
    try:
        corrections.undo_correction(correction_id=made.pk, by=me(request))
        messages.success(request, _("Undone. The next import may change it."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("operating:service", service_id=made.service_id)


def _set_by(service: Service) -> str:
    """The name of whoever gave the registered contact, where that is known."""
    by = ActorRef(service.contact_set_by)
    return names_of([by.number]).get(by.number, "") if by.kind == PERSON else ""


def _changes(form: ServiceForm, service: Service) -> dict[str, Any]:
    """What the form says, as the fields of a service. Whatever speaks against it is said on the form, everything at once."""
    form.is_valid()  # what can be read is judged, even where something else cannot be read
    changes = dict(form.cleaned_data)
    if "address" in changes:
        changes["address"] = changes["address"].splitlines()
    if (key := changes.pop("successor", None)) is not None:
        successor = queries.named_by(key)
        if key and successor is None:
            form.refuse(NotAcceptable(_("No place has this code or web address"), field="successor"))
        else:
            changes["successor_id"] = successor.pk if successor else None
    for refused in corrections.refusals(service_id=service.pk, changes=changes):
        form.refuse(refused)
    return changes
