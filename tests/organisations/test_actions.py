"""Organisations, terms, members and invitations: every action done, refused, in the wrong state and repeated."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction

from heard.core import clock
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.models import Delivery, Event
from heard.core.tokens import digest_of
from heard.organisations import policies, queries
from heard.organisations.actions import invitations, members, organising
from heard.organisations.models import Invitation, Membership, Organisation, Role, Subscription
from heard.organisations.policies import Permission
from heard.organisations.rules.invitations import invitation_token
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db
ADMINISTRATOR = [Role.ADMINISTRATOR]


def names():
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def days(count):
    return clock.today() + timedelta(days=count)


def administered(**more):
    organisation = factories.organisation(**more)
    return organisation, factories.member(of=organisation, roles=ADMINISTRATOR)


# ---------------------------------------------------------------- organisations


def test_an_organisation_gets_an_address_of_its_own():
    made = [
        organising.make_organisation(region_id=factories.region().pk, kind="provider", name="  Quayside  Trust ", by=TESTS) for _ in "ab"
    ]
    assert [(each.name, each.slug) for each in made] == [("Quayside Trust", "quayside-trust"), ("Quayside Trust", "quayside-trust-2")]
    assert names() == ["organisations.made"] * 2


@pytest.mark.parametrize(("changes", "field"), [({"name": ""}, "name"), ({"kind": "guild"}, "kind"), ({"slug": "taken"}, "slug")])
def test_an_organisation_that_cannot_be_is_refused(changes, field):
    region = factories.region().pk
    organising.make_organisation(region_id=region, kind="provider", name="First", slug="taken", by=TESTS)
    with pytest.raises(NotAcceptable) as refused:
        organising.make_organisation(**({"region_id": region, "kind": "provider", "name": "Second", "by": TESTS} | changes))
    assert refused.value.field == field


def test_only_operators_make_name_and_subscribe_organisations():
    organisation, administrator = administered()
    subscription = organisation.subscriptions.get()
    for act in (
        lambda: organising.make_organisation(region_id=organisation.region_id, kind="provider", name="Mine", by=administrator),
        lambda: organising.rename(organisation_id=organisation.pk, name="Mine", by=administrator),
        lambda: organising.set_remit(organisation_id=organisation.pk, service_ids=[], by=administrator),
        lambda: organising.give_subscription(
            organisation_id=organisation.pk, level="full", starts_on=days(1000), ends_on=days(2000), by=administrator
        ),
        lambda: organising.end_subscription(subscription_id=subscription.pk, on=days(0), by=administrator),
    ):
        with pytest.raises(NotAllowed):
            act()
    organising.rename(organisation_id=organisation.pk, name="Renamed", by=factories.operator())
    assert Organisation.objects.get().name == "Renamed"


def test_a_remit_is_replaced_and_saying_it_again_announces_nothing():
    one, two = factories.service(), factories.service()
    organisation = factories.organisation(remit=[one])
    for _ in range(2):
        organising.set_remit(organisation_id=organisation.pk, service_ids=[two.pk], by=TESTS)
    assert list(organisation.remit.values_list("service_id", flat=True)) == [two.pk]
    assert names().count("organisations.remit_set") == 2
    with pytest.raises(NotAcceptable):
        organising.set_remit(organisation_id=organisation.pk, service_ids=[two.pk, 999_999], by=TESTS)


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize(("starts", "ends"), [(10, 20), (5, 10), (20, 25), (12, 15), (0, 30)])
def test_terms_that_share_a_day_are_refused_by_action_and_database(starts, ends):
    organisation = factories.organisation(subscribed=False)
    term = {"organisation_id": organisation.pk, "level": "full"}
    organising.give_subscription(**term, starts_on=days(10), ends_on=days(20), by=TESTS)
    with pytest.raises(NotAcceptable) as refused:
        organising.give_subscription(**term, starts_on=days(starts), ends_on=days(ends), by=TESTS)
    assert refused.value.field == "starts_on"
    with pytest.raises(IntegrityError, match="terms_never_overlap"), transaction.atomic():
        Subscription.objects.create(**term, starts_on=days(starts), ends_on=days(ends))


def test_terms_that_touch_and_terms_of_others_are_fine():
    one, other = factories.organisation(subscribed=False), factories.organisation(subscribed=False)
    for organisation, starts, ends in ((one, 10, 20), (one, 21, 30), (one, 0, 9), (other, 10, 20)):
        organising.give_subscription(organisation_id=organisation.pk, level="free", starts_on=days(starts), ends_on=days(ends), by=TESTS)
    assert one.subscriptions.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_operators_giving_overlapping_terms_at_once_give_one():
    organisation = factories.organisation(subscribed=False)
    got = []

    def give():
        try:
            organising.give_subscription(organisation_id=organisation.pk, level="full", starts_on=days(0), ends_on=days(9), by=TESTS)
        except NotAcceptable as refused:
            got.append(refused)
        finally:
            connection.close()

    with transaction.atomic():
        organising.give_subscription(organisation_id=organisation.pk, level="free", starts_on=days(5), ends_on=days(20), by=TESTS)
        second = threading.Thread(target=give)
        second.start()
        second.join(0.3)
        assert second.is_alive(), "the second waits for the first"
    second.join()
    assert len(got) == 1
    assert organisation.subscriptions.count() == 1


def test_a_term_with_its_end_before_its_beginning_or_an_unknown_level_is_refused():
    organisation = factories.organisation(subscribed=False)
    for level, ends, field in (("full", -1, "ends_on"), ("gold", 10, "level")):
        with pytest.raises(NotAcceptable) as refused:
            organising.give_subscription(organisation_id=organisation.pk, level=level, starts_on=days(0), ends_on=days(ends), by=TESTS)
        assert refused.value.field == field


def test_a_term_is_shortened_called_off_and_once_over_left_alone():
    organisation = factories.organisation()
    running = organisation.subscriptions.get()
    later = organising.give_subscription(organisation_id=organisation.pk, level="full", starts_on=days(400), ends_on=days(500), by=TESTS)
    organising.end_subscription(subscription_id=later.pk, on=days(0), by=TESTS)
    assert list(organisation.subscriptions.all()) == [running]
    for wrong in (-2, 336):
        with pytest.raises(NotAcceptable):
            organising.end_subscription(subscription_id=running.pk, on=days(wrong), by=TESTS)
    organising.end_subscription(subscription_id=running.pk, on=days(0), by=TESTS)
    assert policies.is_current(organisation.pk), "the last day counts"
    organising.end_subscription(subscription_id=running.pk, on=days(-1), by=TESTS)
    assert not policies.is_current(organisation.pk)
    with pytest.raises(WrongState):
        organising.end_subscription(subscription_id=running.pk, on=days(0), by=TESTS)


def test_an_expired_subscription_stops_acting_loses_nothing_and_is_renewed():
    branch = factories.service()
    organisation, administrator = administered(remit=[branch])
    responder = factories.member(of=organisation)
    organising.end_subscription(subscription_id=organisation.subscriptions.get().pk, on=days(-1), by=TESTS)
    assert policies.may(responder, Permission.READ)
    assert not policies.may(responder, Permission.ANSWER)
    assert not queries.organisations_hearing([branch.pk]).exists()
    with pytest.raises(NotAllowed):
        members.change_roles(membership_id=responder.pk, roles=["member"], by=administrator)
    members.freeze_member(membership_id=responder.pk, by=administrator)
    assert organisation.memberships.count() == 2
    organising.give_subscription(organisation_id=organisation.pk, level="free", starts_on=days(0), ends_on=days(30), by=TESTS)
    members.thaw_member(membership_id=responder.pk, by=administrator)
    responder.refresh_from_db()
    assert policies.may(responder, Permission.ANSWER)
    assert queries.organisations_hearing([branch.pk]).get() == organisation


def test_a_subscription_that_has_yet_to_begin_is_none():
    organisation = factories.organisation(subscribed=False)
    organising.give_subscription(organisation_id=organisation.pk, level="full", starts_on=days(1), ends_on=days(30), by=TESTS)
    assert not policies.is_current(organisation.pk)


# ---------------------------------------------------------------- members


def test_roles_are_changed_by_administrators_of_the_same_organisation_only():
    organisation, administrator = administered()
    _, stranger = administered()
    member = factories.member(of=organisation)
    for nobody in (stranger, member, factories.person()):
        with pytest.raises(NotAllowed):
            members.change_roles(membership_id=member.pk, roles=["member"], by=nobody)
        with pytest.raises(NotAllowed):
            members.freeze_member(membership_id=member.pk, by=nobody)
        with pytest.raises(NotAllowed):
            members.thaw_member(membership_id=member.pk, by=nobody)
    members.change_roles(membership_id=member.pk, roles=["administrator", "member"], job_title="Matron", by=administrator)
    member.refresh_from_db()
    assert (member.roles, member.job_title) == (["member", "administrator"], "Matron")
    for wrong in ([], ["king"]):
        with pytest.raises(NotAcceptable):
            members.change_roles(membership_id=member.pk, roles=wrong, by=administrator)


def test_nobody_is_a_member_twice():
    organisation = factories.organisation()
    member = factories.member(of=organisation)
    with pytest.raises(WrongState):
        members.add_member(organisation_id=organisation.pk, person_id=member.person_id, roles=["member"], by=TESTS)


def test_freezing_signs_out_at_once_and_thawing_gives_the_roles_back(client):
    organisation, administrator = administered()
    member = factories.member(of=organisation)
    factories.sign_in(client, member)
    assert client.get("/work/").status_code == 302
    for _ in range(2):
        members.freeze_member(membership_id=member.pk, by=administrator)
    asked = client.get("/work/").url
    assert asked == "/account/login/?ended=1&next=/work/"
    assert "You’ve been signed out" in client.get(asked).text
    assert names().count("organisations.member_frozen") == 1
    for _ in range(2):
        members.thaw_member(membership_id=member.pk, by=administrator)
    assert client.get("/work/").url == "/account/login/?next=/work/", "the session from before stays ended"
    member.refresh_from_db()
    assert policies.may(member, Permission.ANSWER)
    assert names().count("organisations.member_thawed") == 1


def test_freezing_in_one_organisation_leaves_work_in_another(client):
    organisation, administrator = administered()
    member = factories.member(of=organisation)
    elsewhere = factories.member_again(person=member.person, of=factories.organisation())
    factories.sign_in(client, member)
    members.freeze_member(membership_id=member.pk, by=administrator)
    assert client.get("/work/").url == "/organisation/choose/"
    client.post("/organisation/switch/", {"membership": elsewhere.pk})
    assert client.get("/work/").url != "/organisation/choose/"


def test_the_last_administrator_cannot_lock_the_organisation_out():
    organisation, administrator = administered()
    for act in (
        lambda: members.freeze_member(membership_id=administrator.pk, by=administrator),
        lambda: members.change_roles(membership_id=administrator.pk, roles=["member"], by=administrator),
        lambda: members.leave(membership_id=administrator.pk, by=administrator),
    ):
        with pytest.raises(NotAllowed, match="only administrator"):
            act()
    second = factories.member(of=organisation, roles=ADMINISTRATOR)
    members.freeze_member(membership_id=second.pk, by=administrator)
    with pytest.raises(NotAllowed, match="only administrator"):
        members.leave(membership_id=administrator.pk, by=administrator)
    members.thaw_member(membership_id=second.pk, by=administrator)
    members.leave(membership_id=administrator.pk, by=administrator)
    assert list(organisation.memberships.all()) == [second]


def test_two_administrators_who_leave_at_the_same_moment_do_not_both_get_away():
    organisation, first = administered()
    second = factories.member(of=organisation, roles=ADMINISTRATOR)
    members.leave(membership_id=first.pk, by=first)
    with pytest.raises(NotAllowed):
        members.leave(membership_id=second.pk, by=second)


def test_an_operator_may_freeze_even_the_last_administrator():
    _, administrator = administered()
    members.freeze_member(membership_id=administrator.pk, by=factories.operator())
    administrator.refresh_from_db()
    assert policies.grants(administrator) == frozenset()


def test_leaving_is_for_oneself():
    organisation, administrator = administered()
    member = factories.member(of=organisation)
    with pytest.raises(NotAllowed):
        members.leave(membership_id=member.pk, by=administrator)
    members.leave(membership_id=member.pk, by=member.person)
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_a_job_title_is_ones_own_or_an_administrators_to_change():
    organisation, administrator = administered()
    member = factories.member(of=organisation)
    members.change_job_title(membership_id=member.pk, job_title="  Lead  nurse ", by=member)
    members.change_job_title(membership_id=administrator.pk, job_title="Director", by=administrator)
    with pytest.raises(NotAllowed):
        members.change_job_title(membership_id=administrator.pk, job_title="Clown", by=member)
    member.refresh_from_db()
    assert member.job_title == "Lead nurse"


# ---------------------------------------------------------------- invitations


def invite(organisation, administrator, **changes):
    given = {"email": "New@work.example", "roles": ["responder"], "name": "New Colleague", "job_title": "Nurse"} | changes
    return invitations.invite_member(organisation_id=organisation.pk, by=administrator, **given)


def token_in(letter):
    return re.search(r"http://testserver/invitation/([^/\s]+)/", letter.body).group(1)


def test_an_invitation_is_mailed_with_a_link_whose_token_is_kept_nowhere(run_jobs):
    organisation, administrator = administered(name="Quayside")
    invitation = invite(organisation, administrator)
    run_jobs()
    [letter] = outbox.outbox
    token = token_in(letter)
    assert (letter.to, letter.subject) == (["New@work.example"], "Quayside invites you to Heard")
    assert bytes(invitation.digest) == digest_of(token)
    kept = str([*Invitation.objects.values(), *Delivery.objects.values(), *Event.objects.values()])
    assert token not in kept
    assert names()[-1] == "core.message_delivered"


def test_accepting_makes_a_member_and_forgets_the_address():
    organisation, administrator = administered()
    invitation = invite(organisation, administrator)
    person = factories.person()
    membership = members.accept_invitation(digest=bytes(invitation.digest), by=person)
    assert (membership.person, membership.roles, membership.job_title) == (person, ["responder"], "Nurse")
    invitation.refresh_from_db()
    assert (invitation.email, invitation.accepted_at is not None) == ("", True)
    with pytest.raises(WrongState):
        members.accept_invitation(digest=bytes(invitation.digest), by=factories.person())
    with pytest.raises(WrongState):
        invitations.cancel_invitation(invitation_id=invitation.pk, by=administrator)


def test_a_member_who_accepts_again_stays_as_they_are():
    organisation, administrator = administered()
    invitation = invite(organisation, administrator)
    with pytest.raises(WrongState, match="already"):
        members.accept_invitation(digest=bytes(invitation.digest), by=administrator.person)


@pytest.mark.parametrize("end", ["cancelled", "expired"])
def test_a_cancelled_or_expired_invitation_is_mailed_and_accepted_no_more(end, run_jobs):
    organisation, administrator = administered()
    invitation = invite(organisation, administrator)
    if end == "cancelled":
        for _ in range(2):
            invitations.cancel_invitation(invitation_id=invitation.pk, by=administrator)
        assert names().count("organisations.invitation_cancelled") == 1
    else:
        Invitation.objects.update(expires_at=clock.now())
    run_jobs()
    assert outbox.outbox == []
    assert Delivery.objects.get().state == Delivery.State.DROPPED
    with pytest.raises(WrongState):
        members.accept_invitation(digest=bytes(invitation.digest), by=factories.person())


def test_inviting_the_same_address_again_replaces_the_first_letter():
    organisation, administrator = administered()
    first = invite(organisation, administrator)
    second = invite(organisation, administrator, email="NEW@WORK.example")
    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert second.cancelled_at is None
    assert invite(factories.organisation(), TESTS).cancelled_at is None, "another organisation's is another matter"


@pytest.mark.parametrize(("changes", "field"), [({"email": "nonsense"}, "email"), ({"roles": []}, "roles"), ({"roles": ["king"]}, "roles")])
def test_an_invitation_that_cannot_be_is_refused(changes, field):
    organisation, administrator = administered()
    with pytest.raises(NotAcceptable) as refused:
        invite(organisation, administrator, **changes)
    assert refused.value.field == field


def test_members_are_not_invited_again_and_outsiders_do_not_invite():
    organisation, administrator = administered()
    member = factories.member(of=organisation)
    with pytest.raises(NotAcceptable):
        invite(organisation, administrator, email=member.person.email.upper())
    for nobody in (member, administered()[1], factories.person()):
        with pytest.raises(NotAllowed):
            invite(organisation, nobody)
        with pytest.raises(NotAllowed):
            invitations.cancel_invitation(invitation_id=invite(organisation, administrator).pk, by=nobody)


def test_tokens_differ_and_cannot_be_worked_out_without_the_secret_key(settings):
    organisation, administrator = administered()
    one, two = invite(organisation, administrator), invite(organisation, administrator, email="b@b.example")
    tokens = {invitation_token(each.pk, each.made_at) for each in (one, two)}
    settings.SECRET_KEY = "another"
    tokens.add(invitation_token(one.pk, one.made_at))
    assert len(tokens) == 3


@pytest.mark.parametrize(
    "wrong", [{"roles": []}, {"email": ""}, {"accepted_at": True, "cancelled_at": True}], ids=["no-role", "no-address", "both"]
)
def test_the_database_refuses_invitations_that_make_no_sense(wrong):
    organisation, administrator = administered()
    invitation = invite(organisation, administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**{key: clock.now() if value is True else value for key, value in wrong.items()})


def test_the_database_refuses_a_second_open_invitation():
    organisation, administrator = administered()
    invitation = invite(organisation, administrator)
    with pytest.raises(IntegrityError, match="one_open_invitation_each"), transaction.atomic():
        Invitation.objects.create(
            organisation=organisation, email="NEW@work.example", roles=["member"], digest=b"x", by="x:1", expires_at=invitation.expires_at
        )
