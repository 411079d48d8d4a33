"""A register is of one region: its import says which, and leaves the places of the others where they are."""

import io

import pytest
from django.core.management import CommandError, call_command

from heard.directory.actions.importing import TooManyClosures, import_register
from heard.directory.models import Service
from heard.directory.rules import registers
from heard.regions import actions as regions
from tests import factories
from tests.directory.test_registers import HEADER, many, ods, trusts

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere():
    factories.region()
    return regions.make_region(slug="elsewhere", name="Elsewhere", path="island", by=factories.operator())


@pytest.fixture
def etr(tmp_path):
    file = tmp_path / "etr.csv"
    file.write_text(ods("RX1", "LARKFIELD NHS TRUST") + ods("RX2", "MOORPORT NHS TRUST"))
    return file


def of(region, read, text, register="ods-trusts"):
    entries = registers.fitting(read(io.StringIO(text)))
    return import_register(register=register, region_id=region.pk, entries=entries, by=factories.TESTS)


class TestTheCommand:
    def test_with_one_region_nobody_is_asked_which(self, etr, capsys):
        factories.region()
        call_command("import_register", "trusts", str(etr))
        assert capsys.readouterr().out.startswith("2 added")

    def test_with_several_it_wants_to_know_and_names_them(self, elsewhere, etr):
        with pytest.raises(CommandError) as refused:
            call_command("import_register", "trusts", str(etr))
        assert str(refused.value) == (
            "There are several regions. Say whose places these are. Use one of these: "
            "--region northmoor (Northmoor), --region elsewhere (Elsewhere)"
        )
        assert not Service.objects.exists()

    def test_a_region_that_nobody_knows_is_refused(self, elsewhere, etr):
        with pytest.raises(CommandError, match=r"There is no region “wales”\. Use one of these: --region northmoor"):
            call_command("import_register", "trusts", str(etr), region="wales")

    def test_the_places_are_of_the_region_it_names(self, elsewhere, etr, capsys):
        call_command("import_register", "trusts", str(etr), region="elsewhere")
        assert set(Service.objects.values_list("region__slug", flat=True)) == {"elsewhere"}
        assert capsys.readouterr().out.startswith("Elsewhere: 2 added")

    def test_a_line_of_another_regions_place_is_told_with_its_number(self, elsewhere, etr, capsys):
        call_command("import_register", "trusts", str(etr), region="northmoor")
        etr.write_text(ods("RX9", "ISLAND NHS TRUST") + ods("RX2", "RENAMED NHS TRUST"))
        call_command("import_register", "trusts", str(etr), region="elsewhere")
        assert "line 2: RX2, a place of Northmoor, was left there" in capsys.readouterr().out
        left = Service.objects.get(code="RX2")
        assert (left.region.slug, left.name) == ("northmoor", "Moorport NHS Trust")


class TestWhatIsLeftAlone:
    def test_a_file_of_one_region_closes_no_place_of_another(self, elsewhere):
        trusts(*many(5))
        assert of(elsewhere, registers.read_trusts, ods("RY1")).closed == 0
        assert Service.objects.filter(standing="open").count() == 6

    def test_how_many_may_close_is_counted_among_its_own(self, elsewhere):
        trusts(*many(200))
        of(elsewhere, registers.read_trusts, ods("RY1") + ods("RY2"))
        with pytest.raises(TooManyClosures, match="1 of 2 open places"):
            of(elsewhere, registers.read_trusts, ods("RY1"))

    def test_a_ward_of_another_regions_trust_is_not_put_below_it(self, elsewhere):
        trusts(ods("RXX"))
        lines = "QXX,RXX,TRUST,RXX01,HOSPITAL,WARD 1\nQYY,RYY,OTHER,RYY01,HOUSE,WARD 2\n"
        done = of(elsewhere, registers.read_wards, HEADER + lines, "wards")
        assert [(each.line, each.reason) for each in done.refused] == [(2, "RXX01 belongs to RXX, a place of Northmoor")]
        assert set(Service.objects.filter(region=elsewhere).values_list("name", flat=True)) == {"Other", "House", "Ward 2"}

    def test_another_register_adds_nothing_to_a_place_elsewhere(self, elsewhere):
        trusts(ods("RX1", postcode=""))
        done = of(elsewhere, registers.read_trusts, ods("RX1", postcode="XN1 1AB") + ods("RX2"), "another")
        assert [each.line for each in done.refused] == [1]
        assert Service.objects.get(code="RX1").postcode == ""
