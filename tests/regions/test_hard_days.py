"""Days on which a region is not where it was: its address is spelled oddly or moves, a language or a service goes, it closes."""

import re
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from heard.accounts.actions import people
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, jobs, sites
from heard.directory.models import Service
from heard.moderation.actions import cases
from heard.moderation.actions.conversation import publish_words
from heard.moderation.models import Case
from heard.organisations.actions.organising import set_remit
from heard.organisations.models import Organisation
from heard.regions import actions
from heard.responses.actions import answers
from heard.responses.models import Answer, AnswerState, Reply
from heard.stories.models import State, Story
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
WORDS = {"name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
TYPED = {"text": "Thank you, Gull. Please ask for me at the desk.", "name": "Joy", "job_title": "Ward manager", "step": "send"}


class World:
    """Wales below a path, with a ward, somebody who answers for it, and a published and a waiting story about it."""

    def __init__(self):
        self.england = factories.open_site()
        self.wales = factories.another_site(slug="wales", name="Wales", path="wales")
        self.ward = factories.service(name="Larkfield Ward")
        Service.objects.filter(pk=self.ward.pk).update(region=self.wales)
        self.ward.refresh_from_db()
        trust = factories.organisation(name="Larkfield Trust")
        Organisation.objects.filter(pk=trust.pk).update(region=self.wales)
        set_remit(organisation_id=trust.pk, service_ids=[self.ward.pk], by=TESTS)
        self.responder = factories.member(of=trust)
        self.told = factories.published_story(services=[self.ward], told_by=factories.reachable_author(), title="The window at Larkfield")
        self.waiting = factories.sent_story(services=[self.ward], by=factories.reachable_author("hen@home.example"))
        the_worker_runs()
        outbox.outbox.clear()


@pytest.fixture(scope="module")
def standing_world(standing, django_db_setup):
    return World()


@pytest.fixture
def world(standing_world, db):
    sites.forget()
    outbox.outbox.clear()
    return deepcopy(standing_world)


def author_of(story, **where):
    client = Client(**where)
    session = client.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    return client


def the_worker_runs():
    """What it makes stands on no site in particular, as no request does in the same process."""
    sites.stand(None)
    jobs.drain()


def is_published(answer):
    """A moderator of its story's region reads it, once nobody can take it back any more."""
    with clock.at(clock.now() + timedelta(minutes=30)):
        answers.close_windows()
    the_worker_runs()
    answer.refresh_from_db()
    case = Case.objects.get(subject="answer", thing_id=answer.pk, closed_at=None)
    who = people.set_regions_of_moderator(person_id=factories.moderator().pk, regions=[case.story.region_id], by=TESTS)
    cases.claim_case(case_id=case.pk, by=who)
    publish_words(case_id=case.pk, words={"text": answer.text}, seen_version=answer.version, by=who)
    the_worker_runs()
    return case


def close(world):
    actions.close_region(region_id=world.wales.pk, reason="The nation runs its own.", by=TESTS)


def answer_form(story):
    return reverse("responses:answer", kwargs={"number": story.pk})


# ---------------------------------------------------------------- how a host is spelled


@pytest.mark.parametrize("host", ["xn--bcher-kva.example", "XN--BCHER-KVA.Example", "xn--bcher-kva.example.", "xn--bcher-kva.example:8443"])
def test_a_host_with_letters_of_its_own_is_found_as_browsers_spell_it(world, host):
    actions.describe_region(region_id=world.wales.pk, host="Bücher.example", by=TESTS, **WORDS)
    answer = Client().get("/stories/", headers={"host": host})
    assert answer.status_code == 200
    assert "The window at Larkfield" in answer.text


@pytest.mark.parametrize("host", ["bücher.example", "xn--bcher-kva.example.evil.example", "xn--.example", "wales..example"])
def test_a_host_as_nobody_sends_it_is_refused_in_words(world, host):
    actions.describe_region(region_id=world.wales.pk, host="bücher.example", by=TESTS, **WORDS)
    answer = Client().get("/stories/", headers={"host": host})
    assert answer.status_code == 400
    assert "There’s no Heard site at this address" in answer.text


# ---------------------------------------------------------------- an address that is not in use any more


def test_what_is_typed_in_a_language_that_is_taken_away_goes_on_in_the_first_one(world):
    with spoken("en-gb", "en-xa"):
        actions.describe_region(region_id=world.wales.pk, languages=["en-gb", "en-xa"], host="", by=TESTS, **WORDS)
        client = Client()
        client.get("/wales/en-xa/tell/words/")
        actions.describe_region(region_id=world.wales.pk, languages=["en-gb"], host="", by=TESTS, **WORDS)
        sent = client.post("/wales/en-xa/tell/words/", {"words": "I come every Tuesday."}, follow=True)
    assert sent.redirect_chain[0] == ("/wales/tell/words/", 308)
    assert (Draft.objects.get().words, Draft.objects.get().region) == ("I come every Tuesday.", world.wales)


@pytest.mark.parametrize("now", [{"path": "cymru", "host": ""}, {"path": "", "host": "wales.example"}])
def test_a_link_in_an_email_of_before_opens_the_story_where_the_region_is_now(world, now):
    Client().post("/wales/my-story/link/", {"email": "gull@home.example"})
    the_worker_runs()
    (letter,) = [each.body for each in outbox.outbox if "/my-story/link/" in each.body]
    path = re.search(r"http://testserver(/wales/my-story/link/\S+)", letter)[1]
    actions.describe_region(region_id=world.wales.pk, by=TESTS, **now, **WORDS)
    led = Client().get(path)
    assert led.status_code == 301
    site = f"http://{now['host']}" if now["host"] else f"/{now['path']}"
    assert led["Location"].startswith(f"{site}/my-story/link/")
    client = Client(SERVER_NAME=now["host"] or "testserver")
    there = led["Location"].removeprefix("http://wales.example")
    assert "Open my story" in client.get(there).text
    opened = client.post(there, follow=True)
    assert "The window at Larkfield" in opened.text


def test_a_link_with_the_host_of_before_leads_to_the_story(world):
    actions.describe_region(region_id=world.wales.pk, host="wales.example", by=TESTS, **WORDS)
    link = f"/stories/{world.told.pk}/"
    actions.describe_region(region_id=world.wales.pk, host="cymru.example", other_hosts=["wales.example"], by=TESTS, **WORDS)
    answer = Client().get(link, headers={"host": "wales.example"})
    assert (answer.status_code, answer["Location"]) == (301, f"http://cymru.example{link}")


# ---------------------------------------------------------------- a service that goes to another region


def test_an_answer_is_sent_though_the_service_went_to_another_region_while_it_was_written(world):
    desk = factories.sign_in(Client(), world.responder)
    page = desk.get(answer_form(world.told))
    assert page.status_code == 200
    Service.objects.filter(pk=world.ward.pk).update(region=world.england)
    sent = desk.post(answer_form(world.told), TYPED | {"form_key": str(uuid4())}, follow=True)
    assert sent.status_code == 200
    case = is_published(Answer.objects.get())
    assert case.story.region == world.wales, "the site the story was told on reads and shows its answers"
    assert "Please ask for me at the desk." in Client().get(f"/wales/stories/{world.told.pk}/").text
    (letter,) = [each for each in outbox.outbox if each.to == ["gull@home.example"]]
    assert "http://testserver/wales/my-story/" in letter.body


# ---------------------------------------------------------------- a region that closed


@pytest.mark.parametrize("path", ["/", "/stories/", "/stories/?q=window", "/stories/feed/", "/sitemap-stories-0.xml", "/statistics.csv"])
def test_a_closed_site_is_read_and_followed_as_before(world, path):
    before = Client().get(f"/wales{path}")
    close(world)
    after = Client().get(f"/wales{path}")
    assert (before.status_code, after.status_code) == (200, 200)
    text = (b"".join(after) if after.streaming else after.content).decode()
    assert (f"\n{world.told.pk},Wales," if path.endswith(".csv") else f"/wales/stories/{world.told.pk}/") in text


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/wales/", "This site has closed and takes no new stories."),
        ("/wales/stories/", "This site has closed and takes no new stories."),
        ("/wales/services/{untold}/", "This site has closed and takes no new stories."),
        ("/services/{untold}/", "Heard Wales has closed and takes no new stories."),
    ],
)
def test_a_closed_site_is_not_said_to_be_still_set_up(world, page, said):
    untold = factories.service(name="Marram Ward", of=world.wales)
    Story.objects.update(region=world.england)
    close(world)
    text = Client().get(page.format(untold=untold.slug)).text
    assert said in text
    assert "still being set up" not in text


