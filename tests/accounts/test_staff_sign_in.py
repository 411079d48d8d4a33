"""Signing in: password, second step, recovery, limits; nothing tells a stranger who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail as outbox
from django.core.cache import cache
from django.db import connection
from django.test import Client

from heard.accounts.actions import people
from heard.core import clock
from heard.organisations.actions import members
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, person, password=PASSWORD, **more):
    return client.post("/account/login/", {"login": person.email, "password": password, **more})


def signed_in(client):
    return client.get("/work/").status_code == 200


def text_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_the_right_password_signs_in_and_leads_to_the_work(client):
    person = factories.person()
    answer = sign_in(client, person)
    assert (answer.status_code, answer.url) == (302, "/work/")
    assert signed_in(client)


def test_the_page_asked_for_is_reached_after_signing_in_and_no_other_site(client):
    member = factories.member(of=factories.organisation())
    wanted = client.get("/organisation/members/").url
    assert wanted == "/account/login/?next=/organisation/members/"
    page = client.get(wanted).content.decode()
    assert '<input type="hidden" name="next" value="/organisation/members/">' in page
    assert sign_in(client, member.person, next="/organisation/members/").url == "/organisation/members/"
    client.post("/account/logout/")
    assert sign_in(client, member.person, next="https://elsewhere.example/").url == "/work/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client):
    person = factories.person()
    closed = factories.person()
    people.deactivate(person_id=closed.pk, by=TESTS)
    wrong = sign_in(client, person, "wrong")
    unknown = client.post("/account/login/", {"login": "nobody@work.example", "password": "wrong"})
    shut = sign_in(client, closed, "wrong")
    said = {re.sub(r"[\w.]+@work.example", "x", text_of(each)) for each in (wrong, unknown, shut)}
    assert len(said) == 1
    assert "isn’t right. Check both" in said.pop()


def test_a_closed_account_is_told_so_only_with_its_password(client):
    person = factories.person()
    people.deactivate(person_id=person.pk, by=TESTS)
    assert sign_in(client, person).url == "/account/closed/"
    assert "closed" in text_of(client.get("/account/closed/"))


def test_asking_for_a_new_password_says_the_same_whoever_asks(client, run_jobs):
    person = factories.person()
    answers = [client.post("/account/password/forgotten/", {"email": each}) for each in (person.email, "nobody@work.example")]
    assert {answer.url for answer in answers} == {"/account/password/forgotten/sent/"}
    run_jobs()
    [letter] = outbox.outbox
    assert letter.to == [person.email]
    assert letter.extra_headers["Message-ID"]


def test_the_mailed_link_chooses_a_password_once_and_ends_sessions(client, run_jobs):
    person = factories.person()
    other = type(client)()
    sign_in(other, person)
    client.post("/account/password/forgotten/", {"email": person.email})
    run_jobs()
    link = re.search(r"http://testserver(/account/password/new/\S+)", outbox.outbox[0].body).group(1)
    form = client.get(link).url
    chosen = {"password1": "four quite plain words", "password2": "four quite plain words"}
    assert client.post(form, {**chosen, "password2": "other"}).status_code == 200
    assert client.post(form, chosen).url == "/account/password/new/done/"
    assert not signed_in(other)
    assert sign_in(client, person, "four quite plain words").status_code == 302
    assert "no longer works" in text_of(type(client)().get(link))
    run_jobs()
    assert [letter.subject for letter in outbox.outbox] == ["Choose a new password for Heard", "Your password was changed"]


def test_links_that_were_made_up_lead_to_a_page_that_says_so(client):
    for wrong in ("1-set-password", "zzzzzzzzzzzzzzzzzzzzzz-x", "1-c-d-e", "0-x"):
        answer = client.get(f"/account/password/new/{wrong}/")
        assert answer.status_code == 200
        assert "no longer works" in text_of(answer)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client):
    person = factories.person()
    other = type(client)()
    for each in (client, other):
        sign_in(each, person)
    new = "four quite plain words"
    wrong = client.post("/account/password/", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert "isn’t your current password" in text_of(wrong)
    assert client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert signed_in(client)
    assert not signed_in(other)


def test_guessing_is_limited_by_account_and_says_how_long_to_wait(client):
    person, other = factories.person(), factories.person()
    for _ in range(10):
        sign_in(client, person, "wrong")
    stopped = sign_in(client, person)
    assert "tried too many times" in text_of(stopped)
    assert not signed_in(client)
    assert sign_in(client, other).status_code == 302, "somebody else is not held up"


def test_guessing_is_limited_by_place_without_keeping_it(client, settings):
    for count in range(60):
        client.post("/account/login/", {"login": f"p{count}@work.example", "password": "x"}, REMOTE_ADDR="203.0.113.77")
    person = factories.person()
    stopped = client.post("/account/login/", {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")
    assert "tried too many times" in text_of(stopped)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM core_attempt a")
        assert "203.0.113" not in cursor.fetchone()[0]


def test_the_limit_is_over_after_a_while(client):
    person = factories.person()
    for _ in range(11):
        sign_in(client, person, "wrong")
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert sign_in(client, person).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/x/",
        "2fa/",
        "login/code/",
        "password/set/",
        "social/signup/",
        "",
        "3rdparty/",
        "inactive/",
    ],
)
def test_what_we_do_not_draw_does_not_exist(client, address):
    assert client.get(f"/account/{address}").status_code == 404


# ---------------------------------------------------------------- the second step


def test_an_authenticator_app_is_set_up_and_asked_for_from_then_on(client):
    person = factories.person()
    sign_in(client, person)
    assert client.get("/account/second-step/app/add/").url.startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/second-step/app/add/"})
    page = client.get("/account/second-step/app/add/").content.decode()
    assert "data:" not in page
    assert '<svg class="qr"' in page
    secret = client.session["mfa.totp.secret"]
    assert secret in page.replace(" ", "")
    assert "isn’t right" in text_of(client.post("/account/second-step/app/add/", {"code": "000000"}))
    assert client.post("/account/second-step/app/add/", {"code": code_now(secret)}).url == "/account/second-step/codes/"
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert stored != secret
    assert get_adapter().decrypt(stored) == secret

    fresh = type(client)()
    assert sign_in(fresh, person).url == "/account/second-step/enter/"
    assert not signed_in(fresh)
    assert "isn’t right" in text_of(fresh.post("/account/second-step/enter/", {"code": "000000"}))
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        assert fresh.post("/account/second-step/enter/", {"code": code_now(secret)}).url == "/work/"
    assert signed_in(fresh)


def test_a_recovery_code_lets_in_once(client):
    person = factories.person()
    factories.authenticator_app(of=person)
    client.force_login(person)
    client.post("/account/confirm/", {"password": PASSWORD})
    assert client.post("/account/second-step/codes/new/").url == "/account/second-step/codes/"
    codes = client.get("/account/second-step/codes/download/").content.decode().split()
    assert len(codes) == 10
    fresh = type(client)()
    sign_in(fresh, person)
    assert fresh.post("/account/second-step/enter/", {"code": codes[0]}).url == "/work/"
    again = type(client)()
    sign_in(again, person)
    assert "isn’t right" in text_of(again.post("/account/second-step/enter/", {"code": codes[0]}))


def test_guessing_codes_is_limited(client):
    person = factories.person()
    factories.authenticator_app(of=person)
    sign_in(client, person)
    for _ in range(10):
        client.post("/account/second-step/enter/", {"code": "000000"})
    assert "tried too many times" in text_of(client.post("/account/second-step/enter/", {"code": code_now()}))


def test_the_second_step_cannot_be_skipped(client):
    person = factories.moderator()
    factories.authenticator_app(of=person)
    sign_in(client, person)
    assert client.get("/work/").status_code == 302
    assert "/account/login/" in client.get("/work/").url


@pytest.mark.django_db(transaction=True)
def test_a_moderator_without_a_second_step_is_sent_to_set_one_up_and_then_gets_in(client, settings):
    settings.DEMO = False
    person = factories.operator()
    sign_in(client, person)
    assert client.get("/operator/").url == "/account/second-factor/?next=/operator/"
    assert client.get("/account/second-factor/?next=/operator/").status_code == 200
    client.post("/account/confirm/", {"password": PASSWORD})
    client.get("/account/second-step/app/add/")
    client.post("/account/second-step/app/add/", {"code": code_now(client.session["mfa.totp.secret"])})
    assert client.get("/operator/").status_code == 200
    client.post("/account/second-step/app/remove/")
    assert client.get("/operator/").url == "/account/second-factor/?next=/operator/"


def test_taking_the_app_off_is_told_by_letter(client, run_jobs):
    person = factories.person()
    factories.authenticator_app(of=person)
    client.force_login(person)
    client.post("/account/confirm/", {"password": PASSWORD})
    assert client.get("/account/second-step/app/remove/").status_code == 200
    client.post("/account/second-step/app/remove/")
    run_jobs()
    assert outbox.outbox[-1].subject == "Your authenticator app was removed"
    assert "203." not in outbox.outbox[-1].body


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '"x"', "not json", '{"id":"x","rawId":"x","type":"public-key","response":{}}']
)
def test_a_passkey_of_nonsense_is_refused_in_words(client, credential):
    assert "That passkey didn’t work" in client.post("/account/passkeys/sign-in/", {"credential": credential}, follow=True).text
    client.force_login(factories.person())
    client.post("/account/confirm/", {"password": PASSWORD})
    client.get("/account/passkeys/add/")
    assert client.post("/account/passkeys/add/", {"name": "x", "credential": credential}).status_code == 200


def test_a_passkey_without_a_name_is_called_so_in_the_language_of_the_page(client):
    person = factories.person()
    nameless = get_adapter().generate_authenticator_name(person, Authenticator.Type.WEBAUTHN)
    passkey = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": nameless, "credential": {}})
    client.force_login(person)
    client.post("/account/confirm/", {"password": PASSWORD})
    assert "My passkey" in text_of(client.get("/account/passkeys/"))
    assert "Remove “My passkey”?" in text_of(client.get(f"/account/passkeys/{passkey.pk}/remove/"))
    with spoken("en-xa"):
        assert "My passkey" not in text_of(client.get("/account/passkeys/"))


def test_pages_about_signing_in_are_drawn_for_whoever_has_everything(client):
    person = factories.person()
    factories.authenticator_app(of=person)
    client.force_login(person)
    assert "Confirm it’s you" in text_of(client.get("/account/passkeys/add/", follow=True))
    client.post("/account/confirm/", {"password": PASSWORD})
    client.post("/account/second-step/codes/new/")
    for page in ("second-step/", "second-step/codes/", "second-step/codes/new/", "second-step/app/remove/", "passkeys/", "passkeys/add/",
                 "password/", "logout/", "confirm/", "second-step/confirm/"):  # fmt: skip
        assert client.get(f"/account/{page}").status_code == 200, page


def test_a_code_lets_in_once_whichever_process_is_asked():
    """The memory of a process is emptied between the two: another one has never seen the code."""
    person = factories.person(password=PASSWORD)
    factories.authenticator_app(of=person, secret=SECRET)
    with time_machine.travel(clock.now(), tick=False):
        code = code_now()
        for visitor, status in ((Client(), 302), (Client(), 200)):
            cache.clear()
            sign_in(visitor, person)
            answer = visitor.post("/account/second-step/enter/", {"code": f"{code[:3]} {code[3:]}" if status == 200 else code})
            assert answer.status_code == status
    assert "That code isn’t right" in text_of(answer)


def test_a_session_that_is_over_is_said_and_nothing_of_any_account(client):
    ended = []
    for how in ("frozen", "ran out"):
        member = factories.member(of=factories.organisation())
        factories.sign_in(client, member)
        if how == "frozen":
            members.freeze_member(membership_id=member.pk, by=factories.TESTS)
        else:
            client.session.delete()
        ended.append(client.get("/inbox/").url)
    assert set(ended) == {"/account/login/?ended=1&next=/inbox/"}, "whyever it ended, the page is the same"
    page = client.get(ended[0])
    assert "You’ve been signed out" in page.text
    assert member.person.email not in page.text
    # a stranger, or whoever comes to sign in, is told nothing of the kind
    stranger = Client()
    assert stranger.get("/inbox/").url == "/account/login/?next=/inbox/"
    assert "signed out" not in stranger.get("/account/login/?next=/inbox/").text
    # somebody who only has another session here was not signed out
    stranger.get("/account/login/")
    assert stranger.get("/inbox/").url == "/account/login/?next=/inbox/"


def test_a_frozen_member_who_signs_in_to_where_they_were_is_told_why_they_cannot_go_on(client):
    member = factories.member(of=factories.organisation(name="Quayside Trust"))
    members.freeze_member(membership_id=member.pk, by=factories.TESTS)
    answer = client.get(client.get(sign_in(client, member.person, next="/inbox/").url).url)
    assert "Your membership has been frozen" in answer.text
    assert "An administrator has frozen your membership of Quayside Trust" in text_of(answer)
