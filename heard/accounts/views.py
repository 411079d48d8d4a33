from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts import policies
from heard.accounts.actions import people
from heard.accounts.audiences import signed_in
from heard.accounts.forms import PhotoForm
from heard.accounts.models import Person
from heard.core import languages
from heard.core.errors import DomainError
from heard.media.adapters import count_pictures, hold
from heard.media.presenters import photo_path
from heard.ui.forms import LanguageForm, form_data

PHOTOS_AN_HOUR = 20
"""How often someone may send one: to draw it anew costs us up to a second."""


@signed_in
@require_safe
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Before their first page, moderators and operators set up a second factor; here is why, and how."""
    if policies.has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor_needed.html")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Which language one's own emails are in."""
    person = cast("Person", request.user)
    form = LanguageForm(form_data(request), initial={"language": languages.to_write_in(person.language)})
    if form.is_valid():
        try:
            people.choose_language(person_id=person.pk, language=form.cleaned_data["language"], by=person)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. We’ll email you in this language from now on."))
            return redirect("mfa_index")
    return render(request, "accounts/language.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest) -> HttpResponse:
    """The photo beside what one says in public."""
    person = cast("Person", request.user)
    if request.method == "POST":
        count_pictures(by=person, at_most=PHOTOS_AN_HOUR)
    form = PhotoForm(form_data(request), request.FILES or None, by=person)
    if form.is_valid():
        try:
            people.set_photo(person_id=person.pk, copies=form.cleaned_data["photo"], by=person)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. Your photo is now beside your answers."))
            return redirect("accounts:photo")
    hold(form)
    context = {"form": form, "photo": photo_path(person.photo.key) if person.photo else ""}
    return render(request, "accounts/photo.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def remove_photo(request: HttpRequest) -> HttpResponse:
    person = cast("Person", request.user)
    people.remove_photo(person_id=person.pk, by=person)
    messages.success(request, _("We’ve deleted your photo. Your initials are beside your answers."))
    return redirect("accounts:photo")
