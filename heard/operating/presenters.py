"""What operators' pages say, worked out before a template sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heard.accounts.models import Person
from heard.core import clock, links, mail
from heard.core.actors import PERSON, ActorRef, numbers_of
from heard.core.models import Delivery
from heard.core.reckoning import Shortfall
from heard.directory.models import Correction, EverydayName, EverydayStep, Kind, Placing, Service, Standing
from heard.moderation.models import Case, Line, RotaShift
from heard.moderation.queries.calls import CallShown
from heard.moderation.queries.messages import MessageInDanger
from heard.moderation.queries.rota import people_in
from heard.moderation.rules.rota import DAYS
from heard.operating.rules import sheets
from heard.organisations.models import Organisation, Subscription
from heard.regions.models import Region
from heard.stories.queries import Groups
from heard.telling.rules.opening import Needed
from heard.ui.presenters import Tab
from heard.ui.wording import date_words, listed, plural
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words

FIELD_WORDS = {
    "name": "Name",
    "kind": "Kind",
    "address": "Address",
    "town": "Town",
    "postcode": "Postcode",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "telephone": "Telephone",
    "website": "Website",
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "standing": "Is it open?",
    "successor_id": "What took over",
}


@dataclass(frozen=True)
class ContactState:
    """How it stands with a provider's registered contact."""

    label: str
    kind: str
    words: str
    can_ask: bool = True


def contact_state(service: Service, sent: Delivery | None, *, refused_at: datetime | None = None) -> ContactState | None:
    """`sent` is the last question to the contact, `refused_at` when its mail server refused an email of ours for good; None of a provider
    that has no contact.
    """
    if not service.registered_contact:
        return None
    if refused_at is not None:
        words = f"Its mail server refused our email on {date_words(refused_at)}. Check the address with the provider."
        return ContactState("Could not be delivered", "late", words, can_ask=service.contact_confirmed_at is None)
    if service.contact_confirmed_at:
        on = date_words(service.contact_confirmed_at)
        return ContactState("Confirmed", "done", f"Confirmed on {on}. Stories are told there.", can_ask=False)
    if service.contact_asked_at is None:
        return ContactState("Not confirmed", "wait", "It was never asked whether it is right. Until it says so, no story is told there.")
    asked = date_words(service.contact_asked_at)
    if sent is not None and sent.state in Delivery.UNDELIVERED:
        return ContactState("Not confirmed", "late", f"Our question of {asked} could not be delivered. Look at the address.")
    return ContactState("Not confirmed", "wait", f"We asked on {asked} whether it is right. Until it says so, no story is told there.")


@dataclass(frozen=True)
class OrganisationLine:
    id: int
    name: str
    kind: str
    members: int
    state: str
    state_kind: str


def organisation_line(organisation: Organisation, terms: Sequence[Subscription], members: int) -> OrganisationLine:
    """An organisation in a list, with how its subscription stands today."""
    today = clock.today()
    running = next((term for term in terms if term.starts_on <= today <= term.ends_on), None)
    coming = next((term for term in terms if term.starts_on > today), None)
    if running:
        state, kind = f"{running.get_level_display()} until {date_words(running.ends_on)}", "done"
    elif coming:
        state, kind = f"Begins on {date_words(coming.starts_on)}", "wait"
    elif terms:
        state, kind = f"Ended on {date_words(max(term.ends_on for term in terms))}", "late"
    else:
        state, kind = "No subscription", "plain"
    return OrganisationLine(organisation.pk, organisation.name, organisation.get_kind_display(), members, state, kind)


@dataclass(frozen=True)
class CorrectionLine:
    """A field set by hand: what stands there, what stood there before, when it was set."""

    id: int
    field: str
    value: str
    was: str
    at: datetime


def correction_lines(corrections: Sequence[Correction], services: dict[int, Service]) -> list[CorrectionLine]:
    return [
        CorrectionLine(
            each.pk,
            FIELD_WORDS.get(each.field, each.field),
            _value_words(each.field, each.value, services),
            _value_words(each.field, each.was, services),
            each.at,
        )
        for each in corrections
    ]


@dataclass(frozen=True)
class StepLine:
    """One step of a place that no register holds."""

    what: str
    other: str
    words: str
    at: datetime


def step_lines(steps: Sequence[Placing]) -> list[StepLine]:
    return [StepLine(each.get_step_display(), each.other.name if each.other else "", each.words, each.at) for each in steps]


@dataclass(frozen=True)
class EverydayLine:
    """An everyday name in the list of all of them."""

    id: int
    title: str
    words: str
    region: str
    hidden: bool


def everyday_lines(names: Sequence[EverydayName]) -> list[EverydayLine]:
    return [
        EverydayLine(each.pk, each.title, ", ".join(each.words), each.region.name if each.region else "Everywhere", each.hidden)
        for each in names
    ]


@dataclass(frozen=True)
class EverydayStepLine:
    """What was done with an everyday name, by whom, and which words stood there before."""

    what: str
    who: str
    was: str
    at: datetime


