"""What is said of a picture for people who can't see it, and how pages show it."""

import pytest
from django.db import IntegrityError, transaction

from heard.core.actors import SystemActor
from heard.core.errors import NotAcceptable
from heard.media.actions.pictures import describe_picture, keep_photo, keep_picture
from heard.media.models import Picture
from heard.media.presenters import picture_html
from heard.media.rules.drawing import copies
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db

ME = SystemActor("test")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(size=(1400, 700), **words):
    return keep_picture(copies=copies(drawn("JPEG", size)), by=ME, **words)


def test_a_page_has_the_picture_in_its_widths_with_its_size_and_words(client):
    html = picture_html(kept(alt="A ward with   <six> beds").key)
    assert 'alt="A ward with &lt;six&gt; beds"' in html
    assert 'width="960" height="480"' in html
    for each in ("96w", "320w", "960w", "image/webp", 'loading="lazy"', 'decoding="async"', "sizes="):
        assert each in html
    assert client.get(html.split('srcset="')[1].split()[0]).status_code == 200


def test_decoration_says_nothing_and_other_words_can_be_said_elsewhere():
    decoration = kept(is_decorative=True)
    assert 'alt=""' in picture_html(decoration.key)
    assert 'alt="Our team"' in picture_html(decoration.key, alt="Our team")


def test_words_in_another_language_than_the_page_say_so():
    assert 'lang="cy"' in picture_html(kept(alt="Y ward", alt_language="cy").key)
    assert "lang=" not in picture_html(kept(alt="The ward").key)


def test_there_is_no_picture_of_that_name():
    assert picture_html("x" * 26) is None


@pytest.mark.parametrize("words", [{}, {"alt": " \n "}, {"alt": "A ward", "is_decorative": True}, {"alt": "x" * 251}])
def test_a_picture_has_words_or_is_decoration_and_never_both(words):
    with pytest.raises(NotAcceptable):
        kept(**words)
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("kind", "alt", "is_decorative"),
    [("picture", "", False), ("picture", "A ward", True), ("face", "A nurse", False), ("face", "", True), ("waiting", "A ward", False)],
)
def test_the_database_takes_no_other_either(kind, alt, is_decorative):
    picture = kept(alt="A ward")
    with pytest.raises(IntegrityError, match="picture_is_described"), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(kind=kind, alt=alt, is_decorative=is_decorative)


def test_the_words_can_be_changed_and_a_face_needs_none():
    picture = kept(alt="A ward")
    assert describe_picture(picture_id=picture.pk, is_decorative=True, by=ME).is_decorative
    assert describe_picture(picture_id=picture.pk, alt="Six beds", by=ME).alt == "Six beds"
    with pytest.raises(NotAcceptable):
        describe_picture(picture_id=picture.pk, by=ME)
    face = keep_photo(copies=copies(drawn("JPEG", (200, 200))), by=ME)
    assert 'alt=""' in picture_html(face.key)
