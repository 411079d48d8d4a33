"""A service's page in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.directory.models import BY_HAND, PROPOSED, Kind, Standing
from heard.directory.rules.telling import why_not_told_of
from heard.media.presenters import picture_tag
from heard.ui import wording
from heard.ui.presenters import Figure, Link
from heard.website.presenters.addresses import service_path
from heard.website.presenters.figures import ListenerView, capped, listener_view, service_figures
from heard.website.presenters.stories import links_listed
from heard.website.queries.service_page import ServicePage

KINDS = {kind.value: kind.label for kind in Kind}


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
    took_over_from: str
    former_names: str
    not_in_register: bool
    proposed: bool
    by_hand: bool
    picture: SafeString | None
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
    return ServiceView(
        name=service.name,
        path=service_path(service.path_key),
        key=service.path_key,
        kind=wording.worded(KINDS, service.kind),
        code=service.code,
        above=tuple(Link(place.name, service_path(place.path_key)) for place in service.above),
        standing_words=_standing(service),
        takes_stories=takes,
        told_of_new=_told_of_new(service, takes, answers, years) if service.standing == Standing.CLOSED else "",
        successor=Link(service.successor.name, service_path(service.successor.path_key)) if service.successor else None,
        took_over_from=links_listed([Link(place.name, service_path(place.path_key)) for place in service.predecessors]),
        former_names=wording.listed(service.former_names),
        not_in_register=service.not_in_register,
        proposed=service.register == PROPOSED,
        by_hand=service.register == BY_HAND,
        picture=picture_tag(service.picture) if service.picture else None,
        figures=service_figures(service.figures),
        told=service.figures.told,
        listeners=[listener_view(each) for each in service.listeners],
        address=tuple(part for part in (*service.address, service.town, service.postcode) if part),
        telephone=service.telephone,
        website=service.website if service.website.startswith(("https://", "http://")) else "",
        parts=[
            PartView(
                link=Link(child.name, service_path(child.path_key)),
                kind=wording.worded(KINDS, child.kind),
                stories=ngettext("%(count)s story", "%(count)s stories", child.stories) % {"count": capped(child.stories, 1000)}
                if child.stories
                else _("no stories yet"),
                closed=_("closed in %(month)s") % {"month": wording.month_words(child.closed_on)} if child.closed_on else "",
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
        return (
            ngettext(
                "We only take stories about care in the last %(years)s year.",
                "We only take stories about care in the last %(years)s years.",
                years,
            )
            % {"years": wording.number(years)}
            if years
            else ""
        )
    if answers and service.listeners:
        return _(
            "You can still tell a story about your care here. %(organisation)s is responsible for it now, and we’ll tell people there."
        ) % {"organisation": answers}
    if answers:
        return _(
            "You can still tell a story about your care here. %(organisation)s is responsible for it now, but no one there listens on Heard"
            " yet. We’ll try to reach them."
        ) % {"organisation": answers}
    return _(
        "You can still tell a story about your care here. But we don’t know who is responsible for it now, so there may be no one for us to"
        " tell."
    )


def _standing(service: ServicePage) -> str:
    """Empty while it is open."""
    match service.standing:
        case Standing.CLOSED if service.closed_on:
            return _("It closed on %(day)s.") % {"day": wording.date_words(service.closed_on)}
        case Standing.CLOSED:
            return _("It has closed.")
        case Standing.DORMANT:
            return _("It isn’t working at the moment.")
        case Standing.PROPOSED:
            return _("It isn’t open yet.")
    return ""
