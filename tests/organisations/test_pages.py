"""The organisation's own pages and the page of an invitation, without a browser."""

import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from heard.accounts.models import Person
from heard.core import clock
from heard.core.errors import NotAllowed
from heard.organisations.actions import invitations, members, organising
from heard.organisations.models import Invitation, Membership, Role
from heard.organisations.rules.invitations import invitation_token
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db
PASSWORD = "four quite plain words"


def said(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


@pytest.fixture
def quayside():
    organisation = factories.organisation(name="Quayside", remit=[factories.service(name="Quayside Centre")])
    return organisation, factories.member(of=organisation, roles=[Role.ADMINISTRATOR], name="Anjali Thorne")


def link_to(organisation, by, email="new@work.example", **more):
    made = invitations.invite_member(organisation_id=organisation.pk, email=email, roles=["responder"], by=by, **more)
    return f"/invitation/{invitation_token(made.pk, made.made_at)}/"


# ---------------------------------------------------------------- an invitation


def test_an_invitation_pressed_twice_is_one_email_whose_link_works(client, quayside, run_jobs):
    _, administrator = quayside
    factories.sign_in(client, administrator)
    page = client.get("/organisation/members/invite/").text
    key = page.split('name="form_key" value="')[1].split('"')[0]
    typed = {"email": "new@work.example", "name": "Nia Lowe", "roles": ["responder"], "form_key": key}
    for email, count in (("new@work.example", 1), ("new@work.example", 1), ("nia@work.example", 2)):
        assert client.post("/organisation/members/invite/", typed | {"email": email}).status_code == 302
        run_jobs()
        assert Invitation.objects.filter(cancelled_at=None).count() == count
    assert Invitation.objects.count() == 2


def test_a_form_sent_again_after_its_invitation_was_taken_back_invites_again(quayside, run_jobs):
    organisation, administrator = quayside
    said = {"organisation_id": organisation.pk, "email": "new@work.example", "roles": ["responder"], "form_key": uuid4()}
    first = invitations.invite_member(**said, by=administrator)
    invitations.cancel_invitation(invitation_id=first.pk, by=administrator)
    again = invitations.invite_member(**said, by=administrator)
    assert (again == first, again.cancelled_at, again.email) == (False, None, "new@work.example")
    assert invitations.invite_member(**said, by=administrator) == again


def test_a_form_sent_again_for_another_organisation_is_no_fault(client, quayside):
    """Somebody works for two, switches in another window, and goes back to the first."""
    _, administrator = quayside
    other = factories.organisation(name="Shoreline")
    theirs = factories.member_again(person=administrator.person, of=other, roles=[Role.ADMINISTRATOR])
    said = {"email": "new@work.example", "roles": ["responder"], "form_key": uuid4()}
    made = [invitations.invite_member(**said, organisation_id=each.organisation_id, by=each) for each in (administrator, theirs)]
    assert [each.organisation_id for each in made] == [administrator.organisation_id, other.pk]


def test_opening_an_invitation_a_hundred_times_changes_nothing(client, quayside):
    link = link_to(*quayside)
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert (Membership.objects.count(), Person.objects.count()) == (1, 1)
    assert client.get(link)["Cache-Control"] == "no-store"


def test_a_stranger_makes_an_account_and_is_in(client, quayside):
    link = link_to(*quayside, name="Nia Lowe", job_title="Nurse")
    for wrong, why in (({"name": "", "password": PASSWORD}, "Your name"), ({"name": "Nia", "password": "1234567890"}, "too common")):
        refused = client.post(link, wrong)
        assert (refused.status_code, why in said(refused)) == (422, True)
    assert client.post(link, {"name": "Nia Lowe", "password": PASSWORD}).url == "/organisation/"
    person = Person.objects.get(email="new@work.example")
    assert (person.name, person.check_password(PASSWORD), person.memberships.get().job_title) == ("Nia Lowe", True, "Nurse")
    assert "Quayside" in said(client.get("/organisation/"))
    again = client.post(link, {"name": "Nia Lowe", "password": PASSWORD})
    assert (again.status_code, "already been accepted" in said(again)) == (410, True)
    assert Membership.objects.count() == 2


def test_whoever_has_an_account_signs_in_first_and_nobody_takes_it_over(client, quayside):
    person = factories.person()
    link = link_to(*quayside, email=person.email)
    page = said(client.get(link))
    assert "Sign in to accept" in page
    client.post(link, {"name": "Thief", "password": PASSWORD})
    assert Membership.objects.count() == 1
    assert not Person.objects.get(pk=person.pk).check_password(PASSWORD)
    factories.sign_in(client, person)
    assert client.post(link).url == "/organisation/"
    assert person.memberships.get().organisation == quayside[0]


def test_somebody_signed_in_joins_with_an_invitation_to_another_address(client, quayside):
    elsewhere = factories.member(of=factories.organisation())
    factories.sign_in(client, elsewhere)
    assert client.post(link_to(*quayside)).url == "/organisation/"
    assert "Quayside" in said(client.get("/organisation/")), "and works there from then on"


def test_a_member_who_accepts_is_told_that_they_are_one(client, quayside):
    organisation, administrator = quayside
    link = link_to(organisation, administrator)
    factories.sign_in(client, administrator)
    answer = client.post(link)
    assert (answer.status_code, "already a member of Quayside" in said(answer)) == (422, True)


@pytest.mark.parametrize("end", ["cancelled", "expired"])
def test_an_invitation_that_is_over_says_why(client, quayside, end):
    link = link_to(*quayside)
    now = clock.now()
    Invitation.objects.update(**({"cancelled_at": now, "email": ""} if end == "cancelled" else {"expires_at": now - timedelta(days=1)}))
    for answer in (client.get(link), client.post(link, {"name": "Nia", "password": PASSWORD})):
        assert (answer.status_code, end in said(answer)) == (410, True)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "é", "x" * 2000])
