"""Words are never lost: the key beside “Leave quickly”, coming back with and without it, places found on a telephone, words corrected."""

import re

import pytest

from heard.accounts.actions import authors
from heard.accounts.queries import words_to_show
from heard.regions.models import Region
from heard.stories.models import Story
from heard.telling.models import Draft
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_they_are_asked, when_they_continue, when_they_open_it_with_the_key

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I come every Tuesday. Nobody says how long it is."
WITH_AND_WITHOUT = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture(autouse=True)
def region(site):
    factories.region()
    Region.objects.update(leave_to=f"{site}/look/")


def given_a_story_was_begun(page):
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")


def when_they_come_in_with(page, words):
    page.goto("/my-story/")
    when_they_open_it_with_the_key(page, words)


@pytest.mark.drawn
@WITH_AND_WITHOUT
def test_whoever_leaves_quickly_comes_back_with_the_key_that_stood_beside_it(open_page, axe, no_sideways, js):
    page = open_page(width=360, height=740, js=js)
    # Given somebody who has written the first words
    given_a_story_was_begun(page)
    # Then the key is offered there, closed, because somebody may be looking on
    expect(page.get_by_role("heading", name="Your words are saved")).to_be_visible()
    words = page.locator(".strip-words")
    expect(words).to_be_hidden()
    if js:
        axe(page)
    # When they open it, it stands in sight beside “Leave quickly”, also further down the page
    page.locator("summary", has_text="To come back later, use your story key").click()
    expect(words).to_be_in_viewport()
    expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport()
    no_sideways(page)
    if js:
        axe(page)
    key = words.inner_text()
    assert key == words_to_show(Draft.objects.get().author)
    # And when somebody comes into the room
    page.get_by_label("What would you like to happen now?").fill("To know how long it is")
    when_they_continue(page)
    then_they_are_asked(page, "What would you call your story?")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/look/")
    # Then the four words open what was written, even with a slip that is named first
    three = " ".join(key.split()[:3])
    when_they_come_in_with(page, three)
    expect(page.get_by_text("Your key has four words. You entered 3.").first).to_be_visible()
    when_they_open_it_with_the_key(page, f"{three} qqqq")
    expect(page.get_by_text("“qqqq” isn’t a word we use in story keys.").first).to_be_visible()
    if js:
        axe(page)
    when_they_open_it_with_the_key(page, key)
    page.get_by_role("link", name="Continue your story").click()
    then_they_are_asked(page, "What would you call your story?")
    expect(page.get_by_role("heading", name="Your words are saved")).to_have_count(0)


