"""Operators say what people find by everyday words, and see who said it before."""

import re

import pytest

from heard.directory.models import EverydayName
from heard.directory.queries import find_services
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {"title": "Front door", "words": "front door\nthe front", "kinds": "pharmacy", "called": "Emergency Department\nA<b>&E"}


@pytest.fixture
def operator(client):
    factories.region()
    return factories.sign_in(client, factories.person(name="Olu Operator", roles=["operator"]))


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_words_are_added_changed_hidden_and_shown_and_every_step_is_kept(operator):
    factories.service(name="Emergency Department", kind="ward", parent=factories.service())
    for _ in range(2):  # the button pressed twice
        answer = operator.post("/operator/everyday-words/new/", TYPED)
        assert answer.status_code == 302
    name = EverydayName.objects.get(title="Front door")
    assert (name.words, name.called, name.kinds) == (["front door", "the front"], ["Emergency Department", "A<b>&E"], ["pharmacy"])
    assert find_services("front door")[0].name == "Emergency Department"
    page = answer["Location"]
    operator.post(page, TYPED | {"words": "front door"})
    operator.post(f"{page}hide/")
    assert find_services("front door") == []
    operator.post(f"{page}show/")
    shown = said(operator.get(page))
    for step in ("Added by Olu Operator", "Changed by Olu Operator", "Hidden by Olu Operator", "Shown again by Olu Operator"):
        assert step in shown
    assert "Before: front door, the front. They found: Pharmacy, Emergency Department" in shown
    assert "A&lt;b&gt;&amp;E" in operator.get(page).text
    listed = said(operator.get("/operator/everyday-words/"))
    assert "Front door" in listed
    assert "Everywhere" in listed


def test_words_of_one_region_say_so(operator):
    region = factories.region()
    operator.post("/operator/everyday-words/new/", TYPED | {"region": region.pk})
    assert EverydayName.objects.get(title="Front door").region == region


def test_what_cannot_stand_is_said_beside_its_field_and_what_was_typed_is_kept(operator):
    answer = operator.post("/operator/everyday-words/new/", TYPED | {"kinds": [], "called": ""})
    assert answer.status_code == 422
    assert "Choose a kind of place, or enter what these places are called" in said(answer)
    assert "the front" in answer.text
    operator.post("/operator/everyday-words/new/", TYPED)
    taken = operator.post("/operator/everyday-words/new/", TYPED | {"words": "another"})
    assert "There are already everyday words with this title" in said(taken)


def test_words_that_are_not_there_are_not_found(operator):
    assert operator.get("/operator/everyday-words/999999/").status_code == 404
    assert operator.post("/operator/everyday-words/999999/hide/").status_code == 404


def test_the_directory_leads_to_the_words(operator):
    assert 'href="/operator/everyday-words/"' in operator.get("/operator/directory/").text


def test_listing_the_words_costs_the_same_for_many(operator, django_assert_max_num_queries):
    for n in range(30):
        operator.post("/operator/everyday-words/new/", TYPED | {"title": f"Front door {n}"})
    with django_assert_max_num_queries(8):
        operator.get("/operator/everyday-words/")
