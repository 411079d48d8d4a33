"""The demo's content keeps its promises: references resolve, lists are respected, dates run on, nobody is real."""

import re
import tomllib
from collections import Counter
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "heard" / "demo" / "content"

KINDS_OF_PLACE = {
    "acute-trust",
    "mental-health-trust",
    "general-practice",
    "dental-practice",
    "care-home",
    "home-care",
    "hospital",
    "ward",
    "clinic",
    "community-service",
    "ambulance",
    "pharmacy",
    "social-care",
    "charity",
}
KINDS_OF_ORGANISATION = {
    "provider",
    "council",
    "commissioner",
    "healthwatch",
    "regulator",
    "patient-forum",
    "education",
}
MEMBER_ROLES = {"member", "responder", "co-ordinator", "approver", "administrator"}
PLATFORM_ROLES = {"moderator-first", "moderator-second", "moderator-senior", "operator"}
AUTHOR_ROLES = {"patient", "parent", "relative", "carer", "friend", "volunteer", "staff-as-patient"}
STATES = {"published", "waiting", "held", "asked", "declined", "draft"}
EDIT_REASONS = {
    "names-a-person",
    "identifies-author",
    "date-or-place",
    "discriminatory",
    "obscene",
    "legal",
    "length",
    "spelling",
    "other",
}
DECLINE_REASONS = {
    "not-an-experience",
    "too-long-ago",
    "commercial",
    "obscene-or-hateful",
    "duplicate",
    "staff-about-colleagues",
    "legal-process",
    "not-genuine",
}
RISKS = {
    "safeguarding",
    "crisis",
    "names-staff",
    "personal-data",
    "duplicate",
    "unknown-service",
    "doubtful",
    "staff-about-colleagues",
    "child",
    "legal",
}

