"""Places not in a register: put into the directory, and joined with what stands there already."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import operators
from heard.core.access import button_on
from heard.core.errors import DomainError, NotAcceptable
from heard.directory import queries
from heard.directory.actions import placing
from heard.directory.models import JOINED, PROPOSED
from heard.operating import presenters
from heard.operating.forms import NewPlaceForm, PartForm, PlaceForm
from heard.operating.views.shared import form_page, me, regions_asked, searched, service_or_404, show_and_send
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.ui import wording
from heard.ui.forms import form_data

MAYBE = 5
"""How many places of the directory are shown beside a proposed one, in case it is one of them."""


@operators
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """What waits to be added to the directory, what may stand there twice, and what was put there by hand."""
    regions = regions_asked(request)
    context = {
        "regions": regions,
        "waiting": queries.proposed_places(region_id=regions.id),
        "alike": queries.maybe_the_same(region_id=regions.id),
        "by_hand": queries.places_by_hand(region_id=regions.id),
    }
    return render(request, "operating/places.html", context)


@operators
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Put a place into the directory."""
    regions = regions_asked(request)
    form = NewPlaceForm(form_data(request), initial={"region": regions.id})
    given = _given(form, region_id=None, service_id=None) if form.is_bound else {}
    if form.is_valid():
        try:
            made = placing.add_place(region_id=form.cleaned_data["region"].pk, **given, form_key=form.key_of_words(), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("%(name)s is in the directory. Importing a register doesn’t change or close it.") % {"name": made.name}
            )
            return redirect("operating:service", service_id=made.pk)
    return form_page(request, "operating/new_place.html", form, regions=regions)


@operators
@show_and_send
def accept(request: HttpRequest, service_id: int) -> HttpResponse:
    """Put a proposed place into the directory, or say which one it is."""
    found = service_or_404(service_id)
    if found.register != PROPOSED:
        return redirect("operating:service", service_id=found.pk)
    form = PlaceForm(form_data(request), initial={"name": found.name, "kind": found.kind})
    given = _given(form, region_id=found.region_id, service_id=found.pk) if form.is_bound else {}
    if form.is_valid():
        try:
            placing.accept_place(service_id=found.pk, **given, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It’s in the directory. The people who run it will be told about its stories within a minute."))
            return redirect("operating:service", service_id=found.pk)
    steps = presenters.step_lines(queries.steps_of(found.pk))
    maybe = queries.find_services(found.name, limit=MAYBE, include_closed=True, region_id=found.region_id, only_here=True)
    return form_page(request, "operating/accept_place.html", form, service=found, steps=steps, maybe=maybe)


@operators
@show_and_send
def join(request: HttpRequest, service_id: int) -> HttpResponse:
    """Say which place of the directory it is. The two are shown side by side first: people are emailed once they are joined."""
    found = service_or_404(service_id)
    within = setting(found.region_id, SettingKey.JOIN_UNDONE_WITHIN)
    if request.method == "POST":
        try:
            placing.join_place(service_id=found.pk, into_id=_number(request, "into"), by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("operating:join_place", service_id=found.pk)
        said = ngettext(
            "Joined. Stories about %(name)s will move here within a minute. You can undo this on this page for %(days)s day.",
            "Joined. Stories about %(name)s will move here within a minute. You can undo this on this page for %(days)s days.",
            within,
        )
        messages.success(request, said % {"name": found.name, "days": within})
        return redirect("operating:service", service_id=found.pk)
    chosen = _number(request, "into")
    into = queries.services_by_id([chosen]).get(chosen)
    if into is not None:
        return render(request, "operating/join_these.html", {"service": found, "into": into, "undone_within": within})
    search = searched(request)
    offered = queries.find_services(search or found.name, limit=20, include_closed=True, region_id=found.region_id, only_here=True)
    context = {
        "service": found,
        "search": search,
        "found": [each for each in offered if each.id != found.pk],
        "undone_within": within,
    }
    return render(request, "operating/join_place.html", context)


@operators
@show_and_send
def part(request: HttpRequest, service_id: int) -> HttpResponse:
    """Undo a join that was a mistake."""
    found = service_or_404(service_id)
    if found.register != JOINED or found.successor is None:
        return redirect("operating:service", service_id=found.pk)
    form = PartForm(form_data(request))
    if form.is_valid():
        try:
            placing.part_place(service_id=found.pk, reason=form.cleaned_data["reason"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Undone. %(name)s is separate again. Its stories will go back to it within a minute.") % {"name": found.name}
            )
            return redirect("operating:service", service_id=found.pk)
    return form_page(request, "operating/part_place.html", form, service=found, into=found.successor)


@operators
@require_POST
def drop(request: HttpRequest, service_id: int) -> HttpResponse:
    """Take away what was proposed and is no place."""
    found = service_or_404(service_id)
    try:
        placing.drop_place(service_id=found.pk, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("operating:accept_place", service_id=found.pk)
    messages.success(request, _("%(name)s has been removed.") % {"name": found.name})
    return redirect("operating:places")


@operators
@button_on("operating:places")
@require_POST
def apart(request: HttpRequest, service_id: int) -> HttpResponse:
    """Say that two places that look alike are two."""
    found, other = service_or_404(service_id), service_or_404(_number(request, "other"))
    placing.keep_apart(service_id=found.pk, other_id=other.pk, by=me(request))
    messages.success(request, _("Saved. We won’t ask about these two again."))
    return redirect("operating:places")


def _number(request: HttpRequest, name: str) -> int:
    value = str((request.POST if request.method == "POST" else request.GET).get(name, ""))
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _given(form: PlaceForm, *, region_id: int | None, service_id: int | None) -> dict[str, Any]:
    """What the form says, as an action wants it. Whatever speaks against it is said on the form, everything at once."""
    form.is_valid()  # what can be read is judged, even where something else cannot be read
    stated = {name: form.cleaned_data[name] for name in placing.STATED if name in form.cleaned_data}
    stated["address"] = stated.get("address", "").splitlines()
    key, level = form.cleaned_data.get("parent", ""), form.cleaned_data.get("level", "")
    region = form.cleaned_data.get("region")
    region_id = region_id or (region.pk if region else None)
    called = queries.services_called(key, region_id=region_id) if key else []
    parent = called[0] if len(called) == 1 else None
    given = {"level": level, "parent_id": parent.pk if parent else None, "stated": stated}
    if called and parent is None:
        found = [
            _("%(name)s in %(town)s (%(code)s)") % {"name": each.name, "town": each.town, "code": each.code or each.slug} for each in called
        ]
        said = _("Several places have this name. Enter the code of one: %(places)s.") % {"places": wording.listed(found)}
        form.refuse(NotAcceptable(said, field="parent"))
    elif key and parent is None:
        form.refuse(NotAcceptable(_("No place has this name, code or web address"), field="parent"))
    elif region_id is not None:
        for refused in placing.wrong_with(service_id=service_id, region_id=region_id, **given):
            if refused.field not in form.errors:
                form.refuse(refused)
    return given
