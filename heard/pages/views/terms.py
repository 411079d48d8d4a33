"""The words of the glossary. What is saved is public at once."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.core.errors import ChangedSince, DomainError
from heard.core.kept import keeps_words
from heard.pages import queries
from heard.pages.actions import glossary
from heard.pages.forms.texts import PlaceForm, TermForm
from heard.pages.presenters import editing as presenters
from heard.pages.views.asked import form_page, me, place, places, show_and_send, term_or_404
from heard.ui.forms import form_data, form_data_kept, is_sent

SAID = ("word", "also", "meaning")


@editors
@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/editing/terms.html", {"terms": presenters.term_lines(queries.meanings(), places())})


@editors
@keeps_words
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Add a word, in the language in which everything is written first."""
    form = TermForm(form_data_kept(request), language=settings.LANGUAGE_CODE)
    if is_sent(request, form):
        try:
            glossary.write_term(**{name: form.cleaned_data[name] for name in SAID}, language=settings.LANGUAGE_CODE, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It’s in the glossary now."))
            return redirect("pages:terms")
    return form_page(request, "pages/editing/term.html", form, term=None)


@editors
@keeps_words
@show_and_send
def term(request: HttpRequest, term_id: int) -> HttpResponse:
    """Say what a word means: for all sites or one, in one language."""
    found, known = term_or_404(term_id), places()
    region, language = place(request, known)
    region_id = region.pk if region else None
    newest = queries.meaning_of(found.pk, region_id=region_id, language=language)
    begins_with = newest or queries.meaning_of(found.pk, region_id=None, language=settings.LANGUAGE_CODE)
    form = _form(form_data_kept(request), begins_with, seen=newest.number if newest else 0, language=language)
    status = 0
    if is_sent(request, form):
        given = {name: form.cleaned_data[name] for name in (*SAID, "seen")}
        try:
            glossary.write_term(term_id=found.pk, region_id=region_id, language=language, by=me(request), **given)
        except ChangedSince as error:
            newest = queries.meaning_of(found.pk, region_id=region_id, language=language)
            data = request.POST.copy()
            data["seen"] = str(newest.number if newest else 0)
            form, status = TermForm(data, language=language), 409
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It’s in the glossary now."))
            return redirect("pages:terms")
    context: dict[str, Any] = {
        "term": found,
        "places": known.named(region_id, language),
        "asked": known.asked(region_id, language),
        "theirs": newest if status else None,
        "several": len(known.regions) > 1 or len(known.spoken) > 1,
    }
    return form_page(request, "pages/editing/term.html", form, status=status, **context)


def _form(data: Any, begins_with: Any, *, seen: int, language: str) -> TermForm:
    initial: dict[str, Any] = {"seen": seen}
    if begins_with is not None:
        initial |= {"word": begins_with.word, "also": ", ".join(begins_with.also), "meaning": begins_with.meaning}
    return TermForm(data, initial=initial, language=language)


@editors
@show_and_send
def begin(request: HttpRequest, term_id: int) -> HttpResponse:
    """For which site and in which language a word gets a meaning of its own."""
    found, known = term_or_404(term_id), places()
    form = PlaceForm(form_data(request), regions=known.regions, spoken=list(known.spoken.items()), initial={"region": ""})
    if form.is_valid():
        slug, language = form.cleaned_data.get("region", ""), form.cleaned_data.get("language") or settings.LANGUAGE_CODE
        region = next((each.pk for each in known.regions if each.slug == slug), None)
        return redirect(reverse("pages:term", kwargs={"term_id": found.pk}) + known.asked(region, language))
    return form_page(request, "pages/editing/begin_term.html", form, term=found)


@editors
@require_POST
def remove(request: HttpRequest, term_id: int) -> HttpResponse:
    """Take a word out of the glossary."""
    glossary.remove_term(term_id=term_or_404(term_id).pk, by=me(request))
    messages.success(request, _("Removed. Pages that use the word no longer link to it."))
    return redirect("pages:terms")
