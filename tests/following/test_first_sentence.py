"""The first sentence of My story is true in each state, with each thing that came of a story, and stands there once."""

from datetime import timedelta

import pytest
from django.test import Client

from heard.core import clock, jobs
from heard.moderation.actions import cases
from heard.moderation.actions.conversation import see_to_report
from heard.moderation.models import Case
from heard.reach import queries as reach
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.actions import authors, replies
from heard.stories.actions import authoring, erasing, publishing
from heard.stories.actions.publishing import answer_moderator
from heard.stories.models import Story
from heard.ui.wording import date_words
from tests import factories
from tests.following.test_my_story import come_in

pytestmark = pytest.mark.django_db
EVERYONE = "Everyone can read your story."


def page_of(story):
    return come_in(Client(), story.author).get("/my-story/").text


def first(story):
    """Heading and sentence."""
    page = page_of(story)
    assert page.count("<h1>") == page.count('class="lead"') == 1
    return page.partition("<h1>")[2].partition("</h1>")[0], page.partition('<p class="lead">')[2].partition("</p>")[0]


def responder(name="Shoreline"):
    return factories.member(of=factories.organisation(remit=[factories.service()], name=name))


def made(story, by):
    factories.made_change(change=factories.planned_change(story=story, membership=by), membership=by)


# ---------------------------------------------------------------- before, and without, publishing


def sent():
    return factories.sent_story()


def asked(story):
    publishing.ask_author(story_id=story.pk, seen_version=version(story), question="When?", by=factories.TESTS)


def held(story):
    publishing.hold_story(story_id=story.pk, seen_version=version(story), reason="legal", by=factories.TESTS)


def declined(story):
    publishing.decline_story(story_id=story.pk, seen_version=version(story), reason="duplicate", message="Sorry.", by=factories.moderator())


def appealed(story):
    declined(story)
    publishing.ask_to_look_again(story_id=story.pk, words="Please.", by=story.author)


def answered_a_question(story):
    asked(story)
    answer_moderator(story_id=story.pk, answer="In May.", by=story.author)


def withdrawn(story):
    authoring.withdraw_story(story_id=story.pk, by=story.author)


def version(story):
    return Story.objects.get(pk=story.pk).version


@pytest.mark.parametrize(
    ("steps", "title", "lead"),
    [
        ([], "We have your story", "A moderator will read it"),
        ([asked], "We have a question for you", "is waiting for your answer"),
        ([answered_a_question], "We have your story", "A moderator will read it"),
        ([held], "We’re taking advice about your story", "We’ll decide when we have it"),
        ([declined], "We did not publish your story", "A moderator wrote to you"),
        ([appealed], "We’re looking at your story again", "No one else can see it yet"),
        ([appealed, asked], "We have a question for you", "is waiting for your answer"),
        ([appealed, held], "We’re taking advice about your story", "We’ll decide when we have it"),
        ([appealed, declined], "We looked again and did not publish your story", "You can read what they said below"),
        ([withdrawn], "You took your story back", "No one can read it on Heard any more. We’ll delete its words on"),
        ([declined, withdrawn], "You took your story back", "No one can read it on Heard any more."),
    ],
)
def test_a_story_that_is_not_public_begins_with_what_holds_of_it(steps, title, lead):
    factories.moderator()
    story = sent()
    for step in steps:
        step(story)
    said = first(story)
    assert said[0] == title
    assert lead in said[1]
    assert "public." not in " ".join(said)


# ---------------------------------------------------------------- public: who was told, what was answered, planned and made


def test_nobody_there_to_tell_is_said_and_nothing_is_promised():
    said = first(factories.published_story())
    assert said == ("Your story is public", f"{EVERYONE} No one who runs the service is listening here yet.")


def test_told_and_read_are_said_as_far_as_they_are_true():
    by = responder()
    story = factories.story_for(by.organisation)
    factories.tell(story)
    told = reach.who_was_told(story)[0]
    heard = "Someone at Shoreline has been emailed about it. No one has read it yet."
    assert first(story) == ("Your story is public", heard if told.heard_at else "We’ve told Shoreline. No one has read it yet.")
    factories.read_by(story, by)
    assert first(story) == ("Your story is public", "Someone at Shoreline has read it. No one has answered yet.")


