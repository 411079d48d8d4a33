"""Editors send pictures for pages: with what can be seen on them, and gone only once no page shows them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heard.media.models import Picture
from heard.pages.actions import publishing, writing
from heard.pages.models import PagePicture
from tests import factories
from tests.factories import TESTS
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ed():
    factories.region()
    return factories.person(name="Ed Itor", roles=["editor"])


@pytest.fixture
def editor(client, ed):
    return factories.sign_in(client, ed)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def photo():
    return SimpleUploadedFile("door.jpg", drawn("JPEG", (400, 300)), content_type="image/jpeg")


def sent(editor, **more):
    editor.post("/editing/pictures/new/", {"picture": photo(), "alt": "A green door"} | more)
    return PagePicture.objects.get()


def shown_on_a_page(ed, kept, path="help/door"):
    version = writing.write_page(kind="help", path=path, title="Door", source=f"Here it is.\n\n::: picture {kept.picture.key}\n", by=ed)
    publishing.publish_text(text_id=version.text_id, number=1, by=ed)
    return version


def test_a_picture_is_sent_with_words_and_shown_by_the_line_that_its_page_gives(editor, ed):
    kept = sent(editor)
    page = editor.get(f"/editing/pictures/{kept.pk}/")
    assert f"::: picture {kept.picture.key}" in words(page)
    assert "No page shows it." in words(page)
    shown_on_a_page(ed, kept)
    assert 'alt="A green door"' in editor.get("/help/door/").text
    assert "Door" in words(editor.get(f"/editing/pictures/{kept.pk}/"))
    assert kept.picture.key in editor.get("/editing/pictures/").text


def test_without_words_nothing_is_kept_and_the_file_need_not_be_chosen_again(editor):
    refused = editor.post("/editing/pictures/new/", {"picture": photo(), "alt": ""})
    assert (refused.status_code, "Say what can be seen" in words(refused)) == (422, True)
    held = re.search(r'name="picture_held" value="([^"]+)"', refused.text)[1]
    assert editor.post("/editing/pictures/new/", {"picture_held": held, "alt": "A green door"}).status_code == 302
    assert PagePicture.objects.get().picture.alt == "A green door"
    assert editor.post("/editing/pictures/new/", {"alt": "Nothing"}).status_code == 422
    no_picture = SimpleUploadedFile("door.jpg", b"GIF89a not really", content_type="image/jpeg")
    assert editor.post("/editing/pictures/new/", {"picture": no_picture, "alt": "A door"}).status_code == 422


def test_other_words_are_on_the_pages_at_once(editor, ed):
    kept = sent(editor)
    shown_on_a_page(ed, kept)
    assert editor.post(f"/editing/pictures/{kept.pk}/", {"alt": ""}).status_code == 422
    editor.post(f"/editing/pictures/{kept.pk}/", {"alt": "A red door"})
    assert 'alt="A red door"' in editor.get("/help/door/").text


def test_a_picture_goes_only_once_no_page_shows_it_and_no_draft_would(editor, ed):
    kept = sent(editor)
    version = shown_on_a_page(ed, kept)
    address = f"/editing/pictures/{kept.pk}/"
    editor.post(f"{address}delete/")
    assert "/help/door/" in words(editor.get(address))
    assert Picture.objects.filter(pk=kept.picture_id).exists()
    writing.save_version(page_id=version.text.page_id, title="Door", source="No picture.", by=ed)
    editor.post(f"{address}delete/")
    assert Picture.objects.filter(pk=kept.picture_id).exists(), "it is still public"
    publishing.publish_text(text_id=version.text_id, number=2, by=TESTS)
    editor.post(f"{address}delete/")
    assert not Picture.objects.filter(pk=kept.picture_id).exists()
    assert editor.get(address).status_code == 404
    assert editor.get("/help/door/").status_code == 200
