"""A few stories told, published, read, answered and followed by changes through the real actions: what `bench.load` makes many of."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from heard.accounts.models import Author, Person
from heard.core import clock
from heard.core.actors import SystemActor
from heard.directory.models import Kind, Level, Service
from heard.directory.queries import search_text_of
from heard.organisations.models import Membership, MembershipSpan, Organisation, RemitBranch, RemitSpan, Subscription, TermSpan
from heard.reach import actions as reach
from heard.regions.models import Region
from heard.responses.actions import answers, authors, changes, replies
from heard.stories.actions import publishing
from heard.stories.models import AuthorRole
from heard.tags.actions import offer_tag
from heard.telling.actions import drafts

BENCH = SystemActor("bench")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""When every prototype was published; copies are moved from there by whole days and some minutes."""
_SAID = (
    "we waited in the corridor and nobody said how long it would be so I asked the nurse who was kind and busy at the desk by the "
    "door my mother had fallen at home that morning and the ambulance came after two hours they were gentle with her and told us "
    "each step the ward was full the lights stayed on all night and the man in the next bed called for his wife I held her hand "
    "and we talked about the garden the doctor came round at nine while I was parking the car and I missed him again there was a "
    "sign about complaints but none about visiting then the physiotherapist sat down with us for ten minutes and explained the "
    "exercises and wrote them out in large letters the tablets were late the letter never came the phone rang and rang a cleaner "
    "found my glasses and would not hear of thanks "
)
WORDS = tuple(_SAID.split())
GOOD = ("the nurse", "kindness", "being listened to", "explained well", "clean", "food", "quick", "the receptionist")
BETTER = ("waiting times", "parking", "being told what is happening", "food", "noise", "letters", "discharge", "visiting")
OTHER_REGION = "other-bench"
FEELINGS = ("anxious", "grateful", "overlooked", "cared for", "angry", "relieved")


@dataclass
class Branch:
    """A provider with its wards, the organisation that listens there, and one of its members."""

    provider: Service
    wards: list[tuple[Service, Service]]
    organisation: Organisation
    member: Membership


@dataclass
class World:
    """Everything that stories are about and by, in two regions with half of the stories each. `large` holds two stories of five."""

    branches: list[Branch] = field(default_factory=list)
    watchers: list[Membership] = field(default_factory=list)
    prototypes: list[int] = field(default_factory=list)

    @property
    def large(self) -> Branch:
        return self.branches[0]

    def watchers_in(self, region_id: int) -> list[Membership]:
        return [each for each in self.watchers if each.organisation.region_id == region_id]


def some_words(dice: random.Random, count: int) -> str:
    """`count` words in sentences and paragraphs; no meaning, but the letters of English."""
    said: list[str] = []
    while len(said) < count:
        length = dice.randint(6, 18)
        begin = dice.randrange(len(WORDS))
        sentence = [WORDS[(begin + n) % len(WORDS)] for n in range(length)]
        said += [sentence[0].capitalize(), *sentence[1:-1], sentence[-1] + (".\n\n" if dice.random() < 0.12 else ".")]
    return " ".join(said).replace("\n\n ", "\n\n").strip()


