"""Moderators work for regions: what is of another one isn't there for them, and where there are several the desk says which."""

import re
from datetime import UTC, datetime, time, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.core import clock, jobs
from heard.core.errors import NotAcceptable, NotAllowed
from heard.enquiries import actions as enquiries
from heard.moderation import adapters, policies, tasks
from heard.moderation.actions import cases, paging, rota, stories
from heard.moderation.actions.paging import words_of
from heard.moderation.models import Call, CallStep, Case, PagerMessage, RotaPlace
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.locked import is_for_nobody, locked_cases
from heard.moderation.queries.queue import my_cases, next_case, page_of_cases, queue
from heard.moderation.queries.rota import on_rota
from heard.regions.actions import make_region, set_number
from heard.responses.actions import authors
from heard.stories.actions.publishing import ask_to_look_again
from heard.stories.models import DeclineReason
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

DANGER = "I have the tablets here and I am going to end my life tonight."
NIGHT = datetime(2026, 11, 25, 23, 4, tzinfo=UTC)
"""A Wednesday."""


@pytest.fixture
def england():
    return factories.region()


@pytest.fixture
def wales(england):
    return make_region(slug="wales", name="Wales", path="wales", by=TESTS)


def moderator_of(*regions, role="first-line", name=None):
    made = factories.person(name=name, roles=[role])
    return people.set_regions_of_moderator(person_id=made.pk, regions=[each.pk for each in regions], by=TESTS)


def place_in(region):
    place = factories.service(name=f"Ward in {region.name}")
    place.region = region
    place.save(update_fields=["region"])
    return place


def case_in(region, **more):
    """A story of the region that waits for a moderator."""
    story = factories.sent_story(services=[place_in(region)], **more)
    jobs.drain()
    return Case.objects.get(story=story, closed_at=None)


def decline(case, *, by):
    cases.claim_case(case_id=case.pk, by=by)
    case.refresh_from_db()
    stories.decline(
        case_id=case.pk, seen_story=case.story.version, reason=DeclineReason.COMMERCIAL, message="It sells something. Sorry.", by=by
    )


def browser_of(person):
    return factories.sign_in(Client(), person)


def write_to_heard(region, words=DANGER):
    sent = enquiries.send_enquiry(
        region=region, form_key=uuid4(), kind="question", words=words, email="ada@home.example", place="here", by=TESTS
    )
    jobs.drain()
    return sent


# ---------------------------------------------------------------- who may what


def test_a_moderator_of_one_region_sees_and_decides_nothing_of_another(england, wales):
    there, here = case_in(wales), case_in(england)
    english, welsh, of_all = moderator_of(england), moderator_of(wales), moderator_of()
    assert [policies.may_see(who, there) for who in (english, welsh, of_all)] == [False, True, True]
    assert [policies.may_decide(who, there) for who in (english, welsh, of_all)] == [False, True, True]
    assert [set(queue(who)) for who in (english, welsh, of_all)] == [{here}, {there}, {here, there}]
    assert [next_case(who) for who in (english, welsh)] == [here, there]
    assert [desk_of(who).waiting for who in (english, welsh, of_all)] == [1, 1, 2]
    with pytest.raises(NotAllowed, match="moderate stories for this region"):
        cases.claim_case(case_id=there.pk, by=english)
    with pytest.raises(NotAllowed):
        cases.add_note(case_id=there.pk, note="Hello", by=english)


@pytest.mark.parametrize("role", ["first-line", "second-line", "senior"])
def test_no_page_of_a_case_of_another_region_is_there_whatever_the_role(england, wales, role):
    there = case_in(wales)
    desk = browser_of(moderator_of(england, role=role))
    for page in ("", "ask/", "hold/", "decline/", "preview/", "note/", "pass-up/", "place/", "claim/", "put-back/", "danger/", "put-away/"):
        assert desk.get(f"/moderation/{there.pk}/{page}").status_code == 404, page
        assert desk.post(f"/moderation/{there.pk}/{page}").status_code == 404, page
    assert browser_of(moderator_of(wales, role=role)).get(f"/moderation/{there.pk}/").status_code == 200


