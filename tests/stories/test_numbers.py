"""A story's number is public; the day of sending never is."""

from itertools import pairwise

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_numbers_of_stories_sent_one_after_the_other_do_not_tell_their_order():
    numbers = [factories.sent_story().pk for _ in range(10)]
    assert numbers != sorted(numbers)
    assert len({after - before for before, after in pairwise(numbers)}) > 1
    assert all(len(str(number)) == 8 for number in numbers)
