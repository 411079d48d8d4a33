from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from heard.accounts import policies as people
from heard.accounts.audiences import signed_in
from heard.core import links
from heard.organisations import queries
from heard.organisations.audiences import must_choose, work_as, working_as


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where people land after signing in: the page where their work is."""
    if working_as(request):
        return redirect(_page("inbox"))
    if must_choose(request):
        return redirect("organisations:choose")
    if people.is_moderator(request.user):
        return redirect(_page("moderation"))
    if people.is_operator(request.user):
        return redirect(_page("operator"))
    return render(request, "organisations/nowhere_to_work.html", {"frozen": queries.frozen_memberships(_id(request))})


@signed_in
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """For which organisation to work now."""
    context = {
        "memberships": queries.open_memberships(_id(request)),
        "frozen": queries.frozen_memberships(_id(request)),
        "current": working_as(request),
        "next": request.GET.get("next", ""),
    }
    return render(request, "organisations/choose.html", context)


@signed_in
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work for another of one's organisations from now on. Somebody else's membership, or a frozen one, is 404."""
    number = request.POST.get("membership", "")
    membership = queries.open_membership(_id(request), int(number)) if number.isdecimal() and len(number) < 19 else None
    if membership is None:
        raise Http404
    work_as(request, membership)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "organisations:start")


def _id(request: HttpRequest) -> int:
    return request.user.pk or 0


def _page(what: str) -> str:
    try:
        return links.to(what)
    except NoReverseMatch:
        return links.to("home")
