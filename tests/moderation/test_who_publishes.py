"""Which stories a second thought is owed, and by whom: grave ones that name staff, and very long ones. At the action, not only the page."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import translation

from heard.accounts.actions.authors import give_contact
from heard.core import clock
from heard.core.errors import NotAcceptable, NotAllowed
from heard.moderation import policies
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, CaseMove, Line
from heard.moderation.presenters.history import happened
from heard.moderation.queries.history import history_of
from heard.moderation.queries.publishing import line_wanted
from heard.moderation.rules.publishing import line_to_publish, names_of_staff, risks_of, word_count
from heard.moderation.rules.work import StoryWork
from heard.responses.actions import replies
from heard.stories.models import State
from heard.stories.rules.going_out import GoesOut, look_through
from heard.stories.rules.length import Length, length_of
from tests import factories
from tests.languages import spoken
from tests.moderation.pages import on_one_line

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db

NAMED = "Dr Okafor sent my mother home. She died because nobody looked at her notes."
UNNAMED = "A doctor sent my mother home. She died because nobody looked at her notes."


@pytest.fixture
def people():
    return {Line.FIRST: factories.moderator(), Line.SECOND: factories.moderator("second-line"), Line.SENIOR: factories.moderator("senior")}


def publish(case, by, **changes):
    more = {name: changes.pop(name) for name in ("long_is_fine", "why_long") if name in changes}
    return deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case, **changes), by=by, **more)


# ---------------------------------------------------------------- the rule


@pytest.mark.parametrize(
    "words", ["Dr Okafor", "dr. Okafor", "Doctor Okafor", "consultant Mr Okafor", "my GP Dr Okafor", "Nurse Jones", "Prof Patel"]
)
def test_a_doctor_who_is_named_is_seen(words):
    said = GoesOut("text", "the words", f"It was {words} who sent her home.")
    assert names_of_staff(look_through([said])) or words.startswith("consultant")


@pytest.mark.parametrize(
    ("criticality", "named", "line"),
    [(None, True, Line.FIRST), (2, True, Line.FIRST), (3, False, Line.FIRST), (3, True, Line.SECOND), (4, True, Line.SECOND),
     (5, False, Line.SECOND), (5, True, Line.SENIOR)],
)  # fmt: skip
def test_the_graver_a_story_and_the_more_it_names_the_further_up_it_is_published(criticality, named, line):
    assert line_to_publish(criticality=criticality, names_staff=named) == line


@pytest.mark.parametrize(("words", "length"), [(1000, Length.FINE), (1001, Length.LONG), (2000, Length.LONG), (2001, Length.VERY_LONG)])
def test_up_to_twice_the_limit_is_long_and_beyond_it_very_long(words, length):
    assert length_of(words, limit=1000) == length


def test_a_text_without_blanks_is_not_one_word():
    assert word_count(StoryWork(text="x" * 90_000)) == 9_000
    assert word_count(StoryWork(text="I waited", hope="to be seen")) == 5


def test_a_story_without_any_risk_has_none():
    assert not risks_of(StoryWork(text="The nurse was lovely.", criticality=0), hits=0)


@pytest.mark.parametrize(
    ("work", "hits", "also"),
    [
        (StoryWork(text="I waited.", criticality=3), 0, ()),
        (StoryWork(text="I waited.", criticality=1), 1, ()),
        (StoryWork(text="The inquest is in May.", criticality=1), 0, ()),
        (StoryWork(text="It is in May.", criticality=1), 0, ("legal",)),
        (StoryWork(text="I waited.", criticality=1, about_child=True), 0, ()),
    ],
)
def test_what_may_do_harm_is_a_risk(work, hits, also):
    assert risks_of(work, hits=hits, also=also)


# ---------------------------------------------------------------- who may publish


@pytest.mark.parametrize(
    ("text", "criticality", "may"),
    [
        (NAMED, 5, {Line.SENIOR}),
        (UNNAMED, 5, {Line.SECOND, Line.SENIOR}),
        (NAMED, 3, {Line.SECOND, Line.SENIOR}),
        (NAMED, 1, {Line.FIRST, Line.SECOND, Line.SENIOR}),
        (UNNAMED, 4, {Line.FIRST, Line.SECOND, Line.SENIOR}),
    ],
)
def test_only_who_may_publish_such_a_story_does(run_jobs, people, text, criticality, may):
    for line, person in people.items():
        case = factories.claimed_case(run_jobs=run_jobs, by=person, words=text)
        work = factories.work_for(case, criticality=criticality)
        offered = policies.may_publish(person, line_wanted(case.story, work), region_id=case.story.region_id)
        assert offered == (line in may)
        if offered:
            publish(case, person, criticality=criticality)
        else:
            with pytest.raises(NotAllowed, match="Escalate"):
                publish(case, person, criticality=criticality)
        case.story.refresh_from_db()
        assert (case.story.state == State.PUBLISHED) == offered


def test_where_nobody_works_further_up_those_furthest_up_publish(run_jobs):
    alone = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=alone, words=NAMED)
    assert publish(case, alone, criticality=5).outcome == "published"


def test_an_edit_by_the_first_line_brings_no_name_into_a_grave_story(people):
    story = factories.published_story(words=UNNAMED, criticality=5)
    named = factories.work_to_edit(story, text=NAMED, edits=(("other", "She asked for it"),))
    with pytest.raises(NotAllowed, match="Remove the name"):
        deciding.edit_published(story_id=story.pk, seen_text=1, work=named, by=people[Line.FIRST])
    deciding.edit_published(story_id=story.pk, seen_text=1, work=named, by=people[Line.SENIOR])


def test_an_edit_by_the_first_line_may_take_a_name_out_of_a_grave_story(people):
    story = factories.published_story(words=NAMED, criticality=5)
    unnamed = factories.work_to_edit(story, text=UNNAMED, edits=(("names-a-person", ""),))
    deciding.edit_published(story_id=story.pk, seen_text=1, work=unnamed, by=people[Line.FIRST])
    story.refresh_from_db()
    assert "Okafor" not in story.text


# ---------------------------------------------------------------- how long


LONG, VERY_LONG = "word " * 1500, "word " * 2001


def test_a_long_story_is_published_once_somebody_said_so(run_jobs, people):
    by = people[Line.FIRST]
    case = factories.claimed_case(run_jobs=run_jobs, by=by, words=LONG)
    with pytest.raises(NotAcceptable) as refused:
        publish(case, by)
    assert refused.value.field == "long_is_fine"
    assert publish(case, by, long_is_fine=True).outcome == "published"
    assert CaseMove.objects.get(case=case, name="decide").why == "long:1500"
    assert "Published with 1,500 words." in [each.words for each in happened(history_of(case))]


@pytest.mark.parametrize("words", [VERY_LONG, "x" * 90_000])
def test_a_very_long_story_is_published_by_a_senior_who_says_why(run_jobs, people, words):
    for line in (Line.FIRST, Line.SECOND):
        case = factories.claimed_case(run_jobs=run_jobs, by=people[line], words=words)
        with pytest.raises(NotAllowed, match="senior moderator"):
            publish(case, people[line], long_is_fine=True, why_long="I like it")
    senior = people[Line.SENIOR]
    case = factories.claimed_case(run_jobs=run_jobs, by=senior, words=words)
    with pytest.raises(NotAcceptable) as refused:
        publish(case, senior, long_is_fine=True)
    assert refused.value.field == "why_long"
    publish(case, senior, why_long="It is the whole report of the inquest")
    assert "the whole report" in CaseMove.objects.get(case=case, name="decide").note


def test_the_reason_for_the_length_is_kept_too_when_it_is_only_approved(run_jobs, people):
    senior = people[Line.SENIOR]
    case = factories.claimed_case(run_jobs=run_jobs, by=senior, words=VERY_LONG)
    case.story.region.settings.update_or_create(name="publish_in_hours", defaults={"value": 1})
    with clock.at(SATURDAY):
        assert publish(case, senior, why_long="The whole report").waiting_for == "morning"
    assert "The whole report" in CaseMove.objects.get(case=case, name="approve").note


def test_the_limit_is_the_regions(run_jobs, people):
    case = factories.claimed_case(run_jobs=run_jobs, by=people[Line.FIRST], words="word " * 120)
    case.story.region.settings.create(name="story_words", value=100)
    with pytest.raises(NotAcceptable, match="120 words"):
        publish(case, people[Line.FIRST])


def test_an_edit_makes_a_long_story_no_longer(people):
    story = factories.published_story(words="I waited.")
    longer = factories.work_to_edit(story, text=LONG, edits=(("other", "More was sent"),))
    with pytest.raises(NotAcceptable, match="1,500 words"):
        deciding.edit_published(story_id=story.pk, seen_text=1, work=longer, by=people[Line.SENIOR])


def test_a_long_public_story_can_be_shortened(people):
    story = factories.published_story(words=VERY_LONG)
    shorter = factories.work_to_edit(story, text=LONG, edits=(("length", ""),))
    deciding.edit_published(story_id=story.pk, seen_text=1, work=shorter, by=people[Line.FIRST])


# ---------------------------------------------------------------- a question to somebody in danger


def test_a_question_about_a_story_with_signs_of_crisis_carries_the_crisis_lines(run_jobs, people):
    by = people[Line.FIRST]
    factories.region().crisis_lines.create(name="Samaritans", contact="116 123", when="day and night", who_for="You want to talk.")
    case = factories.claimed_case(run_jobs=run_jobs, by=by, words="Some nights I want to die.")
    deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=by)
    message = case.story.moves.get(name="ask").message
    assert message.startswith("Which clinic?")
    assert "Samaritans: 116 123" in message


def test_a_question_about_any_other_story_carries_none(run_jobs, people):
    by = people[Line.FIRST]
    factories.region().crisis_lines.create(name="Samaritans", contact="116 123", when="day and night", who_for="You want to talk.")
    case = factories.claimed_case(run_jobs=run_jobs, by=by)
    deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=by)
    assert case.story.moves.get(name="ask").message == "Which clinic?"


LINES_GO_ALONG = "So we’ll add these lines under what you write"


def crisis_line():
    factories.region().crisis_lines.create(name="Samaritans", contact="116 123", when="day and night", who_for="You want to talk.")


def test_whoever_may_be_in_danger_is_declined_with_the_crisis_lines(client, run_jobs, people):
    by = people[Line.SENIOR]
    crisis_line()
    case = factories.claimed_case(run_jobs=run_jobs, by=by, words="Some nights I want to die.")
    page = on_one_line(factories.sign_in(client, by).get(f"/moderation/{case.pk}/decline/?reason=too-long-ago"))
    assert LINES_GO_ALONG in page
    deciding.decline(case_id=case.pk, seen_story=0, reason="too-long-ago", message="It is too long ago.", by=by)
    message = case.story.moves.get(name="decline").message
    assert message.startswith("It is too long ago.")
    assert "Samaritans: 116 123" in message


def test_a_reply_that_may_speak_of_danger_is_declined_with_the_crisis_lines(client, run_jobs, people):
    by = people[Line.SENIOR]
    crisis_line()
    story = factories.published_story()
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Some nights I want to die.", form_key=uuid4())
    run_jobs()
    case = cases.claim_case(case_id=Case.objects.get(subject="reply", thing_id=reply.pk).pk, by=by)
    page = on_one_line(factories.sign_in(client, by).get(f"/moderation/{case.pk}/return/"))
    assert LINES_GO_ALONG in page
    conversation.give_back(case_id=case.pk, reason="We can’t show this.", by=by)
    reply.refresh_from_db()
    assert "Samaritans: 116 123" in reply.moves.get(name="decline").reason


def test_help_that_goes_along_is_in_the_authors_language_and_not_in_the_moderators(client, run_jobs, people):
    by = people[Line.SENIOR]
    crisis_line()
    factories.region().crisis_lines.create(name="llinell", contact="116 111", when="nos", who_for="Pawb.", language="ar-xb")
    case = factories.claimed_case(run_jobs=run_jobs, by=by, words="Some nights I want to die.")
    with spoken("ar-xb"):
        with translation.override("ar-xb"):
            give_contact(case.story.author, kind="email", value="gull@home.example")
        with translation.override("en-gb"):
            deciding.ask(case_id=case.pk, seen_story=0, question="Which clinic?", by=by)
    message = case.story.moves.get(name="ask").message
    assert "llinell: 116 111. Pawb." in message
    assert "Samaritans" not in message
    assert "If you are in danger" not in message


def test_any_other_story_is_declined_in_the_moderators_words_alone(run_jobs, people):
    by = people[Line.SENIOR]
    crisis_line()
    case = factories.claimed_case(run_jobs=run_jobs, by=by)
    deciding.decline(case_id=case.pk, seen_story=0, reason="too-long-ago", message="It is too long ago.", by=by)
    assert case.story.moves.get(name="decline").message == "It is too long ago."
