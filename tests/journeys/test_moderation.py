"""A moderator reads, protects, publishes, asks, holds and declines; with JavaScript and without, on a desk and on a phone."""

import re
from datetime import timedelta

import pytest

from heard.core import clock, events
from heard.core.models import Event
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.stories.actions import publishing
from heard.stories.models import State
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = (
    "I come every Tuesday. Nurse Jones was lovely and rang me on 3 March 2026.\n\n"
    "But nobody says how long it is. I waited two hours and I was anxious."
)


def desk_handles_everything():
    """As the worker does, a moment after something was sent."""
    for event in Event.objects.order_by("pk"):
        for handler in events._handlers[event.name]:
            if handler.startswith("heard.moderation."):
                events.handle(event_id=event.pk, handler=handler)


class Given:
    """A service, a moderator, and a story in the queue."""

    def __init__(self):
        self.service = factories.service(name="Quayside Recovery Service", search_text="quayside recovery service")
        self.moderator = factories.person(name="Imogen Tarrow", roles=["first-line"])
        factories.offer_usual_tags()

    def story(self, **more):
        sent = factories.sent_story(**{"services": [self.service], "words": WORDS} | more)
        desk_handles_everything()
        return sent

    def signed_in(self, page, site, person=None):
        return given_signed_in(page, site, person or self.moderator)


@pytest.fixture
def given(db):
    return Given()


def when_they_take_out_who_it_is(page):
    """Take the name and the day out, and say why."""
    page.get_by_label("Words").fill(WORDS.replace("Nurse Jones", "The nurse").replace(" on 3 March 2026", " in March"))
    page.get_by_label("Reason for edit 1", exact=True).select_option("names-a-person")
    page.get_by_label("Explain edit 1 to the author").fill("We name staff by first name only.")
    page.get_by_label("Reason for edit 2", exact=True).select_option("date-or-place")
    page.get_by_label("2 Mildly").check()


def test_from_the_queue_to_a_published_story(given, site, page, axe, no_sideways):
    # Given a story in the queue
    story = given.story()
    given.signed_in(page, site).goto("/moderation/")
    axe(page)
    assert "Nurse Jones" not in page.content()
    # When the moderator takes the next one and protects the people in it
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("heading", name="What the author wrote").wait_for()
    expect(page.locator("mark")).to_have_count(2)
    axe(page)
    no_sideways(page)
    page.get_by_role("button", name="Preview").click()
    then_the_mistakes_are_read_first(page)
    axe(page)
    when_they_take_out_who_it_is(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="What you changed").wait_for()
    axe(page)
    page.get_by_role("button", name="Publish with edits").click()
    # Then it is public, the author's words are kept, and the next one is offered
    page.get_by_text("Published. We’ll tell everyone concerned").wait_for()
    axe(page)
    story.refresh_from_db()
    assert story.state == State.PUBLISHED
    assert "Nurse Jones" not in story.text
    assert story.original.words == WORDS
    assert story.protective_edits == 2


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_editing_a_story_that_is_public(given, site, open_page, axe, no_sideways, js):
    # Given a published story in which somebody is named
    story = factories.published_story(services=[given.service], words=WORDS)
    page = given.signed_in(open_page(js=js, width=360 if js else 1280), site)
    # When a moderator, who reads it as everybody does, goes on to edit it
    page.goto(f"/stories/{story.pk}/")
    page.get_by_role("link", name="Edit the published story").click()
    page.get_by_label("Words").fill(WORDS.replace("Nurse Jones", "The nurse"))
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_text("Say why you changed the author’s words").first.wait_for()
    if js:
        axe(page)
        no_sideways(page)
    page.get_by_label("Reason for edit 1", exact=True).select_option("names-a-person")
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_role("heading", name="What you changed").wait_for()
    if js:
        axe(page)
        no_sideways(page)
    # and says that the day, which stands there still, was looked at
    page.get_by_role("button", name="Publish the edit").click()
    page.get_by_text("Check what we found in the words").wait_for()
    if js:
        axe(page)
    page.get_by_label("I’ve checked this in the words and it can stay").check()
    page.get_by_role("button", name="Publish the edit").click()
    # Then the new words are public, and how many edits were made
    page.get_by_text("Your edit is public.").wait_for()
    expect(page.get_by_role("main")).to_contain_text("The nurse was lovely")
    expect(page.get_by_role("main")).to_contain_text("A moderator made 1 edit to protect people")
    story.refresh_from_db()
    assert story.original.words == WORDS


