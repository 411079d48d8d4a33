"""A promise is not kept: its author says so, the people who promised it hear of it, and answer with a new date."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from heard.accounts.actions import authors
from heard.core import clock, jobs
from heard.core.models import Delivery
from heard.moderation.actions import cases, conversation
from heard.moderation.models import Case
from heard.responses.models import Change, Reply
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first, when_they_open_it_with_the_key

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I was there on Tuesday, and the board is blank."


@pytest.fixture
def promise():
    """“Write the clinic times on the board”, promised for yesterday."""
    responder = factories.member(of=factories.organisation(remit=[factories.service()], name="Northmoor Trust"), name="Joy Adeyemi")
    story = factories.tell(factories.story_for(responder.organisation))
    factories.read_by(story, responder)
    factories.published_answer(story=story, membership=responder)
    change = factories.planned_change(story=story, membership=responder)
    Change.objects.filter(pk=change.pk).update(due_on=clock.today() - timedelta(days=1))
    jobs.drain()
    outbox.outbox.clear()
    return change, responder


def when_the_author_comes_back(page, change):
    key = authors.give_key(change.story.author)
    page.goto("/my-story/")
    when_they_open_it_with_the_key(page, key)
    expect(page.get_by_role("heading", name="A change is planned because of your story")).to_be_visible()


def when_letters_leave():
    with clock.at(clock.now() + timedelta(hours=2)):
        jobs.drain()


def test_an_author_says_that_it_has_not_happened_and_gets_a_new_date(any_page, check, site, promise):
    page, (change, responder) = any_page, promise
    # given an author who comes back to a promise whose day has passed
    when_the_author_comes_back(page, change)
    check(page)
    # when they say that it hasn't happened, without a word
    page.get_by_role("link", name="This hasn’t happened").click()
    expect(page.get_by_text(change.what)).to_be_visible()
    check(page)
    page.get_by_role("button", name="Say that this hasn’t happened").click()
    expect(page.get_by_text("Thank you. We now show it with your story.")).to_be_visible()
    expect(page.get_by_text("You said that this hasn’t happened.")).to_be_visible()
    check(page)
    # then everybody can read it
    page.goto(f"/stories/{change.story_id}/")
    expect(page.get_by_text("Gull says that this hasn’t happened", exact=True)).to_be_visible()
    check(page)
    # and whoever promised it is emailed, and sees it in the inbox
    when_letters_leave()
    (letter,) = [each for each in outbox.outbox if each.to == [responder.person.email]]
    assert "hasn’t happened" in letter.subject
    given_signed_in(page, site, responder)
    page.goto("/inbox/?show=replied")
    expect(page.get_by_text("Says a promised change hasn’t happened")).to_be_visible()
    check(page)
    page.goto("/inbox/?show=promised")
    expect(page.get_by_text("The author says it hasn’t happened")).to_be_visible()
    check(page)
    # when they give a new date, first forgetting to type it
    page.get_by_role("link", name="Give a new date").click()
    page.get_by_role("button", name="Publish the new date").click()
    then_the_mistakes_are_read_first(page)
    check(page)
    later = clock.today() + timedelta(days=20)
    for label, value in (("Day", later.day), ("Month", later.month), ("Year", later.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Publish the new date").click()
    expect(page.get_by_text("The new date is public")).to_be_visible()
    check(page)
    # then the first one stays beside it
    page.goto(f"/stories/{change.story_id}/")
    expect(page.get_by_text("first promised for")).to_be_visible()
    check(page)


def test_words_about_it_are_read_by_a_moderator_first(any_page, check, site, promise):
    page, (change, responder) = any_page, promise
    when_the_author_comes_back(page, change)
    page.get_by_role("link", name="Add an update").click()
    page.get_by_role("link", name="This hasn’t happened").click()
    page.get_by_label("Would you like to add anything?").fill(WORDS)
    page.get_by_role("button", name="Say that this hasn’t happened").click()
    expect(page.get_by_text("Thank you. A moderator will read it")).to_be_visible()
    # when a moderator publishes them
    jobs.drain()
    moderator = factories.moderator()
    case = cases.claim_case(case_id=Case.objects.get(subject="reply").pk, by=moderator)
    given_signed_in(page, site, moderator)
    page.goto(f"/moderation/{case.pk}/")
    expect(page.get_by_text("and hasn’t happened").first).to_be_visible()
    check(page)
    conversation.publish_words(case_id=case.pk, words={"text": WORDS}, by=moderator)
    # then they are public, and told once
    page.goto(f"/stories/{change.story_id}/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    check(page)
    when_letters_leave()
    assert Delivery.objects.filter(key=f"work:reply:{Reply.objects.get().pk}:{responder.person_id}").count() == 1


def test_a_reply_that_is_too_long_is_asked_about_and_kept(any_page, check, site, promise):
    page, (change, _) = any_page, promise
    when_the_author_comes_back(page, change)
    page.get_by_role("link", name="Add an update").click()
    expect(page.get_by_text("Please keep it to 500").first).to_be_attached()
    long = ("word " * 600).strip()
    page.get_by_label("What has happened since?").fill(long)
    page.get_by_role("button", name="Send my update").click()
    then_the_mistakes_are_read_first(page)
    expect(page.get_by_label("What has happened since?")).to_have_value(long)
    check(page)
    page.get_by_label("Send it at this length").check()
    page.get_by_role("button", name="Send my update").click()
    expect(page.get_by_text("We have your update")).to_be_visible()