@WITH_AND_WITHOUT
def test_whoever_comes_back_without_the_key_finds_a_way_on(open_page, axe, no_sideways, js):
    page = open_page(width=360, height=740, js=js)
    # Given a page of telling whose story was closed meanwhile, in another window
    given_a_story_was_begun(page)
    other = page.context.new_page()
    other.goto("/tell/leave/")
    page.get_by_label("What would you like to happen now?").fill("To know how long it is")
    when_they_continue(page)
    # Then what was typed is still there, and the key is asked for
    expect(page.get_by_role("heading", name="You were away for a while")).to_be_visible()
    expect(page.get_by_label("What would you like to happen now?")).to_have_value("To know how long it is")
    no_sideways(page)
    if js:
        axe(page)
    # When they have none, they begin again with what they wrote
    page.get_by_role("button", name="Start again with these words").click()
    then_they_are_asked(page, "What happened?")
    assert Draft.objects.filter(hope="To know how long it is").exists()
    # And where the key is asked for by itself, every case has its way
    page.goto("/tell/leave/")
    page.goto("/my-story/")
    for name in ("we can send you a link to your story", "You can tell it again", "find it among the stories"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    no_sideways(page)
    if js:
        axe(page)


def from_the_top(page, axe):
    """Where the page begins: further down, the strip that stays in sight lies over half a button, which axe calls too small."""
    page.evaluate("scrollTo(0, 0)")
    axe(page)


@WITH_AND_WITHOUT
def test_on_a_telephone_what_was_found_is_in_sight_counted_and_there_again_after_back(open_page, axe, no_sideways, js):
    for n in range(3):
        factories.service(name=f"Larkfield Ward {n}")
    page = open_page(width=360, height=640, js=js, has_touch=True, is_mobile=True)
    given_a_story_was_begun(page)
    page.goto("/tell/services/")
    # When a place is typed and “Find” is pressed
    page.get_by_label("Name of the place, town or postcode").fill("larkfield")
    page.get_by_role("button", name="Find", exact=True).last.click()
    # Then what was found is in sight, with its number, and where a screen reader is
    found = page.get_by_role("heading", name=re.compile("We found 3 places"))
    expect(found).to_be_in_viewport()
    expect(found).to_be_focused()
    expect(page).to_have_title(re.compile("^We found 3 places"))
    no_sideways(page)
    if js:
        from_the_top(page, axe)
    # When they go on and come back by the browser's own button
    # (with none chosen, that is said once)
    when_they_continue(page)
    when_they_continue(page)
    then_they_are_asked(page, "What was good?")
    page.go_back()
    # Then it is still there, and a place can be added
    expect(page.get_by_role("button", name="Add Larkfield Ward 1")).to_be_visible()
    expect(page.get_by_label("Name of the place, town or postcode")).to_have_value("larkfield")
    page.get_by_role("button", name="Add Larkfield Ward 1").click()
    expect(page.get_by_role("heading", name="Your story is about")).to_be_in_viewport()


@WITH_AND_WITHOUT
def test_a_place_that_was_only_typed_is_looked_for_before_going_on(open_page, axe, js):
    factories.service(name="Larkfield Ward")
    page = open_page(width=360, height=740, js=js)
    given_a_story_was_begun(page)
    page.goto("/tell/services/")
    # When a place is typed and “Continue” is pressed
    page.get_by_label("Name of the place, town or postcode").fill("larkfield")
    when_they_continue(page)
    # Then it is looked for first
    expect(page.get_by_text("You haven’t chosen a place yet.")).to_be_visible()
    if js:
        from_the_top(page, axe)
    # And pressed again, it goes on, and the moderator has what was typed
    when_they_continue(page)
    then_they_are_asked(page, "What was good?")
    assert Draft.objects.get().unknown_service == "larkfield"


@WITH_AND_WITHOUT
def test_words_are_corrected_before_publication_and_whoever_reads_them_learns_of_it(run_jobs, site, open_page, axe, no_sideways, js):
    # Given a moderator who has the story open
    story = factories.sent_story(services=[factories.service(name="Larkfield Ward")])
    key = authors.give_key(story.author)
    run_jobs()
    desk = given_signed_in(open_page(js=js), site, factories.moderator())
    desk.goto("/moderation/")
    desk.get_by_role("button", name="Read the next one").click()
    desk.get_by_role("heading", name="What the author wrote").wait_for()
    # When its author changes the words
    me = open_page(width=360, height=740, js=js)
    when_they_come_in_with(me, key)
    me.get_by_role("link", name="Change or add to your words").click()
    no_sideways(me)
    if js:
        axe(me)
    me.get_by_label("What happened?").fill("It was a Wednesday.")
    me.get_by_label("Is there anything you’d like to tell the moderator?").fill("I mixed up the days.")
    me.get_by_role("button", name="Send my new words").click()
    expect(me.get_by_text("We have your new words.")).to_be_visible()
    run_jobs()
    # Then the moderator learns of it with the next button, and reads the new words
    desk.get_by_role("button", name="Save for now").click()
    expect(desk.get_by_role("heading", name="The author changed their words")).to_be_visible()
    expect(desk.get_by_text("I mixed up the days.").first).to_be_visible()
    expect(desk.locator("[name=text]")).to_have_value("It was a Wednesday.")
    if js:
        axe(desk)
    # And the author sees both
    me.get_by_role("link", name="See your own words as you sent them").click()
    expect(me.get_by_text("It was a Wednesday.")).to_be_visible()
    no_sideways(me)
    if js:
        axe(me)
    assert Story.objects.get().own.words == "It was a Wednesday."


@pytest.mark.drawn
@WITH_AND_WITHOUT
def test_my_story_says_who_answered_and_folds_who_was_told(run_jobs, site, open_page, axe, no_sideways, js):
    # Given a story of which twelve organisations were told, and one of them answered
    ward = factories.service(name="Larkfield Ward")
    for n in range(12):
        factories.member(of=factories.organisation(remit=[ward], name=f"Listening Trust {n + 1}"))
    story = factories.published_story(services=[ward])
    run_jobs()
    answer = factories.published_answer(story=story)
    key = authors.give_key(story.author)
    authors.key_is_safe(story.author)
    # When its author comes back by way of the menu
    page = open_page(width=360, height=740, js=js)
    page.goto("/stories/")
    page.get_by_role("button" if js else "link", name="Menu", exact=True).click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My story").click()
    when_they_open_it_with_the_key(page, key)
    # Then who answered is said first
    expect(page.get_by_role("heading", name="Your story has an answer")).to_be_in_viewport()
    expect(page.get_by_text("12 organisations were told").first).to_be_visible()
    expect(page.get_by_text("We told Listening Trust 7")).to_be_hidden()
    page.get_by_text("Show all 12").first.click()
    expect(page.get_by_text("We told Listening Trust 7")).to_be_visible()
    expect(page.get_by_text("Your answer is public")).to_be_visible()
    no_sideways(page)
    if js:
        axe(page)
    # And the answer is in sight where it is replied to
    page.get_by_role("link", name="Reply to Joy Adeyemi").click()
    expect(page.get_by_text(answer.text)).to_be_visible()
    no_sideways(page)
    if js:
        axe(page)
    # And taking back says what is kept
    page.goto("/my-story/withdraw/")
    expect(page.get_by_text("For 365 days we keep")).to_be_visible()
    no_sideways(page)
    if js:
        axe(page)