def test_a_report_of_another_region_is_not_there_for_a_senior_moderator(england, wales):
    story = factories.published_story(services=[place_in(wales)])
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    jobs.drain()
    report = Case.objects.get(subject="treated-differently")
    assert not policies.may_see(moderator_of(england, role="senior"), report)
    assert policies.may_see(moderator_of(wales, role="senior"), report)


def test_a_published_story_is_edited_by_moderators_of_its_region(england, wales):
    story = factories.published_story(services=[place_in(wales)])
    jobs.drain()
    edit = f"/moderation/stories/{story.pk}/edit/"
    english, welsh = browser_of(moderator_of(england)), browser_of(moderator_of(wales))
    assert (english.get(edit).status_code, welsh.get(edit).status_code) == (404, 200)
    assert edit not in english.get(f"/wales/stories/{story.pk}/", follow=True).content.decode()


def test_who_publishes_what_is_grave_is_asked_in_each_region(england, wales):
    """Where nobody of the region works so far up, those furthest up for it do: a senior moderator elsewhere is nobody here."""
    moderator_of(england, role="senior")
    welsh = moderator_of(wales)
    assert policies.may_publish(welsh, 2, region_id=wales.pk)
    assert not policies.may_publish(welsh, 1, region_id=england.pk)
    moderator_of(wales, role="second-line")
    assert not policies.may_publish(welsh, 2, region_id=wales.pk)


def test_an_appeal_goes_to_somebody_else_of_its_region(england, wales):
    welsh, other, english = moderator_of(wales), moderator_of(wales), moderator_of(england)
    case = case_in(wales)
    decline(case, by=welsh)
    ask_to_look_again(story_id=case.story_id, words="Please look again.", by=case.story.author)
    jobs.drain()
    appeal = Case.objects.get(appeal=True)
    assert [policies.may_decide(who, appeal) for who in (welsh, other, english)] == [False, True, False]
    assert policies.everybody_had_a_part([appeal]) == set()
    people.set_regions_of_moderator(person_id=other.pk, regions=[england.pk], by=TESTS)
    other.refresh_from_db()
    assert [policies.may_decide(who, appeal) for who in (welsh, other, english)] == [True, False, False]
    assert policies.everybody_had_a_part([appeal]) == {appeal.pk}


def test_a_region_for_which_nobody_moderates_has_locked_cases(england, wales):
    here, there = case_in(england), case_in(wales)
    english = moderator_of(england)
    assert list(locked_cases()) == [there]
    assert (is_for_nobody(here), is_for_nobody(there)) == (False, True)
    assert any("Wales: no one moderates for it" in each.words for each in adapters.people_who_moderate())
    people.set_regions_of_moderator(person_id=english.pk, regions=[], by=TESTS)
    assert not locked_cases().exists()


def test_operators_are_asked_to_let_somebody_in_where_danger_has_no_moderator(england, wales):
    moderator_of(england, role="senior")
    operator = factories.operator()
    with clock.at(NIGHT):
        case_in(wales, words=DANGER)
    (letter,) = [each for each in outbox.outbox if "no moderator can open" in each.subject]
    assert (letter.to, "Wales" in letter.subject) == ([operator.email], True)
    assert "needs a moderator for Wales" in letter.body


# ---------------------------------------------------------------- calls


def test_only_people_of_the_region_are_called_and_the_message_names_it(england, wales):
    moderator_of(england, role="senior")
    welsh = moderator_of(wales, role="senior", name="Wyn")
    rota.set_paging_address(person_id=welsh.pk, address="https://pages.example/wyn", by=TESTS)
    with clock.at(NIGHT):
        case = case_in(wales, words=DANGER)
    assert [step.person for step in CallStep.objects.all()] == [welsh]
    (letter,) = [each for each in outbox.outbox if "may be in danger" in each.subject]
    assert "(Wales, 11:04pm)" in letter.subject
    assert f"{factories.settings.SITE_URL}/moderation/{case.pk}/" in letter.body
    assert words_of(PagerMessage.objects.get()).startswith("23:04 Wales http")


