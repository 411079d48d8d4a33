"""The regions before anybody told anything: their places, tags and people, and the organisations as they joined."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from heard.accounts.actions import people
from heard.accounts.models import Person
from heard.alerts.actions import set_alerts
from heard.alerts.models import AlertSetting
from heard.core import clock
from heard.core.actors import SystemActor
from heard.core.languages import SOURCE
from heard.demo.actions.timeline import Timeline
from heard.demo.rules import content
from heard.demo.rules.calendar import Calendar
from heard.demo.rules.content import Row
from heard.demo.rules.holidays import day_of
from heard.directory.actions import contacts, corrections, importing
from heard.directory.models import Service
from heard.directory.rules.contacts import mark_of
from heard.directory.rules.registers import Entry
from heard.moderation.actions.rota import set_shift
from heard.moderation.models import Line
from heard.moderation.policies import moderators
from heard.organisations.actions import members, organising
from heard.organisations.actions.contacts import add_contact
from heard.organisations.models import Membership, Organisation
from heard.regions import actions as regions
from heard.regions.models import Region
from heard.tags.actions import offer_tag
from heard.tags.models import Kind

DEMO = SystemActor("demo")
REGISTER = "demo"
"""Of the main region; the others have one each, or a place that is not in one of them would count as closed."""
FOUNDED_BEFORE = 5.0
"""Days between the founding of Heard in Northmoor and the first organisation that joins."""
COMES_SOON = 20.0
"""Days ago at which an organisation was entered whose subscription is still to begin."""
FROZEN = 40.0
"""Days ago at which the one frozen member was frozen."""


@dataclass
class County:
    """Everybody and everything in all regions, by the slug it has in the content."""

    calendar: Calendar
    regions: dict[str, Region]
    operator: Person
    people: dict[str, Person]
    services: dict[str, Service] = field(default_factory=dict)
    memberships: dict[tuple[str, str], Membership] = field(default_factory=dict)

    def recall(self) -> None:
        """Read places, organisations and members anew: another process may have changed them."""
        by_code = {service.code: service for service in Service.objects.filter(register__startswith=REGISTER)}
        self.services = {slug: by_code[row["code"]] for slug, row in content.places().items() if row["code"] in by_code}
        slugs = {person.pk: slug for slug, person in self.people.items()}
        members = Membership.objects.select_related("person", "organisation").order_by("pk")
        self.memberships = {(each.organisation.slug, slugs[each.person_id]): each for each in members}

    def calendar_of(self, region: str) -> Calendar:
        """The same moments by the clocks of a region."""
        return Calendar(self.calendar.now, ZoneInfo(content.regions()[region]["region"]["time_zone"]))

    def moderators(self, region: str, *lines: str) -> list[Person]:
        """Those of a region; in a small one a single person reads everything."""
        ours = {slug: row["platform"] for slug, row in content.people().items() if row["region"] == region and "platform" in row}
        return [self.people[slug] for slug, line in ours.items() if line in lines] or [self.people[slug] for slug in ours]

    def members_of(self, organisation: str) -> list[Membership]:
        """Members who can work there, in the order in which they joined."""
        return [found for (slug, _), found in self.memberships.items() if slug == organisation and found.frozen_at is None]


def founded_at(calendar: Calendar) -> datetime:
    """When Heard began in all of them."""
    return calendar.back(max(row["subscription"]["starts_days_ago"] for row in content.organisations().values()) + FOUNDED_BEFORE)


def found(calendar: Calendar) -> None:
    """Make the regions, the places as they were then, everybody's accounts and the tags."""
    with clock.at(founded_at(calendar)):
        for slug, row in content.regions().items():
            _begin(calendar, slug, row)
        _offer_tags()
        county = recall(calendar)
        for slug in content.regions():
            _take_in_register(county, slug)
            if not county.regions[slug].is_default:  # which is open from the start
                regions.open_region(region_id=county.regions[slug].pk, by=DEMO)


def recall(calendar: Calendar) -> County:
    """The county as it stands in the database."""
    slugs = {row["email"]: slug for slug, row in content.people().items()}
    people = {slugs[person.email]: person for person in Person.objects.filter(email__in=slugs)}
    operator = next(people[slug] for slug, row in content.people().items() if row.get("platform") == "operator")
    county = County(calendar, {region.slug: region for region in Region.objects.order_by("pk")}, operator, people)
    county.recall()
    return county


