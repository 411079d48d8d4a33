"""People who work here: invited, signing in, with a passkey, switching, frozen; and those who run Heard."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection

from heard.core import clock, jobs, reckoning
from heard.directory.actions.corrections import correct_service
from heard.organisations.actions import invitations
from heard.organisations.models import Membership, MembershipSpan, Role
from heard.regions import actions as regions
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from tests import factories
from tests.accounts.test_staff_sign_in import code_now
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password"


def sign_in(page, person, password=PASSWORD):
    page.goto("/account/login/")
    page.get_by_label("Your work email address").fill(person.email)
    page.get_by_label("Your password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def enter(site):
    """Sign in without the page, as the demo does: for journeys about what comes after."""

    def enter(page, whom):
        given_signed_in(page, site, whom)

    return enter


def invited(organisation, by, email="new@work.example"):
    invitations.invite_member(organisation_id=organisation.pk, email=email, roles=["responder"], name="Nia Lowe", by=by)
    jobs.drain()
    return re.search(r"http://testserver(/invitation/\S+)", outbox.outbox[-1].body).group(1)


def test_an_administrator_invites_a_colleague_who_makes_an_account_and_joins(page, open_page, axe):
    organisation = factories.organisation(name="Quayside Recovery", remit=[factories.service(name="Quayside Centre")])
    administrator = factories.member(of=organisation, roles=[Role.ADMINISTRATOR], name="Anjali Thorne")
    # given an administrator who is signed in
    sign_in(page, administrator.person)
    page.goto("/organisation/")
    axe(page)
    page.get_by_role("link", name="Invite a colleague").click()
    # when they send the form with nothing, then with something
    page.get_by_role("button", name="Send the invitation").click()
    axe(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    page.get_by_label("Their work email address").fill("nia@work.example")
    page.get_by_label("Responder: answers stories").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("We’ve sent the invitation")).to_be_visible()
    axe(page)
    jobs.drain()
    # then the colleague, elsewhere and without JavaScript, opens the letter's link, and nothing happens until the button
    link = re.search(r"http://testserver(/invitation/\S+)", outbox.outbox[-1].body).group(1)
    colleague = open_page(js=False)
    colleague.goto(link)
    assert Membership.objects.count() == 1
    colleague.get_by_label("Your name").fill("Nia Lowe")
    colleague.get_by_label("Choose a password").fill("short")
    colleague.get_by_role("button", name="Join Quayside Recovery").click()
    expect(colleague.get_by_text("too short").first).to_be_visible()
    expect(colleague.get_by_label("Your name")).to_have_value("Nia Lowe")
    colleague.get_by_label("Choose a password").fill("four quite plain words")
    colleague.get_by_role("button", name="Join Quayside Recovery").click()
    expect(colleague.get_by_text("You’re now a member of Quayside Recovery")).to_be_visible()
    expect(colleague.get_by_role("link", name="Invite a colleague")).to_have_count(0)
    # and the link is used up
    colleague.goto(link)
    expect(colleague.get_by_role("heading", name="This invitation has already been accepted")).to_be_visible()


def test_a_member_is_frozen_after_a_warning_and_is_out_at_once(page, open_page, axe, enter):
    organisation = factories.organisation()
    administrator = factories.member(of=organisation, roles=[Role.ADMINISTRATOR], name="Anjali Thorne")
    member = factories.member(of=organisation, name="Clive Roe")
    out = open_page()
    sign_in(out, member.person)
    out.goto("/organisation/")
    expect(out.get_by_role("heading", name=organisation.name)).to_be_visible()
    enter(page, administrator)
    page.goto("/organisation/members/")
    page.get_by_label("Find a member").fill("clive")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Freeze Clive Roe").click()
    axe(page)
    expect(page.get_by_text("Can it be undone?")).to_be_visible()
    page.get_by_role("button", name="Freeze Clive Roe").click()
    expect(page.get_by_text("Frozen", exact=True)).to_be_visible()
    out.reload()
    expect(out.get_by_role("heading", name="You’ve been signed out")).to_be_visible()
    axe(out)
    out.get_by_label("Your work email address").fill(member.person.email)
    out.get_by_label("Your password", exact=True).fill(PASSWORD)
    out.get_by_role("button", name="Sign in", exact=True).click()
    expect(out.get_by_role("heading", name="Your membership has been frozen")).to_be_visible()
    axe(out)
    expect(out.get_by_text("An administrator has frozen your membership")).to_be_visible()
    page.get_by_role("button", name="Unfreeze Clive Roe").click()
    out.goto("/organisation/")
    expect(out.get_by_role("heading", name=organisation.name)).to_be_visible()


def test_somebody_in_two_organisations_chooses_and_switches(any_page, check, enter):
    first = factories.member(of=factories.organisation(name="Healthwatch Northmoor"), name="Oskar Vint")
    factories.member_again(person=first.person, of=factories.organisation(name="Maternity Forum"))
    sign_in(any_page, first.person)
    expect(any_page.get_by_role("heading", name="Which organisation are you working for?")).to_be_visible()
    check(any_page)
    any_page.get_by_role("button", name="Work for this organisation : Maternity Forum").click()
    any_page.goto("/organisation/")
    expect(any_page.get_by_role("heading", name="Maternity Forum")).to_be_visible()
    check(any_page)
    any_page.goto("/organisation/choose/")
    any_page.get_by_role("button", name="Work for this organisation : Healthwatch Northmoor").click()
    any_page.goto("/organisation/")
    expect(any_page.get_by_role("heading", name="Healthwatch Northmoor")).to_be_visible()


def test_a_wrong_password_is_said_and_the_right_one_signs_in_and_out(any_page, check, enter):
    member = factories.member(of=factories.organisation())
    sign_in(any_page, member.person, "wrong")
    check(any_page)
    expect(any_page.get_by_text("isn’t right. Check both").first).to_be_visible()
    expect(any_page.get_by_label("Your work email address")).to_have_value(member.person.email)
    sign_in(any_page, member.person)
    any_page.goto("/account/logout/")
    any_page.get_by_role("main").get_by_role("button", name="Sign out").click()
    any_page.goto("/organisation/")
    expect(any_page).to_have_url(re.compile("/account/login/"))


def test_a_moderator_adds_a_passkey_and_signs_in_with_it(page, site, axe, settings):
    settings.DEMO = False
    person = factories.operator()
    # given a device that knows passkeys
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "automaticPresenceSimulation": True}})
    # when an operator without a second step asks for their pages
    sign_in(page, person)
    page.goto("/operator/")
    expect(page.get_by_role("heading", name="Set up a second step to sign in")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="A passkey").click()
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    axe(page)
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("A name for this passkey").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    axe(page)
    page.goto("/operator/")
    expect(page.get_by_role("heading", name="Running Heard")).to_be_visible()
    page.goto("/account/passkeys/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    expect(page.get_by_text("Signs you in without a password")).to_be_visible()
    axe(page)
    # then it signs in by itself, and the pages are open
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/login/?next=/operator/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/operator/")
    expect(page.get_by_role("heading", name="Running Heard")).to_be_visible()
    # and it is the second step after a password
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{site}/operator/")


def test_a_passkey_that_is_refused_is_said_in_words(page):
    page.goto("/account/login/")
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                                                              "hasUserVerification": True, "isUserVerified": False}})  # fmt: skip
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That didn’t work, or you stopped it").wait_for()


def test_an_authenticator_app_is_set_up_without_javascript(no_js):
    person = factories.operator()
    sign_in(no_js, person)
    no_js.goto("/account/second-step/")
    no_js.get_by_role("link", name="Set up an app").click()
    no_js.get_by_label("Your password", exact=True).fill(PASSWORD)
    no_js.get_by_role("button", name="Continue").click()
    expect(no_js.get_by_role("img", name="Picture to scan with your app")).to_be_visible()
    secret = no_js.get_by_text(re.compile(r"^([A-Z2-7]{4} ?){8}$")).inner_text().replace(" ", "")
    no_js.get_by_label("The 6-digit code").fill(code_now(secret))
    no_js.get_by_role("button", name="Set up the app").click()
    expect(no_js.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def test_an_operator_sets_a_number_and_a_wrong_one_is_said_beside_it(any_page, check, enter):
    region = factories.region()
    regions.set_crisis_lines(
        region_id=region.pk, lines=[regions.NewCrisisLine("Samaritans", "116 123", "Any hour", "To talk", in_strip=True)], by=TESTS
    )
    enter(any_page, factories.operator())
    any_page.goto("/operator/")
    check(any_page)
    any_page.goto(f"/operator/regions/{region.pk}/numbers/")
    check(any_page)
    field = any_page.get_by_label("How long an answer can be edited")
    field.fill("5000")
    any_page.get_by_role("button", name="Save the numbers").click()
    expect(any_page.get_by_text("Enter a whole number from 0 to 1,440").first).to_be_visible()
    expect(any_page.get_by_label("How long an answer can be edited")).to_have_value("5000")
    check(any_page)
    any_page.get_by_label("How long an answer can be edited").fill("45")
    any_page.get_by_role("button", name="Save the numbers").click()
    expect(any_page.get_by_text("They apply from now on")).to_be_visible()
    assert setting(region.pk, SettingKey.ANSWER_WINDOW) == 45
    any_page.get_by_role("link", name="Crisis lines").click()
    check(any_page)
    any_page.get_by_role("link", name="Holidays").click()
    check(any_page)


def test_an_operator_makes_an_organisation_from_nothing_to_its_first_administrator(any_page, check, enter):
    factories.region()
    ward = factories.service(name="Larkfield Hospital")
    correct_service(service_id=ward.pk, changes={"town": "Moorport"}, by=TESTS)
    enter(any_page, factories.operator())
    any_page.goto("/operator/organisations/")
    check(any_page)
    any_page.get_by_role("link", name="Add an organisation").first.click()
    any_page.get_by_label("Name").fill("Larkfield Trust")
    any_page.get_by_label("Provider of care").check()
    check(any_page)
    any_page.get_by_role("button", name="Add the organisation").click()
    check(any_page)
    any_page.get_by_role("link", name="Choose services").click()
    any_page.get_by_label("Search the directory").fill("larkfeild")
    any_page.get_by_role("button", name="Search").click()
    check(any_page)
    any_page.get_by_role("button", name="Add Larkfield Hospital").click()
    any_page.get_by_role("link", name="Larkfield Trust").click()
    any_page.get_by_role("link", name="Add a term").click()
    today, end = clock.today(), clock.today() + timedelta(days=365)
    for legend, moment in (("First day", today), ("Last day", end)):
        group = any_page.get_by_role("group", name=legend)
        for label, value in (("Day", moment.day), ("Month", moment.month), ("Year", moment.year)):
            group.get_by_label(label).fill(str(value))
    check(any_page)
    any_page.get_by_role("button", name="Add the term").click()
    expect(any_page.get_by_text("Running", exact=True)).to_be_visible()
    any_page.get_by_role("link", name="Invite a member").click()
    any_page.get_by_label("Their work email address").fill("lead@larkfield.example")
    check(any_page)
    any_page.get_by_role("button", name="Send the invitation").click()
    expect(any_page.get_by_text("lead@larkfield.example")).to_be_visible()


def test_an_operator_puts_an_entry_right_and_undoes_it(any_page, check, enter):
    ward = factories.service(name="Larkfeild Hospital")
    correct_service(service_id=ward.pk, changes={"town": "Moorport"}, by=TESTS)
    enter(any_page, factories.operator())
    any_page.goto("/operator/directory/?q=larkfeild")
    check(any_page)
    any_page.get_by_role("link", name="Larkfeild Hospital").click()
    check(any_page)
    any_page.get_by_label("Name").fill("Larkfield Hospital")
    any_page.get_by_role("button", name="Save changes").click()
    expect(any_page.get_by_text("Before: Larkfeild Hospital")).to_be_visible()
    any_page.get_by_role("button", name="Undo Name").click()
    expect(any_page.get_by_role("heading", name="Larkfeild Hospital")).to_be_visible()


def test_an_operator_invites_a_moderator_and_closes_an_account(page, axe, enter):
    other = factories.person(name="Rowan Sellick")
    enter(page, factories.operator())
    page.goto("/operator/people/")
    page.get_by_label("Find anyone who has an account").fill("rowan")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="Search results").wait_for()
    axe(page)
    page.get_by_role("link", name="Rowan Sellick").click()
    axe(page)
    page.get_by_role("link", name="Close the account").click()
    axe(page)
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_text("This account is closed")).to_be_visible()
    other.refresh_from_db()
    assert not other.is_active
    page.goto("/operator/people/invite/")
    axe(page)
    page.get_by_role("button", name="Send the invitation").click()
    axe(page)
    expect(page.get_by_text("Choose at least one role").first).to_be_visible()


def test_an_invitation_that_is_over_says_so_kindly(page, axe):
    organisation = factories.organisation(name="Quayside")
    administrator = factories.member(of=organisation, roles=[Role.ADMINISTRATOR])
    link = invited(organisation, administrator)
    page.goto(link)
    axe(page)
    invitations.cancel_invitation(invitation_id=organisation.invitations.get().pk, by=administrator)
    page.goto(link)
    expect(page.get_by_role("heading", name="This invitation was cancelled")).to_be_visible()
    axe(page)


@pytest.fixture
def nobody_can_be_told():
    """As if the disk were full, from when it is called: the sweep finds what is owed and cannot do it."""

    def fill():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE reach_telling ADD CONSTRAINT full_disk CHECK (false) NOT VALID")

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reach_telling DROP CONSTRAINT IF EXISTS full_disk")


def test_an_operator_sees_what_was_not_done_and_of_which_story(site, page, dark, phone, no_js, enter, axe, nobody_can_be_told):
    # Given a story that nobody was told of, and one of which nobody can say who should have been
    ward, clinic = factories.service(name="Larkfield Ward"), factories.service(name="Eye Clinic")
    with clock.at(clock.now() - timedelta(hours=3)):
        factories.member(of=factories.organisation(remit=[ward]))
        member = factories.member(of=factories.organisation(remit=[clinic]), name="Zadie Early")
        factories.published_story(services=[ward])
        factories.published_story(services=[clinic])
    MembershipSpan.objects.filter(membership_number=member.pk).update(since=clock.now(), since_known=False)
    operator = factories.operator()
    nobody_can_be_told()
    reckoning.sweep(*reckoning.slices(), timestamp=0)

    # When an operator opens the page where they begin
    for each in (page, dark, phone, no_js):
        enter(each, operator)
        each.goto("/operator/")

        # Then it says so, and leads to which stories those are, and to whose names
        if each is not no_js:
            axe(each)
        each.get_by_role("link", name="See which stories").click()
        expect(each.get_by_role("heading", name="Organisations not told about a new story: 2")).to_be_visible()
        expect(each.get_by_text("Zadie Early")).to_be_visible()
        if each is not no_js:
            axe(each)
