"""What authors say of themselves is counted only in groups, so that no number points at anybody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core import clock
from heard.stories.actions import telling
from heard.stories.models import AboutAuthor
from heard.stories.queries import who_tells
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


@pytest.mark.django_db
def test_stories_are_counted_from_the_month_after_and_only_published_ones():
    before = clock.now().replace(day=1) - timedelta(days=3)
    with clock.at(before):
        for _ in range(FEWEST):
            factories.published_story(age_group="25-44")
        for _ in range(FEWEST):
            factories.sent_story(age_group="80-on")
    factories.published_story(age_group="25-44")
    age, *others = who_tells(factories.region().pk)
    assert (age.field, age.shown, age.others) == ("age_group", [("25 to 44", 10)], 0)
    assert all(each.shown == [("Did not say", 10)] for each in others)


@pytest.mark.django_db
def test_taking_a_story_back_forgets_what_its_author_said_of_themselves():
    story = factories.sent_story(age_group="25-44")
    assert AboutAuthor.objects.count() == 1
    telling.withdraw_story(story_id=story.pk, by=story.author)
    assert not AboutAuthor.objects.exists()