@pytest.mark.parametrize("js", [True, False])
def test_putting_the_services_of_a_public_story_right(given, site, open_page, axe, no_sideways, js):
    # Given a published story about another service than it says, and an organisation that runs the right one
    eyes = factories.service(name="Eye Clinic", search_text="eye clinic")
    factories.organisation(remit=[eyes], name="Saltmere Eyes")
    story = factories.published_story(services=[given.service], words=WORDS)
    page = given.signed_in(open_page(js=js, width=360 if js else 1280), site)
    # When a moderator takes the wrong one out, finds the right one and says why
    page.goto(f"/moderation/stories/{story.pk}/edit/")
    page.get_by_role("button", name="Remove Quayside Recovery Service").click()
    page.get_by_label("Find a service by name, town or postcode").fill("eye")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Add Eye Clinic").click()
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_role("link", name="Say why you changed the services").wait_for()
    if js:
        axe(page)
        no_sideways(page)
    page.get_by_label("Reason for edit 1", exact=True).select_option("service")
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_text("Saltmere Eyes hasn’t been told about it yet").wait_for()
    if js:
        axe(page)
        no_sideways(page)
    page.get_by_role("button", name="Publish the edit").click()
    # Then it stands there
    page.get_by_text("Your edit is public.").wait_for()
    expect(page.get_by_role("main")).to_contain_text("Eye Clinic")
    story.refresh_from_db()
    assert story.service_ids == [eyes.pk]


@pytest.mark.drawn
def test_everything_works_without_javascript(given, site, no_js):
    # Given a story whose service the author could not find
    story = given.story(services=[], unknown_service="quayside recovery")
    page = given.signed_in(no_js, site)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    # When the moderator adds lines, finds the service and a tag, each by a button
    page.get_by_label("Title").fill("How long is it?")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("Title")).to_have_value("How long is it?")
    page.get_by_role("button", name="Add Quayside Recovery Service").click()
    when_they_take_out_who_it_is(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Publish with edits").click()
    # Then it is public
    story.refresh_from_db()
    assert (story.state, story.service_ids, story.title) == (State.PUBLISHED, [given.service.pk], "How long is it?")


def test_hard_words_wait_behind_a_warning_on_a_phone(given, site, phone, axe, no_sideways):
    # Given a story with signs of crisis
    given.story(words="Some nights I want to die. Nobody rang back.", title="Nights")
    page = given.signed_in(phone, site)
    page.goto("/moderation/")
    axe(page)
    no_sideways(page)
    # When the moderator goes to it, a warning comes first
    page.get_by_role("link", name="Story about Quayside Recovery Service").click()
    page.get_by_role("heading", name="Before you open it").wait_for()
    assert "I want to die" not in page.content()
    axe(page)
    page.get_by_role("button", name="I’m on it").click()
    page.get_by_role("heading", name="What the author wrote").wait_for()
    no_sideways(page)
    # Then it can be held for advice
    page.get_by_role("button", name="Put on hold", exact=True).click()
    axe(page)
    page.get_by_label("Safeguarding advice").check()
    page.get_by_label("What are you waiting for").fill("The county’s safeguarding team rings back today.")
    day = clock.today() + timedelta(days=1)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part).fill(str(value))
    page.get_by_role("button", name="Put on hold", exact=True).click()
    page.get_by_text("On hold. You’ll find it under").wait_for()
    page.goto("/moderation/waiting/")
    axe(page)
    expect(page.get_by_role("main")).to_contain_text("safeguarding advice")


