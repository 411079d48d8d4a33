"""Home, services, changes, who is listening, statistics, and what Heard says about itself."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.core import clock, countries, links, sites
from heard.core.access import keep_nowhere, public
from heard.core.caching import conditional, etag_of, with_cache_control
from heard.core.links import absolute
from heard.directory.models import JOINED, Standing
from heard.directory.queries import answers_for, services_by_id
from heard.pages.presenters.showing import path_of
from heard.pages.queries import paths_shown, region_here
from heard.published.queries.changes import Shown, list_changes
from heard.published.queries.figures import MOST_PROVIDERS
from heard.published.queries.lists import Search, list_stories
from heard.published.queries.open_data import COLUMNS, SERVICE_COLUMNS, open_data, open_services
from heard.regions.queries import care_since, setting
from heard.regions.rules import SettingKey
from heard.showcase.queries.studies import slugs
from heard.ui.errors import error_page
from heard.ui.presenters import Tab, page_elsewhere
from heard.ui.wording import name_here
from heard.website.presenters.addresses import service_path, story_path
from heard.website.presenters.changes import change_view
from heard.website.presenters.figures import KINDS, LINE_HEAD, all_figures, home_figures, line_cells, listener_view, role_lines
from heard.website.presenters.services import service_view
from heard.website.presenters.stories import card
from heard.website.queries.home import home as read_home
from heard.website.queries.listening import list_listeners
from heard.website.queries.service_page import service_page, service_ref
from heard.website.queries.sitemap import number_of_chunks, stories_of_chunk
from heard.website.queries.statistics import statistics as count_statistics
from heard.website.views.caching import opens, public_page


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    found = read_home(within=sites.narrowed())
    invites = opens(request, stories=bool(found.showcase or found.newest))

    def draw() -> HttpResponse:
        showcase = card(found.showcase, letters=240, change_letters=150) if found.showcase else None
        context = {"figures": home_figures(found), "showcase": showcase, "newest": [card(story) for story in found.newest]}
        return public_page(request, "website/home.html", context | {"opens": invites})

    return conditional(request, etag_of("home", found, invites), draw)


# ---------------------------------------------------------------- services, changes, listeners


@public
@require_safe
def service(request: HttpRequest, key: str) -> HttpResponseBase:
    region = request.region  # type: ignore[attr-defined]
    years = setting(region.pk, SettingKey.CARE_WITHIN) if region else 0
    closed_since = care_since(years) if region else None
    found = service_page(key, closed_since=closed_since)
    if found is None:
        raise Http404
    if found.register == JOINED and found.successor:
        return redirect(service_path(found.successor.path_key), permanent=False)
    told_in = region.pk if region else None
    if sites.elsewhere(found.region_id):  # a story about it is told there, by the numbers of that region
        told_in = found.region_id
        years = setting(found.region_id, SettingKey.CARE_WITHIN)
        closed_since = care_since(years)
    page = list_stories(Search(service_id=found.id), page=request.GET.get("page", ""), size=10)
    answers = _answers_for(found.id) if found.standing == Standing.CLOSED else ""

    def draw() -> HttpResponse:
        own = service_path(found.path_key)
        context = {
            "service": service_view(found, region_id=told_in, closed_since=closed_since, answers=answers, years=years),
            "cards": [card(story) for story in page.rows],
            "older": f"{own}?{urlencode({'page': page.older})}#stories" if page.older else "",
            "newer": f"{own}?{urlencode({'page': page.newer})}#stories" if page.newer else "",
            "opens": invites,
            "told_in": told_in,
            "elsewhere": page_elsewhere(found.region_id, own),
        }
        tell = links.on_site_of(found.region_id, links.to("tell"))
        return public_page(request, "website/service.html", context | {"tell": tell})

    stories = [(story.number, story.version) for story in page.rows]
    invites = opens(request, stories=bool(stories), region_id=found.region_id)
    return conditional(
        request,
        etag_of("service", found, told_in, closed_since, answers, years, stories, page.newer, page.older, invites),
        draw,
    )


def _answers_for(service_id: int) -> str:
    """The name of the place that answers for a closed one now, if any does."""
    now = answers_for(services_by_id([service_id])[service_id])
    return now.name if now is not None else ""


@public
@require_safe
def changes(request: HttpRequest) -> HttpResponseBase:
    shown: Shown = "made"
    match request.GET.get("show", "made"):
        case "made" | "planned" | "overdue" as asked:
            shown = asked
        case _:
            return error_page(request, 400, sentence=_("Choose changes that are made, planned or overdue."))
    about = None
    if key := request.GET.get("service", ""):
        about = service_ref(key) if "\0" not in key else None
        if about is None:
            raise Http404
    here = None if about else sites.narrowed()
    everywhere = here is not None and _everywhere(request)
    page = list_changes(
        shown, service_id=about[0] if about else None, within=None if everywhere else here, page=request.GET.get("page", "")
    )

    def address(**parts: str | None) -> str:
        asked = {
            "show": shown if shown != "made" else None,
            "service": about[2] if about else None,
            "everywhere": "on" if everywhere else None,
        } | parts
        said = {name: value for name, value in asked.items() if value}
        return request.path + (f"?{urlencode(said)}" if said else "")

    def draw() -> HttpResponse:
        words = {"made": _("Made"), "planned": _("Planned"), "overdue": _("Overdue")}
        context = {
            "tabs": [Tab(label, address(show=None if name == "made" else name), shown == name) for name, label in words.items()],
            "shown": shown,
            "about": about,
            "everywhere": address(service=None, everywhere="on" if sites.sites().several else None),
            "site": name_here() if here is not None else "",
            "wider": "" if everywhere else address(everywhere="on"),
            "narrower": address(everywhere=None),
            "changes": [change_view(each, everywhere=everywhere) for each in page.rows],
            "older": address(page=page.older) if page.older else "",
            "newer": address(page=page.newer) if page.newer else "",
        }
        return public_page(request, "website/changes.html", context)

    return conditional(request, etag_of("changes", shown, about, everywhere, page), draw)


@public
@require_safe
def listening(request: HttpRequest) -> HttpResponseBase:
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        return error_page(request, 400, sentence=_("Choose a type of organisation from the list."))
    everywhere = _everywhere(request)
    page = list_listeners(kind=kind, within=_within(request), page=request.GET.get("page", ""))

    def address(**parts: str | None) -> str:
        asked = {"kind": kind, "everywhere": "on" if everywhere else None} | parts
        said = {name: value for name, value in asked.items() if value}
        return request.path + (f"?{urlencode(said)}" if said else "")

    def draw() -> HttpResponse:
        context = {
            "listeners": [listener_view(each, everywhere=everywhere) for each in page.rows],
            "kinds": [("", _("All types")), *KINDS.items()],
            "kind": kind,
            "all_kinds": address(kind=None),
            "everywhere": everywhere,
            "site": name_here() if sites.narrowed() is not None else "",
            "wider": address(everywhere="on"),
            "narrower": address(everywhere=None),
            "older": address(page=page.older) if page.older else "",
            "newer": address(page=page.newer) if page.newer else "",
        }
        return public_page(request, "website/listening.html", context)

    return conditional(request, etag_of("listening", kind, everywhere, page), draw)


# ---------------------------------------------------------------- statistics and open data


def _explained(columns: dict[str, Any]) -> list[tuple[SafeString, Any]]:
    """Columns and what they mean; their names are the same in every language."""
    return [(format_html("<code>{}</code>", name), meaning) for name, meaning in columns.items()]


def _everywhere(request: HttpRequest) -> bool:
    """Whether somebody asks for all of Heard, where there are several sites."""
    return sites.narrowed() is not None and "everywhere" in request.GET


def _within(request: HttpRequest) -> int | None:
    """The region whose stories are counted; None: all of them."""
    return None if _everywhere(request) else sites.narrowed()


@public
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    everywhere = _everywhere(request)
    found = count_statistics(within=_within(request))

    def draw() -> HttpResponse:
        context = {
            "groups": all_figures(found),
            "counted_on": found.counted_on,
            "head": LINE_HEAD,
            "months": [[line.month, *line_cells(line)] for line in found.months],
            "roles": role_lines(found.roles),
            "providers": [[{"path": service_path(line.key), "label": line.name}, *line_cells(line)] for line in found.providers],
            "most_providers": MOST_PROVIDERS,
            "site": name_here() if sites.narrowed() is not None else "",
            "asked": "?everywhere=on" if everywhere else "",
            "narrower": request.path,
            "wider": f"{request.path}?everywhere=on",
            "columns": _explained(COLUMNS),
            "service_columns": _explained(SERVICE_COLUMNS),
        }
        return public_page(request, "website/statistics.html", context)

    # Counted again with the same result, it is the same page.
    counted = found.counted_on, found.total, found.months, found.roles, found.providers
    return conditional(request, etag_of("statistics", everywhere, *counted), draw)


def _file_name(of: str, request: HttpRequest) -> str:
    """What a file is called where it is saved: with its site, where there are several, so that nobody takes one for another."""
    region = "" if _within(request) is None else f"{request.region.slug}-"  # type: ignore[attr-defined]
    return f"heard-{region}{of}-{clock.today().isoformat()}.csv"


@public
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponseBase:
    """Every published story, one a row, straight from the database."""
    response = StreamingHttpResponse(
        open_data(within=_within(request)) if request.method == "GET" else [], content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_file_name("stories", request)}"'
    return with_cache_control(request, response)


@public
@require_safe
def services_csv(request: HttpRequest) -> HttpResponseBase:
    """Every service with stories, one a row, straight from the database."""
    response = StreamingHttpResponse(
        open_services(within=_within(request)) if request.method == "GET" else [], content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_file_name("services", request)}"'
    return with_cache_control(request, response)


# ---------------------------------------------------------------- for machines


@public
@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """The site that somebody from their country can be offered, for a browser whose time zone told it nothing (`assets/js/elsewhere.js`).

    The only answer that depends on where its reader is, so no cache may keep it. It asks no database, and without a setting that says
    which country that is, it looks at no address.
    """
    there = sites.of_country(countries.of_request(request))
    answer = JsonResponse({"address": there.address, "name": there.name}) if there else HttpResponse(status=204)
    return keep_nowhere(answer)


PAGES_TO_FIND = (
    "website:home", "website:stories", "website:changes", "website:listening", "website:statistics", "pages:glossary",
    "showcase:case_studies", "showcase:exemplars", "showcase:who_we_are",
)  # fmt: skip


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /account/"]
    prefixes = links.on_this_host()
    for prefix in prefixes:
        lines += [f"Disallow: {prefix}/stories/*/me-too/", f"Disallow: {prefix}/stories/*page="]
    sitemap = reverse("website:sitemap").removeprefix(get_script_prefix().rstrip("/"))
    lines += [f"Sitemap: {absolute(prefix + sitemap)}" for prefix in prefixes]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one chunk of pages, then chunks of stories."""
    number = number_of_chunks(within=sites.narrowed())
    chunks = [reverse("website:sitemap_pages"), *(reverse("website:sitemap_stories", args=[n]) for n in range(number))]
    context = {"chunks": [absolute(chunk) for chunk in chunks]}
    return render(request, "website/sitemap_index.xml", context, content_type="application/xml")


@public
@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    paths = [*(reverse(view) for view in PAGES_TO_FIND), *(path_of(each) for each in paths_shown(region_id=region_here()))]
    studies = [(absolute(links.path_of_view("showcase:case_study", slug=slug)), day) for slug, day in slugs(within=sites.narrowed())]
    context = {"pages": [*((absolute(path), None) for path in paths), *studies]}
    return render(request, "website/sitemap.xml", context, content_type="application/xml")


@public
@require_safe
def sitemap_stories(request: HttpRequest, chunk: int) -> HttpResponse:
    within = sites.narrowed()
    if chunk >= number_of_chunks(within=within):
        raise Http404
    context = {"pages": [(absolute(story_path(number)), day) for number, day in stories_of_chunk(chunk, within=within)]}
    return render(request, "website/sitemap.xml", context, content_type="application/xml")