def test_with_one_region_no_message_names_it(england):
    moderator_of(role="senior")
    with clock.at(NIGHT):
        case_in(england, words=DANGER)
    (letter,) = [each for each in outbox.outbox if "may be in danger" in each.subject]
    assert "please look now (11:04pm)" in letter.subject


def test_a_message_to_heard_calls_and_opens_for_senior_moderators_of_its_region(england, wales):
    english, welsh = moderator_of(england, role="senior"), moderator_of(wales, role="senior")
    with clock.at(NIGHT):
        sent = write_to_heard(wales)
    assert [step.person for step in CallStep.objects.all()] == [welsh]
    assert browser_of(english).get(f"/operator/messages/{sent.pk}/").status_code == 404
    assert browser_of(welsh).get(f"/operator/messages/{sent.pk}/").status_code == 200
    assert f"/operator/messages/{sent.pk}/" not in browser_of(english).get("/moderation/").content.decode()
    assert "Wales" in browser_of(welsh).get("/moderation/").content.decode()


def test_who_does_not_moderate_for_a_region_cannot_be_on_its_rota(england, wales):
    english, both = moderator_of(england, role="senior", name="Eve"), moderator_of(england, wales, role="senior")
    with pytest.raises(NotAcceptable, match="Eve doesn’t moderate for this region") as refused:
        rota.set_shift(region_id=wales.pk, weekday=0, begins=time(17), ends=time(9), people=[both.pk, english.pk], by=TESTS)
    assert refused.value.field == "second"


# ---------------------------------------------------------------- losing a region


def test_who_loses_a_region_leaves_its_rota_and_puts_back_what_they_read(england, wales):
    senior = moderator_of(england, wales, role="senior")
    for region in (england, wales):
        for day in range(7):
            rota.set_shift(region_id=region.pk, weekday=day, begins=time(17), ends=time(9), people=[senior.pk], by=TESTS)
    here, there = (cases.claim_case(case_id=case_in(region).pk, by=senior) for region in (england, wales))
    people.set_regions_of_moderator(person_id=senior.pk, regions=[england.pk], by=TESTS)
    senior.refresh_from_db()
    assert on_rota(wales.pk, NIGHT) == [], "at once"
    assert list(my_cases(senior)) == [here]
    jobs.drain()
    assert set(RotaPlace.objects.values_list("shift__region_id", flat=True)) == {england.pk}
    there.refresh_from_db()
    here.refresh_from_db()
    assert (there.claimed_by, here.claimed_by) == (None, senior)


def test_who_loses_a_region_after_being_told_is_neither_paged_nor_emailed_and_the_next_is(england, wales):
    first, second = moderator_of(wales, role="senior"), moderator_of(wales, role="senior")
    rota.set_shift(region_id=wales.pk, weekday=2, begins=time(17), ends=time(9), people=[first.pk, second.pk], by=TESTS)
    rota.set_paging_address(person_id=first.pk, address="https://pages.example/first", by=TESTS)
    with clock.at(NIGHT):
        story = factories.sent_story(services=[place_in(wales)], words=DANGER)
        case = cases.open_case(subject="story", thing_id=story.pk, by=TESTS)
        call = Call.objects.get(case=case)
        tasks.calls.tell_next(call_id=call.pk, by=TESTS)
        people.set_regions_of_moderator(person_id=first.pk, regions=[england.pk], by=TESTS)
        assert paging.send_page(page_id=PagerMessage.objects.get().pk, by=TESTS) is False
        jobs.drain()
    assert [each for each in outbox.outbox if each.to == [first.email]] == []
    with clock.at(NIGHT + timedelta(minutes=1)):
        tasks.tell_who_is_next(0)
        jobs.drain()
    assert [step.person for step in CallStep.objects.order_by("pk")] == [first, second]


