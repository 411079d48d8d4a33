"""The world a rehearsal plays in: the real registers, and made-up people who listen for real branches of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command

from heard.accounts.actions import people
from heard.accounts.models import Person, PlatformRole
from heard.alerts.actions import set_alerts
from heard.alerts.models import AlertSetting
from heard.core import clock
from heard.core.actors import SystemActor
from heard.directory.actions import contacts
from heard.directory.models import Kind, Level, Service, Standing
from heard.directory.rules.contacts import mark_of
from heard.organisations.actions import members, organising
from heard.organisations.models import Membership, Organisation, Role, Subscription
from heard.regions import actions as regions
from heard.regions.models import Region
from heard.regions.rules import NUMBERS
from heard.rehearsal import rules
from heard.tags.actions import offer_tag
from heard.tags.models import Kind as TagKind

REHEARSAL = SystemActor("rehearsal")
REGISTERS = (("trusts", "etr.csv"), ("practices", "epraccur.csv"), ("wards", "wards.csv"), ("hospitals", "nhs_choices_hospital.csv"))
HOLDERS, EACH = 2000, 20
"""People who are told of stories, and how many of them each listening organisation has: so many hear of one story."""
KINDS = (Kind.AMBULANCE, Kind.MENTAL_HEALTH_TRUST, Kind.COMMUNITY_TRUST, Kind.ACUTE_TRUST)
WANTS_ANSWERS_EVERY = 10
CONTACTS = 50
"""Providers that nobody listens for and that have a registered contact who said yes."""
QUICKLY = {
    "answer_window": 0,  # an answer is on its way with the worker's next sweep
    "publish_in_hours": 0,  # it runs at any hour; what is approved at night is said so story by story
    "praise_any_time": 0,
    "fast_track_answers": 0,
    "fast_track_score": 0,
    "fast_track_step": 0,
    "small_service": 0,
}
"""The region's numbers, so that a loop of days goes round in minutes."""
LINES = (PlatformRole.FIRST_LINE, PlatformRole.FIRST_LINE, PlatformRole.SECOND_LINE, PlatformRole.SENIOR)
Tell = Callable[[str], None]


@dataclass
class World:
    """Everybody and every place the script needs. `branches` are a listening provider's places, from itself down."""

    region: Region
    operator: Person
    moderators: list[Person]
    responders: dict[int, Membership] = field(default_factory=dict)
    """Organisation → the member who answers."""
    remits: dict[int, int] = field(default_factory=dict)
    """Organisation → the provider that it listens for."""
    branches: dict[str, list[list[int]]] = field(default_factory=dict)
    """Kind of provider → the places of each listening one."""
    nobody_listens: list[int] = field(default_factory=list)
    """Providers without a listening organisation."""
    holders: int = 0

    def place_for(self, comment: rules.Comment, script: rules.Script) -> int:
        """A real service of a matching kind: always the same for the same comment."""
        if script.nobody_listens and self.nobody_listens:
            return self.nobody_listens[comment.line % len(self.nobody_listens)]
        providers = self.branches.get(comment.kind) or self.branches[rules.ELSEWHERE]
        places = providers[script.position % len(providers)]
        return places[comment.line % len(places)]


