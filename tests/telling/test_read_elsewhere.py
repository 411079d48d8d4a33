"""A story about a service of another region: the site of that one reads it, by its rules, and its author is told so before they send it."""

from datetime import timedelta

import pytest

from heard.accounts.actions.authors import give_contact
from heard.accounts.actions.people import set_regions_of_moderator
from heard.core import clock, mail
from heard.core.errors import NotAcceptable
from heard.core.models import Delivery
from heard.directory.queries import find_services
from heard.moderation.queries.queue import queue
from heard.organisations.actions.organising import set_remit
from heard.regions.actions import NewCrisisLine, close_region, set_crisis_lines, set_number
from heard.stories.models import Story
from heard.telling.actions import drafts
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS
from tests.telling.test_telling_pages import WORDS, fill
from tests.two_at_once import meanwhile

READ_BY_SCOTLAND = "This service is in Scotland, so Heard Scotland will read your story and its rules apply."


def given_scotland():
    scotland = factories.another_site(slug="scotland", name="Scotland", path="scotland")
    line = NewCrisisLine("Breathing Space", "0800 83 85 87", "At any hour", "Talk to us", in_strip=True)
    set_crisis_lines(region_id=scotland.pk, lines=[line], by=TESTS)
    return scotland


@pytest.fixture
def northmoor(db):
    return factories.open_site()


@pytest.fixture
def scotland(northmoor):
    return given_scotland()


@pytest.fixture
def leith(scotland):
    return factories.service(name="Leith Ward", of=scotland)


@pytest.fixture
def larkfield(northmoor):
    return factories.service(name="Larkfield Ward")


@pytest.fixture
def draft(northmoor):
    """Begun on the site of Northmoor."""
    return drafts.begin_draft(region_id=northmoor.pk, author=factories.author())


def add(draft, place):
    drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=draft.author)
    draft.refresh_from_db()


def remove(draft, place, *, on):
    drafts.remove_service(draft_id=draft.pk, service_id=place.pk, here=on.pk, by=draft.author)
    draft.refresh_from_db()


def finished(draft):
    """All that is needed before it can be sent."""
    said = {"words": WORDS, "role": "patient", "chosen_name": "Guillemot", "consents": {"publish": "1"}}
    return drafts.save_draft(draft_id=draft.pk, changes=said, by=draft.author)


def send(draft):
    return drafts.send_draft(draft_id=draft.pk, by=draft.author)


# ---------------------------------------------------------------- which site reads it


def test_with_its_first_service_a_story_goes_to_the_site_of_that_and_comes_back_without_it(draft, leith, larkfield, scotland, northmoor):
    add(draft, leith)
    assert draft.region == scotland
    remove(draft, leith, on=northmoor)
    assert draft.region == northmoor
    add(draft, larkfield)
    assert draft.region == northmoor


def test_a_story_stays_where_it_is_while_it_names_another_service_there(draft, leith, scotland, northmoor):
    other = factories.service(name="Leith Clinic", of=scotland)
    add(draft, leith)
    add(draft, other)
    remove(draft, leith, on=northmoor)
    assert draft.region == scotland


def test_a_story_is_about_services_of_one_region(draft, leith, larkfield, scotland):
    add(draft, leith)
    for place in (larkfield, factories.service(of=factories.another_site(slug="wales", name="Wales", path="wales"))):
        with pytest.raises(NotAcceptable, match="One story can’t be about both") as refused:
            add(draft, place)
        assert refused.value.field == "find"
    assert (list(draft.services.all()), draft.region) == ([leith], scotland)


def test_its_moderators_read_the_story_and_its_organisations_are_told(draft, leith, scotland, northmoor, run_jobs, mailoutbox):
    # given a moderator of each region, and an organisation of each that listens to its services
    ours, theirs = [
        set_regions_of_moderator(person_id=factories.moderator().pk, regions=[region.pk], by=TESTS) for region in (northmoor, scotland)
    ]
    trust = factories.organisation()
    type(trust).objects.filter(pk=trust.pk).update(region=scotland)
    set_remit(organisation_id=trust.pk, service_ids=[leith.pk], by=TESTS)
    member = factories.member(of=trust)
    factories.member(of=factories.organisation(remit=[factories.service()]))
    # when a story about a service of Scotland is sent from the site of Northmoor
    add(draft, leith)
    finished(draft)
    story = send(draft)
    run_jobs()
    # then it waits for the moderator of Scotland
    assert [each.story for each in queue(theirs)] == [story]
    assert not queue(ours)
    # and whoever listens there hears of it
    factories.publish(story)
    mailoutbox.clear()
    run_jobs()
    assert [each.to for each in mailoutbox] == [[member.person.email]]