def everyday_step_lines(steps: Sequence[EverydayStep]) -> list[EverydayStepLine]:
    people = Person.objects.in_bulk(numbers_of(PERSON, (each.by for each in steps)))
    return [EverydayStepLine(each.get_step_display(), _who(ActorRef(each.by), people), _was(each), each.at) for each in steps]


def _who(by: ActorRef, people: Mapping[int, Person]) -> str:
    if by.kind != PERSON:
        return "Heard"
    person = people.get(by.number)
    return person.name if person else "someone who has left"


def _was(step: EverydayStep) -> str:
    if not step.was:
        return ""
    kinds = [str(Kind(kind).label) for kind in step.was["kinds"] if kind in Kind.values]
    return f"Before: {', '.join(step.was['words'])}. They found: {', '.join([*kinds, *step.was['called']])}."


def _value_words(field: str, value: object, services: dict[int, Service]) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(str(line) for line in value)
    if field == "successor_id":
        return services[value].name if isinstance(value, int) and value in services else "a place that is gone"
    if field in {"opened_on", "closed_on"}:
        return date_words(date.fromisoformat(str(value)))
    if field in {"kind", "standing"}:
        return {choice: str(label) for choice, label in (Kind if field == "kind" else Standing).choices}.get(str(value), str(value))
    return str(value)


@dataclass(frozen=True)
class GroupTable:
    """One question to authors and how many stories came from which group."""

    caption: str
    rows: list[tuple[str, str]]


GROUP_WORDS = {"age_group": "Age", "gender": "Woman or man", "ethnic_group": "Ethnic group", "condition": "Disability or lasting illness"}


def group_tables(groups: Sequence[Groups]) -> list[GroupTable]:
    """Only what may be said of groups (see `stories.rules.groups`), each number as “about …”."""
    made = []
    for each in groups:
        rows = [(label, f"about {count}") for label, count in each.shown]
        if each.others:
            rows.append(("All others together", f"about {each.others}"))
        made.append(GroupTable(GROUP_WORDS[each.field], rows))
    return made


def region_tabs(paths: Sequence[tuple[str, str]], current: str) -> list[Tab]:
    return [Tab(label, path, current=path == current) for label, path in paths]


SHOWN = 50
"""Stories named of one kind; there may be hundreds when the worker was away for long."""


@dataclass(frozen=True)
class OwedStory:
    """One story something is missing of. `public`: there is a page to link to."""

    number: int | None
    public: bool
    since: datetime
    who: str = ""


@dataclass(frozen=True)
class DebtLine:
    """What is missing of one kind: how many, for how long, and of which stories."""

    words: str
    count: int
    oldest: str
    stories: tuple[OwedStory, ...]
    more: int


def debt_lines(short: Sequence[Shortfall], *, public: Collection[int]) -> list[DebtLine]:
    """A story that several people are owed is named once."""
    return [
        _debt_line(each, {one.story_id: OwedStory(one.story_id, one.story_id in public, one.since) for one in reversed(each.missing)})
        for each in short
    ]


def doubt_lines(doubts: Sequence[Shortfall], *, names: Mapping[int, str], public: Collection[int]) -> list[DebtLine]:
    """The same with the names of those who may have missed something."""
    lines = []
    for each in doubts:
        who: dict[int | None, list[str]] = {}
        since: dict[int | None, datetime] = {}
        for one in each.missing:
            who.setdefault(one.story_id, []).append(names.get(one.of, "somebody"))
            since.setdefault(one.story_id, one.since)
        named = {pk: ", ".join(sorted(set(people))) for pk, people in who.items()}
        lines.append(_debt_line(each, {pk: OwedStory(pk, pk in public, since[pk], words) for pk, words in named.items()}))
    return lines


def _debt_line(each: Shortfall, stories: Mapping[int | None, OwedStory]) -> DebtLine:
    found = sorted((one for one in stories.values() if one.number), key=lambda one: one.since)
    age = clock.now() - each.missing[0].since
    words = each.debt.words[:1].upper() + each.debt.words[1:]
    return DebtLine(words, each.count, _age_words(age), tuple(found[:SHOWN]), max(0, len(found) - SHOWN))


