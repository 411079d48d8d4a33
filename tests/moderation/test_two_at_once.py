"""Two people at once, on real connections: what was said about a story is decided once, by whoever has the case, and nobody waits
for ever.
"""

import pytest

from heard.core.errors import WrongState
from heard.moderation.actions import cases, conversation
from heard.moderation.models import Case, CaseMove
from heard.moderation.policies import BeingRead
from heard.responses.actions import changes, replies
from heard.stories.actions import authoring
from heard.stories.models import State
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


class Waiting:
    """Something that was said about a story and waits for a moderator: how it is published, and how it is given back."""

    def __init__(self, kind, run_jobs):
        self.versioned, self.publishing = True, {}
        if kind == "answer":
            self.thing = factories.referred_answer()
            self.given_back = "returned"
            self.publishing = {"text": self.thing.text}
        elif kind == "reply":
            story = factories.published_story()
            self.thing = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you.")
            self.given_back = "declined"
            self.publishing, self.versioned = {"text": "Thank you."}, False
        else:
            answer = factories.published_answer()
            member = answer.organisation.memberships.get(person=answer.person)
            self.thing = factories.planned_change(story=answer.story, membership=member, published=kind == "change made")
            self.given_back = "returned"
            if kind == "change made":
                changes.make_change(change_id=self.thing.pk, membership=member, made_what="The board is up.", by=member)
                self.publishing, self.given_back = {"made_what": "The board is up."}, "planned"
            else:
                self.publishing = {name: getattr(self.thing, name) for name in ("what", "who_leads", "due_on")}
        run_jobs()
        self.public = {"change planned": "planned", "change made": "made"}.get(kind, "published")
        self.case = Case.objects.get(closed_at=None)
        self.thing.refresh_from_db()

    @property
    def seen(self):
        return {"seen_version": self.thing.version} if self.versioned else {}

    def publish(self, by):
        conversation.publish_words(case_id=self.case.pk, **self.seen, words=self.publishing, by=by)

    def give_back(self, by):
        conversation.give_back(case_id=self.case.pk, **self.seen, reason="Please say it otherwise.", by=by)

    @property
    def state(self):
        self.thing.refresh_from_db()
        return str(self.thing.state)

    def decided(self):
        """How often the case was decided."""
        return CaseMove.objects.filter(case=self.case, name="decide").count()


@pytest.fixture(params=["answer", "reply", "change planned", "change made"])
def said(request, run_jobs):
    return Waiting(request.param, run_jobs)


@pytest.fixture
def first():
    return factories.moderator()


@pytest.fixture
def second():
    return factories.moderator()


@pytest.fixture
def claimed(said, first):
    """The first moderator has claimed it, and left it alone long enough to be taken over."""
    cases.claim_case(case_id=said.case.pk, by=first)
    Case.objects.filter(pk=said.case.pk).update(claimed_at="2026-01-01T10:00Z")
    return said


def take_over(said, by):
    cases.claim_case(case_id=said.case.pk, note="They went home", by=by)


def test_two_who_claim_it_at_once_do_not_both_get_it(said, first, second):
    with meanwhile(lambda: cases.claim_case(case_id=said.case.pk, by=second)) as other:
        cases.claim_case(case_id=said.case.pk, by=first)
    assert isinstance(other.refused, BeingRead)
    said.case.refresh_from_db()
    assert said.case.claimed_by == first


def test_published_in_one_window_and_given_back_in_another_is_published(claimed, first):
    with meanwhile(lambda: claimed.give_back(first)) as other:
        claimed.publish(first)
    assert isinstance(other.refused, WrongState)
    assert (claimed.state, claimed.decided()) == (claimed.public, 1)


def test_given_back_in_one_window_and_published_in_another_is_given_back(claimed, first):
    with meanwhile(lambda: claimed.publish(first)) as other:
        claimed.give_back(first)
    assert isinstance(other.refused, WrongState)
    assert (claimed.state, claimed.decided()) == (claimed.given_back, 1)


def test_published_twice_at_once_is_published_once(claimed, first):
    with meanwhile(lambda: claimed.publish(first)) as other:
        claimed.publish(first)
    assert isinstance(other.refused, WrongState)
    assert (claimed.state, claimed.decided()) == (claimed.public, 1)


def test_what_is_being_published_cannot_be_taken_over(claimed, first, second):
    with meanwhile(lambda: take_over(claimed, second)) as other:
        claimed.publish(first)
    assert isinstance(other.refused, WrongState)
    assert (claimed.state, claimed.decided()) == (claimed.public, 1)


def test_who_lost_the_case_meanwhile_publishes_nothing(claimed, first, second):
    before = claimed.state
    with meanwhile(lambda: claimed.publish(first)) as other:
        take_over(claimed, second)
    assert isinstance(other.refused, BeingRead)
    assert (claimed.state, claimed.decided()) == (before, 0)
    claimed.give_back(second)
    assert (claimed.state, claimed.decided()) == (claimed.given_back, 1)


def test_the_author_who_withdraws_the_story_meanwhile_waits_and_nothing_of_it_is_public(claimed, first):
    story = claimed.thing.story
    with meanwhile(lambda: authoring.withdraw_story(story_id=story.pk, by=story.author)) as other:
        claimed.publish(first)
    assert other.refused is None
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN


def test_what_was_said_about_a_story_that_is_being_withdrawn_is_not_published(claimed, first):
    story, before = claimed.thing.story, claimed.state
    with meanwhile(lambda: claimed.publish(first)) as other:
        authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert isinstance(other.refused, WrongState)
    assert (claimed.state, claimed.decided()) == (before, 0)


class TestTheAuthorTakesAReplyBack:
    @pytest.fixture
    def said(self, run_jobs):
        return Waiting("reply", run_jobs)

    def take_back(self, said):
        replies.withdraw_reply(reply_id=said.thing.pk, author=said.thing.story.author)

    def test_while_it_is_published(self, claimed, first):
        with meanwhile(lambda: self.take_back(claimed)) as other:
            claimed.publish(first)
        assert (other.refused, claimed.state) == (None, "withdrawn")

    def test_and_a_moderator_publishes_it_a_moment_later(self, claimed, first):
        with meanwhile(lambda: claimed.publish(first)) as other:
            self.take_back(claimed)
        assert isinstance(other.refused, WrongState)
        assert (claimed.state, claimed.decided()) == ("withdrawn", 0)
