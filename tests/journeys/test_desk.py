"""The desk keeps the gravest in sight and loses no word: the order of what waits, a hold that ends, a refused decision, a long story."""

from datetime import timedelta

import pytest

from heard.accounts.actions import people
from heard.core import clock
from heard.directory.models import Service
from heard.moderation import tasks
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case
from heard.stories.models import State
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.test_moderation import Given, desk_handles_everything

pytestmark = pytest.mark.django_db(transaction=True)

CRISIS = "Some nights I want to die. Nobody rang back."
WITH_AND_WITHOUT = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def given(db):
    return Given()


@pytest.fixture
def looked_at(axe, no_sideways):
    """Each state of a page, where JavaScript is on: nothing for axe to find, and no scrolling sideways."""

    def look(page, js):
        if js:
            axe(page)
            no_sideways(page)

    return look


def hold(given, story, *, days):
    case = cases.claim_case(case_id=Case.objects.get(story=story).pk, by=given.moderator)
    until = clock.today() + timedelta(days=days)
    return deciding.hold(case_id=case.pk, seen_story=0, reason="safeguarding", until=until, note="The county team", by=given.moderator)


@WITH_AND_WITHOUT
def test_a_story_with_signs_of_crisis_never_sinks(given, site, open_page, looked_at, js):
    # Given an ordinary story and one with signs of crisis, and two that are held: the ordinary one for a shorter time
    given.story(chosen_name="Ordinary")
    given.story(words=CRISIS)
    hold(given, given.story(), days=1)
    hold(given, given.story(words=CRISIS), days=9)
    page = given.signed_in(open_page(js=js, width=360), site)
    # When a moderator asks for the next one
    page.goto("/moderation/")
    looked_at(page, js)
    expect(page.locator(".desk-row").first).to_contain_text("Signs of suicide")
    page.get_by_role("button", name="Read the next one").click()
    # Then a warning stands before the hard words, and another can be read instead
    page.get_by_role("heading", name="Before you open it").wait_for()
    expect(page.get_by_role("main")).not_to_contain_text("I want to die")
    looked_at(page, js)
    page.get_by_role("button", name="Read another one instead").click()
    page.get_by_role("heading", name="What the author wrote").wait_for()
    # And of what waits, the gravest stands first, with why it is held
    page.goto("/moderation/waiting/")
    expect(page.locator(".desk-row").first).to_contain_text("Signs of suicide")
    expect(page.locator(".desk-row").first).to_contain_text("The county team")
    looked_at(page, js)


