from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from heard.core import clock, mail
from heard.core.models import Delivery
from heard.core.reckoning import EVER, Missing, Window
from heard.directory.models import JOINED, PROPOSED, Level, Service
from heard.directory.models import Kind as ServiceKind
from heard.organisations.models import Membership, Organisation, RemitBranch
from heard.organisations.queries import MEMBERSHIPS, listening_as_of
from heard.reach.models import Asking, RoleReading, Telling
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.models import State, Story
from heard.stories.queries import NEWS, published_stories


@dataclass(frozen=True)
class Told:
    """One organisation and what became of its being told. `roles` are those that read it and are held by enough people to be named."""

    organisation: str
    slug: str
    told_at: datetime
    heard_at: datetime | None
    read_at: datetime | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A provider without a subscription, told through its registered contact; `reached` says whether that message was delivered, and then
    `asked_at` when that was."""

    provider: str
    key: str
    asked_at: datetime
    reached: bool


def public_tellings() -> QuerySet[Telling]:
    """Who was told of a story that is public, as in the view `public_telling`, with the moments."""
    return Telling.objects.filter(story__state=State.PUBLISHED)


def who_was_told(story: Story) -> list[Told]:
    """The organisations told of a story, first told first. Roles are named only where they cover enough people (⚙ role_shown_from)."""
    least = setting(story.region_id, SettingKey.ROLE_SHOWN_FROM)
    tellings = list(Telling.objects.filter(story=story).select_related("organisation").order_by("told_at", "pk"))
    roles = _roles_large_enough(tellings, least)
    return [
        Told(each.organisation.name, each.organisation.slug, each.told_at, each.heard_at, each.read_at, tuple(roles.get(each.pk, ())))
        for each in tellings
    ]


def who_was_asked(story: Story) -> list[Asked]:
    return [
        Asked(
            each.provider.name, each.provider.code or each.provider.slug, each.delivered_at or each.asked_at, each.delivered_at is not None
        )
        for each in Asking.objects.filter(story=story).select_related("provider").order_by("asked_at", "pk")
    ]


def providers_without_a_listener(ancestors: Iterable[int]) -> list[Service]:
    """Providers among a story's `ancestors` of which no organisation of their own has a running subscription.

    Of a council's social care the council itself is that organisation; of a home that it only pays for it is not.
    """
    today = clock.today()
    branches = RemitBranch.objects.filter(
        Q(organisation__kind=Organisation.Kind.PROVIDER)
        | Q(organisation__kind=Organisation.Kind.COUNCIL, service__kind=ServiceKind.SOCIAL_CARE),
        service_id__in=list(ancestors),
        organisation__subscriptions__starts_on__lte=today,
        organisation__subscriptions__ends_on__gte=today,
    ).values_list("service__ancestors", flat=True)
    providers = Service.objects.filter(pk__in=list(ancestors), level=Level.PROVIDER).exclude(register=PROPOSED)
    listened = {branch[0] for branch in branches if branch}
    return [provider for provider in providers if provider.pk not in listened]


TOLD = "SELECT story_id, organisation_id, news_at, coalesce(news_at, told_at) AS known_from, heard_at FROM reach_telling"
"""SQL: which organisation was told of which story: when that was news to them (it may never have been), since when they knew it, and when
they had heard."""
CONCERNED = f"""
SELECT news.story_id, listening.organisation_id, min(news.at) AS news_at
  FROM ({NEWS}) news
  JOIN LATERAL ({listening_as_of("news.at", in_doubt="%(in_doubt)s")}) listening ON listening.service_id = news.service_id
 WHERE news.at >= %(since)s AND news.at < %(before)s AND (%(story_id)s::bigint IS NULL OR news.story_id = %(story_id)s)
 GROUP BY news.story_id, listening.organisation_id