@pytest.mark.parametrize("state", ["closed", "preparing"])
def test_nothing_is_sent_to_a_site_that_takes_no_stories(draft, leith, scotland, state):
    add(draft, leith)
    finished(draft)
    type(scotland).objects.filter(pk=scotland.pk).update(state=state)
    with pytest.raises(drafts.NotOpen):
        send(draft)
    assert Draft.objects.get().words == WORDS


# ---------------------------------------------------------------- a service that is of another region since


def test_a_story_whose_service_has_moved_is_not_sent_before_its_author_has_read_who_reads_it(client, larkfield, scotland):
    fill(client, "words", words=WORDS)
    client.post("/tell/services/", {"add": larkfield.pk})
    type(larkfield).objects.filter(pk=larkfield.pk).update(region=scotland)
    answer = fill(client, "consent", publish="on")
    assert answer.url == "/tell/services/?to=check"
    assert not Story.objects.exists()
    assert READ_BY_SCOTLAND in client.get(answer.url).text
    assert fill(client, "consent", publish="on").url == "/tell/sent/"
    assert Story.objects.get().region == scotland


def test_where_one_of_several_services_has_moved_its_author_says_which_to_keep(client, larkfield, scotland):
    fill(client, "words", words=WORDS)
    other = factories.service()
    for place in (larkfield, other):
        client.post("/tell/services/", {"add": place.pk})
    type(larkfield).objects.filter(pk=larkfield.pk).update(region=scotland)
    page = client.get(fill(client, "consent", publish="on").url).text
    assert "This is in Scotland now. One story can only be about places in one area" in page
    client.post("/tell/services/", {"remove": other.pk})
    assert fill(client, "consent", publish="on").url == "/tell/services/?to=check"
    assert READ_BY_SCOTLAND in client.get("/tell/services/").text
    assert fill(client, "consent", publish="on").url == "/tell/sent/"


# ---------------------------------------------------------------- two at once


@pytest.mark.django_db(transaction=True)
def test_two_services_of_two_regions_are_never_both_added_at_once():
    northmoor, scotland = factories.open_site(), given_scotland()
    here, there = factories.service(), factories.service(of=scotland)
    draft = drafts.begin_draft(region_id=northmoor.pk, author=factories.author())
    with meanwhile(lambda: drafts.add_service(draft_id=draft.pk, service_id=here.pk, by=draft.author)) as other:
        add(draft, there)
    assert "One story can’t be about both" in str(other.refused)
    draft.refresh_from_db()
    assert (list(draft.services.all()), draft.region) == ([there], scotland)


@pytest.mark.django_db(transaction=True)
def test_a_story_sent_while_its_site_is_closed_is_kept_and_not_sent():
    draft = given_a_story_about_scotland()
    with meanwhile(lambda: send(draft)) as other:
        close_region(region_id=draft.region_id, reason="Its last service has closed", by=TESTS)
    assert isinstance(other.refused, drafts.NotOpen)
    assert not Story.objects.exists()
    assert Draft.objects.get().words == WORDS


@pytest.mark.django_db(transaction=True)
def test_a_site_is_not_closed_before_a_story_that_is_being_sent_has_arrived():
    draft = given_a_story_about_scotland()
    with meanwhile(lambda: close_region(region_id=draft.region_id, reason="Its last service has closed", by=TESTS)) as other:
        story = send(draft)
    assert other.refused is None
    assert Story.objects.get() == story


def given_a_story_about_scotland():
    northmoor, scotland = factories.open_site(), given_scotland()
    draft = drafts.begin_draft(region_id=northmoor.pk, author=factories.author())
    add(draft, factories.service(of=scotland))
    return finished(draft)


# ---------------------------------------------------------------- pages