def _age_words(age: timedelta) -> str:
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if age >= 2 * length:
            return plural(age // length, unit)
    return plural(max(0, age // timedelta(minutes=1)), "minute")


@dataclass(frozen=True)
class ShiftLine:
    """Hours on the rota in a list. `gone`: those named who are told no more, because they are no senior moderators now."""

    id: int
    words: str
    people: list[str]
    gone: list[str]


def shift_lines(shifts: Sequence[RotaShift]) -> list[ShiftLine]:
    lines = []
    for shift in shifts:
        named, able = [place.person for place in shift.places.all()], {person.pk for person in people_in(shift)}
        lines.append(
            ShiftLine(
                shift.pk,
                f"{DAYS[shift.weekday]} {shift.begins:%H:%M} to {shift.ends:%H:%M}{' the next day' if shift.ends <= shift.begins else ''}",
                [each.name for each in named if each.pk in able],
                [each.name for each in named if each.pk not in able],
            )
        )
    return lines


@dataclass(frozen=True)
class SeniorLine:
    id: int
    name: str
    email: str
    is_paged: bool
    is_able: bool


def senior_lines(people: Sequence[Person], *, paged: Collection[int], able: Collection[int]) -> list[SeniorLine]:
    """Each with how they are told, and whether they are `able` to open what they are told of: that takes a second step."""
    return [SeniorLine(each.pk, each.name, each.email, each.pk in paged, each.pk in able) for each in people]


@dataclass(frozen=True)
class DangerLine:
    """Something with signs of danger: what it is, since when, who was told of it, and its page, where whoever looks may open that."""

    what: str
    since: datetime
    told: str
    path: str


def danger_lines(calls: Sequence[CallShown], *, reads_cases: bool) -> list[DangerLine]:
    """Calls to cases that nobody has taken."""
    return [
        DangerLine(
            f"Case {case.pk}: {case.kind.full_label.lower()}",
            call.began_at,
            told_words(call),
            links.to("case", case_id=case.pk) if reads_cases and not case.senior_only else "",
        )
        for call in calls
        if (case := call.about.case) is not None
    ]


def message_lines(found: Sequence[MessageInDanger]) -> list[DangerLine]:
    """Messages to Heard that wait, with signs of danger."""
    return [
        DangerLine(
            f"Message {each.enquiry.pk}",
            each.enquiry.sent_at,
            told_words(each.call),
            links.to("enquiry", enquiry_id=each.enquiry.pk),
        )
        for each in found
    ]


def told_words(call: CallShown | None) -> str:
    """Who was told of it, and whether anybody has it, in one sentence."""
    if call is not None and call.taken_by:
        return f"{call.taken_by} is on it."
    names = [each.name for each in call.told] if call is not None else []
    if not names:
        return "No moderator has been told yet."
    return f"{listed(names)} {'was' if len(names) == 1 else 'were'} told. No one has taken it yet."


@dataclass(frozen=True)
class LockedLine:
    """A case that no moderator can open, and whose it is."""

    what: str
    since: datetime
    role: str


def locked_lines(cases: Iterable[Case]) -> list[LockedLine]:
    return [
        LockedLine(
            f"Case {case.pk}: {case.kind.full_label.lower()}",
            case.opened_at,
            Line(Line.SENIOR if case.senior_only else case.line).label.lower(),
        )
        for case in cases
    ]


@dataclass(frozen=True)
class SetUp:
    """One thing to see to before stories can be told; `path` is the page where that is done."""

    title: str
    words: str
    path: str
    button: str
    done: bool


def set_up(
    regions: Sequence[Region],
    missing: Mapping[int, Collection[Needed]],
    *,
    moderators: int,
    with_second_step: int,
    seniors: int,
    paths: Mapping[str, str],
) -> list[SetUp]:
    """What an empty site needs, in order. Nothing once telling is open in every region."""
    if regions and not any(missing.values()):
        return []
    steps = [
        SetUp("Make a region", "A country’s or nation’s own site, with its own numbers.", paths["region"], "Make a region", bool(regions))
    ]
    in_turn: list[Region | None] = list(regions) or [None]
    for region in in_turn:
        lacks = set(Needed) if region is None else missing[region.pk]
        of = "" if region is None else f" of {region.name}"
        lines = "" if region is None else paths[f"lines:{region.pk}"]
        steps += [
            SetUp(
                f"Add the crisis lines{of}",
                "People in danger see them on every page of telling. Ring each one first.",
                lines,
                "Add crisis lines",
                Needed.CRISIS_LINES not in lacks,
            ),
            SetUp(
                f"Add the services{of}",
                "Import a register with manage.py import_register, or add places by hand.",
                paths["services"],
                "Open the directory",
                Needed.SERVICES not in lacks,
            ),
        ]
    can_send = Needed.MAIL not in next(iter(missing.values()), set(Needed)) if regions else mail.can_be_sent()
    return [
        *steps,
        SetUp(
            "Set up email",
            "Without a mail server no one hears of anything, and no one can be invited.",
            paths["email"],
            "See how",
            can_send,
        ),
        SetUp(
            "Invite a moderator",
            "Someone has to read every story before it’s public.",
            paths["invite"],
            "Invite a moderator",
            moderators > 0,
        ),
        SetUp(
            "Have a moderator set up a second step",
            "They choose a password, then an authenticator app or a passkey, when they first sign in.",
            paths["people"],
            "See who has one",
            with_second_step > 0,
        ),
        SetUp(
            "Have a senior moderator",
            "They’re told at once of signs of danger. No one else can read reports of unfair treatment.",
            paths["people"],
            "See who is one",
            seniors > 0,
        ),
    ]


def begun(texts: Sequence[Text]) -> list[Begun]:
    """What was begun about a message to Heard that somebody else answered or closed: nobody can send it, and nobody lost it."""
    found = [(text, main_words(text, sheets.MAIN.get(text.sheet.kind, ()))) for text in texts]
    return [Begun(sheets.LABELS[text.sheet.kind], text.writer.name, text.written_at, words, "") for text, words in found if words]
