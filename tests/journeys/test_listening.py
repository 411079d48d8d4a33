"""“Listen”: a story and its conversation are read aloud, where the browser has a voice that speaks on the device."""

import pytest

from heard.pages.actions.house import load_house_texts
from tests.journeys.plain import expect
from tests.published import worlds
from tests.showcase.interviews import published

pytestmark = pytest.mark.django_db(transaction=True)

A_BROWSER_WITH = """voices => {
    const heard = window.heard = [];
    let spoken = null;
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const speech = {
        getVoices: () => voices, onvoiceschanged: null,
        speak: (utterance) => { spoken = utterance; heard.push([utterance.voice.name, utterance.text]); },
        cancel: () => { if (spoken) heard.push(["silence", ""]); spoken = null; },
    };
    window.itHasSaidIt = () => { const over = spoken; spoken = null; over.onend(); };
    window.moreVoices = (more) => { voices = more; speech.onvoiceschanged(); };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
}"""
"""Voices that are not there in a window that no one sees: what they say is written down, and they have said it when the test says so."""
HERE = {"name": "Daniel", "lang": "en-GB", "localService": True, "default": True}
ELSEWHERE = {"name": "Cloud", "lang": "en-GB", "localService": False, "default": False}
FRENCH = {"name": "Amélie", "lang": "fr-CA", "localService": True, "default": False}


def with_voices(page, *voices):
    page.add_init_script(f"({A_BROWSER_WITH})({list(voices)!r})".replace("True", "true").replace("False", "false"))
    return page


def heard(page):
    return page.evaluate("window.heard")


def listen(page, name="Listen to this story"):
    return page.get_by_role("button", name=name)


@pytest.fixture
def story(site):
    story, *_ = worlds.full_story(title="The long wait", words="I came at nine. No one spoke to me.\n\nThen the nurse came.")
    return story


def test_someone_listens_to_a_story_by_keyboard_and_stops(story, open_page, check):
    page = with_voices(open_page(width=360, height=740), ELSEWHERE, FRENCH, HERE)
    page.goto(f"/stories/{story.pk}/")
    check(page)
    listen(page).focus()
    page.keyboard.press("Enter")
    stop = listen(page, "Stop reading")
    expect(stop).to_be_focused()
    check(page, wide="dark")
    for _ in range(3):
        page.evaluate("itHasSaidIt()")
    said = [words for _voice, words in heard(page)]
    assert {voice for voice, _words in heard(page)} == {"Daniel"}
    assert said[1] == "The long wait"
    assert said[2].startswith("I came at nine.")
    assert said[3] == "Then the nurse came."
    expect(page.locator(".being-read")).to_have_text("Then the nurse came.")
    page.keyboard.press("Escape")
    expect(listen(page)).to_be_focused()
    expect(page.locator(".being-read")).to_have_count(0)
    assert heard(page)[-1][0] == "silence"
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_conversation_is_read_with_who_says_what_and_ends_by_itself(story, open_page):
    page = with_voices(open_page(), HERE)
    page.goto(f"/stories/{story.pk}/")
    listen(page).click()
    listen(page, "Listen to the conversation").click()
    expect(listen(page)).to_be_visible()
    many = len(heard(page))
    while page.get_by_role("button", name="Stop reading").count():
        page.evaluate("itHasSaidIt()")
    said = [words for _voice, words in heard(page)[many - 1 :]]
    assert "Rowan Sellick" in said
    assert "That would have helped." in " ".join(said)
    expect(listen(page, "Listen to the conversation")).to_be_visible()


def test_a_page_is_read_from_its_title(site, open_page, check):
    load_house_texts()
    page = with_voices(open_page(width=360, height=740), HERE)
    page.goto("/help/telling/")
    check(page, wide="dark")
    listen(page, "Listen to this page").click()
    page.evaluate("itHasSaidIt()")
    assert [words for _voice, words in heard(page)] == [
        "Tips for telling your story",
        "There is no wrong way to tell a story. These tips can help if you don’t know where to start.",
    ]


def test_an_answer_that_is_folded_away_is_opened_and_read(site, open_page):
    load_house_texts()
    page = with_voices(open_page(width=360, height=740), HERE)
    page.goto("/help/questions/")
    listen(page, "Listen to this page").click()
    while heard(page)[-1][1] != "Do I have to give my name?":
        page.evaluate("itHasSaidIt()")
    expect(page.locator("details[open]")).to_have_count(0)
    page.evaluate("itHasSaidIt()")
    assert heard(page)[-1][1].startswith("No. You make up a name.")
    expect(page.locator("details[open] .being-read")).to_be_visible()


def test_an_interview_is_read_with_the_whole_name_of_each(site, open_page, check):
    published()
    page = with_voices(open_page(width=360, height=740), HERE)
    page.goto("/case-studies/the-board/")
    check(page)
    listen(page, "Listen to the interview").click()
    while page.get_by_role("button", name="Stop reading").count():
        page.evaluate("itHasSaidIt()")
    said = [words for _voice, words in heard(page) if words]
    assert said[0] == "Rosa Whitby Expert by experience"
    assert "What was the waiting room like?" in said
    assert "Jonah Ekwueme: It takes a minute a day." in said


def test_a_voice_that_comes_late_is_used(story, open_page):
    page = with_voices(open_page(), ELSEWHERE)
    page.goto(f"/stories/{story.pk}/")
    expect(listen(page)).to_have_count(0)
    page.evaluate("voice => moreVoices([voice])", HERE)
    expect(listen(page)).to_be_visible()


@pytest.mark.parametrize("voices", [[], [ELSEWHERE], [FRENCH]], ids=["no voice", "only one that sends words away", "only in French"])
def test_nothing_is_offered_without_a_voice_of_the_device_for_the_language(story, open_page, voices):
    page = with_voices(open_page(), *voices)
    page.goto(f"/stories/{story.pk}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(listen(page)).to_have_count(0)


def test_this_browser_offers_it_if_it_has_a_voice(story, page):
    page.goto(f"/stories/{story.pk}/")
    voices = "speechSynthesis.getVoices().filter(v => v.localService && v.lang.startsWith('en')).length"
    expect(listen(page)).to_have_count(1 if page.evaluate(voices) else 0)


def test_nothing_is_offered_without_javascript(story, no_js):
    no_js.goto(f"/stories/{story.pk}/")
    expect(no_js.get_by_role("heading", name="The long wait")).to_be_visible()
    expect(listen(no_js)).to_have_count(0)
