import re
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.core import clock
from heard.directory.models import Service
from heard.directory.queries import PLACE_WORDS, find_services, search_text_of, service_by_key
from heard.directory.rules.positions import Position
from heard.regions.actions import set_number
from heard.ui import wording
from tests import factories

pytestmark = pytest.mark.django_db


def place(name, parent=None, **more):
    made = factories.service(name=name, parent=parent, **more)
    above = [parent.parent.name, parent.name] if parent and parent.parent else [parent.name] if parent else []
    made.search_text = search_text_of(made, above)
    made.save()
    return made


@pytest.fixture
def northmoor():
    trust = place("Northmoor NHS Trust", town="Moorport", postcode="XN1 1AA", code="DEMO-1")
    hospital = place(
        "Larkfield Hospital", trust, level="site", kind="hospital", town="Moorport", postcode="XN1 2BB", latitude=55.0, longitude=-1.5
    )
    ward = place("Larkfield Ward", hospital)
    place("Harbour Street Surgery", kind="general-practice", town="Seaby", postcode="XN4 1AB", latitude=55.1, longitude=-1.5)
    return {"trust": trust, "hospital": hospital, "ward": ward}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("larkfield hospital", "Larkfield Hospital"),
        ("larkfeild hosptal", "Larkfield Hospital"),
        ("LARKFIELD WARD", "Larkfield Ward"),
        ("harbor street", "Harbour Street Surgery"),
        ("seaby", "Harbour Street Surgery"),
        ("XN4", "Harbour Street Surgery"),
        ("xn41ab", "Harbour Street Surgery"),
        ("harbour surgery somewhere else", "Harbour Street Surgery"),
        ("somewhere northmoor seaby", "Harbour Street Surgery"),  # one place in Seaby, three of Northmoor: the rarer word says more
        ("larkfield wrad", "Larkfield Ward"),
        ("larkfielld warrd", "Larkfield Ward"),
        ("harbou rstreet surgery", "Harbour Street Surgery"),
        ("field hospital", "Larkfield Hospital"),
    ],
)
def test_what_people_type_finds_it(northmoor, typed, first):
    assert find_services(typed)[0].name == first


def test_a_ward_says_which_hospital_it_is_in(northmoor):
    ward = next(each for each in find_services("larkfield ward") if each.level == "service")
    assert ward.where == "Larkfield Hospital, Northmoor NHS Trust · Moorport"


def test_near_me_is_in_order_of_distance(northmoor):
    found = find_services(near=Position(55.01, -1.5))
    assert [each.name for each in found] == ["Larkfield Hospital", "Harbour Street Surgery"]
    assert found[0].distance == pytest.approx(1.1, abs=0.1)


def test_a_postcode_finds_what_has_it_then_what_is_near(northmoor):
    found = find_services("XN1 2BB")
    assert [each.name for each in found] == ["Larkfield Hospital", "Harbour Street Surgery"]


def test_closed_places_are_found_only_when_asked_for(northmoor):
    northmoor["ward"].standing = "closed"
    northmoor["ward"].save()
    assert "Larkfield Ward" not in [each.name for each in find_services("larkfield ward")]
    assert "Larkfield Ward" in [each.name for each in find_services("larkfield ward", include_closed=True)]


def test_an_address_takes_a_code_in_any_case_or_a_slug(northmoor):
    assert service_by_key("demo-1") == northmoor["trust"]
    assert service_by_key(northmoor["ward"].slug) == northmoor["ward"]
    assert service_by_key("nothing") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_nothing_typed_breaks_the_search(northmoor, typed):
    find_services(typed)


def test_the_page_answers_strange_addresses_in_words(client, northmoor):
    assert b"Larkfield Hospital" in client.get("/services/", {"q": "larkfield"}).content
    assert b"No services match" in client.get("/services/", {"q": "zzzzqqqq"}).content
    assert client.get("/services/", {"q": "a\0b'; --"}).status_code == 200
    assert client.post("/services/", {"lat": "north", "lon": "1"}).status_code == 400
    assert client.post("/services/", {"lat": "91", "lon": "1"}).status_code == 400
    assert "Set-Cookie" not in client.get("/services/").headers


def test_words_stand_in_the_address_without_a_cookie(client, northmoor):
    answer = client.post("/services/", {"q": "larkfield ward"})
    assert answer["Location"] == "/services/?q=larkfield+ward#found"
    assert "Set-Cookie" not in answer.headers
    page = " ".join(client.get(answer["Location"]).text.split())
    assert re.search(r'<h2 id="found" tabindex="-1"> ?We found 1 service', page)
    assert "<title>We found 1 service – Find a service" in page
    assert client.post("/services/", {"q": " "})["Location"] == "/services/"


@pytest.mark.parametrize(
    "typed", [{"q": "xn1 2bb"}, {"q": "XN1"}, {"lat": "55.00412", "lon": "-1.49876"}], ids=["postcode", "half of one", "position"]
)
def test_where_somebody_is_stands_in_no_address_and_back_finds_it_again(client, northmoor, typed):
    answer = client.post("/services/", typed)
    assert answer["Location"] == "/services/?found=1#found"
    page = client.get(answer["Location"])
    assert "Larkfield Hospital" in page.text
    assert page["Cache-Control"] == "no-store"
    assert "Larkfield Hospital" in client.get(answer["Location"]).text
    assert "Larkfield Hospital" not in client.get("/services/").text, "opened anew, nothing is looked for"
    assert client.session.get_expiry_age() <= 3600


def test_a_position_is_kept_to_a_kilometre_and_none_in_an_address_is_read(client, northmoor):
    client.post("/services/", {"lat": "55.00412", "lon": "-1.49876"})
    assert client.session["search:services"][1] == {"lat": 55.0, "lon": -1.5}
    assert "Larkfield" not in client.get("/services/?lat=55.0&lon=-1.5").text


