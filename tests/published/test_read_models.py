from datetime import timedelta

import pytest
from django.db import connection

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.published.queries.changes import list_changes
from heard.published.queries.lists import Search, list_stories
from heard.published.queries.parts import SERVICES_OF_STORY
from heard.published.queries.story_page import story_page
from heard.responses.models import AnswerState, ChangeState, ReplyState
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db


def numbers(page):
    return [story.number for story in page.rows]


def test_story_page_holds_everything_public_around_a_story():
    story, organisation, service = worlds.full_story()
    found = story_page(story.pk)
    assert (found.title, found.text, found.chosen_name, found.role) == (story.title, story.text, "Gull", "patient")
    assert [each.name for each in found.services] == [service.name]
    assert [(tag.kind, tag.name) for tag in found.tags] == [("good", "the nurse"), ("better", "waiting times"), ("feeling", "anxious")]
    assert [(each.organisation, each.roles) for each in found.told] == [(organisation.name, ())]
    assert [(each.provider, each.reached) for each in found.asked] == [(service.name, True)]
    assert [(each.name, each.organisation, each.helpful) for each in found.answers] == [("Rowan Sellick", organisation.name, "yes")]
    assert [each.text for each in found.replies] == ["That would have helped."]
    assert [(each.planned_on is not None, each.made_on is not None) for each in found.changes] == [(True, False), (False, True)]
    assert found.told_on == found.made_on == clock.today()


def test_story_page_keeps_back_what_is_not_public_yet():
    story, organisation, _ = worlds.full_story()
    for state in AnswerState:
        if state != AnswerState.PUBLISHED:
            worlds.answer(story, organisation, state=state, text=worlds.SENTINEL)
    for state in ReplyState:
        if state != ReplyState.PUBLISHED:
            worlds.reply(story, state=state, original=worlds.SENTINEL)
    for state in ChangeState:
        if state not in {ChangeState.PLANNED, ChangeState.MADE, ChangeState.MADE_WAITING}:
            worlds.change(story, organisation, state=state, what=worlds.SENTINEL, made_what=worlds.SENTINEL)
    worlds.change(story, organisation, state=ChangeState.MADE_WAITING, what="The plan stands", made_what=worlds.SENTINEL)
    found = story_page(story.pk)
    assert worlds.SENTINEL not in repr(found)
    assert [each.what for each in found.changes][-1] == "The plan stands"
    assert (len(found.answers), len(found.replies), len(found.changes)) == (1, 1, 3)


def test_a_role_is_named_only_when_enough_people_hold_it():
    story, organisation, _ = worlds.full_story()
    assert story_page(story.pk).told[0].roles == ()
    for _ in range(3):
        factories.member(of=organisation, roles=["responder"])
    # With the three who wrote the answer and the changes that makes six.
    assert story_page(story.pk).told[0].roles == ("responder",)


def test_search_narrows_by_each_thing_and_by_all_together():
    trust = factories.service(name="Trust")
    ward, clinic = factories.service(parent=trust), factories.service(parent=trust)
    waited = factories.published_story(services=[ward], words="We waited and waited at the pharmacy.", title="The long wait", role="carer")
    asked = factories.published_story(services=[clinic], words="Who can I ask about my tablets?", title="A question", is_question=True)
    elsewhere = factories.published_story(title="Elsewhere", good=["the garden"])
    organisation = factories.organisation(remit=[trust])
    worlds.told(waited, organisation)
    worlds.answer(waited, organisation)
    today = clock.today()
    expected = [
        (Search(), [elsewhere, asked, waited]),
        (Search(words="waiting"), [waited]),
        (Search(words='"long wait"'), [waited]),
        (Search(words='"wait long"'), []),
        (Search(words="pharmacy OR tablets"), [asked, waited]),
        (Search(words="pharmacy -waited"), []),
        (Search(service_id=trust.pk), [asked, waited]),
        (Search(service_id=ward.pk), [waited]),
        (Search(role="carer"), [waited]),
        (Search(question=True), [asked]),
        (Search(tags=("good:the-garden",)), [elsewhere]),
        (Search(tags=("good:the-garden", "better:waiting-times")), [elsewhere]),
        (Search(tags=("good:the-garden", "good:the-nurse")), []),
        (Search(progress="answered"), [waited]),
        (Search(progress="unanswered"), [elsewhere, asked]),
        (Search(progress="unheard"), [elsewhere, asked]),
        (Search(told_from=today, told_to=today), [elsewhere, asked, waited]),
        (Search(told_from=today + timedelta(days=1)), []),
        (Search(told_to=today - timedelta(days=1)), []),
        (Search(words="wait", service_id=trust.pk, role="carer", progress="read", told_from=today, sort="relevance"), [waited]),
    ]
    for search, stories in expected:
        page = list_stories(search)
        assert (search, set(numbers(page))) == (search, {story.pk for story in stories})
        assert page.total == len(stories)


