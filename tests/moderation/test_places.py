"""A moderator names a place that no register holds, and the story does not wait."""

import pytest

from heard.core.errors import WrongState
from heard.directory.actions import placing
from heard.directory.models import Placing, Service
from heard.moderation.actions import cases, places
from heard.moderation.queries.work import work_on
from heard.stories.models import State
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {"name": "Larch House", "kind": "care-home", "where": "Quay Road in Moorport"}


@pytest.fixture
def case(run_jobs, moderator):
    return factories.claimed_case(run_jobs=run_jobs, by=moderator, services=[], unknown_service="The <b>blue</b> door")


def test_what_was_typed_is_saved_before_a_place_is_proposed(desk, case):
    form = {"seen_case": case.version, "title": "My title", "text": "Half a sentence", "find": "", "do": "propose-place"}
    answer = desk.post(f"/moderation/{case.pk}/", form)
    assert answer["Location"] == f"/moderation/{case.pk}/place/"
    case.refresh_from_db()
    assert work_on(case).title == "My title"
    assert "The &lt;b&gt;blue&lt;/b&gt; door" in desk.get(answer["Location"]).text


def test_a_proposed_place_is_what_the_story_is_about_and_it_can_be_published(desk, case, run_jobs):
    form = TYPED | {"form_key": "6f0f3c1e-5d1f-4f8e-9b43-8d0a5b3f7e12"}
    for _ in range(2):  # the button pressed twice
        assert desk.post(f"/moderation/{case.pk}/place/", form).status_code == 302
    place = Service.objects.get(name="Larch House")
    assert Placing.objects.get().by == f"person:{factories.Case.objects.get(pk=case.pk).claimed_by_id}"
    page = desk.get(f"/moderation/{case.pk}/").text
    assert "Not in the directory yet" in page
    case.refresh_from_db()
    work = factories.work_for(case, services=work_on(case).services)
    cases.save_work(case_id=case.pk, seen_version=case.version, work=work, by=case.claimed_by)
    preview = desk.get(f"/moderation/{case.pk}/preview/")
    assert "We’re still adding Larch House to our directory." in preview.text
    case.refresh_from_db()
    desk.post(f"/moderation/{case.pk}/preview/", {"seen": case.story.version, "seen_case": case.version})
    case.story.refresh_from_db()
    assert (case.story.state, case.story.service_ids) == (State.PUBLISHED, [place.pk])
    run_jobs()
    public = desk.get(f"/stories/{case.story_id}/").text
    assert "We’re still adding Larch House to our directory." in public


def test_what_is_missing_is_said_beside_the_fields_and_what_was_typed_is_kept(desk, case):
    answer = desk.post(f"/moderation/{case.pk}/place/", {"name": "Larch House", "kind": "", "where": ""})
    assert answer.status_code == 422
    assert 'value="Larch House"' in answer.text
    assert 'id="id_kind-error"' in answer.text
    assert 'id="id_where-error"' in answer.text
    assert not Service.objects.filter(name="Larch House").exists()


def test_a_proposed_place_is_found_again_for_the_next_story(desk, case):
    places.propose_place(case_id=case.pk, **TYPED, by=case.claimed_by)
    case.refresh_from_db()
    form = {"seen_case": case.version, "find": "larch house", "do": "find"}
    page = desk.post(f"/moderation/{case.pk}/", form).text
    assert 'Add<span class="unseen"> Larch House' in page
    assert "Proposed" in page


def test_a_place_that_was_joined_meanwhile_is_the_other_one_on_the_desk(case):
    place = places.propose_place(case_id=case.pk, **TYPED, by=case.claimed_by)
    there = factories.service(name="Larch House Care Home")
    placing.join_place(service_id=place.pk, into_id=there.pk, by=factories.TESTS)
    case.refresh_from_db()
    assert work_on(case).services == (there.pk,)


def test_who_has_not_claimed_the_case_proposes_nothing(client, case):
    factories.sign_in(client, factories.moderator())
    refused = client.post(f"/moderation/{case.pk}/place/", TYPED)
    assert refused.status_code == 409
    assert TYPED["where"] in refused.text, "and what was typed is not lost"
    with pytest.raises(WrongState):
        places.propose_place(case_id=case.pk, **TYPED, by=factories.moderator())
    assert not Placing.objects.exists()
