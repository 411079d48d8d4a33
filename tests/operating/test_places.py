"""Operators put places into the directory that no register holds, and join them with those that are there."""

import re

import pytest

from heard.core.models import Event
from heard.directory.actions import placing
from heard.directory.models import Service
from heard.stories.models import Story
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

TYPED = {"name": "Larch House", "kind": "care-home", "level": "provider", "parent": "", "address": "2 Quay Road\nMoorport"}


@pytest.fixture
def operator(client):
    factories.region()
    return factories.sign_in(client, factories.operator())


@pytest.fixture
def place():
    return placing.propose_place(
        region_id=factories.region().pk, name="Larch House", kind="care-home", where="Behind the <b>school</b>", by=TESTS
    )


def said(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_a_place_that_waits_is_named_on_the_overview_and_in_the_directory(operator, place):
    for address in ("/operator/", "/operator/directory/"):
        assert "1 place is waiting to be added to the directory" in said(operator.get(address))
    page = operator.get("/operator/places/").text
    assert f"/operator/places/{place.pk}/" in page
    assert "Behind the &lt;b&gt;school" in page


def test_with_nothing_to_put_in_nothing_is_asked(operator):
    assert "Places to check in the directory" not in operator.get("/operator/").text
    assert "No places are waiting" in operator.get("/operator/places/").text


def test_a_place_is_added_under_another_one(operator):
    trust = factories.service(code="RNM")
    form = TYPED | {"region": factories.region().pk, "level": "site", "parent": "rnm", "form_key": "6f0f3c1e-5d1f-4f8e-9b43-8d0a5b3f7e11"}
    for _ in range(2):  # the button pressed twice
        answer = operator.post("/operator/places/new/", form)
        assert answer.status_code == 302
    made = Service.objects.get(name="Larch House")
    assert (made.parent, made.address, made.register) == (trust, ["2 Quay Road", "Moorport"], "by-hand")
    page = said(operator.get(answer["Location"]))
    assert "Not in a register" in page
    assert "Added " in page


def test_all_that_is_wrong_with_a_place_is_said_at_once_and_everything_typed_is_kept(operator):
    typed = {"region": factories.region().pk, "name": "", "kind": "", "level": "site", "parent": "no-such-place", "postcode": "nonsense"}
    answered = operator.post("/operator/places/new/", typed | {"telephone": "ask"})
    assert answered.status_code == 422
    for name in ("name", "kind", "parent"):
        assert f'id="id_{name}-error"' in answered.text, name
    assert 'value="nonsense"' in answered.text
    answered = operator.post("/operator/places/new/", TYPED | typed | {"name": "x", "kind": "hospice", "level": "site", "parent": ""})
    for name in ("parent", "postcode"):
        assert f'id="id_{name}-error"' in answered.text, name
    assert not Service.objects.filter(name="x").exists()


def test_a_proposed_place_is_put_into_the_directory(operator, place):
    trust = factories.service(name="Northmoor Care")
    address = f"/operator/places/{place.pk}/"
    assert operator.get(f"/operator/directory/{place.pk}/")["Location"] == address
    assert operator.post(address, TYPED | {"level": "site", "parent": ""}).status_code == 422
    assert operator.post(address, TYPED | {"level": "site", "parent": trust.slug}).status_code == 302
    place.refresh_from_db()
    assert (place.register, place.parent) == ("by-hand", trust)
    assert operator.get(address)["Location"] == f"/operator/directory/{place.pk}/"


def test_the_place_it_belongs_to_is_named_and_where_several_are_called_that_their_codes_are_said(operator, place):
    trust = factories.service(name="Northmoor Care", town="Moorport")
    address = f"/operator/places/{place.pk}/"
    other = factories.service(name="Northmoor Care", town="Ashmere", code="NMC2")
    answered = operator.post(address, TYPED | {"level": "site", "parent": "northmoor care"})
    assert answered.status_code == 422
    assert "Northmoor Care in Ashmere (NMC2)" in answered.text
    Service.objects.filter(pk=other.pk).update(standing="closed")
    assert operator.post(address, TYPED | {"level": "site", "parent": "northmoor care"}).status_code == 302
    place.refresh_from_db()
    assert place.parent == trust


def test_what_is_no_place_is_taken_away_unless_a_story_is_about_it(operator, place):
    story = factories.sent_story(services=[place])
    refused = operator.post(f"/operator/places/{place.pk}/drop/", follow=True)
    assert "There’s a story about this place." in refused.text
    factories.publish(story, service_ids=[factories.service().pk])
    assert operator.post(f"/operator/places/{place.pk}/drop/").status_code == 302
    assert not Service.objects.filter(pk=place.pk).exists()
    assert Event.objects.filter(name="directory.place_dropped").exists()


def test_a_place_that_is_there_already_is_offered_beside_the_form_and_joined(operator, place, run_jobs):
    there = factories.service(name="Larch House Care Home")
    story = factories.published_story(services=[place])
    page = operator.get(f"/operator/places/{place.pk}/")
    assert "Larch House Care Home" in page.text
    answer = operator.post(f"/operator/places/{place.pk}/join/", {"into": there.pk})
    assert answer.status_code == 302
    run_jobs()
    assert Story.objects.get(pk=story.pk).service_ids == [there.pk]
    assert operator.get(f"/operator/directory/{place.pk}/")["Location"] == f"/operator/directory/{there.pk}/"


def test_a_place_is_looked_for_under_another_name(operator, place):
    factories.service(name="Quayside Residential")
    page = operator.get(f"/operator/places/{place.pk}/join/?q=quayside").text
    assert "Quayside Residential" in page
    refused = operator.post(f"/operator/places/{place.pk}/join/", {"into": "x"}, follow=True)
    assert "Choose a place from the directory" in refused.text


def test_two_that_may_be_one_are_shown_until_somebody_says_what_they_are(operator):
    hand = placing.add_place(
        region_id=factories.region().pk,
        level="provider",
        parent_id=None,
        stated={"name": "Larch House", "kind": "care-home", "postcode": "TS18 1HU"},
        by=TESTS,
    )
    other = factories.service(name="LARCH HOUSE", postcode="TS18 1HU", code="VL01")
    assert "1 place may be in the directory twice" in said(operator.get("/operator/directory/"))
    assert "Possible duplicates" in operator.get("/operator/places/").text
    operator.post(f"/operator/places/{hand.pk}/apart/", {"other": other.pk})
    assert "Possible duplicates" not in operator.get("/operator/places/").text
    assert operator.post("/operator/places/999999999/apart/", {"other": other.pk}).status_code == 404


def test_moderators_do_not_put_places_into_the_directory(client, place):
    factories.sign_in(client, factories.moderator())
    for address in ("/operator/places/", "/operator/places/new/", f"/operator/places/{place.pk}/", f"/operator/places/{place.pk}/join/"):
        assert client.get(address).status_code in {403, 404}, address


def test_a_join_is_undone_from_the_page_of_the_other_place_with_a_reason(operator, run_jobs):
    stated = {"name": "Larch House", "kind": "care-home"}
    place = placing.add_place(region_id=factories.region().pk, level="provider", parent_id=None, stated=stated, by=TESTS)
    there = factories.service(name="Larch House Care Home")
    story = factories.published_story(services=[place])
    page = operator.get(f"/operator/places/{place.pk}/join/").text
    assert "You can undo this for 30 days." in page
    operator.post(f"/operator/places/{place.pk}/join/", {"into": there.pk})
    run_jobs()
    undo = f"/operator/places/{place.pk}/undo/"
    assert undo in operator.get(f"/operator/directory/{there.pk}/").text
    refused = operator.post(undo, {"reason": ""})
    assert refused.status_code == 422
    assert "Say why you’re undoing it" in refused.text
    assert operator.post(undo, {"reason": "Two homes of <b>one</b> name"})["Location"] == f"/operator/directory/{place.pk}/"
    run_jobs()
    assert Story.objects.get(pk=story.pk).service_ids == [place.pk]
    page = operator.get(f"/operator/directory/{place.pk}/").text
    assert "Two homes of &lt;b&gt;one&lt;/b&gt; name" in page
    assert undo not in operator.get(f"/operator/directory/{there.pk}/").text
    assert operator.get(undo)["Location"] == f"/operator/directory/{place.pk}/"


def test_whoever_gave_the_contact_of_a_provider_is_named_also_after_a_join(client):
    factories.region()
    who = factories.operator()
    operator = factories.sign_in(client, who)
    stated = {"name": "Larch House", "kind": "care-home"}
    place = placing.add_place(region_id=factories.region().pk, level="provider", parent_id=None, stated=stated, by=TESTS)
    there = factories.service(name="Larch House Care Home")
    operator.post(f"/operator/directory/{place.pk}/contact/", {"registered_contact": "home@larch.example"})
    operator.post(f"/operator/places/{place.pk}/join/", {"into": there.pk})
    page = said(operator.get(f"/operator/directory/{there.pk}/"))
    assert f"{who.name} gave us this address." in page
