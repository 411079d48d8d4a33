"""A region is prepared, opened, closed and perhaps opened again; what its site shows and takes follows from that."""

import re
from datetime import datetime

import pytest

from heard.accounts.actions.people import set_regions_of_moderator
from heard.accounts.models import Person
from heard.core import clock, sites
from heard.core.errors import NotAcceptable, WrongState
from heard.core.models import Event
from heard.regions import actions
from heard.regions.models import Region, State
from heard.regions.queries import names_emergency_number
from heard.stories.models import Story
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = [pytest.mark.django_db, pytest.mark.empty_site]
LINE = actions.NewCrisisLine("Breathing Space", "0800 83 85 87", "Evenings", "Anyone in Scotland.", in_strip=True)


@pytest.fixture
def scotland():
    """A second region, being prepared."""
    factories.open_site()
    return actions.make_region(slug="scotland", name="Scotland", path="scotland", by=TESTS)


def ready(region):
    actions.set_crisis_lines(region_id=region.pk, lines=[LINE], by=TESTS)
    about = factories.service(name="Leith Surgery")
    about.region = region
    about.save()
    return region


def opened(region):
    return actions.open_region(region_id=ready(region).pk, by=TESTS)


def test_the_first_region_is_open_from_the_start_and_any_other_is_prepared():
    first = actions.make_region(slug="northmoor", name="Northmoor", by=TESTS)
    second = actions.make_region(slug="wales", name="Wales", path="wales", by=TESTS)
    assert (first.state, second.state) == (State.OPEN, State.PREPARING)


def test_it_does_not_open_while_something_is_missing_and_all_of_it_is_named(scotland):
    actions.describe_region(
        region_id=scotland.pk,
        name="Scotland",
        host="",
        path="",
        time_zone="Europe/London",
        leave_to="https://bbc.co.uk",
        complaint_words="",
        by=TESTS,
    )
    with pytest.raises(NotAcceptable, match="a web address, crisis lines and a moderator"):
        actions.open_region(region_id=scotland.pk, lacking=["a moderator"], by=TESTS)
    assert Region.objects.get(slug="scotland").state == State.PREPARING


def test_each_step_is_kept_with_its_reason_and_announced(scotland):
    opened(scotland)
    actions.close_region(region_id=scotland.pk, reason=" The board runs its own. ", by=TESTS)
    assert Region.objects.get(slug="scotland").closed_on == clock.today()
    actions.open_region(region_id=scotland.pk, by=TESTS)
    now = Region.objects.get(slug="scotland")
    assert (now.state, now.closed_on) == (State.OPEN, None)
    assert list(now.moves.order_by("pk").values_list("name", "reason")) == [
        ("prepare", ""),
        ("open", ""),
        ("close", "The board runs its own."),
        ("open", ""),
    ]
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert [each for each in names if each in {"regions.opened", "regions.closed"}] == [
        "regions.opened",
        "regions.closed",
        "regions.opened",
    ]


def test_the_main_region_is_not_closed_nor_any_without_a_reason(scotland):
    opened(scotland)
    with pytest.raises(NotAcceptable, match="main region"):
        actions.close_region(region_id=factories.region().pk, reason="We stop.", by=TESTS)
    with pytest.raises(NotAcceptable, match="why"):
        actions.close_region(region_id=scotland.pk, reason="  ", by=TESTS)


def test_what_is_not_open_cannot_be_closed_nor_what_is_open_opened(scotland):
    with pytest.raises(WrongState):
        actions.close_region(region_id=scotland.pk, reason="We stop.", by=TESTS)
    opened(scotland)
    with pytest.raises(WrongState):
        actions.open_region(region_id=scotland.pk, by=TESTS)


# ---------------------------------------------------------------- what its site shows


