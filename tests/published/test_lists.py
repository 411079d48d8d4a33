"""Lists that do not skip, repeat or slow down."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.core import clock
from heard.core.clock import day_sql
from heard.published.queries.changes import list_changes
from heard.published.queries.lists import Search, list_stories
from heard.stories.models import Story, StoryBranch
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db


def walk(read):
    """All rows from the first page to the last, and all again from the last to the first."""
    page = read("")
    there, pages = list(page.rows), [page]
    while page.older:
        page = read(page.older)
        there += page.rows
        pages.append(page)
        assert len(pages) < 200
    back = list(page.rows)
    while page.newer:
        page = read(page.newer)
        back = [*page.rows, *back]
    return there, back


@pytest.fixture(scope="module")
def thirty(standing):
    service = factories.service()
    return service, [factories.published_story(services=[service], title="Parking " * (n % 3 + 1)) for n in range(30)]


@pytest.fixture
def many(thirty, db):
    """Thirty stories in one branch, which the tests give other times."""
    return deepcopy(thirty)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(1, 4), min_size=30, max_size=30), size=st.integers(1, 12), branch=st.booleans())
def test_walking_gives_every_story_once_the_newest_day_first_also_on_equal_days(many, days, size, branch):
    service, stories = many
    told = {story.pk: datetime(2026, 3, each, 12, story.pk % 60, tzinfo=UTC) for story, each in zip(stories, days, strict=True)}
    Story.objects.bulk_update([Story(pk=pk, told_at=at, published_on=at.date()) for pk, at in told.items()], ["told_at", "published_on"])
    branches = list(StoryBranch.objects.filter(story__in=told))
    for each in branches:
        each.told_at = told[each.story_id]
    StoryBranch.objects.bulk_update(branches, ["told_at"])
    expected = [pk for _, pk in sorted(((each, story.pk) for story, each in zip(stories, days, strict=True)), reverse=True)]
    search = Search(service_id=service.pk if branch else None)
    there, back = walk(lambda page: list_stories(search, page=page, size=size))
    assert [story.number for story in there] == expected
    assert [story.number for story in back] == expected


def test_walking_by_relevance_gives_every_story_once(many):
    there, back = walk(lambda page: list_stories(Search(words="parking", sort="relevance"), page=page, size=4))
    assert sorted(story.number for story in there) == sorted(story.pk for story in many[1])
    assert [story.number for story in there] == [story.number for story in back]


def test_a_new_story_does_not_push_another_one_onto_two_pages(many):
    service, stories = many
    first = list_stories(Search(), size=10)
    with clock.at(clock.now() + timedelta(days=1)):
        factories.published_story(services=[service])
    second = list_stories(Search(), page=first.older, size=10)
    assert [story.number for story in (*first.rows, *second.rows)] == sorted((story.pk for story in stories), reverse=True)[:20]


def test_walking_changes_under_equal_days(many):
    _, stories = many
    organisation = factories.organisation()
    for n, story in enumerate(stories[:12]):
        worlds.change(story, organisation, due_in=n % 3)
        worlds.change(story, organisation, state="made")
    for shown in ("planned", "made"):
        there, back = walk(lambda page, shown=shown: list_changes(shown, page=page, size=5))
        assert len({change.number for change in there}) == len(there) == 12
        assert there == back


# ---------------------------------------------------------------- the same work for one row and for fifty

CEILINGS = {
    "/": 1,
    "/stories/": 1,
    "/stories/tags/": 1,
    "/stories/feed/": 1,
    "/changes/": 1,
    "/changes/?show=planned": 1,
    "/listening/": 1,
    # Whether somebody counted lately, and the counts of stories and of providers; one where somebody did (test_statistics).
    "/statistics/": 3,
    "/statistics.csv": 0,  # COPY does not go through Django's cursor
    "/sitemap-stories-0.xml": 2,
}


def count(client, path, django_assert_max_num_queries, most):
    with django_assert_max_num_queries(most) as queries:
        response = client.get(path)
        assert response.status_code == 200
        if response.streaming:
            assert b"".join(response.streaming_content)
    return len(queries)


def test_pages_cost_the_same_with_one_six_and_fifty_rows(client, django_assert_max_num_queries):
    service = factories.service(name="Quayside")
    organisation = factories.organisation(remit=[service])
    first, *_ = worlds.full_story(service=service, organisation=organisation)
    # A service's page asks for its region and for how long care there can be told of: places that closed stand on it.
    paths = CEILINGS | {f"/stories/{first.pk}/": 1, f"/stories/{first.pk}/feed/": 1, f"/services/{service.slug}/": 4,
                        f"/stories/?service={service.slug}&q=tuesday&tag=good:the-nurse": 4}  # fmt: skip
    # A search of words asks besides for its region, and whether an operator has changed which words mean the same there.
    count(client, "/stories/?q=tuesday", django_assert_max_num_queries, 4)  # reads those words, which are kept until then
    for more in (0, 5, 44):
        for _ in range(more):
            factories.published_story(services=[service])
            worlds.answer(first, organisation)
            worlds.told(first, factories.organisation(remit=[service]))
            worlds.change(first, organisation, state="made")
        for path, most in paths.items():
            count(client, path, django_assert_max_num_queries, most)


def test_deep_pages_read_no_more_than_first_ones(many):
    """The plan of a page far down walks the index from its place; it neither sorts nor reads what was skipped."""
    from django.db import connection

    service, _ = many
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            """EXPLAIN SELECT s.id FROM stories_storybranch b JOIN stories_story s ON s.id = b.story_id
                WHERE s.state = 'published' AND b.service_id = %s AND (told_on, b.story_id) < (%s, %s)
                ORDER BY told_on DESC, b.story_id DESC LIMIT 21""".replace("told_on", day_sql("b.told_at")),
            [service.pk, date(2026, 3, 2), 10],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using branch_newest" in plan
    assert "Sort" not in plan
    assert "ROW(" in plan.split("branch_newest")[1].split("->")[0]
