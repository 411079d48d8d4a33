"""Whatever happened, in whatever order: who is owed what is what a naive model of the same history says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.accounts.actions import people
from heard.alerts import actions
from heard.alerts.queries import members_to_alert
from heard.core import clock
from heard.core.reckoning import Window
from heard.organisations.actions import members, organising
from heard.organisations.models import Membership
from heard.reach.queries import untold
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

BEGINNING = datetime(2026, 3, 2, 0, tzinfo=UTC)
PEOPLE, PLACES, ORGANISATIONS = range(2), range(2), range(2)
WANTS = [("at-once", 0), ("at-once", 3), ("never", 0)]
EVENTS = st.one_of(
    st.tuples(st.sampled_from(["join", "leave", "freeze", "thaw"]), st.sampled_from(ORGANISATIONS), st.sampled_from(PEOPLE)),
    st.tuples(st.just("want"), st.sampled_from(ORGANISATIONS), st.sampled_from(PEOPLE), st.sampled_from(WANTS)),
    st.tuples(st.sampled_from(["close", "open"]), st.sampled_from(PEOPLE)),
    st.tuples(st.sampled_from(["hear", "hear no more"]), st.sampled_from(ORGANISATIONS), st.sampled_from(PLACES)),
    st.tuples(st.sampled_from(["give", "end"]), st.sampled_from(ORGANISATIONS)),
    st.tuples(st.just("publish"), st.sampled_from(PLACES), st.sampled_from([1, 4])),
)


class Naive:
    """What holds now, in plain sets; and of each story, who was owed it when it was published."""

    def __init__(self):
        self.members, self.frozen, self.closed, self.remit, self.terms = set(), set(), set(), set(), set()
        self.wants = {}
        self.told, self.alerted = {}, {}

    def publish(self, story, place, criticality):
        self.told[story] = {o for o in ORGANISATIONS if (o, place) in self.remit and o in self.terms}
        self.alerted[story] = {
            (o, p)
            for o, p in self.members - self.frozen
            if o in self.told[story] and p not in self.closed and self._wants(o, p, criticality)
        }

    def _wants(self, organisation, person, criticality):
        when, least = self.wants.get((organisation, person), ("at-once", 0))
        return when == "at-once" and criticality >= least


class World:
    """The same history through the real actions."""

    def __init__(self):
        self.places = [factories.service() for _ in PLACES]
        self.organisations = [factories.organisation(subscribed=False) for _ in ORGANISATIONS]
        self.people = [factories.person() for _ in PEOPLE]
        self.operator = factories.operator()
        self.stories = {}

    def member(self, o, p):
        return Membership.objects.get(organisation=self.organisations[o], person=self.people[p])


def join(naive, world, o, p):
    if (o, p) not in naive.members:
        naive.members.add((o, p))
        factories.member_again(person=world.people[p], of=world.organisations[o])


def leave(naive, world, o, p):
    if (o, p) in naive.members:
        naive.members.discard((o, p))
        naive.frozen.discard((o, p))
        naive.wants.pop((o, p), None)
        members.leave(membership_id=world.member(o, p).pk, by=world.people[p])


def freeze(naive, world, o, p):
    if (o, p) in naive.members:
        naive.frozen.add((o, p))
        members.freeze_member(membership_id=world.member(o, p).pk, by=TESTS)


def thaw(naive, world, o, p):
    if (o, p) in naive.members:
        naive.frozen.discard((o, p))
        members.thaw_member(membership_id=world.member(o, p).pk, by=TESTS)


def want(naive, world, o, p, wanted):
    if (o, p) in naive.members:
        naive.wants[o, p] = wanted
        when, least = wanted
        actions.set_alerts(membership=world.member(o, p), stories=when, answers="never", least_criticality=least, by=TESTS)


def close(naive, world, p):
    naive.closed.add(p)
    people.deactivate(person_id=world.people[p].pk, by=world.operator)


def open_again(naive, world, p):
    naive.closed.discard(p)
    people.reactivate(person_id=world.people[p].pk, by=world.operator)


def hear(naive, world, o, place):
    naive.remit.add((o, place))
    organising.change_remit(organisation_id=world.organisations[o].pk, add=[world.places[place].pk], by=TESTS)


def hear_no_more(naive, world, o, place):
    naive.remit.discard((o, place))
    organising.change_remit(organisation_id=world.organisations[o].pk, remove=[world.places[place].pk], by=TESTS)


def give(naive, world, o):
    if o not in naive.terms:
        naive.terms.add(o)
        today = clock.today()
        organising.give_subscription(
            organisation_id=world.organisations[o].pk, level="free", starts_on=today, ends_on=today + timedelta(days=90), by=TESTS
        )


def end(naive, world, o):
    if o in naive.terms:
        naive.terms.discard(o)
        term = world.organisations[o].subscriptions.get(ends_on__gte=clock.today())
        organising.end_subscription(subscription_id=term.pk, on=clock.today() - timedelta(days=1), by=TESTS)


def publish(naive, world, place, criticality):
    story = factories.published_story(services=[world.places[place]], criticality=criticality, by=world.operator)
    world.stories[story.pk] = story
    naive.publish(story.pk, place, criticality)


DO = {
    "join": join, "leave": leave, "freeze": freeze, "thaw": thaw, "want": want, "close": close, "open": open_again, "hear": hear,
    "hear no more": hear_no_more, "give": give, "end": end, "publish": publish,
}  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=st.lists(EVENTS, min_size=6, max_size=24))
def test_who_is_owed_what_is_what_a_naive_model_of_the_same_history_says(history):
    # A story at the end of every history, and the usual beginning: an empty world has no news.
    usual = [("hear", 0, 0), ("give", 0), ("join", 0, 0)]
    with transaction.atomic():
        naive = Naive()
        with clock.at(BEGINNING):
            world = World()
        for day, (what, *whom) in enumerate([*usual, *history, ("publish", 0, 4)], start=1):
            with clock.at(BEGINNING + timedelta(hours=12 * day)):
                DO[what](naive, world, *whom)
        with clock.at(BEGINNING + timedelta(days=25)):
            _check(naive, world)
        transaction.set_rollback(True)  # the next history begins with nothing


def _check(naive, world):
    number = {each.pk: n for n, each in enumerate(world.organisations)}
    person = {each.pk: n for n, each in enumerate(world.people)}
    missing = {(each.story_id, number[each.of]) for each in untold(Window.back())}
    assert missing == {(story, o) for story, told in naive.told.items() for o in told}
    for pk, story in world.stories.items():
        factories.tell(story)
        owed = {(number[each.organisation_id], person[each.person_id]) for each in members_to_alert(story)}
        assert owed == naive.alerted[pk]
    assert untold(Window.back()) == []
