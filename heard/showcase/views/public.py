"""Case studies, exemplars and who we are, for everyone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from heard.core import clock, sites
from heard.core.access import public
from heard.core.caching import conditional, etag_of
from heard.core.links import path_of_view
from heard.media.presenters import film_html
from heard.published.queries.listening import ANSWERS_COUNTED_TO, subscribers
from heard.published.queries.related import related
from heard.showcase import gateways
from heard.showcase.presenters import public as shown
from heard.showcase.queries import studies
from heard.showcase.queries.exemplars import public_exemplars
from heard.showcase.queries.team import team_cards
from heard.ui.presenters import page_elsewhere
from heard.ui.wording import name_here


@public
@require_safe
def case_studies(request: HttpRequest) -> HttpResponseBase:
    found = studies.list_public(within=sites.narrowed(), page=request.GET.get("page", ""))

    def draw() -> HttpResponse:
        context = {
            "studies": [shown.listed_shown(each) for each in found.rows],
            "older": f"{request.path}?page={found.older}" if found.older else "",
            "newer": f"{request.path}?page={found.newer}" if found.newer else "",
        }
        return render(request, "showcase/case_studies.html", context)

    return conditional(request, etag_of("case studies", found), draw)


@public
@require_safe
def case_study(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One statement for the interview, one for what stands beside it, and one for its film if it has one."""
    study = studies.public_study(slug)
    if study is None:
        if moved := studies.moved_to(slug):
            return redirect("showcase:case_study", slug=moved, permanent=False)
        raise Http404
    interview = study.interview
    beside = related(service=interview.service, organisation=interview.organisation, stories=interview.stories)
    film = film_html(interview.film) if interview.film else None

    def draw() -> HttpResponse:
        own = path_of_view("showcase:case_study", slug=study.slug)
        context: dict[str, Any] = {
            "study": study,
            "shown": shown.study_shown(study),
            "related": shown.related_shown(beside),
            "film": film,
            "paper": shown.paper_words(study),
            "own": own,
            "elsewhere": page_elsewhere(study.region_id, own) if study.region_id else None,
        }
        return render(request, "showcase/case_study.html", context)

    return conditional(request, etag_of("case study", study, beside, film), draw)


@public
@require_safe
def case_study_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    digest = studies.paper_of(slug)
    if digest is None:
        if moved := studies.moved_to(slug):
            return redirect("showcase:case_study_pdf", slug=moved, permanent=False)
        raise Http404

    def draw() -> HttpResponse:
        content = gateways.read(digest)
        if content is None:
            raise Http404
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
        return answer

    return conditional(request, f'"{digest}"', draw)


@public
@require_safe
def exemplars(request: HttpRequest) -> HttpResponseBase:
    found = public_exemplars(within=sites.narrowed(), today=clock.today())

    def draw() -> HttpResponse:
        listed = [shown.exemplar_shown(*each) for each in found]
        context = {
            "current": [each for each in listed if each.row.state == "current"],
            "former": [each for each in listed if each.row.state != "current"],
            "newest": ANSWERS_COUNTED_TO,
        }
        return render(request, "showcase/exemplars.html", context)

    return conditional(request, etag_of("exemplars", found), draw)


@public
@require_safe
def who_we_are(request: HttpRequest) -> HttpResponseBase:
    within = sites.narrowed()
    cards, levels = team_cards(within=within), subscribers(within=within)

    def draw() -> HttpResponse:
        context = {
            "groups": shown.groups(cards),
            "levels": shown.levels_shown(levels),
            "site": name_here() if within is not None else "",
        }
        return render(request, "showcase/who_we_are.html", context)

    return conditional(request, etag_of("team", cards, levels), draw)
