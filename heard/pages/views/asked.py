"""What the address of an editors' page names: a page, a text, a word; for which site, and in which language."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from heard.accounts.models import Person
from heard.core import languages
from heard.pages import queries
from heard.pages.models import Page, Term
from heard.pages.presenters.editing import Places
from heard.regions.models import Region
from heard.regions.queries import all_regions

show_and_send = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> Person:
    """The editor: the audience of every view here has made sure that there is one."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def places() -> Places:
    return Places(all_regions(), languages.spoken())


def place(request: HttpRequest, known: Places) -> tuple[Region | None, str]:
    """The region and the language that an address names; nothing: all sites, and the language in which everything is written first."""
    slug, language = request.GET.get("region", ""), request.GET.get("language", "") or settings.LANGUAGE_CODE
    region = next((each for each in known.regions if each.slug == slug), None)
    if (slug and region is None) or language not in known.spoken:
        raise Http404
    return region, language


def page_or_404(page_id: int) -> Page:
    found = queries.page_by_id(page_id)
    if found is None:
        raise Http404
    return found


def text_or_404(text_id: int) -> Any:
    """The text, with what `queries.texts_in_lists` adds."""
    found = queries.listed_text(text_id)
    if found is None:
        raise Http404
    return found


def term_or_404(term_id: int) -> Term:
    found = queries.term_by_id(term_id)
    if found is None:
        raise Http404
    return found


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A whole number in the address; None: there is none."""
    written = request.GET.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def form_page(request: HttpRequest, template: str, form: Any, *, status: int = 0, **context: Any) -> HttpResponse:
    """A page with a form; 422 when what was sent could not be taken."""
    wrong = request.method == "POST" and not form.is_valid()
    return render(request, template, {"form": form, **context}, status=status or (422 if wrong else 200))
