"""An empty site promises nothing: telling is closed until somebody could read, and opens by itself."""

import re
from datetime import datetime, time

import pytest
from allauth.mfa.models import Authenticator

from heard.accounts.actions import people
from heard.core import clock
from heard.directory.models import Service
from heard.moderation.actions import rota
from heard.regions.models import Region
from heard.stories.models import Story
from heard.telling.models import Draft
from heard.telling.queries import missing_to_open
from heard.telling.rules.opening import WORDS, Needed
from tests import factories
from tests.factories import TESTS
from tests.following.test_my_story import come_in
from tests.telling.test_telling_pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.empty_site]
CLOSED, SAVED = "You can’t tell a story here yet", "Your story is saved, but we can’t take it yet"


@pytest.fixture
def real(settings):
    """No demo: mail goes to a server, and a second factor is a real one."""
    settings.DEMO = False
    return settings


def not_there(needed, region, settings):
    """Take one thing away from an open site."""
    if needed == Needed.CRISIS_LINES:
        region.crisis_lines.all().delete()
    elif needed == Needed.SERVICES:
        Service.objects.update(standing="closed")
    elif needed == Needed.MAIL:
        settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    else:
        for person in people.Person.objects.filter(platform_roles=["first-line"]):
            people.deactivate(person_id=person.pk, by=TESTS)


def test_with_everything_there_telling_is_open(client):
    region = factories.open_site()
    assert missing_to_open(region) == []
    assert CLOSED not in client.get("/tell/").text


@pytest.mark.parametrize("needed", [each for each in Needed if each not in {Needed.REGION, Needed.OPEN}])
def test_each_thing_that_is_missing_closes_it_and_is_said(client, settings, needed):
    region = factories.open_site()
    not_there(needed, region, settings)
    assert missing_to_open(region) == [needed]
    answer = client.get("/tell/")
    assert CLOSED in answer.text
    assert str(WORDS[needed]) in answer.text
    assert "116 123" in answer.text
    assert "Thank you" not in answer.text
    assert client.get("/tell/words/").url == "/tell/"


def test_a_site_without_a_region_shows_help_and_what_is_missing(client):
    Region.objects.all().delete()
    for path in ("/tell/", "/tell/words/", "/tell/consent/", "/tell/sent/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert str(WORDS[Needed.REGION]) in answer.text
        assert "116 123" in answer.text
        assert "999" in answer.text


def test_what_was_typed_on_a_page_that_was_open_is_kept_with_a_key(client, settings):
    region = factories.open_site()
    client.get("/tell/words/")
    not_there(Needed.MODERATORS, region, settings)
    answer = client.post("/tell/words/", {"words": "Nobody says how long it is."})
    assert answer.url == "/tell/"
    page = client.get("/tell/").text
    assert SAVED in page
    assert 'class="key"' in page
    assert Draft.objects.get().words == "Nobody says how long it is."


@pytest.mark.parametrize("needed", [each for each in Needed if each not in {Needed.REGION, Needed.OPEN}])
def test_a_draft_begun_before_is_not_sent_and_not_thanked_for_and_goes_when_all_is_there(client, settings, needed):
    region = factories.open_site()
    fill(client, "words", words="Nobody says how long it is.")
    backend = settings.EMAIL_BACKEND
    not_there(needed, region, settings)
    answer = client.post("/tell/consent/", {"publish": "on", "wording": "1"})
    assert answer.status_code == 503
    assert SAVED in answer.text
    assert 'class="key"' in answer.text
    assert "Thank you" not in answer.text
    assert SAVED in client.get("/tell/consent/").text
    assert client.get("/tell/sent/").url == "/tell/"
    assert not Story.objects.exists()
    settings.EMAIL_BACKEND = backend
    Service.objects.update(standing="open")
    factories.open_site()
    assert fill(client, "consent", publish="on").url == "/tell/sent/"
    assert Story.objects.exists()


def test_writing_goes_on_while_it_is_closed(client, settings):
    region = factories.open_site()
    fill(client, "words", words="Nobody says how long it is.")
    not_there(Needed.MODERATORS, region, settings)
    assert fill(client, "hope", hope="A board with the times.").url == "/tell/title/"
    assert client.post("/tell/consent/", {"later": "1"}).url == "/tell/later/"
    assert Draft.objects.get().hope == "A board with the times."


def test_outside_a_demo_a_moderator_without_a_second_factor_is_none(real):
    region = factories.open_site()
    assert missing_to_open(region) == []
    Authenticator.objects.all().delete()
    assert missing_to_open(region) == [Needed.MODERATORS]
    factories.authenticator_app(of=people.Person.objects.get(platform_roles=["first-line"]))
    assert missing_to_open(region) == []


def test_recovery_codes_alone_are_no_second_factor(real):
    region = factories.open_site()
    Authenticator.objects.update(type="recovery_codes")
    assert missing_to_open(region) == [Needed.MODERATORS]


def test_services_of_another_region_do_not_open_this_one(client):
    factories.open_site()
    other = Region.objects.create(slug="elsewhere", name="Elsewhere", host="elsewhere.example")
    assert Needed.SERVICES in missing_to_open(other)
    assert Needed.CRISIS_LINES in missing_to_open(other)


def test_moderators_of_another_region_do_not_open_this_one(client):
    region = factories.open_site()
    other = Region.objects.create(slug="elsewhere", name="Elsewhere", path="island")
    people.Person.objects.update(moderates_in=[other.pk])
    assert missing_to_open(region) == [Needed.MODERATORS]
    assert Needed.MODERATORS not in missing_to_open(other)
    people.Person.objects.update(moderates_in=[other.pk, region.pk])
    assert missing_to_open(region) == []


def test_the_check_is_one_statement(django_assert_num_queries):
    region = factories.open_site()
    with django_assert_num_queries(1):
        missing_to_open(region)


def test_an_operator_finds_the_way_to_set_it_up(client):
    factories.region()
    assert 'href="/operator/"' not in client.get("/tell/").text
    factories.sign_in(client, factories.operator())
    assert 'href="/operator/"' in client.get("/tell/").text


# ---------------------------------------------------------------- when somebody reads


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-25T12:00", ""),
        ("2026-11-25T08:00", "We’ll start reading again at 9am today"),
        ("2026-11-25T23:00", "We’ll start reading again at 9am on Thursday"),
        ("2026-11-28T12:00", "We’ll start reading again at 9am on Monday"),
    ],
)
def test_the_first_page_says_when_somebody_next_reads(client, moment, words):
    factories.open_site()
    with clock.at(datetime.fromisoformat(f"{moment}+00:00")):
        page = client.get("/tell/").text
    assert words in page
    assert words or "We’ll start reading again" not in page


