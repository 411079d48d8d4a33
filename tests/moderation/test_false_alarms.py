"""Whoever reads a case can say that its signs of danger are a false alarm: then the author's own page does not begin with help any more."""

from datetime import timedelta

import pytest
from django.test import Client

from heard.core import clock
from heard.core.errors import ChangedSince
from heard.moderation.actions import cases
from heard.moderation.models import Case, CaseMove
from heard.moderation.policies import BeingRead
from heard.responses.actions import authors, replies
from heard.stories.actions import publishing
from heard.stories.models import Story
from tests import factories
from tests.following.test_my_story import come_in

pytestmark = pytest.mark.django_db
DANGER = "I want to end my life tonight."
BAND, BUTTON, AGAIN = 'aria-label="Help, day or night"', "No one is in danger</button>", "after all</button>"


@pytest.fixture
def moderator():
    return factories.moderator("senior")


def my_page(story):
    return come_in(Client(), story.author).get("/my-story/").text


def claimed(story, by, run_jobs):
    run_jobs()
    return cases.claim_case(case_id=Case.objects.get(story=story, closed_at=None).pk, by=by)


def version(story):
    return Story.objects.get(pk=story.pk).version


def test_a_false_alarm_ends_the_band_and_can_be_taken_back(desk, moderator, run_jobs):
    story = factories.sent_story(words=DANGER)
    case = claimed(story, moderator, run_jobs)
    page = desk.get(f"/moderation/{case.pk}/").text
    assert BUTTON in page
    assert BAND in my_page(story)
    with clock.at(clock.now() + timedelta(minutes=1)):
        desk.post(f"/moderation/{case.pk}/danger/", {"seen": version(story), "said": "no-danger"})
        page = desk.get(f"/moderation/{case.pk}/").text
        assert AGAIN in page
        assert "Said that no one is in danger" in page
        assert BAND not in my_page(story)
        desk.post(f"/moderation/{case.pk}/danger/", {"seen": version(story), "said": "danger"})
        assert BAND in my_page(story)


def test_what_the_author_writes_after_that_counts_again(moderator, run_jobs):
    story = factories.sent_story(words=DANGER)
    case = claimed(story, moderator, run_jobs)
    publishing.ask_author(story_id=story.pk, seen_version=version(story), question="Are you safe?", by=moderator)
    with clock.at(clock.now() + timedelta(minutes=1)):
        cases.say_no_danger(case_id=case.pk, seen_story=version(story), by=moderator)
        assert BAND not in my_page(story)
    with clock.at(clock.now() + timedelta(minutes=2)):
        publishing.answer_moderator(story_id=story.pk, answer=DANGER, by=story.author)
        assert BAND in my_page(story)


def test_what_the_author_wrote_meanwhile_has_to_be_read_first(desk, moderator, run_jobs):
    story = factories.sent_story(words=DANGER)
    case = claimed(story, moderator, run_jobs)
    seen = version(story)
    publishing.ask_author(story_id=story.pk, seen_version=seen, question="Are you safe?", by=moderator)
    with pytest.raises(ChangedSince):
        cases.say_no_danger(case_id=case.pk, seen_story=seen, by=moderator)
    refused = desk.post(f"/moderation/{case.pk}/danger/", {"seen": seen, "said": "no-danger"}, follow=True)
    assert "The author has written again since you opened this" in refused.text
    assert BAND in my_page(story)


def test_a_reply_and_a_report_are_false_alarms_of_their_own(desk, moderator, run_jobs):
    story = factories.published_story()
    replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
    authors.report_treated_differently(story_id=story.pk, author=story.author, text=DANGER)
    run_jobs()
    for case in Case.objects.filter(story=story, closed_at=None):
        assert BAND in my_page(story)
        cases.claim_case(case_id=case.pk, by=moderator)
        assert BUTTON in desk.get(f"/moderation/{case.pk}/").text
        with clock.at(clock.now() + timedelta(minutes=1)):
            cases.say_no_danger(case_id=case.pk, seen_story=version(story), by=moderator)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert BAND not in my_page(story)


def test_said_twice_it_is_noted_once_and_only_by_whoever_has_the_case(moderator, run_jobs):
    story = factories.sent_story(words=DANGER)
    case = claimed(story, moderator, run_jobs)
    for _ in range(2):
        cases.say_no_danger(case_id=case.pk, seen_story=version(story), by=moderator)
    assert CaseMove.objects.filter(case=case, name="no-danger").count() == 1
    with pytest.raises(BeingRead):
        cases.say_no_danger(case_id=case.pk, seen_story=version(story), by=factories.moderator())


def test_a_story_without_such_signs_has_no_button(desk, moderator, run_jobs):
    case = claimed(factories.sent_story(words="The nurse was kind."), moderator, run_jobs)
    assert BUTTON not in desk.get(f"/moderation/{case.pk}/").text