"""  # noqa: S608 - of constants
"""Which organisations a story was news to, and when first: their remit held one of its branches, and a term ran, in that moment. With
`in_doubt` also those of which nobody can say whether that was so already: what stands was changed last after that moment.
"""
UNTOLD = f"""
SELECT concerned.news_at, concerned.story_id, concerned.organisation_id FROM ({CONCERNED}) concerned
 WHERE NOT EXISTS (SELECT 1 FROM reach_telling telling
                    WHERE telling.story_id = concerned.story_id AND telling.organisation_id = concerned.organisation_id
                      AND (telling.news_at IS NOT NULL OR telling.told_at < concerned.news_at))
"""  # noqa: S608 - put together from the constant above
TO_ASK = f"""
SELECT news.at, news.story_id, news.service_id
  FROM ({NEWS}) news
  JOIN public_service provider ON provider.id = news.service_id AND provider.level = 'provider' AND provider.register <> 'proposed'
 WHERE news.at >= %(since)s AND news.at < %(before)s AND (%(story_id)s::bigint IS NULL OR news.story_id = %(story_id)s)
   AND NOT EXISTS (SELECT 1 FROM reach_asking asking WHERE asking.story_id = news.story_id AND asking.provider_id = news.service_id)
   AND NOT EXISTS (
       SELECT 1 FROM public_story_branch below
         JOIN public_service place ON place.id = below.service_id AND place.ancestors[1] = provider.id
         JOIN LATERAL ({listening_as_of("news.at", in_doubt="true")}) listening ON listening.service_id = place.id
         JOIN public_organisation organisation ON organisation.id = listening.organisation_id
          AND (organisation.kind = 'provider' OR organisation.kind = 'council' AND place.kind = 'social-care')
        WHERE below.story_id = news.story_id)