def enter_changes(county: County, timeline: Timeline) -> None:
    """Enter what happened to the county later: places that opened and closed, organisations that joined."""
    back = county.calendar.back
    for row in content.places().values():
        for word in ("opened_days_ago", "closed_days_ago"):
            if word in row:
                timeline.enter_for_all(back(row[word]), partial(_take_in_register, county, row["region"]), county.recall)
        if "successor" in row:
            timeline.enter_for_all(back(row["closed_days_ago"]), partial(_succeed, county, row), county.recall)
    for slug, row in content.organisations().items():
        days_ago = row["subscription"]["starts_days_ago"]
        timeline.enter_for_all(back(days_ago if days_ago > 0 else COMES_SOON), partial(_join, county, slug, row), county.recall)


def _begin(calendar: Calendar, slug: str, row: Row) -> None:
    """Make a region with its people and its rota. The first one made is the main one; the others have a path below its address."""
    region = regions.make_region(**row["region"], language=SOURCE, by=DEMO)
    lines = [
        regions.NewCrisisLine(line["name"], line["number"], line["when"], line["who_for"], in_strip=line.get("in_strip", False))
        for line in row["crisis_line"]
    ]
    number = row.get("emergency_number")
    regions.set_crisis_lines(region_id=region.pk, lines=lines, emergency_number=number, language=SOURCE, by=DEMO)
    ways = [regions.Way(**way) for way in row["complaint_way"]]
    regions.set_complaint_ways(region_id=region.pk, ways=ways, language=SOURCE, by=DEMO)
    if own := row.get("own_words"):
        regions.set_own_words(region_id=region.pk, words=own, language=SOURCE, by=DEMO)
    # Whoever tries the demo does so at any hour, and sees at once what a moderator published.
    regions.set_numbers(region_id=region.pk, values=row["numbers"] | {"publish_in_hours": 0}, by=DEMO)
    years = range(clock.today().year, calendar.day(calendar.now).year + 2)
    days = {day_of(holiday, year): holiday["name"] for year in years for holiday in row["holiday"]}
    regions.set_holidays(region_id=region.pk, calendar=row.get("calendar", ""), days=days, language=SOURCE, by=DEMO)
    ours = {person["email"]: person for person in content.people().values() if person["region"] == slug}
    for person in ours.values():
        _make_account(person, of=None if region.is_default else region.pk)
    seniors = moderators(above=Line.SECOND).filter(email__in=ours).order_by("pk").values_list("pk", flat=True)
    for weekday in range(7):  # day and night: whoever tries the demo sees at once who is told
        set_shift(region_id=region.pk, weekday=weekday, begins=time(0), ends=time(0), people=list(seniors), by=DEMO)


def _offer_tags() -> None:
    synonyms = content.tags()["synonyms"]
    for kind, word in ((Kind.GOOD, "good"), (Kind.BETTER, "better"), (Kind.FEELING, "feeling")):
        for name in content.tags()[word]:
            offer_tag(kind=kind, name=name, synonyms=synonyms.get(name, ()), by=DEMO)


def _make_account(row: Row, *, of: int | None) -> None:
    """Nobody knows a password of these accounts: there is none. The demo's page signs them in, or they ask for a link. Who moderates for
    a region of their own reads nothing of the others; those of the main one (`of` is None) read everywhere.
    """
    roles = [row["platform"]] if "platform" in row else []
    person = people.make_person(email=row["email"], name=row["name"], job_title=row["job_title"], platform_roles=roles, by=DEMO)
    if roles and of is not None:
        people.set_regions_of_moderator(person_id=person.pk, regions=[of], by=DEMO)


