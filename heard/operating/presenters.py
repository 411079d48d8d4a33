"""What operators' pages say, worked out before a template sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.accounts.models import Person
from heard.core import clock, languages, links, mail
from heard.core.actors import PERSON, ActorRef, numbers_of
from heard.core.models import Delivery
from heard.core.reckoning import Shortfall
from heard.directory.models import Correction, EverydayName, EverydayStep, Kind, Placing, Service, Standing
from heard.moderation.models import Case, Line, RotaShift
from heard.moderation.policies import may_see
from heard.moderation.queries.calls import CallShown
from heard.moderation.queries.messages import MessageInDanger
from heard.moderation.queries.rota import people_in
from heard.moderation.rules.messages import BUILT_IN, Start, to_begin_from
from heard.moderation.rules.rota import DAYS
from heard.operating.rules import sheets
from heard.organisations.models import Organisation, Subscription
from heard.regions.models import Region, State
from heard.regions.queries import all_regions, are_several
from heard.stories.queries import Groups
from heard.stories.rules.levels import CRITERIA, text_in, texts_of
from heard.stories.rules.levels import Text as LevelText
from heard.telling.rules.opening import Needed
from heard.ui.presenters import Tab
from heard.ui.wording import capital, date_words, listed, number, worded
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words

FIELD_WORDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind of place"),
    "address": gettext_lazy("Address"),
    "town": gettext_lazy("Town"),
    "postcode": gettext_lazy("Postcode"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "telephone": gettext_lazy("Phone number"),
    "website": gettext_lazy("Website"),
    "opened_on": gettext_lazy("Opened on"),
    "closed_on": gettext_lazy("Closed on"),
    "standing": gettext_lazy("Is it open?"),
    "successor_id": gettext_lazy("Which place took over from it?"),
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
        words = _("Its mail server refused our email on %(day)s. Check the address with the provider.") % {"day": date_words(refused_at)}
        return ContactState(_("Couldn’t be delivered"), "late", words, can_ask=service.contact_confirmed_at is None)
    if service.contact_confirmed_at:
        words = _("Confirmed on %(day)s. We email it about stories.") % {"day": date_words(service.contact_confirmed_at)}
        return ContactState(_("Confirmed"), "done", words, can_ask=False)
    if service.contact_asked_at is None:
        words = _("We haven’t asked if this address is right. Until someone there confirms it, we won’t email it about stories.")
        return ContactState(_("Not confirmed"), "wait", words)
    asked = {"day": date_words(service.contact_asked_at)}
    if sent is not None and sent.state in Delivery.UNDELIVERED:
        return ContactState(_("Not confirmed"), "late", _("Our email of %(day)s couldn’t be delivered. Check the address.") % asked)
    words = _("We asked on %(day)s if this address is right. Until someone there confirms it, we won’t email it about stories.") % asked
    return ContactState(_("Not confirmed"), "wait", words)


@dataclass(frozen=True)
class Regions:
    """How a list names the region of each row, and the way to those of one region alone. Nothing while the house has only one."""

    names: Mapping[int, str]
    ways: Sequence[Tab]
    slug: str = ""
    """Of the region that the list is narrowed to."""
    id: int | None = None

    @property
    def asked(self) -> str:
        """What stands behind the address of another list, so that it is narrowed to the same region."""
        return f"?{urlencode({'region': self.slug})}" if self.slug else ""


def names_of_regions(known: Sequence[Region]) -> Regions:
    """Of a page that is of all of them."""
    return Regions({each.pk: each.name for each in known} if len(known) > 1 else {}, [])


def regions_in_words(people: Sequence[Person]) -> dict[int, str]:
    """The regions of those who moderate for some of them alone, by person, in one line. Nothing while the house has only one."""
    names = names_of_regions(all_regions()).names
    return {each.pk: listed([names[pk] for pk in each.moderates_in if pk in names]) for each in people if each.moderates_in and names}


def regions_of_list(known: Sequence[Region], chosen: Region | None, path: str, kept: Mapping[str, str]) -> Regions:
    """`kept`: what else the address says, which stays when the list is narrowed."""

    def way(region: Region | None) -> str:
        said = {name: value for name, value in {**kept, "region": region.slug if region else ""}.items() if value}
        return f"{path}?{urlencode(said)}" if said else path

    ways = [Tab(_("All regions"), way(None), chosen is None), *(Tab(each.name, way(each), each == chosen) for each in known)]
    return Regions({each.pk: each.name for each in known}, ways, chosen.slug if chosen else "", chosen.pk if chosen else None)


@dataclass(frozen=True)
class OrganisationLine:
    id: int
    region_id: int
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
        state = _("%(level)s until %(day)s") % {"level": running.get_level_display(), "day": date_words(running.ends_on)}
        kind = "done"
    elif coming:
        state, kind = _("Starts on %(day)s") % {"day": date_words(coming.starts_on)}, "wait"
    elif terms:
        state, kind = _("Ended on %(day)s") % {"day": date_words(max(term.ends_on for term in terms))}, "late"
    else:
        state, kind = _("No subscription"), "plain"
    return OrganisationLine(
        organisation.pk, organisation.region_id, organisation.name, organisation.get_kind_display(), members, state, kind
    )


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
            str(FIELD_WORDS.get(each.field, each.field)),
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
        EverydayLine(each.pk, each.title, ", ".join(each.words), each.region.name if each.region else _("Everywhere"), each.hidden)
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
    return person.name if person else _("someone who has left")


def _was(step: EverydayStep) -> str:
    if not step.was:
        return ""
    kinds = [str(Kind(kind).label) for kind in step.was["kinds"] if kind in Kind.values]
    was = {"words": ", ".join(step.was["words"]), "places": ", ".join([*kinds, *step.was["called"]])}
    return _("Before: %(words)s. They found: %(places)s.") % was


def _value_words(field: str, value: object, services: dict[int, Service]) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, list):
        return ", ".join(str(line) for line in value)
    if field == "successor_id":
        return services[value].name if isinstance(value, int) and value in services else _("a place that’s gone")
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


GROUP_WORDS = {
    "age_group": gettext_lazy("Age"),
    "gender": gettext_lazy("Sex or gender"),
    "ethnic_group": gettext_lazy("Ethnic group"),
    "condition": gettext_lazy("Disability or long-term condition"),
}


def group_tables(groups: Sequence[Groups]) -> list[GroupTable]:
    """Only what may be said of groups (see `stories.rules.groups`), each number as “about …”."""
    made = []
    for each in groups:
        rows = [(label, _("about %(count)s") % {"count": number(count)}) for label, count in each.shown]
        if each.others:
            rows.append((_("All other groups"), _("about %(count)s") % {"count": number(each.others)}))
        made.append(GroupTable(str(GROUP_WORDS[each.field]), rows))
    return made


def region_tabs(paths: Sequence[tuple[str, str]], current: str) -> list[Tab]:
    return [Tab(label, path, current=path == current) for label, path in paths]


def language_tabs(spoken: Sequence[str], current: str) -> list[Tab]:
    """The languages in which a region's words are written, each on a page of its own; none where there is no choice."""
    if len(spoken) == 1:
        return []
    return [Tab(name, f"?language={each}", current=each == current) for each, name in languages.called(spoken)]


