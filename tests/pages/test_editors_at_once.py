"""Two editors at once, on real connections: the second is told, and both versions can be read."""

import pytest

from heard.core.errors import ChangedSince
from heard.pages.actions import glossary, publishing, writing
from heard.pages.models import Term, TermVersion, Version
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    factories.region()
    return [factories.person(name=name, roles=["editor"]) for name in ("Ed Itor", "Win Other")]


def test_two_who_save_the_same_page_do_not_replace_what_they_have_not_seen(two):
    ed, win = two
    page = writing.write_page(kind="help", path="help/parking", title="Parking", source="Ten cars.", by=ed).text.page_id
    mine = {"page_id": page, "title": "Parking", "seen": 1}
    with meanwhile(lambda: writing.save_version(source="Three cars.", by=win, **mine)) as other:
        writing.save_version(source="Twenty cars.", by=ed, **mine)
    assert isinstance(other.refused, ChangedSince)
    kept = Version.objects.filter(text__page=page).order_by("number")
    assert [(each.number, each.source) for each in kept] == [(1, "Ten cars."), (2, "Twenty cars.")]
    after = writing.save_version(source="Three cars.", by=win, **mine | {"seen": 2})
    assert after.number == 3


def test_two_who_begin_the_same_text_make_one(two):
    ed, win = two
    page = writing.write_page(kind="help", path="help/parking", title="Parking", source="Ten cars.", by=ed).text.page_id
    region = factories.region().pk
    begun = {"page_id": page, "region_id": region, "title": "Parking", "seen": 0}
    with meanwhile(lambda: writing.save_version(source="Three cars.", by=win, **begun)) as other:
        writing.save_version(source="Twenty cars.", by=ed, **begun)
    assert isinstance(other.refused, ChangedSince)
    assert [each.source for each in Version.objects.filter(text__region=region)] == ["Twenty cars."]


def test_a_version_is_published_once_while_another_is_saved(two):
    ed, win = two
    version = writing.write_page(kind="help", path="help/parking", title="Parking", source="Ten cars.", by=ed)
    save = {"page_id": version.text.page_id, "title": "Parking", "source": "Three cars.", "seen": 1}
    with meanwhile(lambda: writing.save_version(by=win, **save)) as other:
        text = publishing.publish_text(text_id=version.text_id, number=1, by=ed)
    assert other.refused is None
    assert text.published_version == version
    assert [each.number for each in text.versions.all()] == [1, 2]


def test_two_who_change_a_word_of_the_glossary(two):
    ed, win = two
    made = glossary.write_term(word="Parkish", meaning="Like a park.", by=ed)
    change = {"term_id": made.term_id, "word": "Parkish", "seen": 1}
    with meanwhile(lambda: glossary.write_term(meaning="Theirs.", by=win, **change)) as other:
        glossary.write_term(meaning="Mine.", by=ed, **change)
    assert isinstance(other.refused, ChangedSince)
    assert [each.meaning for each in TermVersion.objects.filter(term=Term.objects.get(slug="parkish"))] == ["Like a park.", "Mine."]
