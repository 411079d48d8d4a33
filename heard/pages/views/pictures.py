"""Pictures for pages: sending one, what can be seen on it, and which pages show it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.core.errors import DomainError
from heard.media.adapters import count_pictures, hold
from heard.media.presenters import picture_html
from heard.pages import queries
from heard.pages.actions import pictures
from heard.pages.forms.pictures import NewPictureForm, WordsOfPictureForm
from heard.pages.models import PagePicture
from heard.pages.presenters import editing as presenters
from heard.pages.views.asked import form_page, me, places, show_and_send
from heard.ui.forms import form_data


@editors
@require_safe
def picture_list(request: HttpRequest) -> HttpResponse:
    try:
        page = queries.page_pictures(page=request.GET.get("page", ""))
    except DomainError:
        raise Http404 from None
    return render(request, "pages/editing/pictures.html", {"page": page.map(presenters.picture_line)})


@editors
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Send a picture for pages."""
    if request.method == "POST":
        count_pictures(by=me(request))
    form = NewPictureForm(form_data(request), request.FILES or None, by=me(request))
    if form.is_valid():
        try:
            kept = pictures.add_picture(copies=form.cleaned_data["picture"], **form.words(), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. Copy the line below into a page to show it there."))
            return redirect("pages:picture", picture_id=kept.pk)
    hold(form)
    return form_page(request, "pages/editing/new_picture.html", form)


@editors
@show_and_send
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """One picture: the line to paste, what can be seen on it, and which pages show it."""
    found = _picture_or_404(picture_id)
    form = WordsOfPictureForm(form_data(request), by=me(request), before=found.picture)
    if form.is_valid():
        try:
            pictures.say_what_is_seen(picture_id=found.pk, **form.words(), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. The pages that show it have the new words."))
            return redirect("pages:picture", picture_id=found.pk)
    context: dict[str, Any] = {
        "picture": presenters.picture_line(found),
        "shown": picture_html(found.picture.key),
        "texts": presenters.text_lines(queries.texts_with_picture(found.picture.key), places()),
    }
    return form_page(request, "pages/editing/picture.html", form, **context)


@editors
@require_POST
def remove(request: HttpRequest, picture_id: int) -> HttpResponse:
    found = _picture_or_404(picture_id)
    try:
        pictures.remove_picture(picture_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("pages:picture", picture_id=found.pk)
    messages.success(request, _("The picture is deleted."))
    return redirect("pages:pictures")


def _picture_or_404(picture_id: int) -> PagePicture:
    found = queries.page_picture(picture_id)
    if found is None:
        raise Http404
    return found
