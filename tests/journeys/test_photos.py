"""A responder puts a photo beside their answers, and takes it away."""

import pytest

from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db(transaction=True)


def chosen(content, name="me.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_a_photo_beside_an_answer_and_its_end(site, phone, open_page, axe, no_sideways, run_jobs):
    # Given someone whose answer is public
    answer = factories.published_answer()
    given_signed_in(phone, site, answer.person).goto("/account/second-step/")
    # When they choose a file that is no picture
    phone.get_by_role("link", name="Add a photo").click()
    axe(phone)
    no_sideways(phone)
    phone.get_by_label("Choose a photo").set_input_files(chosen(b"a letter"))
    phone.get_by_role("button", name="Save").click()
    # Then it is said, and nothing is shown yet
    then_the_mistakes_are_read_first(phone)
    expect(phone.get_by_role("alert")).to_contain_text("We can’t open this file")
    axe(phone)
    # When they choose a photo
    phone.get_by_label("Choose a photo").set_input_files(chosen(drawn("JPEG", (900, 1200))))
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Your photo is now beside your answers")).to_be_visible()
    axe(phone)
    no_sideways(phone)
    # Then anyone sees it beside the answer
    reader = open_page()
    reader.goto(f"/stories/{answer.story_id}/")
    face = reader.locator(".voice-answer img")
    face.scroll_into_view_if_needed()
    reader.wait_for_function("() => document.querySelector('.voice-answer img').naturalWidth === 96")
    axe(reader)
    # When they delete it
    phone.get_by_role("button", name="Delete my photo").click()
    expect(phone.get_by_text("We’ve deleted your photo")).to_be_visible()
    # Then their initials are back, also for a browser that has kept the page
    run_jobs()
    reader.reload()
    expect(reader.locator(".voice-answer img")).to_have_count(0)
    expect(reader.locator(".voice-answer .face")).to_have_text("JA")
