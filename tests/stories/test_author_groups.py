"""What authors say of themselves is counted only in groups, so that no number points at anybody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core import clock
from heard.stories.actions import authoring, groups
from heard.stories.models import AboutAuthor
from heard.stories.queries import author_groups
from heard.stories.rules.groups import FEWEST, STEP, shown_groups
from tests import factories


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", ""]), st.integers(0, 60)))
def test_no_small_group_can_be_read_or_worked_out(counts):
    shown, others = shown_groups(counts)
    rest = sum(count for name, count in counts.items() if name not in shown)
    assert all(counts[name] >= FEWEST and count % STEP == 0 for name, count in shown.items())
    assert rest == 0 or rest >= FEWEST or not shown
    assert others == (rest // STEP * STEP if rest >= FEWEST else 0)


def test_ten_are_not_shown_and_eleven_are_about_ten():
    assert shown_groups({"a": 10, "b": 30}) == ({}, 40), "with 30 of 40 shown, the 10 could be worked out"
    assert shown_groups({"a": 11, "b": 33}) == ({"a": 10, "b": 30}, 0)


def counted():
    return groups.count_groups(region_id=factories.region().pk, by=factories.TESTS)


def shown(field):
    return next(each.shown for each in author_groups(factories.region().pk) if each.field == field)


@pytest.mark.django_db
def test_stories_are_counted_from_the_month_after_and_only_published_ones():
    before = clock.now().replace(day=1) - timedelta(days=3)
    with clock.at(before):
        for _ in range(FEWEST):
            factories.published_story(age_group="25-44")
        for _ in range(FEWEST):
            factories.sent_story(age_group="80-on")
    factories.published_story(age_group="25-44")
    assert author_groups(factories.region().pk)[0].shown == [], "nobody has counted yet"
    counted()
    age, *others = author_groups(factories.region().pk)
    assert (age.field, age.shown, age.others) == ("age_group", [("25 to 44", 10)], 0)
    assert all(each.shown == [("Did not say", 10)] for each in others)


@pytest.mark.django_db
def test_two_moments_do_not_tell_whose_one_story_was():
    with clock.at(clock.now().replace(day=1) - timedelta(days=3)):
        women = [factories.published_story(gender="woman") for _ in range(15)]
        for _ in range(15):
            factories.published_story(gender="man")
    counted()
    before = shown("gender")
    assert before == [("A woman or girl", 15), ("A man or boy", 15)]
    authoring.withdraw_story(story_id=women[0].pk, by=women[0].author)
    authoring.say_about_author(story_id=women[1].pk, said={}, by=women[1].author)
    counted()
    assert shown("gender") == before, "whoever saw the story go would know that a woman told it"
    with clock.at(clock.now() + timedelta(days=31)):
        for _ in range(FEWEST):
            factories.published_story(gender="man")
    with clock.at(clock.now() + timedelta(days=62)):
        counted()
        assert shown("gender") == before, "men who came hide no woman who went"
        for story in women[2:FEWEST]:
            authoring.withdraw_story(story_id=story.pk, by=story.author)
        counted()
        assert shown("gender") == before, "ten went"
        authoring.withdraw_story(story_id=women[FEWEST].pk, by=women[FEWEST].author)
        counted()
        assert shown("gender") != before, "eleven did"


@pytest.mark.django_db
def test_few_who_came_are_not_shown_by_many_who_went():
    with clock.at(clock.now().replace(day=1) - timedelta(days=3)):
        for _ in range(14):
            factories.published_story(gender="woman")
        men = [factories.published_story(gender="man") for _ in range(FEWEST * 2 + 1)]
    counted()
    before = shown("gender")
    with clock.at(clock.now() + timedelta(days=31)):
        factories.published_story(gender="woman")
    with clock.at(clock.now() + timedelta(days=62)):
        for story in men[:FEWEST]:
            authoring.withdraw_story(story_id=story.pk, by=story.author)
        counted()
        assert shown("gender") == before, "or the one who came would be known to be a woman"


@pytest.mark.django_db
def test_one_who_went_among_many_who_came_does_not_stop_the_count():
    with clock.at(clock.now().replace(day=1) - timedelta(days=3)):
        first, *_ = [factories.published_story(gender="woman") for _ in range(15)]
    counted()
    authoring.withdraw_story(story_id=first.pk, by=first.author)
    with clock.at(clock.now() + timedelta(days=31)):
        for _ in range(FEWEST):
            factories.published_story(gender="woman")
    with clock.at(clock.now() + timedelta(days=62)):
        assert counted()
        assert shown("gender") == [("A woman or girl", 25)]


@pytest.mark.django_db
def test_taking_a_story_back_forgets_what_its_author_said_of_themselves():
    story = factories.sent_story(age_group="25-44")
    assert AboutAuthor.objects.count() == 1
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert not AboutAuthor.objects.exists()
