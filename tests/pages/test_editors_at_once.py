"""Two editors at once, on real connections: the second is told, and both versions can be read."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from heard.core import clock
from heard.core.errors import ChangedSince
from heard.media.rules.pictures import Copies
from heard.pages.actions import glossary, pictures, publishing, writing
from heard.pages.actions.house import load_house_texts, take_house_text
from heard.pages.models import Page, Term, TermVersion, Text, Version
from heard.pages.rules import house
from tests import factories
from tests.two_at_once import PATIENCE, Other, meanwhile, see_waiting

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


def test_a_page_is_not_taken_down_while_another_that_leads_there_is_published(two):
    ed, win = two
    parking = _published("help/parking", "Ten cars.", by=ed)
    waiting = writing.write_page(kind="help", path="help/arriving", title="Arriving", source="[Park](page:help/parking).", by=win)
    with meanwhile(lambda: publishing.publish_text(text_id=waiting.text_id, number=1, by=win)) as other:
        publishing.retire_text(text_id=parking.pk, reason="Built over", by=ed)
    assert isinstance(other.refused, publishing.NotReady)
    publishing.publish_text(text_id=parking.pk, number=1, by=ed)
    with meanwhile(lambda: publishing.retire_text(text_id=parking.pk, reason="Built over", by=ed)) as other:
        publishing.publish_text(text_id=waiting.text_id, number=1, by=win)
    assert "These pages link to it: /help/arriving/" in str(other.refused)


def test_what_a_text_names_is_drawn_anew_also_if_it_changed_while_the_text_was_published(two):
    ed, _win = two
    term = glossary.write_term(word="Parkish", meaning="Like a park.", by=ed)
    version = writing.write_page(kind="help", path="help/parking", title="Parking", source="It’s [[parkish]].", by=ed)
    glossary.remove_term(term_id=term.term_id, by=ed)
    glossary.write_term(term_id=term.term_id, word="Parkish", meaning="Like a park.", by=ed)
    with meanwhile(publishing.draw_anew):
        publishing.publish_text(text_id=version.text_id, number=1, by=ed)
        glossary.remove_term(term_id=term.term_id, by=ed)
    assert "<a" not in Text.objects.get(pk=version.text_id).html


def test_a_picture_is_not_deleted_while_a_page_that_shows_it_is_published(two):
    ed, win = two
    kept = pictures.add_picture(
        copies=Copies(96, 96, {(96, "webp"): b"webp", (96, "jpg"): b"jpg"}), alt="Ten cars", is_decorative=False, by=ed
    )
    shows = f"::: picture {kept.picture.key}"
    version = writing.write_page(kind="help", path="help/parking", title="Parking", source=shows, by=ed)
    writing.save_version(page_id=version.text.page_id, title="Parking", source="Ten cars.", by=ed)
    with meanwhile(lambda: pictures.remove_picture(picture_id=kept.pk, by=win)) as other:
        publishing.publish_text(text_id=version.text_id, number=1, by=ed)
    assert "These pages show it" in str(other.refused)


@pytest.mark.parametrize("publishes", ["an editor", "the clock"])
def test_one_saves_while_another_publishes_and_neither_is_in_the_others_way(two, publishes):
    """Whoever saves locks the page before its text: so does everyone."""
    ed, win = two
    version = writing.write_page(kind="help", path="help/parking", title="Parking", source="Ten cars.", by=ed)
    if publishes == "the clock":
        publishing.schedule_text(text_id=version.text_id, number=1, due_at=clock.now() + timedelta(hours=1), by=ed)
        Text.objects.filter(pk=version.text_id).update(due_at=clock.now())
    publish = partial(publishing.publish_text, text_id=version.text_id, number=1, by=win)
    other = Other(publish if publishes == "an editor" else publishing.publish_what_is_due)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=version.text.page_id)
        other.start()
        see_waiting(other)
        writing.save_version(page_id=version.text.page_id, title="Parking", source="Twenty cars.", by=ed)
    other.join(timeout=PATIENCE)
    assert (other.refused, other.failed) == (None, None)
    assert Text.objects.get(pk=version.text_id).published_version == version


def test_one_takes_the_text_of_the_house_while_another_saves(two, monkeypatch):
    ed, win = two
    load_house_texts()
    page = Page.objects.get(path="about")
    own = writing.save_version(page_id=page.pk, title="About", source="Our own.", by=ed)
    brought = replace(house.texts()["about"], source="Newer.")
    monkeypatch.setattr(house, "texts", lambda: {"about": brought})
    other = Other(partial(take_house_text, text_id=own.text_id, by=win))
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        other.start()
        see_waiting(other)
        writing.save_version(page_id=page.pk, title="About", source="Our other.", by=ed)
    other.join(timeout=PATIENCE)
    assert (other.refused, other.failed) == (None, None)
    assert own.text.versions.order_by("-number")[0].source == "Newer."


def _published(path, source, *, by):
    made = writing.write_page(kind="help", path=path, title="Parking", source=source, by=by)
    return publishing.publish_text(text_id=made.text_id, number=made.number, by=by)


def test_two_who_change_a_word_of_the_glossary(two):
    ed, win = two
    made = glossary.write_term(word="Parkish", meaning="Like a park.", by=ed)
    change = {"term_id": made.term_id, "word": "Parkish", "seen": 1}
    with meanwhile(lambda: glossary.write_term(meaning="Theirs.", by=win, **change)) as other:
        glossary.write_term(meaning="Mine.", by=ed, **change)
    assert isinstance(other.refused, ChangedSince)
    assert [each.meaning for each in TermVersion.objects.filter(term=Term.objects.get(slug="parkish"))] == ["Like a park.", "Mine."]
