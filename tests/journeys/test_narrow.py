"""On a telephone without JavaScript nothing scrolls sideways: for the journeys that are read there, and not drawn."""

import pytest
from django.test import Client

from heard.organisations.models import Role
from tests import factories
from tests.following.test_my_story import come_in
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first, when_they_continue
from tests.journeys.test_moderation import desk_handles_everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawn]


@pytest.fixture
def narrow(open_page, site, no_sideways):
    """Goes to these pages as this person or member, as an author's client, or as a stranger."""

    def goes(whom, *paths):
        page = open_page(width=360, height=740, js=False)
        if whom is not None:
            given_signed_in(page, site, whom)
        for path in paths:
            assert page.goto(path).status == 200, path
            no_sideways(page)
        return page

    return goes


def test_telling(narrow, no_sideways):
    factories.service(name="Larkfield Ward with a long name that goes on and on, and on")
    page = narrow(None, "/tell/", "/tell/words/")
    page.get_by_label("What happened?").fill("I come every Tuesday. Nobody says how long it is.")
    when_they_continue(page)
    expect(page.get_by_role("heading", name="Your words are saved")).to_be_visible()
    for part in ("hope", "title", "good", "better", "feelings", "you", "name", "when", "more", "reach", "check", "consent", "services"):
        page.goto(f"/tell/{part}/")
        no_sideways(page)
    page.get_by_label("Name of the place, town or postcode").fill("larkfield")
    page.get_by_role("button", name="Find", exact=True).last.click()
    expect(page.get_by_role("heading", name="We found 1 place")).to_be_visible()
    no_sideways(page)


def test_ones_own_story(narrow, run_jobs):
    story = factories.published_story()
    factories.published_answer(story=story)
    run_jobs()
    own = ("reply", "update", "treated-differently", "words", "consents", "withdraw", "new-key", "contact", "choose-pin")
    narrow(come_in(Client(), story.author), "/my-story/", *(f"/my-story/{each}/" for each in own))
    narrow(come_in(Client(), factories.sent_story().author), "/my-story/", "/my-story/correct/")
    narrow(None, "/my-story/", f"/stories/{story.pk}/", "/stories/", "/services/?q=service", "/write-to-heard/", "/how-to-complain/")


def test_those_who_answer_and_those_who_moderate(narrow, no_sideways):
    responder = factories.member(of=factories.organisation(remit=[factories.service()]), roles=[Role.RESPONDER, Role.ADMINISTRATOR])
    story = factories.tell(factories.story_for(responder.organisation))
    factories.sent_story(words="Nurse Jones was lovely and rang me on 3 March 2026. " * 20)
    desk_handles_everything()
    narrow(responder, "/inbox/", f"/inbox/stories/{story.pk}/", f"/inbox/stories/{story.pk}/answer/", "/organisation/members/invite/")
    page = narrow(factories.moderator(), f"/moderation/stories/{story.pk}/edit/", "/moderation/waiting/", "/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("heading", name="What the author wrote")).to_be_visible()
    no_sideways(page)
    page.get_by_role("button", name="Preview").click()
    then_the_mistakes_are_read_first(page)
    no_sideways(page)


def test_those_who_run_heard(narrow):
    factories.service(name="Larkfield House", standing="closed")
    region = factories.region()
    regions = [f"/operator/regions/{region.pk}/{each}/" for each in ("numbers", "crisis-lines", "holidays", "rota")]
    places = ["directory/?q=larkfield", "places", "places/new", "everyday-words", "everyday-words/new", "messages", "people"]
    narrow(factories.operator(), "/operator/", *regions, *(f"/operator/{each}" if "?" in each else f"/operator/{each}/" for each in places))