@dataclass(frozen=True)
class OwnText:
    """One text that a region can have in words of its own: the name of its field, whether it has any in this language, and what stands for
    them while it has none, or would if they were removed.
    """

    name: str
    is_own: bool
    otherwise: Start


def texts_to_begin_from(own: Mapping[str, Mapping[str, str]], wanted: Sequence[str]) -> list[tuple[str, list[OwnText]]]:
    """The messages that moderators begin from, in groups, by what the region says (`own`), as someone sees them who writes in the first of
    the languages `wanted`.
    """
    groups = ((_("When we decline a story"), "decline-"), (_("When we ask the author something"), "ask-"))
    return [(title, [_text(name, own.get(name, {}), wanted) for name in BUILT_IN if name.startswith(start)]) for title, start in groups]


def _text(name: str, own: Mapping[str, str], wanted: Sequence[str]) -> OwnText:
    language = wanted[0]
    return OwnText(name, language in own, to_begin_from(name, _others(own, language), wanted))


def texts_of_levels(own: Mapping[str, Mapping[str, str]], language: str, speaks: Sequence[str]) -> list[OwnText]:
    """What each level of criticality means in a region that `speaks` these languages, and examples, as above."""
    with translation.override(language):
        return [
            OwnText(name, language in own.get(name, {}), _read(text_in(_others(own.get(name, {}), language), ours, speaks), language))
            for each in CRITERIA
            for name, ours in zip(texts_of(each.level), (each.words, each.examples), strict=True)
        ]


