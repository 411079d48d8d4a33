"""An editor sends a film and writes its words; people watch it by keyboard, read it, or switch to sign language."""

import pytest
from django.core.files.base import File

from heard.media.actions import films
from heard.media.models import Film
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first
from tests.media.filming import filmed

pytestmark = pytest.mark.django_db(transaction=True)
CAPTIONS = """WEBVTT

00:00.000 --> 00:02.000
<v Rowan>We waited an hour.

00:02.000 --> 00:04.000
<v Joy>Now there is a board.
"""
PLAYED = "(seconds) => document.querySelector('video').currentTime > seconds"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """WebM: this Chromium may not have what H.264 needs."""
    path = tmp_path_factory.mktemp("films") / "board.webm"
    filmed(path, picture="libvpx", sound="libopus", seconds=4)
    return path


def published(path, **more):
    with path.open("rb") as file:
        film = films.take_film(file=File(file), by=TESTS)
    films.prepare_film(film_id=film.pk, by=TESTS)
    words = {"title": "The board", "language": "en-gb", "captions": CAPTIONS, "transcript": "", "seen": "words"}
    film = films.describe_film(film_id=film.pk, version=2, **words | more, by=TESTS)
    return films.publish_film(film_id=film.pk, by=TESTS)


def test_an_editor_sends_a_film_and_publishes_it_with_its_words(site, phone, open_page, axe, no_sideways, run_jobs, made):
    given_signed_in(phone, site, factories.person(roles=["editor"])).goto("/editing/films/")
    axe(phone)
    phone.get_by_role("link", name="Add a film").click()
    # When they forget to choose one
    phone.get_by_role("button", name="Send the film").click()
    then_the_mistakes_are_read_first(phone)
    axe(phone)
    no_sideways(phone)
    # When they choose one
    phone.get_by_label("Choose a film").set_input_files(made)
    phone.get_by_role("button", name="Send the film").click()
    expect(phone.get_by_text("We’re looking at the film")).to_be_visible()
    axe(phone)
    run_jobs()
    phone.get_by_role("link", name="See if it’s ready").click()
    expect(phone.get_by_text("Add captions for people who can’t hear the film")).to_be_visible()
    # When its captions overlap
    phone.get_by_label("Title").fill("The board")
    captions = phone.get_by_label("Captions", exact=False).and_(phone.locator("textarea"))
    captions.fill(CAPTIONS.replace("00:02.000 -->", "00:01.500 -->"))
    phone.get_by_label("The words say it all").check()
    phone.get_by_role("button", name="Save").click()
    # Then the line is named, and nothing is lost
    then_the_mistakes_are_read_first(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Line 6: This caption starts before the one above it has ended")
    expect(phone.get_by_label("Title")).to_have_value("The board")
    axe(phone)
    no_sideways(phone)
    captions.fill(CAPTIONS)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_label("Transcript")).to_have_value("Rowan: We waited an hour.\n\nJoy: Now there is a board.")
    phone.get_by_role("button", name="Publish").click()
    expect(phone.get_by_text("Anyone can watch it now")).to_be_visible()
    axe(phone)
    no_sideways(phone)
    # Then anyone can watch it, until it's taken down
    reader, address = open_page(), f"/films/{Film.objects.get().key}/"
    assert reader.goto(address).status == 200
    phone.get_by_role("button", name="Take it down").click()
    expect(phone.get_by_text("Only editors can watch it now")).to_be_visible()
    assert open_page().request.get(address).status == 404


def test_a_film_is_watched_by_keyboard_with_captions_and_read_as_words(site, phone, axe, no_sideways, made):
    film = published(made)
    phone.goto(f"/films/{film.key}/")
    expect(phone.get_by_text("Film, 4 seconds")).to_be_visible()
    axe(phone)
    no_sideways(phone)
    # Nothing was loaded yet
    assert phone.evaluate("() => document.querySelector('video').readyState") == 0
    # When someone comes to it by keyboard and plays it
    phone.locator("video").focus()
    phone.keyboard.press("Space")
    phone.wait_for_function(PLAYED, arg=0.1)
    # Then captions are on
    track = "() => [...document.querySelector('video').textTracks].map((each) => [each.mode, each.cues.length])"
    assert phone.evaluate(track) == [["showing", 2]]
    # When they read it, and go where something is said
    phone.keyboard.press("Space")
    phone.get_by_text("Read the transcript").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Now there is a board.")).to_be_visible()
    axe(phone)
    no_sideways(phone)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Play from 0:02")).to_be_focused()
    phone.keyboard.press("Enter")
    phone.wait_for_function(PLAYED, arg=2)


def test_the_version_with_sign_language_goes_on_where_the_other_stopped(site, page, open_page, axe, made):
    film = published(made)
    signed = published(made, title="The board, in British Sign Language", signs_id=film.pk)
    page.goto(f"/films/{film.key}/")
    axe(page)
    page.evaluate("() => { const film = document.querySelector('video'); film.muted = true; film.currentTime = 2; return film.play(); }")
    page.wait_for_function(PLAYED, arg=2)
    page.get_by_role("link", name="Watch with sign language").click()
    page.wait_for_function(f"() => document.querySelector('video').currentSrc.includes('{signed.key}')")
    page.wait_for_function(PLAYED, arg=2)
    page.get_by_role("link", name="Watch without sign language").click()
    page.wait_for_function(f"() => document.querySelector('video').currentSrc.includes('{film.key}')")
    # Without JavaScript it is a page of its own
    plain = open_page(js=False)
    plain.goto(f"/films/{film.key}/")
    plain.get_by_role("link", name="Watch with sign language").click()
    expect(plain.get_by_role("heading", name="The board, in British Sign Language")).to_be_visible()
    plain.get_by_text("Read the transcript").click()
    expect(plain.get_by_text("We waited an hour.")).to_be_visible()