@pytest.mark.parametrize(
    "typed", [{"q": "XN1"}, {"q": "chemist XN1 2BB"}, {"lat": "55.0", "lon": "-1.5"}], ids=["postcode", "kind and postcode", "position"]
)
@pytest.mark.parametrize(
    "sent_by", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}], ids=["newer browsers", "older browsers"]
)
def test_a_search_that_another_site_sends_begins_no_session(client, northmoor, typed, sent_by):
    """It comes without their cookie; a new one would take the place of it, and of the story that somebody is telling."""
    answer = client.post("/services/", typed, headers=sent_by)
    assert "Set-Cookie" not in answer.headers
    assert (answer.status_code, "Please search again" in answer.text) == (403, True)


def test_a_search_that_is_not_kept_any_more_says_so(client, northmoor):
    assert "Please search again" in client.get("/services/?found=1").text
    client.post("/services/", {"q": "XN1"})
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert "Larkfield" not in client.get("/services/?found=1").text


def closed(service, **ago):
    service.standing, service.closed_on = "closed", clock.today() - timedelta(**ago)
    service.save()
    return wording.month_words(service.closed_on)


def test_a_service_that_closed_lately_is_found_after_the_open_ones_with_its_month(client, northmoor):
    when = closed(northmoor["hospital"], days=100)
    page = client.get("/services/?q=larkfield").text
    assert page.index("Larkfield Ward</a>") < page.index("Larkfield Hospital</a>")
    assert f"closed in {when}" in page
    closed(northmoor["hospital"], days=365 * 5)
    assert "Larkfield Hospital</a>" not in client.get("/services/?q=larkfield").text


def test_open_services_come_first_near_a_position_and_a_postcode_too(northmoor):
    closed(northmoor["hospital"], days=100)
    since = clock.today() - timedelta(days=365)
    for how in ({"near": Position(55.0, -1.5)}, {"text": "XN1 2BB"}):
        assert [each.name for each in find_services(**how, closed_since=since)] == ["Harbour Street Surgery", "Larkfield Hospital"]


def test_a_place_is_found_by_its_new_words_as_soon_as_they_are_written(northmoor):
    assert find_services("quarrington") == []
    northmoor["ward"].search_text = "quarrington ward"
    northmoor["ward"].save()
    Service.objects.filter(pk=northmoor["trust"].pk).update(search_text="ullsmoor trust")
    assert find_services("quarington")[0].name == "Larkfield Ward"
    assert find_services("ulslmoor")[0].name == "Northmoor NHS Trust"


@pytest.mark.parametrize(
    ("typed", "statements"),
    [("larkfield", 3), ("larkfeild wrad", 3), ("larkfield nowhere", 3), ("larkfield seaby", 4), ("larkfield A&E", 4)],
)
def test_words_cost_two_statements_to_know_them_and_one_or_two_to_find_places(northmoor, django_assert_num_queries, typed, statements):
    find_services("larkfield")  # reads the table of everyday names, which is read again when it was changed
    with django_assert_num_queries(statements):
        assert find_services(typed)


def test_places_are_found_by_their_words_in_an_index(northmoor):
    """However many places there are, none is compared with what was typed unless it has such words."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT FROM directory_service s WHERE {PLACE_WORDS} && %s::text[]", [["larkfield"]])
        assert "service_words" in str(cursor.fetchall())


def test_what_an_import_added_is_in_the_indexes_at_once(db):
    """With fastupdate a search would read a list of all that came last, until the database tidies up: ten times slower after an import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname IN ('service_words', 'place_word_nearly')")
        assert cursor.fetchall() == [(["fastupdate=off"],)] * 2


def test_finding_costs_the_same_for_many(northmoor, client, django_assert_max_num_queries):
    for number in range(30):
        place(f"Larkfield Clinic {number}", northmoor["hospital"], kind="clinic")
    client.get("/services/", {"q": "larkfield"})
    with django_assert_max_num_queries(8):
        client.get("/services/", {"q": "larkfield"})


def test_distances_are_in_miles_or_in_kilometres_where_the_region_says_so(client, northmoor):
    client.post("/services/", {"lat": "55.05", "lon": "-1.5"})
    assert "about 3.5 miles away" in client.get("/services/?found=1").text
    set_number(region_id=factories.region().pk, name="distances_in_miles", value=0, by=factories.TESTS)
    assert "about 5.6 km away" in client.get("/services/?found=1").text


def test_a_postcode_among_other_words_stands_in_no_address_either(client, northmoor):
    assert client.post("/services/", {"q": "dentist XN1 2BB"})["Location"] == "/services/?found=1#found"
    for typed in ("dentist, XN1 2BB.", "dentist (xn12bb)", "dentist near XN1-2BB?", "dentist XN1 2 BB"):
        assert client.post("/services/", {"q": typed})["Location"] == "/services/?found=1#found", typed
    assert client.post("/services/", {"q": "ward B3"})["Location"] == "/services/?q=ward+B3#found"


@pytest.mark.parametrize("typed", ["A65 F4E2", "a65f4e2", "dentist, A65 F4E2.", "dentist near A65-F4E2?"])
def test_a_postcode_of_ireland_which_is_one_home_stands_in_no_address_either(client, northmoor, typed):
    assert client.post("/services/", {"q": typed})["Location"] == "/services/?found=1#found"


def test_too_much_to_look_for_is_refused_in_our_own_words(client):
    page = client.post("/services/", {"q": "a" * 400, "look": "1"})
    assert page.status_code == 400
    assert "must be 200 characters or fewer" in page.text
    assert "Ensure this value" not in page.text
