"""A responder answers a story, changes their mind, plans a change and says that it was made; with JavaScript and without."""

from datetime import timedelta

import pytest

from heard.core import clock
from heard.organisations.models import Role
from heard.responses.actions import answers, changes
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from heard.stories.models import Step
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Thank you, Gull. I run the clinic on Tuesdays.\n\nYou do not lose your place: tell the desk, and go and have your tea."


class Given:
    """A hospital that listens, its people, and one story about its clinic."""

    def __init__(self):
        clinic = factories.service(name="Fracture clinic")
        self.organisation = factories.organisation(remit=[clinic], name="Shoreline Hospitals")
        self.responder = factories.member(of=self.organisation, name="Joy Adeyemi")
        self.story = factories.tell(factories.story_for(self.organisation))

    def signed_in(self, page, site, membership=None):
        """The page's browser works as this member (by default the responder)."""
        return given_signed_in(page, site, membership or self.responder)


@pytest.fixture
def given():
    return Given()


def when_they_write_an_answer(page, words=WORDS):
    page.get_by_role("link", name="Answer this story").click()
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="See how it will look").click()


def test_from_the_inbox_to_an_answer_on_its_way(given, site, page, axe, no_sideways):
    # Given a new story in the inbox
    given.signed_in(page, site).goto("/inbox/")
    axe(page)
    page.get_by_role("link", name=given.story.title).click()
    axe(page)
    # When the responder writes an answer and looks at it
    page.get_by_role("link", name="Answer this story").click()
    axe(page)
    page.get_by_role("button", name="See how it will look").click()
    then_the_mistakes_are_read_first(page)
    axe(page)
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("heading", name="How your answer will look").wait_for()
    axe(page)
    page.get_by_role("button", name="Send my answer").click()
    # Then it is on its way, and can still be changed
    page.get_by_role("heading", name="Your answer is on its way").wait_for()
    axe(page)
    no_sideways(page)
    expect(page.get_by_text("30 minutes left")).to_be_visible()
    assert Answer.objects.get().state == AnswerState.WINDOW
    given.story.refresh_from_db()
    assert given.story.progress == Step.READ


def test_a_change_of_mind_within_half_an_hour(given, site, page, axe):
    # Given an answer in its window
    answer = factories.sent_answer(story=given.story, membership=given.responder)
    given.signed_in(page, site).goto(f"/inbox/answers/{answer.pk}/")
    # When the responder edits it
    page.get_by_role("link", name="Edit it").click()
    page.get_by_label("Your answer").fill("Thank you, Gull.")
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Save my changes").click()
    page.get_by_text("Thank you, Gull.").wait_for()
    # And takes it back
    page.get_by_role("link", name="Take it back").click()
    axe(page)
    page.get_by_role("button", name="Take it back").click()
    # Then nobody has seen it
    page.get_by_role("heading", name="This answer was taken back").wait_for()
    axe(page)
    answer.refresh_from_db()
    assert (answer.state, answer.text) == (AnswerState.TAKEN_BACK, "Thank you, Gull.")


def test_returned_written_again_published_and_in_the_conversation(given, site, page, axe):
    # Given an answer that a moderator returned
    answer = factories.referred_answer(story=given.story, membership=given.responder)
    answers.return_answer(answer_id=answer.pk, seen_version=2, reason="Say who to ask for.", by=factories.moderator())
    given.signed_in(page, site).goto(f"/inbox/stories/{given.story.pk}/")
    axe(page)
    # When the responder writes it again
    page.get_by_role("link", name="Your answer").click()
    expect(page.get_by_text("Say who to ask for.")).to_be_visible()
    page.get_by_role("link", name="Edit your answer").click()
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("heading", name="Your answer is on its way").wait_for()
    # And a moderator publishes it
    answer.refresh_from_db()
    with clock.at(answer.due_at):
        answers.close_windows()
    answers.publish_answer(answer_id=answer.pk, seen_version=answer.version + 1, text=WORDS, by=factories.moderator())
    # Then it stands in the conversation
    page.goto(f"/inbox/stories/{given.story.pk}/")
    expect(page.get_by_role("heading", name="Joy Adeyemi")).to_be_visible()
    axe(page)
    page.goto("/inbox/?show=answered")
    expect(page.get_by_role("link", name=given.story.title)).to_be_visible()


def test_a_change_is_planned_and_made_on_a_telephone(given, site, phone, axe, no_sideways):
    # Given a story on a telephone
    page = given.signed_in(phone, site)
    page.goto(f"/inbox/stories/{given.story.pk}/")
    # When the responder plans a change, first without saying by when
    page.get_by_role("link", name="Plan a change").click()
    page.get_by_label("What will change?").fill("The waiting time is on the board")
    page.get_by_label("Who will lead it?").fill("Clinic manager")
    page.get_by_role("button", name="Send the plan").click()
    then_the_mistakes_are_read_first(page)
    axe(page)
    expect(page.get_by_label("Who will lead it?")).to_have_value("Clinic manager")
    due = clock.today() + timedelta(days=30)
    for label, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Send the plan").click()
    page.get_by_text("Sent. A moderator will read it before it’s published.").wait_for()
    axe(page)
    # And a moderator publishes it
    change = Change.objects.get()
    changes.publish_change(
        change_id=change.pk, seen_version=1, what=change.what, who_leads=change.who_leads, due_on=due, by=factories.moderator()
    )
    # Then it is promised, and the responder says that it was made
    page.goto("/inbox/?show=promised")
    axe(page)
    no_sideways(page)
    page.get_by_role("link", name="Mark as done").click()
    axe(page)
    page.get_by_label("What has changed?").fill("The board is up since Monday.")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Sent. A moderator will read it before it’s published.").wait_for()
    change.refresh_from_db()
    assert change.state == ChangeState.MADE_WAITING


@pytest.mark.drawn
def test_everything_works_without_javascript(given, site, no_js):
    page = given.signed_in(no_js, site)
    page.goto("/inbox/")
    page.get_by_role("link", name=given.story.title).click()
    when_they_write_an_answer(page)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Your answer")).to_have_value(WORDS)
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("heading", name="This answer was taken back").wait_for()
    page.get_by_role("link", name="Write another answer").click()
    expect(page.get_by_label("Your name")).to_have_value("Joy Adeyemi")


def test_words_survive_a_session_that_ended(given, site, page):
    # Given somebody who has written for a long time
    given.signed_in(page, site).goto(f"/inbox/stories/{given.story.pk}/answer/")
    page.get_by_label("Your answer").fill(WORDS)
    # When their session ends before they send
    page.context.clear_cookies()
    page.get_by_role("button", name="See how it will look").click()
    page.wait_for_url("**/account/login/**")
    page.locator("input[name=login]").fill(given.responder.person.email)
    page.locator("input[name=password]").fill("a long password")
    page.locator("input[name=password]").press("Enter")
    # Then their words are there
    page.get_by_text("Here’s what you wrote").wait_for()
    expect(page.get_by_label("Your answer")).to_have_value(WORDS)
    assert not Answer.objects.exists()


def test_a_member_reads_and_sees_why_they_cannot_answer(given, site, page, axe):
    reader = factories.member(of=given.organisation, roles=[Role.MEMBER])
    given.signed_in(page, site, reader).goto(f"/inbox/stories/{given.story.pk}/")
    expect(page.get_by_text("nly responders can answer")).to_be_visible()
    expect(page.get_by_role("link", name="Answer this story")).to_have_count(0)
    page.goto(f"/inbox/stories/{given.story.pk}/answer/")
    axe(page)
    expect(page.get_by_text("nly responders can answer")).to_be_visible()