def test_a_token_that_was_made_up_finds_nothing(client, quayside, token):
    link_to(*quayside)
    assert client.get(f"/invitation/{token}/").status_code == 404


# ---------------------------------------------------------------- the organisation's pages


def test_members_see_and_only_administrators_change(client, quayside):
    organisation, administrator = quayside
    member = factories.member(of=organisation, name="Bev Hartnoll")
    link_to(organisation, administrator, email="secret@work.example")
    factories.sign_in(client, member)
    page = client.get("/organisation/members/").content.decode()
    assert "Anjali Thorne" in page
    assert "secret@work.example" not in page
    assert "Freeze" not in page
    assert "Quayside Centre" in said(client.get("/organisation/"))
    for path in (
        f"members/{administrator.pk}/",
        f"members/{administrator.pk}/freeze/",
        f"members/{administrator.pk}/thaw/",
        "members/invite/",
    ):
        assert client.post(f"/organisation/{path}").status_code == 404


def test_another_organisations_members_and_invitations_do_not_exist(client, quayside):
    other = factories.organisation()
    theirs = factories.member(of=other)
    link_to(other, TESTS)
    factories.sign_in(client, quayside[1])
    for path in (f"members/{theirs.pk}/", f"members/{theirs.pk}/freeze/", f"members/{theirs.pk}/thaw/",
                 f"invitations/{Invitation.objects.get().pk}/cancel/"):  # fmt: skip
        assert client.post(f"/organisation/{path}").status_code == 404
    theirs.refresh_from_db()
    assert theirs.frozen_at is None


def test_roles_are_changed_on_the_page_and_the_last_administrator_stays_one(client, quayside):
    organisation, administrator = quayside
    member = factories.member(of=organisation)
    factories.sign_in(client, administrator)
    assert client.post(f"/organisation/members/{member.pk}/", {"roles": ["responder"], "job_title": "Matron"}).status_code == 302
    member.refresh_from_db()
    assert (member.roles, member.job_title) == (["responder"], "Matron")
    refused = client.post(f"/organisation/members/{administrator.pk}/", {"roles": ["member"]})
    assert (refused.status_code, "only administrator" in said(refused)) == (422, True)
    for path in (f"members/{administrator.pk}/freeze/", "leave/"):
        refused = client.post(f"/organisation/{path}")
        assert (refused.status_code, "only administrator" in said(refused)) == (422, True)


def test_ones_own_name_and_job_title_are_ones_own_to_change(client, quayside):
    member = factories.member(of=quayside[0])
    factories.sign_in(client, member)
    assert client.post("/organisation/me/", {"name": "", "job_title": "x"}).status_code == 422
    assert client.post("/organisation/me/", {"name": "Bev\u200b Hartnoll", "job_title": "Lead <b>nurse</b>"}).status_code == 302
    member.refresh_from_db()
    assert (member.person.name, member.job_title) == ("Bev Hartnoll", "Lead <b>nurse</b>")
    assert "&lt;b&gt;" in client.get("/organisation/members/").content.decode()