def _others(own: Mapping[str, str], language: str) -> dict[str, str]:
    return {each: words for each, words in own.items() if each != language}


def _read(text: LevelText, language: str) -> Start:
    return Start(text.words, text.language or language, own=text.own)


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
    """What is missing of one kind: how many, for how long (a sentence), and of which stories."""

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
            who.setdefault(one.story_id, []).append(names.get(one.of, _("someone")))
            since.setdefault(one.story_id, one.since)
        named = {pk: ", ".join(sorted(set(people))) for pk, people in who.items()}
        lines.append(_debt_line(each, {pk: OwedStory(pk, pk in public, since[pk], words) for pk, words in named.items()}))
    return lines


def _debt_line(each: Shortfall, stories: Mapping[int | None, OwedStory]) -> DebtLine:
    found = sorted((one for one in stories.values() if one.number), key=lambda one: one.since)
    age = clock.now() - each.missing[0].since
    return DebtLine(capital(str(each.debt.words)), each.count, _oldest(age), tuple(found[:SHOWN]), max(0, len(found) - SHOWN))


def _oldest(age: timedelta) -> str:
    days, hours, minutes = age // timedelta(days=1), age // timedelta(hours=1), max(0, age // timedelta(minutes=1))
    if days >= 2:
        count = days
        said = ngettext("The oldest has been waiting for %(count)s day.", "The oldest has been waiting for %(count)s days.", count)
    elif hours >= 2:
        count = hours
        said = ngettext("The oldest has been waiting for %(count)s hour.", "The oldest has been waiting for %(count)s hours.", count)
    else:
        count = minutes
        said = ngettext("The oldest has been waiting for %(count)s minute.", "The oldest has been waiting for %(count)s minutes.", count)
    return said % {"count": count}


@dataclass(frozen=True)
class ShiftLine:
    """Hours on the rota in a list: who is told, in order, and (`gone`) who is told no more, because they are no senior moderators for
    this region now.
    """

    id: int
    words: str
    people: str
    gone: str


def shift_lines(shifts: Sequence[RotaShift]) -> list[ShiftLine]:
    lines = []
    for shift in shifts:
        named, able = [place.person for place in shift.places.all()], {person.pk for person in people_in(shift)}
        hours = {"day": DAYS[shift.weekday], "begins": f"{shift.begins:%H:%M}", "ends": f"{shift.ends:%H:%M}"}
        overnight = shift.ends <= shift.begins
        if shift.begins == shift.ends == time.min:
            words = _("%(day)s, all day") % hours
        elif overnight:
            words = _("%(day)s %(begins)s to %(ends)s the next day") % hours
        else:
            words = _("%(day)s %(begins)s to %(ends)s") % hours
        gone = listed([each.name for each in named if each.pk not in able])
        lines.append(
            ShiftLine(
                shift.pk,
                words,
                _in_order([each.name for each in named if each.pk in able]),
                _("No longer a senior moderator here: %(names)s") % {"names": gone} if gone else "",
            )
        )
    return lines


def _in_order(names: Sequence[str]) -> str:
    said = ""
    for name in names:
        said = _("%(names)s, then %(next)s") % {"names": said, "next": name} if said else name
    return said


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


