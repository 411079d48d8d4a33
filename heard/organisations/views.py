from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts import policies as people
from heard.accounts.actions.people import change_name, make_person
from heard.accounts.audiences import signed_in
from heard.accounts.models import Person
from heard.accounts.queries import people_refused_since, person_by_email
from heard.core import clock, links, searches
from heard.core.access import at_work, button_on, never_kept, public
from heard.core.actors import SystemActor
from heard.core.errors import DomainError, NotAllowed, WrongState
from heard.core.tokens import digest_of
from heard.directory.models import Service
from heard.media.adapters import count_pictures, hold
from heard.media.presenters import picture_html
from heard.organisations import policies, presenters, queries
from heard.organisations.actions import contacts as public_contacts
from heard.organisations.actions import invitations, members
from heard.organisations.actions import pictures as shown_pictures
from heard.organisations.audiences import acting, administrators, must_choose, work_as, working_as
from heard.organisations.audiences import members as members_only
from heard.organisations.forms import AgainForm, ContactForm, InvitationForm, NewMemberForm, PictureForm, ProfileForm, RolesForm
from heard.organisations.models import Invitation, Membership, ShownPicture, offered_among, role_words
from heard.organisations.policies import Permission
from heard.ui.forms import form_data

show_and_send = require_http_methods(["GET", "HEAD", "POST"])


# ---------------------------------------------------------------- where to work


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where people land after signing in: the page where their work is."""
    if working_as(request):
        return redirect(links.to("inbox"))
    if must_choose(request):
        return redirect("organisations:choose")
    if people.is_moderator(request.user):
        return redirect(links.to("moderation"))
    if people.is_operator(request.user):
        return redirect(links.to("operator"))
    if people.is_editor(request.user):
        return redirect(links.to("editing"))
    return render(request, "organisations/nowhere_to_work.html", {"frozen": queries.frozen_memberships(_id(request))})


@signed_in
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """For which organisation to work now."""
    context = {
        "memberships": queries.open_memberships(_id(request)),
        "frozen": queries.frozen_memberships(_id(request)),
        "current": working_as(request),
        "next": request.GET.get("next", ""),
    }
    return render(request, "organisations/choose.html", context)


@signed_in
@button_on("organisations:choose")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work for another of one's organisations from now on. Somebody else's membership, or a frozen one, is 404."""
    number = request.POST.get("membership", "")
    membership = queries.open_membership(_id(request), int(number)) if number.isdecimal() and len(number) < 19 else None
    if membership is None:
        raise Http404
    work_as(request, membership)
    return redirect(links.ours(request.POST.get("next", "")) or "organisations:start")


# ---------------------------------------------------------------- the organisation