def test_services_of_every_site_are_found_and_say_of_which_they_are(client, leith, scotland):
    ward = factories.service(name="Leith Street Surgery")
    fill(client, "words", words=WORDS)
    client.post("/tell/services/", {"find": "leith", "look": "1"})
    page = client.get("/tell/services/").text
    assert page.index(ward.name) < page.index(leith.name), "those of this site come first"
    assert page.count("<bdi>Heard Scotland</bdi>") == 1
    close_region(region_id=scotland.pk, reason="Its last service has closed", by=TESTS)
    assert leith.name not in client.get("/tell/services/").text


def test_there_is_room_for_services_of_other_sites_however_many_match_here(northmoor, leith):
    for n in range(25):
        factories.service(name=f"Leith Surgery {n}")
    found = find_services("leith", region_id=northmoor.pk, to_tell=True, everywhere=True, limit=20)
    assert [each.id for each in found][-1] == leith.pk
    assert len(found) == 20


def test_the_page_says_at_once_who_reads_the_story_and_so_does_every_page_before_it_is_sent(client, leith):
    fill(client, "words", words=WORDS)
    assert "Heard Scotland" not in client.get("/tell/services/").text.partition("<footer")[0]
    page = client.post("/tell/services/", {"add": leith.pk, "unknown_service": "By the harbour"}, follow=True).text
    assert READ_BY_SCOTLAND in page
    assert "By the harbour" in page, "nothing typed is lost"
    assert "Your story is about care in Scotland, so Heard Scotland will read it and its rules apply." in told(client, "/tell/check/")
    assert "it goes to the moderators of Heard Scotland, and its rules apply." in told(client, "/tell/consent/")
    assert fill(client, "consent", publish="on").url == "/tell/sent/"
    thanks = told(client, "/tell/sent/")
    assert "A moderator of Heard Scotland will read it." in thanks
    assert 'We’ll publish your story on <a href="http://testserver/scotland/">Heard Scotland</a>, and our emails lead there.' in thanks
    story = Story.objects.get()
    assert (story.region.name, story.unknown_service) == ("Scotland", "By the harbour")


def told(client, path):
    """The page's words, on one line."""
    return " ".join(client.get(path).text.split())


def test_help_and_numbers_are_those_of_the_site_that_reads_the_story(client, leith, scotland, larkfield):
    set_number(region_id=scotland.pk, name="care_within", value=1, by=TESTS)
    fill(client, "words", words=WORDS)
    for place, line, years in ((leith, "Breathing Space", "in the last year"), (larkfield, "Samaritans", "in the last 3 years")):
        client.post("/tell/services/", {"add": place.pk})
        for page in ("services", "good", "when", "check", "consent"):
            assert line in client.get(f"/tell/{page}/").text
        long_ago = fill(client, "when", happened_month_month="1", happened_month_year="2020").text
        assert f"We can only take stories about care {years}." in long_ago
        client.post("/tell/services/", {"remove": place.pk})


def test_who_said_when_it_happened_before_another_site_read_it_is_told_if_that_is_too_long_ago(client, leith, scotland):
    set_number(region_id=scotland.pk, name="care_within", value=1, by=TESTS)
    fill(client, "words", words=WORDS)
    before = clock.today().replace(day=1) - timedelta(days=2 * 365)
    fill(client, "when", happened_month_month=str(before.month), happened_month_year=str(before.year))
    assert "This may be too long ago" not in told(client, "/tell/check/")
    client.post("/tell/services/", {"add": leith.pk})
    assert "We only take stories about care in the last year. Check when it happened." in told(client, "/tell/check/")


def test_on_the_site_that_reads_the_story_nothing_is_said_about_it(client, leith):
    client.post("/scotland/tell/words/", {"words": WORDS})
    client.post("/scotland/tell/services/", {"add": leith.pk})
    for page in ("services", "check", "consent"):
        assert "its rules apply" not in client.get(f"/scotland/tell/{page}/").text


def test_a_story_that_was_begun_on_another_site_says_who_reads_it(client, scotland):
    client.post("/scotland/tell/words/", {"words": WORDS})
    said = "You started this story on Heard Scotland, so Heard Scotland will read it and its rules apply."
    assert said in told(client, "/tell/services/")
    assert said in told(client, "/tell/check/")