def _take_in_register(county: County, region: str) -> None:
    """Take in the made-up register of a region as it stood on this day."""
    places = {slug: row for slug, row in content.places().items() if row["region"] == region}
    known = [row for row in places.values() if _opened(county, row) <= clock.today()]
    entries = [(number, _entry(county, row, places)) for number, row in enumerate(known, start=1)]
    register = REGISTER if region == next(iter(county.regions)) else f"{REGISTER}-{region}"
    importing.import_register(register=register, region_id=county.regions[region].pk, entries=entries, accept_closures=True, by=DEMO)
    county.recall()
    for slug, row in places.items():
        if row.get("contact_verified") and not county.services[slug].registered_contact:
            service_id, email = county.services[slug].pk, row["registered_contact"]
            contacts.set_registered_contact(service_id=service_id, email=email, by=county.operator)
            contacts.confirm_contact(service_id=service_id, mark=mark_of(email), by=DEMO)


def _entry(county: County, row: Row, places: dict[str, Row]) -> Entry:
    owner = places.get(row.get("parent", ""))
    closed = _closed(county, row)
    return Entry(
        level=row["level"],
        kind=row["kind"],
        name=row["name"],
        code=row["code"],
        owner=(owner["level"], owner["code"]) if owner else None,
        address=tuple(row["address"]),
        town=row["town"],
        postcode=row["postcode"],
        telephone=row["telephone"],
        latitude=row["lat"],
        longitude=row["lng"],
        opened_on=_opened(county, row),
        closed_on=closed,
        standing="closed" if closed else "open",
    )


def _opened(county: County, row: Row) -> date:
    opened: date = row["opened"] if "opened" in row else county.calendar.day(county.calendar.back(row["opened_days_ago"]))
    return opened


def _closed(county: County, row: Row) -> date | None:
    day = county.calendar.day(county.calendar.back(row["closed_days_ago"])) if "closed_days_ago" in row else None
    return day if day and day <= clock.today() else None


def _succeed(county: County, row: Row) -> None:
    """A place that closed is followed by another one."""
    old, new = county.services[row["slug"]], county.services[row["successor"]]
    corrections.correct_service(service_id=old.pk, changes={"successor_id": new.pk}, by=county.operator)


def _join(county: County, slug: str, row: Row) -> None:
    """An organisation begins to listen: its remit, its term, its members and what they want to be told."""
    organisation = organising.make_organisation(
        region_id=county.regions[row["region"]].pk, kind=row["kind"], name=row["name"], slug=slug, by=county.operator
    )
    organising.set_remit(
        organisation_id=organisation.pk, service_ids=[county.services[each].pk for each in row["remit"]], by=county.operator
    )
    today, term = county.calendar.day(county.calendar.now), row["subscription"]
    organising.give_subscription(
        organisation_id=organisation.pk,
        level=term["level"],
        starts_on=today - timedelta(days=term["starts_days_ago"]),
        ends_on=today + timedelta(days=term["ends_in_days"]),
        by=county.operator,
    )
    for value, what in row.get("contacts", ()):
        add_contact(organisation_id=organisation.pk, value=value, what=what, by=county.operator)
    for member in row["member"]:
        _add_member(county, organisation, member)


def _add_member(county: County, organisation: Organisation, row: Row) -> None:
    person = county.people[row["person"]]
    membership = members.add_member(
        organisation_id=organisation.pk, person_id=person.pk, roles=row["roles"], job_title=person.job_title, by=county.operator
    )
    never, least = AlertSetting.When.NEVER, row.get("alert_from", 0)
    if row["alert"] == "none" or least:
        stories = never if row["alert"] == "none" else AlertSetting.When.AT_ONCE
        set_alerts(membership=membership, stories=stories, answers=never, least_criticality=least, by=membership)


def shorten_waits(county: County) -> None:
    """Let an answer go on after a minute, and authors be written to within one, as an operator can in any region."""
    values = {"answer_window": 1, "author_mail_from": 0, "author_mail_to": 1}
    for region in county.regions.values():
        regions.set_numbers(region_id=region.pk, values=values, by=county.operator)


def freeze_those_frozen(county: County, timeline: Timeline) -> None:
    """Enter the freezing of members who left in the middle of it all."""
    for slug, row in content.organisations().items():
        for member in row["member"]:
            if member.get("frozen"):
                happens = partial(_freeze, county, slug, member["person"])
                timeline.enter_for_all(county.calendar.back(FROZEN), happens, county.recall)


def _freeze(county: County, organisation: str, person: str) -> None:
    members.freeze_member(membership_id=county.memberships[organisation, person].pk, by=county.operator)