@transaction.atomic
def make(*, branches: int = 60, wards: int = 5, large_wards: int = 200) -> World:
    """The places, people and prototypes. Deterministic. The second region has no address, so it is no site until a part of the benchmark
    gives it one: whatever else is measured is a house with one site.
    """
    dice = random.Random(7)  # noqa: S311 - a benchmark wants the same numbers each time
    region = Region.objects.create(slug="bench", name="Bench", is_default=True)
    other = Region.objects.create(slug=OTHER_REGION, name="Other bench")
    for kind, names in (("good", GOOD), ("better", BETTER), ("feeling", FEELINGS)):
        for name in names:
            offer_tag(kind=kind, name=name, by=BENCH)
    world = World()
    for n in range(branches):
        # The large branch and a sixth of the others, which share three stories of five, hold half of all.
        where = region if n <= max(1, branches // 6) else other
        world.branches.append(_branch(where, f"Trust {n}", wards if n else large_wards))
    for each, names in ((region, ("Northern Care Board", "Healthwatch North")), (other, ("Southern Care Board", "Healthwatch South"))):
        providers = [branch.provider for branch in world.branches if branch.provider.region_id == each.pk]
        for name, kind in zip(names, ("commissioner", "healthwatch"), strict=True):
            world.watchers.append(_organisation(each, name, kind, providers))
    home = world.branches[1]
    for shape in range(12):
        world.prototypes.append(_prototype(region, home, world.watchers_in(region.pk), shape, dice))
    return world


def _branch(region: Region, name: str, wards: int) -> Branch:
    provider = _place(region, name, Level.PROVIDER, Kind.ACUTE_TRUST, None)
    found = []
    for n in range(max(1, wards // 40)):
        site = _place(region, f"{name} Hospital {n}", Level.SITE, Kind.HOSPITAL, provider)
        found += [(site, _place(region, f"Ward {w} of {name} {n}", Level.SERVICE, Kind.WARD, site)) for w in range(min(wards, 40))]
    member = _organisation(region, name, "provider", [provider])
    return Branch(provider, found, member.organisation, member)


def _place(region: Region, name: str, level: str, kind: str, parent: Service | None) -> Service:
    above = [parent.name] if parent else []
    made = Service.objects.create(region=region, level=level, kind=kind, name=name, slug=slugify(name), parent=parent, town="Northmoor")
    made.ancestors = [*(parent.ancestors if parent else []), made.pk]
    made.search_text = search_text_of(made, above)
    made.save(update_fields=["ancestors", "search_text"])
    return made


def _organisation(region: Region, name: str, kind: str, remit: list[Service]) -> Membership:
    made = Organisation.objects.create(region=region, kind=kind, name=name, slug=slugify(f"listening {name}"))
    RemitBranch.objects.bulk_create(RemitBranch(organisation=made, service=each) for each in remit)
    RemitSpan.objects.bulk_create(RemitSpan(organisation=made, service=each, since=LONG_AGO) for each in remit)
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2040, 1, 1)}
    term = Subscription.objects.create(organisation=made, level="standard", **days)
    TermSpan.objects.create(organisation=made, subscription_number=term.pk, since=LONG_AGO, **days)
    person = Person.objects.create(email=f"{made.slug}@bench.example", name=f"Rowan of {name}", password="!")  # noqa: S106 - matches nothing
    member = Membership.objects.create(organisation=made, person=person, roles=["responder"], job_title="Matron")
    MembershipSpan.objects.create(organisation=made, person=person, membership_number=member.pk, since=LONG_AGO)
    return member


def _prototype(region: Region, home: Branch, watchers: list[Membership], shape: int, dice: random.Random) -> int:
    """One story as far as `shape` goes: 0 told, 1 and 2 read, 3 to 6 answered, 7 answered twice, 8 and 9 planned, 10 and 11 made."""
    services = [home.wards[0][1].pk] + ([home.wards[1][1].pk] if shape % 4 == 3 else [])
    author = Author.objects.create(made_at=NOON - timedelta(days=2))
    with clock.at(NOON - timedelta(days=2)):
        draft = drafts.begin_draft(region_id=region.pk, author=author)
        said = {
            "words": some_words(dice, 150),
            "services": services,
            "good": list(dice.sample(GOOD, 2)),
            "better": list(dice.sample(BETTER, 2)),
            "feelings": list(dice.sample(FEELINGS, 2)),
            "role": list(AuthorRole)[shape % 8],
            "chosen_name": "Gull",
            "happened_month": date(2026, 2, 1),
            "is_question": shape % 6 == 5,
            "consents": {"publish": "1"},
        }
        drafts.save_draft(draft_id=draft.pk, changes=said, by=author)
        story = drafts.send_draft(draft_id=draft.pk, by=author)
    with clock.at(NOON):
        words = {"title": "Nobody could say how long", "text": story.original.words}
        publishing.publish_story(story_id=story.pk, seen_version=story.version, **words, criticality=shape % 4, by=BENCH)
        reach.tell_organisations(story_id=story.pk, by=BENCH)
    if shape:
        _heard_and_read(story.pk, [home.member, *watchers[: shape % 3]])
    if shape >= 3:
        _answered(story.pk, home.member, author, dice, times=2 if shape in {7, 11} else 1)
    if shape >= 8:
        _changed(story.pk, home.member, author, made=shape >= 10)
    return story.pk


def _heard_and_read(story_id: int, members: list[Membership]) -> None:
    for n, member in enumerate(members):
        with clock.at(NOON + timedelta(hours=1 + n)):
            reach.note_heard(story_id=story_id, organisation_id=member.organisation_id, at=clock.now(), by=BENCH)
            reach.story_opened(story_id=story_id, membership=member, by=member)


def _answered(story_id: int, member: Membership, author: Author, dice: random.Random, *, times: int) -> None:
    for n in range(times):
        with clock.at(NOON + timedelta(days=2 + n)):
            answer = answers.send_answer(
                story_id=story_id, membership=member, name="Rowan Sellick", job_title="Matron", text=some_words(dice, 110),
                sign_off="Rowan Sellick, matron", by=member,
            )  # fmt: skip
        with clock.at(NOON + timedelta(days=2 + n, hours=1)):
            answers.close_windows()
            answer.refresh_from_db()
            answers.publish_answer(answer_id=answer.pk, seen_version=answer.version, text=answer.text, by=BENCH)
            authors.rate_answer(answer_id=answer.pk, author=author, helpful="yes")
    with clock.at(NOON + timedelta(days=3, hours=2)):
        reply = replies.send_reply(story_id=story_id, author=author, answer_id=answer.pk, text=some_words(dice, 30))
        replies.publish_reply(reply_id=reply.pk, text=reply.original, by=BENCH)


def _changed(story_id: int, member: Membership, author: Author, *, made: bool) -> None:
    with clock.at(NOON + timedelta(days=5)):
        change = changes.plan_change(
            story_id=story_id, membership=member, what="A board by each bay will show the time of the round.", who_leads="Ward sister",
            due_on=date(2026, 5, 1), by=member,
        )  # fmt: skip
        changes.publish_change(
            change_id=change.pk, seen_version=change.version, what=change.what, who_leads=change.who_leads, due_on=change.due_on, by=BENCH
        )
    if made:
        with clock.at(NOON + timedelta(days=40)):
            change = changes.make_change(change_id=change.pk, membership=member, made_what="The boards are up.", by=member)
            changes.publish_change(change_id=change.pk, seen_version=change.version, made_what=change.made_what, by=BENCH)
            authors.rate_change(change_id=change.pk, author=author, helped="yes")
