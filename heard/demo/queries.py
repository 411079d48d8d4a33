"""Who can be signed in as, and what is in the mailbox."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from heard.accounts.models import Author, Person
from heard.core import links
from heard.core.actors import SystemActor
from heard.core.keyset import Cursor, Page, page_of
from heard.demo.models import Loading, MailboxMessage
from heard.demo.rules import content
from heard.media.lifecycle import FilmMoves
from heard.media.models import Film, FilmState
from heard.media.rules.filming import can_film
from heard.organisations.models import Membership
from heard.regions.models import Region
from heard.stories.models import Story

MESSAGES = 30


@dataclass(frozen=True)
class DemoPerson:
    """Somebody on the sign-in page. `works` says for whom and as what; `can` is one sentence on what to do as this person;
    `region` is the slug of the one whose people they are listed with.
    """

    slug: str
    name: str
    works: str
    can: str
    for_heard: bool
    region: str


@dataclass(frozen=True)
class DemoRegion:
    """A region beside the main one, on the sign-in page. `address`: its home page; empty while nobody can reach it."""

    name: str
    address: str
    people: list[DemoPerson]


def loading() -> Loading | None:
    """The loading of the demo into this database; None if there was none."""
    return Loading.objects.select_related("tour__author").order_by("pk").first()


def demo_film() -> Film | None:
    """The film that the demo made for itself, also if somebody deleted it since."""
    return Film.objects.filter(moves__name=FilmMoves.TAKE, moves__by=SystemActor("demo").actor_ref).first()


def film_is_missing() -> bool:
    """Whether this is a loaded demo that can have a film, and hasn't one yet."""
    if not settings.DEMO or not can_film() or (loaded := loading()) is None or loaded.finished_at is None:
        return False
    film = demo_film()
    return film is None or film.state == FilmState.PREPARING or (film.state == FilmState.READY and not film.title)


def foreign_regions() -> list[str]:
    """Names of the regions that are not the demo's own."""
    return list(Region.objects.exclude(slug__in=content.regions()).values_list("name", flat=True))


def regions() -> int:
    return Region.objects.count()


def people_who_are_not_made_up() -> int:
    """How many accounts belong to somebody whose address could exist: a demo has only addresses that end in .example."""
    return Person.objects.exclude(email__endswith=".example").count()


def demo_people() -> list[DemoPerson]:
    """Those who can be signed in as, in the order of the content, if they are in this database and their account is open."""
    wanted = content.may_be_signed_in_as()
    found = {person.email: person for person in Person.objects.filter(email__in=[row["email"] for row in wanted.values()], is_active=True)}
    works: dict[int, list[str]] = {}
    for each in Membership.objects.filter(person__in=found.values()).select_related("organisation").order_by("joined_at", "pk"):
        works.setdefault(each.person_id, []).append(
            _("%(roles)s at %(organisation)s") % {"roles": each.role_words, "organisation": each.organisation.name}
        )
    return [
        DemoPerson(
            slug=slug,
            name=row["name"],
            works="; ".join(works.get(found[row["email"]].pk, [])) or _("%(job)s at Heard") % {"job": row["job_title"]},
            can=row["can"],
            for_heard="platform" in row,
            region=row["region"],
        )
        for slug, row in wanted.items()
        if row["email"] in found
    ]


def demo_regions(everybody: list[DemoPerson]) -> list[DemoRegion]:
    """The regions beside the main one with those of these people who are theirs, in the order of the content."""
    found = Region.objects.filter(slug__in=content.regions(), is_default=False).order_by("pk")
    return [DemoRegion(each.name, links.of_region(each.pk), [who for who in everybody if who.region == each.slug]) for each in found]


def person_to_be(slug: str) -> Person | None:
    """The account behind one of `demo_people`; None for everybody else."""
    row = content.may_be_signed_in_as().get(slug)
    return Person.objects.filter(email=row["email"], is_active=True).first() if row else None


def tour_story() -> Story | None:
    """The story of the tour, while there is one."""
    loaded = loading()
    return loaded.tour if loaded else None


def tour_key() -> str:
    """The words that open the tour's story, for everybody who tries the demo; empty once a visitor has changed them."""
    loaded = loading()
    return loaded.tour_key if loaded and loaded.tour and loaded.tour.author.key_replaced_at is None else ""


def tour_author() -> Author | None:
    story = tour_story()
    return story.author if story else None


def mailbox_page(*, to: str = "", cursor: Cursor | None = None) -> Page[MailboxMessage]:
    """Messages, newest first; with `to`, only those to this address. Ids run with time, so they are the key."""
    rows = MailboxMessage.objects.defer("body", "headers")
    rows = rows.filter(to=to) if to else rows
    if cursor is None or cursor.direction == "older":
        rows = rows.filter(pk__lt=cursor.key[0]) if cursor else rows
        rows = rows.order_by("-pk")
    else:
        rows = rows.filter(pk__gt=cursor.key[0]).order_by("pk")
    return page_of(list(rows[: MESSAGES + 1]), size=MESSAGES, cursor=cursor, key=lambda row: (row.pk,))


def mailbox_addresses() -> list[str]:
    """Every address that got a message, in order of the alphabet."""
    return list(MailboxMessage.objects.order_by("to").values_list("to", flat=True).distinct())


def message(number: int) -> MailboxMessage | None:
    return MailboxMessage.objects.filter(pk=number).first()
