"""Somebody tells a story: on a telephone, without JavaScript, in two sittings, and with everything that can go wrong on the way."""

import pytest

from heard.accounts.queries import ways_to_reach, words_to_show
from heard.core import clock
from heard.regions.models import CrisisLine, Region
from heard.stories.models import Story
from heard.tags.actions import offer_tag
from heard.telling.models import Draft
from heard.telling.views.journey import JOURNEY
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import (
    the_key_on,
    then_the_mistakes_are_read_first,
    then_they_are_asked,
    when_they_add_a_place,
    when_they_begin,
    when_they_continue,
    when_they_open_it_with_the_key,
)

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I come every Tuesday. You get your ticket and you sit. Nobody says how long it is."


class Given:
    """A region with help at any hour, places to find, and tags on offer."""

    def __init__(self):
        region = factories.region()
        for n, (name, contact) in enumerate([("999", "999"), ("Samaritans", "116 123"), ("Shout", "85258")]):
            CrisisLine.objects.create(
                region=region,
                name=name,
                contact=contact,
                when="At any hour",
                who_for="Talk to us",
                position=n,
                in_strip=n < 2,
            )
        hospital = factories.service(name="Moorport Hospital", town="Moorport")
        self.ward = factories.service(name="Larkfield Ward", parent=hospital)
        self.team = factories.service(name="Quayside Recovery", town="Ashmere")
        for kind, names in (("good", ["the nurse", "kindness"]), ("better", ["waiting times"]), ("feeling", ["anxious", "hopeful"])):
            for name in names:
                offer_tag(kind=kind, name=name, by=factories.TESTS)


@pytest.fixture
def given():
    return Given()


def when_they_answer_every_question(page, look=lambda page: None):
    """The whole way, answering every question; `look` sees each page before it is answered."""
    when_they_begin(page, WORDS)
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.get_by_label("What would you like to happen now?").fill("To know how long it is")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What would you call your story?")
    page.get_by_label("What would you call your story?").fill("If I step out, do I lose my place?")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "Where was it?")
    when_they_add_a_place(page, "larkfeild", "Larkfield Ward")
    when_they_add_a_place(page, "quayside", "Quayside Recovery")
    page.get_by_label("I can’t find it").fill("And the van outside")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What was good?")
    page.get_by_label("the nurse").check()
    page.get_by_label("Your own words").fill("the tea")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What could be better?")
    page.get_by_label("waiting times").check()
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "How did you feel?")
    page.get_by_label("anxious").check()
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "Who are you in this story?")
    page.get_by_label("I use the service").check()
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What name should we show with your story?")
    page.get_by_label("What name should we show with your story?").fill("Gull")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "When did it happen?")
    page.get_by_label("Month").select_option(str(clock.today().month))
    page.get_by_label("Year").fill(str(clock.today().year))
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "A little more about you")
    page.get_by_label("65 to 79").check()
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "How can we reach you?")
    page.get_by_label("Email address").fill("someone@mail.example")
    page.get_by_label("Postcode").fill("nm4 2ab")
    page.get_by_label("PIN", exact=False).first.fill("4071")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "Check your story")
    look(page)
    expect(page.get_by_text("Larkfield Ward, Moorport Hospital")).to_be_visible()
    when_they_continue(page)
    then_they_are_asked(page, "What can we do with your story?")
    page.get_by_label("Publish my story on Heard.").check()
    look(page)
    page.get_by_role("button", name="Send my story").click()
    then_they_are_asked(page, "Thank you. Your story is with us")


def then_it_was_told(given):
    story = Story.objects.get()
    assert (story.original.words, story.chosen_name, story.role, story.postcode) == (WORDS, "Gull", "service-user", "NM4")
    assert story.service_ids == [given.ward.pk, given.team.pk]
    assert story.unknown_service == "And the van outside"
    assert story.tag_slugs == ["good:the-nurse", "good:the-tea", "better:waiting-times", "feeling:anxious"]
    assert ways_to_reach(story.author_id) == {"email"}
    return story


def test_a_story_is_told_on_a_telephone(given, phone, axe, no_sideways):
    # Given somebody on the first page, with help in sight
    phone.goto("/tell/")
    axe(phone)
    no_sideways(phone)
    expect(phone.get_by_text("116 123").first).to_be_visible()

    def look(page):
        axe(page)
        no_sideways(page)

    # When every question is answered
    when_they_answer_every_question(phone, look)
    # Then the story is with the moderators, and its author has the key
    story = then_it_was_told(given)
    axe(phone)
    no_sideways(phone)
    assert the_key_on(phone) == words_to_show(story.author)
    phone.get_by_role("button", name="I’ve saved my key").click()
    phone.get_by_text("We no longer have it").wait_for()
    axe(phone)


@pytest.mark.drawn
def test_a_story_is_told_without_javascript(given, no_js):
    # When somebody whose browser runs no scripts tells a story
    when_they_answer_every_question(no_js)
    # Then nothing is missing, and nothing is offered that needs a script
    story = then_it_was_told(given)
    assert the_key_on(no_js) == words_to_show(story.author)
    expect(no_js.get_by_role("button", name="Print")).not_to_be_visible()
    # And the key is there again after a reload, until they say that it is safe
    no_js.reload()
    assert the_key_on(no_js)
    no_js.get_by_role("button", name="I’ve saved my key").click()
    no_js.get_by_text("We no longer have it").wait_for()