def make(registers: Path, *, tell: Tell) -> World:
    """Take in the registers and let 2,000 people listen."""
    operator = people.make_operator(email="operator@rehearsal.example", name="Olive Rehearsal", password=_password(), by=REHEARSAL)
    region = regions.make_region(slug="england", name="England", time_zone="Europe/London", by=REHEARSAL)
    regions.set_numbers(region_id=region.pk, values=numbers(), by=operator)
    for kind, name in REGISTERS:
        tell(f"Taking in {name}")
        call_command("import_register", kind, str(registers / name), accept_closures=True, stdout=_Silent())
    tell("Making organisations and their people")
    for each in ("friendly staff", "kept informed", "waiting times"):
        offer_tag(kind=TagKind.GOOD, name=each, by=operator)
    moderators = [
        people.make_person(email=f"moderator{n}@rehearsal.example", name=f"Moderator {n}", platform_roles=[role], by=operator)
        for n, role in enumerate(LINES)
    ]
    for moderator in moderators:  # without a second step nobody can read, and so nobody could tell a story
        TOTP.activate(moderator, generate_totp_secret())
    line = regions.NewCrisisLine("Samaritans", "116 123", "Day and night", "Anyone who needs to talk.", in_strip=True)
    regions.set_crisis_lines(region_id=region.pk, lines=[line], by=operator)
    world = World(region, operator, moderators)
    _let_them_listen(world, tell)
    listened = {place for kinds in world.branches.values() for places in kinds for place in places}
    practices = Service.objects.filter(level=Level.PROVIDER, kind=Kind.GENERAL_PRACTICE, standing=Standing.OPEN).exclude(pk__in=listened)
    world.nobody_listens = list(practices.order_by("code").values_list("pk", flat=True)[:500])
    for provider_id in world.nobody_listens[:CONTACTS]:
        _confirmed_contact(provider_id, by=operator)
    return world


def numbers() -> dict[str, int]:
    """The region's numbers as the rehearsal wants them: besides `QUICKLY`, no letter to an author waits, and what is counted by the hour
    may be done as often as it goes, since everybody comes from one place.
    """
    by_the_hour = {name: number.high for name, number in NUMBERS.items() if name.endswith("_an_hour") or name.startswith("alarm_")}
    return QUICKLY | by_the_hour | {name: 0 for name in NUMBERS if name.startswith("author_mail_")}


def _confirmed_contact(provider_id: int, *, by: Person) -> None:
    service = contacts.set_registered_contact(service_id=provider_id, email=f"contact{provider_id}@rehearsal.example", by=by)
    contacts.confirm_contact(service_id=provider_id, mark=mark_of(service.registered_contact), by=REHEARSAL)


def _password() -> str:
    import secrets

    return secrets.token_urlsafe(24)


class _Silent:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


def _let_them_listen(world: World, tell: Tell) -> None:
    """The first hundred providers of the four kinds, ambulances and mental health first, each with twenty members."""
    for provider in islice(_providers(), HOLDERS // EACH):
        places = list(
            Service.objects.filter(ancestors__contains=[provider.pk], standing=Standing.OPEN).order_by("pk").values_list("pk", flat=True)
        )
        world.branches.setdefault(provider.kind, []).append(places)
        organisation = organising.make_organisation(
            region_id=world.region.pk, kind=Organisation.Kind.PROVIDER, name=provider.name, by=world.operator
        )
        organising.set_remit(organisation_id=organisation.pk, service_ids=[provider.pk], by=world.operator)
        world.remits[organisation.pk] = provider.pk
        today = clock.today()
        organising.give_subscription(
            organisation_id=organisation.pk,
            level=Subscription.Level.FULL,
            starts_on=today,
            ends_on=today + timedelta(days=365),
            by=world.operator,
        )
        for number in range(EACH):
            world.responders[organisation.pk] = add_holder(world, organisation.pk, number)
        world.holders += EACH
        if world.holders % 400 == 0:
            tell(f"{world.holders:,} people listen")


def _providers() -> list[Service]:
    open_ones = Service.objects.filter(level=Level.PROVIDER, standing=Standing.OPEN, kind__in=KINDS)
    return sorted(open_ones, key=lambda provider: (KINDS.index(Kind(provider.kind)), provider.code, provider.name))


def add_holder(world: World, organisation_id: int, number: int) -> Membership:
    """One more member of an organisation, by number; the last of the first twenty is the one who answers."""
    email = f"member{number}@organisation{organisation_id}.rehearsal.example"
    person = people.make_person(email=email, name=f"Member {number}", job_title="Listener", by=world.operator)
    roles = [Role.RESPONDER] if number == EACH - 1 else [Role.MEMBER]
    membership = members.add_member(
        organisation_id=organisation_id, person_id=person.pk, roles=roles, job_title=person.job_title, by=world.operator
    )
    if number % WANTS_ANSWERS_EVERY == 0:
        always = AlertSetting.When.AT_ONCE
        set_alerts(membership=membership, stories=always, answers=always, least_criticality=0, by=membership)
    return membership