def test_a_story_approved_by_who_lost_its_region_is_not_published_for_them(england, wales):
    set_number(region_id=wales.pk, name="publish_in_hours", value=1, by=TESTS)
    welsh = moderator_of(wales)
    with clock.at(NIGHT):
        case = cases.claim_case(case_id=case_in(wales).pk, by=welsh)
        stories.publish(case_id=case.pk, seen_story=case.story.version, work=factories.work_for(case), by=welsh)
        people.set_regions_of_moderator(person_id=welsh.pk, regions=[england.pk], by=TESTS)
    with clock.at(NIGHT + timedelta(days=1)):
        tasks.publish_what_is_approved(0)
    case.refresh_from_db()
    assert (case.closed_at, case.waiting_for, case.story.is_public) == (None, "", False)


@pytest.mark.parametrize("regions", [[0], [987_654]])
def test_a_region_that_is_not_there_is_refused(england, regions):
    with pytest.raises(NotAcceptable):
        people.set_regions_of_moderator(person_id=factories.moderator().pk, regions=regions, by=TESTS)


def test_only_operators_say_for_which_regions_somebody_moderates(england, wales):
    mo = moderator_of(england)
    with pytest.raises(NotAllowed):
        people.set_regions_of_moderator(person_id=mo.pk, regions=[], by=mo)


# ---------------------------------------------------------------- lists


def test_the_lists_name_the_region_and_can_be_narrowed_to_it(england, wales, client):
    mo = moderator_of(england, wales)
    here, there = case_in(england), case_in(wales)
    desk = factories.sign_in(client, mo)
    every = desk.get("/moderation/").content.decode()
    assert "<bdi>Wales</bdi>. " in every
    assert "<bdi>Northmoor</bdi>. " in every
    assert "/moderation/?region=wales" in every
    narrowed = desk.get("/moderation/?region=wales").content.decode()
    assert f'href="/moderation/{there.pk}/"' in narrowed
    assert f'href="/moderation/{here.pk}/"' not in narrowed
    assert "/moderation/waiting/?region=wales" in narrowed, "the other lists are narrowed to it too"
    assert desk.get("/moderation/?region=atlantis").status_code == 404
    assert desk.post("/moderation/next/", {"region": "wales"}).headers["Location"] == f"/moderation/{there.pk}/"
    assert "<bdi>Wales</bdi>. " in desk.get(f"/moderation/{there.pk}/").content.decode()
    for page in ("waiting", "mine"):
        assert desk.get(f"/moderation/{page}/?region=wales").status_code == 200
    assert f'href="/moderation/{there.pk}/"' not in desk.get("/moderation/mine/?region=northmoor").content.decode()


def test_an_empty_queue_of_one_region_says_that_there_may_be_more_in_others(england, wales, client):
    case_in(england)
    factories.sign_in(client, moderator_of())
    page = client.get("/moderation/?region=wales").text
    assert "There’s nothing to read here at the moment" in page
    assert "You narrowed the queue to: <bdi>Wales</bdi>." in page
    assert '<a href="/moderation/">See the whole queue</a>' in page
    assert "nothing else for you to read here" in client.post("/moderation/next/", {"region": "wales"}, follow=True).text


def test_a_narrowed_list_stays_narrowed_over_its_pages(england, wales, client, monkeypatch):
    monkeypatch.setitem(page_of_cases.__kwdefaults__, "size", 2)
    for _ in range(3):
        case_in(wales)
        case_in(england)
    desk = factories.sign_in(client, moderator_of())
    first = desk.get("/moderation/?subject=story&region=wales").content.decode()
    (older,) = re.findall(r'href="([^"]*page=[^"]*)"', first)
    assert "subject=story&amp;region=wales&amp;page=" in older
    assert len(re.findall("<bdi>Wales</bdi>. ", desk.get(unescape(older)).content.decode())) == 1, "the third of them"


def next_of(page):
    """What the button for the next one sends."""
    (form,) = re.findall(r'<form[^>]*action="/moderation/next/".*?</form>', page, re.DOTALL)
    sent = dict(re.findall(r'name="(subject|region)" value="([^"]+)"', form))
    return {name: unescape(value) for name, value in sent.items()}


