"""Two editors at once with films, on real connections."""

from functools import partial

import pytest
from django.db import transaction

from heard.core.errors import NotAcceptable
from heard.media.actions import films
from heard.media.models import Film, FilmState
from tests.factories import TESTS
from tests.two_at_once import PATIENCE, Other, meanwhile, see_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def ready(number):
    return Film.objects.create(key=f"{number}" * 32, state=FilmState.READY, ending="mp4", size=1, seconds=1, width=96, height=96)


def says(film, *, signs):
    said = {"title": "A film", "language": "en-gb", "captions": "", "transcript": "", "seen": "", "signs_id": signs.pk, "by": TESTS}
    return films.describe_film(film_id=film.pk, version=1, **said)


def test_two_films_are_not_both_the_signed_version_of_one():
    one, other_one, signed = ready(1), ready(2), ready(3)
    with meanwhile(lambda: says(other_one, signs=signed)) as other:
        says(one, signs=signed)
    assert isinstance(other.refused, NotAcceptable)
    assert "already has a sign-language version" in str(other.refused)


def test_two_films_are_not_each_the_signed_version_of_the_other():
    one, another = ready(1), ready(2)
    with meanwhile(lambda: says(another, signs=one)) as other:
        says(one, signs=another)
    assert isinstance(other.refused, NotAcceptable)
    assert set(Film.objects.values_list("signs", flat=True)) == {another.pk, None}


def test_a_film_is_deleted_while_another_is_written_that_is_its_signed_version():
    signing, signed = ready(1), ready(2)
    says(signing, signs=signed)
    other = Other(partial(films.delete_film, film_id=signed.pk, by=TESTS))
    with transaction.atomic():
        Film.objects.select_for_update(no_key=True).get(pk=signing.pk)
        other.start()
        see_waiting(other)
        films.describe_film(
            film_id=signing.pk,
            version=2,
            title="Other",
            language="en-gb",
            captions="",
            transcript="",
            seen="",
            signs_id=signed.pk,
            by=TESTS,
        )
    other.join(timeout=PATIENCE)
    assert (other.refused, other.failed) == (None, None)
    signing.refresh_from_db()
    assert (signing.title, signing.signs_id) == ("Other", None)