def test_with_somebody_on_the_rota_it_says_who_is_told_and_claims_nothing(client):
    region, senior = factories.open_site(), factories.person(roles=["senior"])
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(0), ends=time(0), people=[senior.pk], by=TESTS)
    with clock.at(datetime.fromisoformat("2026-11-28T23:00+00:00")):
        page = client.get("/tell/").text
    assert "We’ll start reading again at 9am on Monday." in page
    assert "it tells a moderator at once. It can miss things" in page
    assert "don’t count on anyone" not in page


def test_no_link_of_a_site_without_a_region_says_that_its_page_is_lost(client):
    Region.objects.all().delete()
    for path in ("/my-story/", "/my-story/key/", "/write-to-heard/"):
        page = client.get(path, follow=True)
        assert page.status_code == 404
        assert "This site isn’t ready yet" in page.content.decode(), path
        assert "may be mistyped" not in page.content.decode()
        assert "Call the emergency number where you are" in page.content.decode()


def test_the_home_page_of_a_site_that_cannot_take_stories_promises_nothing(client):
    page = client.get("/").text
    for promise in ("About 10 minutes", "Tell the first one"):
        assert promise not in page
    assert "This site can’t take stories yet." in page
    factories.open_site()
    page = client.get("/").text
    assert "About 10 minutes" in page
    assert "can’t take stories" not in page


INVITES = re.compile(r'<a[^>]*href="/tell/(?:\?[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)


def invitations(page):
    """What the links to telling say."""
    return [" ".join(re.sub("<[^>]+>", "", each).split()) for each in INVITES.findall(page)]


PLACES = ("/", "/stories/", "/stories/?q=ward", "/services/?q=qqqzzz", "/my-story/key/", "/tell/help/", "/write-to-heard/")


@pytest.mark.parametrize("place", [*PLACES, "service", "closed service", "no story"])
def test_no_page_of_a_site_that_cannot_take_stories_invites_to_tell_one(client, place):
    """Every list, page and empty place that invites once telling is open."""
    factories.region()
    about = factories.service(name="Larkfield Ward")
    if place == "closed service":
        Service.objects.filter(pk=about.pk).update(standing="closed", closed_on=clock.today())
        factories.service()
    if place == "no story":
        come_in(client, factories.author())

    def page():
        path = f"/services/{about.slug}/" if "service" in place else "/my-story/" if place == "no story" else place
        return client.get(path).text

    shut = page()
    assert set(invitations(shut)) <= {"Where to find help now"}
    for promise in ("still tell your story", "still tell a story", "Tell the first", "tell it again", "tell your story"):
        assert promise not in shut
    factories.open_site()
    assert set(invitations(page())) - {"Where to find help now"}
    assert "can’t take stories yet" not in page()


def test_a_page_that_was_kept_by_a_browser_does_not_hold_once_telling_is_open(client):
    factories.region()
    about = factories.service()
    for path in ("/stories/", f"/services/{about.slug}/"):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        factories.open_site()
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
        people.Person.objects.update(is_active=False)
