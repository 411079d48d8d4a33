"""Where a sign of danger stands, the desk says and marks: in the words that are read now, or in anything else their author wrote."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from heard.core import clock
from heard.enquiries.actions import send_enquiry
from heard.enquiries.models import Kind
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, Risk
from heard.responses.actions import authors, replies
from heard.stories.actions import authoring, publishing
from heard.stories.models import Story
from heard.stories.queries import own_words, words_number
from heard.stories.rules.criticality import suggest_criticality
from heard.stories.rules.signs import find_signs
from tests import factories

pytestmark = pytest.mark.django_db

DANGER = "I want to end my life tonight."
CALM = "The nurse was kind and the room was clean."
NOTHING = "We found no warning signs"


@pytest.fixture
def moderator():
    return factories.moderator("senior")


@pytest.fixture
def opened(run_jobs, moderator):
    """The case about a story, taken to read."""

    def claim(story):
        run_jobs()
        found = Case.objects.get(story=story, closed_at=None)
        return cases.claim_case(case_id=found.pk, by=moderator)

    return claim


def correct(story, *, note="", **changes):
    now = replace(own_words(Story.objects.get(pk=story.pk)), **changes)
    authoring.correct_story(story_id=story.pk, seen_words=words_number(story.pk), now=now, note=note, by=story.author)


def page_of(desk, case, view="case"):
    return desk.get(reverse(f"moderation:{view}", kwargs={"case_id": case.pk})).text


def looked_at(page):
    """The list of what to look at, as the page has it."""
    return page.partition('<ol class="desk-look">')[2].partition("</ol>")[0]


def marked_grave(page):
    return [each.partition("</mark>")[0] for each in page.split('<mark class="grave"')[1:]]


def test_danger_in_the_note_of_a_correction_is_named_where_it_stands_and_marked_there(desk, opened):
    story = factories.sent_story(words=CALM, better=[])
    correct(story, words="The nurse was kind.", note=DANGER)
    page = page_of(desk, opened(story))
    assert "Signs of suicide" in page
    assert NOTHING not in page
    assert "in the note about their change" in looked_at(page)
    assert len(marked_grave(page)) >= 2, "among what the author wrote besides, and in the note above"


def test_danger_in_the_words_before_a_correction_is_named_where_it_stands_and_marked_there(desk, opened):
    story = factories.sent_story(words=f"{CALM}\n\n{DANGER}")
    correct(story, words=CALM)
    page = page_of(desk, opened(story))
    assert NOTHING not in page
    assert "in the words before the correction" in looked_at(page)
    assert any("end my life" in each for each in marked_grave(page))


def test_what_stands_in_the_words_of_before_and_of_now_is_named_once(desk, opened):
    story = factories.sent_story(words=DANGER)
    correct(story, words=f"{DANGER} {CALM}")
    page = page_of(desk, opened(story))
    assert looked_at(page).count("Sign of suicide") == 1
    assert "in the words before" not in looked_at(page)


def test_danger_in_an_answer_to_a_moderator_is_named_and_marked(desk, opened):
    story = factories.sent_story(words=CALM, better=[])
    publishing.ask_author(story_id=story.pk, seen_version=0, question="Which ward?", by=factories.TESTS)
    publishing.answer_moderator(story_id=story.pk, answer=DANGER, by=story.author)
    page = page_of(desk, opened(story))
    assert "in an answer to a moderator" in looked_at(page)
    assert NOTHING not in page


def test_danger_in_an_appeal_is_named_and_marked(desk, opened):
    story = factories.sent_story(words=CALM, better=[])
    publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="Sorry.", by=factories.TESTS)
    publishing.ask_to_look_again(story_id=story.pk, words=DANGER, by=story.author)
    page = page_of(desk, opened(story))
    assert "in what they said when they asked us to look again" in looked_at(page)
    assert len(marked_grave(page)) >= 2


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        ("in the chosen name", {"chosen_name": "Suicidal"}),
        ("in what they wrote about the place", {"unknown_service": "the ward where I tried to hang myself"}),
        ("in a tag", {"feelings": ["suicidal"]}),
    ],
)
def test_danger_in_what_is_no_sentence_of_the_story_is_found_and_calls(desk, opened, where, sent):
    """The page of help came after these, so the desk looks at them too."""
    case = opened(factories.sent_story(words=CALM, **sent))
    assert case.risk == Risk.URGENT
    page = page_of(desk, case)
    assert where in looked_at(page)
    assert NOTHING not in page


def test_danger_in_the_story_itself_is_no_reason_to_say_that_there_were_no_signs(desk, opened):
    page = page_of(desk, opened(factories.sent_story(words=DANGER, better=[])))
    assert NOTHING not in page
    assert "That doesn’t make it 0" in page


def test_a_sign_that_nothing_there_has_any_more_is_still_said(desk, opened):
    case = opened(factories.sent_story(words="I went there on a Tuesday.", better=[]))
    Case.objects.filter(pk=case.pk).update(signs=["suicide"])
    page = page_of(desk, case)
    assert NOTHING not in page
    assert "We found this when it arrived" in page


def test_a_story_without_any_sign_says_so(desk, opened):
    assert NOTHING in page_of(desk, opened(factories.sent_story(words="I went there on a Tuesday.", better=[])))


def test_thanks_beside_danger_somewhere_else_suggest_no_level():
    assert suggest_criticality(CALM, signs=[], has_better_tags=False).level == 0
    hint = suggest_criticality(CALM, signs=[], has_better_tags=False, elsewhere=["suicide"])
    assert hint.level is None
    assert NOTHING not in hint.why
    tagged = suggest_criticality("Fine.", signs=find_signs(DANGER), has_better_tags=True)
    assert "found no words" not in tagged.why


@pytest.mark.parametrize("view", ["ask", "hold", "pass_up"])
def test_whoever_decides_sees_the_marks_and_what_was_written_besides(desk, opened, view):
    story = factories.sent_story(words=f"{CALM} {DANGER}")
    correct(story, words=CALM, note="He hits me")
    page = page_of(desk, opened(story), view)
    assert "in the words before the correction" in page.lower()
    assert any("end my life" in each for each in marked_grave(page))
    assert any("hits me" in each for each in marked_grave(page))


def test_every_number_leads_to_a_mark_and_back(desk, opened):
    story = factories.sent_story(words=f"{CALM} {DANGER}", hope="I want to die")
    correct(story, words=CALM, note=f"{DANGER}\n\nHe hits me")
    for page in (page_of(desk, opened(story)), page_of(desk, opened(story), "ask")):
        _no_link_into_nothing(page)


def _no_link_into_nothing(page):
    for anchor in ("look-", "in-text-"):
        for link in page.split(f'href="#{anchor}')[1:]:
            assert page.count(f'id="{anchor}{link.partition(chr(34))[0]}"') == 1


# ---------------------------------------------------------------- what was said about a story


@pytest.mark.parametrize("send", ["reply", "update", "not-yet"])
def test_danger_in_what_the_author_says_later_is_marked_in_it(desk, opened, send):
    responder = factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"))
    story = factories.story_for(responder.organisation)
    if send == "not-yet":
        change = factories.planned_change(story=story, membership=responder)
        with clock.at(clock.now() + timedelta(days=31)):
            replies.say_not_yet(change_id=change.pk, author=story.author, text=DANGER)
    else:
        replies.send_reply(story_id=story.pk, author=story.author, text=DANGER, kind=send)
    page = page_of(desk, opened(story))
    assert any("end my life" in each for each in marked_grave(page))
    _no_link_into_nothing(page)


def test_danger_in_a_report_of_unfair_treatment_is_marked_in_it(desk, opened):
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text=f"They asked who I am.\n\n{DANGER}")
    page = page_of(desk, opened(story))
    assert any("end my life" in each for each in marked_grave(page))
    assert "Sign of suicide" in looked_at(page)
    _no_link_into_nothing(page)


def test_danger_in_a_message_to_heard_is_marked_in_it(client):
    sent = send_enquiry(
        region=factories.region(),
        form_key=uuid4(),
        kind=Kind.QUESTION,
        words=f"Hello.\n\n{DANGER}",
        email="me@home.example",
        place="",
        by=factories.TESTS,
    )
    page = factories.sign_in(client, factories.operator()).get(f"/operator/messages/{sent.pk}/").text
    assert any("end my life" in each for each in marked_grave(page))
    assert "Sign of suicide" in looked_at(page)
    _no_link_into_nothing(page)


def test_the_page_that_edits_a_public_story_marks_what_was_written_besides(desk, opened, run_jobs, moderator):
    story = factories.sent_story(words=f"{CALM} {DANGER}")
    correct(story, words=CALM)
    case = opened(story)
    deciding.publish(
        case_id=case.pk, seen_story=Story.objects.get(pk=story.pk).version, work=factories.work_for(case, text=CALM, of=2), by=moderator
    )
    page = desk.get(f"/moderation/stories/{story.pk}/edit/").text
    assert "in the words before the correction" in page


def test_before_publishing_signs_of_other_words_are_not_said_of_these(desk, opened, moderator):
    story = factories.sent_story(words=f"{CALM} {DANGER}")
    correct(story, words=CALM)
    case = opened(story)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=factories.work_for(case, text=CALM, of=2), by=moderator)
    page = page_of(desk, case, "preview")
    assert "The author’s own words have signs of suicide, but this version doesn’t." in page
    assert "The story has signs of" not in page