def danger_lines(calls: Sequence[CallShown], *, reader: Person) -> list[DangerLine]:
    """Calls to cases that nobody has taken."""
    return [
        DangerLine(
            _of(case.story.region, _("Case %(number)s: %(kind)s") % {"number": case.pk, "kind": case.kind_words}),
            call.began_at,
            told_words(call),
            links.to("case", case_id=case.pk) if may_see(reader, case) else "",
        )
        for call in calls
        if (case := call.about.case) is not None
    ]


def message_lines(found: Sequence[MessageInDanger]) -> list[DangerLine]:
    """Messages to Heard that wait, with signs of danger."""
    return [
        DangerLine(
            _of(each.enquiry.region, _("Message %(number)s") % {"number": each.enquiry.pk}),
            each.enquiry.sent_at,
            told_words(each.call),
            links.to("enquiry", enquiry_id=each.enquiry.pk),
        )
        for each in found
    ]


def _of(region: Region, words: str) -> str:
    """These words, and of which region what they name is, where there are several."""
    return f"{words} ({region.name})" if are_several() else words


def told_words(call: CallShown | None) -> str:
    """Who was told of it, and whether anybody has it, in one sentence."""
    if call is not None and call.taken_by:
        return _("%(name)s is on it.") % {"name": call.taken_by}
    names = [each.name for each in call.told] if call is not None else []
    if not names:
        return _("No moderator has been told yet.")
    said = ngettext("%(names)s has been told. No one has taken it yet.", "%(names)s have been told. No one has taken it yet.", len(names))
    return said % {"names": listed(names)}


@dataclass(frozen=True)
class LockedLine:
    """A case that no moderator can open, and whose it is."""

    what: str
    since: datetime
    role: str