def test_what_was_told_on_a_closed_site_is_among_all_of_heard(world):
    close(world)
    text = Client().get("/stories/?everywhere=on").text
    assert "The window at Larkfield" in text
    assert "Heard Wales" in text.partition("<footer")[0]


def test_an_author_takes_a_story_back_from_a_closed_site(world):
    close(world)
    client = author_of(world.told)
    page = client.get("/wales/my-story/withdraw/").text
    assert "you can tell it again" not in page, "not on this site"
    assert "you can tell it again" in author_of(world.told).get("/my-story/withdraw/").text
    client.post("/wales/my-story/withdraw/")
    world.told.refresh_from_db()
    assert world.told.state == State.WITHDRAWN
    assert Client().get(f"/wales/stories/{world.told.pk}/").status_code == 410


def test_an_author_corrects_what_waits_on_a_closed_site(world):
    close(world)
    own = world.waiting.own
    changed = {"words": "It was a Wednesday.", "hope": own.hope, "title": own.title, "chosen_name": "Gull", "seen_words": 1}
    said = author_of(world.waiting).post("/wales/my-story/correct/", changed, follow=True)
    assert "We have your new words" in said.text


def test_an_author_replies_and_says_how_it_went_on_on_a_closed_site(world):
    factories.published_answer(story=world.told, membership=world.responder)
    close(world)
    author_of(world.told).post("/wales/my-story/update/", {"words": "The window opens now.", "text": "The window opens now."})
    assert Reply.objects.get().story == world.told


def test_staff_answer_on_a_closed_site_and_its_author_hears_of_it(world):
    close(world)
    desk = factories.sign_in(Client(), world.responder)
    assert desk.get(answer_form(world.told)).status_code == 200
    desk.post(answer_form(world.told), TYPED | {"form_key": str(uuid4())})
    answer = Answer.objects.get()
    is_published(answer)
    answer.refresh_from_db()
    assert answer.state == AnswerState.PUBLISHED
    (letter,) = [each for each in outbox.outbox if each.to == ["gull@home.example"]]
    assert "http://testserver/wales/my-story/" in letter.body
    assert "Please ask for me at the desk." in Client().get(f"/wales/stories/{world.told.pk}/").text


def test_what_was_sent_before_a_site_closed_is_published_and_those_concerned_are_told(world):
    close(world)
    factories.publish(world.waiting, title="What came before the end")
    the_worker_runs()
    assert world.responder.person.email in {to for each in outbox.outbox for to in each.to}
    assert "What came before the end" in Client().get("/wales/stories/").text
