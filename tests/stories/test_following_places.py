"""A story about a place that no register holds: public at once, and told to whoever is concerned once that is known."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client

from heard.core import clock, reckoning
from heard.core.reckoning import EVER, Window
from heard.directory.actions import placing
from heard.reach.models import Asking, Telling
from heard.stories.actions import authoring, publishing
from heard.stories.models import StoryBranch
from heard.stories.queries import left_behind_by_a_place
from heard.telling.actions import drafts
from heard.telling.models import Draft
from heard.telling.queries import services_of
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return placing.propose_place(region_id=factories.region().pk, name="Larch House", kind="care-home", where="Quay Road", by=TESTS)


@pytest.fixture
def trust():
    return factories.service(name="Northmoor Care")


def accept(place, *, parent=None):
    return placing.accept_place(
        service_id=place.pk,
        level="site" if parent else "provider",
        parent_id=parent.pk if parent else None,
        stated={"name": "Larch House", "kind": "care-home"},
        by=TESTS,
    )


def join(place, into):
    return placing.join_place(service_id=place.pk, into_id=into.pk, by=TESTS)


def branches(story):
    return set(StoryBranch.objects.filter(story=story).values_list("service_id", flat=True))


def letters(to):
    return [each for each in outbox.outbox if to in each.to]


def test_a_story_about_a_proposed_place_is_public_and_told_to_nobody(place, run_jobs):
    factories.organisation(remit=[factories.service()])
    story = factories.published_story(services=[place])
    run_jobs()
    assert branches(story) == {place.pk}
    assert not Telling.objects.exists()
    assert not Asking.objects.exists()
    assert reckoning.missing(EVER) == []


def test_a_proposed_place_has_no_page_until_a_story_about_it_is_public(place, client):
    factories.open_site()
    addresses = [f"/services/{place.slug}/", *(f"/{page}/?service={place.slug}" for page in ("stories", "changes", "tell", "tell/words"))]
    assert [address for address in addresses if place.name in client.get(address).text] == []
    words = {"service": place.slug, "words": "I come every Tuesday. Nobody says how long it is."}
    assert client.post("/tell/words/", words).status_code == 302
    assert not Draft.objects.get().services.exists()
    story = factories.published_story(services=[place])
    assert [address for address in addresses[:4] if place.name not in Client().get(address).text] == []
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert client.get(addresses[0]).status_code == 404


def test_an_accepted_place_brings_its_stories_to_those_who_listen_there_once(place, trust, run_jobs):
    organisation = factories.organisation(remit=[trust])
    member = factories.member(of=organisation)
    story = factories.published_story(services=[place])
    run_jobs()
    outbox.outbox.clear()
    accept(place, parent=trust)
    run_jobs()
    story.refresh_from_db()
    assert story.ancestors == sorted([trust.pk, place.pk])
    assert branches(story) == {trust.pk, place.pk}
    assert Telling.objects.get().organisation == organisation
    assert len(letters(member.person.email)) == 1
    publishing.follow_placing(placing_id=place.placings.get(step="accepted").pk, by=TESTS)
    run_jobs()
    assert len(letters(member.person.email)) == 1
    assert Telling.objects.count() == 1


def test_an_accepted_provider_without_a_listener_is_asked_of_its_stories(place, run_jobs):
    factories.published_story(services=[place])
    run_jobs()
    accept(place)
    run_jobs()
    assert Asking.objects.get().provider == place
    outbox.outbox.clear()
    factories.confirmed_contact(of=place, email="home@larch.example")
    run_jobs()
    assert len([each for each in letters("home@larch.example") if "Stories on Heard" in each.subject]) == 1


def test_only_the_provider_is_asked_of_a_place_that_became_its_site(place, trust, run_jobs):
    factories.published_story(services=[place])
    run_jobs()
    accept(place, parent=trust)
    run_jobs()
    assert [each.provider for each in Asking.objects.all()] == [trust]


def test_a_joined_place_brings_its_stories_to_the_other_one_and_to_those_who_listen_there_once(place, trust, run_jobs):
    home = factories.service(name="Larch House Care Home", parent=trust, level="site", kind="care-home")
    ward = factories.service(name="Ward 3", parent=factories.service())
    organisation = factories.organisation(remit=[home])
    member = factories.member(of=organisation)
    story = factories.published_story(services=[ward, place])
    run_jobs()
    outbox.outbox.clear()
    named = story.service_ids
    join(place, home)
    run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [home.pk if pk == place.pk else pk for pk in named]
    assert branches(story) == {*ward.ancestors, *home.ancestors}
    assert len(letters(member.person.email)) == 1
    assert reckoning.missing(EVER) == []


def test_who_was_told_already_is_not_told_again(place, trust, run_jobs):
    member = factories.member(of=factories.organisation(remit=[trust]))
    factories.published_story(services=[factories.service(parent=trust), place])
    run_jobs()
    outbox.outbox.clear()
    accept(place, parent=trust)
    run_jobs()
    assert letters(member.person.email) == []


@pytest.mark.parametrize("joined", [False, True], ids=["accepted", "joined"])
def test_a_story_that_waits_follows_too_and_is_told_when_it_is_published(place, trust, run_jobs, joined):
    organisation = factories.organisation(remit=[trust])
    story = factories.sent_story(services=[place])
    if joined:
        join(place, trust)
    else:
        accept(place, parent=trust)
    run_jobs()
    story.refresh_from_db()
    assert trust.pk in story.ancestors
    factories.publish(story)
    run_jobs()
    assert Telling.objects.get().organisation == organisation


def test_a_story_that_was_taken_back_stays_where_nobody_sees_it(place, trust, run_jobs):
    story = factories.published_story(services=[place])
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    accept(place, parent=trust)
    run_jobs()
    assert branches(story) == set()
    assert reckoning.missing(EVER) == []


def test_the_news_is_of_the_moment_in_which_the_place_was_accepted(place, trust, run_jobs):
    factories.published_story(services=[place])
    run_jobs()
    accepted = accept(place, parent=trust)
    with clock.at(clock.now() + timedelta(hours=6)):
        factories.member(of=factories.organisation(remit=[trust]))
        outbox.outbox.clear()
        run_jobs()
    assert not Telling.objects.exists()
    assert StoryBranch.objects.get(service_id=trust.pk).news_at == accepted.placings.get(step="accepted").at


@pytest.mark.parametrize("joined", [False, True], ids=["accepted", "joined"])
def test_what_did_not_follow_is_found_and_put_right(place, trust, run_jobs, joined):
    story = factories.published_story(services=[place])
    run_jobs()
    factories.organisation(remit=[trust])
    if joined:
        join(place, trust)
    else:
        accept(place, parent=trust)
    # the job of the handler is lost
    placing_id = place.placings.latest("at").pk
    assert [(each.story_id, each.of) for each in left_behind_by_a_place(EVER)] == [(story.pk, placing_id)]
    now = clock.now()
    with clock.at(now + timedelta(minutes=3)):
        assert reckoning.put_right("stories", window=Window.back()) == 1
    assert left_behind_by_a_place(EVER) == []
    run_jobs()
    assert Telling.objects.count() == 1


def test_a_moderator_who_names_a_joined_place_names_the_one_it_is(place, trust):
    story = factories.sent_story()
    join(place, trust)
    story = factories.publish(story, service_ids=[place.pk])
    assert (story.service_ids, story.ancestors) == ([trust.pk], [trust.pk])


def test_a_draft_about_a_joined_place_is_about_the_one_it_is(place, trust):
    accept(place)
    author = factories.author()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=author)
    drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=author)
    join(place, trust)
    assert services_of(draft) == [trust]
    drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=author)
    drafts.remove_service(draft_id=draft.pk, service_id=trust.pk, here=draft.region_id, by=author)
    assert not Draft.objects.get(pk=draft.pk).services.exists()


def test_who_tells_finds_a_place_that_closed_since_stories_are_taken(client):
    factories.open_site()
    today = clock.today()
    for years, name in ((1, "Winter Clinic"), (5, "Winter Infirmary")):
        factories.service(name=name, standing="closed", closed_on=today.replace(year=today.year - years, day=1))
    client.post("/tell/words/", {"words": "I went to the clinic in the winter and they were kind to me."})
    page = client.post("/tell/services/", {"find": "winter", "look": "1", "unknown_service": ""}, follow=True).text
    assert "Winter Clinic" in page
    assert "closed in " in page
    assert "Winter Infirmary" not in page


# ---------------------------------------------------------------- a join that is undone


def part(place):
    return placing.part_place(service_id=place.pk, reason="Another home of that name", by=TESTS)


def test_undoing_a_join_brings_the_stories_back_and_nobody_is_told_twice(place, trust, run_jobs):
    home = factories.service(name="Larch House Care Home", parent=trust, level="site", kind="care-home")
    there = factories.member(of=factories.organisation(remit=[home]))
    own = factories.member(of=factories.organisation(remit=[accept(place)]))
    story = factories.published_story(services=[place])
    run_jobs()
    news = dict(StoryBranch.objects.filter(story=story).values_list("service_id", "news_at"))
    join(place, home)
    run_jobs()
    assert len(letters(there.person.email)) == 1
    outbox.outbox.clear()
    part(place)
    run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [place.pk]
    assert dict(StoryBranch.objects.filter(story=story).values_list("service_id", "news_at")) == news
    assert Telling.objects.count() == 2
    assert letters(there.person.email) == letters(own.person.email) == []
    assert reckoning.missing(EVER) == []


def test_a_story_that_named_both_places_names_both_again(place, trust, run_jobs):
    story = factories.published_story(services=[place, trust])
    join(place, trust)
    run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [trust.pk]
    part(place)
    run_jobs()
    story.refresh_from_db()
    assert set(story.service_ids) == {trust.pk, place.pk}


def test_a_story_that_a_moderator_moved_since_stays_where_it_was_put(place, trust, run_jobs):
    story = factories.published_story(services=[place])
    join(place, trust)
    run_jobs()
    other = factories.service()
    factories.put_services_right(story, other)
    part(place)
    run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [other.pk]
    assert reckoning.missing(EVER) == []


def test_what_was_sent_or_corrected_while_the_two_were_one_comes_back_too(place, trust, run_jobs):
    accept(place)
    waiting, author = factories.sent_story(), factories.author()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=author)
    drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=author)
    drafts.save_draft(
        draft_id=draft.pk,
        changes={"words": "They sang with her.", "role": "relative", "chosen_name": "heron", "consents": {"publish": "1"}},
        by=author,
    )
    join(place, trust)
    sent = drafts.send_draft(draft_id=draft.pk, by=author)
    factories.publish(waiting, service_ids=[place.pk])
    part(place)
    run_jobs()
    for story in (waiting, sent):
        story.refresh_from_db()
        assert story.service_ids == [place.pk]


def test_a_join_that_was_undone_before_its_job_ran_moves_nothing(place, trust, run_jobs):
    story = factories.published_story(services=[place])
    run_jobs()
    join(place, trust)
    part(place)
    run_jobs()
    story.refresh_from_db()
    assert (story.service_ids, branches(story)) == ([place.pk], {place.pk})
    assert reckoning.missing(EVER) == []


def test_a_place_that_went_on_twice_comes_back_from_where_its_stories_are_now(place, trust, run_jobs):
    home = accept(placing.propose_place(region_id=factories.region().pk, name="Elm Lodge", kind="care-home", where="There", by=TESTS))
    story = factories.published_story(services=[place])
    for one, other in ((place, home), (home, trust)):
        join(one, other)
        run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [trust.pk]
    part(place)
    run_jobs()
    part(home)
    run_jobs()
    story.refresh_from_db()
    assert story.service_ids == [place.pk]
    assert reckoning.missing(EVER) == []


def test_a_story_that_did_not_come_back_is_found_and_put_right(place, trust, run_jobs):
    story = factories.published_story(services=[place])
    run_jobs()
    join(place, trust)
    run_jobs()
    part(place)  # the job of its handler is lost
    assert [each.story_id for each in left_behind_by_a_place(EVER)] == [story.pk]
    with clock.at(clock.now() + timedelta(minutes=3)):
        reckoning.put_right("stories", window=Window.back())
    assert left_behind_by_a_place(EVER) == []
    story.refresh_from_db()
    assert story.service_ids == [place.pk]


# ---------------------------------------------------------------- places that have closed


@pytest.mark.parametrize("which", ["service", "its provider"])
def test_a_story_about_a_closed_place_reaches_whoever_took_over_its_work(trust, run_jobs, which):
    old = factories.service(name="Old Trust")
    ward = factories.service(name="Old Ward", parent=old)
    closed = ward if which == "service" else old
    closed.standing, closed.closed_on, closed.successor = "closed", clock.today(), factories.service(name="New Ward", parent=trust)
    closed.save()
    organisation = factories.organisation(remit=[trust])
    story = factories.published_story(services=[ward])
    run_jobs()
    assert branches(story) == {*ward.ancestors, *closed.successor.ancestors}
    assert Telling.objects.get().organisation == organisation
    assert reckoning.missing(EVER) == []


def test_two_closed_places_that_name_each_other_end_somewhere(run_jobs):
    one = factories.service(standing="closed", closed_on=clock.today())
    two = factories.service(standing="closed", closed_on=clock.today(), successor=one)
    one.successor = two
    one.save()
    assert branches(factories.published_story(services=[one])) == {one.pk, two.pk}
