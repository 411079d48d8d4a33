from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.accounts.audiences import operators
from heard.accounts.queries import people_of_heard
from heard.organisations.queries import ending_soon
from heard.regions.queries import all_regions
from heard.stories.queries import recent_rushes


@operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where operators begin: what needs them, and the ways to everything."""
    context = {"regions": all_regions(), "ending": ending_soon(days=45), "colleagues": len(people_of_heard()), "rushes": recent_rushes()}
    return render(request, "operating/overview.html", context)
