import pytest

from heard.moderation.models import Case
from heard.moderation.queries import waiting_without_a_case
from heard.moderation.tasks import find_forgotten
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_story_whose_job_failed_gets_its_case_once():
    story = factories.sent_story()
    assert [story_id for _, story_id, _ in waiting_without_a_case()] == [story.pk]
    for _ in range(2):
        find_forgotten(timestamp=0)
    assert Case.objects.get().story == story
    assert waiting_without_a_case() == []


def test_an_answer_whose_job_failed_gets_its_case():
    answer = factories.referred_answer()
    find_forgotten(timestamp=0)
    assert Case.objects.filter(answer=answer, closed_at=None).count() == 1
    assert waiting_without_a_case() == []