def test_what_the_queue_was_narrowed_to_holds_from_case_to_case(england, wales, client):
    case_in(england)
    there = [case_in(wales) for _ in range(3)]
    desk = factories.sign_in(client, moderator_of(england, wales))
    told = {"region": "wales", "subject": "story"}
    page = desk.get("/moderation/?region=wales&subject=story").content.decode()
    for each in there:
        case = desk.post("/moderation/next/", next_of(page), follow=True)
        assert case.request["PATH_INFO"] == f"/moderation/{each.pk}/"
        assert 'href="/moderation/?subject=story&amp;region=wales"' in case.content.decode(), "the way back leads to the narrowed queue"
        page = desk.post(f"/moderation/{each.pk}/pass-up/", {"line": 2, "note": "Please look."}, follow=True).content.decode()
        assert "You’ve escalated it" in page
        assert "You narrowed the queue to: <bdi>Story, Wales</bdi>." in page
        if each != there[-1]:
            assert next_of(page) == told
    assert "There’s nothing else for you to read here." in page
    assert 'href="/moderation/">See the whole queue</a>' in page
    nothing = desk.post("/moderation/next/", told)
    assert nothing.headers["Location"] == "/moderation/?subject=story&region=wales"


def test_whoever_sees_the_whole_queue_goes_on_with_all_of_it(england, wales, client):
    here, there = case_in(england), case_in(wales)
    desk = factories.sign_in(client, moderator_of(england, wales))
    desk.get("/moderation/?region=wales")
    assert next_of(desk.get(f"/moderation/{there.pk}/?done=1").content.decode()) == {"region": "wales"}
    desk.get("/moderation/waiting/?region=northmoor")
    assert next_of(desk.get(f"/moderation/{there.pk}/?done=1").content.decode()) == {"region": "northmoor"}
    desk.get("/moderation/")
    page = desk.get(f"/moderation/{there.pk}/?done=1").content.decode()
    assert (next_of(page), "You narrowed the queue" in page) == ({}, False)
    assert desk.post("/moderation/next/", {}).headers["Location"] == f"/moderation/{here.pk}/"


def test_who_loses_the_region_that_the_queue_was_narrowed_to_goes_on_with_all_of_theirs(england, wales, client):
    here = case_in(england)
    mo = moderator_of(england, wales)
    desk = factories.sign_in(client, mo)
    desk.get("/moderation/?region=wales&subject=story")
    people.set_regions_of_moderator(person_id=mo.pk, regions=[england.pk], by=TESTS)
    page = desk.get(f"/moderation/{here.pk}/?done=1").content.decode()
    assert (next_of(page), "Wales" in page) == ({"subject": "story"}, False)


def test_a_moderator_of_one_region_is_offered_no_other(england, wales, client):
    case_in(wales)
    desk = factories.sign_in(client, moderator_of(england))
    page = desk.get("/moderation/").content.decode()
    assert "Wales" not in page
    assert "region=" not in page
    assert desk.get("/moderation/?region=wales").status_code == 404


def test_with_one_region_no_list_names_it(england, client):
    case = case_in(england)
    desk = factories.sign_in(client, factories.moderator())
    for page in ("", "waiting/", "mine/", f"{case.pk}/"):
        shown = desk.get(f"/moderation/{page}").content.decode()
        assert "<bdi>Northmoor" not in shown
        assert "region=" not in shown


def test_the_aim_is_that_of_the_region_and_is_left_out_where_they_differ(england, wales, client):
    set_number(region_id=wales.pk, name="moderated_within", value=9, by=TESTS)
    desk = factories.sign_in(client, moderator_of())
    assert "within 9 working hours" in desk.get("/moderation/?region=wales").content.decode()
    assert "within 4 working hours" in desk.get("/moderation/?region=northmoor").content.decode()
    assert "We aim to decide" not in desk.get("/moderation/").content.decode()


