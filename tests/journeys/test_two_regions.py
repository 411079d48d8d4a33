"""Somebody of another nation reads and tells on the site of theirs, in a language of theirs, and stays there."""

import re

import pytest
from django.conf import settings

from heard.core import jobs
from heard.directory.models import Service
from heard.regions.actions import NewCrisisLine, make_region, open_region, set_crisis_lines
from heard.stories.models import Story
from heard.telling.models import Draft
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import (
    then_they_are_asked,
    when_they_add_a_place,
    when_they_agree_and_send,
    when_they_begin,
    when_they_continue,
)
from tests.languages import spoken

pytestmark = pytest.mark.django_db(transaction=True)
LONG = dict(settings.PSEUDO_LANGUAGES)["en-xa"]


@pytest.fixture
def scotland(site):
    with spoken("en-gb", "en-xa"):
        yield given_scotland_below_a_path()


def given_scotland_below_a_path():
    factories.service(name="Larkfield Ward")
    made = make_region(slug="scotland", name="Scotland", path="scotland", languages=["en-gb", "en-xa"], by=TESTS)
    line = NewCrisisLine("Breathing Space", "0800 83 85 87", "At any hour", "Talk to us", in_strip=True)
    set_crisis_lines(region_id=made.pk, lines=[line], by=TESTS)
    open_region(region_id=made.pk, by=TESTS)
    ward = factories.service(name="Leith Ward")
    type(ward).objects.filter(pk=ward.pk).update(region=made)
    return made


