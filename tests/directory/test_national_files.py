"""The national files divided by ¬: made-up ones of each form, as they are: Latin-1, CRLF, an empty position, line breaks inside a row."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.directory.models import Service
from heard.directory.rules import registers
from heard.directory.rules.registers import Entry, Refusal, WrongFile
from tests import factories
from tests.directory.test_registers import HEADER as WARDS
from tests.directory.test_registers import ods

WHERE = "OrganisationName¬Address1¬Address2¬Address3¬City¬County¬Postcode¬Latitude¬Longitude"
REACH = "Phone¬Email¬Website¬Fax"
HOSPITAL = (
    "OrganisationID¬OrganisationCode¬OrganisationType¬SubType¬Sector¬OrganisationStatus¬IsPimsManaged"
    f"¬{WHERE}¬ParentODSCode¬ParentName¬{REACH}"
)
SURGERY = (
    "OrganisationID¬OrganisationCode¬OrganisationType¬SubType¬OrganisationStatus¬IsPimsManaged¬IsEPSEnabled"
    f"¬{WHERE}¬ParentODSCode¬ParentName¬{REACH}"
)
DENTIST = f"OrganisationID¬OrganisationCode¬OrganisationType¬SubType¬OrganisationStatus¬IsPimsManaged¬{WHERE}¬{REACH}"
FORMS = {
    "hospitals": (HOSPITAL, "Hospital", "hospital", "site"),
    "surgeries": (SURGERY, "GP", "general-practice", "provider"),
    "pharmacies": (SURGERY, "Pharmacy", "pharmacy", "provider"),
    "dentists": (DENTIST, "Dentists", "dental-practice", "provider"),
    "clinics": (DENTIST, "Clinic", "clinic", "provider"),
    "social-care": (DENTIST, "Social Care", "social-care", "provider"),
}
READERS = {
    "hospitals": registers.read_hospitals,
    "surgeries": registers.read_surgeries,
    "pharmacies": registers.read_pharmacies,
    "dentists": registers.read_dentists,
    "clinics": registers.read_clinics,
    "social-care": registers.read_social_care,
}


def line(header, **cells):
    known = {
        "OrganisationID": "1",
        "OrganisationCode": "XA001",
        "OrganisationName": "Café Séaby",
        "Postcode": "XN1 1AA",
        "City": "Moorport",
    }
    known |= {"OrganisationStatus": "Visible", "Latitude": "55.1", "Longitude": "-1.5"} | cells
    return "¬".join(known.get(name, "") for name in header.split("¬"))


def written(tmp_path, *lines, encoding="latin-1", end="\r\n"):
    file = tmp_path / "register.csv"
    file.write_bytes("".join(each + end for each in lines).encode(encoding))
    return file


def take(kind, file, capsys, **options):
    call_command("import_register", kind, str(file), **options)
    return capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_each_form_is_read_by_its_header(kind, encoding, tmp_path, capsys):
    header, called, known_as, level = FORMS[kind]
    factories.region()
    file = written(
        tmp_path,
        header,
        line(header, OrganisationType=called),
        line(header, OrganisationType=called, OrganisationCode="XA002", Latitude="", Longitude=""),
        line(header, OrganisationType=called, OrganisationCode="XA003", Address1="1 High Street", Address2="By\r\nthe Quay"),
        line(header, OrganisationType=called, OrganisationCode="XA004") + line(header, OrganisationType=called, OrganisationCode="XA005"),
        line(header, OrganisationType=called, OrganisationCode="XA006", Postcode="", Latitude="", Longitude=""),
        line(header, OrganisationType=called, OrganisationCode="XA007"),
        encoding=encoding,
    )
    said = take(kind, file, capsys)
    assert "2 refused" in said
    assert f"line 6: has {2 * len(header.split('¬')) - 1} columns instead of {len(header.split('¬'))}" in said
    assert "line 7: XA006 has neither a postcode nor a position" in said
    places = {each.code: each for each in Service.objects.filter(level=level, kind=known_as)}
    assert set(places) == {"XA001", "XA002", "XA003", "XA007"}
    first = places["XA001"]
    assert (first.name, first.town, first.postcode, first.latitude) == ("Café Séaby", "Moorport", "XN1 1AA", 55.1)
    assert places["XA002"].latitude is None
    assert places["XA003"].address == ["1 High Street", "By the Quay"]
    assert take(kind, file, capsys).startswith("0 added, 0 changed, 0 closed")


@pytest.mark.django_db
def test_a_surgery_that_the_practices_hold_gains_its_position_and_whoever_commissions_it_is_no_provider(tmp_path, capsys):
    factories.region()
    practices = tmp_path / "epraccur.csv"
    practices.write_text(ods("XA001", "HARBOUR STREET SURGERY", status="A", setting="4"))
    take("practices", practices, capsys)
    file = written(tmp_path, SURGERY, line(SURGERY, OrganisationType="GP", ParentODSCode="00X", ParentName="NHS Northmoor CCG"))
    assert take("surgeries", file, capsys).startswith("0 added, 1 changed")
    surgery = Service.objects.get()
    assert (surgery.name, surgery.level, surgery.latitude, surgery.register) == (
        "Harbour Street Surgery",
        "provider",
        55.1,
        "ods-practices",
    )


@pytest.mark.django_db
def test_a_pharmacy_with_a_parent_belongs_to_it(tmp_path, capsys):
    factories.region()
    file = written(tmp_path, SURGERY, line(SURGERY, OrganisationType="Pharmacy", ParentODSCode="p001", ParentName="Quay Chemists Ltd"))
    take("pharmacies", file, capsys)
    pharmacy = Service.objects.get(code="XA001")
    assert (pharmacy.level, pharmacy.parent.name, pharmacy.parent.kind, pharmacy.parent.code) == (
        "site", "Quay Chemists Ltd", "pharmacy", "P001",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_code_in_another_case_is_the_same_place(tmp_path, capsys):
    factories.region()
    for code in ("xa001", "XA001"):
        file = written(tmp_path, DENTIST, line(DENTIST, OrganisationType="Dentists", OrganisationCode=code))
        said = take("dentists", file, capsys)
    assert said.startswith("0 added, 0 changed, 0 closed, 0 opened again, 1 unchanged")
    file.write_text(ods("rx1"))
    take("trusts", file, capsys)
    file.write_text(WARDS + "Q,Rx1,T NHS TRUST,rx101,THE MOUNT,Ward A\nQ,RX1,T NHS TRUST,RX101,THE MOUNT,WARD A\n")
    take("wards", file, capsys)
    assert set(Service.objects.exclude(code="").values_list("code", flat=True)) == {"XA001", "RX1", "RX101"}
    assert Service.objects.filter(level="service").count() == 1


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("a,b,c", "OrganisationCode and OrganisationName and Postcode (or Latitude and Longitude)"),
        ("OrganisationName¬Postcode", "OrganisationCode"),
        ("OrganisationCode¬OrganisationName¬Latitude", "Postcode (or Latitude and Longitude)"),
        ("", "OrganisationCode and OrganisationName and Postcode (or Latitude and Longitude)"),
    ],
)
def test_another_file_is_refused_in_one_sentence_that_names_what_is_missing(kind, header, missing):
    with pytest.raises(WrongFile) as refused:
        list(READERS[kind]([header]))
    assert str(refused.value).endswith(f"its first line, divided by ¬, does not name {missing}.")


def test_a_file_of_other_places_is_refused_and_a_row_of_them_too():
    rows = [DENTIST, *(line(DENTIST, OrganisationType="Dentists", OrganisationCode=f"X{n}") for n in range(30))]
    with pytest.raises(WrongFile, match="not a national file of pharmacies"):
        list(registers.read_pharmacies(rows))
    mixed = [DENTIST, line(DENTIST, OrganisationType="Dentists"), line(DENTIST, OrganisationType="Clinic", OrganisationCode="X2")]
    assert list(registers.read_dentists(mixed))[1] == (3, Refusal(3, "is of another kind: “Clinic”"))


@pytest.mark.parametrize(("kind", "sub_type"), [("care-home", "Care home"), ("home-care", "Home care"), ("social-care", "UNKNOWN")])
def test_social_care_is_told_apart_by_its_sub_type(kind, sub_type):
    [(_, entry)] = registers.read_social_care([DENTIST, line(DENTIST, OrganisationType="Social Care", SubType=sub_type)])
    assert entry.kind == kind


@pytest.mark.django_db
def test_windows_letters_are_read_and_what_is_in_no_encoding_is_refused_by_its_line(tmp_path, capsys):
    factories.region()
    file = tmp_path / "etr.csv"
    file.write_bytes(
        (ods("RX1", "KING’S – TRUST €") + ods("RX2", "LOST \x00 ONE")).encode("cp1252").replace(b"\x00", b"\x81") + ods("RX3").encode()
    )
    said = take("trusts", file, capsys)
    assert said.startswith("2 added")
    assert "line 2: has a letter that is lost, or in no encoding we know" in said
    assert Service.objects.get(code="RX1").name == "King’s – Trust €"


@pytest.mark.django_db
def test_a_bad_byte_in_a_utf8_file_costs_its_line_and_garbles_no_other(tmp_path, capsys):
    factories.region()
    file = tmp_path / "etr.csv"
    file.write_bytes(
        ods("RX1", "CAFÉ TRUST").encode() + ods("RX2", "BAD X ONE").encode().replace(b" X ", b" \xe9 ") + ods("RX3", "L�ST").encode()
    )
    said = take("trusts", file, capsys)
    assert [each.name for each in Service.objects.all()] == ["Café Trust"]
    assert "2 refused" in said
    assert not Service.objects.filter(name__contains="\ufffd").exists()


@pytest.mark.django_db
def test_days_as_a_spreadsheet_saves_them_are_read(tmp_path, capsys):
    factories.region()
    file = tmp_path / "etr.csv"
    file.write_text(ods("RX1", opened="01/04/2020", closed="3/9/2021") + ods("RX2", opened="31/02/2020") + ods("RX3", opened="2020111"))
    said = take("trusts", file, capsys)
    closed = Service.objects.get(code="RX1")
    assert (closed.opened_on.isoformat(), closed.closed_on.isoformat()) == ("2020-04-01", "2021-09-03")
    for n in (2, 3):
        assert f"line {n}: RX{n} has a date that is neither yyyymmdd nor dd/mm/yyyy" in said


@pytest.mark.django_db
def test_a_file_of_dates_in_another_form_is_refused_with_a_sentence_about_dates(tmp_path):
    factories.region()
    file = tmp_path / "etr.csv"
    file.write_text("".join(ods(f"RX{n}", opened="2020-04-01") for n in range(100, 130)))
    with pytest.raises(CommandError, match="has a date that is neither yyyymmdd nor dd/mm/yyyy") as refused:
        call_command("import_register", "trusts", str(file))
    assert "columns" not in str(refused.value)


CELLS = st.text(alphabet=st.sampled_from('¬\r\n\0,"\udc81\ufffdéAX019.-/ '), max_size=12) | st.sampled_from(
    ["Hospital", "XA001", "XN1 1AA", "55.1", "nan", "1e999", "-1.5", "00X", "NHS Trust"]
)


@settings(max_examples=150)
@given(st.sampled_from(sorted(FORMS)), st.lists(st.lists(CELLS, min_size=1, max_size=24), max_size=6))
def test_whatever_stands_in_a_national_file_its_parser_reads_or_refuses(kind, rows):
    text = "\r\n".join([FORMS[kind][0], *("¬".join(row) for row in rows)])
    for number, entry in registers.fitting(READERS[kind](text.splitlines(keepends=True))):
        assert number > 1
        assert isinstance(entry, Entry | Refusal)
        if isinstance(entry, Entry):
            assert "\ufffd" not in entry.name
            assert entry.code == entry.code.upper()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted({**READERS, "trusts": 0, "wards": 0})), st.binary(max_size=300))
def test_whatever_bytes_a_file_holds_nothing_is_raised_but_the_refusal(tmp_path, kind, data):
    file = tmp_path / "bytes.csv"
    header = {"trusts": b"", "wards": WARDS.encode()}.get(kind, FORMS.get(kind, ("",))[0].encode("latin-1") + b"\r\n")
    file.write_bytes(header + data)
    read = {**READERS, "trusts": registers.read_trusts, "wards": registers.read_wards}[kind]
    try:
        with registers.open_register(file) as lines:
            entries = list(registers.fitting(read(lines)))
    except WrongFile:
        return
    assert all(isinstance(entry, Entry | Refusal) for _, entry in entries)


@pytest.mark.django_db
def test_a_place_whose_line_is_merged_or_says_a_lost_letter_stays_open(tmp_path):
    # Given two dentists that were taken in
    factories.region()
    good = [line(DENTIST, OrganisationCode=code, OrganisationName=f"Dentist {code}") for code in ("V1", "V2", "V3", "V4")]
    call_command("import_register", "dentists", str(written(tmp_path, DENTIST, *good)))
    # When the next file has merged two of the lines into one, and lost a letter in the third
    spoilt = written(tmp_path, DENTIST, f"{good[0]}{good[1]}", good[2].replace("Dentist", "D\ufffdntist"), good[3], encoding="utf-8")
    call_command("import_register", "dentists", str(spoilt))
    # Then none of them is said to have closed
    assert Service.objects.filter(standing="open").count() == 4