PHONE_FOR_DRAMA = re.compile(r"^01632 960\d{3}$")
PHONE = re.compile(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b")
EMAIL = re.compile(r"\b[\w.+-]+@[\w.-]+\.\w+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
EXACT_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)
REAL_PLACES = re.compile(
    r"\b(London|Newcastle|Gateshead|Sunderland|Durham|Northumbria|Northumberland|Tyneside|Tynemouth|Hexham|Morpeth|Leeds|"
    r"Manchester|Liverpool|Birmingham|Sheffield|Bristol|Edinburgh|Glasgow|Cardiff|Belfast|Nottingham|York|Cumbria|Carlisle|"
    r"Middlesbrough|Teesside|Bupa|Boots|Specsavers|Priory|Barchester|Turning Point|Care Quality Commission|CQC|Mind|"
    r"Macmillan|Marie Curie|Age UK|Al-Anon|Frank)\b"
)


def load(name):
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


REGION = load("region.toml")
PLACES = {place["slug"]: place for place in load("directory.toml")["place"]}
PEOPLE = {person["slug"]: person for person in load("people.toml")["person"]}
ORGANISATIONS = {o["slug"]: o for o in load("organisations.toml")["organisation"]}
TAGS = load("tags.toml")


def lineage(slug):
    """The place itself and everything above it."""
    while slug:
        yield slug
        slug = PLACES[slug].get("parent")


def concerns(organisation, story):
    remit = set(organisation["remit"])
    return any(remit & set(lineage(service)) for service in story["services"])


# ---------------------------------------------------------------- region, directory, people, organisations, tags


def test_slugs_and_codes_are_unique():
    for name, key in (
        ("directory.toml", "place"),
        ("people.toml", "person"),
        ("organisations.toml", "organisation"),
    ):
        slugs = [row["slug"] for row in load(name)[key]]
        assert len(slugs) == len(set(slugs)), name
    codes = [place["code"] for place in PLACES.values()]
    assert len(codes) == len(set(codes))
    emails = [person["email"] for person in PEOPLE.values()]
    assert len(emails) == len(set(emails))


def test_crisis_lines_are_the_real_ones():
    assert [line["number"] for line in REGION["crisis_line"]] == ["999", "111", "116 123", "85258", "0800 1111"]


def test_places_stand_in_a_tree_and_are_made_up():
    seen = set()
    parent_levels = {"provider": {None}, "site": {"provider"}, "service": {"provider", "site"}}
    for slug, place in PLACES.items():
        parent = place.get("parent")
        assert parent is None or parent in seen, f"{slug}: its parent comes first"
        seen.add(slug)
        assert (PLACES[parent]["level"] if parent else None) in parent_levels[place["level"]], slug
        assert place["kind"] in KINDS_OF_PLACE, slug
        assert place["code"].startswith("DEMO-"), slug
        assert re.fullmatch(r"XN\d \d[ABD-HJLNP-UW-Z]{2}", place["postcode"]), slug
        assert PHONE_FOR_DRAMA.match(place["telephone"]), slug
        assert 54.9 <= place["lat"] <= 55.2, slug
        assert -2.0 <= place["lng"] <= -1.3, slug
        assert ("opened" in place) != ("opened_days_ago" in place), slug
        assert ("successor" in place) == ("closed_days_ago" in place), slug
        if "successor" in place:
            assert "closed_days_ago" not in PLACES[place["successor"]], slug
    assert len(PLACES) >= 45
    assert {place["kind"] for place in PLACES.values()} == KINDS_OF_PLACE


def test_people_are_made_up_and_each_has_something_to_do():
    employed = {m["person"] for o in ORGANISATIONS.values() for m in o["member"]}
    for slug, person in PEOPLE.items():
        assert person["email"].endswith(".example"), slug
        assert ("platform" in person) != (slug in employed), f"{slug} works for Heard or for an organisation"
        assert person.get("platform", "operator") in PLATFORM_ROLES, slug
        assert ("can" in person) == person.get("demo_sign_in", False), slug
    signing_in = [person for person in PEOPLE.values() if person.get("demo_sign_in")]
    assert 8 <= len(signing_in) <= 12
    assert {p.get("platform") for p in PEOPLE.values()} >= PLATFORM_ROLES


def test_organisations_have_remits_terms_and_members():
    memberships = Counter()
    for slug, organisation in ORGANISATIONS.items():
        assert organisation["kind"] in KINDS_OF_ORGANISATION, slug
        assert organisation["remit"], slug
        assert set(organisation["remit"]) <= set(PLACES), slug
        term = organisation["subscription"]
        assert term["level"] in {"free", "standard", "full"}, slug
        assert -term["starts_days_ago"] < term["ends_in_days"], slug
        members = [m["person"] for m in organisation["member"]]
        assert len(members) == len(set(members)), slug
        memberships.update(members)
        for member in organisation["member"]:
            assert member["person"] in PEOPLE, member
            assert member["roles"], member
            assert set(member["roles"]) <= MEMBER_ROLES, member
            assert member["alert"] in {"at-once", "none"}, member
        assert any("administrator" in m["roles"] for m in organisation["member"]), slug
    assert len(ORGANISATIONS) >= 12
    assert sum(memberships.values()) >= 40
    assert max(memberships.values()) >= 2, "somebody belongs to two organisations"
    assert sum(len(o["member"]) >= 5 for o in ORGANISATIONS.values()) >= 2
    assert sum(o["subscription"]["ends_in_days"] < 0 for o in ORGANISATIONS.values()) == 1
    assert sum(o["subscription"]["starts_days_ago"] < 0 for o in ORGANISATIONS.values()) == 1
    assert sum(m.get("frozen", False) for o in ORGANISATIONS.values() for m in o["member"]) == 1


def test_one_provider_is_told_by_its_contact_and_one_by_nobody():
    listened_to = {slug for o in ORGANISATIONS.values() if o["kind"] == "provider" for slug in o["remit"]}
    everyone = {slug for o in ORGANISATIONS.values() for slug in o["remit"]}
    contacts = [place for place in PLACES.values() if "registered_contact" in place]
    assert len(contacts) == 1
    assert contacts[0]["slug"] not in listened_to
    assert contacts[0]["registered_contact"].endswith(".example")
    assert [slug for slug in PLACES if not everyone & set(lineage(slug))] == ["gull-lane-pharmacy"]


def test_offered_tags_are_distinct_and_synonyms_lead_to_one():
    offered = set()
    for kind, least in (("good", 33), ("better", 38), ("feeling", 28)):
        assert len(TAGS[kind]) == len(set(TAGS[kind])) >= least, kind
        offered |= set(TAGS[kind])
    assert set(TAGS["synonyms"]) <= offered
    synonyms = [word for words in TAGS["synonyms"].values() for word in words]
    assert len(synonyms) == len(set(synonyms))
    assert not set(synonyms) & offered
