from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.accounts.audiences import operators
from heard.accounts.queries import names_of, people_of_heard
from heard.core import reckoning
from heard.directory.queries import contacts_refused
from heard.enquiries.queries import overdue
from heard.operating.presenters import debt_lines, doubt_lines
from heard.organisations.queries import ending_soon
from heard.regions.queries import all_regions
from heard.stories.queries import public_among, recent_rushes


@operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where operators begin: what needs them, and the ways to everything."""
    check = reckoning.last_look()
    context = {
        "regions": all_regions(),
        "ending": ending_soon(days=45),
        "colleagues": len(people_of_heard()),
        "rushes": recent_rushes(),
        "overdue": overdue(),
        "check": check,
        "owed": debt_lines(check.missing, public=set()),
        "refused_contacts": contacts_refused(),
    }
    return render(request, "operating/overview.html", context)


@operators
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What should have happened and did not, kind by kind; and of what nobody can say whether it should have. As the sweep last saw it."""
    check = reckoning.last_look()
    public = public_among(one.story_id for each in (*check.missing, *check.doubtful) for one in each.missing if one.story_id)
    names = names_of(one.of for each in check.doubtful for one in each.missing)
    context = {
        "check": check,
        "owed": debt_lines(check.missing, public=public),
        "doubts": doubt_lines(check.doubtful, names=names, public=public),
    }
    return render(request, "operating/owed.html", context)
