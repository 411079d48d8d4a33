from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.models import Person
from heard.core.texts.cleaning import clean_line
from heard.directory.models import Service
from heard.directory.queries import services_by_id
from heard.operating import presenters
from heard.regions import queries
from heard.regions.models import Region
from heard.ui.presenters import Tab

show_and_send = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> Person:
    """The operator: the audience of every view here has made sure that there is one."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def searched(request: HttpRequest) -> str:
    """What was typed into the page's search box, tidied."""
    return " ".join(clean_line(request.GET.get("q", "")).split())[:80]


def regions_asked(request: HttpRequest) -> presenters.Regions:
    """Which regions a list names, and to which of them its address narrows it (`?region=slug`). With one region nobody is asked."""
    if not queries.are_several():
        return presenters.Regions({}, [])
    known, slug = queries.all_regions(), request.GET.get("region", "")
    chosen = next((each for each in known if each.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    return presenters.regions_of_list(known, chosen, request.path, {"q": searched(request)})


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form; 422 when what was sent could not be taken."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound and not form.is_valid() else 200)


def service_or_404(service_id: int) -> Service:
    found = services_by_id([service_id]).get(service_id)
    if found is None:
        raise Http404
    return found


def region_or_404(region_id: int) -> Region:
    region = queries.region_by_id(region_id)
    if region is None:
        raise Http404
    return region


def language_named(request: HttpRequest, region: Region) -> str:
    """In which of the region's languages an operator writes on this page: the first one, unless its address names another."""
    spoken = queries.languages_written(region)
    named = request.GET.get("language", "")
    return named if named in spoken else spoken[0]


def tabs_of(request: HttpRequest, region: Region) -> list[Tab]:
    """The pages about one region."""
    pages = (
        (_("Details"), "region"),
        (_("Opening"), "opening"),
        (_("Numbers"), "numbers"),
        (_("Crisis lines"), "crisis_lines"),
        (_("Ways to complain"), "complaint_ways"),
        (_("Messages to authors"), "messages_to_authors"),
        (_("Criticality"), "criteria"),
        (_("Holidays"), "holidays"),
        (_("Rota"), "rota"),
        (_("Who tells stories"), "author_groups"),
    )
    return presenters.region_tabs(
        [(label, reverse(f"operating:{view}", kwargs={"region_id": region.pk})) for label, view in pages], request.path
    )