def when_they_change_the_language(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def then_they_read(page, path, language):
    expect(page).to_have_url(re.compile(f"{path}$"))
    expect(page.locator("html")).to_have_attribute("lang", language)


def then_help_is_not_scotlands(page):
    expect(page.get_by_text("Breathing Space")).to_have_count(0)


def then_help_is_scotlands(page):
    expect(page.get_by_text("Breathing Space").first).to_be_visible()
    expect(page.get_by_text("Samaritans")).to_have_count(0)


def test_a_story_is_told_on_the_site_of_its_nation_after_the_language_was_changed(any_page, check, scotland):
    page = any_page
    page.goto("/scotland/")
    then_they_read(page, "/scotland/", "en-GB")
    check(page)
    when_they_change_the_language(page, LONG)
    then_they_read(page, "/scotland/en-xa/", "en-XA")
    check(page)
    page.goto("/scotland/en-xa/about/")
    when_they_change_the_language(page, "English")
    then_they_read(page, "/scotland/about/", "en-GB")
    page.goto("/scotland/tell/")
    then_help_is_scotlands(page)
    page.get_by_role("link", name="Start now", exact=True).click()
    page.get_by_label("What happened?").fill("I come every Tuesday. Nobody says how long it is.")
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    then_they_read(page, "/scotland/tell/hope/", "en-GB")
    assert Draft.objects.get().region == scotland


def test_a_story_told_in_another_nation_without_scripts_is_public_there_and_not_on_the_first_site(no_js, scotland):
    page = no_js
    # given an author of the other nation, who tells a story on its site
    page.goto("/scotland/")
    page.get_by_role("link", name="Tell your story").first.click()
    page.get_by_role("link", name="Start now", exact=True).click()
    then_help_is_scotlands(page)
    page.get_by_label("What happened?").fill("I come every Tuesday. Nobody says how long it is.")
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    when_they_continue(page)
    page.get_by_label("What would you call your story?").fill("Every Tuesday in Leith")
    when_they_continue(page)
    then_they_are_asked(page, "Where was it?")
    when_they_add_a_place(page, "leith", "Leith Ward")
    when_they_continue(page)
    for question in ("What was good?", "What could be better?", "How did you feel?"):
        then_they_are_asked(page, question)
        when_they_continue(page)
    page.get_by_label("I use the service").check()
    when_they_continue(page)
    page.get_by_label("What name should we show with your story?").fill("Guillemot")
    when_they_continue(page)
    for question in ("When did it happen?", "A little more about you", "How can we reach you?", "Check your story"):
        then_they_are_asked(page, question)
        then_help_is_scotlands(page)
        when_they_continue(page)
    when_they_agree_and_send(page)
    then_they_are_asked(page, "Thank you. Your story is with us")
    # when a moderator publishes it
    story = Story.objects.get()
    assert story.region == scotland
    factories.publish(story, title="Every Tuesday in Leith")
    jobs.drain()
    # then it is public on that site
    for there in ("/scotland/", "/scotland/stories/"):
        page.goto(there)
        expect(page.get_by_role("link", name="Every Tuesday in Leith").first).to_be_visible()
    page.get_by_role("link", name="Every Tuesday in Leith").click()
    then_they_read(page, f"/scotland/stories/{story.pk}/", "en-GB")
    # and not on the first one
    for elsewhere in ("/", "/stories/"):
        page.goto(elsewhere)
        expect(page.get_by_role("link", name="Every Tuesday in Leith")).to_have_count(0)


def test_an_author_of_another_nation_tells_their_story_where_they_are_and_its_site_reads_it(any_page, check, scotland):
    page = any_page
    # given someone on the site of Northmoor whose care was in Scotland
    when_they_begin(page, "I come every Tuesday. Nobody says how long it is.")
    then_help_is_not_scotlands(page)
    for question in ("What would you like to happen now?", "What would you call your story?", "Where was it?"):
        when_they_continue(page)
        then_they_are_asked(page, question)
    # when they find their service
    page.get_by_label("Name of the place").fill("leith")
    page.get_by_role("button", name="Find", exact=True).last.click()
    # then it says of which site it is
    expect(page.locator(".places li").first).to_contain_text("Heard Scotland")
    page.get_by_role("button", name="Add Leith Ward").click()
    # and the page says at once who will read the story
    expect(page.get_by_text("This service is in Scotland, so Heard Scotland will read your story and its rules apply.")).to_be_visible()
    then_help_is_scotlands(page)
    check(page, wide="dark")
    # when they also look for one of Northmoor
    page.get_by_label("Find another place").fill("larkfield")
    page.get_by_role("button", name="Find", exact=True).last.click()
    # then it is found, and they read what they can do
    expect(page.get_by_text("Needs a story of its own")).to_be_visible()
    expect(page.get_by_role("button", name="Add Larkfield Ward")).to_have_count(0)
    check(page)
    # when they go on without it
    page.get_by_label("Find another place").fill("")
    when_they_continue(page)
    for question in ("What was good?", "What could be better?", "How did you feel?", "Who are you in this story?"):
        then_they_are_asked(page, question)
        when_they_continue(page)
    for question in ("What name should we show", "When did it happen?", "A little more about you", "How can we reach you?"):
        then_they_are_asked(page, question)
        when_they_continue(page)
    # then they are told once more before they send it
    then_they_are_asked(page, "Check your story")
    expect(page.get_by_text("Your story is about care in Scotland, so Heard Scotland will read it")).to_be_visible()
    check(page)
    when_they_continue(page)
    expect(page.get_by_text("it goes to the moderators of Heard Scotland, and its rules apply.")).to_be_visible()
    when_they_agree_and_send(page)
    then_they_are_asked(page, "Thank you. Your story is with us")
    # and they are where they were, while the story is Scotland's
    expect(page.get_by_text("A moderator of Heard Scotland will read it.")).to_be_visible()
    then_help_is_scotlands(page)
    check(page)
    expect(page).to_have_url(re.compile("[^d]/tell/sent/$"))
    assert Story.objects.get().region == scotland


def test_a_reader_finds_what_was_told_on_another_site_when_they_ask_for_all_of_heard(any_page, check, scotland):
    # given a story of each nation
    factories.published_story(services=[Service.objects.get(region=scotland)], title="The bench at Leith")
    factories.published_story(title="The window at Larkfield")
    page = any_page
    page.goto("/scotland/stories/")
    expect(page.get_by_role("link", name="The bench at Leith")).to_be_visible()
    expect(page.get_by_role("link", name="The window at Larkfield")).to_have_count(0)
    check(page, wide="dark")
    # when the list is filtered
    page.get_by_role("link", name="Filter stories").click()
    page.get_by_label("Where they were told").select_option(label="All of Heard")
    page.get_by_role("button", name="Show these stories").click()
    # then every story says on which site it was told
    expect(page.locator("#results")).to_contain_text("Heard Scotland")
    check(page, wide="dark")
    # and what was told on another one leads there
    page.get_by_role("link", name="The window at Larkfield").click()
    expect(page.get_by_text("This story was told on Heard")).to_be_visible()
    check(page, wide="dark")
    own = page.get_by_role("main").get_by_role("link", name=f"Heard {factories.region().name}")
    expect(own).to_have_attribute("href", re.compile(r"^http://testserver/stories/\d+/$"))
