"""A story about a place that no register holds: told, published without waiting, put into the directory, and then those concerned hear."""

import re

import pytest
from django.core import mail as outbox

from heard.directory.models import Service
from heard.reach.models import Telling
from heard.stories.models import State, Story
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import (
    given_signed_in,
    then_the_mistakes_are_read_first,
    then_they_are_asked,
    when_they_agree_and_send,
    when_they_continue,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "My mother lived at Larch House for a year. They sang with her every morning, and nobody ever hurried her at breakfast."


class Given:
    """An organisation that listens to a provider of care homes, and who works for Heard."""

    def __init__(self):
        self.provider = factories.service(name="Northmoor Care", kind="social-care")
        self.organisation = factories.organisation(remit=[self.provider], name="Northmoor Care")
        self.member = factories.member(of=self.organisation, name="Joy Adeyemi")
        self.moderator = factories.person(name="Imogen Tarrow", roles=["first-line"])
        factories.open_site()
        self.operator = factories.operator()


@pytest.fixture
def given(db):
    return Given()


@pytest.fixture
def anybody(open_page, site):
    """Opens a page as somebody of Heard, or as a reader."""

    def opened(person=None, **how):
        page = open_page(**how)
        if person is not None:
            given_signed_in(page, site, person)
        return page

    return opened


def when_somebody_tells_of_it(page, look):
    """Somebody tells of a place that they cannot find."""
    page.goto("/tell/")
    page.get_by_role("link", name="Start now", exact=True).click()
    page.get_by_label("What happened?").fill(WORDS)
    when_they_continue(page)
    then_they_are_asked(page, "What would you like to happen now?")
    page.goto("/tell/services/")
    page.get_by_label("I can’t find it").fill("Larch House, the care home on Quay Road")
    look(page)
    when_they_continue(page)
    then_they_are_asked(page, "What was good?")
    page.goto("/tell/you/")
    page.get_by_label("I’m a relative").check()
    when_they_continue(page)
    then_they_are_asked(page, "What name should we show with your story?")
    page.get_by_label("What name should we show with your story?").fill(
        "Gull"
    )  # of those that are chosen for them, some are also first names
    when_they_continue(page)
    then_they_are_asked(page, "When did it happen?")
    page.goto("/tell/consent/")
    when_they_agree_and_send(page)
    then_they_are_asked(page, "Thank you. Your story is with us")


def when_a_moderator_proposes_it_and_publishes(page, look):
    """A moderator names the place, and publishes."""
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("heading", name="What the author wrote").wait_for()
    page.get_by_label("Title").fill("They sang with her every morning")
    page.get_by_label("0 Not critical").check()
    look(page)
    page.get_by_role("button", name="Propose a place").click()
    page.get_by_role("heading", level=1, name="Propose a place").wait_for()
    page.get_by_role("button", name="Propose the place").click()
    then_the_mistakes_are_read_first(page)
    look(page)
    page.get_by_label("What is the place called?").fill("Larch House")
    page.get_by_label("What kind of place is it?").select_option("care-home")
    page.get_by_label("Where is it?").fill("On Quay Road in Moorport. Run by Northmoor Care, I think.")
    page.get_by_role("button", name="Propose the place").click()
    page.get_by_text("The story is now about Larch House.").wait_for()
    expect(page.get_by_label("Title")).to_have_value("They sang with her every morning")
    look(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("We’re still adding Larch House to our directory.").wait_for()
    look(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text(re.compile("^Published")).first.wait_for()


def when_an_operator_puts_it_into_the_directory(page, look):
    """An operator sees that it waits, and says whose it is."""
    page.goto("/operator/")
    look(page)
    page.get_by_role("link", name="1 place is waiting to be added to the directory").click()
    page.get_by_role("heading", level=1, name="Places not in a register").wait_for()
    look(page)
    page.get_by_role("link", name="Larch House").click()
    page.get_by_role("heading", level=1, name="Add Larch House to the directory").wait_for()
    page.get_by_label("A site, such as").check()
    page.get_by_label("Postcode").fill("nonsense")
    page.get_by_role("button", name="Add it to the directory").click()
    then_the_mistakes_are_read_first(page)
    look(page)
    page.get_by_label("Postcode").fill("TS18 1HU")
    page.get_by_label("Which place is it part of?").fill(Service.objects.get(name="Northmoor Care").slug)
    page.get_by_role("button", name="Add it to the directory").click()
    page.get_by_text("It’s in the directory.").wait_for()
    look(page)


@pytest.mark.parametrize("how", [{"width": 360}, {"js": False}], ids=["360 px", "without JavaScript"])
def test_a_story_about_a_place_in_no_register(given, anybody, run_jobs, axe, no_sideways, how):
    def look(page):
        no_sideways(page)
        if how.get("js", True):
            axe(page)

    # When somebody tells of a place that they cannot find, and a moderator proposes it
    when_somebody_tells_of_it(anybody(**how), look)
    run_jobs()
    when_a_moderator_proposes_it_and_publishes(anybody(given.moderator, **how), look)
    run_jobs()
    # Then anybody reads the story, and that the place is still to be put into the directory
    story = Story.objects.get()
    assert story.state == State.PUBLISHED
    reader = anybody(**how)
    reader.goto(f"/stories/{story.pk}/")
    expect(reader.get_by_role("main")).to_contain_text("We’re still adding Larch House to our directory.")
    look(reader)
    reader.get_by_role("link", name="Larch House").first.click()
    reader.get_by_role("heading", level=1, name="Larch House").wait_for()
    expect(reader.get_by_role("main")).to_contain_text("We’re still adding this place to our directory")
    look(reader)
    reader.goto("/services/?q=larch+house")
    expect(reader.get_by_role("main")).not_to_contain_text("Care home")
    assert not Telling.objects.exists()
    # When an operator puts it into the directory
    outbox.outbox.clear()
    when_an_operator_puts_it_into_the_directory(anybody(given.operator, **how), look)
    run_jobs()
    # Then those who listen there are told, once
    assert [each.to for each in outbox.outbox if "They sang" in each.body or given.member.person.email in each.to] == [
        [given.member.person.email]
    ]
    assert Telling.objects.get().organisation == given.organisation
    reader.goto(f"/stories/{story.pk}/")
    expect(reader.get_by_role("main")).not_to_contain_text("We’re still adding")
    expect(reader.get_by_role("main")).to_contain_text("Northmoor Care")
    reader.goto("/services/?q=larch+house")
    expect(reader.get_by_role("main")).to_contain_text("Larch House")


@pytest.mark.parametrize("how", [{"width": 360}, {"js": False}], ids=["360 px", "without JavaScript"])
def test_two_places_are_joined_after_a_look_at_both_and_parted_again(given, anybody, run_jobs, check, how):
    def look():
        check(page, wide="dark")

    page = anybody(given.operator, **how)
    # When nothing is there, every page says so
    for address in ("/operator/places/", "/operator/directory/", "/operator/places/new/"):
        page.goto(address)
        look()
    # When an operator adds a place, first with mistakes
    page.get_by_role("button", name="Add the place").click()
    then_the_mistakes_are_read_first(page)
    look()
    page.get_by_label("Name").fill("Larch House")
    page.get_by_label("Kind").select_option("care-home")
    page.get_by_label("A provider").check()
    page.get_by_label("Postcode").fill("TS18 1HU")
    page.get_by_role("button", name="Add the place").click()
    page.get_by_text("Larch House is in the directory.").wait_for()
    look()
    # And a register holds it later
    there = factories.service(name="LARCH HOUSE", postcode="TS18 1HU", code="VL01", kind="care-home")
    story = factories.published_story(services=[Service.objects.get(name="Larch House")], title="They sang with her")
    page.goto("/operator/places/")
    page.get_by_role("heading", name="Possible duplicates").wait_for()
    look()
    page.get_by_role("link", name="Join them").click()
    page.get_by_role("heading", level=1, name="Are these the same place?").wait_for()
    look()
    page.get_by_role("button", name="Join them").click()
    page.get_by_text("You can undo this on this page for 30 days.").wait_for()
    run_jobs()
    assert Story.objects.get(pk=story.pk).service_ids == [there.pk]
    look()
    # Then a mistake is undone, with a reason
    page.get_by_role("link", name="Undo this join with Larch House").click()
    page.get_by_role("heading", level=1, name="Undo joining Larch House").wait_for()
    page.get_by_role("button", name="Undo the join").click()
    then_the_mistakes_are_read_first(page)
    look()
    page.get_by_label("Why are you undoing it?").fill("Two homes with one name")
    page.get_by_role("button", name="Undo the join").click()
    page.get_by_text("Larch House is separate again").wait_for()
    run_jobs()
    assert Story.objects.get(pk=story.pk).service_ids != [there.pk]
    look()
    # And whoever looks for it under another name finds it
    page.get_by_role("link", name="Join it with another place").click()
    look()
    page.get_by_label("Search the directory").fill("northmoor care")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="It’s this one Northmoor Care").wait_for()
    look()
    page.goto("/operator/places/")
    page.get_by_role("button", name="They’re different places").click()
    page.get_by_text("We won’t ask about these two again.").wait_for()
    look()
