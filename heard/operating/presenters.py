"""What operators' pages say, worked out before a template sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heard.core import clock
from heard.core.models import Delivery
from heard.core.reckoning import Shortfall
from heard.directory.models import Correction, Kind, Service, Standing
from heard.organisations.models import Organisation, Subscription
from heard.stories.queries import Groups
from heard.ui.presenters import Tab
from heard.ui.wording import date_words, plural

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
    if sent is not None and sent.state == Delivery.State.FAILED:
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
            _said(each.field, each.value, services),
            _said(each.field, each.was, services),
            each.at,
        )
        for each in corrections
    ]


def _said(field: str, value: object, services: dict[int, Service]) -> str:
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
