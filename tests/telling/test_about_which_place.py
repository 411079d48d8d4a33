"""May a story be told about this place here? One rule, whichever door its id or its address comes through, and once more in the action."""

from datetime import date, timedelta
from itertools import product

import pytest

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.directory.actions import corrections, placing
from heard.directory.models import IN_NO_REGISTER, Standing
from heard.directory.queries import find_services, why_not_told_of_here
from heard.directory.rules.telling import WhyNot
from heard.organisations.actions import organising
from heard.regions.actions import close_region, make_region, set_number
from heard.regions.queries import oldest_care
from heard.telling.actions import drafts
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

WORDS = "I come every Tuesday. Nobody says how long it is."


def long_ago(region):
    return oldest_care(region.pk) - timedelta(days=1)


@pytest.fixture
def northmoor():
    return factories.open_site()


@pytest.fixture
def wales():
    return factories.another_site(slug="wales", name="Wales", host="wales.example")


def moved(place, region):
    type(place).objects.filter(pk=place.pk).update(region=region)
    place.refresh_from_db()
    return place


@pytest.fixture
def refused(northmoor):
    """A place of each kind about which no story is taken, with what the author reads."""
    return {
        "closed": (
            factories.service(name="Larkfield Old Ward", standing="closed", closed_on=long_ago(northmoor)),
            f"Larkfield Old Ward closed in {long_ago(northmoor):%B %Y}. We take stories about care in the last 3 years.",
        ),
        "elsewhere": (
            moved(factories.service(name="Larkfield Mann"), factories.closed_site(slug="mann", name="Mann", path="mann")),
            "Larkfield Mann is in Mann, and Heard Mann has closed.",
        ),
        "of a site that is not open": (
            moved(factories.service(name="Larkfield Jersey"), make_region(slug="jersey", name="Jersey", path="jersey", by=TESTS)),
            "Larkfield Jersey is in Jersey, and Heard Jersey doesn’t take stories yet.",
        ),
        "not-open-yet": (factories.service(name="Larkfield New Ward", standing="proposed"), "Larkfield New Ward hasn’t opened yet."),
        "proposed": (
            placing.propose_place(region_id=northmoor.pk, name="Larkfield House", kind="care-home", where="Quay Road", by=TESTS),
            "That place isn’t on our list.",
        ),
    }


KINDS = pytest.mark.parametrize("kind", ["closed", "elsewhere", "of a site that is not open", "not-open-yet", "proposed"])


def begun(client):
    client.post("/tell/words/", {"words": WORDS})
    return Draft.objects.get()


@KINDS
def test_an_address_that_names_a_place_no_story_is_taken_about_says_why_and_keeps_the_words(client, refused, kind):
    place, says = refused[kind]
    for page in ("/tell/", "/tell/words/"):
        shown = client.get(f"{page}?service={place.slug}")
        assert shown.status_code == 200
        assert "Your story is about" not in shown.text
        assert "Your story will be about" not in shown.text
        assert (says in shown.text) == (kind != "proposed"), "what waits to be put into the directory is nobody's to find out"
    client.post("/tell/words/", {"words": WORDS, "service": place.slug})
    draft = Draft.objects.get()
    assert draft.words == WORDS
    assert not draft.services.exists()
    assert draft.unknown_service == ("" if kind == "proposed" else place.name), "where it was is kept for the moderator"


@KINDS
def test_a_button_forged_for_a_place_no_story_is_taken_about_keeps_what_was_typed(client, refused, kind):
    place, says = refused[kind]
    draft = begun(client)
    answer = client.post("/tell/services/", {"add": place.pk, "unknown_service": "By the harbour", "find": "larkfield"})
    assert answer.status_code == 422
    assert says in answer.text
    assert "By the harbour" in answer.text
    draft.refresh_from_db()
    assert draft.unknown_service == "By the harbour"
    assert not draft.services.exists()


@KINDS
def test_the_action_refuses_what_the_door_refuses(refused, kind):
    place, says = refused[kind]
    by = factories.author()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=by)
    with pytest.raises(NotAcceptable, match=says[:12]):
        drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=by)