@pytest.mark.parametrize("path", ["/", "/stories/", "/tell/", "/tell/words/", "/my-story/key/", "/about/", "/stories.json", "/services/"])
def test_every_page_of_a_site_that_is_not_open_says_so_with_its_crisis_lines(client, scotland, path):
    ready(scotland)
    answer = client.get(f"/scotland{path}")
    if answer.status_code == 404:  # no such page on any site
        return
    assert answer.status_code == 503
    assert "Heard Scotland isn’t open yet" in answer.text
    assert "0800 83 85 87" in answer.text
    assert 'href="http://testserver/"' in answer.text
    assert "no-store" in answer["Cache-Control"]
    foot = answer.text.partition("<footer")[2]
    assert re.findall(r'href="([^"]+)"', foot) == ["/scotland/look/"], "the other pages would only say the same"


def test_a_page_that_is_not_there_says_of_which_site_it_would_be(client, scotland):
    assert '<span class="of-site">' not in client.get("/nothing/").text
    opened(scotland)
    page = client.get("/scotland/nothing/").text
    assert " – Heard Scotland</title>" in re.sub(r"\s+", " ", page)
    assert '<span class="of-site">Scotland</span>' in page


def test_the_house_counts_as_one_site_until_it_opens(client, scotland):
    assert not sites.sites().several
    assert "Scotland" not in client.get("/").text
    opened(scotland)
    assert sites.sites().several


def test_nothing_is_told_on_a_site_that_is_not_open(client, scotland):
    ready(scotland)
    assert client.post("/scotland/tell/words/", {"words": "Nobody came."}).status_code == 503
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("who", "sees"), [("operator", 200), ("moderator", 200), ("person", 503)])
def test_people_who_run_heard_see_it_as_it_will_be(client, scotland, who, sees):
    ready(scotland)
    factories.sign_in(client, getattr(factories, who)())
    answer = client.get("/scotland/stories/")
    assert answer.status_code == sees
    assert ("This is a preview" in answer.text) == (sees == 200)


def test_once_open_its_first_story_is_told(client, scotland):
    opened(scotland)
    assert client.get("/scotland/").status_code == 200
    client.post("/scotland/tell/words/", {"words": "Nobody says how long it is."})
    client.post("/scotland/tell/consent/", {"publish": "on", "wording": "1"})
    assert Story.objects.get().region.slug == "scotland"


# ---------------------------------------------------------------- when it was closed


def test_a_closed_site_keeps_its_pages_says_since_when_and_invites_nobody(client, scotland):
    opened(scotland)
    kept = client.get("/scotland/stories/")["ETag"]
    actions.close_region(region_id=scotland.pk, reason="We stop.", by=TESTS)
    page = client.get("/scotland/stories/", headers={"If-None-Match": kept})
    assert page.status_code == 200
    assert "This site closed on" in page.text
    for path in ("/", "/stories/"):
        assert "Tell your story" not in client.get(f"/scotland{path}").text
    told = client.get("/scotland/tell/").text
    assert "This site has closed" in told
    assert "0800 83 85 87" in told
    assert 'href="http://testserver/"' in told
    assert "This site closed on" not in client.get("/stories/").text


def test_what_was_typed_when_it_closed_is_kept_and_not_sent(client, scotland):
    opened(scotland)
    client.post("/scotland/tell/words/", {"words": "Nobody says how long it is."})
    actions.close_region(region_id=scotland.pk, reason="We stop.", by=TESTS)
    answer = client.post("/scotland/tell/consent/", {"publish": "on", "wording": "1"})
    assert answer.status_code == 503
    assert "Your story is saved, but this site has closed" in answer.text
    assert 'class="key"' in answer.text
    assert Draft.objects.get().words == "Nobody says how long it is."
    assert not Story.objects.exists()
    actions.open_region(region_id=scotland.pk, by=TESTS)
    client.post("/scotland/tell/consent/", {"publish": "on", "wording": "1"})
    assert Story.objects.get().region.slug == "scotland"


# ---------------------------------------------------------------- what an operator does


@pytest.fixture
def operator(client):
    factories.sign_in(client, factories.operator())
    return client


