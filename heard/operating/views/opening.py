"""A region's set-up list; from there its site is opened and closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.accounts.audiences import operators
from heard.core import links
from heard.core.errors import DomainError
from heard.moderation.queries.rota import rota_gaps
from heard.operating import presenters
from heard.operating.forms import CloseRegionForm
from heard.operating.presenters import OpeningLine
from heard.operating.views.shared import me, region_or_404, show_and_send, tabs_of
from heard.regions import actions, queries
from heard.regions.models import Region, State
from heard.telling.queries import missing_to_open
from heard.ui.forms import form_data

OF_REGION = ("region", "crisis_lines", "complaint_ways", "holidays", "rota")
OF_HOUSE = {"services": "directory", "people": "people", "email": "email"}


@operators
@show_and_send
def opening(request: HttpRequest, region_id: int) -> HttpResponse:
    """What is missing before the site can open; closing it."""
    region = region_or_404(region_id)
    form = CloseRegionForm(form_data(request))
    if form.is_valid():
        try:
            actions.close_region(region_id=region.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Closed. Its stories can still be read and answered."))
            return redirect("operating:opening", region_id=region.pk)
    return _page(request, region, form)


@operators
@require_POST
def open_site(request: HttpRequest, region_id: int) -> HttpResponse:
    region = region_or_404(region_id)
    # What regions know of themselves, the action looks at again, under its lock; telling asks for the rest at every story.
    lacking = [line.words for line in lines_of(region) if line.needed and not line.done and not line.regions_know]
    try:
        actions.open_region(region_id=region.pk, lacking=lacking, by=me(request))
    except DomainError as error:
        return _page(request, region, CloseRegionForm(), problem=str(error), status=422)
    messages.success(request, _("%(region)s is open. Anyone can read it and tell a story there now.") % {"region": region.name})
    return redirect("operating:opening", region_id=region.pk)


def _page(request: HttpRequest, region: Region, form: CloseRegionForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    lines, last = lines_of(region), queries.last_move(region)
    context = {
        "region": region,
        "tabs": tabs_of(request, region),
        "form": form,
        "needed": [each for each in lines if each.needed],
        "advised": [each for each in lines if not each.needed],
        "can_open": all(each.done for each in lines if each.needed),
        "state": presenters.region_state(region),
        "address": links.of_region(region.pk),
        "why_closed": last.reason if last is not None and region.state == State.CLOSED else "",
        "problem": problem,
    }
    return render(request, "operating/opening.html", context, status=422 if form.is_bound and not form.is_valid() else status)


def lines_of(region: Region) -> list[OpeningLine]:
    gaps = rota_gaps(region.pk)
    paths = {view: reverse(f"operating:{view}", kwargs={"region_id": region.pk}) for view in OF_REGION}
    return presenters.opening_lines(
        region,
        missing_to_open(region),
        hosts=queries.addresses_of(region.pk),
        emergency=queries.names_emergency_number(region),
        ways=len(queries.complaint_ways(region.pk)),
        years=queries.years_with_holidays(region.pk),
        gaps=bool(gaps),
        paths=paths | {name: reverse(f"operating:{view}") for name, view in OF_HOUSE.items()},
    )


@dataclass(frozen=True)
class Unready:
    """A region whose list isn't done."""

    name: str
    title: str
    things: list[OpeningLine]
    path: str
    prepared: bool


def unready(regions: Iterable[Region]) -> list[Unready]:
    """Regions that are still prepared, and open ones that lack something now; a gap in the rota is said by itself."""
    found = []
    for region in regions:
        if region.state == State.CLOSED:
            continue
        prepared = region.state == State.PREPARING
        things = [line for line in lines_of(region) if not line.done and (line.needed or (line.runs_out and not prepared))]
        if prepared or things:
            title = _("%(region)s isn’t open yet") if prepared else _("Something is missing in %(region)s")
            path = reverse("operating:opening", kwargs={"region_id": region.pk})
            found.append(Unready(region.name, title % {"region": region.name}, things, path, prepared))
    return found
