from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.accounts import policies, queries
from heard.accounts.actions import people
from heard.accounts.audiences import operators
from heard.accounts.models import Person
from heard.core import searches
from heard.core.errors import DomainError
from heard.moderation.queries.rota import rota_left_by
from heard.operating import presenters
from heard.operating.forms import ColleagueForm, PersonForm
from heard.operating.views.shared import form_page, me, show_and_send
from heard.organisations.queries import memberships_of
from heard.regions.queries import all_regions
from heard.ui.forms import form_data
from heard.ui.wording import listed

PAGE = "people"
"""Whose search it is, among those that a session may keep."""


@operators
@show_and_send
def people_list(request: HttpRequest) -> HttpResponse:
    """Who works for Heard itself; with a search, anybody who has an account. The page's address holds no name and no email address."""
    if request.method == "POST":
        return searches.answer(request, PAGE, path=reverse("operating:people"))
    search = searches.asked(request, PAGE)
    page = queries.find_people(search, page=request.GET.get("page", "")) if search else None
    colleagues = queries.people_of_heard()
    shown = [*colleagues, *(page.rows if page else ())]
    context = {
        "search": search,
        "page": page,
        "colleagues": colleagues,
        "invited": queries.invited_among(shown),
        "refused": queries.people_refused_since(each.pk for each in shown),
        "of_regions": presenters.regions_in_words(shown),
    }
    return render(request, "operating/people.html", context)


@operators
@show_and_send
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a moderator or another operator."""
    form = ColleagueForm(form_data(request), regions=all_regions())
    if form.is_valid():
        try:
            made = people.invite_colleague(by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            told = (
                _("They already had an account. They now have these roles too.")
                if made.has_usable_password()
                else _("We’ve emailed them a link.")
            )
            messages.success(request, told)
            return redirect("operating:people")
    return form_page(request, "operating/invite_person.html", form)


@operators
@show_and_send
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: name, address, roles."""
    them = _person(person_id)
    form = PersonForm(form_data(request), initial=PersonForm.of(them), regions=all_regions())
    if form.is_valid():
        given, by = form.cleaned_data, me(request)
        try:
            with transaction.atomic():
                people.set_platform_roles(person_id=them.pk, roles=given["platform_roles"], by=by)
                if "moderates_in" in given:
                    people.set_regions_of_moderator(person_id=them.pk, regions=given["moderates_in"], by=by)
                left = rota_left_by(them.pk)
                if given["email"].lower() != them.email:
                    people.change_email(person_id=them.pk, email=given["email"], by=by)
                if (given["name"], given["job_title"]) != (them.name, them.job_title):
                    people.change_name(person_id=them.pk, name=given["name"], job_title=given["job_title"], by=by)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            if left:
                messages.info(request, _("They’re no longer on the rota for %(regions)s.") % {"regions": listed(left)})
            return redirect("operating:person", person_id=them.pk)
    return form_page(
        request,
        "operating/person.html",
        form,
        them=them,
        is_you=them.pk == me(request).pk,
        memberships=memberships_of(them.pk),
        refused_at=queries.people_refused_since([them.pk]).get(them.pk),
        has_password=them.has_usable_password(),
        has_second_factor=policies.has_second_factor(them),
    )


@operators
@require_POST
def invite_again(request: HttpRequest, person_id: int) -> HttpResponse:
    them = _person(person_id)
    try:
        people.invite_again(person_id=them.pk, by=me(request))
        messages.success(request, _("We’ve emailed %(name)s again.") % {"name": them.name})
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("operating:person", person_id=them.pk)


@operators
@show_and_send
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account, after a warning."""
    them, problem = _person(person_id), ""
    if request.method == "POST":
        try:
            people.deactivate(person_id=them.pk, by=me(request))
        except DomainError as error:
            problem = str(error)
        else:
            messages.success(request, _("%(name)s’s account has been closed.") % {"name": them.name})
            return redirect("operating:person", person_id=them.pk)
    return render(request, "operating/close_person.html", {"them": them, "problem": problem}, status=422 if problem else 200)


@operators
@require_POST
def open_again(request: HttpRequest, person_id: int) -> HttpResponse:
    them = _person(person_id)
    people.reactivate(person_id=them.pk, by=me(request))
    messages.success(request, _("%(name)s can sign in again.") % {"name": them.name})
    return redirect("operating:person", person_id=them.pk)


@operators
@require_POST
def remove_photo(request: HttpRequest, person_id: int) -> HttpResponse:
    """A photo that should not be public is gone from every page at once."""
    them = _person(person_id)
    people.remove_photo(person_id=them.pk, by=me(request))
    messages.success(request, _("%(name)s’s photo is deleted. Their initials are shown instead.") % {"name": them.name})
    return redirect("operating:person", person_id=them.pk)


def _person(person_id: int) -> Person:
    them = queries.person_by_id(person_id)
    if them is None:
        raise Http404
    return them