def test_a_place_no_story_is_taken_about_is_not_found_on_the_way_either(client, northmoor, refused):
    factories.service(name="Larkfield Ward")
    lately = factories.service(name="Larkfield Clinic", standing="closed", closed_on=oldest_care(northmoor.pk))
    begun(client)
    client.post("/tell/services/", {"find": "larkfield", "look": "1"})
    page = client.get("/tell/services/").text
    assert "Larkfield Ward" in page
    assert lately.name in page
    for place, _ in refused.values():
        assert place.name not in page


def test_a_place_that_was_chosen_before_it_closed_too_long_ago_stays_and_can_be_taken_off(client, northmoor):
    place = factories.service(name="Larkfield Ward", standing="closed", closed_on=oldest_care(northmoor.pk))
    draft = begun(client)
    client.post("/tell/services/", {"add": place.pk})
    type(place).objects.filter(pk=place.pk).update(closed_on=long_ago(northmoor))
    assert client.post("/tell/services/", {"add": place.pk}).status_code == 302
    assert draft.services.count() == 1
    client.post("/tell/services/", {"remove": place.pk})
    assert not draft.services.exists()


def test_finding_to_tell_on_any_site_finds_what_each_may_be_told_of_and_those_of_its_own_first(northmoor, wales):
    """By the region of each place: one that closed too long ago for this site may not have for another."""
    set_number(region_id=wales.pk, name="care_within", value=5, by=TESTS)
    made = []
    for region, (standing, years) in product((wales, northmoor), (("open", 0), ("proposed", 0), ("closed", 4), ("closed", 6))):
        closed_on = clock.today() - timedelta(days=365 * years) if years else None
        place = factories.service(name="Larkfield Ward", standing=standing, closed_on=closed_on)
        made.append(moved(place, region))
    factories.service(name="Larkfield Ward", register="proposed")
    found = find_services("larkfield ward", region_id=northmoor.pk, to_tell=True, everywhere=True, limit=50)
    assert {each.id for each in found} == {each.pk for each in made if why_not_told_of_here(each, region_id=each.region_id) is None}
    assert [each.region_id for each in found] == [northmoor.pk, wales.pk, wales.pk]


def test_what_no_site_leads_to_is_found_on_none(northmoor):
    nowhere = make_region(slug="ireland", name="Ireland", by=TESTS)
    moved(factories.service(name="Larkfield Ward"), nowhere)
    assert find_services("larkfield", region_id=northmoor.pk, to_tell=True, everywhere=True) == []


def test_finding_to_tell_finds_just_what_may_be_told_of(northmoor, wales):
    since = oldest_care(northmoor.pk)
    closings = (None, since - timedelta(days=1), since)
    for n, (standing, closed_on, register, region) in enumerate(product(Standing, closings, ("", *IN_NO_REGISTER[:2]), (northmoor, wales))):
        if (standing != "closed" and closed_on) or (register == "proposed" and standing != "open"):
            continue
        place = factories.service(name=f"Larkfield {n}", standing=standing, closed_on=closed_on, register=register)
        moved(place, region)
        found = place.pk in [each.id for each in find_services(place.name, region_id=northmoor.pk, to_tell=True, limit=50)]
        assert found == (why_not_told_of_here(place, region_id=northmoor.pk) is None), (standing, closed_on, register, region)


def test_a_place_closed_on_no_known_day_is_not_told_of(northmoor):
    place = factories.service(standing="closed")
    assert why_not_told_of_here(place, region_id=northmoor.pk) == WhyNot.CLOSED_LONG_AGO


# ---------------------------------------------------------------- the page of a place


