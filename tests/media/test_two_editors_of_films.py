"""Two editors at once, on real connections: nobody meets a broken page, and one of them is told."""

import pytest

from heard.core.errors import NotAcceptable
from heard.media.actions import films
from heard.media.models import Film, FilmState
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three():
    made = {"state": FilmState.READY, "ending": "mp4", "size": 1, "width": 96, "height": 96}
    return [Film.objects.create(key=letter * 32, title=letter, **made) for letter in "abc"]


def signs(film, signed):
    said = {"title": film.title, "language": "en-gb", "captions": "", "transcript": "", "seen": "", "version": 1}
    return films.describe_film(film_id=film.pk, signs_id=signed.pk, by=factories.TESTS, **said)


def test_a_film_has_one_signed_version_even_if_two_are_named_at_once(three):
    film, one, other = three
    with meanwhile(lambda: signs(other, film)) as second:
        signs(one, film)
    assert isinstance(second.refused, NotAcceptable)
    assert second.refused.field == "signs"
    assert Film.objects.get(signs=film) == one


def test_a_signed_version_is_not_signed_itself_even_at_once(three):
    film, one, other = three
    with meanwhile(lambda: signs(other, one)) as second:
        signs(one, film)
    assert isinstance(second.refused, NotAcceptable)
    assert not Film.objects.filter(signs=one).exists()


def test_a_film_that_is_deleted_meanwhile_gets_no_signed_version(three):
    film, one, _other = three
    with meanwhile(lambda: signs(one, film)) as second:
        films.delete_film(film_id=film.pk, by=factories.TESTS)
    assert isinstance(second.refused, NotAcceptable)
    assert Film.objects.get(pk=one.pk).signs is None
