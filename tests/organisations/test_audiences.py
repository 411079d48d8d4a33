"""Who gets which page: the doors that every slice above builds on."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from heard.accounts import audiences as platform
from heard.accounts.policies import DEMO_SIGN_IN
from heard.core import clock
from heard.organisations import audiences
from heard.organisations.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def asked(rf, door, person=None, session=None):
    """What `person` gets from a page behind `door`: 200, 404, or where they are sent."""
    request = rf.get("/page/")
    request.user = person or AnonymousUser()
    request.session = dict(session or {})
    try:
        answer = door(lambda request: HttpResponse("in"))(request)
    except Http404:
        return 404
    return answer.url if answer.status_code == 302 else answer.status_code


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_in_where_it_works_and_nowhere_else(rf, role):
    member = factories.member(of=factories.organisation(), roles=[role])
    assert asked(rf, audiences.members, member.person) == 200
    assert asked(rf, audiences.administrators, member.person) == (200 if role == Role.ADMINISTRATOR else 404)


def test_strangers_are_asked_to_sign_in(rf):
    assert asked(rf, audiences.members) == "/account/login/?next=/page/"


def test_somebody_without_an_organisation_finds_no_page(rf):
    assert asked(rf, audiences.members, factories.person()) == 404


def test_whoever_has_several_organisations_is_asked_to_choose_first(rf):
    one = factories.member(of=factories.organisation())
    other = factories.organisation()
    factories.member_again(person=one.person, of=other)
    assert asked(rf, audiences.members, one.person) == "/organisation/choose/?next=/page/"
    assert asked(rf, audiences.members, one.person, {audiences.WORKING_AS: one.pk}) == 200


def test_freezing_and_removing_work_at_the_next_request(rf):
    member = factories.member(of=factories.organisation())
    session = {audiences.WORKING_AS: member.pk}
    type(member).objects.update(frozen_at=clock.now())
    assert asked(rf, audiences.members, member.person, session) == "/work/", "where they are told why"
    type(member).objects.all().delete()
    assert asked(rf, audiences.members, member.person, session) == 404


def test_a_session_from_before_freezing_stays_ended_after_thawing(rf):
    member = factories.member(of=factories.organisation())
    before = (clock.now() - timedelta(hours=1)).isoformat()
    type(member).objects.update(sessions_ended_at=clock.now())
    session = {audiences.WORKING_AS: member.pk, audiences.WORKING_SINCE: before}
    assert asked(rf, audiences.members, member.person, session) == "/organisation/choose/?next=/page/"


def test_an_expired_subscription_does_not_take_reading_away(rf):
    member = factories.member(of=factories.organisation(subscribed=False))
    assert asked(rf, audiences.members, member.person) == 200


@pytest.mark.parametrize("door", [platform.moderators, platform.operators])
def test_heards_own_pages_want_a_second_factor(rf, door):
    person = factories.person(roles=["senior", "operator"])
    assert asked(rf, door, person) == "/account/second-factor/?next=/page/"
    assert asked(rf, door, factories.person()) == 404


def test_the_demos_sign_in_is_a_second_factor_only_in_a_demo(rf, settings):
    person = factories.moderator()
    assert asked(rf, platform.moderators, person, {DEMO_SIGN_IN: True}) == 200
    settings.DEMO = False
    assert asked(rf, platform.moderators, person, {DEMO_SIGN_IN: True}) == "/account/second-factor/?next=/page/"


def test_a_second_factor_that_exists_must_be_shown_in_this_session(rf):
    person = factories.moderator()
    factories.authenticator_app(of=person)
    assert asked(rf, platform.moderators, person) == "/account/second-step/confirm/?next=/page/"
    shown = {"account_authentication_methods": [{"method": "password"}, {"method": "mfa", "type": "totp"}]}
    assert asked(rf, platform.moderators, person, shown) == 200


def test_the_place_of_work_is_read_once_a_request(rf, django_assert_num_queries):
    member = factories.member(of=factories.organisation())
    request = rf.get("/")
    request.user, request.session = member.person, {}
    with django_assert_num_queries(1):
        assert audiences.working_as(request) == member
        assert audiences.working_as(request).organisation.name


def test_switching_to_somebody_elses_membership_finds_nothing(client):
    mine, theirs = factories.member(of=factories.organisation()), factories.member(of=factories.organisation())
    factories.sign_in(client, mine)
    for wrong in (theirs.pk, "nonsense", "9" * 40, ""):
        assert client.post("/organisation/switch/", {"membership": wrong}).status_code == 404
    assert client.get("/organisation/switch/").status_code == 405


def test_switching_goes_on_to_where_one_was_headed_but_never_off_the_site(client):
    mine = factories.member(of=factories.organisation())
    other = factories.member_again(person=mine.person, of=factories.organisation())
    factories.sign_in(client, mine)
    assert client.post("/organisation/switch/", {"membership": other.pk, "next": "/inbox/"}).url == "/inbox/"
    assert client.session[audiences.WORKING_AS] == other.pk
    assert client.post("/organisation/switch/", {"membership": mine.pk, "next": "https://elsewhere.example/"}).url == "/work/"


def test_a_session_made_after_thawing_works(client):
    mine = factories.member(of=factories.organisation())
    type(mine).objects.update(sessions_ended_at=clock.now())
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        factories.sign_in(client, mine)
        assert client.post("/organisation/switch/", {"membership": mine.pk, "next": "/x/"}).url == "/x/"
