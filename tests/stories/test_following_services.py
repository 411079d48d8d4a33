import pytest
from django.db import transaction

from heard.core.events import announce
from heard.directory.events import ServiceMoved
from heard.stories.models import StoryBranch
from tests import factories

pytestmark = pytest.mark.django_db


def test_stories_follow_a_service_to_its_new_provider(run_jobs):
    old, new = factories.service(), factories.service()
    ward = factories.service(parent=old)
    story = factories.published_story(services=[ward])
    ward.parent, ward.ancestors = new, [new.pk, ward.pk]
    ward.save()
    with transaction.atomic():
        announce(ServiceMoved(service_id=ward.pk), by=factories.TESTS)
    run_jobs()
    story.refresh_from_db()
    assert story.ancestors == sorted([new.pk, ward.pk])
    assert set(StoryBranch.objects.values_list("service_id", flat=True)) == {new.pk, ward.pk}
