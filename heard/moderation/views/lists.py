"""The queue, what waits for somebody, and one's own cases."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heard.accounts.audiences import moderators
from heard.accounts.policies import is_senior_moderator
from heard.core.reviewing import subjects
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.moderation.presenters.figures import figures
from heard.moderation.presenters.queue import Narrowing, narrowed, queue_rows, region_links, subject_links, tabs
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.messages import messages_in_danger
from heard.moderation.queries.queue import URGENT_FIRST, my_cases, next_case, of_region, page_of_cases, waiting_cases
from heard.moderation.queries.queue import queue as read_queue
from heard.moderation.queries.regions import regions_of
from heard.moderation.queries.waits import DUE_FIRST
from heard.moderation.views.common import desk_page, kind_named, moderator, narrow, narrowing_of, narrowing_to, to_case
from heard.regions.models import Region
from heard.regions.queries import default_region, values_of
from heard.regions.rules import SettingKey


@moderators
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything to be read, what may be urgent first, then the oldest."""
    subject = request.GET.get("subject", "")
    if subject and subject not in subjects():
        raise Http404
    return _list(request, "queue", read_queue(moderator(request), subject=subject, claimed=True), subject=subject)


@moderators
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an author or for advice."""
    return _list(request, "waiting", waiting_cases(moderator(request)), by=DUE_FIRST)


@moderators
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this moderator has claimed and not decided."""
    return _list(request, "mine", my_cases(moderator(request)))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
def take_next(request: HttpRequest) -> HttpResponse:
    """Claim what stands first and open it; what may have hard words stands behind a warning first. Who came by the address alone (signing
    in on the way, say) gets the button.
    """
    if request.method != "POST":
        asked = narrowing_of(request)
        found = next_case(moderator(request), subject=asked.subject, region_id=asked.region_id)
        return desk_page(request, "next", {"waiting": found is not None, "narrowing": asked})
    asked = narrowing_to(moderator(request), request.POST.get("subject", ""), request.POST.get("region", ""))
    case = cases.claim_next(subject=asked.subject, region_id=asked.region_id, gently="gently" in request.POST, by=moderator(request))
    if case is None:
        here, anywhere = _("There’s nothing else for you to read here."), _("There’s nothing else for you to read at the moment.")
        messages.info(request, here if asked.words else anywhere)
        return redirect(asked.queue)
    return to_case(case.pk)


def _list(
    request: HttpRequest, current: str, found: QuerySet[Case], *, subject: str = "", by: Mapping[str, type] = URGENT_FIRST
) -> HttpResponse:
    person = moderator(request)
    regions = regions_of(person)
    region = _region_asked(request, regions)
    narrowing = Narrowing(kind_named(subject), region)
    narrow(request, narrowing)
    slug = narrowing.slug
    shown = page_of_cases(of_region(found, narrowing.region_id), by=by, page=request.GET.get("page", ""))
    desk = desk_of(person, region_id=narrowing.region_id)
    newer, older = shown.page.newer, shown.page.older
    context = {
        "current": current,
        "lines": queue_rows(shown, person_id=person.pk),
        "tabs": tabs(desk, current, region=slug),
        "regions": region_links(regions, request.path, slug, subject=subject),
        "narrowing": narrowing,
        "several": bool(regions),
        "subjects": subject_links(desk, subject, region=slug) if current == "queue" else [],
        "waiting": desk.waiting,
        "messages_in_danger": messages_in_danger(person.moderates_in) if current == "queue" and is_senior_moderator(person) else [],
        "figures": figures(desk, within=_decided_within([region] if region else regions)),
        "newer": narrowed(request.path, subject=subject, region=slug, page=newer) if newer else None,
        "older": narrowed(request.path, subject=subject, region=slug, page=older) if older else None,
    }
    return desk_page(request, "queue", context)


def _region_asked(request: HttpRequest, regions: Sequence[Region]) -> Region | None:
    """The one of these regions that the address narrows the list to, if it does."""
    asked = request.GET.get("region", "")
    found = next((each for each in regions if each.slug == asked), None)
    if asked and found is None:
        raise Http404
    return found


def _decided_within(regions: Sequence[Region]) -> int | None:
    """By when half should be decided in these regions, or in the only one there is; None where they differ."""
    only = [] if regions else filter(None, [default_region()])
    values = values_of(SettingKey.MODERATED_WITHIN, [each.pk for each in (*regions, *only)])
    return values.pop() if len(values) == 1 else None