def test_the_list_says_what_is_missing_and_where_it_is_done(operator, scotland):
    page = operator.get(f"/operator/regions/{scotland.pk}/opening/").text
    assert f'href="/operator/regions/{scotland.pk}/crisis-lines/">Crisis lines' in page
    assert "Open the site" not in page
    answer = operator.post(f"/operator/regions/{scotland.pk}/opening/open/")
    assert answer.status_code == 422
    assert "Scotland can’t open yet. It still needs: crisis lines and places." in answer.text
    ready(scotland)
    assert "Open the site" in operator.get(f"/operator/regions/{scotland.pk}/opening/").text
    assert operator.post(f"/operator/regions/{scotland.pk}/opening/open/").status_code == 302
    assert Region.objects.get(pk=scotland.pk).state == State.OPEN


@pytest.mark.parametrize(
    ("name", "contact", "named"), [("112 or 999", "112", True), ("Samaritans", "116 123", False), ("Quay Line", "0811 112999", False)]
)
def test_the_list_advises_a_crisis_line_with_the_emergency_number(operator, scotland, name, contact, named):
    line = actions.NewCrisisLine(name, contact, "Any hour", "Anyone", in_strip=True)
    actions.set_crisis_lines(region_id=scotland.pk, lines=[line], emergency_number="112", by=TESTS)
    page = " ".join(operator.get(f"/operator/regions/{scotland.pk}/opening/").text.split())
    assert "A crisis line with the emergency number, 112" in page
    assert names_emergency_number(Region.objects.get(pk=scotland.pk)) is named


def test_a_language_is_only_asked_for_where_heard_speaks_several(operator, scotland):
    path = f"/operator/regions/{scotland.pk}/opening/"
    assert "Its languages" not in operator.get(path).text
    with spoken("en-gb", "en-xa"):
        assert "Its languages" in operator.get(path).text


def test_the_list_of_people_says_who_moderates_for_which_region(operator, scotland):
    person = factories.person(name="Morag Reads", roles=["first-line"])
    set_regions_of_moderator(person_id=person.pk, regions=[scotland.pk], by=TESTS)
    row = operator.get("/operator/people/").text.partition("Morag Reads")[2].partition("</li>")[0]
    assert "<bdi>Scotland</bdi>" in row


def test_it_does_not_open_while_its_moderators_are_another_regions(operator, scotland):
    main = factories.region()
    Person.objects.filter(platform_roles__overlap=["first-line", "senior"]).update(moderates_in=[main.pk])
    answer = operator.post(f"/operator/regions/{ready(scotland).pk}/opening/open/")
    assert "Scotland can’t open yet. It still needs: a moderator who can sign in." in answer.text
    Person.objects.update(moderates_in=[main.pk, scotland.pk])
    assert operator.post(f"/operator/regions/{scotland.pk}/opening/open/").status_code == 302


def test_the_overview_asks_for_a_moderator_of_each_region_that_is_open(operator, scotland):
    opened(scotland)
    assert "Set up Heard" not in operator.get("/operator/").text
    Person.objects.filter(platform_roles__overlap=["first-line", "senior"]).update(moderates_in=[factories.region().pk])
    assert "Invite a moderator for each region" in operator.get("/operator/").text


def test_an_operator_closes_a_site_with_a_reason_and_opens_it_again(operator, scotland):
    opened(scotland)
    path = f"/operator/regions/{scotland.pk}/opening/"
    assert operator.post(path, {"reason": ""}).status_code == 422
    operator.post(path, {"reason": "The board runs its own."})
    page = operator.get(path).text
    assert "Closed on" in page
    assert "The board runs its own." in page
    operator.post(f"{path}open/")
    assert Region.objects.get(pk=scotland.pk).state == State.OPEN


def test_the_main_region_has_no_button_that_closes_it(operator, scotland):
    page = operator.get(f"/operator/regions/{factories.region().pk}/opening/").text
    assert "Close the site" not in page


