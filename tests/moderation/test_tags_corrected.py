"""A tag that is public and names somebody is taken out: it stands nowhere any more, and the author is told why."""

import pytest
from django.urls import reverse

from heard.core.errors import NotAcceptable
from heard.core.models import Event
from heard.moderation.actions import stories as deciding
from heard.moderation.models import CaseMove
from heard.stories.actions import authoring
from heard.stories.actions.erasing import erase_story
from heard.stories.models import Edit, Story, StoryMove
from heard.tags.models import Tag
from tests import factories
from tests.moderation.pages import on_one_line

pytestmark = pytest.mark.django_db
SURNAME = "okafor"


@pytest.fixture
def story():
    return factories.published_story(good=["the nurse"], better=[SURNAME, "waiting times"])


def edit_page(story):
    return reverse("moderation:edit_story", kwargs={"number": story.pk})


def filled(story, **changes):
    return {
        "seen": 1, "text": story.text, "hope": story.hope, "title": story.title, "chosen_name": story.chosen_name,
        "good": "the nurse", "better": "waiting times", "feelings": "anxious",
        "edit_reason": ["names-a-person", ""], "edit_note": ["It was a surname.", ""], "do": "look",
    } | changes  # fmt: skip


DOORS = [
    "/stories/{0}/", "/stories/{0}/feed/", "/stories/", "/stories/feed/", "/stories/?tag=better:okafor", "/stories/feed/?tag=better:okafor",
    "/stories/tags/?tag=better:okafor", "/stories/?q=okafor", "/", "/statistics/", "/statistics.csv", "/sitemap.xml",
]  # fmt: skip


def said_at(client, door, story):
    response = client.get(door.format(story.pk))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode().casefold()


def test_a_surname_that_is_public_is_taken_out_and_is_nowhere_any_more(client, story, moderator):
    assert SURNAME in said_at(client, "/stories/{0}/", story)
    address, mark = f"/stories/{story.pk}/", client.get(f"/stories/{story.pk}/")["ETag"]
    work = factories.work_to_edit(story, better=("waiting times",), edits=(("names-a-person", "It was a surname."),))
    deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200, "a page of before must not be shown again"
    for door in DOORS:
        said = said_at(client, door, story).replace("?tag=better:okafor", "").replace("better%3aokafor", "")
        assert f"#{story.pk}" not in said or SURNAME not in said, door
    assert SURNAME not in said_at(client, "/stories/{0}/", story)
    assert f"/stories/{story.pk}/" not in said_at(client, "/stories/?tag=better:okafor", story)
    assert f"/stories/{story.pk}/" not in said_at(client, "/stories/?q=okafor", story)
    assert not Tag.objects.filter(name=SURNAME).exists()
    assert Story.objects.get().tag_slugs == ["good:the-nurse", "better:waiting-times", "feeling:anxious"]


def test_the_author_is_told_and_reads_why(story, moderator):
    work = factories.work_to_edit(story, better=("waiting times",), edits=(("names-a-person", "It was a surname."),))
    deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)
    assert Event.objects.filter(name="stories.edited").exists()
    assert Edit.objects.get().note == "It was a surname."
    assert Story.objects.get().protective_edits == 1
    moved = StoryMove.objects.get(name="edit")
    assert moved.said == "Its tags: the nurse, waiting times and anxious. Before: the nurse, okafor, waiting times and anxious."


def test_a_tag_is_taken_out_with_a_reason_and_never_without(story, moderator):
    work = factories.work_to_edit(story, better=("waiting times",))
    with pytest.raises(NotAcceptable, match="Say why you changed"):
        deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)


def test_an_edit_brings_in_no_tag_that_nobody_looked_at(story, moderator):
    named = ("dr adeyemi", "waiting times")
    work = factories.work_to_edit(story, better=named, edits=(("other", "As asked."),), looked_at=())
    with pytest.raises(NotAcceptable, match="Check the tag “dr adeyemi”"):
        deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)


def test_an_edit_leaves_what_it_does_not_touch_without_another_look(moderator):
    story = factories.published_story(words="Ring 07700 900123. I waited.", better=["dr okafor"])
    work = factories.work_to_edit(story, title="I waited", edits=(("spelling", ""),), looked_at=())
    deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)
    assert not CaseMove.objects.filter(name="look").exists()


def test_it_is_done_on_the_desk(desk, story):
    page = desk.get(edit_page(story)).text
    assert 'value="okafor, waiting times"' in page
    looked = on_one_line(desk.post(edit_page(story), filled(story)))
    assert "<del" in looked.split("Tags (What could be better)")[1][:60]
    assert desk.post(edit_page(story), filled(story, do="publish")).status_code == 302
    assert Story.objects.get().tag_slugs == ["good:the-nurse", "better:waiting-times", "feeling:anxious"]


def test_the_page_says_that_nothing_is_changed_or_that_a_reason_is_missing(desk, story):
    same = filled(story, better="okafor, waiting times", edit_reason=["", ""], edit_note=["", ""])
    assert "You haven’t changed anything yet" in desk.post(edit_page(story), same).text
    unsaid = filled(story, edit_reason=["", ""], edit_note=["", ""])
    assert "Say why you changed the author’s words" in desk.post(edit_page(story), unsaid).text


def test_a_page_of_before_leaves_the_tags(desk, story):
    old = {
        name: value for name, value in filled(story, text="I waited.", do="publish").items() if name not in {"good", "better", "feelings"}
    }
    assert desk.post(edit_page(story), old).status_code == 302
    assert f"better:{SURNAME}" in Story.objects.get().tag_slugs


def test_a_tag_that_stands_on_another_story_or_is_offered_stays(story, moderator):
    factories.offer_usual_tags()
    factories.published_story(better=[SURNAME])
    work = factories.work_to_edit(story, good=(), better=(), edits=(("other", "As asked."),))
    deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=moderator)
    assert set(Tag.objects.values_list("name", flat=True)) == {SURNAME, "the nurse", "waiting times", "anxious"}


def test_tags_go_with_the_last_story_that_is_erased(story):
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    erase_story(story_id=story.pk, by=factories.TESTS)
    assert not Tag.objects.filter(name=SURNAME).exists()
