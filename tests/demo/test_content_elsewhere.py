"""The regions beside Northmoor: whole in themselves, each with its own people, places and real help, and nobody in them real."""

import re

import pytest

from heard.demo.actions.county import COMES_SOON
from heard.demo.rules import content
from heard.regions.rules import NUMBERS
from tests.demo.test_content import AUTHOR_ROLES, EMAIL, EXACT_DATE, KINDS_OF_ORGANISATION, KINDS_OF_PLACE, MEMBER_ROLES

NORTHMOOR = content.region()["region"]["slug"]
DRAMA = {"strathwend": r"01632 960\d{3}", "kilcarrow": r"020 91\d \d{4}"}
"""Telephone numbers that Ofcom and ComReg keep for drama."""
POSTCODE = {"strathwend": r"XS\d \d[ABD-HJLNP-UW-Z]{2}", "kilcarrow": r"Z99 [A-Z0-9]{4}"}
"""Of an area, or with a routing key, that does not exist."""
PHONE = re.compile(r"\b0\d{2,4} ?\d{3} ?\d{3,4}\b")
COMMON = {"999", "111", "116 123"}
"""Lines that answer in more than one of the nations."""

pytestmark = pytest.mark.parametrize("region", content.ELSEWHERE)


def of(region, rows):
    return {key: row for key, row in rows.items() if row["region"] == region}


def lineage(slug):
    while slug:
        yield slug
        slug = content.places()[slug].get("parent")


def test_a_region_is_whole(region):
    row = content.regions()[region]
    assert row["region"]["path"] == row["region"]["slug"] == region
    assert row["region"]["contact_email"].endswith(".example")
    assert 1 <= sum(line.get("in_strip", False) for line in row["crisis_line"]) <= 2
    assert set(row["numbers"]) <= set(NUMBERS)
    assert 3 <= len(of(region, content.places())) <= 6
    assert 1 <= len(of(region, content.organisations())) <= 2
    assert 4 <= len(of(region, content.stories())) <= 8
    assert any("platform" in person for person in of(region, content.people()).values()), "somebody moderates"


def test_help_is_its_own(region):
    own, northmoor = content.regions()[region], content.region()
    for what in ("number", "name"):
        lines, elsewhere = ({line[what] for line in row["crisis_line"]} for row in (own, northmoor))
        assert lines - elsewhere, what
        assert what == "name" or lines & elsewhere <= COMMON
    ways, elsewhere = ({way["name"] for way in row["complaint_way"]} for row in (own, northmoor))
    assert len(ways - elsewhere) >= 3
    assert own["numbers"] != northmoor["numbers"]
    assert own["holiday"] != northmoor["holiday"]


def test_everything_is_made_up(region):
    for slug, place in of(region, content.places()).items():
        assert place["kind"] in KINDS_OF_PLACE, slug
        assert place["code"].startswith("DEMO-"), slug
        assert re.fullmatch(POSTCODE[region], place["postcode"]), slug
        assert re.fullmatch(DRAMA[region], place["telephone"]), slug
    for slug, person in of(region, content.people()).items():
        assert person["email"].endswith(".example"), slug
        assert ("can" in person) == person.get("demo_sign_in", False), slug


def test_what_it_names_is_of_the_same_region(region):
    places, people, organisations = (of(region, rows) for rows in (content.places(), content.people(), content.organisations()))
    for slug, place in places.items():
        assert place.get("parent", slug) in places, slug
    for slug, organisation in organisations.items():
        assert organisation["kind"] in KINDS_OF_ORGANISATION, slug
        assert set(organisation["remit"]) <= set(places), slug
        assert organisation["subscription"]["starts_days_ago"] > COMES_SOON, slug
        for member in organisation["member"]:
            assert member["person"] in people, slug
            assert set(member["roles"]) <= MEMBER_ROLES, slug
    for key, story in of(region, content.stories()).items():
        assert set(story["services"]) <= set(places), key
        assert story["role"] in AUTHOR_ROLES, key
        for child in [*story.get("answer", ()), *story.get("change", ())]:
            organisation = organisations[child["organisation"]]
            member = next(each for each in organisation["member"] if each["person"] == child["by"])
            assert "responder" in member["roles"], key
            assert any(set(lineage(service)) & set(organisation["remit"]) for service in story["services"]), key
            assert 0 < child["days_after"] < story["days_ago"] <= organisation["subscription"]["starts_days_ago"], key
            assert child.get("made_days_after", 0) < story["days_ago"], key


def test_nothing_public_could_find_a_person(region):
    surnames = {person["name"].split()[-1] for person in content.people().values()}
    for key, story in of(region, content.stories()).items():
        told = f"{story['title']}\n{story['words']}\n{story.get('hope', '')}"
        said = [child[what] for kind, what in (("answer", "text"), ("change", "what")) for child in story.get(kind, ())]
        assert not surnames & set(re.findall(r"\b[A-Z]\w+\b", told)), key
        assert not PHONE.search(told), key
        for text in (told, *said):
            assert not EMAIL.search(text), key
            assert not EXACT_DATE.search(text), key
            assert all(re.fullmatch(DRAMA[region], number) for number in PHONE.findall(text)), key
