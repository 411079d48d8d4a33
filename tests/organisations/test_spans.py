"""From when until when something stood, kept by the actions that change it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from heard.accounts.actions import people
from heard.accounts.models import ClosedSpan, Person
from heard.alerts.actions import set_alerts, stop_alerts
from heard.alerts.models import AlertSetting, AlertSpan
from heard.core import clock, reckoning
from heard.core.reckoning import Window
from heard.organisations.actions import members, organising
from heard.organisations.models import Membership, MembershipSpan, RemitSpan, TermSpan
from heard.organisations.queries import MEMBERSHIP_SPANS, could_work
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))


def spans(model, **of):
    return list(model.objects.filter(**of).order_by("since").values_list("since", "until", "since_known"))


@pytest.fixture
def organisation():
    with clock.at(MONDAY):
        return factories.organisation()


@pytest.fixture
def member(organisation):
    with clock.at(MONDAY):
        return factories.member(of=organisation)


def test_a_member_frozen_and_thawed_has_two_spans_and_the_first_is_over(member):
    with clock.at(TUESDAY):
        members.freeze_member(membership_id=member.pk, by=TESTS)
        members.freeze_member(membership_id=member.pk, by=TESTS)
    with clock.at(WEDNESDAY):
        members.thaw_member(membership_id=member.pk, by=TESTS)
    assert spans(MembershipSpan, membership_number=member.pk) == [(MONDAY, TUESDAY, True), (WEDNESDAY, None, True)]


def test_a_member_who_left_and_came_back_has_two_spans_that_outlive_the_memberships(member):
    with clock.at(TUESDAY):
        members.leave(membership_id=member.pk, by=member.person)
    with clock.at(WEDNESDAY):
        again = factories.member_again(person=member.person, of=member.organisation)
    of = {"organisation": member.organisation, "person": member.person}
    assert spans(MembershipSpan, **of) == [(MONDAY, TUESDAY, True), (WEDNESDAY, None, True)]
    assert list(MembershipSpan.objects.order_by("since").values_list("membership_number", flat=True)) == [member.pk, again.pk]


def test_a_remit_keeps_since_when_and_until_when_each_branch_was_in_it(organisation):
    ward, clinic = factories.service(), factories.service()
    for day, remit in ((MONDAY, [ward]), (TUESDAY, [ward, clinic]), (WEDNESDAY, [clinic]), (THURSDAY, [ward, clinic])):
        with clock.at(day):
            organising.set_remit(organisation_id=organisation.pk, service_ids=[each.pk for each in remit], by=TESTS)
    assert spans(RemitSpan, service=ward) == [(MONDAY, WEDNESDAY, True), (THURSDAY, None, True)]
    assert spans(RemitSpan, service=clinic) == [(TUESDAY, None, True)]


def test_a_term_that_was_ended_early_is_known_as_it_was_said_before(organisation):
    term = organisation.subscriptions.get()
    with clock.at(TUESDAY):
        organising.end_subscription(subscription_id=term.pk, on=MONDAY.date(), by=TESTS)
    first, second = TermSpan.objects.order_by("since")
    assert (first.ends_on, first.since, first.until) == (term.ends_on, MONDAY, TUESDAY)
    assert (second.ends_on, second.since, second.until) == (MONDAY.date(), TUESDAY, None)


def test_a_term_that_was_called_off_was_said_until_then(organisation):
    with clock.at(TUESDAY):
        later = organising.give_subscription(
            organisation_id=organisation.pk,
            level="full",
            starts_on=organisation.subscriptions.get().ends_on + timedelta(days=1),
            ends_on=organisation.subscriptions.get().ends_on + timedelta(days=9),
            by=TESTS,
        )
        number = later.pk
    with clock.at(WEDNESDAY):
        organising.end_subscription(subscription_id=number, on=WEDNESDAY.date(), by=TESTS)
    assert spans(TermSpan, subscription_number=number) == [(TUESDAY, WEDNESDAY, True)]


def test_an_account_keeps_while_it_was_closed(member):
    operator = factories.operator()
    with clock.at(TUESDAY):
        people.deactivate(person_id=member.person_id, by=operator)
    with clock.at(WEDNESDAY):
        people.reactivate(person_id=member.person_id, by=operator)
    assert spans(ClosedSpan, person=member.person) == [(TUESDAY, WEDNESDAY, True)]


def in_a_statement(at, *, in_doubt=None):
    """Whether anybody could work anywhere, as statements of other slices ask it."""
    condition = could_work("member", "%(at)s", in_doubt="" if in_doubt is None else "%(in_doubt)s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM ({MEMBERSHIP_SPANS}) member WHERE {condition}", {"at": at, "in_doubt": in_doubt})
        return cursor.rowcount > 0


@pytest.mark.parametrize(
    ("at", "could"),
    [
        (MONDAY - timedelta(hours=1), False),
        (MONDAY, True),
        (TUESDAY - timedelta(microseconds=1), True),
        (TUESDAY, False),
        (WEDNESDAY, True),
        (THURSDAY, False),
    ],
)
def test_statements_know_who_could_work_when_as_the_models_do(member, at, could):
    operator = factories.operator()
    with clock.at(TUESDAY):
        members.freeze_member(membership_id=member.pk, by=TESTS)
    with clock.at(WEDNESDAY):
        members.thaw_member(membership_id=member.pk, by=TESTS)
    with clock.at(THURSDAY):
        people.deactivate(person_id=member.person_id, by=operator)
    standing = MembershipSpan.objects.standing(at).exists() and not ClosedSpan.objects.standing(at).exists()
    assert in_a_statement(at) == standing == could


@pytest.mark.parametrize(("in_doubt", "could"), [(None, True), (False, False), (True, True)])
def test_an_account_of_which_it_is_not_known_what_was_before_is_surely_nothing(member, in_doubt, could):
    ClosedSpan.objects.create(person=member.person, since=WEDNESDAY, since_known=False)
    assert in_a_statement(TUESDAY, in_doubt=in_doubt) == could
    assert not in_a_statement(THURSDAY, in_doubt=False)


def test_settings_keep_what_was_wanted_when(member):
    with clock.at(TUESDAY):
        set_alerts(membership=member, stories="at-once", answers="at-once", least_criticality=3, by=member)
    with clock.at(WEDNESDAY):
        stop_alerts(membership_id=member.pk)
    first, second = AlertSpan.objects.filter(membership_number=member.pk).order_by("since")
    assert (first.stories, first.answers, first.least_criticality, first.since, first.until) == (
        "at-once",
        "at-once",
        3,
        TUESDAY,
        WEDNESDAY,
    )
    assert (second.stories, second.answers, second.since, second.until) == ("never", "never", WEDNESDAY, None)


def test_between_one_setting_and_the_next_there_is_no_gap(member):
    for stories in ("never", "at-once", "never"):  # by the real clock, which goes on between any two looks at it
        set_alerts(membership=member, stories=stories, answers="never", least_criticality=0, by=member)
    kept = spans(AlertSpan, membership_number=member.pk)
    assert [until for _, until, _ in kept[:-1]] == [since for since, _, _ in kept[1:]]


def test_a_clock_that_was_put_back_breaks_nothing(member):
    with clock.at(THURSDAY):
        members.freeze_member(membership_id=member.pk, by=TESTS)
    with clock.at(TUESDAY):
        members.thaw_member(membership_id=member.pk, by=TESTS)
        members.freeze_member(membership_id=member.pk, by=TESTS)
    assert spans(MembershipSpan, membership_number=member.pk) == [(MONDAY, THURSDAY, True), (THURSDAY, THURSDAY, True)]


def _again(row, **changes):
    """Another span of the same, as a program that made a mistake would write it."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


