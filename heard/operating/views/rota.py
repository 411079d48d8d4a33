"""Who is told at once of a story with signs of danger, and how."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.accounts import queries as accounts
from heard.accounts.audiences import operators
from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator
from heard.core.errors import DomainError
from heard.moderation import policies
from heard.moderation.actions import rota as actions
from heard.moderation.models import Line
from heard.moderation.queries.rota import rota_gaps, rota_of, who_is_paged
from heard.operating import presenters
from heard.operating.forms import PagingForm, ShiftForm
from heard.operating.views.shared import form_page, me, region_or_404, show_and_send, tabs_of
from heard.regions.queries import are_several, setting
from heard.regions.rules import SettingKey
from heard.ui.forms import form_data


@operators
@show_and_send
def rota(request: HttpRequest, region_id: int) -> HttpResponse:
    """The week: who is on the rota, and when nobody is. Several days can be given at once."""
    region = region_or_404(region_id)
    seniors = list(policies.moderators(above=Line.SECOND, region_id=region.pk).order_by("name", "pk"))
    form = ShiftForm(form_data(request), people=seniors)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                for day in given["days"]:
                    actions.set_shift(
                        region_id=region.pk,
                        weekday=int(day),
                        begins=given["begins"],
                        ends=given["ends"],
                        people=form.in_order(),
                        by=me(request),
                    )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. At these times, we’ll tell them at once about signs of danger."))
            return redirect("operating:rota", region_id=region.pk)
    return form_page(
        request,
        "operating/rota.html",
        form,
        region=region,
        several=are_several(),
        tabs=tabs_of(request, region),
        shifts=presenters.shift_lines(rota_of(region.pk)),
        gaps=rota_gaps(region.pk),
        seniors=presenters.senior_lines(seniors, paged=who_is_paged(), able=set(accounts.who_can_moderate().values_list("pk", flat=True))),
        minutes=setting(region.pk, SettingKey.CALL_NEXT_AFTER),
    )


@operators
@require_POST
def remove_shift(request: HttpRequest, region_id: int) -> HttpResponse:
    region = region_or_404(region_id)
    wanted = request.POST.get("shift", "")
    shift = next((each for each in rota_of(region.pk) if str(each.pk) == wanted), None)
    if shift is not None:
        actions.remove_shift(shift_id=shift.pk, by=me(request))
    messages.success(request, _("Removed."))
    return redirect("operating:rota", region_id=region.pk)


@operators
@show_and_send
def paging(request: HttpRequest, person_id: int) -> HttpResponse:
    """Where a senior moderator is paged. The address is shown to nobody again: it is as good as a password."""
    them = _senior(person_id)
    form = PagingForm(form_data(request))
    if form.is_valid():
        try:
            actions.set_paging_address(person_id=them.pk, address=form.cleaned_data["address"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("We’ll page %(name)s as well as email them.") if form.cleaned_data["address"] else _("We’ll only email %(name)s.")
            messages.success(request, said % {"name": them.name})
            return redirect("operating:paging", person_id=them.pk)
    return form_page(request, "operating/paging.html", form, them=them, is_paged=them.pk in who_is_paged())


def _senior(person_id: int) -> Person:
    them = accounts.person_by_id(person_id)
    if them is None or not is_senior_moderator(them):
        raise Http404
    return them
