"""Operators write the rota, see its gaps in red, and give senior moderators a paging address; an empty site shows what to set up."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest

from heard.core import clock
from heard.directory.models import Service
from heard.moderation.actions import calls, cases, rota
from heard.moderation.adapters import people_who_moderate
from heard.moderation.models import Call, Case, PagingAddress
from heard.moderation.queries.rota import rota_of
from heard.regions.models import Region
from heard.responses.actions.authors import report_treated_differently
from heard.responses.models import TreatedDifferently
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    factories.region()
    return factories.sign_in(client, factories.operator())


@pytest.fixture
def ann():
    return factories.person(name="Ann First", roles=["senior"])


@pytest.fixture
def ben():
    return factories.person(name="Ben Second", roles=["senior"])


def address():
    return f"/operator/regions/{factories.region().pk}/rota/"


def said(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def covered(*people):
    for day in range(7):
        rota.set_shift(
            region_id=factories.region().pk, weekday=day, begins=time(0), ends=time(0), people=[each.pk for each in people], by=TESTS
        )


def test_day_and_night_is_called_all_day(operator, ann):
    covered(ann)
    page = said(operator.get(address()))
    assert "Monday, all day Ann First" in page
    assert "the next day" not in page.partition("Add people")[0]


def test_several_days_are_put_on_the_rota_at_once_in_order(operator, ann, ben):
    answer = operator.post(
        address(), {"days": ["4", "5"], "begins": "5pm", "ends": "9.00", "first": ann.pk, "second": ben.pk, "third": ""}, follow=True
    )
    page = said(answer)
    assert "Friday 17:00 to 09:00 the next day Ann First, then Ben Second" in page
    assert "Saturday 17:00 to 09:00 the next day Ann First, then Ben Second" in page
    assert [shift.weekday for shift in rota_of(factories.region().pk)] == [4, 5]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": []}, "Choose at least one day"),
        ({"begins": "soon"}, "Enter a time like 17:00"),
        ({"first": ""}, "Choose who we should tell first"),
        ({"second": "same"}, "Choose each person once"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(operator, ann, ben, wrong, words):
    sent = {"days": ["4"], "begins": "17:00", "ends": "09:00", "first": ann.pk, "second": ben.pk} | wrong
    sent["second"] = ann.pk if sent["second"] == "same" else sent["second"]
    answer = operator.post(address(), sent)
    assert answer.status_code == 422
    assert words in said(answer)
    assert 'value="09:00"' in answer.text
    assert rota_of(factories.region().pk) == []


def test_a_shift_is_removed(operator, ann):
    covered(ann)
    shift = rota_of(factories.region().pk)[0]
    assert operator.post(f"{address()}remove/", {"shift": shift.pk}).status_code == 302
    assert len(rota_of(factories.region().pk)) == 6
    assert operator.post(f"{address()}remove/", {"shift": "nonsense"}).status_code == 302


def test_without_a_senior_moderator_the_page_says_whom_to_invite(operator):
    assert "There is no senior moderator" in said(operator.get(address()))


def test_gaps_stand_on_the_rota_and_on_the_overview_in_red(operator, ann):
    factories.open_site()
    page = operator.get("/operator/").text
    assert "Friday 17:00 to Monday 09:00" in page
    assert "Friday 17:00 to Monday 09:00" in operator.get(address()).text
    covered(ann)
    assert "17:00 to" not in operator.get("/operator/").text
    assert "No one is on the rota at these times" not in operator.get(address()).text


def test_what_nobody_has_taken_is_told_to_operators(operator, ann):
    factories.open_site()
    covered(ann)
    with clock.at(clock.now().replace(year=2025)):
        story = factories.sent_story(words="I am going to end my life tonight.")
        cases.open_case(subject="story", thing_id=story.pk, by=TESTS)
    case = Case.objects.get()
    with clock.at(case.opened_at + timedelta(minutes=20)):
        calls.tell_next(call_id=Call.objects.get().pk, by=TESTS)
    page = operator.get("/operator/")
    assert "Ring a senior moderator now" in said(page)
    assert f"Case {case.pk}: Story" in said(page)
    assert "ago" in said(page)
    assert "Ann First has been told. No one has taken it yet." in said(page)
    assert f'href="/moderation/{case.pk}/"' not in page.text, "who runs Heard may not read cases"
    factories.sign_in(operator, factories.person(roles=["operator", "first-line"]))
    assert f'href="/moderation/{case.pk}/"' in operator.get("/operator/").text


def test_a_case_that_no_moderator_can_open_stands_on_the_overview_in_red(operator):
    factories.open_site()
    story = factories.published_story()
    report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.", form_key=uuid4())
    cases.open_case(subject="treated-differently", thing_id=TreatedDifferently.objects.get().pk, by=TESTS)
    page = said(operator.get("/operator/"))
    assert "No moderator can open 1 case" in page
    assert f"Case {Case.objects.get(subject='treated-differently').pk}: Treated differently" in page
    factories.moderator("senior")
    assert "No moderator can open" not in said(operator.get("/operator/"))


def test_a_site_without_a_senior_moderator_says_so_until_there_is_one(operator):
    factories.open_site()
    assert "There is no senior moderator" in said(operator.get("/operator/"))
    factories.moderator("senior")
    assert "There is no senior moderator" not in said(operator.get("/operator/"))


def test_the_doctor_says_so_too():
    factories.moderator()
    assert any("no senior moderator" in finding.words for finding in people_who_moderate())
    factories.moderator("senior")
    assert not any("no senior moderator" in finding.words for finding in people_who_moderate())


def test_a_paging_address_is_kept_and_never_shown_again(operator, ann):
    page = f"/operator/people/{ann.pk}/paging/"
    answer = operator.post(page, {"address": "https://pages.example/secret"}, follow=True)
    assert PagingAddress.objects.get().address == "https://pages.example/secret"
    assert "secret" not in answer.text
    assert "secret" not in operator.get(address()).text
    assert operator.post(page, {"address": "http://pages.example/"}).status_code == 422
    operator.post(page, {"address": ""})
    assert not PagingAddress.objects.exists()


def test_who_is_no_senior_moderator_has_no_such_page(operator):
    assert operator.get(f"/operator/people/{factories.moderator().pk}/paging/").status_code == 404


# ---------------------------------------------------------------- what to set up


def steps(client):
    """The titles of the steps, and how each stands."""
    page = " ".join(client.get("/operator/").text.split())
    return dict(re.findall(r"<li> ?<h3>(.*?) <[^>]*>(?:<[^>]*>)*([^<]+)", page))


def test_an_empty_site_shows_what_to_set_up_in_order(client):
    factories.sign_in(client, factories.operator())
    assert list(steps(client).items()) == [
        ("Add a region", "Next"),
        ("Add the crisis lines", "To do"),
        ("Add the services", "To do"),
        ("Set up email", "Done"),
        ("Invite a moderator", "To do"),
        ("Ask a moderator to set up a second step", "To do"),
        ("Make someone a senior moderator", "To do"),
    ]


def test_each_step_has_its_page_and_a_tick_when_it_is_done(operator, settings):
    settings.EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"
    region = factories.region()
    page = operator.get("/operator/")
    for path in (f"/operator/regions/{region.pk}/crisis-lines/", "/operator/directory/", "/operator/email/", "/operator/people/invite/"):
        assert f'href="{path}"' in page.text
        assert operator.get(path).status_code == 200
    assert "EMAIL_HOST" in operator.get("/operator/email/").text
    assert steps(operator)["Add a region"] == "Done"
    assert steps(operator)["Add the crisis lines for Northmoor"] == "Next"
    assert steps(operator)["Set up email"] == "To do"


def test_nothing_is_left_of_the_list_when_all_is_done(operator):
    factories.open_site()
    assert "Set up Heard" not in operator.get("/operator/").text
    Service.objects.update(standing="closed")
    assert steps(operator)["Add the services in Northmoor"] == "Next"


def test_a_second_region_that_is_not_ready_brings_the_list_back(operator):
    factories.open_site()
    Region.objects.create(slug="elsewhere", name="Elsewhere", host="elsewhere.example")
    assert steps(operator)["Add the crisis lines for Elsewhere"] == "Next"
    assert steps(operator)["Add the crisis lines for Northmoor"] == "Done"
