from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.core import sites
from heard.core.access import never_kept, public
from heard.stories.presenters import own_frame
from heard.website.presenters.sites import others, site_name


@public
@never_kept
def not_open_yet(request: HttpRequest) -> HttpResponse:
    """The one page of a site that isn't open: help, and Heard's other sites. Whatever is asked for there gets it."""
    context = own_frame(request.region) | {"telling": True, "site_name": site_name(sites.here()), "others": others()}  # type: ignore[attr-defined]
    return render(request, "website/not_open_yet.html", context, status=503)