"""  # noqa: S608 - of constants
"""Providers without a listener when a story about them became news, and not asked yet; `providers_without_a_listener` as of then. Where it
is in doubt whether somebody listened, nobody is asked. A place that is only proposed has nobody yet who could be."""


def news_to(story: Story) -> dict[int, datetime]:
    """The organisations that a story is news to, and the moment at which it became that: as things stood in that moment, not now."""
    return {organisation_id: at for _, organisation_id, at in _rows(CONCERNED, story_id=story.pk, **vars(EVER))}


def providers_to_ask(story: Story) -> list[Service]:
    """Providers without a listener when the story became news, that were not asked about it yet."""
    return list(Service.objects.filter(pk__in=[provider_id for _, _, provider_id in _rows(TO_ASK, story_id=story.pk, **vars(EVER))]))


def untold(window: Window) -> list[Missing]:
    """Organisations owed a telling, as of the moment a story was news to them, that were not told."""
    return [Missing(at, story_id, organisation_id) for at, story_id, organisation_id in _rows(UNTOLD, **vars(window))]


def unasked(window: Window) -> list[Missing]:
    """Providers owed an asking that were not asked."""
    return [Missing(at, story_id, provider_id) for at, story_id, provider_id in _rows(TO_ASK, **vars(window))]


def contacts_not_told(window: Window) -> list[Missing]:
    """Contacts that were confirmed, and were not written to of all that was told before."""
    rows = Service.objects.filter(contact_confirmed_at__gte=window.since, contact_confirmed_at__lt=window.before)
    waiting = [each for each in rows if each.contact_confirmed_at and not_reached(each.pk, before=each.contact_confirmed_at)]
    keys = {key_of_told_before(each): each for each in waiting}
    known = set(Delivery.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    return [Missing(each.contact_confirmed_at or window.before, None, each.pk) for key, each in keys.items() if key not in known]


def key_of_told_before(provider: Service) -> str:
    """Under which the letter about all that was told before is owed: one for each time that its contact was confirmed."""
    confirmed = provider.contact_confirmed_at
    return f"asked-before:{provider.pk}:{confirmed.timestamp() if confirmed else 0:.6f}"


def asked_unnoted(window: Window) -> list[Missing]:
    """Letters to registered contacts that were delivered, while the story still says that its provider was not reached."""
    statement = f"""
        SELECT letter.finished_at, asking.story_id, letter.id
          FROM reach_asking asking JOIN ({mail.SENT}) letter ON letter.key = 'asked:' || asking.id
         WHERE asking.delivered_at IS NULL AND asking.asked_at >= %(since)s
           AND letter.finished_at >= %(since)s AND letter.finished_at < %(before)s"""  # noqa: S608 - of constants
    return [Missing(at, story_id, letter_id) for at, story_id, letter_id in _rows(statement, **vars(window))]


def asked_before_unnoted(window: Window) -> list[Missing]:
    """Letters about all that was told before that were delivered, while some of those stories still say that nobody was reached."""
    rows = Delivery.objects.filter(kind="asked-provider-before", state=Delivery.State.SENT)
    sent = rows.filter(queued_at__gte=window.since, finished_at__lt=window.before).order_by("finished_at")
    return [Missing(each.finished_at or each.queued_at, None, each.pk) for each in sent if told_before(each)]


def _rows(statement: str, *, story_id: int | None = None, **times: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"story_id": story_id, "in_doubt": False, **times})
        return list(cursor.fetchall())


def asked_before_joining(story: Story, providers: Iterable[Service]) -> dict[int, datetime]:
    """Which of these providers were told of the story already, when their mailbox was that of a place since joined with them, and when."""
    contacts = {each.pk: each.registered_contact for each in providers if each.registered_contact}
    rows = Asking.objects.filter(
        story=story, delivered_at__isnull=False, provider__register=JOINED, provider__successor_id__in=contacts
    ).values_list("provider__successor_id", "provider__registered_contact", "delivered_at")
    return {into: at for into, contact, at in rows if into and at and contact == contacts[into]}


def told_before(letter: Delivery) -> list[Asking]:
    """What the letter after confirming is about: public stories told before that, of which its provider has not been told since. What is
    told from then on has a letter of its own, even where this one is written later.
    """
    provider = Service.objects.get(pk=letter.params["provider_id"])
    return not_reached(provider.pk, before=min(letter.queued_at, provider.contact_confirmed_at or letter.queued_at))


def not_reached(provider_id: int, *, before: datetime) -> list[Asking]:
    """Public stories about a provider that it was to be asked about until then, and has not been told of; the newest first."""
    waiting = Asking.objects.select_related("story").filter(provider_id=provider_id, delivered_at=None, asked_at__lte=before)
    return list(waiting.filter(story__in=published_stories()).order_by("-asked_at", "-pk"))


def unread_roles(story_id: int, membership: Membership) -> list[str]:
    """The member's roles that nobody of the organisation has yet read the story in."""
    have = RoleReading.objects.filter(telling__story_id=story_id, telling__organisation_id=membership.organisation_id)
    read = set(have.values_list("role", flat=True))
    return [role for role in membership.roles if role not in read]


def roles_shown(telling_id: int, roles: Iterable[str], *, region_id: int) -> list[str]:
    """Which of the roles that have just read are held by enough people to be named."""
    shown = _roles_large_enough(list(Telling.objects.filter(pk=telling_id)), setting(region_id, SettingKey.ROLE_SHOWN_FROM)).get(
        telling_id, []
    )
    return [role for role in roles if role in shown]


def _roles_large_enough(tellings: list[Telling], least: int) -> dict[int, list[str]]:
    """Role names per telling, one statement for all of them, naming only roles that `least` members hold today."""
    rows = RoleReading.objects.raw(
        f"""SELECT reading.id, reading.telling_id, reading.role
             FROM reach_rolereading reading JOIN reach_telling telling ON telling.id = reading.telling_id
            WHERE reading.telling_id = ANY(%s)
              AND (SELECT count(*) FROM ({MEMBERSHIPS}) member WHERE member.organisation_id = telling.organisation_id
                      AND NOT member.is_frozen AND reading.role = ANY(member.roles)) >= %s
            ORDER BY reading.role""",  # noqa: S608 - of constants
        [[each.pk for each in tellings], least],
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.telling_id, []).append(row.role)
    return found