def test_relevance_puts_a_title_before_a_mention():
    mentioned = factories.published_story(title="A day out", words="Everything was fine, only parking was hard.")
    titled = factories.published_story(title="Parking", words="No parking, and then no parking again. Parking!")
    factories.published_story(title="Something else")
    assert numbers(list_stories(Search(words="parking", sort="relevance"))) == [titled.pk, mentioned.pk]
    first = list_stories(Search(words="parking", sort="relevance"), size=1)
    second = list_stories(Search(words="parking", sort="relevance"), size=1, page=first.older)
    assert (numbers(first), numbers(second), second.older) == ([titled.pk], [mentioned.pk], None)
    assert numbers(list_stories(Search(words="parking", sort="relevance"), size=1, page=second.newer)) == [titled.pk]


@pytest.mark.parametrize("bad", ["x", "!!!", "W10", "é", "a" * 500, "WyJvIixudWxsLDJd", "WyJvIixOYU4sMl0", "WyJxIiwxLDJd"])
def test_a_cursor_that_nobody_gave_out_is_refused(bad):
    with pytest.raises(NotAcceptable):
        list_stories(Search(), page=bad)


def test_branch_follows_services_that_are_corrected(django_assert_num_queries):
    trust, other = factories.service(), factories.service()
    story = factories.published_story(services=[trust])
    assert numbers(list_stories(Search(service_id=trust.pk))) == [story.pk]
    factories.put_services_right(story, other)
    assert numbers(list_stories(Search(service_id=trust.pk))) == []
    assert numbers(list_stories(Search(service_id=other.pk))) == [story.pk]


def test_no_page_reads_the_whole_directory_for_the_services_of_a_story():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a few rows are read whole faster; what counts is that they need not be
        cursor.execute(f"EXPLAIN SELECT {SERVICES_OF_STORY} FROM public_story s WHERE s.id = 1")  # noqa: S608
        plan = str(cursor.fetchall())
    assert "directory_service_pkey on directory_service" in plan
    assert "Seq Scan on directory_service" not in plan


def test_changes_are_listed_made_planned_and_overdue():
    story, organisation, _service = worlds.full_story()
    late = worlds.change(story, organisation, due_in=-10, what="Long overdue")
    assert [each.what for each in list_changes("overdue").rows] == ["Long overdue"]
    assert next(each.number for each in list_changes("planned").rows) == late.pk
    assert len(list_changes("planned").rows) == 2
    assert [each.made_what for each in list_changes("made").rows] == ["A screen shows how long it is."]
    assert list_changes("made", service_id=factories.service().pk).rows == ()
    first = list_changes("planned", size=1)
    second = list_changes("planned", size=1, page=first.older)
    assert [each.number for each in (*first.rows, *second.rows)] == [each.number for each in list_changes("planned").rows]
    assert list_changes("planned", size=1, page=second.newer).rows == first.rows
