"""The tour of README.md: one story from telling to change made, walked by one person who is everybody in turn."""

import re
from datetime import timedelta

import pytest

from heard.core import clock, jobs
from heard.demo.actions import seeding
from heard.responses.actions import answers
from heard.stories.models import Step, Story
from tests.journeys.plain import expect
from tests.journeys.steps import (
    the_key_on,
    then_they_are_asked,
    when_they_add_a_place,
    when_they_agree_and_send,
    when_they_continue,
    when_they_open_it_with_the_key,
)

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Which door is it after five?"
WORDS = "I came at six on Tuesday and the front door was shut. I walked round twice. Somebody having a smoke let me in."
ANSWER = "Dear Lantern, I am sorry that you stood outside. Please ring the bell on the left and ask for me by name."
PLAN = "A lit sign on the front door says which door is open in the evening."
DONE = "The sign is up, and it has a light."


def worker_comes_by():
    """What the worker does a moment later."""
    jobs.drain()


def a_minute_goes_by():
    """The window of the answer closes, and the worker's clock comes by."""
    with clock.at(clock.now() + timedelta(minutes=2)):
        answers.close_windows()
        jobs.drain()


class Walker:
    """One browser, and whoever it is at the moment. `look` sees every page that the tour stops at."""

    def __init__(self, page, look):
        self.page, self.look = page, look

    def be(self, name):
        self.page.get_by_role("link", name="Try Heard as…").first.click()
        self.look(self.page)
        with self.page.expect_navigation():  # the page before has loaded long ago
            self.page.get_by_role("button", name=f"Continue as {name}").click()
        self.look(self.page)

    def asked(self, question):
        then_they_are_asked(self.page, question)
        self.look(self.page)

    def go_on(self):
        when_they_continue(self.page)

    def tell(self):
        """As a stranger; returns the story key."""
        page = self.page
        page.goto("/")
        self.look(page)
        page.get_by_role("link", name="Tell your story").first.click()
        page.get_by_role("link", name="Start now", exact=True).click()
        self.asked("What happened?")
        page.get_by_label("What happened?").fill(WORDS)
        self.go_on()
        self.asked("What would you like to happen now?")
        self.go_on()
        self.asked("What would you call your story?")
        page.get_by_label("What would you call your story?").fill(TITLE)
        self.go_on()
        self.asked("Where was it?")
        when_they_add_a_place(page, "quayside", "Quayside Recovery Service")
        self.look(page)
        self.go_on()
        for question in ("What was good?", "What could be better?", "How did you feel?"):
            self.asked(question)
            self.go_on()
        self.asked("Who are you in this story?")
        page.get_by_label("I use the service").check()
        self.go_on()
        self.asked("What name should we show with your story?")
        page.get_by_label("What name should we show with your story?").fill("Lantern")
        self.go_on()
        self.asked("When did it happen?")
        self.go_on()
        self.asked("A little more about you")
        self.go_on()
        self.asked("How can we reach you?")
        self.go_on()
        self.asked("Check your story")
        self.go_on()
        self.asked("What can we do with your story?")
        when_they_agree_and_send(page)
        self.asked("Thank you. Your story is with us")
        return the_key_on(page)

    def moderate(self, link, *, criticality=None):
        """As Imogen: take it from the queue, look at it as the public will, publish."""
        page = self.page
        self.be("Imogen Tarrow")
        page.get_by_role("link", name=re.compile(link)).first.click()
        page.get_by_role("button", name=re.compile("Read it|Open it|Take it")).first.click()
        page.get_by_role("button", name="Preview").wait_for()
        self.look(page)
        if criticality:
            page.get_by_label(criticality).check()
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name="Publish", exact=True).wait_for()
        self.look(page)
        page.get_by_role("button", name="Publish", exact=True).click()
        page.get_by_text(re.compile("^Published")).first.wait_for()
        worker_comes_by()

    def follow_the_mail(self, subject):
        """Open the newest message of this subject, and the link in it."""
        page = self.page
        page.get_by_role("link", name="Mailbox").first.click()
        page.get_by_label("Show messages to").select_option("rowan.sellick@quayside.example")
        page.get_by_role("button", name="Show", exact=True).click()
        self.look(page)
        page.get_by_role("link", name=subject).first.click()
        page.get_by_role("heading", level=1, name=subject).wait_for()
        self.look(page)
        page.locator(".letter-words a").first.click()
        page.get_by_role("heading", level=1, name=TITLE).wait_for()
        self.look(page)

    def answer(self):
        page = self.page
        page.get_by_role("link", name="Answer this story").click()
        page.get_by_label("Your answer").fill(ANSWER)
        self.look(page)
        page.get_by_role("button", name="See how it will look").click()
        page.get_by_role("heading", name="How your answer will look").wait_for()
        page.get_by_role("button", name="Send my answer").click()
        page.get_by_role("heading", name="Your answer is on its way").wait_for()
        self.look(page)

    def come_back(self, key):
        """As the author, with the four words."""
        page = self.page
        page.get_by_role("link", name="Try Heard as…").first.click()
        if page.get_by_role("button", name="Sign out").count():
            with page.expect_navigation():
                page.get_by_role("button", name="Sign out").click()
        page.get_by_role("link", name="My story", exact=True).click()
        when_they_open_it_with_the_key(page, key)
        page.get_by_role("heading", name="Your story has an answer").wait_for()
        self.look(page)

    def plan(self):
        page = self.page
        self.be("Rowan Sellick")
        page.goto("/inbox/?show=answered")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("link", name="Plan a change").click()
        page.get_by_label("What will change?").fill(PLAN)
        page.get_by_label("Who will lead it?").fill("Reception manager")
        due = clock.today() + timedelta(days=30)
        for label, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
            page.get_by_label(label, exact=True).fill(str(value))
        self.look(page)
        page.get_by_role("button", name="Send the plan").click()
        page.get_by_text("Sent. A moderator will read it before it’s published.").wait_for()
        worker_comes_by()

    def make(self):
        page = self.page
        self.be("Rowan Sellick")
        page.get_by_role("link", name="Change promised").click()
        row = page.locator("li, article, tr").filter(has_text=PLAN).last
        row.get_by_role("link", name="Mark as done").click()
        page.get_by_label("What has changed?").fill(DONE)
        self.look(page)
        page.get_by_role("button", name="Send it").click()
        page.get_by_text("Sent. A moderator will read it before it’s published.").wait_for()
        worker_comes_by()