@pytest.fixture
def one_of_each(member):
    with clock.at(MONDAY):
        organising.set_remit(organisation_id=member.organisation_id, service_ids=[factories.service().pk], by=TESTS)
        people.deactivate(person_id=member.person_id, by=factories.operator())
        stop_alerts(membership_id=member.pk)
    return {model: model.objects.get() for model in (MembershipSpan, RemitSpan, TermSpan, AlertSpan, ClosedSpan)}


@pytest.mark.parametrize("model", [MembershipSpan, RemitSpan, TermSpan, AlertSpan, ClosedSpan])
def test_two_at_once_or_one_that_ends_before_it_began_are_refused(model, one_of_each):
    row = one_of_each[model]
    with pytest.raises(IntegrityError):
        _again(row, since=TUESDAY)  # two that run
    with pytest.raises(IntegrityError):
        _again(row, since=MONDAY - timedelta(days=1), until=TUESDAY)  # one reaches into the other
    with pytest.raises(IntegrityError):
        _again(row, since=MONDAY, until=MONDAY - timedelta(days=1))
    _again(row, since=MONDAY - timedelta(days=1), until=MONDAY)  # one after the other is as it should be


def begun_by_the_upgrade():
    """What the migrations write for what stands, and for what the audit trail knows of it."""
    for model in (MembershipSpan, RemitSpan, TermSpan, AlertSpan, ClosedSpan):
        model.objects.all().delete()
    loader = MigrationLoader(connection)
    with connection.cursor() as cursor:
        for name in (("accounts", "0004_closed_spans_begin"), ("organisations", "0005_spans_begin"), ("alerts", "0003_spans_begin")):
            for operation in loader.get_migration(*name).operations:
                cursor.execute(operation.sql)


