"""A surname that an author typed as a tag is seen on the desk, looked at and taken out; and a responder sees what their sign-off tells."""

import pytest
from django.test import Client

from heard.stories.models import State
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first
from tests.journeys.test_moderation import Given

pytestmark = pytest.mark.django_db(transaction=True)
SURNAME = "okafor"


@pytest.fixture
def given(db):
    return Given()


@pytest.mark.parametrize(("js", "width"), [(True, 1280), (False, 360)], ids=["with JavaScript", "without, on a phone"])
def test_a_surname_typed_as_a_tag_never_becomes_public(given, site, open_page, axe, no_sideways, js, width):
    # Given a story with the surname of a nurse among its tags, and a tag that nobody used before
    story = given.story(words="Nobody says how long it is.", better=["waiting times", SURNAME], good=["the tea trolley"])
    page = given.signed_in(open_page(js=js, width=width), site)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_label("2 Mildly").check()
    # When the moderator goes on without a look at them
    page.get_by_role("button", name="Preview").click()
    # Then both are named, and nothing is public
    then_the_mistakes_are_read_first(page)
    expect(page.get_by_role("main")).to_contain_text("Check the tag “okafor”. Keep it or remove it.")
    if js:
        axe(page)
        no_sideways(page)
    # When they keep the one, and take the other out
    page.get_by_role("button", name="Keep the tea trolley").click()
    page.get_by_text("Checked and kept").wait_for()
    page.get_by_role("button", name="Remove okafor").click()
    expect(page.get_by_label("What could be better")).to_have_value("waiting times")
    if js:
        axe(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published. We’ll tell everyone concerned").wait_for()
    # Then the story is public with the one, and without the other
    story.refresh_from_db()
    assert (story.state, story.tag_slugs) == (State.PUBLISHED, ["good:the-tea-trolley", "better:waiting-times", "feeling:anxious"])
    page.goto(f"/stories/{story.pk}/")
    assert SURNAME not in page.content()


@pytest.mark.parametrize(("js", "width"), [(True, 1280), (False, 360)], ids=["with JavaScript", "without, on a phone"])
def test_a_surname_published_as_a_tag_is_taken_out_and_is_nowhere_any_more(given, site, open_page, axe, no_sideways, js, width):
    # Given a public story with the surname of a nurse among its tags
    story = factories.published_story(services=[given.service], better=["waiting times", SURNAME])
    page = given.signed_in(open_page(js=js, width=width), site)
    page.goto(f"/stories/{story.pk}/")
    expect(page.get_by_role("link", name=SURNAME)).to_have_count(1)
    # When a moderator takes the tag out, and says why when asked
    page.get_by_role("link", name="Edit the published story").click()
    page.get_by_label("What could be better").fill("waiting times")
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_text("Say why you changed the author’s words").first.wait_for()
    if js:
        axe(page)
        no_sideways(page)
    page.get_by_label("Reason for edit 1", exact=True).select_option("names-a-person")
    page.get_by_label("Explain edit 1 to the author").fill("It was a surname.")
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_text("Tags (What could be better):").wait_for()
    if js:
        axe(page)
    page.get_by_role("button", name="Publish the edit").click()
    page.get_by_text("Your edit is public.").wait_for()
    # Then it is on no page, in no feed and in no file, and leads nowhere
    for path in (f"/stories/{story.pk}/", f"/stories/{story.pk}/feed/", "/stories/", "/stories/feed/", "/statistics.csv"):
        answer = Client().get(path)
        assert SURNAME not in b"".join(answer).decode().casefold(), path
    for path in (f"/stories/?tag=better:{SURNAME}", f"/stories/?q={SURNAME}"):
        page.goto(path)
        expect(page.get_by_role("main").get_by_role("link", name=story.title)).to_have_count(0)


@pytest.mark.parametrize(("js", "width"), [(True, 360), (False, 1280)], ids=["with JavaScript, on a phone", "without"])
def test_a_sign_off_that_names_somebody_else_is_pointed_at_before_it_is_sent(site, open_page, axe, no_sideways, js, width):
    # Given a responder who writes an answer
    service = factories.service(name="Quayside Recovery Service")
    member = factories.member(of=factories.organisation(remit=[service], name="Quayside Trust"), name="Joy Adeyemi")
    story = factories.published_story(services=[service])
    page = open_page(js=js, width=width)
    given_signed_in(page, site, member)
    page.goto(f"/inbox/stories/{story.pk}/answer/")
    page.get_by_label("Your answer").fill("Thank you for telling us. I am sorry that you waited.")
    page.get_by_label("Sign-off").fill("With good wishes from Joy Adeyemi and Nurse Okafor")
    # When they look at it before sending
    page.get_by_role("button", name="See how it will look").click()
    # Then the other name is pointed at, and their own is not
    page.get_by_role("heading", name="Could this identify someone?").wait_for()
    pointed = page.get_by_role("listitem").filter(has_text="in the sign-off.").filter(has_text="Name staff by first name only")
    expect(pointed).to_have_count(1)
    expect(pointed).to_contain_text("Nurse Okafor")
    if js:
        axe(page)
        no_sideways(page)
    # When they sign with their own name alone
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("Sign-off").fill("With good wishes, Joy Adeyemi")
    page.get_by_role("button", name="See how it will look").click()
    # Then there is nothing to look at
    page.get_by_role("heading", name="How your answer will look").wait_for()
    expect(page.get_by_role("heading", name="Could this identify someone?")).to_have_count(0)
