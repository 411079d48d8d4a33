"""A version as its readers would see it: on each site and in its language, with what that site fills in. Editors only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from heard.accounts.audiences import editors
from heard.core import sites
from heard.core.sites import Place
from heard.pages import queries
from heard.pages.presenters import editing as presenters
from heard.pages.presenters import showing
from heard.pages.views.asked import number_asked, place, places, text_or_404
from heard.regions.models import Region
from heard.ui.presenters import Tab


@editors
@require_safe
def preview(request: HttpRequest, text_id: int) -> HttpResponse:
    """The newest version, or the one that is asked for, on one of the sites that show it."""
    text, known = text_or_404(text_id), places()
    version = queries.version_of(text.pk, number_asked(request, "version") or text.newest_number)
    if version is None:
        raise Http404
    chosen, _language = place(request, known)
    shown_on = [each for each in known.regions if text.region_id in {None, each.pk}]
    if chosen is None:
        chosen = next(iter(shown_on), None)
    elif chosen not in shown_on:
        raise Http404
    with standing_at(request, chosen, text.language):
        page = showing.preview(version, region_id=chosen.pk if chosen else None)
    context = {
        "text": text,
        "line": presenters.text_lines([text], known)[0],
        "version": version,
        "page": page,
        "tabs": [Tab(each.name, _address(text_id, version.number, each), each == chosen) for each in shown_on] if len(shown_on) > 1 else [],
        "problems": presenters.problem_lines(page.problems, version.source),
    }
    return render(request, "pages/editing/preview.html", context)


def _address(text_id: int, number: int, region: Region) -> str:
    return f"{reverse('pages:preview', kwargs={'text_id': text_id})}?{urlencode([('version', str(number)), ('region', region.slug)])}"


@contextmanager
def standing_at(request: HttpRequest, region: Region | None, language: str) -> Iterator[None]:
    """Have what is made meanwhile be made as on the site of a region, in a language: its links, its numbers, its emergency number."""
    back: Place | None = getattr(request, "place", None)
    site = sites.sites().of_regions.get(region.pk) if region else None
    if site is None:
        yield
        return
    spoken = language if language in site.languages else site.languages[0]
    prefix = site.prefix(spoken)
    sites.stand(Place(site, spoken, prefix, page="/", found_at="", at_work=False))
    try:
        yield
    finally:
        sites.stand(back)