def test_only_the_words_and_a_yes_are_needed(given, page):
    # When everything that can be skipped is skipped
    when_they_begin(page, WORDS)
    for _ in JOURNEY.names[:-1]:
        when_they_continue(page)
    then_they_are_asked(page, "What can we do with your story?")
    page.get_by_label("Publish my story on Heard.").check()
    page.get_by_role("button", name="Send my story").dblclick()
    then_they_are_asked(page, "Thank you. Your story is with us")
    # Then there is one story, under a name that we chose
    assert Story.objects.get().chosen_name


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(given, page, axe):
    # Given an empty first page
    page.goto("/tell/words/")
    when_they_continue(page)
    then_the_mistakes_are_read_first(page)
    axe(page)
    # When it is put right, and a telling name is chosen
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.goto("/tell/name/")
    page.get_by_label("What name should we show with your story?").fill("Jane Smith")
    when_they_continue(page)
    # Then there is a word of advice, once
    page.get_by_text("People might know who you are from this name").wait_for()
    axe(page)
    when_they_continue(page)
    then_they_are_asked(page, "When did it happen?")
    # And a month too long ago leads to others who can listen
    page.get_by_label("Month").select_option("3")
    page.get_by_label("Year").fill(str(clock.today().year - 5))
    when_they_continue(page)
    page.get_by_text("there are others who can listen").wait_for()
    axe(page)
    expect(page.get_by_label("Year")).to_have_value(str(clock.today().year - 5))


def test_a_draft_saves_itself_and_is_gone_on_with_on_another_device(given, page, open_page, axe):
    # Given somebody who types and says nothing
    when_they_begin(page, WORDS)
    page.get_by_text("Saved a moment ago").wait_for()
    assert Draft.objects.get().words == WORDS
    # When they save for later
    page.get_by_role("button", name="Save and come back later").click()
    then_they_are_asked(page, "Your story is saved")
    axe(page)
    words = the_key_on(page)
    page.get_by_role("button", name="Close my story on this device").click()
    # Then the four words open it elsewhere, in capitals and with hyphens
    other = open_page(js=False)
    other.goto("/my-story/")
    when_they_open_it_with_the_key(other, words.upper().replace(" ", "-"))
    other.get_by_role("link", name="Continue your story").click()
    expect(other.get_by_label("What happened?")).to_have_value(WORDS)


def test_a_line_that_breaks_is_said_and_mended(given, page):
    # Given somebody on a train
    when_they_begin(page, WORDS)
    page.get_by_text("Saved a moment ago").wait_for()
    # When the line breaks while they write
    page.context.set_offline(True)
    page.get_by_label("What happened?").fill(f"{WORDS} More.")
    page.get_by_text("Not saved yet").wait_for()
    # Then what they wrote is saved once the line is back
    page.context.set_offline(False)
    page.get_by_label("What happened?").fill(f"{WORDS} More and more.")
    page.get_by_text("Saved a moment ago").wait_for()
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    assert Draft.objects.get().words == f"{WORDS} More and more."


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_a_page_left_open_too_long_keeps_the_words(given, open_page, js):
    # Given a page whose session is gone
    page = open_page(js=js)
    page.goto("/tell/words/")
    page.context.clear_cookies()
    # When the words are sent from it
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    # Then they are still there, and the next press saves them
    page.get_by_text("This isn’t saved yet. What you wrote is still here").wait_for()
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    assert Draft.objects.get().words == WORDS


def test_two_windows_lose_nothing(given, page, axe):
    # Given the same page in two windows
    when_they_begin(page, WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    other = page.context.new_page()
    for each in (page, other):
        each.goto("/tell/hope/")
    # When both are written on
    page.get_by_label("What would you like to happen now?").fill("From the first window")
    when_they_continue(page)
    then_they_are_asked(page, "What would you call your story?")
    other.get_by_label("What would you like to happen now?").fill("From the second window")
    when_they_continue(other)
    # Then the second shows both
    other.get_by_role("heading", name="You changed this in another window").wait_for()
    axe(other)
    expect(other.get_by_label("What would you like to happen now?")).to_have_value("From the second window")
    other.get_by_text("What you saved in the other window").click()
    expect(other.get_by_text("From the first window")).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_leaving_quickly_shows_nothing_to_whoever_comes_next(given, site, open_page, js):
    # Given a story begun on a shared computer
    Region.objects.update(leave_to=f"{site}/look/")
    page = open_page(js=js)
    when_they_begin(page, WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    # When its author leaves quickly
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/look/")
    # Then going back does not show it
    page.goto("/tell/words/")
    expect(page.get_by_label("What happened?")).to_have_value("")
    page.goto("/tell/check/")
    then_they_are_asked(page, "Tell your story")


def test_enter_in_a_field_goes_on_and_saves_no_key(given, no_js):
    # When somebody presses Enter in a field of one line
    when_they_begin(no_js, WORDS)
    when_they_continue(no_js)
    no_js.goto("/tell/title/")
    no_js.get_by_label("What would you call your story?").fill("A title")
    no_js.get_by_label("What would you call your story?").press("Enter")
    # Then it is the same as going on
    then_they_are_asked(no_js, "Where was it?")
    assert Draft.objects.get().title == "A title"
    # And in the field of places it looks for them
    no_js.get_by_label("Name of the place, town or postcode").fill("larkfield")
    no_js.get_by_label("Name of the place, town or postcode").press("Enter")
    no_js.get_by_role("button", name="Add Larkfield Ward").wait_for()
