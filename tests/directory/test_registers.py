"""Small made-up register files of the national form."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from heard.core import clock
from heard.core.models import Event
from heard.directory.actions.importing import MOST_CLOSURES, TooManyClosures, import_register
from heard.directory.models import Correction, FormerName, Service
from heard.directory.rules import names, positions, registers
from tests import factories

HEADER = "icb_code,trust_code,trust_name,site_code,site_name,ward_name\n"


def ods(code, name="MADE UP NHS TRUST", *, opened="20200101", closed="", status="", postcode="XN1 1AA", line4="MOORPORT", setting=""):
    cells = [
        code,
        name,
        "Y60",
        "QXX",
        "1 HIGH STREET",
        "",
        "",
        line4,
        "",
        postcode,
        opened,
        closed,
        status,
        "B",
        "",
        "",
        "",
        "01632 960001",
    ]
    return ",".join(f'"{cell}"' for cell in [*cells, "", "", "", "1", "", "", "", setting, ""]) + "\n"


def trusts(*lines, **options):
    entries = registers.fitting(registers.read_trusts(io.StringIO("".join(lines))))
    return import_register(register="ods-trusts", region_id=factories.region().pk, entries=entries, by=factories.TESTS, **options)


def wards(*lines, **options):
    entries = registers.read_wards(io.StringIO(HEADER + "".join(lines)))
    return import_register(register="wards", region_id=factories.region().pk, entries=entries, by=factories.TESTS, **options)


def practices(*lines):
    entries = registers.fitting(registers.read_practices(io.StringIO("".join(lines))))
    return import_register(register="ods-practices", region_id=factories.region().pk, entries=entries, by=factories.TESTS)


def many(count):
    return [ods(f"RX{number}", f"TRUST {number}") for number in range(100, 100 + count)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "kind"),
    [("1", "urgent-care"), ("2", "out-of-hours"), ("3", "urgent-care"), ("4", "general-practice"), ("9", "prescriber"), ("11", "optician"),
     ("12", "urgent-care"), ("13", "hospice"), ("14", "care-home"), ("16", "prison-health"), ("25", "prison-health"), ("", "prescriber")],
)  # fmt: skip
def test_a_prescribing_setting_says_the_kind_of_place(setting, kind):
    practices(ods("Y00001", "MOORPORT CENTRE", setting=setting))
    assert Service.objects.get().kind == kind


@pytest.mark.django_db
class TestImporting:
    def test_a_second_run_changes_nothing(self):
        assert trusts(*many(5)).added == 5
        again = trusts(*many(5))
        assert (again.added, again.changed, again.closed, again.unchanged) == (0, 0, 0, 5)
        assert Event.objects.filter(name="directory.register_imported").count() == 2

    def test_a_bad_line_is_refused_with_its_number_and_the_rest_goes_on(self):
        done = trusts(ods("RX1"), ods("RX2", opened="2020-01-01"), '"RX3","TOO FEW"\n', ods("RX4", closed="20100101"), ods("RX5"))
        assert done.added == 2
        assert [(each.line, each.reason) for each in done.refused] == [
            (2, "RX2 has a date that is neither yyyymmdd nor dd/mm/yyyy"),
            (3, "has 2 columns instead of 27"),
            (4, "RX4 closed before it opened"),
        ]

    def test_a_changed_name_is_kept_as_a_former_one_and_still_finds_it(self):
        trusts(ods("RX1", "OLD NAME NHS TRUST"))
        done = trusts(ods("RX1", "NEW NAME NHS TRUST"))
        assert done.changed == 1
        assert FormerName.objects.get().name == "Old Name NHS Trust"

    def test_a_place_whose_line_has_a_stray_quote_has_not_vanished(self):
        trusts(*many(60))
        lines = many(60)
        lines[7] = lines[7].replace('"TRUST 107"', '"TRUST "107"')
        done = trusts(*lines)
        assert (done.closed, len(done.refused)) == (0, 1)
        assert Service.objects.get(code="RX107").standing == "open"

    def test_a_ward_whose_line_has_a_stray_quote_has_not_vanished(self):
        lines = [f"QXX,RXX,TRUST,RXX01,HOSPITAL,WARD {n}\n" for n in range(60)]
        wards(*lines)
        lines[7] = 'QXX,RXX,TRUST,RXX01,"HOSP"ITAL,WARD 7\n'
        done = wards(*lines)
        assert (done.closed, len(done.refused)) == (0, 1)

    def test_a_file_of_which_nothing_is_read_changes_nothing_and_says_so(self):
        with pytest.raises(registers.WrongFile, match="6 lines could not be taken, the first"):
            trusts(*("RX1,SOMETHING ELSE\n" for _ in range(6)))
        with pytest.raises(registers.WrongFile, match="Nothing in this file"):
            trusts()

    def test_a_file_in_utf_16_is_refused_with_what_to_do(self, tmp_path):
        file = tmp_path / "etr.csv"
        file.write_text(ods("RX1"), encoding="utf-16")
        factories.region()
        with pytest.raises(CommandError, match="UTF-16"):
            call_command("import_register", "trusts", str(file))

    def test_a_national_file_saved_with_commas_is_refused_as_that(self):
        with pytest.raises(registers.WrongFile, match="another sign than ¬"):
            list(registers.read_clinics(io.StringIO("OrganisationID,OrganisationCode,OrganisationName,Postcode\n1,X1,CLINIC,XN1 1AA\n")))

    def test_a_code_that_vanished_closes_and_one_that_is_back_opens(self):
        trusts(*many(60))
        done = trusts(*many(59))
        assert done.closed == 1
        gone = Service.objects.get(code="RX159")
        assert (gone.standing, gone.closed_on) == ("closed", clock.today())
        assert trusts(*many(59)).closed == 0
        assert trusts(*many(60)).reopened == 1

    def test_more_than_two_percent_closures_at_once_are_refused_and_nothing_changes(self):
        trusts(*many(60))
        with pytest.raises(TooManyClosures, match="2 of 60"):
            trusts(*many(58))
        assert not Service.objects.filter(standing="closed").exists()
        assert trusts(*many(58), accept_closures=True).closed == 2
        assert MOST_CLOSURES == 0.02

    def test_a_place_whose_line_is_refused_stays_open(self):
        trusts(*many(60))
        broken = ods("RX159").replace("20200101", "2020-01-01")
        done = trusts(*many(58), '"RX158","TOO FEW"\n', broken)
        assert (done.closed, [each.line for each in done.refused]) == (0, [59, 60])
        assert not Service.objects.filter(standing="closed").exists()

    def test_what_is_too_long_for_the_directory_closes_nothing_either(self):
        trusts(*many(60))
        assert trusts(*many(59), ods("RX159", "A" * 199 + "B" * 9)).closed == 0

    def test_too_many_closures_say_which_lines_could_not_be_read(self):
        trusts(*many(60))
        with pytest.raises(TooManyClosures, match="1 line could not be taken, the first of them line 58: RX157 has a date"):
            trusts(*many(57), ods("RX157").replace("20200101", "2020-01-01"))

    def test_a_register_closes_only_its_own(self):
        trusts(*many(5))
        wards("Q,RX100,TRUST 100,RX100A,THE HOSPITAL,WARD 1\n")
        assert not Service.objects.filter(standing="closed").exists()

    def test_what_was_set_by_hand_survives(self):
        trusts(ods("RX1"))
        place = Service.objects.get(code="RX1")
        Service.objects.filter(pk=place.pk).update(town="Elsewhere")
        Correction.objects.create(service=place, field="town", value="Elsewhere", by="person:1")
        done = trusts(ods("RX1", line4="THIRDTOWN", postcode="XN2 2BB"))
        place.refresh_from_db()
        assert (place.town, place.postcode, done.changed) == ("Elsewhere", "XN2 2BB", 1)

    def test_a_wards_trust_missing_from_its_register_is_kept_marked_and_adopted_later(self):
        done = wards("Q,NT2,SOME PRIVATE HEALTH LTD,NT201,THE MOUNT,WARD 1\n")
        assert done.marked == ["NT2 Some Private Health Ltd"]
        assert Service.objects.get(code="NT2").not_in_register
        ward = Service.objects.get(level="service")
        assert [Service.objects.get(pk=above).name for above in ward.ancestors] == ["Some Private Health Ltd", "The Mount", "Ward 1"]
        trusts(ods("NT2", "SOME PRIVATE HEALTH LTD"))
        adopted = Service.objects.get(code="NT2")
        assert (adopted.not_in_register, adopted.register) == (False, "ods-trusts")
        assert wards("Q,NT2,SOME PRIVATE HEALTH LTD,NT201,THE MOUNT,WARD 1\n").marked == []

    def test_the_same_ward_in_other_capitals_is_one_ward(self):
        done = wards("Q,RX1,T NHS TRUST,RX101,THE MOUNT,Ward A\n", "Q,RX1,T NHS TRUST,RX101,THE MOUNT,WARD A\n")
        assert Service.objects.filter(level="service").count() == 1
        assert [each.line for each in done.repeated] == [3]

    def test_a_site_that_moves_to_another_trust_takes_its_wards_along(self):
        wards("Q,RX1,ONE NHS TRUST,S1,THE MOUNT,WARD A\n", "Q,RX2,TWO NHS TRUST,S2,THE VALE,WARD B\n")
        wards("Q,RX2,TWO NHS TRUST,S1,THE MOUNT,WARD A\n", "Q,RX2,TWO NHS TRUST,S2,THE VALE,WARD B\n", accept_closures=True)
        two, mount = Service.objects.get(code="RX2"), Service.objects.get(code="S1")
        assert mount.ancestors == [two.pk, mount.pk]

    def test_two_imports_at_once_are_not_mixed(self):
        """The second waits for the advisory lock of the first; here: it is taken, and free again after."""
        trusts(*many(3))
        assert trusts(*many(3)).unchanged == 3

    def test_the_wrong_file_is_refused_in_words(self, tmp_path):
        factories.region()
        wrong = tmp_path / "holiday.csv"
        wrong.write_text("a,b,c\n" * 30)
        for kind in ("trusts", "practices", "wards", "hospitals"):
            with pytest.raises(CommandError, match=r"first line|ODS report"):
                call_command("import_register", kind, str(wrong))
        with pytest.raises(CommandError, match="can’t be read"):
            call_command("import_register", "trusts", str(tmp_path / "nothing.csv"))


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("NORTH LONDON NHS FOUNDATION TRUST", "North London NHS Foundation Trust"),
        ("ST JAMES'S UNIVERSITY HOSPITAL", "St James's University Hospital"),
        ("DR O'BRIEN & PARTNERS", "Dr O'Brien & Partners"),
        ("SPIRE HEALTHCARE LTD", "Spire Healthcare Ltd"),
        ("THE ROYAL FREE", "The Royal Free"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("AMU1", "AMU1"),
        ("Ward 5 East", "Ward 5 East"),
        ("", ""),
    ],
)
def test_names_are_written_for_people(shouted, written):
    assert names.written(shouted) == written


@given(st.text(max_size=60))
def test_writing_and_folding_never_fail_and_folding_twice_changes_nothing(text):
    names.written(text)
    assert names.folded(names.folded(text)) == names.folded(text)


@given(st.text(alphabet='",\n\r\0¬abcZ019 ', max_size=400))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text):
    for read in (registers.read_trusts, registers.read_practices, registers.read_wards, registers.read_hospitals):
        try:
            lines = list(read(io.StringIO(text, newline="")))
        except registers.WrongFile:
            continue
        assert all(isinstance(entry, registers.Entry | registers.Refusal) for _, entry in lines)


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("ts181hu", "TS18 1HU"),
        ("TS18", "TS18"),
        ("sw1a 1", "SW1A 1"),
        ("w1", "W1"),
        ("ward 5", None),
        ("larkfield", None),
        ("", None),
        ("a65f4e2", "A65 F4E2"),
        ("D6W XE99", "D6W XE99"),
        ("d02", "D02"),
        ("m12 ward", None),
        ("b12 bed4", None),
    ],
)
def test_postcodes_and_their_beginnings_are_known(typed, postcode):
    assert positions.postcode(typed) == postcode


def test_the_national_grid_becomes_degrees():
    """The Ordnance Survey's own worked example (guide, annex C): Caister water tower."""
    where = positions.from_national_grid(651409.903, 313177.270)
    assert abs(where.latitude - 52.657977) < 0.0001
    assert abs(where.longitude - 1.716052) < 0.0001


@given(st.floats(0, 700_000), st.floats(0, 1_200_000))
def test_every_grid_point_is_on_these_islands(easting, northing):
    where = positions.from_national_grid(easting, northing)
    assert 49 < where.latitude < 62
    assert -10 < where.longitude < 5