@members_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What concerns the organisation, its subscription, and how many listen."""
    me = acting(request)
    terms = queries.terms_of(me.organisation_id)
    context = {
        "me": me,
        "standing": presenters.standing(terms),
        "terms": presenters.terms(terms),
        "remit": presenters.remit_lines(queries.remit_of(me.organisation_id)),
        "member_count": queries.member_count(me.organisation_id),
        "can_manage": policies.may_manage(me, me.organisation_id),
        "administers": Permission.ADMINISTER in policies.grants(me),
    }
    return render(request, "organisations/overview.html", context)


@members_only
@show_and_send
def members_list(request: HttpRequest) -> HttpResponse:
    """Who else is here. Administrators also see who was invited. A colleague's name is never part of the page's address."""
    me = acting(request)
    page_of = f"members:{me.organisation_id}"
    if request.method == "POST":
        return searches.answer(request, page_of, path=reverse("organisations:members"))
    search = searches.asked(request, page_of)
    page = queries.members_of(me.organisation_id, search=search, page=request.GET.get("page", ""))
    administers = Permission.ADMINISTER in policies.grants(me)
    invited = queries.open_invitations(me.organisation_id) if administers else []
    refused = people_refused_since(each.person_id for each in page.rows) if administers else {}
    context = {
        "me": me,
        "search": search,
        "lines": presenters.member_lines(page.rows, you=me.person_id, refused=refused),
        "page": page,
        "count": queries.member_count(me.organisation_id),
        "administers": administers,
        "can_manage": policies.may_manage(me, me.organisation_id),
        "invitations": presenters.invitation_lines(invited, refused=queries.refused_invitations(invited)),
    }
    return render(request, "organisations/members.html", context)


@members_only
@show_and_send
def contacts(request: HttpRequest) -> HttpResponse:
    """The organisation's public contacts: everybody here reads them, administrators add to them."""
    me = acting(request)
    form = ContactForm(form_data(request))
    if form.is_valid():
        try:
            public_contacts.add_contact(organisation_id=me.organisation_id, by=me, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. You can now use it in your answers."))
            return redirect("organisations:contacts")
    can_manage = policies.may_manage(me, me.organisation_id)
    context = {"contacts": queries.contacts_of(me.organisation_id), "can_manage": can_manage}
    return _form_page(request, "organisations/contacts.html", form, me=me, **context)


@administrators
@show_and_send
def pictures(request: HttpRequest) -> HttpResponse:
    """What the organisation shows of itself and its services, and the services that it could show."""
    me = acting(request)
    page_of = f"pictures:{me.organisation_id}"
    if request.method == "POST":
        return searches.answer(request, page_of, path=reverse("organisations:pictures"))
    search = searches.asked(request, page_of)
    context = {
        "me": me,
        "shown": presenters.picture_lines(queries.pictures_of(me.organisation_id)),
        "page": queries.services_of(me.organisation_id, search=search, page=request.GET.get("page", "")),
        "search": search,
    }
    return render(request, "organisations/pictures.html", context)


@administrators
@show_and_send
def own_picture(request: HttpRequest) -> HttpResponse:
    """The picture beside the organisation's name."""
    return _picture(request, None)


@administrators
@show_and_send
def service_picture(request: HttpRequest, service_id: int) -> HttpResponse:
    """The picture at the top of a service's page. A service that the organisation doesn't look after is 404."""
    service = queries.service_of(acting(request).organisation_id, service_id)
    if service is None:
        raise Http404
    return _picture(request, service)


def _picture(request: HttpRequest, service: Service | None) -> HttpResponse:
    me = acting(request)
    shown: ShownPicture | None = queries.picture_of(me.organisation_id, service.pk if service else None)
    if request.FILES:
        count_pictures(by=me.person)
    form = PictureForm(form_data(request), request.FILES or None, by=me.person, before=shown.picture if shown else None)
    if form.is_valid():
        try:
            shown_pictures.show_picture(
                organisation_id=me.organisation_id,
                service_id=service.pk if service else None,
                copies=form.cleaned_data["picture"],
                **form.words(),
                by=me,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. The picture is public now."))
            return redirect("organisations:pictures")
    hold(form)
    context = {"service": service, "shown": shown, "now": picture_html(shown.picture.key) if shown else None}
    return _form_page(request, "organisations/picture.html", form, me=me, **context)


@administrators
@require_POST
def remove_picture(request: HttpRequest, shown_id: int) -> HttpResponse:
    """Delete a picture that the organisation shows."""
    me = acting(request)
    shown_pictures.remove_picture(organisation_id=me.organisation_id, shown_id=shown_id, by=me)
    messages.success(request, _("The picture is deleted."))
    return redirect("organisations:pictures")


@administrators
@require_POST
def remove_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Take a public contact off the list."""
    me = acting(request)
    try:
        public_contacts.remove_contact(organisation_id=me.organisation_id, contact_id=contact_id, by=me)
        messages.success(request, _("Removed. Answers that are already public will keep it."))
    except NotAllowed as error:
        messages.warning(request, str(error))
    return redirect("organisations:contacts")


@members_only
@show_and_send
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and job title."""
    me = acting(request)
    form = ProfileForm(form_data(request), initial={"name": me.person.name, "job_title": me.job_title})
    if form.is_valid():
        with transaction.atomic():  # the organisation is locked before the person, as when somebody is frozen
            members.change_job_title(membership_id=me.pk, job_title=form.cleaned_data["job_title"], by=me)
            change_name(person_id=me.person_id, name=form.cleaned_data["name"], by=me)
        messages.success(request, _("Your name and job title are saved. Answers that are already public will keep the old ones."))
        return redirect("organisations:profile")
    return _form_page(request, "organisations/profile.html", form, me=me)


@members_only
@show_and_send
def leave(request: HttpRequest) -> HttpResponse:
    """Stop being a member, after a warning."""
    me = acting(request)
    if request.method != "POST":
        return render(request, "organisations/leave.html", {"me": me, "problem": ""})
    try:
        members.leave(membership_id=me.pk, by=me)
    except NotAllowed as error:
        return render(request, "organisations/leave.html", {"me": me, "problem": str(error)}, status=422)
    messages.success(request, _("You’ve left %(organisation)s.") % {"organisation": me.organisation.name})
    return redirect("organisations:start")


# ---------------------------------------------------------------- members and invitations, for administrators


@administrators
@show_and_send
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone by email."""
    me = acting(request)
    form = InvitationForm(form_data(request))
    if form.is_valid():
        try:
            said = form.cleaned_data | {"form_key": form.key_of_words()}
            invitations.invite_member(organisation_id=me.organisation_id, by=me, **said)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("We’ve sent the invitation. They have 14 days to accept it."))
            return redirect("organisations:members")
    return _form_page(request, "organisations/invite.html", form, me=me, can_manage=policies.may_manage(me, me.organisation_id))


@administrators
@show_and_send
def send_again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation once more: it could not be delivered, or is over."""
    me = acting(request)
    invited = queries.invitation_of(me.organisation_id, invitation_id)
    if invited is None or invited.accepted_at or invited.cancelled_at:
        raise Http404
    form = AgainForm(form_data(request), initial={"email": invited.email})
    if form.is_valid():
        try:
            invitations.send_again(invitation_id=invited.pk, email=form.cleaned_data["email"], by=me)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("We’ve sent the invitation again. They have 14 days to accept it."))
            return redirect("organisations:members")
    refused = invited.pk in queries.refused_invitations([invited])
    return _form_page(request, "organisations/send_again.html", form, me=me, invited=invited, refused=refused)


@administrators
@button_on("organisations:members")
@require_POST
def cancel_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    me = acting(request)
    invited = queries.invitation_of(me.organisation_id, invitation_id)
    if invited is None:
        raise Http404
    try:
        invitations.cancel_invitation(invitation_id=invited.pk, by=me)
        messages.success(request, _("The invitation has been cancelled. Its link no longer works."))
    except WrongState as error:
        messages.warning(request, str(error))
    return redirect("organisations:members")


@administrators
@show_and_send
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """What one member may do, and their job title."""
    me, them = acting(request), _member(request, membership_id)
    form = RolesForm(form_data(request), initial={"roles": offered_among(them.roles), "job_title": them.job_title})
    if form.is_valid():
        try:
            members.change_roles(membership_id=them.pk, by=me, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. The change applies straight away."))
            return redirect("organisations:members")
    return _form_page(request, "organisations/member.html", form, me=me, them=them, can_manage=policies.may_manage(me, me.organisation_id))


@administrators
@show_and_send
def freeze(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Freeze a member, after a warning."""
    me, them = acting(request), _member(request, membership_id)
    if request.method != "POST":
        return render(request, "organisations/freeze.html", {"me": me, "them": them, "problem": ""})
    try:
        members.freeze_member(membership_id=them.pk, by=me)
    except NotAllowed as error:
        return render(request, "organisations/freeze.html", {"me": me, "them": them, "problem": str(error)}, status=422)
    messages.success(request, _("%(name)s is frozen and signed out. Nothing they’ve written is lost.") % {"name": them.person.name})
    return redirect("organisations:start" if them.pk == me.pk else "organisations:members")


@administrators
@button_on("organisations:members")
@require_POST
def thaw(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Let a frozen member work again."""
    me, them = acting(request), _member(request, membership_id)
    try:
        members.thaw_member(membership_id=them.pk, by=me)
        messages.success(request, _("%(name)s can sign in and work here again.") % {"name": them.person.name})
    except NotAllowed as error:
        messages.warning(request, str(error))
    return redirect("organisations:members")


# ---------------------------------------------------------------- accepting an invitation


@at_work
@public
@never_kept
@show_and_send
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation from a mail. Opening it changes nothing; only the button does. Without an account one is made on the way."""
    invited = queries.invitation_by_digest(digest_of(token))
    if invited is None:
        raise Http404
    if problem := _why_not(invited):
        return render(request, "organisations/invitation_over.html", {"invited": invited, "problem": problem}, status=410)
    visitor = request.user if isinstance(request.user, Person) else None
    known = visitor or person_by_email(invited.email)
    form = NewMemberForm(form_data(request), initial={"name": invited.name}) if known is None else None
    problem = ""
    if request.method == "POST" and (visitor or (form and form.is_valid())):
        try:
            _accept(request, invited, visitor, form)
        except DomainError as error:
            problem = str(error)
            if form:
                form.refuse(error)
        else:
            messages.success(request, _("Welcome. You’re now a member of %(organisation)s.") % {"organisation": invited.organisation.name})
            return redirect("organisations:overview")
    context = {
        "invited": invited,
        "invited_roles": role_words(invited.roles),
        "visitor": visitor,
        "known": known,
        "form": form,
        "problem": problem,
        "here": request.path,
    }
    return render(request, "organisations/invitation.html", context, status=422 if problem or (form and form.errors) else 200)


def _accept(request: HttpRequest, invited: Invitation, visitor: Person | None, form: NewMemberForm | None) -> None:
    with transaction.atomic():
        person = visitor
        if person is None:
            given = form.cleaned_data if form else {}
            person = make_person(email=invited.email, name=given["name"], password=given["password"], by=SystemActor("invitation"))
        membership = members.accept_invitation(digest=bytes(invited.digest), by=person)
    if visitor is None:
        login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    work_as(request, membership)


def _why_not(invited: Invitation) -> str:
    if invited.accepted_at is not None:
        return "used"
    if invited.cancelled_at is not None:
        return "cancelled"
    return "expired" if invited.expires_at <= clock.now() else ""


# ---------------------------------------------------------------- shared


def _member(request: HttpRequest, membership_id: int) -> Membership:
    them = queries.member_of(acting(request).organisation_id, membership_id)
    if them is None:
        raise Http404
    return them


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _id(request: HttpRequest) -> int:
    return request.user.pk or 0
