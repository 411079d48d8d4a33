from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from heard.accounts.models import Author
from heard.accounts.queries import who_can_moderate
from heard.core import clock, limits, mail, sites
from heard.directory.models import JOINED, PROPOSED, Service
from heard.directory.queries import joined_as, open_services, service_by_key, why_not_told_of_here
from heard.directory.rules.telling import WhyNot
from heard.regions.models import CrisisLine, Region
from heard.regions.models import State as Opening
from heard.regions.queries import numbers, setting
from heard.regions.rules import SettingKey
from heard.stories.models import State, Story, StoryBranch
from heard.telling.models import Draft, Rush
from heard.telling.rules.opening import Needed
from heard.telling.rules.places import not_beside, not_taken, not_taken_there
from heard.telling.rules.rush import Standing, bounds_of, counted_for, standing

STORIES_FROM, LETTERS_FROM = "stories begun from", "letters told from"
"""What is counted of a place, hour by hour: see `actions.rush`."""


HOUR = timedelta(hours=1)


def missing_to_open(region: Region | None) -> list[Needed]:
    """What must be there before anybody may tell a story, and is not; nothing where telling is open. One statement."""
    if region is None:
        return [Needed.REGION]
    there = (
        Region.objects.filter(pk=region.pk)
        .values_list(
            "state",
            Exists(CrisisLine.objects.filter(region_id=OuterRef("pk"))),
            Exists(open_services(region.pk)),
            Exists(who_can_moderate(region_id=region.pk)),
        )
        .first()
    )
    state, lines, services, moderators = there or (None, False, False, False)
    have = {
        Needed.OPEN: state == Opening.OPEN,
        Needed.CRISIS_LINES: lines,
        Needed.SERVICES: services,
        Needed.MAIL: mail.can_be_sent(),
        Needed.MODERATORS: moderators,
    }
    return [needed for needed, is_there in have.items() if not is_there]


def region_of_author(author_id: int) -> int | None:
    """The region in which this author told, or began to tell, a story."""
    story = Story.objects.filter(author_id=author_id).values_list("region_id", flat=True).first()
    return story or Draft.objects.filter(author_id=author_id).values_list("region_id", flat=True).first()


def draft_of(author: Author) -> Draft | None:
    """What this author has begun to tell and not sent."""
    return Draft.objects.filter(author=author).select_related("region").first()


def place_with_a_page(key: str) -> Service | None:
    """The place that the public page with this key is about; of one that was joined with another, that one. What is only proposed has a
    page once a story about it is public: its name may stand in words that nobody else has read.
    """
    found = service_by_key(key)
    if found is not None and found.register == JOINED:
        found = found.successor
    if found is not None and found.register == PROPOSED and not StoryBranch.objects.filter(service=found).exists():
        return None
    return found


def named_in(draft: Draft) -> list[int]:
    """Ids of the services that the author named, in their order."""
    return list(Draft.services.through.objects.filter(draft_id=draft.pk).order_by("pk").values_list("service_id", flat=True))


def services_of(draft: Draft) -> list[Service]:
    """The services that the draft is about, in the order in which the author named them; one that was joined with another as that one."""
    named = joined_as(named_in(draft))
    found = Service.objects.select_related("region", "parent", "parent__parent").in_bulk(list(named))
    return [found[pk] for pk in named]


def why_not_about(place: Service, *, region_id: int) -> str:
    """Why no story may be told about this place, in words for its author, whose story this region's site reads so far; nothing where one
    may. Places of another site of the house are asked about by that one's rules.
    """
    there = place.region_id if place.region_id in sites.sites().reached else region_id
    why = why_not_told_of_here(place, region_id=there)
    if why and not (why == WhyNot.ELSEWHERE and place.region.state == Opening.PREPARING):
        return not_taken(why, name=place.name, closed_on=place.closed_on, years=setting(there, SettingKey.CARE_WITHIN))
    if why or (there != region_id and missing_to_open(place.region)):
        return not_taken_there(name=place.name, region=place.region.name, closed=place.region.state == Opening.CLOSED)
    return ""


def why_not_beside(place: Service, draft: Draft) -> str:
    """Why this place can't stand beside those that the draft names, in words for its author: one story is of one region."""
    others = [each for each in services_of(draft) if each.region_id != place.region_id]
    return not_beside(name=place.name, region=place.region.name, others=others[0].region.name) if others else ""


def authors_without_anything(*, before: datetime, or_among: Iterable[int]) -> list[int]:
    """Ids of authors, made before then or among these, who hold neither a draft nor a story."""
    found = Author.objects.filter(Q(made_at__lt=before) | Q(pk__in=list(or_among)), draft=None, story=None)
    return list(found.values_list("pk", flat=True))


def standing_of(region_id: int, place: str) -> Standing:
    """How a place stands in this hour (see `rules.rush`)."""
    bounds = bounds_of(numbers(region_id))
    return max(
        standing(
            stories=limits.counted(STORIES_FROM, who, per=HOUR),
            letters=limits.counted(LETTERS_FROM, who, per=HOUR),
            bounds=bounds.times(times),
        )
        for who, times in counted_for(place)
    )


@dataclass(frozen=True)
class Rushes:
    """What operators see of the last day: the rushes, newest first, and how many stories are read last because of them and wait now."""

    noticed: list[Rush]
    read_last: int


def recent_rushes() -> Rushes:
    noticed = list(Rush.objects.filter(hour__gt=clock.now() - timedelta(days=1)).select_related("region").order_by("-hour"))
    return Rushes(noticed, Story.objects.filter(state=State.WAITING, read_last=True).count())


def rush_by_id(rush_id: int) -> Rush | None:
    return Rush.objects.filter(pk=rush_id).select_related("region").first()