@WITH_AND_WITHOUT
def test_a_hold_that_ends_is_in_the_queue_again(given, site, open_page, looked_at, js):
    # Given a moderator who reads a story
    story = given.story()
    page = given.signed_in(open_page(js=js, width=360), site)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("button", name="Put on hold", exact=True).click()
    # When they hold it, a day is wanted
    page.get_by_label("Legal advice").check()
    page.get_by_label("What are you waiting for").fill("Our lawyer reads it.")
    page.get_by_role("button", name="Put on hold", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Nothing was published.")
    expect(page.get_by_label("What are you waiting for")).to_have_value("Our lawyer reads it.")
    looked_at(page, js)
    if not js:
        page.get_by_text("The story", exact=True).click()  # folded on a phone
        expect(page.get_by_role("group", name="The story")).to_contain_text("Nurse Jones was lovely")
    day = clock.today() + timedelta(days=3)
    page.get_by_label("Day").fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_role("button", name="Put on hold", exact=True).click()
    page.get_by_text("it comes back to the queue").wait_for()
    page.goto("/moderation/waiting/")
    expect(page.get_by_role("main")).to_contain_text("Our lawyer reads it.")
    # Then, when that day has come and the worker looked, it is in the queue
    with clock.at(Case.objects.get(story=story).waiting_until):
        tasks.nothing_waits_for_ever(0)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("heading", name="What the author wrote").wait_for()
    expect(page.get_by_role("main")).to_contain_text("The hold has ended. Look at it again.")


@WITH_AND_WITHOUT
def test_a_decision_that_is_refused_keeps_all_that_was_typed(given, site, open_page, looked_at, js):
    # Given a moderator who writes a question to the author
    story = given.story()
    page = given.signed_in(open_page(js=js, width=360), site)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("button", name="Ask the author").click()
    page.get_by_label("What do you want to ask?").fill("A question that took a while to find.")
    # When a colleague has taken the case over meanwhile
    case = Case.objects.get(story=story)
    cases.release_case(case_id=case.pk, by=given.moderator)
    cases.claim_case(case_id=case.pk, by=factories.person(name="Dele Amusan", roles=["first-line"]))
    page.get_by_role("button", name="Send the question").click()
    # Then they read that nothing was published, who has it, and every word
    page.get_by_role("heading", name="Nothing was published").wait_for()
    expect(page.get_by_role("main")).to_contain_text("Dele Amusan is reading this now.")
    expect(page.get_by_label("Your question")).to_have_value("A question that took a while to find.")
    looked_at(page, js)
    story.refresh_from_db()
    assert story.state == State.WAITING
    # And when the case is theirs again, the words are in the form
    cases.release_case(case_id=case.pk, by=Case.objects.get(pk=case.pk).claimed_by)
    page.get_by_role("link", name="Go to the case").click()
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Ask the author").click()
    expect(page.get_by_label("What do you want to ask?")).to_have_value("A question that took a while to find.")
    looked_at(page, js)


@WITH_AND_WITHOUT
def test_a_long_story_is_shortened_with_its_author_or_published_by_somebody_who_says_why(given, site, open_page, looked_at, js):
    # Given a story of more than twice the words that we publish, and the moderator of the first line who reads it
    story = given.story(words="I waited and nobody came. " * 450)
    senior = factories.person(name="Catrin Vale", roles=["senior"])
    page = given.signed_in(open_page(js=js, width=360), site)
    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_label("Title").fill("Nobody came")
    page.get_by_label("2 Mildly").check()
    page.get_by_role("button", name="Preview").click()
    # When they look at it as the public will, they are not offered to publish it
    page.get_by_role("heading", name="You can’t publish this one yourself").wait_for()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Ask the author to shorten it")).to_have_count(1)
    looked_at(page, js)
    page.get_by_role("link", name="Escalate").click()
    page.get_by_label("Senior moderator").check()
    page.get_by_label("What should they look at?").fill("It is all of one piece.")
    looked_at(page, js)
    page.get_by_role("button", name="Escalate").click()
    page.get_by_text("You’ve escalated it.").wait_for()
    # Then a senior moderator reads who passed it up and why, and publishes it with a reason
    desk_handles_everything()
    page = given.signed_in(open_page(js=js, width=360), site, senior)
    page.goto("/moderation/")
    expect(page.get_by_role("main")).to_contain_text("Imogen Tarrow escalated this")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("main")).to_contain_text("It is all of one piece.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("main")).to_contain_text("Say why it should be this long")
    looked_at(page, js)
    page.get_by_label("Why should it be this long?").fill("It is the whole of what happened.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published. We’ll tell everyone concerned").wait_for()
    story.refresh_from_db()
    assert story.state == State.PUBLISHED


def given_a_story_told_in(given, region, **more):
    ward = factories.service(name=f"Ward in {region.name}")
    Service.objects.filter(pk=ward.pk).update(region=region)
    ward.refresh_from_db()
    return given.story(services=[ward], **more)


def when_they_decline_it(page):
    page.get_by_role("button", name="Decline", exact=True).click()
    page.get_by_role("link", name="Already told").click()
    page.get_by_role("button", name="Decline", exact=True).click()
    page.get_by_text("Declined. We’ll send the author").wait_for()


@WITH_AND_WITHOUT
def test_a_moderator_of_two_regions_reads_one_of_them_from_case_to_case(given, site, open_page, looked_at, js):
    # Given stories of three regions, and a moderator of two of them
    wales, ireland = (factories.another_site(slug=name.lower(), name=name, path=name.lower()) for name in ("Wales", "Ireland"))
    given_a_story_told_in(given, factories.region())
    for _ in range(2):
        given_a_story_told_in(given, wales)
    given_a_story_told_in(given, ireland)
    read = [factories.region().pk, wales.pk]
    people.set_regions_of_moderator(person_id=given.moderator.pk, regions=read, by=TESTS)
    page = given.signed_in(open_page(js=js, width=360), site)
    # When they open the queue, what was told in the third region isn't there
    page.goto("/moderation/")
    expect(page.locator(".desk-row")).to_have_count(3)
    expect(page.get_by_role("main")).not_to_contain_text("Ireland")
    # When they choose to see Wales alone and read the next one
    page.get_by_role("link", name="Wales", exact=True).click()
    expect(page.locator(".desk-row")).to_have_count(2)
    looked_at(page, js)
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ward in Wales")
    when_they_decline_it(page)
    # Then the next one is of Wales too, and the page says why
    expect(page.get_by_role("main")).to_contain_text("You narrowed the queue to: Wales.")
    looked_at(page, js)
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ward in Wales")
    # And the whole queue is one step back
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Moderation").click()
    page.get_by_role("link", name="All regions").click()
    expect(page.get_by_role("main")).to_contain_text("Ward in Northmoor")
