from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.core.access import public
from heard.directory.forms import FindForm
from heard.directory.queries import find_services

SHOWN = 30


@public
def find(request: HttpRequest) -> HttpResponse:
    """Find a service: by name, town, postcode or part of one, or near me. Where somebody is, is used for this answer and not kept."""
    form = FindForm(request.GET)
    asked = form.is_valid() and bool(form.cleaned_data["q"] or form.near)
    found = find_services(form.cleaned_data["q"], near=form.near, limit=SHOWN) if asked else []
    page = {"form": form, "q": request.GET.get("q", "")[:200], "asked": asked, "found": found, "shown": SHOWN}
    return render(request, "directory/find.html", page, status=200 if form.is_valid() else 400)