@pytest.fixture
def county(settings):
    """Northmoor, before the visitor comes."""
    settings.EMAIL_BACKEND = seeding.MAILBOX
    return seeding.load_demo(only=set())


@pytest.mark.slow
@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_from_telling_to_a_change_made(county, open_page, axe, no_sideways, js):
    def look(page):
        if js:
            axe(page)
            no_sideways(page)

    walker = Walker(open_page(js=js), look)
    page = walker.page
    page.set_default_timeout(60_000)

    # Given a stranger who told a story and has four words
    key = walker.tell()
    worker_comes_by()
    assert len(key.split()) == 4

    # When a moderator publishes it
    walker.moderate("Story about Quayside Recovery Service", criticality="2 Mildly")

    # Then the responder was told within the minute, follows the link and answers
    walker.be("Rowan Sellick")
    walker.follow_the_mail("A new story about Quayside Recovery Service")
    walker.answer()
    a_minute_goes_by()

    # When a moderator publishes the answer
    walker.moderate("Answer by Quayside Recovery Service")

    # Then the author reads it, and says that it helped
    walker.come_back(key)
    page.get_by_text(ANSWER).wait_for()
    page.get_by_role("button", name="Yes, it helped").click()
    page.get_by_text("You said “Yes, it helped”").wait_for()

    # When a change is planned, and made, each read by a moderator
    walker.plan()
    walker.moderate("Change by Quayside Recovery Service")
    walker.make()
    walker.moderate("Change by Quayside Recovery Service")

    # Then the story's progress is complete, in public
    story = Story.objects.get()
    assert story.progress == Step.MADE
    assert all((story.told_at, story.heard_at, story.read_at, story.answered_at, story.planned_at, story.made_at, story.helped_at))
    page.goto(f"/stories/{story.pk}/")
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    look(page)
    expect(page.locator(".line li.done")).to_have_count(6)
    expect(page.get_by_text(DONE).first).to_be_visible()