def test_the_overview_names_what_a_prepared_region_needs_and_what_an_open_one_has_run_out_of(operator, scotland):
    page = operator.get("/operator/").text
    assert "Scotland isn’t open yet" in page
    assert "Set up Heard" not in page
    opened(scotland)
    page = operator.get("/operator/").text
    assert "Something is missing in Scotland" in page
    assert f"Holidays in {clock.today().year + 1}" in page
    year = clock.today().year
    for each in (factories.region(), scotland):
        for day in (year, year + 1):
            actions.set_holiday(region_id=each.pk, day=clock.today().replace(year=day, month=12, day=25), name="Christmas Day", by=TESTS)
    assert "Something is missing in" not in operator.get("/operator/").text


# ---------------------------------------------------------------- holidays


def test_the_holidays_of_a_nation_are_proposed_and_only_those_confirmed_are_saved(operator, scotland):
    path = f"/operator/regions/{scotland.pk}/holidays/proposed/"
    with clock.at(datetime.fromisoformat("2026-11-29T12:00+00:00")):
        assert "Check the days" not in operator.get(path).text
        assert "Scotland" in operator.get(f"{path}?country=GB").text
        page = operator.get(f"{path}?country=GB&part=SCT").text
        assert "30 November 2026: Saint Andrew" in page
        assert "Boxing Day (observed)" in page
        assert not scotland.holidays.exists()
        operator.post(f"{path}?country=GB&part=SCT", {"days": ["2026-11-30", "2027-01-01"]})
        assert [each.day.isoformat() for each in scotland.holidays.order_by("day")] == ["2026-11-30", "2027-01-01"]
        again = operator.get(path).text
    assert "30 November 2026" not in again
    assert '<option value="SCT" selected>' in again


@pytest.mark.parametrize("days", [[], ["2026-07-12"], ["no day"]])
def test_a_day_that_was_not_proposed_is_not_saved(operator, scotland, days):
    with clock.at(datetime.fromisoformat("2026-11-29T12:00+00:00")):
        answer = operator.post(f"/operator/regions/{scotland.pk}/holidays/proposed/?country=GB&part=SCT", {"days": days})
    assert answer.status_code == 422
    assert not scotland.holidays.exists()


@pytest.mark.parametrize("asked", ["?country=XX", "?country=GB&part=XX", "?country=", "?country=gb'", "?country=LI"])
def test_a_country_that_nobody_knows_proposes_nothing_and_breaks_nothing(operator, scotland, asked):
    assert operator.get(f"/operator/regions/{scotland.pk}/holidays/proposed/{asked}").status_code == 200


# ---------------------------------------------------------------- what an address may be, and old ones


@pytest.mark.parametrize("path", ["wales-", "-wales", "stories", "en-xa", "cy", "w", "a/b"])
def test_a_path_that_cannot_be_is_refused(scotland, path):
    with pytest.raises(NotAcceptable):
        actions.make_region(slug="wales", name="Wales", path=path, by=TESTS)


def test_the_old_path_of_a_closed_region_leads_to_its_stories(client, scotland):
    opened(scotland)
    words = {"name": "Scotland", "host": "", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=scotland.pk, path="alba", by=TESTS, **words)
    actions.close_region(region_id=scotland.pk, reason="We stop.", by=TESTS)
    answer = client.get("/scotland/stories/", follow=True)
    assert answer.redirect_chain[0][0].endswith("/alba/stories/")
    assert "This site closed on" in answer.text


def test_a_language_that_is_taken_away_from_a_prepared_region_leads_on(client, settings, scotland):
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.PSEUDO_LANGUAGES]
    words = {"name": "Scotland", "host": "", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=ready(scotland).pk, languages=["en-gb", "ar-xb"], by=TESTS, **words)
    answer = client.get("/scotland/ar-xb/stories/")
    assert answer.status_code == 503
    assert 'dir="rtl"' in answer.text
    actions.describe_region(region_id=scotland.pk, languages=["en-gb"], by=TESTS, **words)
    assert client.get("/scotland/ar-xb/stories/").url.endswith("/scotland/stories/")
