from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.accounts.audiences import operators
from heard.accounts.queries import names_of, people_of_heard
from heard.core import reckoning
from heard.operating.presenters import debt_lines, doubt_lines
from heard.organisations.queries import ending_soon
from heard.regions.queries import all_regions
from heard.stories.queries import public_among, recent_rushes


@operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where operators begin: what needs them, and the ways to everything."""
    context = {
        "regions": all_regions(),
        "ending": ending_soon(days=45),
        "colleagues": len(people_of_heard()),
        "rushes": recent_rushes(),
        "owed": debt_lines(reckoning.missing(), public=set()),
        "in_doubt": sum(len(each.missing) for each in reckoning.doubtful()),
    }
    return render(request, "operating/overview.html", context)


@operators
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What should have happened and did not, kind by kind; and of what nobody can say whether it should have."""
    short, doubts = reckoning.missing(), reckoning.doubtful()
    public = public_among(one.story_id for each in (*short, *doubts) for one in each.missing if one.story_id)
    names = names_of(one.of for each in doubts for one in each.missing)
    context = {"owed": debt_lines(short, public=public), "doubts": doubt_lines(doubts, names=names, public=public)}
    return render(request, "operating/owed.html", context)