def test_the_page_of_a_place_of_another_region_leads_to_telling_on_its_own_site(client, wales):
    place = factories.service(name="Larkfield Cymru", of=wales)
    tag = client.get(f"/services/{place.slug}/")["ETag"]
    assert f'href="http://wales.example/tell/?service={place.slug}"' in client.get(f"/services/{place.slug}/").text
    close_region(region_id=wales.pk, reason="Its last service has closed", by=TESTS)
    page = client.get(f"/services/{place.slug}/", headers={"If-None-Match": tag})
    assert "Tell your story about it" not in page.text
    assert place.name in page.text, "what its browser kept doesn't hold any more"


def test_the_page_of_a_closed_place_of_another_region_goes_by_the_numbers_of_that_one(client, wales):
    factories.service(of=wales)
    years = {3: False, 5: True}
    place = factories.service(name="Larkfield Cymru", of=wales, standing="closed", closed_on=clock.today() - timedelta(days=4 * 365))
    for taken, offered in years.items():
        set_number(region_id=wales.pk, name="care_within", value=taken, by=TESTS)
        page = client.get(f"/services/{place.slug}/").text
        assert ("Tell your story about it" in page) == offered
        assert (f"We only take stories about care in the last {taken} years." in page) != offered


def test_a_proposed_place_has_no_page_before_a_story_about_it_is_public(client):
    place = placing.propose_place(region_id=factories.region().pk, name="Larch House", kind="care-home", where="Quay Road", by=TESTS)
    factories.sent_story(services=[place])
    addresses = (f"/services/{place.slug}/", f"/changes/?service={place.slug}")
    assert {client.get(each).status_code for each in addresses} == {404}
    assert "Larch House" not in client.get(f"/stories/?service={place.slug}").text
    factories.published_story(services=[place])
    assert {client.get(each).status_code for each in addresses} == {200}
    page = client.get(f"/services/{place.slug}/").text
    assert "Tell your story about it" not in page
    assert "Larch House" in client.get(f"/stories/?service={place.slug}").text


# ---------------------------------------------------------------- doors of staff


def test_a_moderator_cannot_put_a_story_into_another_regions_lists(northmoor, wales):
    story = factories.sent_story()
    place = moved(factories.service(name="Larkfield Cymru"), wales)
    with pytest.raises(NotAcceptable, match="this region’s directory"):
        factories.publish(story, service_ids=[place.pk])
    public = factories.published_story()
    with pytest.raises(NotAcceptable, match="this region’s directory"):
        factories.put_services_right(public, place)


def test_a_moderator_may_say_that_it_was_a_place_long_closed_or_only_proposed(refused):
    for kind in ("closed", "proposed"):
        story = factories.sent_story()
        place, _ = refused[kind]
        factories.publish(story, service_ids=[place.pk])


def test_a_story_keeps_a_place_that_went_to_another_region_while_another_is_added(wales):
    place, other = factories.service(), factories.service()
    story = factories.sent_story(services=[place])
    moved(place, wales)
    story = factories.publish(story, service_ids=[place.pk, other.pk])
    assert story.service_ids == [place.pk, other.pk]


@pytest.mark.parametrize("kind", ["elsewhere", "proposed"])
def test_no_other_door_takes_a_place_that_is_not_in_the_directory_of_its_region(refused, kind):
    place, _ = refused[kind]
    with pytest.raises(NotAcceptable, match="this region’s directory"):
        organising.set_remit(organisation_id=factories.organisation().pk, service_ids=[place.pk], by=TESTS)
    with pytest.raises(NotAcceptable, match="in this region’s directory"):
        corrections.correct_service(service_id=factories.service().pk, changes={"successor_id": place.pk}, by=TESTS)
    by_hand = placing.add_place(
        region_id=factories.region().pk, level="provider", parent_id=None, stated={"name": "A", "kind": "other"}, by=TESTS
    )
    with pytest.raises(NotAcceptable, match="Choose a place from the directory"):
        placing.join_place(service_id=by_hand.pk, into_id=place.pk, by=TESTS)


def test_the_day_since_which_stories_are_taken_is_the_first_of_a_month():
    with clock.at(clock.now().replace(year=2026, month=11, day=28)):
        assert oldest_care(factories.region().pk) == date(2023, 11, 1)
