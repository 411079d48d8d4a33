"""A tag in any script is kept, is found by its own letters, and is taken apart at whatever comma stands between two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.stories.models import Story
from heard.tags.actions import tags_named
from heard.tags.rules import is_slug, slug_of
from heard.ui.forms import COMMAS
from heard.website.forms import is_tag
from tests import factories

NAMES = [
    ("waiting times", "waiting-times"),
    ("Café", "cafe"),
    ("x-ray", "x-ray"),
    ("didn’t listen", "didnt-listen"),
    ("doctor / nurse", "doctor-nurse"),
    ("diolch yn fawr", "diolch-yn-fawr"),
    ("llŷn a’r môr", "llyn-ar-mor"),
    ("miła pielęgniarka", "miła-pielęgniarka"),
    ("życzliwość", "zyczliwosc"),
    ("شكرا جزيلا", "شكرا-جزيلا"),
    ("مُمرِّضة", "مُمرِّضة"),
    ("谢谢护士", "谢谢护士"),
    ("दयालु नर्स", "दयालु-नर्स"),
    ("Дякую", "дякую"),
    ("dr 王", "dr-王"),
    ("😡", "pouting-face"),
    ("❤️", "heavy-black-heart"),
    ("🙂 kind", "kind"),
]


@pytest.mark.parametrize(("name", "slug"), NAMES)
def test_a_tag_is_found_by_its_own_letters(name, slug):
    assert slug_of(name) == unicodedata.normalize("NFKC", slug)
    assert is_slug(slug_of(name))
    assert is_tag(f"good:{slug_of(name)}")


@given(st.text(max_size=80))
def test_whatever_shows_has_a_slug_that_an_address_can_hold(name):
    slug = slug_of(name)
    assert is_slug(slug) or not slug
    assert slug or not any(unicodedata.category(sign)[0] in "LNPS" for sign in unicodedata.normalize("NFKC", name))


@pytest.mark.parametrize("tag", ["", "good", "good:", "bad:tea", "good:the tea", "good:" + "x" * 61, "good:<script>", "good:a:b"])
def test_what_is_no_tag_is_none(tag):
    assert not is_tag(tag)


@pytest.mark.parametrize("written", ["شكرا، الممرضة", "谢谢、护士", "谢谢，护士", "tea; nurse", "tea, nurse"])
def test_two_tags_are_taken_apart_at_any_comma(written):
    assert len(COMMAS.split(written)) == 2


@pytest.mark.django_db
def test_every_tag_that_an_author_types_is_on_the_story_and_found_by_it(client):
    names = [name for name, _ in NAMES if name != "dr 王"]
    story = factories.published_story(good=names)
    assert len(Story.objects.get().tag_slugs) == len(names) + 2
    page = client.get(f"/stories/{story.pk}/").text
    for tag in tags_named(names={"good": names}, by=factories.TESTS):
        assert tag.name in page
        found = client.get("/stories/", {"tag": f"good:{tag.slug}"})
        assert (found.status_code, f"/stories/{story.pk}/" in found.text) == (200, True)
        assert client.get("/stories/feed/", {"tag": f"good:{tag.slug}"}).status_code == 200
