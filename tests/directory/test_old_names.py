"""Places are found by the names that they had, and by those of places that became part of them; the line says so."""

import importlib

import pytest
from django.db import connection

from heard.directory.actions import placing
from heard.directory.actions.corrections import correct_service, undo_correction
from heard.directory.models import Correction, FormerName, Service
from heard.directory.queries import find_services
from tests import factories
from tests.directory.test_registers import ods, trusts
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def found(typed):
    return [(each.name, each.once) for each in find_services(typed)]


def test_a_place_that_a_register_renamed_is_found_by_its_old_name_and_so_is_what_belongs_to_it():
    trusts(ods("RX1", "OLDMERE NHS TRUST"))
    trust = Service.objects.get(code="RX1")
    factories.service(name="Ward 7", parent=trust)
    trusts(ods("RX1", "NORTHMOOR NHS TRUST"))
    assert found("oldmere") == [
        ("Northmoor NHS Trust", "was called Oldmere NHS Trust"),
        ("Ward 7", "Northmoor NHS Trust was called Oldmere NHS Trust"),
    ]
    assert found("oldmere ward 7") == [("Ward 7", "Northmoor NHS Trust was called Oldmere NHS Trust")]
    assert trusts(ods("RX1", "NORTHMOOR NHS TRUST")).unchanged == 1


def test_what_is_found_by_its_name_of_today_says_nothing_of_old_ones():
    trusts(ods("RX1", "NORTHMOOR HOSPITALS NHS TRUST"))
    trusts(ods("RX1", "NORTHMOOR NHS TRUST"))
    assert found("northmoor") == [("Northmoor NHS Trust", "")]


def test_a_name_set_by_hand_and_undone_is_found_only_while_it_is_an_old_one():
    place = factories.service(name="Oldmere House")
    correct_service(service_id=place.pk, changes={"name": "Larch House"}, by=TESTS)
    assert found("oldmere") == [("Larch House", "was called Oldmere House")]
    undo_correction(correction_id=Correction.objects.get().pk, by=TESTS)
    assert found("oldmere") == [("Oldmere House", "")]
    assert found("larch") == []


def test_a_joined_place_is_found_by_its_name_as_the_other_until_they_are_parted():
    into = factories.service(name="Larch House", kind="care-home")
    place = placing.propose_place(region_id=into.region_id, name="Oldmere Home", kind="care-home", where="By the sea", by=TESTS)
    placing.join_place(service_id=place.pk, into_id=into.pk, by=TESTS)
    assert found("oldmere") == [("Larch House", "was called Oldmere Home")]
    placing.part_place(service_id=place.pk, reason="They are two", by=TESTS)
    assert found("oldmere") == []


def test_a_place_that_took_over_is_found_by_the_name_of_the_one_that_closed():
    old, new = factories.service(name="Oldmere Surgery", standing="closed"), factories.service(name="Harbour Street Surgery")
    correct_service(service_id=old.pk, changes={"successor_id": new.pk}, by=TESTS)
    assert found("oldmere") == [("Harbour Street Surgery", "was called Oldmere Surgery")]
    undo_correction(correction_id=Correction.objects.get().pk, by=TESTS)
    assert found("oldmere") == []


def test_the_page_says_what_a_place_was_called_and_escapes_it(client):
    place = factories.service(name="Oldmere <b>House")
    correct_service(service_id=place.pk, changes={"name": "Larch House"}, by=TESTS)
    assert "was called Oldmere &lt;b&gt;House" in client.get("/services/?q=oldmere").text


def test_what_was_renamed_before_the_upgrade_is_found_by_its_old_name_too():
    trust = factories.service(name="Northmoor NHS Trust")
    ward = factories.service(name="Ward 7", parent=trust)
    FormerName.objects.create(service=trust, name="Oldmere’s (St. Mary) Trust")
    taken_over = factories.service(name="Harbour Street Surgery", code="XA001")
    factories.service(name="Quayside Surgery", standing="closed", successor=taken_over, code="xa002")
    upgrade = importlib.import_module("heard.directory.migrations.0007_everyday_names")
    with connection.cursor() as cursor:
        cursor.execute(upgrade.FIND_BY_OLD_NAMES)
        cursor.execute(upgrade.CODES_IN_CAPITALS)
    assert {name for name, _ in found("oldmeres st mary")} == {trust.name, ward.name}
    assert found("quayside") == [("Harbour Street Surgery", "was called Quayside Surgery")]
    assert Service.objects.filter(code="XA002").exists()