@pytest.mark.parametrize(
    ("answers", "plans", "changes", "overdue", "title", "lead"),
    [
        (1, 0, 0, 0, "Your story has an answer", EVERYONE),
        (2, 0, 0, 0, "Your story has 2 answers", EVERYONE),
        (0, 1, 0, 0, "A change is planned because of your story", EVERYONE),
        (1, 1, 0, 0, "A change is planned because of your story", f"{EVERYONE} It has an answer."),
        (1, 2, 0, 0, "2 changes are planned because of your story", f"{EVERYONE} It has an answer."),
        (1, 1, 0, 1, "A change is planned because of your story", f"{EVERYONE} It has an answer. A promised change is overdue."),
        (0, 2, 0, 2, "2 changes are planned because of your story", f"{EVERYONE} 2 promised changes are overdue."),
        (0, 0, 1, 0, "Your story has brought a change", EVERYONE),
        (2, 0, 1, 0, "Your story has brought a change", f"{EVERYONE} It has 2 answers."),
        (1, 0, 2, 0, "Your story has brought 2 changes", f"{EVERYONE} It has an answer."),
        (1, 1, 1, 0, "Your story has brought a change", f"{EVERYONE} One more is planned. It has an answer."),
        (0, 2, 1, 2, "Your story has brought a change", f"{EVERYONE} 2 more are planned. 2 promised changes are overdue."),
    ],
)
def test_what_came_of_a_public_story_is_its_first_sentence(answers, plans, changes, overdue, title, lead):
    by = responder()
    story = factories.story_for(by.organisation)
    for _ in range(changes):
        made(story, by)
    for n in range(answers):
        factories.published_answer(story=story, membership=by if n == 0 else responder_of(by.organisation))
    for n in range(plans):
        factories.planned_change(story=story, membership=by, what=f"Plan {n}")
    with clock.at(clock.now() + timedelta(days=31 if overdue else 0)):
        assert first(story) == (title, lead)
        assert page_of(story).count("#answer-") == answers


def responder_of(organisation):
    return factories.member(of=organisation)


def test_taken_back_says_nothing_of_answers_and_once_erased_that_it_is():
    by = responder()
    story = factories.story_for(by.organisation)
    factories.published_answer(story=story, membership=by)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    day = clock.today() + timedelta(days=setting(story.region_id, SettingKey.TAKEN_BACK_KEPT))
    assert first(story) == (
        "You took your story back",
        f"No one can read it on Heard any more. We’ll delete its words on {date_words(day)}.",
    )
    with clock.at(clock.now() + timedelta(days=setting(story.region_id, SettingKey.TAKEN_BACK_KEPT), hours=1)):
        erasing.erase_story(story_id=story.pk, by=factories.TESTS)
        assert first(story) == ("You took your story back", f"We deleted its words on {date_words(clock.today())}.")


def test_a_reply_that_waited_when_the_story_was_taken_back_waits_no_longer():
    story = factories.published_story()
    replies.send_reply(story_id=story.pk, author=story.author, text="Thank you.")
    assert "a moderator will read it" in page_of(story)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    page = page_of(story)
    assert "no one will read it, because" in page
    assert "a moderator will read it" not in page
    assert "Take it back before" not in page


# ---------------------------------------------------------------- a report of being treated differently


def test_a_report_is_seen_when_it_came_what_is_next_and_its_end():
    story = factories.published_story()
    assert "What you told us about how you were treated" not in page_of(story)
    text = "They asked my mother whether it was me."
    authors.report_treated_differently(story_id=story.pk, author=story.author, text=text)
    jobs.drain()
    page = page_of(story)
    assert f"You told us on {date_words(clock.today())}. It’s with our senior moderators." in page
    assert "You told us that you were treated differently" in page
    assert text not in page, "the words stay behind the PIN, if there is one"
    senior = factories.moderator("senior")
    case = cases.claim_case(case_id=Case.objects.get(subject="treated-differently").pk, by=senior)
    see_to_report(case_id=case.pk, note="Rang the ward.", by=senior)
    page = page_of(story)
    assert f"A senior moderator dealt with it on {date_words(clock.today())}." in page
    assert "A senior moderator dealt with what you told us" in page
    assert "Rang the ward" not in page


def test_a_report_is_there_when_the_story_was_taken_back():
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked.")
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert "It’s with our senior moderators" in page_of(story)
