from datetime import date

import pytest

from heard.core.errors import NotAcceptable
from heard.core.models import Event
from heard.regions import actions
from heard.regions.actions import NewCrisisLine
from heard.regions.models import CrisisLine, Holiday, Region, Setting
from heard.regions.queries import complaint_ways, numbers, region_of_host, setting
from heard.regions.rules import NUMBERS, SettingKey, contradictions
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def names():
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def make(**changes):
    return actions.make_region(**({"slug": "northmoor", "name": "Northmoor", "by": TESTS} | changes))


def test_the_first_region_is_the_default_one_and_a_later_one_has_its_own_host():
    first = make()
    second = make(slug="southfen", name="Southfen", host="Southfen.Example")
    assert (first.is_default, second.is_default) == (True, False)
    assert (region_of_host("southfen.example"), region_of_host("elsewhere.example")) == (second.pk, None)
    assert names() == ["regions.made", "regions.made"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"leave_to": "javascript:alert(1)"}, "leave_to"),
        ({"slug": "northmoor"}, "slug"),
    ],
)
def test_a_region_that_cannot_be_is_refused_beside_the_field(changes, field):
    make()
    with pytest.raises(NotAcceptable) as refused:
        make(**({"slug": "other", "name": "Other"} | changes))
    assert refused.value.field == field
    assert Region.objects.count() == 1


def ends(end):
    """Every number at its lowest or highest."""
    return {name: getattr(known, end) for name, known in NUMBERS.items()}


@pytest.mark.parametrize("end", ["low", "high"])
def test_every_number_can_be_set_to_its_bounds(end):
    region = factories.region()
    actions.set_numbers(region_id=region.pk, values=ends(end), by=TESTS)
    assert {name: setting(region.pk, name) for name in NUMBERS} == ends(end)


@pytest.mark.parametrize("known", NUMBERS.values(), ids=lambda known: known.name)
def test_no_number_can_be_set_beyond_its_bounds(known):
    region = factories.region()
    before = setting(region.pk, known.name)
    for value in (known.low - 1, known.high + 1):
        with pytest.raises(NotAcceptable) as refused:
            actions.set_number(region_id=region.pk, name=known.name, value=value, by=TESTS)
        assert refused.value.field == known.name
    assert setting(region.pk, known.name) == before


PAIRS = [(each, NUMBERS[each.not_below]) for each in NUMBERS.values() if each.not_below]


def test_the_defaults_do_not_contradict_each_other_nor_do_the_ends():
    assert contradictions({name: each.default for name, each in NUMBERS.items()}) == {}
    assert contradictions(ends("low")) == contradictions(ends("high")) == {}
    for greater, lesser in PAIRS:
        assert greater.unit == lesser.unit
        assert lesser.short


@pytest.mark.parametrize(("greater", "lesser"), PAIRS, ids=lambda each: each.name)
def test_numbers_that_contradict_each_other_are_refused_together_beside_the_one_to_mend(greater, lesser):
    region = factories.region()
    actions.set_numbers(region_id=region.pk, values=ends("low"), by=TESTS)
    before = numbers(region.pk)
    with pytest.raises(NotAcceptable) as refused:
        actions.set_numbers(region_id=region.pk, values={greater.name: greater.low, lesser.name: greater.low + 1}, by=TESTS)
    assert refused.value.field == greater.name
    assert f"Enter {greater.low + 1} or more." in str(refused.value)
    assert numbers(region.pk) == before
    actions.set_numbers(region_id=region.pk, values=ends("low") | {lesser.name: greater.low}, by=TESTS)
    assert setting(region.pk, greater.name) == setting(region.pk, lesser.name)


def test_setting_the_default_again_leaves_no_row_and_repeating_announces_nothing():
    region = factories.region()
    for value in (45, 45, 30, 30):
        actions.set_number(region_id=region.pk, name="answer_window", value=value, by=TESTS)
    assert not Setting.objects.filter(name="answer_window").exists()
    assert names() == ["regions.number_set"] * 2


