"""Places not in a register: proposed, put into the directory, joined with what stands there already, closed on their day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from heard.core import clock
from heard.core.errors import NotAcceptable, WrongState
from heard.core.models import Event
from heard.directory.actions import contacts, corrections, importing, placing
from heard.directory.models import Correction, Placing, PostcodeSector, Service
from heard.directory.queries import find_services, joined_as, joins_to_undo, maybe_the_same, proposed_places, steps_of
from heard.directory.rules.contacts import mark_of
from heard.directory.rules.registers import Entry, read_trusts
from tests import factories
from tests.factories import TESTS
from tests.two_at_once import PATIENCE, Other, meanwhile, see_waiting

pytestmark = pytest.mark.django_db

HOME = {
    "name": "Larch House",
    "kind": "care-home",
    "address": ["2 Quay Road"],
    "town": "Moorport",
    "postcode": "ts18 1hu",
    "telephone": "01632 960001",
    "website": "https://larch.example",
}


def proposed(*, name="Larch House", kind="care-home", where="On Quay Road in Moorport, behind the school"):
    return placing.propose_place(region_id=factories.region().pk, name=name, kind=kind, where=where, by=TESTS)


def added(*, level="provider", parent=None, **stated):
    return placing.add_place(
        region_id=factories.region().pk, level=level, parent_id=parent.pk if parent else None, stated=HOME | stated, by=TESTS
    )


def accepted(place, *, level="provider", parent=None, **stated):
    parent_id = parent.pk if parent else None
    return placing.accept_place(service_id=place.pk, level=level, parent_id=parent_id, stated=HOME | stated, by=TESTS)


def take_in(*entries, register="ods"):
    return importing.import_register(
        register=register, region_id=factories.region().pk, entries=enumerate(entries, 1), accept_closures=True, by=TESTS
    )


def names(text, **more):
    return [each.name for each in find_services(text, **more)]


# ---------------------------------------------------------------- added by an operator


def test_a_place_added_by_hand_is_found_and_stands_where_its_postcode_is():
    PostcodeSector.objects.create(code="TS18 1", latitude=54.5, longitude=-1.3)
    place = added()
    assert (place.register, place.code, place.identity, place.ancestors) == ("by-hand", "", "", [place.pk])
    assert (place.postcode, place.latitude, place.longitude) == ("TS18 1HU", 54.5, -1.3)
    assert names("larch house") == names("TS18 1HU") == ["Larch House"]
    assert place.slug == "larch-house"


def test_who_made_a_place_and_when_is_kept():
    place = added()
    (step,) = steps_of(place.pk)
    assert (step.step, step.by) == ("added", TESTS.actor_ref)
    assert Event.objects.filter(name="directory.place_added").exists()


def test_two_places_of_one_name_have_pages_of_their_own():
    one, two = added(), added()
    assert one.slug != two.slug


@pytest.mark.parametrize(("level", "beneath"), [("site", "provider"), ("service", "provider"), ("service", "site")])
def test_a_place_may_stand_beneath_one_of_a_higher_level(level, beneath):
    trust = factories.service(name="Northmoor Trust")
    parent = trust if beneath == "provider" else factories.service(parent=trust, level="site", kind="hospital")
    place = added(level=level, parent=parent)
    assert place.ancestors == [*parent.ancestors, place.pk]
    assert place.pk in [each.id for each in find_services("northmoor larch house")] or beneath == "site"


def test_a_place_that_can_stand_nowhere_is_refused_beside_the_field():
    trust = factories.service()
    ward = factories.service(parent=trust)
    closed = factories.service(standing="closed", closed_on=clock.today())
    region = factories.region().pk
    for level, parent in (
        ("site", None),
        ("provider", trust.pk),
        ("site", ward.pk),
        ("service", ward.pk),
        ("site", closed.pk),
        ("site", 0),
    ):
        found = placing.wrong_with(service_id=None, region_id=region, level=level, parent_id=parent, stated=HOME)
        assert [each.field for each in found] == ["parent"], (level, parent)
    for waiting in (proposed(),):
        found = placing.wrong_with(service_id=None, region_id=region, level="site", parent_id=waiting.pk, stated=HOME)
        assert [each.field for each in found] == ["parent"]


def test_everything_that_is_wrong_with_a_place_is_said_at_once():
    bad = {"name": " ", "kind": "castle", "postcode": "nonsense", "telephone": "ask", "website": "here"}
    bad |= {"opened_on": date(2026, 5, 1), "closed_on": date(2026, 4, 1)}
    found = placing.wrong_with(service_id=None, region_id=factories.region().pk, level="team", parent_id=None, stated=bad)
    assert {each.field for each in found} == {"name", "kind", "postcode", "telephone", "website", "closed_on", "level"}
    with pytest.raises(NotAcceptable):
        added(name="")
    assert not Service.objects.exists()


def test_nothing_but_what_may_be_stated_can_be_set():
    with pytest.raises(NotAcceptable):
        added(standing="dormant")


def test_what_was_added_by_hand_is_put_right_by_hand():
    place = added()
    corrections.correct_service(service_id=place.pk, changes={"name": "Larch House Care Home"}, by=TESTS)
    assert names("larch house care home") == ["Larch House Care Home"]


def test_a_place_by_hand_whose_postcode_is_put_right_stands_there():
    for n, code in enumerate(("TS18 1", "TS19 0")):
        PostcodeSector.objects.create(code=code, latitude=54.5 + n, longitude=-1.3)
    place = corrections.correct_service(service_id=added().pk, changes={"postcode": "ts19 0aa", "latitude": 54.5}, by=TESTS)
    assert (place.postcode, place.latitude) == ("TS19 0AA", 55.5)
    place = corrections.correct_service(service_id=place.pk, changes={"postcode": ""}, by=TESTS)
    assert (place.latitude, place.longitude) == (None, None)


def test_a_place_by_hand_in_ireland_has_the_postcode_that_it_has():
    place = corrections.correct_service(service_id=added().pk, changes={"postcode": "a65f4e2"}, by=TESTS)
    assert place.postcode == "A65 F4E2"


# ---------------------------------------------------------------- proposed by a moderator


def test_a_proposed_place_is_found_by_nobody_but_those_who_put_it_in():
    place = proposed()
    assert names("larch house") == []
    assert names("larch house", include_closed=True) == []
    assert names("larch house", include_proposed=True) == ["Larch House"]
    (waiting,) = proposed_places()
    assert (waiting.place.pk, waiting.words) == (place.pk, "On Quay Road in Moorport, behind the school")


def test_a_proposal_without_name_kind_or_words_of_where_is_refused():
    found = placing.wrong_with_proposal(name=" ", kind="", where="\n")
    assert {each.field for each in found} == {"name", "kind", "where"}
    with pytest.raises(NotAcceptable):
        proposed(where="x" * 501)


def test_an_accepted_place_is_found_under_its_provider_and_its_page_stays_where_it_was():
    trust = factories.service(name="Northmoor Care")
    place = proposed(name="Larch Hous")
    slug = place.slug
    place = accepted(place, level="site", parent=trust)
    assert (place.name, place.slug, place.ancestors, place.register) == ("Larch House", slug, [trust.pk, place.pk], "by-hand")
    assert names("larch house") == ["Larch House"]
    assert [each.step for each in steps_of(place.pk)] == ["proposed", "accepted"]
    assert proposed_places() == []


@pytest.mark.parametrize("settle", ["accept", "join"])
def test_what_the_moderator_wrote_of_where_it_is_is_deleted_once_that_has_served(settle):
    place = proposed()
    if settle == "accept":
        accepted(place)
    else:
        placing.join_place(service_id=place.pk, into_id=factories.service().pk, by=TESTS)
    assert [each.words for each in steps_of(place.pk)] == ["", ""]


def test_a_place_is_accepted_once():
    place = accepted(proposed())
    with pytest.raises(WrongState):
        accepted(place)


def test_nobody_puts_a_proposed_place_right_before_it_is_in_the_directory():
    with pytest.raises(WrongState):
        corrections.correct_service(service_id=proposed().pk, changes={"town": "Moorport"}, by=TESTS)


@pytest.mark.parametrize(
    "wrong", [{"code": "X1"}, {"identity": "x|y"}, {"level": "site"}, {"register": "joined"}], ids=lambda each: next(iter(each))
)
def test_the_database_refuses_a_proposed_place_that_is_half_in_the_directory(wrong):
    place = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=place.pk).update(**wrong)


# ---------------------------------------------------------------- joined


@pytest.mark.parametrize("make", [proposed, added])
def test_a_joined_place_goes_on_as_the_other_one(make):
    there, place = factories.service(name="Larch House Care Home", code="VL01"), make()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    place.refresh_from_db()
    assert (place.register, place.successor, place.standing) == ("joined", there, "closed")
    assert joined_as([place.pk, there.pk]) == [there.pk]
    assert names("larch house", include_closed=True, include_proposed=True) == ["Larch House Care Home"]
    assert steps_of(place.pk)[-1].other == there


def test_joining_twice_is_joining_once_and_elsewhere_is_refused():
    there, elsewhere, place = factories.service(), factories.service(), proposed()
    for _ in range(2):
        placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    assert Placing.objects.filter(step="joined").count() == 1
    with pytest.raises(WrongState):
        placing.join_place(service_id=place.pk, into_id=elsewhere.pk, by=TESTS)


def test_what_was_joined_with_a_place_follows_it_when_that_is_joined_too():
    there, first, second = factories.service(), added(), proposed()
    placing.join_place(service_id=second.pk, into_id=first.pk, by=TESTS)
    placing.join_place(service_id=first.pk, into_id=there.pk, by=TESTS)
    assert joined_as([second.pk]) == [there.pk]


def test_what_cannot_be_joined_is_refused():
    there, place = factories.service(code="VL01"), added()
    inside = added(level="site", parent=place, name="The annexe")
    for one, other, refusal in (
        (there, place, WrongState),  # a register's
        (place, there, WrongState),  # something stands beneath it
        (inside, inside, NotAcceptable),
        (inside, proposed(), NotAcceptable),
    ):
        with pytest.raises(refusal):
            placing.join_place(service_id=one.pk, into_id=other.pk, by=TESTS)
    with pytest.raises(NotAcceptable):
        placing.join_place(service_id=inside.pk, into_id=999_999_999, by=TESTS)


# ---------------------------------------------------------------- a join undone


def parted(place, reason="Another home of that name"):
    return placing.part_place(service_id=place.pk, reason=reason, by=TESTS)


@pytest.mark.parametrize("make", [proposed, added])
def test_a_join_is_undone_with_a_reason_and_the_place_is_what_it_was(make):
    there, place = factories.service(name="Larch House Care Home", code="VL01"), make()
    before = Service.objects.filter(pk=place.pk).values("register", "standing", "closed_on", "successor_id").get()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    with pytest.raises(NotAcceptable):
        parted(place, reason=" ")
    for _ in range(2):
        parted(place)
    assert Service.objects.filter(pk=place.pk).values("register", "standing", "closed_on", "successor_id").get() == before
    assert joined_as([place.pk]) == [place.pk]
    step = steps_of(place.pk)[-1]
    assert (step.step, step.other, step.words, step.by) == ("parted", there, "Another home of that name", TESTS.actor_ref)
    assert Event.objects.filter(name="directory.place_parted").count() == 1


def test_a_place_can_be_joined_again_after_that():
    first, second, place = factories.service(), factories.service(), added()
    placing.join_place(service_id=place.pk, into_id=first.pk, by=TESTS)
    parted(place)
    placing.join_place(service_id=place.pk, into_id=second.pk, by=TESTS)
    assert joined_as([place.pk]) == [second.pk]
    assert [each.other for each in joins_to_undo(second.pk)] == [second]
    assert joins_to_undo(first.pk) == []


def test_a_join_is_undone_within_a_time_that_the_region_sets():
    there, place = factories.service(), added()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    with clock.at(clock.now() + timedelta(days=31)):
        assert joins_to_undo(there.pk) == []
        with pytest.raises(WrongState, match="too late"):
            parted(place)


def test_a_join_of_before_its_past_was_kept_is_not_undone():
    there, place = factories.service(), added()
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    Placing.objects.filter(step="joined").update(was=None)
    assert joins_to_undo(there.pk) == []
    with pytest.raises(WrongState):
        parted(place)


def test_what_had_been_joined_with_a_place_comes_back_with_it():
    there, first, second = factories.service(), added(), added()
    placing.join_place(service_id=second.pk, into_id=first.pk, by=TESTS)
    placing.join_place(service_id=first.pk, into_id=there.pk, by=TESTS)
    parted(first)
    assert joined_as([second.pk]) == [first.pk]


def test_the_contact_of_a_provider_goes_along_with_who_gave_it_and_comes_back():
    there, place = factories.service(), added()
    contacts.set_registered_contact(service_id=place.pk, email="home@larch.example", by=TESTS)
    contacts.confirm_contact(service_id=place.pk, mark=mark_of("home@larch.example"), by=TESTS)
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    there.refresh_from_db()
    assert (there.registered_contact, there.contact_set_by) == ("home@larch.example", TESTS.actor_ref)
    assert there.contact_confirmed_at is not None
    parted(place)
    for each in (there, place):
        each.refresh_from_db()
    assert (there.registered_contact, place.registered_contact) == ("", "home@larch.example")
    assert place.contact_confirmed_at is not None


def test_a_contact_that_nobody_confirmed_goes_along_unconfirmed():
    there, place = factories.service(), added()
    contacts.set_registered_contact(service_id=place.pk, email="home@larch.example", by=TESTS)
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    there.refresh_from_db()
    assert (there.registered_contact, there.contact_confirmed_at) == ("home@larch.example", None)


def test_a_contact_takes_no_others_place_and_goes_to_no_ward():
    trust, place = factories.service(), added()
    ward = factories.service(parent=trust)
    contacts.set_registered_contact(service_id=trust.pk, email="trust@trust.example", by=TESTS)
    contacts.set_registered_contact(service_id=place.pk, email="home@larch.example", by=TESTS)
    other = added()
    contacts.set_registered_contact(service_id=other.pk, email="other@larch.example", by=TESTS)
    placing.join_place(service_id=place.pk, into_id=trust.pk, by=TESTS)
    placing.join_place(service_id=other.pk, into_id=ward.pk, by=TESTS)
    for each in (trust, ward):
        each.refresh_from_db()
    assert (trust.registered_contact, ward.registered_contact) == ("trust@trust.example", "")
    parted(place)
    trust.refresh_from_db()
    assert trust.registered_contact == "trust@trust.example"


# ---------------------------------------------------------------- the next register


LARCH = Entry("provider", "care-home", "Larch House", code="VL01", town="Moorport", postcode="TS18 1HU")


def test_the_next_register_neither_closes_nor_changes_nor_doubles_what_it_does_not_hold():
    place, waiting = added(), proposed(name="The Hulk")
    done = take_in(Entry("provider", "acute-trust", "Northmoor Trust", code="RNM"))
    take_in(Entry("provider", "acute-trust", "Northmoor Trust", code="RNM"))
    assert (done.added, done.closed) == (1, 0)
    for each, register in ((place, "by-hand"), (waiting, "proposed")):
        each.refresh_from_db()
        assert (each.standing, each.register) == ("open", register)
    assert maybe_the_same() == []


def test_a_place_that_a_register_holds_later_is_shown_to_operators_and_joined_by_hand_alone():
    place = added()
    take_in(LARCH)
    there = Service.objects.get(code="VL01")
    place.refresh_from_db()
    assert (place.register, there.slug) == ("by-hand", "larch-house-vl01")
    assert [(each.place, each.other) for each in maybe_the_same()] == [(place, there)]
    placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)
    assert maybe_the_same() == []
    take_in(LARCH)
    assert maybe_the_same() == []
    assert Service.objects.filter(name="Larch House").exclude(register="joined").count() == 1


@pytest.mark.parametrize(
    ("name", "alike"),
    [("LARCH HOUSE.", True), ("House, Larch", True), ("Larch Hoûse", True), ("Larch House Dental", False), ("Elm Lodge", False)],
)
def test_places_are_perhaps_the_same_at_one_postcode_under_nearly_one_name(name, alike):
    added()
    factories.service(name=name, postcode="TS18 1HU", code="X1")
    factories.service(name="Larch House", postcode="TS18 1HX", code="X2")
    assert bool(maybe_the_same()) == alike


def test_two_that_were_said_to_be_two_are_not_shown_again():
    place, other = added(), factories.service(name="Larch House", postcode="TS18 1HU", code="X1")
    for _ in range(2):
        placing.keep_apart(service_id=place.pk, other_id=other.pk, by=TESTS)
    assert maybe_the_same() == []


def test_the_same_place_added_twice_is_shown_once():
    first, second = added(), added()
    assert [(each.place, each.other) for each in maybe_the_same()] == [(second, first)]


def test_a_place_made_by_hand_in_a_hospital_follows_the_hospital_to_its_new_trust():
    old, new = (Entry("provider", "acute-trust", f"{name} Trust", code=code) for name, code in (("Old", "R1"), ("New", "R2")))
    hospital = {"level": "site", "kind": "hospital", "name": "Larkfield", "code": "R1H"}
    take_in(old, new, Entry(**hospital, owner=("provider", "R1")))
    clinic = added(level="service", parent=Service.objects.get(code="R1H"), name="Winter Vaccination Clinic")
    take_in(old, new, Entry(**hospital, owner=("provider", "R2")))
    clinic.refresh_from_db()
    assert clinic.ancestors == [Service.objects.get(code="R2").pk, Service.objects.get(code="R1H").pk, clinic.pk]


@pytest.mark.django_db(transaction=True)
def test_while_a_register_is_taken_in_places_wait():
    place, there = added(), factories.service()
    other = connection.copy()
    try:
        other.ensure_connection()
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory import'))")
            for act in (added, proposed, lambda: placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS)):
                with pytest.raises(WrongState, match="register"):
                    act()
            assert placing.close_places(by=TESTS) == 0
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_once_says_nothing_of_registers():
    """The second press waits for the first, finds it done, and is shown the same page."""
    place, there, form_key = added(), factories.service(), uuid4()
    said = {"name": "Fern House", "kind": "care-home"}
    presses = (
        lambda: placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS),
        lambda: placing.part_place(service_id=place.pk, reason="Another one.", by=TESTS),
        lambda: placing.add_place(
            region_id=factories.region().pk, level="provider", parent_id=None, stated=said, form_key=form_key, by=TESTS
        ),
    )
    for press in presses:
        with meanwhile(press) as other:
            press()
        assert other.refused is None
    assert Service.objects.filter(name="Fern House").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_correction_undone_twice_at_once_is_undone_once():
    place = added()
    corrections.correct_service(service_id=place.pk, changes={"town": "Seaby"}, by=TESTS)
    made = Correction.objects.get(field="town")

    def undo():
        corrections.undo_correction(correction_id=made.pk, by=TESTS)

    with meanwhile(undo) as other:
        undo()
    assert "already undone" in str(other.refused)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_made", ["place", "there"])
def test_a_join_and_its_undoing_lock_both_places_in_one_order(first_made):
    """Whoever locks the two the other way round, and does not write places, must never wait for somebody who waits for them."""
    made = [added(name=name) for name in ("Larch House", "Fern House")]
    place, there = made if first_made == "place" else reversed(made)
    acts = [
        lambda: placing.join_place(service_id=place.pk, into_id=there.pk, by=TESTS),
        lambda: placing.part_place(service_id=place.pk, reason="They are two.", by=TESTS),
    ]
    for act in acts:
        other = Other(act)
        with transaction.atomic():
            Service.objects.select_for_update().get(pk=min(place.pk, there.pk))
            other.start()
            see_waiting(other)
            Service.objects.select_for_update(nowait=True).get(pk=max(place.pk, there.pk))
        other.join(timeout=PATIENCE)
        assert (other.is_alive(), other.failed, other.refused) == (False, None, None)


# ---------------------------------------------------------------- the last day


def test_a_clinic_for_one_season_closes_on_its_day_by_itself():
    last = clock.today() + timedelta(days=30)
    place = added(closed_on=last)
    assert (place.standing, placing.close_places(by=TESTS)) == ("open", 0)
    with clock.at(clock.now() + timedelta(days=30)):
        assert placing.close_places(by=TESTS) == 1
        assert placing.close_places(by=TESTS) == 0
    place.refresh_from_db()
    assert (place.standing, place.closed_on) == ("closed", last)


def test_a_place_that_has_closed_already_is_added_as_closed():
    assert added(closed_on=clock.today() - timedelta(days=3)).standing == "closed"


def test_a_place_that_an_operator_says_is_open_after_its_last_day_stays_open():
    last = clock.today() + timedelta(days=30)
    place = added(closed_on=last)
    with clock.at(clock.now() + timedelta(days=30)):
        placing.close_places(by=TESTS)
        corrections.correct_service(service_id=place.pk, changes={"standing": "open"}, by=TESTS)
        assert placing.close_places(by=TESTS) == 0


def test_a_register_that_names_a_last_day_to_come_leaves_the_place_open_until_then():
    last = clock.today() + timedelta(days=30)
    row = ["RX1", "LARCH TRUST", "", "", "2 QUAY ROAD", "", "", "MOORPORT", "", "TS18 1HU", "20200101", f"{last:%Y%m%d}", "A"]
    line = ",".join(f'"{each}"' for each in row + [""] * 14)

    def take():
        entries = read_trusts([line])
        return importing.import_register(register="trusts", region_id=factories.region().pk, entries=entries, by=TESTS)

    take()
    place = Service.objects.get(code="RX1")
    assert (place.standing, place.closed_on) == ("open", last)
    with clock.at(clock.now() + timedelta(days=30)):
        assert placing.close_places(by=TESTS) == 1
        assert take().unchanged == 1


def test_a_place_that_closed_is_found_for_stories_of_the_time_before():
    added(closed_on=clock.today() - timedelta(days=100))
    assert names("larch house") == []
    assert names("larch house", closed_since=clock.today() - timedelta(days=365)) == ["Larch House"]
    assert names("TS18 1HU", closed_since=clock.today() - timedelta(days=99)) == []
