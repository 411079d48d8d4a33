from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.core import links, searches, sites
from heard.core.access import keep_nowhere, never_kept, public
from heard.core.actors import SystemActor
from heard.core.from_here import is_from_here
from heard.directory.actions import contacts
from heard.directory.forms import FindForm
from heard.directory.queries import FoundService, find_services, notes_about, services_by_id
from heard.directory.rules.contacts import asked_by, is_about
from heard.directory.rules.positions import holds_postcode
from heard.regions.queries import care_since, in_miles, setting
from heard.regions.rules import SettingKey
from heard.ui import wording
from heard.ui.presenters import Link

SHOWN = 30
EVERYWHERE = {"everywhere": "on"}
PAGE = "services"
"""Whose search it is, among those that a session may keep."""


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a service: by name, town, postcode or part of one, or near me.

    Words stand in the address, so that a search can be bookmarked and sent to somebody. Where somebody is, and a postcode, may be where
    they live: those do not. A search changes nothing but what the searcher sees, so there is no token, and no cookie before one is needed.
    One that another site sends is kept nowhere.

    Where the house has several sites, a search finds the places of this one, and those of all where somebody wants it so: that is part of
    the address.
    """
    if request.method == "POST":
        return _look(request)
    looked_for = searches.kept(request.session, PAGE) if searches.FOUND in request.GET else {"q": request.GET.get("q", "")}
    form = FindForm(looked_for or {})
    asked = form.is_valid() and bool(form.cleaned_data["q"] or form.near)
    page = _context(request, form, ended=looked_for is None)
    if asked:
        # Since when a place may have closed and is still found: stories about care there are still taken.
        closed_since = None if page["care_within"] is None else care_since(page["care_within"])
        page["found"] = find_services(
            form.cleaned_data["q"],
            near=form.near,
            limit=SHOWN,
            closed_since=closed_since,
            region_id=_region_id(request),
            only_here=sites.narrowed() is not None and not page["everywhere"],
        )
        if page["site"] and not page["everywhere"]:
            page["nearer"] = _nearer(request, form, page["found"], closed_since=closed_since)
        page["sites"] = {each.region_id: wording.name_of(each.region_id, all_named=page["everywhere"]) for each in page["found"]}
        page["notes"] = notes_about(form.cleaned_data["q"], region_id=_region_id(request))
        page["near_where"] = form.near is not None or holds_postcode(form.cleaned_data["q"])
    page |= {"asked": asked, "near": asked and not form.cleaned_data["q"]}
    response = render(request, "directory/find.html", page, status=200 if form.is_valid() else 400)
    return keep_nowhere(response) if searches.FOUND in request.GET else response


def _nearer(request: HttpRequest, form: FindForm, found: list[FoundService], *, closed_since: date | None) -> Link | None:
    """Another site to look on: that of the nearest place, for a search near somewhere, or of a place that matches when none here does."""
    words = form.cleaned_data["q"]
    if found and words and not holds_postcode(words):
        return None
    anywhere = find_services(words, near=form.near, limit=SHOWN, closed_since=closed_since, region_id=_region_id(request))
    there = sites.elsewhere(anywhere[0].region_id) if anywhere else None
    if there is None or (found and not _is_nearer(anywhere[0], found[0])):
        return None
    # Where somebody is stays here; words may stand in an address.
    same = f"?{urlencode({'q': words})}#found" if words and not holds_postcode(words) else ""
    return Link(wording.site_name(there), links.at(there, links.to("services")) + same)


def _is_nearer(there: FoundService, here: FoundService) -> bool:
    return here.distance is not None and there.distance is not None and there.distance < here.distance


def _look(request: HttpRequest) -> HttpResponse:
    """On to what was found, at its heading: so a telephone shows it, a screen reader says it, and “Back” finds it again."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "directory/find.html", _context(request, form), status=400)
    words, near, here = form.cleaned_data["q"], form.near, links.to("services")
    wide = EVERYWHERE if _everywhere(request.POST) else {}
    if (near is not None or holds_postcode(words)) and not is_from_here(request):
        return render(request, "directory/find.html", _context(request, form, ended=True), status=403)
    if near is not None:
        searches.keep(request.session, PAGE, {"lat": near.latitude, "lon": near.longitude})
    elif holds_postcode(words):
        searches.keep(request.session, PAGE, {"q": words})
    else:
        return redirect(f"{here}?{urlencode({'q': words} | wide)}#found" if words else here)
    return redirect(f"{here}?{urlencode({searches.FOUND: 1} | wide)}#found")


def _everywhere(said: QueryDict) -> bool:
    """Whether this search is of all the house's sites, where it has several."""
    return sites.narrowed() is not None and "everywhere" in said


def _way(request: HttpRequest, more: dict[str, str]) -> str:
    """The address of the same search, on this site or on all."""
    same = {name: said for name in ("q", searches.FOUND) if (said := request.GET.get(name, ""))}
    return f"{request.path}?{urlencode(same | more)}#found"


def _context(request: HttpRequest, form: FindForm, *, ended: bool = False) -> dict[str, Any]:
    region = request.region  # type: ignore[attr-defined]
    q = str(form.data.get("q", ""))[:200]
    years = setting(region.pk, SettingKey.CARE_WITHIN) if region else None
    everywhere = _everywhere(request.POST if request.method == "POST" else request.GET)
    return {
        "site": wording.name_here() if sites.narrowed() is not None else "",
        "everywhere": everywhere,
        "other_way": _way(request, {} if everywhere else EVERYWHERE),
        "form": form,
        "q": q,
        "asked": False,
        "near": False,
        "found": [],
        "nearer": None,
        "near_where": False,
        "notes": (),
        "shown": SHOWN,
        "ended": ended,
        "care_within": years,
        "miles": in_miles(_region_id(request)),
    }


def _region_id(request: HttpRequest) -> int | None:
    region = request.region  # type: ignore[attr-defined]
    return region.pk if region else None


@public
@never_kept
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox of a registered contact says that it is right. Opening the link does nothing; a POST confirms.

    There is no session and so no CSRF token: the signed address itself is the permission.
    """
    service_id, mark = asked_by(token) or (0, "")
    service = services_by_id([service_id]).get(service_id)
    if service is None:
        raise Http404
    if request.method == "POST":
        service = contacts.confirm_contact(service_id=service.pk, mark=mark, by=SystemActor("contact"))
    page = {"service": service, "token": token, "stands": is_about(mark, service.registered_contact)}
    return render(request, "directory/contact.html", page)


@public
@never_kept
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox of a registered contact wants no more letters. Opening the link does nothing; a POST stops, also the one
    click of a mail program (RFC 8058), which has no session: the signed address itself is the permission.
    """
    service_id, mark = asked_by(token) or (0, "")
    service = services_by_id([service_id]).get(service_id)
    if service is None:
        raise Http404
    if request.method == "POST":
        service = contacts.stop_contact(service_id=service.pk, mark=mark, by=SystemActor("contact"))
    page = {"service": service, "stands": is_about(mark, service.registered_contact)}
    return render(request, "directory/contact_stop.html", page)