def test_a_number_of_one_region_is_not_anothers():
    first, second = make(), make(slug="southfen", name="Southfen")
    actions.set_number(region_id=first.pk, name="nudge_after", value=6, by=TESTS)
    assert (setting(first.pk, SettingKey.NUDGE_AFTER), setting(second.pk, SettingKey.NUDGE_AFTER)) == (6, 2)


def test_an_unknown_number_is_refused():
    with pytest.raises(NotAcceptable):
        actions.set_number(region_id=factories.region().pk, name="everything", value=42, by=TESTS)


LINES = [
    NewCrisisLine("999", "999", "Any hour", "You are in danger", in_strip=True),
    NewCrisisLine("Samaritans", "116 123", "Any hour", "You want to talk"),
]


def test_crisis_lines_are_replaced_in_order():
    region = factories.region()
    actions.set_crisis_lines(region_id=region.pk, lines=LINES, by=TESTS)
    actions.set_crisis_lines(region_id=region.pk, lines=LINES[::-1], by=TESTS)
    assert [line.name for line in region.crisis_lines.all()] == ["Samaritans", "999"]


@pytest.mark.parametrize(
    "lines", [[], [NewCrisisLine("", "1", "", "", in_strip=True)], [NewCrisisLine("A", "", "", "", in_strip=True)], LINES[1:]]
)
def test_crisis_lines_cannot_be_taken_away_or_left_without_a_number(lines):
    region = factories.region()
    actions.set_crisis_lines(region_id=region.pk, lines=LINES, by=TESTS)
    with pytest.raises(NotAcceptable):
        actions.set_crisis_lines(region_id=region.pk, lines=lines, by=TESTS)
    assert CrisisLine.objects.count() == 2


def test_a_holiday_is_set_renamed_and_removed():
    region = factories.region()
    day = date(2026, 12, 25)
    for name in ("Xmas", "Christmas Day"):
        actions.set_holiday(region_id=region.pk, day=day, name=name, by=TESTS)
    assert Holiday.objects.get().name == "Christmas Day"
    for _ in range(2):
        actions.remove_holiday(region_id=region.pk, day=day, by=TESTS)
    assert not Holiday.objects.exists()
    assert names() == ["regions.changed"] * 3
    with pytest.raises(NotAcceptable):
        actions.set_holiday(region_id=region.pk, day=day, name=" ", by=TESTS)


WAYS = [
    actions.Way("PALS", "Sorts things out quickly", about="health", address="https://nhs.example/pals"),
    actions.Way("Ombudsman", "When you have the last answer", contact="0345 015 4033"),
]


def test_ways_to_complain_are_replaced_in_order_and_may_be_none():
    region = factories.region()
    actions.set_complaint_ways(region_id=region.pk, ways=WAYS, by=TESTS)
    actions.set_complaint_ways(region_id=region.pk, ways=WAYS[::-1], by=TESTS)
    assert [way.name for way in complaint_ways(region.pk)] == ["Ombudsman", "PALS"]
    actions.set_complaint_ways(region_id=region.pk, ways=[], by=TESTS)
    assert complaint_ways(region.pk) == []


@pytest.mark.parametrize(
    "wrong",
    [
        actions.Way("", "What for", contact="1"),
        actions.Way("Name", "", contact="1"),
        actions.Way("Name", "What for"),
        actions.Way("Name", "What for", address="javascript:alert(1)"),
        actions.Way("Name", "What for", address="ombudsman"),
    ],
)
def test_a_way_that_leads_nowhere_is_refused_and_nothing_changes(wrong):
    region = factories.region()
    actions.set_complaint_ways(region_id=region.pk, ways=WAYS, by=TESTS)
    with pytest.raises(NotAcceptable):
        actions.set_complaint_ways(region_id=region.pk, ways=[wrong], by=TESTS)
    assert len(complaint_ways(region.pk)) == 2
