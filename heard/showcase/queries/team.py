"""Who Heard is."""

from typing import NamedTuple

from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.showcase.models import TeamMember
from heard.showcase.queries.places import of_site


class Card(NamedTuple):
    """Someone of Heard who agreed to be shown."""

    group: str
    name: str
    role: str
    words: str
    language: str
    photo: str


def team_cards(*, within: int | None = None) -> list[Card]:
    """Those of this site and of all of Heard, in their order."""
    there = of_site("m.region_id", within)
    found = fetch_named(
        f"""SELECT m."group", m.name, m.role, m.words, m.language, m.photo FROM public_team_member m
             WHERE {there} ORDER BY m."group" DESC, m.position, lower(m.name), m.id LIMIT 200"""
    )
    return [row(Card, each) for each in found]


def all_members() -> list[TeamMember]:
    """For editors, also those who haven't agreed, or don't any more."""
    return list(TeamMember.objects.select_related("region", "photo").order_by("-group", "position", "name", "pk"))


def member_by_id(member_id: int) -> TeamMember | None:
    return TeamMember.objects.select_related("region", "photo").filter(pk=member_id).first()