def test_the_upgrade_takes_what_stands_since_it_was_changed_last(member):
    ward = factories.service()
    with clock.at(TUESDAY):
        organising.set_remit(organisation_id=member.organisation_id, service_ids=[ward.pk], by=TESTS)
        stop_alerts(membership_id=member.pk)
        thawed = factories.member(of=member.organisation)
        members.freeze_member(membership_id=thawed.pk, by=TESTS)
        frozen = factories.member(of=member.organisation)
        closed = factories.member(of=member.organisation)
    with clock.at(WEDNESDAY):
        members.thaw_member(membership_id=thawed.pk, by=TESTS)
        members.freeze_member(membership_id=frozen.pk, by=TESTS)
        people.deactivate(person_id=closed.person_id, by=TESTS)

    begun_by_the_upgrade()

    assert spans(MembershipSpan, membership_number=member.pk) == [(MONDAY, None, True)]
    assert spans(MembershipSpan, membership_number=thawed.pk) == [(WEDNESDAY, None, False)]
    assert spans(MembershipSpan, membership_number=frozen.pk) == [(TUESDAY, WEDNESDAY, True)]
    assert spans(ClosedSpan) == [(WEDNESDAY, None, True)]
    assert spans(RemitSpan) == [(TUESDAY, None, True)]
    assert spans(AlertSpan) == [(TUESDAY, None, False)]
    assert spans(TermSpan) == [(MONDAY, None, True)]


def test_the_upgrade_knows_nothing_of_what_was_never_recorded(member):
    term = member.organisation.subscriptions.get()
    with clock.at(TUESDAY):
        organising.end_subscription(subscription_id=term.pk, on=WEDNESDAY.date(), by=TESTS)
        organising.set_remit(organisation_id=member.organisation_id, service_ids=[factories.service().pk], by=TESTS)
    with clock.at(WEDNESDAY):
        organising.change_remit(organisation_id=member.organisation_id, add=[factories.service().pk], by=TESTS)
        closed = factories.person()
        people.deactivate(person_id=closed.pk, by=TESTS)
    with clock.at(THURSDAY):
        people.reactivate(person_id=closed.pk, by=TESTS)

    begun_by_the_upgrade()

    assert spans(TermSpan) == [(TUESDAY, None, False)]
    assert spans(RemitSpan) == [(WEDNESDAY, None, False)] * 2
    assert spans(ClosedSpan) == [(WEDNESDAY, THURSDAY, False)]
    assert Membership.objects.count() == 1


def test_what_was_written_around_the_actions_is_named_and_known_from_then_on(one_of_each, member):
    # Given rows as the program of before an upgrade leaves them, or somebody at the database
    other = Membership.objects.create(organisation=member.organisation, person=factories.person(), roles=["member"])
    Membership.objects.filter(pk=member.pk).update(frozen_at=clock.now())
    branch = member.organisation.remit.create(service=factories.service())
    member.organisation.remit.exclude(pk=branch.pk).delete()
    member.organisation.subscriptions.update(ends_on=TUESDAY.date())
    Person.objects.filter(pk=member.person_id).update(is_active=True)
    Person.objects.filter(pk=other.person_id).update(is_active=False)
    AlertSetting.objects.update(answers="at-once")
    named = {(short.debt.name, each.about) for short in reckoning.missing() for each in short.missing}
    kinds = {"remit", "remit-span", "member", "member-span", "term"}
    assert named == {("organisations.kept", kind) for kind in kinds} | {("accounts.kept", ""), ("alerts.kept", "")}

    # When the sweep has run
    reckoning.put_right("organisations", "accounts", "alerts", window=Window.back())

    # Then what stands is known from now on, and of before that nobody can say
    assert reckoning.missing() == []
    assert MembershipSpan.objects.get(membership_number=other.pk).since_known is False
    assert RemitSpan.objects.get(service=branch.service).since_known is False
    assert TermSpan.objects.get(until=None).ends_on == TUESDAY.date()
    assert AlertSpan.objects.get(until=None).answers == "at-once"
    assert set(ClosedSpan.objects.filter(until=None).values_list("person_id", flat=True)) == {other.person_id}
