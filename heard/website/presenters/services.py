"""A service's page in words."""

from dataclasses import dataclass
from datetime import date

from heard.directory.models import BY_HAND, PROPOSED, Kind, Standing
from heard.directory.rules.telling import why_not_told_of
from heard.ui import wording
from heard.ui.presenters import Figure, Link
from heard.website.presenters.addresses import service_path
from heard.website.presenters.figures import ListenerView, capped, listener_view, service_figures
from heard.website.queries.service_page import ServicePage

KINDS = {kind.value: str(kind.label) for kind in Kind}


@dataclass(frozen=True)
class PartView:
    """A site or service below this one."""

    link: Link
    kind: str
    stories: str
    closed: str


@dataclass(frozen=True)
class ServiceView:
    """Everything a service's page says. `standing_words` is empty while it is open; `takes_stories` while stories about it are taken: also
    for a time after it closed, and then `told_of_new` says who hears of them.
    """

    name: str
    path: str
    key: str
    kind: str
    code: str
    above: tuple[Link, ...]
    standing_words: str
    takes_stories: bool
    told_of_new: str
    successor: Link | None
    predecessors: tuple[Link, ...]
    former_names: str
    not_in_register: bool
    proposed: bool
    by_hand: bool
    figures: list[Figure]
    told: int
    listeners: list[ListenerView]
    address: tuple[str, ...]
    telephone: str
    website: str
    parts: list[PartView]


def service_view(
    service: ServicePage, *, region_id: int | None, closed_since: date | None = None, answers: str = "", years: int = 0
) -> ServiceView:
    """`region_id`: on whose site it is read; `closed_since`: stories are taken about places that closed on that day or later, ⚙ `years`
    ago; `answers` is whoever answers for a closed place now, if anybody does.
    """
    takes = takes_stories(service, region_id, closed_since)
    closed = {
        "closed": f"It closed on {wording.date_words(service.closed_on)}." if service.closed_on else "It has closed.",
        "dormant": "It is not working at present.",
        "proposed": "It is not open yet.",
    }
    return ServiceView(
        name=service.name,
        path=service_path(service.path_key),
        key=service.path_key,
        kind=KINDS[service.kind],
        code=service.code,
        above=tuple(Link(place.name, service_path(place.path_key)) for place in service.above),
        standing_words=closed.get(service.standing, ""),
        takes_stories=takes,
        told_of_new=_told_of_new(service, takes, answers, years) if service.standing == Standing.CLOSED else "",
        successor=Link(service.successor.name, service_path(service.successor.path_key)) if service.successor else None,
        predecessors=tuple(Link(place.name, service_path(place.path_key)) for place in service.predecessors),
        former_names=wording.listed(service.former_names),
        not_in_register=service.not_in_register,
        proposed=service.register == PROPOSED,
        by_hand=service.register == BY_HAND,
        figures=service_figures(service.figures),
        told=service.figures.told,
        listeners=[listener_view(each) for each in service.listeners],
        address=tuple(part for part in (*service.address, service.town, service.postcode) if part),
        telephone=service.telephone,
        website=service.website if service.website.startswith(("https://", "http://")) else "",
        parts=[
            PartView(
                link=Link(child.name, service_path(child.path_key)),
                kind=KINDS[child.kind],
                stories="no stories yet"
                if not child.stories
                else capped(child.stories, 1000) + (" story" if child.stories == 1 else " stories"),
                closed=f"closed in {wording.month_words(child.closed_on)}" if child.closed_on else "",
            )
            for child in service.children
        ],
    )


def takes_stories(service: ServicePage, region_id: int | None, closed_since: date | None) -> bool:
    """Whether a story may be told about it on this region's site. About a place that is only proposed, its page names none: whoever tells
    of it says so in their own words, and a moderator finds it.
    """
    if region_id is None or closed_since is None:
        return False
    return not why_not_told_of(
        register=service.register,
        standing=service.standing,
        closed_on=service.closed_on,
        is_of_region=service.region_id == region_id,
        since=closed_since,
    )


def _told_of_new(service: ServicePage, takes: bool, answers: str, years: int) -> str:
    if not takes:
        return f"We only take stories about care in the last {wording.plural(years, 'year')}." if years else ""
    may = "You can still tell a story about your care here."
    if answers and service.listeners:
        return f"{may} {answers} answers for it now, and people there will be told."
    if answers:
        return f"{may} {answers} answers for it now, but no one there listens on Heard yet. We’ll try to reach them."
    return f"{may} But we don’t know of anyone who answers for it now, so there may be no one for us to tell."
