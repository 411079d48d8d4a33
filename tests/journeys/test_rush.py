"""A story told in a rush from one place: the browser is asked for a proof of work, solves it by itself, or the story goes on without."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from heard.core import jobs, limits, proofs
from heard.regions.actions import set_numbers
from heard.stories.models import Story
from heard.telling.actions import drafts
from heard.telling.actions.rush import notice_rush
from heard.telling.models import Draft
from heard.telling.queries import HOUR, LETTERS_FROM
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first, then_they_are_asked, when_they_continue

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I come every Tuesday. You get your ticket and you sit. Nobody says how long it is."
HERE = "127.0.0.1"
AS_LONG_AS_FOR_PEOPLE = proofs.TRIES
BUSY, TITLE = "Many stories are coming from your internet connection", "We couldn’t save this. What you wrote is still here"
DONE = "Your browser has finished. Continue when you’re ready."


@pytest.fixture
def rush(monkeypatch):
    """Everything comes from a place that passed the first bound in this hour. A proof takes an instant, but where it is looked at."""
    monkeypatch.setattr(proofs, "TRIES", (4, 16))
    region = factories.region()
    limits.count(LETTERS_FROM, HERE, amount=600_000, per=HOUR)
    return region


def given_the_place_is_full(region):
    """So little is kept from one place in an hour that it is full."""
    values = {"letters_an_hour": 100, "alarm_letters": 100, "most_letters_an_hour": 100}
    set_numbers(region_id=region.pk, values=values, by=factories.operator())


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def when_they_write(page):
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill(WORDS)


def test_a_browser_solves_the_proof_by_itself_and_the_story_takes_its_usual_turn(rush, page, axe, monkeypatch):
    monkeypatch.setattr(proofs, "TRIES", AS_LONG_AS_FOR_PEOPLE)
    when_they_write(page)
    expect(page.get_by_role("heading", name=BUSY)).to_be_visible()
    expect(page.get_by_text(DONE)).to_be_visible()
    axe(page)
    look(page, "solved-1280")
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    expect(page.get_by_role("heading", name=BUSY)).to_have_count(0)  # given once, it is not asked for again
    assert Draft.objects.get().proof == Draft.Proof.GIVEN
    page.goto("/tell/consent/")
    page.get_by_label("publish").first.check()
    when_they_continue(page)
    expect(page.get_by_role("heading", level=1, name="Thank you")).to_be_visible()
    assert not Story.objects.get().read_last


def given_a_story_up_to_the_last_page(page):
    """A story told in a rush as far as the last page, quicker than the proof of work."""
    page.route("**/tell/proof/", lambda route: None)
    when_they_write(page)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.goto("/tell/consent/")
    page.get_by_label("publish").first.check()


def test_a_quick_writer_is_waited_for_and_the_story_takes_its_usual_turn(rush, open_page, check):
    page = open_page(width=360, height=740, color_scheme="dark")
    given_a_story_up_to_the_last_page(page)
    held = []
    page.unroute("**/tell/proof/")
    page.route("**/tell/proof/", lambda route: held.append(route))  # noqa: PLW0108 - playwright takes no builtin
    page.reload()
    page.get_by_label("publish").first.check()
    when_they_continue(page)
    expect(page.get_by_text("Nearly done: this takes a few seconds.")).to_be_visible()
    expect(page.get_by_role("button", name="Send it without waiting")).to_be_visible()
    check(page, wide="light")
    look(page, "waits-360-dark")
    assert not Story.objects.exists()
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", level=1, name="Thank you")).to_be_visible()
    assert not Story.objects.get().read_last


def test_somebody_who_does_not_want_to_wait_sends_at_once_and_is_read_last(rush, page):
    given_a_story_up_to_the_last_page(page)
    when_they_continue(page)
    page.get_by_role("button", name="Send it without waiting").click()
    expect(page.get_by_text("read yours after the others")).to_be_visible()
    assert Story.objects.get().read_last


def test_where_the_proof_fails_while_it_is_waited_for_the_page_says_so_and_sends_the_next_time(rush, page):
    given_a_story_up_to_the_last_page(page)
    held = []
    page.unroute("**/tell/proof/")
    page.route("**/tell/proof/", lambda route: held.append(route))  # noqa: PLW0108 - playwright takes no builtin
    page.reload()
    page.get_by_label("publish").first.check()
    when_they_continue(page)
    expect(page.get_by_text("Nearly done: this takes a few seconds.")).to_be_visible()
    for route in held:
        route.fulfill(status=500, body="no")
    expect(page.get_by_text("Send your story anyway")).to_be_visible()
    expect(page.get_by_text("Nearly done: this takes a few seconds.")).to_be_hidden()
    when_they_continue(page)
    expect(page.get_by_role("heading", level=1, name="Thank you")).to_be_visible()


def test_what_is_not_agreed_to_is_said_before_anybody_waits(rush, page):
    given_a_story_up_to_the_last_page(page)
    page.get_by_label("publish").first.uncheck()
    when_they_continue(page)
    then_the_mistakes_are_read_first(page)


def test_back_does_not_wait(rush, page):
    given_a_story_up_to_the_last_page(page)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page).to_have_url(re.compile("/tell/check/"))


def test_a_phone_in_the_dark_shows_the_proof_and_can_go_on_while_it_works(rush, open_page, axe):
    page = open_page(width=360, height=740, color_scheme="dark")
    page.route("**/tell/proof/", lambda route: None)  # an answer that never comes: the widget goes on working
    when_they_write(page)
    expect(page.get_by_text("Your browser is working on it.")).to_be_visible()
    axe(page)
    look(page, "working-360-dark")
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    expect(page.get_by_role("heading", name=BUSY)).to_be_visible()
    assert Draft.objects.get().proof == Draft.Proof.ASKED


def test_a_proof_that_fails_says_so_kindly_and_the_words_go_on(rush, page, axe):
    page.route("**/tell/proof/", lambda route: route.fulfill(status=500, body="no"))
    when_they_write(page)
    expect(page.get_by_text("Your browser couldn’t do it.")).to_be_visible()
    axe(page)
    look(page, "failed-1280")
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")


@pytest.mark.drawn
def test_without_javascript_the_story_is_kept_and_sent_and_the_page_says_it_is_read_last(rush, no_js, axe):
    no_js.set_viewport_size({"width": 360, "height": 740})
    when_they_write(no_js)
    expect(no_js.get_by_text("perhaps because JavaScript is off")).to_be_visible()
    look(no_js, "no-js-360")
    when_they_continue(no_js)
    then_they_are_asked(no_js, "What would you like to happen now?")
    no_js.goto("/tell/consent/")
    expect(no_js.get_by_text("perhaps because JavaScript is off")).to_be_visible()
    no_js.get_by_label("publish").first.check()
    when_they_continue(no_js)
    expect(no_js.get_by_text("read yours after the others")).to_be_visible()
    look(no_js, "sent-360")
    assert Story.objects.get().read_last


def test_where_a_place_is_full_the_words_stay_and_the_proof_is_the_way_on(rush, open_page, axe, no_sideways):
    page = open_page(width=360, height=740, color_scheme="dark")
    given_the_place_is_full(rush)
    page.route("**/tell/proof/", lambda route: route.abort())
    when_they_write(page)
    when_they_continue(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)
    expect(page.get_by_text("wait for the calculation below to finish")).to_be_visible()
    axe(page)
    no_sideways(page)
    look(page, "full-360-dark")
    page.unroute("**/tell/proof/")
    page.reload()
    page.get_by_label("What happened?").fill(WORDS)
    expect(page.get_by_text(DONE)).to_be_visible()
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    assert Draft.objects.get().words == WORDS


@pytest.mark.drawn
def test_where_a_place_is_full_and_javascript_is_off_only_what_can_be_done_is_offered(rush, open_page, axe, no_sideways):
    page = open_page(width=360, height=740, js=False)
    given_the_place_is_full(rush)
    when_they_write(page)
    when_they_continue(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("wait for the calculation below")).to_be_hidden()
    expect(page.get_by_text("use another connection")).to_be_visible()
    no_sideways(page)
    look(page, "full-no-js-360")


@pytest.mark.drawn
@pytest.mark.parametrize("js", [True, False])
def test_where_a_place_is_full_a_very_long_story_hears_that_it_is_too_long(rush, open_page, axe, no_sideways, js):
    page = open_page(width=360, height=740, js=js)
    given_the_place_is_full(rush)
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill("Waiting. " * 3_000)
    if js:
        expect(page.get_by_text(DONE)).to_be_visible()
    when_they_continue(page)
    expect(page.get_by_role("heading", name="This is too long for us to save just now")).to_be_visible()
    expect(page.get_by_text("shorten it to about 3,500 words")).to_be_visible(visible=js)
    expect(page.get_by_text("try again after")).to_be_visible()
    if js:
        axe(page)
        no_sideways(page)
    page.get_by_label("What happened?").fill(WORDS)
    look(page, f"too-long-360-{'js' if js else 'no-js'}")
    if js:
        expect(page.get_by_text(DONE)).to_be_visible()
        when_they_continue(page)
        then_they_are_asked(page, "What would you like to happen now?")


def test_operators_and_moderators_see_what_a_rush_left(rush, open_page, site, check):
    for n in range(2):
        draft = Draft.objects.create(author=factories.author(), region=rush, proof="asked", expires_at=limits.next_window(HOUR))
        said = {"words": f"{WORDS} {n}", "role": "patient", "chosen_name": "Gull", "consents": {"publish": "1"}}
        drafts.save_draft(draft_id=draft.pk, changes=said, by=draft.author)
        drafts.send_draft(draft_id=draft.pk, by=draft.author)
    factories.sent_story(words="The car park was full.")
    notice_rush(region_id=rush.pk, by=factories.TESTS)
    jobs.drain()
    page = open_page(width=360, color_scheme="dark")
    for whom, address, says in (
        (factories.operator(), "/operator/", "Many stories came from one place"),
        (factories.moderator(), "/moderation/", "Read last"),
    ):
        given_signed_in(page, site, whom)
        page.goto(address)
        expect(page.get_by_text(says).first).to_be_visible()
        check(page, wide="light")
        look(page, f"{address.strip('/')}-360-dark")


def test_a_page_that_is_open_for_longer_than_a_proof_is_good_makes_another(rush, page, monkeypatch):
    monkeypatch.setattr(proofs, "GOOD_FOR", timedelta(seconds=12))
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/tell/proof/") else None)
    when_they_write(page)
    expect(page.get_by_text(DONE)).to_be_visible()
    with page.expect_request("**/tell/proof/"):
        pass
    monkeypatch.setattr(proofs, "GOOD_FOR", timedelta(hours=1))
    expect(page.get_by_text(DONE)).to_be_visible()
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    assert Draft.objects.get().proof == Draft.Proof.GIVEN
    assert len(asked) == 2


def test_a_browser_whose_clock_is_wrong_does_not_ask_without_end(rush, page):
    page.clock.install(time="2031-01-01T00:00:00Z")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/tell/proof/") else None)
    when_they_write(page)
    expect(page.locator("[data-proof-says]")).not_to_be_empty()
    page.clock.run_for(30_000)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    assert len(asked) <= 2  # one of each page
