"""The real national files, where they are at hand: read in place, never copied here."""

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from heard.core import clock
from heard.directory.actions import placing
from heard.directory.actions.everyday import plant_everyday_names
from heard.directory.models import Correction, Service
from heard.directory.queries import find_services, maybe_the_same
from tests import factories
from tests.directory import everyday_words

FILES = Path(os.environ.get("HEARD_REGISTERS", Path(__file__).parents[3] / "shared" / "data" / "ods"))
NAMES = {"trusts": "etr.csv", "practices": "epraccur.csv", "wards": "wards.csv", "hospitals": "nhs_choices_hospital.csv"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES.exists(), reason=f"the national registers are not at {FILES} (set HEARD_REGISTERS)"),
]


def take(kind, capsys, file=None, **options):
    call_command("import_register", kind, str(file or FILES / NAMES[kind]), **options)
    return capsys.readouterr().out


@pytest.mark.slow
def test_the_country_is_taken_in_twice_and_the_second_time_changes_nothing(capsys):
    factories.region()
    said = {kind: take(kind, capsys) for kind in NAMES}
    assert said["trusts"].startswith("273 added, 0 changed, 0 closed")
    assert said["practices"].startswith("15971 added")
    assert "19 are mentioned here but missing from their own register" in said["wards"]
    assert "1 repeated" in said["wards"]
    assert Service.objects.filter(level="service", kind="ward").count() == 6941 - 1
    assert Service.objects.filter(kind="general-practice").count() == 8647
    for kind in NAMES:
        assert take(kind, capsys).startswith("0 added, 0 changed, 0 closed, 0 opened again"), kind

    ward_and_hospital_are_told_apart()
    typos_are_forgiven()
    everyday_words_find_their_kind()
    a_hand_correction_survives(capsys)
    what_no_register_holds_is_neither_closed_nor_doubled(capsys)


def ward_and_hospital_are_told_apart():
    found = find_services("blackpool victoria hospital")
    assert (found[0].name, found[0].level) == ("Blackpool Victoria Hospital", "site")
    assert "Blackpool" in found[0].within[0]


def typos_are_forgiven():
    assert any(each.name == "Blackpool Victoria Hospital" for each in find_services("blakpool victora")[:5])
    assert any("Densham" in each.name for each in find_services("densam surgery stockton")[:3])
    assert find_services("TS18 1HU")[0].postcode == "TS18 1HU"


def everyday_words_find_their_kind():
    """Beside made-up places of the kinds that none of these registers has. No place of theirs is called after speech therapy."""
    plant_everyday_names(by=factories.TESTS)
    everyday_words.make(everyday_words.IN_NO_REGISTER)
    assert {words for words, _ in everyday_words.missed()} <= {"speech therapy", "salt"}


def a_hand_correction_survives(capsys):
    densham = Service.objects.get(code="A81001")
    Service.objects.filter(pk=densham.pk).update(name="Densham Surgery (by the bridge)")
    Correction.objects.create(service=densham, field="name", value="Densham Surgery (by the bridge)", by="person:1")
    assert take("practices", capsys).startswith("0 added, 0 changed")
    densham.refresh_from_db()
    assert densham.name == "Densham Surgery (by the bridge)"


def test_a_file_cut_short_does_not_close_the_country(capsys, tmp_path):
    factories.region()
    take("trusts", capsys)
    short = tmp_path / "etr.csv"
    short.write_text("".join((FILES / "etr.csv").read_text().splitlines(keepends=True)[:200]))
    with pytest.raises(CommandError, match="may have been cut short"):
        take("trusts", capsys, file=short)
    assert not Service.objects.filter(closed_on=clock.today()).exists()


def what_no_register_holds_is_neither_closed_nor_doubled(capsys):
    """The whole country again, beside a place by hand and a proposed one; and one by hand that the register holds, too."""
    region = factories.region().pk
    stated = {"name": "Larch House", "kind": "care-home", "postcode": "TS18 1HU"}
    by_hand = placing.add_place(region_id=region, level="provider", parent_id=None, stated=stated, by=factories.TESTS)
    waiting = placing.propose_place(region_id=region, name="The Hulk", kind="hospice", where="In the harbour", by=factories.TESTS)
    densham = Service.objects.get(code="A81002")
    stated = {"name": densham.name.upper(), "kind": "general-practice", "postcode": densham.postcode}
    twice = placing.add_place(region_id=region, level="provider", parent_id=None, stated=stated, by=factories.TESTS)
    count = Service.objects.count()
    for kind in NAMES:
        assert take(kind, capsys).startswith("0 added, 0 changed, 0 closed, 0 opened again"), kind
    assert Service.objects.count() == count
    for place in (by_hand, waiting, twice):
        place.refresh_from_db()
        assert place.standing == "open"
    assert [(each.place, each.other) for each in maybe_the_same()] == [(twice, densham)]