def test_asking_the_author_and_hearing_back(given, site, page, axe):
    # Given a moderator who wants to know something
    story = given.story()
    given.signed_in(page, site).goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("button", name="Ask the author").click()
    axe(page)
    page.get_by_role("link", name="Could be recognised").click()
    expect(page.get_by_label("What do you want to ask?")).to_have_value(re.compile("guess who you are"))
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("We’ve sent your question").wait_for()
    # When the author answers
    publishing.answer_moderator(story_id=story.pk, answer="Leave the day out, please.", by=story.author)
    desk_handles_everything()
    # Then the story is back, with the answer
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("main")).to_contain_text("Leave the day out, please.")


def test_declining_kindly(given, site, page, axe):
    # Given a story told already
    story = given.story()
    given.signed_in(page, site).goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("button", name="Decline", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Already told").click()
    axe(page)
    # When the moderator sends a message that begins from kind words
    expect(page.get_by_label("Your message to the author")).to_have_value(re.compile("^Thank you"))
    page.get_by_role("button", name="Decline", exact=True).click()
    # Then it is declined and the author has the message
    page.get_by_text("Declined. We’ll send the author").wait_for()
    story.refresh_from_db()
    assert story.state == State.DECLINED
    assert story.moves.get(name="decline").message.startswith("Thank you")


def test_two_moderators_and_one_story(given, site, page, open_page, axe):
    # Given a colleague who reads the story
    story = given.story()
    colleague = factories.person(name="Dele Amusan", roles=["first-line"])
    cases.claim_case(case_id=Case.objects.get(story=story).pk, by=colleague)
    # When another moderator goes to it
    given.signed_in(page, site).goto("/moderation/")
    page.get_by_role("link", name="Story about").click()
    # Then they are told who reads it, and no word of it is shown
    page.get_by_role("heading", name="Dele Amusan is reading this").wait_for()
    axe(page)
    assert "Nurse Jones" not in page.content()
    # And two windows of one moderator cannot lose each other's words
    first, second = given.signed_in(open_page(), site, colleague), given.signed_in(open_page(), site, colleague)
    for window in (first, second):
        window.goto(f"/moderation/{Case.objects.get(story=story).pk}/")
    first.get_by_label("Title").fill("From the first window")
    first.get_by_role("button", name="Save for now").click()
    first.get_by_text("Saved. Nothing is public yet.").wait_for()
    second.get_by_label("Title").fill("From the second window")
    second.get_by_role("button", name="Save for now").click()
    second.get_by_role("heading", name="Someone has changed this since you opened it").wait_for()
    expect(second.get_by_role("main")).to_contain_text("From the first window")
    expect(second.get_by_label("Title")).to_have_value("From the second window")
    axe(second)


def test_an_answer_is_read_edited_and_published(given, site, page, axe, no_sideways):
    # Given an answer that came to a moderator
    organisation = factories.organisation(remit=[given.service], name="Quayside Recovery")
    story = factories.published_story(services=[given.service])
    answer = factories.referred_answer(story=story, membership=factories.member(of=organisation, name="Joy Adeyemi"))
    desk_handles_everything()
    given.signed_in(page, site).goto("/moderation/?subject=answer")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("heading", name="As it was sent").wait_for()
    axe(page)
    no_sideways(page)
    # When the moderator changes a word and says why
    page.get_by_label("The answer", exact=True).fill(answer.text.replace("desk", "front desk"))
    page.get_by_label("What you changed, and why").fill("So that it is found.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="What you changed").wait_for()
    axe(page)
    page.get_by_role("button", name="Publish with edits").click()
    # Then it stands in the conversation
    page.get_by_text("Published. We’ll tell everyone concerned").wait_for()
    answer.refresh_from_db()
    assert (answer.state, answer.heavily_edited) == ("published", False)


def test_the_keyboard_alone_is_enough(given, site, page):
    # Given a queue with one story
    given.story()
    given.signed_in(page, site).goto("/moderation/")
    # When nothing but keys are pressed (the browser gives the focus a moment after the page has loaded)
    expect(page.get_by_role("button", name="Read the next one")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What the author wrote").wait_for()
    page.get_by_role("link", name="Decide").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.keyboard.press("Tab")
    # Then the first button after the jump is the one that shows the public view
    expect(page.locator(":focus")).to_have_attribute("value", "preview")