def locked_lines(cases: Iterable[Case]) -> list[LockedLine]:
    return [
        LockedLine(
            _("Case %(number)s: %(kind)s") % {"number": case.pk, "kind": case.kind_words},
            case.opened_at,
            _of(case.story.region, worded(dict(Line.choices), Line.SENIOR if case.senior_only else case.line)),
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
        SetUp(
            _("Add a region"),
            _("A region is the site for one country or nation, with its own numbers."),
            paths["region"],
            _("Add a region"),
            bool(regions),
        )
    ]
    in_turn: list[Region | None] = list(regions) or [None]
    for region in in_turn:
        lacks = set(Needed) if region is None else missing[region.pk]
        name = "" if region is None else region.name
        lines = "" if region is None else paths[f"lines:{region.pk}"]
        steps += [
            SetUp(
                _("Add the crisis lines for %(region)s") % {"region": name} if name else _("Add the crisis lines"),
                _("People in danger see them on every page where they tell a story. Ring each one before you add it."),
                lines,
                _("Add crisis lines"),
                Needed.CRISIS_LINES not in lacks,
            ),
            SetUp(
                _("Add the services in %(region)s") % {"region": name} if name else _("Add the services"),
                _("Import a register with manage.py import_register, or add places by hand."),
                paths["services"],
                _("Open the directory"),
                Needed.SERVICES not in lacks,
            ),
        ]
    can_send = Needed.MAIL not in next(iter(missing.values()), set(Needed)) if regions else mail.can_be_sent()
    return [
        *steps,
        SetUp(
            _("Set up email"),
            _("Without a mail server, no one can be invited or told about stories."),
            paths["email"],
            _("See how"),
            can_send,
        ),
        SetUp(
            _("Invite a moderator for each region") if len(regions) > 1 else _("Invite a moderator"),
            _("Someone has to read every story before it’s public."),
            paths["invite"],
            _("Invite a moderator"),
            moderators > 0,
        ),
        SetUp(
            _("Ask a moderator to set up a second step"),
            _("When they first sign in, they choose a password, then an authenticator app or a passkey."),
            paths["people"],
            _("See who has one"),
            with_second_step > 0,
        ),
        SetUp(
            _("Make someone a senior moderator"),
            _("We tell them at once about signs of danger. No one else can read reports of being treated differently."),
            paths["people"],
            _("See who’s a senior moderator"),
            seniors > 0,
        ),
    ]


@dataclass(frozen=True)
class OpeningLine:
    """One thing that a region's site needs before it opens, or should have."""

    title: str
    words: str
    """What it still needs, where a person reads it in a sentence."""
    path: str
    done: bool
    needed: bool = True
    regions_know: bool = False
    """`regions.actions.open_region` looks at it itself."""
    runs_out: bool = False
    """It can be done today and wanted again next year, also where the site doesn't need it."""


def opening_lines(
    region: Region,
    lacks: Collection[Needed],
    *,
    hosts: Sequence[str],
    emergency: bool,
    ways: int,
    years: Collection[int],
    gaps: bool,
    paths: Mapping[str, str],
) -> list[OpeningLine]:
    """What a region's site needs, and what it should have, in the order in which an operator sees to it."""
    this = clock.today().year
    listed_years = [
        OpeningLine(
            _("Holidays in %(year)s") % {"year": year},
            _("holidays in %(year)s") % {"year": year},
            paths["holidays"],
            year in years,
            needed=False,
            runs_out=True,
        )
        for year in (this, this + 1)
    ]
    # Where Heard speaks one language there is nothing to choose, and the page of the region does not ask.
    languages_line = [OpeningLine(_("Its languages"), _("its languages"), paths["region"], bool(region.languages), needed=False)]
    if len(languages.spoken()) == 1:
        languages_line = []
    return [
        OpeningLine(
            _("A web address"),
            _("a web address"),
            paths["region"],
            region.is_default or bool(region.path or hosts),
            regions_know=True,
        ),
        OpeningLine(
            _("Crisis lines, with one at the top of the telling pages"),
            _("crisis lines"),
            paths["crisis_lines"],
            Needed.CRISIS_LINES not in lacks,
            regions_know=True,
        ),
        OpeningLine(_("Places that people can tell a story about"), _("places"), paths["services"], Needed.SERVICES not in lacks),
        OpeningLine(_("A moderator who can sign in"), _("a moderator who can sign in"), paths["people"], Needed.MODERATORS not in lacks),
        OpeningLine(_("Email"), _("email"), paths["email"], Needed.MAIL not in lacks),
        OpeningLine(
            _("A crisis line with the emergency number, %(number)s") % {"number": region.emergency_number},
            _("a crisis line with the emergency number"),
            paths["crisis_lines"],
            emergency,
            needed=False,
        ),
        *languages_line,
        OpeningLine(
            _("An address for people who write to Heard"),
            _("an address to write to"),
            paths["region"],
            bool(region.contact_email),
            needed=False,
        ),
        OpeningLine(
            _("How to complain"), _("ways to complain"), paths["complaint_ways"], bool(ways or region.complaint_words), needed=False
        ),
        *listed_years,
        OpeningLine(_("Someone on the rota at every hour"), _("a full rota"), paths["rota"], not gaps, needed=False),
    ]


def this_year_and_next() -> tuple[int, int]:
    return clock.today().year, clock.today().year + 1


def country_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries by what they are called on this page, in that order."""
    called = languages.locale().territories
    return sorted(((code, called.get(code, code)) for code in codes), key=lambda each: each[1])


def day_choices(days: Mapping[date, str]) -> list[tuple[str, str]]:
    return [(day.isoformat(), _("%(day)s: %(holiday)s") % {"day": date_words(day), "holiday": name}) for day, name in days.items()]


def region_state(region: Region) -> tuple[str, str]:
    """How a region stands, in words, and the colour that goes with them."""
    if region.state == State.CLOSED and region.closed_on:
        return _("Closed on %(day)s") % {"day": date_words(region.closed_on)}, "plain"
    return region.get_state_display(), "done" if region.state == State.OPEN else "wait"


def begun(texts: Sequence[Text]) -> list[Begun]:
    """What was begun about a message to Heard that somebody else answered or closed: nobody can send it, and nobody lost it."""
    found = [(text, main_words(text, sheets.MAIN.get(text.sheet.kind, ()))) for text in texts]
    return [Begun(worded(sheets.LABELS, text.sheet.kind), text.writer.name, text.written_at, words, "") for text, words in found if words]
