from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from heard.core import clock
from heard.core.models import Delivery
from heard.directory.models import Kind as ServiceKind
from heard.directory.models import Level, Service
from heard.organisations.models import Membership, Organisation, RemitBranch
from heard.reach.models import Asking, RoleReading, Telling
from heard.regions.queries import number
from heard.stories.models import Story
from heard.stories.queries import published_stories


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


def who_was_told(story: Story) -> list[Told]:
    """The organisations told of a story, first told first. Roles are named only where they cover enough people (⚙ role_shown_from)."""
    least = number(story.region_id, "role_shown_from")
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
    providers = Service.objects.filter(pk__in=list(ancestors), level=Level.PROVIDER)
    listened = {branch[0] for branch in branches if branch}
    return [provider for provider in providers if provider.pk not in listened]


def confirmed_contacts(provider_ids: Iterable[int]) -> set[int]:
    """Which of these providers have a registered contact that said yes. It stays so until the transaction ends: who confirms, changes or
    stops one meanwhile (`FOR UPDATE`) waits. Imports of registers do not: they change no key.
    """
    rows = Service.objects.raw(
        "SELECT id, contact_confirmed_at FROM directory_service WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(provider_ids)]
    )
    return {each.pk for each in rows if each.contact_confirmed_at is not None}


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
    shown = _roles_large_enough(list(Telling.objects.filter(pk=telling_id)), number(region_id, "role_shown_from")).get(telling_id, [])
    return [role for role in roles if role in shown]


def _roles_large_enough(tellings: list[Telling], least: int) -> dict[int, list[str]]:
    """Role names per telling, one statement for all of them, naming only roles that `least` members hold today."""
    rows = RoleReading.objects.raw(
        """SELECT reading.id, reading.telling_id, reading.role
             FROM reach_rolereading reading JOIN reach_telling telling ON telling.id = reading.telling_id
            WHERE reading.telling_id = ANY(%s)
              AND (SELECT count(*) FROM organisations_membership m
                    WHERE m.organisation_id = telling.organisation_id AND m.frozen_at IS NULL AND reading.role = ANY(m.roles)) >= %s
            ORDER BY reading.role""",
        [[each.pk for each in tellings], least],
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.telling_id, []).append(row.role)
    return found