def test_who_looks_for_their_photo_where_their_name_is_finds_it(client, quayside):
    factories.sign_in(client, factories.member(of=quayside[0]))
    assert re.search(r'<a href="/account/photo/">\s*Add a photo</a>', client.get("/organisation/me/").text)


def test_leaving_ends_the_work_there(client, quayside):
    member = factories.member(of=quayside[0])
    factories.sign_in(client, member)
    assert client.post("/organisation/leave/").status_code == 302
    assert client.get("/organisation/").status_code == 404
    assert "not a member of an organisation at the moment" in said(client.get("/work/"))


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (-30, 300, "Your subscription is running"),
        (-30, 10, "Your subscription ends on"),
        (-30, 0, "Your subscription ends on"),
        (5, 300, "Your subscription starts on"),
        (-300, -1, "Your subscription ended on"),
        (None, None, "You don’t have a subscription yet"),
    ],
)
def test_the_first_page_says_how_the_subscription_stands(client, starts, ends, words):
    organisation = factories.organisation(subscribed=False)
    if starts is not None:
        today = clock.today()
        term = {"starts_on": today + timedelta(days=starts), "ends_on": today + timedelta(days=ends)}
        organising.give_subscription(organisation_id=organisation.pk, level="free", by=TESTS, **term)
    factories.sign_in(client, factories.member(of=organisation))
    assert words in said(client.get("/organisation/"))


def test_without_a_subscription_administrators_can_still_shut_a_door(client):
    organisation = factories.organisation(subscribed=False)
    administrator = factories.member(of=organisation, roles=[Role.ADMINISTRATOR])
    member = factories.member(of=organisation)
    factories.sign_in(client, administrator)
    assert "you can’t invite members" in said(client.get("/organisation/members/"))
    refused = client.post("/organisation/members/invite/", {"email": "a@b.example", "roles": ["member"]})
    assert (refused.status_code, "while its subscription is running" in said(refused)) == (422, True)
    assert client.post(f"/organisation/members/{member.pk}/freeze/").status_code == 302
    member.refresh_from_db()
    assert member.frozen_at
    client.post(f"/organisation/members/{member.pk}/thaw/")
    member.refresh_from_db()
    assert member.frozen_at, "but not open one"


def test_hundreds_of_members_are_a_page_at_a_time_and_cost_the_same(client, quayside, django_assert_max_num_queries):
    organisation, administrator = quayside
    for n in range(60):
        factories.member(of=organisation, name=f"Member {n:03}")
    factories.sign_in(client, administrator)
    with django_assert_max_num_queries(12):
        page = client.get("/organisation/members/").content.decode()
    assert ("Member 048" in page, "Member 049" in page) == (True, False)
    after = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    assert "Member 059" in client.get(after).content.decode()
    assert "Member 059" in client.post("/organisation/members/", {"q": "member 059"}, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_freeze_themselves_at_once_leave_one():
    organisation = factories.organisation()
    both = [factories.member(of=organisation, roles=[Role.ADMINISTRATOR]) for _ in "ab"]
    together, refused = threading.Barrier(2), []

    def freeze(membership):
        try:
            together.wait()
            members.freeze_member(membership_id=membership.pk, by=membership)
        except NotAllowed:
            refused.append(membership)
        finally:
            connection.close()

    threads = [threading.Thread(target=freeze, args=[each]) for each in both]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 1
    assert Membership.objects.filter(frozen_at=None).count() == 1


def test_pages_about_signing_in_hold_for_somebody_without_a_password(client):
    person = factories.person(password=None)
    client.force_login(person)
    for page in ("second-step/", "second-step/app/add/", "passkeys/", "passkeys/add/", "password/", "password/first/", "confirm/"):
        assert client.get(f"/account/{page}").status_code in {200, 302, 403}, page
    assert client.post("/account/password/first/", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "no-path", "website:home", "😀"])
def test_switching_leads_nowhere_but_to_pages_of_ours(client, elsewhere):
    member = factories.member(of=factories.organisation())
    factories.sign_in(client, member)
    answer = client.post("/organisation/switch/", {"membership": member.pk, "next": elsewhere})
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
