"""Everyday names find the places that they mean; what they are judged on is in `words/everyday.csv`."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heard.core.errors import NotAcceptable
from heard.directory.actions import everyday
from heard.directory.models import EverydayName, EverydayStep, PostcodeSector, Service
from heard.directory.queries import everyday_steps, find_services, notes_about, search_text_of
from heard.directory.rules.everyday import LONGEST, Book, Meaning, first_names, key, parted
from heard.directory.rules.names import folded
from heard.regions.actions import make_region
from heard.stories.rules import search_words
from tests import factories
from tests.directory import everyday_words
from tests.languages import spoken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def names(db):
    factories.region()
    everyday.plant_everyday_names(by=factories.TESTS)


def place(name, parent=None, **more):
    made = factories.service(name=name, parent=parent, **more)
    above = [each.name for each in (parent.parent, parent) if each] if parent else []
    Service.objects.filter(pk=made.pk).update(search_text=search_text_of(made, above))
    return made


def found(typed, **more):
    return [each.name for each in find_services(typed, **more)]


@pytest.fixture
def hospital():
    """A hospital, its departments, and the departments of another one."""
    general = place("Northmoor General Hospital", place("Northmoor NHS Trust"), level="site", kind="hospital", postcode="XN1 2BB")
    place("Emergency Department", general)
    place("Ward 7", general)
    seaby = place("Seaby Infirmary", place("Seaby NHS Trust"), level="site", kind="hospital", postcode="XN4 2BB")
    place("A&E", seaby)
    return general


def add(**more):
    said = {"region_id": None, "title": "Front door", "words": ["front door"], "kinds": [], "called": ["Emergency Department"]}
    return everyday.add_everyday_name(**said | more, by=factories.TESTS)


def test_words_that_people_type_find_their_kind_among_the_first_three():
    everyday_words.make(everyday_words.PLACES + everyday_words.IN_NO_REGISTER)
    assert everyday_words.missed() == []


@pytest.mark.parametrize("typed", ["northmoor general A&E", "a+e northmoor", "casualty at northmoor general", "casulty northmoor genral"])
def test_a_place_and_a_kind_in_one_search_put_its_department_first(hospital, typed):
    assert find_services(typed)[0].name == "Emergency Department"


def test_an_everyday_name_finds_no_place_that_is_only_part_of_one_called_so(hospital):
    assert set(found("hospital")) == {"Northmoor General Hospital", "Seaby Infirmary"}


@pytest.mark.parametrize("typed", ["chemsit", "chemis", "chemmist", "chemizt"], ids=["turned", "missing", "too many", "wrong"])
def test_one_wrong_letter_in_an_everyday_name_is_forgiven(typed):
    place("Smile and Sons", kind="pharmacy")
    assert found(typed) == ["Smile and Sons"]


def test_a_word_that_places_have_is_no_misspelling_of_an_everyday_name():
    place("Smile and Sons", kind="pharmacy")
    place("Chemisa House", kind="care-home")
    assert found("chemisa") == ["Chemisa House"]


def test_a_place_whose_name_holds_an_everyday_word_is_found_first_by_its_whole_name():
    lane = place("Chemist Lane Surgery", kind="general-practice")
    place("Lane Surgery Pharmacy", kind="pharmacy")
    assert find_services("chemist lane surgery")[0].id == lane.pk


def test_what_people_put_around_an_everyday_name_is_left_out():
    place("Smile on the Quay", kind="dental-practice", town="Seaby")
    place("Smile on the Hill", kind="dental-practice", town="Moorport")
    assert found("nearest dentist near me in seaby") == ["Smile on the Quay"]


def test_a_postcode_beside_an_everyday_name_says_near_where(hospital):
    PostcodeSector.objects.create(code="XN1 2", latitude=55.0, longitude=-1.5)
    PostcodeSector.objects.create(code="XN4 2", latitude=55.1, longitude=-1.5)
    far, near = (place(f"Smile {code}", kind="dental-practice", postcode=f"{code} 2ZZ") for code in ("XN4", "XN1"))
    first, second = find_services("dentist XN1 2BB")
    assert (first.id, second.id) == (near.pk, far.pk)
    assert second.distance == pytest.approx(11.1, abs=0.1)
    assert found("XN1 2BB")[0] == "Northmoor General Hospital"


def test_where_there_is_no_such_place_what_is_called_nearly_so_is_found():
    place("Saltwood House", kind="care-home")
    assert found("salt") == ["Saltwood House"]


def test_a_regions_own_words_go_before_those_for_everywhere_and_hold_there_alone(hospital):
    wales = make_region(slug="wales", name="Wales", host="wales.example", by=factories.TESTS)
    add(region_id=wales.pk, title="Casualty", words=["casualty"], called=["Ward 7"])
    assert found("casualty", region_id=wales.pk) == ["Ward 7"]
    assert found("casualty")[0] == "Emergency Department"


def test_words_hold_from_the_next_search_on_and_hidden_ones_no_longer(hospital):
    name = add()
    assert found("front door")[0] == "Emergency Department"
    said = {"region_id": None, "title": "Front door", "kinds": [], "called": ["Ward 7"]}
    everyday.change_everyday_name(name_id=name.pk, words=["front door"], **said, by=factories.TESTS)
    assert found("front door") == ["Ward 7"]
    for _ in range(2):
        everyday.hide_everyday_name(name_id=name.pk, by=factories.TESTS)
    assert found("front door") == []
    everyday.show_everyday_name(name_id=name.pk, by=factories.TESTS)
    assert found("front door") == ["Ward 7"]
    assert [(each.step, each.by) for each in everyday_steps(name.pk)] == [
        (step, "system:tests") for step in ("shown", "hidden", "changed", "added")
    ]
    assert everyday_steps(name.pk)[2].was["called"] == ["Emergency Department"]


def test_of_two_changes_at_once_the_one_that_is_there_last_holds_too(hospital):
    """Steps are numbered as they begin: the smaller number may be seen after the greater one."""
    first, second = add(), add(title="Back door", words=["back door"])
    step = EverydayStep.objects.get(name=first)
    EverydayName.objects.filter(pk=first.pk).update(hidden=True)
    EverydayStep.objects.filter(pk=step.pk).delete()
    assert (found("front door"), found("back door")[0]) == ([], "Emergency Department")
    EverydayName.objects.filter(pk=first.pk).update(hidden=False)
    step.save(force_insert=True)
    assert EverydayStep.objects.latest("pk").name == second
    assert found("front door")[0] == "Emergency Department"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "GP surgery"}, "title"),
        ({"words": ["  ", "!"]}, "words"),
        ({"words": ["one two three four five six"]}, "words"),
        ({"words": ["a" * 61]}, "words"),
        ({"kinds": ["castle"]}, "kinds"),
        ({"called": []}, "called"),
        ({"specialities": ["A&E"]}, "specialities"),
        ({"note": "a" * 301}, "note"),
        ({"same": ["casualty"]}, "same"),
        ({"same": [f"word {n}" for n in range(13)]}, "same"),
        ({"same": ["one two three four five six", "a&e"]}, "same"),
    ],
)
def test_words_that_cannot_stand_are_refused_beside_their_field(wrong, field):
    with pytest.raises(NotAcceptable) as refused:
        add(**wrong)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("walk in centre", "urgent-care"), ("out of hours doctor", "out-of-hours"), ("opticians", "optician"),
     ("prison doctor", "prison-health"), ("111", "phone-service")],
)  # fmt: skip
def test_a_place_is_found_by_its_kind_whatever_it_is_called(typed, kind):
    place("Smile and Sons", kind=kind)
    place("Centre for Doctors", kind="charity")
    assert found(typed)[0] == "Smile and Sons"


def test_whoever_looks_for_111_is_told_that_it_is_no_place(client):
    place("Northmoor Ambulance Service", kind="ambulance")
    place("Northmoor NHS 111", kind="out-of-hours")
    for typed in ("111", "NHS 111", "one one one northmoor"):
        assert "not a place" in notes_about(typed)[0], typed
    assert found("111")[0] == "Northmoor NHS 111"
    assert "NHS 111 is a phone and online service, not a place." in client.get("/services/?q=111").text
    assert notes_about("ward 111b") == notes_about("11") == notes_about("larkfield") == notes_about("") == ()


def test_a_note_is_said_where_nothing_is_found_and_is_no_part_of_the_page(client):
    add(words=["front door"], note="<b>Ask</b> at the desk.")
    shown = client.get("/services/?q=front+door").text
    assert "&lt;b&gt;Ask&lt;/b&gt; at the desk." in shown
    assert "No services match" in shown


def test_the_note_of_a_region_is_said_there_alone():
    wales = make_region(slug="wales", name="Wales", host="wales.example", by=factories.TESTS)
    add(region_id=wales.pk, title="111", words=["111"], note="Galwch 111.")
    assert notes_about("111", region_id=wales.pk) == ("Galwch 111.",)
    assert "not a place" in notes_about("111")[0]


def test_a_note_says_its_language_on_a_page_in_another():
    assert "<span" not in notes_about("111")[0]
    with spoken("ar-xb"), translation.override("ar-xb"):
        assert notes_about("111")[0].startswith('<span lang="en-GB" dir="ltr">')


@pytest.mark.parametrize("typed", ["szpital", "SZPITAL ", "Łódź dom", "مستشفى", "больница"])
def test_everyday_words_may_be_of_any_language_and_script(typed):
    add(title="Hospital, in other languages", words=["szpital", "Łódź dom", "مستشفى", "больница"], kinds=["hospital"], called=[])
    place("Seaby Infirmary", place("Seaby Trust"), level="site", kind="hospital")
    assert found(typed) == ["Seaby Infirmary"]


def test_places_have_the_letters_of_their_own_names():
    place("Dom Opieki Łódź", kind="care-home")
    place("Øster House", kind="care-home")
    assert found("lodz") == found("Łódź") == ["Dom Opieki Łódź"]
    assert found("oster") == ["Øster House"]


def test_an_upgrade_renews_what_nobody_has_changed_and_leaves_the_rest():
    urgent, ours = EverydayName.objects.get(title__startswith="Urgent"), EverydayName.objects.get(title="NHS 111")
    EverydayStep.objects.all().update(by="system:upgrade")
    EverydayName.objects.update(note="", same=[])
    EverydayName.objects.filter(pk=urgent.pk).update(kinds=[])
    EverydayName.objects.filter(title="Optician").delete()
    everyday.hide_everyday_name(name_id=ours.pk, by=factories.TESTS)
    importlib.import_module("heard.directory.migrations.0008_kinds_and_notes").renew(apps, None)
    urgent.refresh_from_db()
    ours.refresh_from_db()
    assert (urgent.kinds, ours.note, ours.hidden) == (["urgent-care"], "", True)
    assert [each.step for each in everyday_steps(urgent.pk)] == ["changed", "added"]
    assert EverydayName.objects.get(title="Hospital").same
    assert EverydayName.objects.get(title="Optician").kinds == ["optician"]


def test_words_that_mean_the_same_in_stories_find_places_too():
    for each in first_names():
        assert {key(form) for form in each.same} <= {key(word) for word in each.words}, each.title


def test_words_of_stories_that_name_a_kind_of_place_find_it_too():
    """What means the same in stories (`stories.rules.search_words`) is not two things here."""
    names = [{key(word) for word in each.words} for each in first_names()]
    for place_is_called in ("ae", "gp", "utc", "ooh", "icu", "hdu", "nicu", "picu", "ccu", "amu", "ent", "eau", "labour", "pharmacy",
                            "dentist", "optician", "camhs", "cmht", "iapt", "gum", "pals", "111", "pts"):  # fmt: skip
        forms = [form.strip().removeprefix("=") for form in search_words.NAMES[place_is_called].split("|")]
        said = {key(form) for form in forms if len(folded(form).split()) <= LONGEST}
        assert any(said <= words for words in names), place_is_called


def test_words_said_twice_are_one():
    assert add(words=["front door", "Front-Door"]) == add(words=["front door"])
    assert EverydayStep.objects.filter(name__title="Front door").count() == 1


def test_the_first_table_holds_what_operators_could_have_written():
    EverydayName.objects.all().delete()
    assert everyday.plant_everyday_names(by=factories.TESTS) == len(first_names()) == EverydayName.objects.count()
    assert everyday.plant_everyday_names(by=factories.TESTS) == 0
    titles = [each.title for each in first_names()]
    assert len(titles) == len(set(titles))
    assert not [word for each in first_names() for word in each.words if len(key(word)) < 2]


def test_an_everyday_name_costs_the_same_however_many_places_it_means(hospital, django_assert_num_queries):
    find_services("A&E")  # reads the table, which is read again when it was changed
    with django_assert_num_queries(3):
        find_services("A&E")
    for n in range(30):
        place(f"A&E {n}", hospital)
    with django_assert_num_queries(3):
        assert len(find_services("A&E")) == 20


def test_places_of_a_kind_are_found_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT FROM directory_service s WHERE s.kind = ANY(%s)", [["pharmacy"]])
        assert "service_kind" in str(cursor.fetchall())


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=5))
def test_every_word_typed_is_in_one_part_and_in_its_order(typed, known):
    book = Book({key(each): [Meaning(("pharmacy",), ())] for each in known})
    words = folded(typed).split()
    parts = [word for part in parted(words, book) for word in part.words]
    left = iter(words)
    assert all(word in left for word in parts)
    if not any(part.meaning for part in parted(words, book)):
        assert parts == words
