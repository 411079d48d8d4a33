from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import operators
from heard.accounts.queries import people_refused_since
from heard.core import searches
from heard.core.errors import DomainError
from heard.directory.queries import find_services
from heard.operating import presenters
from heard.operating.forms import EndTermForm, NameForm, OrganisationForm, TermForm
from heard.operating.views.shared import form_page, me, regions_asked, searched, show_and_send
from heard.organisations import presenters as organisation_words
from heard.organisations import queries
from heard.organisations.actions import contacts as public_contacts
from heard.organisations.actions import invitations, members, organising
from heard.organisations.actions import pictures as shown_pictures
from heard.organisations.forms import ContactForm, InvitationForm
from heard.organisations.models import Membership, Organisation, Role
from heard.ui.forms import form_data


@operators
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Every listening organisation, by name."""
    search, regions = searched(request), regions_asked(request)
    page = queries.find_organisations(search=search, region_id=regions.id, page=request.GET.get("page", ""))
    ids = [each.pk for each in page.rows]
    terms, counts = queries.terms_by_organisation(ids), queries.member_counts(ids)
    lines = [presenters.organisation_line(each, terms.get(each.pk, []), counts.get(each.pk, 0)) for each in page.rows]
    return render(request, "operating/organisations.html", {"lines": lines, "search": search, "page": page, "regions": regions})


@operators
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Make a listening organisation."""
    regions = regions_asked(request)
    form = OrganisationForm(form_data(request), initial={"region": regions.id})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = organising.make_organisation(
                region_id=given["region"].pk, kind=given["kind"], name=given["name"], form_key=form.key_of_words(), by=me(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("%(name)s has been added. Next, choose its services, its first term and its first administrator.") % {"name": made.name},
            )
            return redirect("operating:organisation", organisation_id=made.pk)
    return form_page(request, "operating/new_organisation.html", form, regions=regions)


@operators
@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: services, terms, who looks after it."""
    found = _organisation(organisation_id)
    invited = queries.open_invitations(found.pk)
    context = {
        "organisation": found,
        "remit": organisation_words.remit_lines(queries.remit_of(found.pk)),
        "terms": organisation_words.terms(queries.terms_of(found.pk)),
        "member_count": queries.member_count(found.pk),
        "administrators": queries.administrators_of(found.pk),
        "contacts": queries.contacts_of(found.pk),
        "pictures": organisation_words.picture_lines(queries.pictures_of(found.pk)),
        "invitations": organisation_words.invitation_lines(invited, refused=queries.refused_invitations(invited)),
    }
    return render(request, "operating/organisation.html", context)


@operators
@show_and_send
def rename(request: HttpRequest, organisation_id: int) -> HttpResponse:
    found = _organisation(organisation_id)
    form = NameForm(form_data(request), initial={"name": found.name})
    if form.is_valid():
        try:
            organising.rename(organisation_id=found.pk, name=form.cleaned_data["name"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("operating:organisation", organisation_id=found.pk)
    return form_page(request, "operating/rename.html", form, organisation=found)


@operators
@show_and_send
def remit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Which branches of the directory concern the organisation: search, add, remove."""
    found = _organisation(organisation_id)
    if request.method == "POST":
        try:
            organising.change_remit(organisation_id=found.pk, add=_ids(request, "add"), remove=_ids(request, "remove"), by=me(request))
            messages.success(request, _("Saved. It applies to stories published from now on."))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("operating:remit", organisation_id=found.pk)
    search, branches = searched(request), queries.remit_of(found.pk)
    ids = {branch.pk for branch in branches}
    context = {
        "organisation": found,
        "remit": organisation_words.remit_lines(branches),
        "search": search,
        "found": [
            each for each in find_services(search, include_closed=True, region_id=found.region_id, only_here=True) if each.id not in ids
        ]
        if search
        else [],
    }
    return render(request, "operating/remit.html", context)


@operators
@show_and_send
def terms(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give a term of subscription."""
    found = _organisation(organisation_id)
    form = TermForm(form_data(request), initial={"level": "standard"})
    if form.is_valid():
        try:
            organising.give_subscription(organisation_id=found.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The term has been added."))
            return redirect("operating:organisation", organisation_id=found.pk)
    lines = organisation_words.terms(queries.terms_of(found.pk))
    return form_page(request, "operating/terms.html", form, organisation=found, terms=lines)


@operators
@show_and_send
def end_term(request: HttpRequest, organisation_id: int, subscription_id: int) -> HttpResponse:
    """Let a term end early, after saying what that means."""
    found = _organisation(organisation_id)
    term = queries.term_of(found.pk, subscription_id)
    if term is None:
        raise Http404
    form = EndTermForm(form_data(request))
    if form.is_valid():
        try:
            organising.end_subscription(subscription_id=term.pk, on=form.cleaned_data["on"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("operating:organisation", organisation_id=found.pk)
    return form_page(request, "operating/end_term.html", form, organisation=found, term=term)


@operators
@show_and_send
def contacts(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """The numbers and addresses that may stand in its answers: see them, add one."""
    found = _organisation(organisation_id)
    form = ContactForm(form_data(request))
    if form.is_valid():
        try:
            public_contacts.add_contact(organisation_id=found.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It can be used in answers now."))
            return redirect("operating:contacts", organisation_id=found.pk)
    return form_page(request, "operating/contacts.html", form, organisation=found, contacts=queries.contacts_of(found.pk))


@operators
@require_POST
def remove_contact(request: HttpRequest, organisation_id: int, contact_id: int) -> HttpResponse:
    """Take a public contact off the list."""
    found = _organisation(organisation_id)
    public_contacts.remove_contact(organisation_id=found.pk, contact_id=contact_id, by=me(request))
    messages.success(request, _("Removed. Answers that are already public keep it."))
    return redirect("operating:contacts", organisation_id=found.pk)


@operators
@require_POST
def remove_picture(request: HttpRequest, organisation_id: int, shown_id: int) -> HttpResponse:
    """A picture that should not be public is gone from every page at once."""
    found = _organisation(organisation_id)
    shown_pictures.remove_picture(organisation_id=found.pk, shown_id=shown_id, by=me(request))
    messages.success(request, _("The picture is deleted."))
    return redirect("operating:organisation", organisation_id=found.pk)


@operators
@show_and_send
def invite(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Invite a member: the first administrator, most of the time."""
    found = _organisation(organisation_id)
    form = InvitationForm(form_data(request), initial={"roles": [Role.ADMINISTRATOR]})
    if form.is_valid():
        try:
            said = form.cleaned_data | {"form_key": form.key_of_words()}
            invitations.invite_member(organisation_id=found.pk, by=me(request), **said)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("We’ve sent the invitation. They have 14 days to accept it."))
            return redirect("operating:organisation", organisation_id=found.pk)
    return form_page(request, "operating/invite.html", form, organisation=found)


@operators
@require_POST
def cancel_invitation(request: HttpRequest, organisation_id: int, invitation_id: int) -> HttpResponse:
    invited = queries.invitation_of(organisation_id, invitation_id)
    if invited is None:
        raise Http404
    try:
        invitations.cancel_invitation(invitation_id=invited.pk, by=me(request))
        messages.success(request, _("The invitation has been cancelled. Its link no longer works."))
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("operating:organisation", organisation_id=organisation_id)


@operators
@show_and_send
def members_list(request: HttpRequest, organisation_id: int) -> HttpResponse:
    found = _organisation(organisation_id)
    page_of, here = f"members:{found.pk}", reverse("operating:members", kwargs={"organisation_id": found.pk})
    if request.method == "POST":
        return searches.answer(request, page_of, path=here)
    search = searches.asked(request, page_of)
    page = queries.members_of(found.pk, search=search, page=request.GET.get("page", ""))
    refused = people_refused_since(each.person_id for each in page.rows)
    lines = organisation_words.member_lines(page.rows, you=me(request).pk, refused=refused)
    return render(request, "operating/members.html", {"organisation": found, "lines": lines, "search": search, "page": page})


@operators
@show_and_send
def freeze(request: HttpRequest, organisation_id: int, membership_id: int) -> HttpResponse:
    """Freeze a member, after a warning."""
    them, problem = _member(organisation_id, membership_id), ""
    if request.method == "POST":
        try:
            members.freeze_member(membership_id=them.pk, by=me(request))
        except DomainError as error:
            problem = str(error)
        else:
            messages.success(request, _("%(name)s is frozen and signed out of that organisation.") % {"name": them.person.name})
            return redirect("operating:members", organisation_id=organisation_id)
    return render(request, "operating/freeze.html", {"them": them, "problem": problem}, status=422 if problem else 200)


@operators
@require_POST
def thaw(request: HttpRequest, organisation_id: int, membership_id: int) -> HttpResponse:
    them = _member(organisation_id, membership_id)
    members.thaw_member(membership_id=them.pk, by=me(request))
    messages.success(request, _("%(name)s can work there again.") % {"name": them.person.name})
    return redirect("operating:members", organisation_id=organisation_id)


def _organisation(organisation_id: int) -> Organisation:
    found = queries.organisation_by_id(organisation_id)
    if found is None:
        raise Http404
    return found


def _member(organisation_id: int, membership_id: int) -> Membership:
    them = queries.member_of(organisation_id, membership_id)
    if them is None:
        raise Http404
    return them


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(value) for value in request.POST.getlist(name) if value.isdecimal() and len(value) < 19}
