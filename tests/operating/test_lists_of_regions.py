"""Operators' lists where the house has several regions: each row says of which it is, and a list can be narrowed to one."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.directory.actions.everyday import add_everyday_name
from heard.directory.actions.placing import add_place, propose_place
from heard.directory.models import Service
from heard.enquiries.actions import send_enquiry
from heard.organisations.models import Organisation
from heard.regions import actions as regions
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

LISTS = (
    "/operator/organisations/",
    "/operator/organisations/?q=trust",
    "/operator/messages/",
    "/operator/places/",
    "/operator/directory/",
    "/operator/directory/?q=larkfield",
    "/operator/everyday-words/",
)
BIRDS = {"northmoor": "Cormorant", "elsewhere": "Guillemot"}


@pytest.fixture
def operator(client):
    factories.region()
    return factories.sign_in(client, factories.operator())


@pytest.fixture
def elsewhere(operator):
    return regions.make_region(slug="elsewhere", name="The Island", path="island", by=TESTS)


def fill(region, bird, *, count=1):
    """Something of the region in every list."""
    for n in range(count):
        name = f"{bird} {n}" if n else bird
        organisation = factories.organisation(name=f"{name} Trust")
        Organisation.objects.filter(pk=organisation.pk).update(region=region)
        place = factories.service(name=f"{name} Larkfield", registered_contact="manager@trust.example")
        Service.objects.filter(pk=place.pk).update(region=region)
        letter = {"kind": "question", "words": f"Who is the {name}?", "email": "ada@home.example", "place": f"{name} here"}
        send_enquiry(region=region, form_key=uuid4(), by=TESTS, **letter)
        add_place(region_id=region.pk, level="provider", parent_id=None, stated={"name": f"{name} House", "kind": "hospice"}, by=TESTS)
        propose_place(region_id=region.pk, name=f"{name} Clinic", kind="clinic", where="By the sea", by=TESTS)
        add_everyday_name(region_id=region.pk, title=name, words=[name], kinds=["hospice"], called=[], by=TESTS)


def main_of(response):
    return re.sub(r"\s+", " ", response.text.partition("<main")[2].partition("</main>")[0])


def narrowed(page, slug):
    return f"{page}{'&' if '?' in page else '?'}region={slug}"


@pytest.mark.parametrize("page", LISTS)
def test_a_list_names_the_region_of_each_row_and_can_be_narrowed_to_one(operator, elsewhere, page):
    fill(factories.region(), "Cormorant")
    fill(elsewhere, "Guillemot")
    everything = main_of(operator.get(page))
    assert {"Cormorant", "Guillemot"} == {bird for bird in BIRDS.values() if bird in everything}
    rows = re.sub(r"<nav.*?</nav>", "", everything)
    assert rows.count("Northmoor") == rows.count("The Island") > 0
    assert f'href="{narrowed(page, "elsewhere").replace("&", "&amp;")}"' in everything
    for slug, bird in BIRDS.items():
        found = main_of(operator.get(narrowed(page, slug)))
        assert [each for each in BIRDS.values() if each in found] == [bird]


@pytest.mark.parametrize("page", LISTS)
def test_with_one_region_no_list_speaks_of_regions(operator, page):
    fill(factories.region(), "Cormorant")
    said = main_of(operator.get(page))
    assert "All regions" not in said
    assert "<bdi>" not in said
    assert operator.get(narrowed(page, "anything")).status_code == 200


@pytest.mark.parametrize("page", LISTS)
def test_a_region_that_nobody_knows_is_no_page(operator, elsewhere, page):
    assert operator.get(narrowed(page, "wales")).status_code == 404


@pytest.mark.parametrize("page", LISTS)
def test_a_list_of_many_regions_asks_no_more_than_one_of_few(operator, elsewhere, page):
    fill(elsewhere, "Guillemot")
    operator.get(page)
    with CaptureQueriesContext(connection) as few:
        operator.get(page)
    for n in range(3):
        another = regions.make_region(slug=f"another-{n}", name=f"Another {n}", path=f"another-{n}", by=TESTS)
        fill(another, f"Gannet {n}", count=2)
    operator.get(page)
    with CaptureQueriesContext(connection) as many:
        operator.get(page)
    assert len(many) <= len(few)


def test_a_search_and_the_next_page_stay_in_the_region(operator, elsewhere):
    fill(elsewhere, "Guillemot", count=60)
    first = operator.get("/operator/organisations/?q=trust&region=elsewhere").text
    assert '<input type="hidden" name="region" value="elsewhere">' in first
    (older,) = re.findall(r'href="(/operator/organisations/\?q=trust&amp;region=elsewhere&amp;page=[^"]+)"', first)
    assert "Guillemot" in operator.get(older.replace("&amp;", "&")).text


def test_a_region_without_organisations_says_so(operator, elsewhere):
    fill(factories.region(), "Cormorant")
    assert "This region has no organisations yet." in operator.get("/operator/organisations/?region=elsewhere").text


def test_what_an_operator_opens_says_of_which_region_it_is(operator, elsewhere):
    fill(elsewhere, "Guillemot")
    place = Service.objects.get(name="Guillemot Larkfield")
    assert "<bdi>The Island</bdi>" in operator.get(f"/operator/directory/{place.pk}/").text
    written = send_enquiry(region=elsewhere, form_key=uuid4(), kind="press", words="Who?", email="a@home.example", place="there", by=TESTS)
    assert "<bdi>The Island</bdi>" in operator.get(f"/operator/messages/{written.pk}/").text


def test_a_place_by_hand_belongs_to_one_of_its_own_region(operator, elsewhere):
    """Two providers have one name: the one of the region that was chosen is meant."""
    here = factories.service(name="Larkfield Trust")
    there = factories.service(name="Larkfield Trust")
    Service.objects.filter(pk=there.pk).update(region=elsewhere)
    form = {"region": elsewhere.pk, "name": "Seal Ward", "kind": "ward", "level": "service", "parent": "Larkfield Trust"}
    page = operator.get("/operator/places/new/").text
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    sent = operator.post("/operator/places/new/", form | ({"form_key": key[1]} if key else {}))
    assert sent.status_code == 302, main_of(sent)
    assert Service.objects.get(name="Seal Ward").parent_id == there.pk != here.pk


@pytest.mark.parametrize(("listed", "new"), [("organisations/", "organisations/new/"), ("places/", "places/new/")])
def test_whose_a_new_thing_is_has_to_be_said_unless_the_list_said_it(operator, elsewhere, listed, new):
    chosen = re.compile(r'<option value="(\d*)" selected')
    assert chosen.findall(operator.get(f"/operator/{new}").text.partition('name="kind"')[0]) in ([], [""])
    assert "Choose a region" in operator.get(f"/operator/{new}").text
    sent = operator.post(f"/operator/{new}", {"name": "Guillemot Trust", "kind": "provider"})
    assert sent.status_code == 422
    assert 'href="#id_region"' in sent.text
    ahead = f"/operator/{new}?region=elsewhere"
    assert f'href="{ahead}"' in operator.get(f"/operator/{listed}?region=elsewhere").text
    assert chosen.search(operator.get(ahead).text)[1] == str(elsewhere.pk)


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("directory/", {"places/", "everyday-words/"}),
        ("places/", {"directory/", "places/new/"}),
        ("places/new/", {"places/", "directory/"}),
        ("everyday-words/", {"directory/", "everyday-words/new/"}),
        ("everyday-words/new/", {"everyday-words/"}),
        ("organisations/", {"organisations/new/"}),
        ("organisations/new/", {"organisations/"}),
    ],
)
def test_from_a_narrowed_list_the_next_one_and_the_way_back_are_narrowed_too(operator, elsewhere, page, leads_to):
    text = operator.get(f"/operator/{page}?region=elsewhere").text
    led = set(re.findall(r'href="/operator/([^"?]*)\?region=elsewhere"', text))
    assert leads_to <= led
    assert "?region" not in re.sub(r"<nav.*?</nav>", "", operator.get(f"/operator/{page}").text, flags=re.DOTALL)


def test_new_everyday_words_are_of_the_region_of_the_list(operator, elsewhere):
    text = operator.get("/operator/everyday-words/new/?region=elsewhere").text
    assert f'<option value="{elsewhere.pk}" selected' in text


def test_with_one_region_it_is_chosen(operator):
    assert "Choose a region" not in operator.get("/operator/organisations/new/").text


def test_an_organisation_is_offered_the_services_of_its_region_alone(operator, elsewhere):
    fill(factories.region(), "Cormorant")
    fill(elsewhere, "Guillemot")
    organisation = Organisation.objects.get(name="Guillemot Trust")
    found = main_of(operator.get(f"/operator/organisations/{organisation.pk}/services/?q=larkfield"))
    assert "Guillemot Larkfield" in found
    assert "Cormorant" not in found
    foreign = Service.objects.get(name="Cormorant Larkfield")
    operator.post(f"/operator/organisations/{organisation.pk}/services/", {"add": foreign.pk})
    assert not organisation.remit.exists()