def test_the_queue_of_several_regions_costs_the_same_however_long_it_is(england, wales, client):
    desk = factories.sign_in(client, moderator_of(england, wales))

    def statements():
        desk.get("/moderation/")
        with CaptureQueriesContext(connection) as asked:
            desk.get("/moderation/")
        return len(asked)

    case_in(wales)
    few = statements()
    for _ in range(4):
        case_in(wales)
        case_in(england)
    assert statements() == few <= 10


# ---------------------------------------------------------------- where operators say it


def test_an_operator_says_for_which_regions_somebody_moderates(england, wales, client):
    mo = factories.person(name="Mo", roles=["senior"])
    rota.set_shift(region_id=wales.pk, weekday=0, begins=time(17), ends=time(9), people=[mo.pk], by=TESTS)
    operator = factories.sign_in(client, factories.operator())
    page = f"/operator/people/{mo.pk}/"
    assert "Regions they moderate for" in operator.get(page).content.decode()
    given = {"name": mo.name, "email": mo.email, "job_title": "", "platform_roles": ["senior"], "moderates_in": [str(england.pk)]}
    said = operator.post(page, given, follow=True).content.decode()
    assert "They’re no longer on the rota for Wales." in said
    mo.refresh_from_db()
    assert mo.moderates_in == [england.pk]
    wrong = operator.post(page, given | {"moderates_in": ["987654"]})
    assert wrong.status_code == 422
    shift = {"days": ["0"], "begins": "17:00", "ends": "09:00", "first": str(mo.pk)}
    refused = operator.post(f"/operator/regions/{wales.pk}/rota/", shift)
    assert (refused.status_code, "There is no senior moderator for this region" in refused.content.decode()) == (422, True)
    jobs.drain()
    assert not RotaPlace.objects.exists()


def test_with_one_region_nobody_is_asked_about_regions(england, client):
    operator = factories.sign_in(client, factories.operator())
    mo = factories.moderator()
    page = f"/operator/people/{mo.pk}/"
    assert "Regions they moderate for" not in operator.get(page).content.decode()
    operator.post(page, {"name": "Mo", "email": mo.email, "platform_roles": ["first-line"], "moderates_in": [str(england.pk)]})
    mo.refresh_from_db()
    assert (mo.name, mo.moderates_in) == ("Mo", [])


def test_a_moderator_is_invited_for_a_region(england, wales, client):
    operator = factories.sign_in(client, factories.operator())
    given = {"email": "new@work.example", "name": "New", "platform_roles": ["first-line"], "moderates_in": [str(wales.pk)]}
    assert operator.post("/operator/people/invite/", given).status_code == 302
    made = people.Person.objects.get(email="new@work.example")
    assert made.moderates_in == [wales.pk]
    operator.post("/operator/people/invite/", given | {"platform_roles": ["operator"], "moderates_in": []})
    made.refresh_from_db()
    assert made.moderates_in == [wales.pk], "another role does not widen it"
    operator.post("/operator/people/invite/", given | {"moderates_in": [str(england.pk)]})
    made.refresh_from_db()
    assert made.moderates_in == [england.pk, wales.pk]


def test_running_heard_names_the_region_of_what_nobody_took_and_of_what_nobody_can_open(england, wales, client):
    english = moderator_of(england, role="senior")
    both = people.set_platform_roles(person_id=english.pk, roles=["senior", "operator"], by=TESTS)
    with clock.at(NIGHT):
        here, there = case_in(england, words=DANGER), case_in(wales, words=DANGER)
        write_to_heard(wales)
    page = factories.sign_in(client, both).get("/operator/").content.decode()
    assert f"Case {here.pk}: Story (Northmoor)" in page
    assert f"Case {there.pk}: Story (Wales)" in page
    assert "First line (Wales)" in page
    assert re.search(r"Message \d+ \(Wales\)", page)
    assert f'"/moderation/{here.pk}/"' in page
    assert f'"/moderation/{there.pk}/"' not in page, "nobody is led to a closed door"
