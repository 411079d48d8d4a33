"""Putting the directory right by hand: what was set stays, is found, and can be undone."""

from datetime import date

import pytest
from django.db import connection

from heard.core.errors import NotAcceptable, WrongState
from heard.core.models import Event
from heard.directory.actions.corrections import correct_service, refusals, undo_correction
from heard.directory.models import Correction, Service
from heard.directory.queries import find_services
from heard.directory.rules.telephones import telephone
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def set_by_hand(service, **changes):
    return correct_service(service_id=service.pk, changes=changes, by=TESTS)


def events():
    return list(Event.objects.filter(name="directory.service_corrected").values_list("payload__field", flat=True).order_by("pk"))


def test_every_field_can_be_set_and_is_kept_as_a_correction():
    service, other = factories.service(), factories.service()
    values = {
        "name": "Larkfield Ward",
        "kind": "clinic",
        "address": ["1 High Street", "Moorport"],
        "town": "Moorport",
        "postcode": "TS18 1HU",
        "latitude": 54.5,
        "longitude": -1.3,
        "telephone": "01632 960001",
        "website": "https://larkfield.example/",
        "opened_on": date(2020, 1, 1),
        "closed_on": date(2024, 1, 1),
        "standing": "closed",
        "successor_id": other.pk,
    }
    set_by_hand(service, **values)
    service.refresh_from_db()
    assert {name: getattr(service, name) for name in values} == values
    assert set(service.corrections.values_list("field", flat=True)) == set(values)
    assert set(events()) == set(values)


def test_what_is_the_same_is_no_correction():
    service = factories.service(name="Ward 3")
    set_by_hand(service, name=" Ward  3 ", town="")
    assert not Correction.objects.exists()
    assert events() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("kind", "castle"),
        ("postcode", "nonsense"),
        ("postcode", "TS18"),
        ("latitude", 91.0),
        ("longitude", -181.0),
        ("telephone", "ring the ward"),
        ("telephone", "960001"),
        ("telephone", "01632 960001 or 01632 960002"),
        ("website", "javascript:alert(1)"),
        ("standing", "asleep"),
        ("opened_on", "yesterday"),
        ("address", ["x" * 121]),
        ("slug", "mine"),
        ("parent_id", 1),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_changed(field, value):
    service = factories.service()
    with pytest.raises(NotAcceptable) as refused:
        set_by_hand(service, town="Moorport", **{field: value})
    assert refused.value.field == field
    service.refresh_from_db()
    assert service.town == ""
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        "01632 960001", "(01632) 960 001", "020 7946 0000", "01632-960001 ext. 12", "01632 960001 x4", "+44 1632 960001",
        "+44 (0)1632 960001", "+353 1 234 5678", "0044 1632 960001", "111", "116 123", "0800 1111",
    ],
)  # fmt: skip
def test_a_telephone_number_may_be_written_as_people_write_it(written):
    service = set_by_hand(factories.service(), telephone=f" {written.replace(' ', '  ')} ")
    assert service.telephone == written


@pytest.mark.parametrize(
    "written", ["0", "01632", "+", "+0 1632 960001", "(01632 960001", "07700900123" * 2, "960001", "01632 96000l", "ext 12", "٠١٦٣٢٩٦٠٠٠١"]
)
def test_what_nobody_could_ring_is_no_telephone_number(written):
    assert telephone(written) is None


def test_what_a_register_wrote_may_stay_while_something_else_is_put_right():
    service = factories.service(telephone="via switchboard")
    assert set_by_hand(service, telephone="via switchboard", town="Moorport").town == "Moorport"


def test_everything_that_speaks_against_a_correction_is_found_at_once():
    service = factories.service()
    wrong = {"name": "", "telephone": "none", "postcode": "nonsense", "opened_on": date(2024, 1, 1), "closed_on": date(2020, 1, 1)}
    assert {each.field for each in refusals(service_id=service.pk, changes=wrong)} == {"name", "telephone", "postcode", "closed_on"}
    assert refusals(service_id=service.pk, changes={"town": "Moorport"}) == []
    service.refresh_from_db()
    assert service.opened_on is None


def test_closing_before_opening_is_refused():
    service = factories.service()
    with pytest.raises(NotAcceptable) as refused:
        set_by_hand(service, opened_on=date(2024, 1, 1), closed_on=date(2020, 1, 1))
    assert refused.value.field == "closed_on"


def test_nobody_takes_over_from_themself_not_even_round_a_corner():
    one, two = factories.service(), factories.service()
    set_by_hand(one, successor_id=two.pk)
    for wrong in (one.pk, two.pk, 999_999_999):
        with pytest.raises(NotAcceptable) as refused:
            set_by_hand(two, successor_id=wrong)
        assert refused.value.field == "successor"


def test_a_new_name_finds_the_place_and_what_is_in_it_and_so_does_the_old_one():
    hospital = factories.service(name="Larkfeild Hospital")
    ward = factories.service(parent=hospital, name="Ward 3")
    set_by_hand(hospital, name="Larkfield Hospital")
    ward.refresh_from_db()
    assert "larkfield" in ward.search_text
    assert [found.name for found in find_services("Larkfield Ward 3")][:1] == ["Ward 3"]
    assert list(hospital.former_names.values_list("name", flat=True)) == ["Larkfeild Hospital"]
    assert Service.objects.get(pk=hospital.pk).slug == hospital.slug


def test_setting_a_field_twice_keeps_what_the_register_said_and_undoing_puts_it_back():
    service = factories.service(name="Register's name")
    set_by_hand(service, name="First try")
    set_by_hand(service, name="Second try", opened_on=date(2020, 1, 1))
    correction = service.corrections.get(field="name")
    assert (correction.was, correction.value) == ("Register's name", "Second try")
    undo_correction(correction_id=correction.pk, by=TESTS)
    undo_correction(correction_id=service.corrections.get(field="opened_on").pk, by=TESTS)
    service.refresh_from_db()
    assert (service.name, service.opened_on) == ("Register's name", None)
    assert not service.corrections.exists()
    assert "Register's name" not in service.former_names.values_list("name", flat=True)


def test_undoing_what_no_longer_fits_says_so():
    service = factories.service(opened_on=date(2024, 1, 1))
    set_by_hand(service, opened_on=date(2020, 1, 1))
    set_by_hand(service, closed_on=date(2022, 1, 1))
    with pytest.raises(WrongState, match="other field"):
        undo_correction(correction_id=service.corrections.get(field="opened_on").pk, by=TESTS)
    service.refresh_from_db()
    assert service.opened_on == date(2020, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_while_a_register_is_taken_in_corrections_wait():
    service = factories.service()
    other = connection.copy()
    try:
        other.ensure_connection()
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory import'))")
            with pytest.raises(WrongState, match="register"):
                set_by_hand(service, town="Moorport")
            cursor.execute("ROLLBACK")
        set_by_hand(service, town="Moorport")
    finally:
        other.close()
