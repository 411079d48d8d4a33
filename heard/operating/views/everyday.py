"""The words that people use for kinds of places: what they find, and in which region."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import operators
from heard.core.errors import DomainError
from heard.directory import queries
from heard.directory.actions import everyday
from heard.directory.models import EverydayName
from heard.operating import presenters
from heard.operating.forms import EverydayNameForm
from heard.operating.views.shared import form_page, me, regions_asked, show_and_send
from heard.ui.forms import form_data


@operators
@require_safe
def name_list(request: HttpRequest) -> HttpResponse:
    """Every everyday name, with what it finds; for one region, those that hold there."""
    regions = regions_asked(request)
    context = {"names": presenters.everyday_lines(queries.everyday_names(region_id=regions.id)), "regions": regions}
    return render(request, "operating/everyday_names.html", context)


@operators
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Add words that people use."""
    regions = regions_asked(request)
    form = EverydayNameForm(form_data(request), initial={"region": regions.id})
    if form.is_valid():
        try:
            made = everyday.add_everyday_name(**form.values(), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Added. People can find places by these words now."))
            return redirect("operating:everyday_name", name_id=made.pk)
    return form_page(request, "operating/new_everyday_name.html", form, regions=regions)


@operators
@show_and_send
def name(request: HttpRequest, name_id: int) -> HttpResponse:
    """Change words that people use, and see who changed them before."""
    found = _name_or_404(name_id)
    form = EverydayNameForm(form_data(request), initial=EverydayNameForm.of(found))
    if form.is_valid():
        try:
            everyday.change_everyday_name(name_id=found.pk, **form.values(), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. Searches will use it from now on."))
            return redirect("operating:everyday_name", name_id=found.pk)
    more: dict[str, Any] = {"name": found, "steps": presenters.everyday_step_lines(queries.everyday_steps(found.pk))}
    return form_page(request, "operating/everyday_name.html", form, **more)


@operators
@require_POST
def hide(request: HttpRequest, name_id: int) -> HttpResponse:
    """Let nothing be found by these words."""
    found = _name_or_404(name_id)
    everyday.hide_everyday_name(name_id=found.pk, by=me(request))
    messages.success(request, _("%(title)s is hidden. For now, its words only find places with them in the name.") % {"title": found.title})
    return redirect("operating:everyday_name", name_id=found.pk)


@operators
@require_POST
def show(request: HttpRequest, name_id: int) -> HttpResponse:
    """Let places be found by these words again."""
    found = _name_or_404(name_id)
    everyday.show_everyday_name(name_id=found.pk, by=me(request))
    messages.success(request, _("%(title)s is back. People can find places by its words again.") % {"title": found.title})
    return redirect("operating:everyday_name", name_id=found.pk)


def _name_or_404(name_id: int) -> EverydayName:
    found = queries.everyday_name_by_id(name_id)
    if found is None:
        raise Http404
    return found
