from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from heard.accounts.audiences import operators
from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator, moderates
from heard.accounts.queries import names_of, people_of_heard, people_refused_since, who_can_moderate
from heard.core import mail, reckoning
from heard.directory.queries import contacts_refused, maybe_the_same, proposed_count
from heard.enquiries.queries import how_it_stands
from heard.moderation.policies import moderators
from heard.moderation.queries.calls import calls_shown, not_taken
from heard.moderation.queries.locked import locked_cases
from heard.moderation.queries.messages import messages_in_danger
from heard.moderation.queries.rota import rota_gaps
from heard.operating import presenters
from heard.operating.presenters import SetUp, danger_lines, debt_lines, doubt_lines, locked_lines, message_lines, set_up
from heard.operating.views.opening import unready
from heard.operating.views.shared import me
from heard.organisations.queries import ending_soon
from heard.regions.models import Region, State
from heard.regions.queries import all_regions
from heard.stories.queries import public_among
from heard.telling.queries import missing_to_open, recent_rushes

NOT_TAKEN_AFTER = timedelta(minutes=15)
SHOWN = 20


@operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where operators begin: what needs them, and the ways to everything."""
    check = reckoning.last_look()
    regions = all_regions()
    able = list(who_can_moderate())
    seniors = [each for each in able if is_senior_moderator(each)]
    steps = _set_up(regions, able, seniors)
    untaken = not_taken(since=NOT_TAKEN_AFTER).filter(enquiry=None)
    locked = locked_cases().select_related("story__region")
    colleagues = people_of_heard()
    context = {
        "regions": regions,
        "named": presenters.names_of_regions(regions),
        "steps": steps,
        "step_now": next((step for step in steps if not step.done), None),
        "gaps": [(region, gaps, _of(region, seniors)) for region in regions if (gaps := rota_gaps(region.pk))],
        "not_taken": untaken.count(),
        "untaken": danger_lines(calls_shown(untaken[:SHOWN]), reader=me(request)),
        "in_danger": message_lines(messages_in_danger()),
        "locked": locked_lines(locked[:SHOWN]),
        "locked_count": locked.count(),
        "no_senior": not seniors,
        "ending": ending_soon(days=45),
        "unready": unready(regions),
        "colleagues": len(colleagues),
        "colleagues_refused": len(people_refused_since(each.pk for each in colleagues)),
        "places_waiting": proposed_count(),
        "places_alike": len(maybe_the_same()),
        "rushes": recent_rushes(),
        "messages_to_heard": how_it_stands(),
        "check": check,
        "owed": debt_lines(check.missing, public=set()),
        "refused_contacts": contacts_refused(),
    }
    return render(request, "operating/overview.html", context)


def _of(region: Region, people: Iterable[Person]) -> int:
    """How many of these moderators work for this region."""
    return sum(moderates(each, region.pk) for each in people)


def _set_up(known: list[Region], able: Sequence[Person], seniors: Sequence[Person]) -> list[SetUp]:
    """A region that isn't open has a list of its own (`opening`). Whom one region has is no help to another."""
    regions = [each for each in known if each.state == State.OPEN]
    paths = {
        "region": reverse("operating:regions") if regions else reverse("operating:new_region"),
        "services": reverse("operating:directory"),
        "email": reverse("operating:email"),
        "invite": reverse("operating:invite_person"),
        "people": reverse("operating:people"),
    } | {f"lines:{region.pk}": reverse("operating:crisis_lines", kwargs={"region_id": region.pk}) for region in regions}

    def in_each(people: Sequence[Person]) -> int:
        return min((_of(region, people) for region in regions), default=len(people))

    return set_up(
        regions,
        {region.pk: missing_to_open(region) for region in regions},
        moderators=in_each(list(moderators())),
        with_second_step=in_each(able),
        seniors=in_each(seniors),
        paths=paths,
    )


@operators
@require_safe
def email(request: HttpRequest) -> HttpResponse:
    """Whether messages can leave, and what whoever runs the server sets so that they can."""
    return render(request, "operating/email.html", {"can_be_sent": mail.can_be_sent(), "host": settings.EMAIL_HOST, "demo": settings.DEMO})


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
