"""Somebody writes that they may be in danger: help comes first, nothing is lost, and a false alarm is one calm page."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from heard.core import jobs
from heard.moderation.models import Case
from heard.regions.models import CrisisLine
from heard.stories.actions import authoring
from heard.stories.models import Story
from heard.stories.queries import own_words
from heard.telling.models import Draft
from tests import factories
from tests.following.test_my_story import come_in
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_they_are_asked, when_they_agree_and_send, when_they_begin, when_they_continue

pytestmark = pytest.mark.django_db(transaction=True)
DANGER = "I have the tablets here and I am going to end my life tonight."
FALSE = "The leaflet about self-harm was printed so faintly that I couldn’t read it."
HELP = "If you or someone else isn’t safe, get help first"
BAND = "Help, day or night"


@pytest.fixture(autouse=True)
def lines():
    region = factories.region()
    said = [
        ("999", "999", "You or someone else is in danger now."),
        ("Samaritans", "116 123", "You want someone to talk to."),
        ("Shout", "85258", "You would rather text. Send the word SHOUT."),
        ("Childline", "0800 1111", "You are under 19. You can say anything."),
    ]
    for n, (name, contact, who_for) in enumerate(said):
        CrisisLine.objects.create(
            region=region, name=name, contact=contact, when="At any hour", who_for=who_for, position=n, in_strip=n < 2
        )


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def then_help_comes_first(page):
    then_they_are_asked(page, HELP)
    for name in ("Call 999", "116 123", "0800 1111"):
        expect(page.get_by_role("main").get_by_role("link", name=name, exact=True).first).to_be_visible()
    expect(page.get_by_text("What you wrote is saved")).to_be_visible()
    expect(page.get_by_role("link", name="Leave quickly")).to_be_visible()
    expect(page.get_by_text("you’re under 18")).to_be_visible()


def when_they_go_on_to_the_last_page(page):
    then_they_are_asked(page, "What would you like to happen now?")
    expect(page.get_by_role("group", name=BAND)).to_be_visible()
    page.goto("/tell/check/")
    then_they_are_asked(page, "Check your story")


def test_danger_is_answered_with_help_and_the_story_is_sent_all_the_same(phone, axe, no_sideways):
    when_they_begin(phone, DANGER)
    when_they_continue(phone)
    then_help_comes_first(phone)
    axe(phone)
    no_sideways(phone)
    phone.get_by_role("button", name="Continue my story").click()
    when_they_go_on_to_the_last_page(phone)
    expect(phone.get_by_role("group", name=BAND)).to_be_visible()
    axe(phone)
    no_sideways(phone)
    when_they_continue(phone)
    then_they_are_asked(phone, "What can we do with your story?")
    when_they_agree_and_send(phone)
    then_they_are_asked(phone, "Thank you. Your story is with us")
    expect(phone.get_by_role("group", name=BAND)).to_be_visible()
    axe(phone)
    no_sideways(phone)
    assert Story.objects.get().original.words == DANGER


def test_without_javascript_help_comes_first_just_the_same(no_js):
    when_they_begin(no_js, DANGER)
    when_they_continue(no_js)
    then_help_comes_first(no_js)
    no_js.get_by_role("button", name="Save and come back later").click()
    then_they_are_asked(no_js, "Your story is saved")
    no_js.get_by_role("link", name="Continue now").click()
    then_they_are_asked(no_js, "What would you like to happen now?")
    expect(no_js.get_by_role("group", name=BAND)).to_be_visible()
    no_js.goto("/tell/words/")
    expect(no_js.get_by_label("What happened?")).to_have_value(DANGER)


def test_a_false_alarm_is_one_calm_page_and_nothing_is_lost(page):
    when_they_begin(page, FALSE)
    when_they_continue(page)
    then_help_comes_first(page)
    expect(page.get_by_text("the software can be wrong")).to_be_visible()
    page.get_by_role("button", name="Continue my story").click()
    then_they_are_asked(page, "What would you like to happen now?")
    page.get_by_label("What would you like to happen now?").fill("A leaflet on self-harm that can be read")
    when_they_continue(page)
    then_they_are_asked(page, "What would you call your story?")
    assert Draft.objects.get().words == FALSE


def test_leaving_quickly_from_the_page_of_help_shows_nothing_to_whoever_comes_next(page):
    when_they_begin(page, DANGER)
    when_they_continue(page)
    then_they_are_asked(page, HELP)
    leave = page.get_by_role("link", name="Leave quickly")
    expect(leave).to_have_attribute("href", re.compile("/tell/leave/"))
    page.goto("/tell/help/")
    expect(page.get_by_text("tablets")).to_have_count(0)


def test_danger_on_a_later_page_is_answered_too(dark, axe):
    when_they_begin(dark, "I come every Tuesday.")
    when_they_continue(dark)
    then_they_are_asked(dark, "What would you like to happen now?")
    dark.get_by_label("What would you like to happen now?").fill("I just want to die")
    when_they_continue(dark)
    then_help_comes_first(dark)
    axe(dark)
    dark.get_by_role("button", name="Continue my story").click()
    then_they_are_asked(dark, "What would you call your story?")


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_the_authors_own_page_begins_with_help_while_the_story_waits(open_page, axe, no_sideways, js):
    # Given a story with signs of danger that was sent
    page = open_page(width=360, js=js)
    when_they_begin(page, DANGER)
    when_they_continue(page)
    page.goto("/tell/consent/")
    when_they_agree_and_send(page)
    then_they_are_asked(page, "Thank you. Your story is with us")
    # When its author looks at it later
    page.get_by_role("link", name="See my story").click()
    # Then help stands once, at the top, and each number is one touch away and large enough for a thumb
    band = page.get_by_role("group", name=BAND)
    expect(band).to_have_count(1)
    expect(band.get_by_role("link", name="999", exact=True)).to_have_attribute("href", "tel:999")
    expect(band.get_by_role("link", name="116 123")).to_have_attribute("href", "tel:116123")
    strip = page.get_by_role("complementary", name="Help, day or night, and leaving quickly")
    for number in ("999", "116 123"):
        link = strip.get_by_role("link", name=number, exact=True)
        expect(link).to_be_visible()
        assert not js or link.bounding_box()["height"] >= 44
    if js:
        axe(page)
        no_sideways(page)
    look(page, f"my-story-band-360-{'js' if js else 'no-js'}")
    band.get_by_role("link", name="see who you can talk to, day or night").click()
    then_they_are_asked(page, HELP)
    page.get_by_role("link", name="Go to my story").click()
    expect(page.get_by_role("group", name=BAND)).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_the_desk_says_where_the_danger_stands_and_help_stays_until_it_is_a_false_alarm(open_page, site, axe, no_sideways, js):
    # Given an author who corrected their story to calm words, and told the moderator how it really is
    story = factories.sent_story(words=f"The nurse was kind.\n\n{DANGER}")
    calm = replace(own_words(story), words="The nurse was kind.")
    authoring.correct_story(story_id=story.pk, seen_words=1, now=calm, note="He hits me", by=story.author)
    jobs.drain()
    case = Case.objects.get(story=story)
    # When a senior moderator opens it
    desk = open_page(width=360 if js else 1280, js=js)
    given_signed_in(desk, site, factories.person(name="Sena Senior", roles=["senior"]))
    desk.goto(f"/moderation/{case.pk}/")
    desk.get_by_role("button", name=re.compile("Open it|I’m on it")).click()
    # Then the page says where the signs stand, marks them there, and nowhere says that there were none
    own = desk.get_by_role("region", name="What the author wrote")
    expect(own.get_by_text("Sign of suicide, in the words before the correction:").first).to_be_visible()
    expect(own.get_by_text("In the note about their change:", exact=True)).to_be_visible()
    expect(own.locator("mark.grave", has_text="hits me")).to_be_visible()
    expect(desk.get_by_text("no warning signs")).to_have_count(0)
    if js:
        axe(desk)
        no_sideways(desk)
    look(desk, f"desk-note-{'360-js' if js else '1280-no-js'}")
    # And the author, whose story was declined meanwhile or not, still has help at the top
    me = open_page(width=360, js=js)
    given_signed_in(me, site, come_in(Client(), story.author))
    me.goto("/my-story/")
    band = me.get_by_role("group", name=BAND)
    expect(band).to_be_visible()
    if js:
        axe(me)
        no_sideways(me)
    look(me, f"my-story-360-{'js' if js else 'no-js'}")
    # When they put it away, it is away for this visit
    band.get_by_role("button", name="Hide this for now").click()
    expect(me.get_by_role("heading", level=1)).to_be_visible()
    expect(band).to_have_count(0)
    # And when the moderator says that it is a false alarm, for good
    desk.get_by_role("button", name="No one is in danger").click()
    expect(desk.get_by_role("button", name="Someone may be in danger after all")).to_be_visible()
    again = open_page(width=360, js=js)
    given_signed_in(again, site, come_in(Client(), story.author))
    again.goto("/my-story/")
    expect(again.get_by_role("heading", level=1)).to_be_visible()
    expect(again.get_by_role("group", name=BAND)).to_have_count(0)