def test_a_service_of_a_third_region_is_refused_beside_the_field_and_nothing_typed_is_lost(client, leith):
    wales = factories.another_site(slug="wales", name="Wales", path="wales")
    fill(client, "words", words=WORDS)
    client.post("/tell/services/", {"add": leith.pk})
    other = factories.service(name="Gwent Ward", of=wales)
    answer = client.post("/tell/services/", {"add": other.pk, "find": "gwent", "unknown_service": "By the harbour"})
    assert answer.status_code == 422
    assert 'href="#id_find"' in answer.text
    assert "Gwent Ward is in Wales, and your story is about care in Scotland." in answer.text
    for typed in ("By the harbour", 'value="gwent"', READ_BY_SCOTLAND):
        assert typed in answer.text


def test_a_place_that_would_be_refused_is_found_and_not_offered(client, leith):
    ours = factories.service(name="Leith Walk Clinic")
    fill(client, "words", words=WORDS)
    found = client.post("/tell/services/", {"look": "1", "find": "leith"}, follow=True).text
    assert f'name="add" value="{ours.pk}"' in found
    client.post("/tell/services/", {"add": leith.pk, "find": "leith"})
    found = client.post("/tell/services/", {"look": "1", "find": "leith"}, follow=True).text
    assert "Leith Walk Clinic" in found
    assert "Needs a story of its own" in found
    assert f'name="add" value="{ours.pk}"' not in found


# ---------------------------------------------------------------- by the link on the page of a service


def test_who_comes_from_the_page_of_a_service_of_another_site_reads_at_once_who_reads_their_story(client, leith, scotland):
    for path in ("/tell/", "/tell/words/"):
        page = told(client, f"{path}?service={leith.slug}")
        assert READ_BY_SCOTLAND in page
        assert "Breathing Space" in page
    assert 'href="http://testserver/scotland/how-to-complain/"' in told(client, f"/tell/?service={leith.slug}")
    client.post("/tell/words/", {"words": WORDS, "service": leith.slug})
    draft = Draft.objects.get()
    assert (draft.region, list(draft.services.all())) == (scotland, [leith])


def test_a_site_that_closes_while_the_first_page_is_open_loses_nothing(client, leith, scotland, northmoor):
    client.get(f"/tell/words/?service={leith.slug}")
    close_region(region_id=scotland.pk, reason="Its last service has closed", by=TESTS)
    client.post("/tell/words/", {"words": WORDS, "service": leith.slug})
    draft = Draft.objects.get()
    assert (draft.region, draft.words, draft.unknown_service) == (northmoor, WORDS, "Leith Ward")


# ---------------------------------------------------------------- a site that closes, or lacks something


def test_a_story_of_a_site_that_closed_is_kept_and_its_author_is_told_which_site_that_is(client, leith, larkfield, scotland):
    fill(client, "words", words=WORDS)
    client.post("/tell/services/", {"add": leith.pk})
    close_region(region_id=scotland.pk, reason="Its last service has closed", by=TESTS)
    answer = client.get("/tell/consent/")
    assert "Your story is saved, but Heard Scotland has closed" in answer.text
    assert 'href="/tell/services/"' in answer.text
    # when they say that it was somewhere else, it can be sent
    client.post("/tell/services/", {"remove": leith.pk})
    client.post("/tell/services/", {"add": larkfield.pk})
    assert fill(client, "consent", publish="on").url == "/tell/sent/"


def test_a_service_is_refused_while_its_site_lacks_what_no_story_can_do_without(client, leith, scotland):
    scotland.crisis_lines.all().delete()
    fill(client, "words", words=WORDS)
    answer = client.post("/tell/services/", {"add": leith.pk})
    assert "Leith Ward is in Scotland, and Heard Scotland doesn’t take stories yet." in answer.text
    client.post("/tell/words/", {"words": WORDS})


# ---------------------------------------------------------------- emails


def test_emails_about_a_draft_and_about_its_story_lead_to_the_site_that_reads_it(draft, leith, mailoutbox):
    give_contact(draft.author, kind="email", value="gull@home.example")
    add(draft, leith)
    finished(draft)
    for key in ("draft", "story"):
        mail.post(kind="author-key-replaced", to=f"author-account:{draft.author_id}", key=key)
        mail.deliver(delivery_id=Delivery.objects.get(key=key).pk)
        assert "http://testserver/scotland/my-story/key/" in mailoutbox[-1].body
        assert "Breathing Space" in mailoutbox[-1].body
        send(draft)
