"""A film stands on a case study, and is named beside an exemplar, for as long as anyone can watch it."""

import pytest
from django.core.files.base import File

from heard.core import clock
from heard.media.actions import films
from heard.media.models import Film
from heard.showcase.actions.exemplars import choose_exemplar
from tests import factories
from tests.factories import TESTS
from tests.media.filming import filmed
from tests.media.test_films import WORDS
from tests.showcase.interviews import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(settings, tmp_path, run_jobs):
    settings.MEDIA_ROOT = tmp_path / "media"
    filmed(tmp_path / "a.mp4")
    with (tmp_path / "a.mp4").open("rb") as file:
        taken = films.take_film(file=File(file), by=TESTS)
    run_jobs()
    taken.refresh_from_db()
    described = films.describe_film(film_id=taken.pk, version=taken.version, **WORDS, by=TESTS)
    return films.publish_film(film_id=described.pk, by=TESTS)


def test_a_film_stands_beside_what_it_is_about_until_it_is_taken_down(client, film):
    organisation = factories.organisation()
    published(film=film.key)
    said = {"why": "They answer.", "since": clock.today(), "language": "en-gb", "film": film.key}
    choose_exemplar(organisation_id=organisation.pk, **said, by=TESTS)
    study, exemplars = (client.get(path) for path in ("/case-studies/the-board/", "/exemplars/"))
    assert f'src="/films/{film.key}.mp4"' in study.text
    assert f'href="/films/{film.key}/"' in exemplars.text
    assert "Film, 2 seconds" in exemplars.text

    films.withdraw_film(film_id=Film.objects.get().pk, by=TESTS)
    for path, before in (("/case-studies/the-board/", study), ("/exemplars/", exemplars)):
        now = client.get(path, headers={"If-None-Match": before["ETag"]})
        assert now.status_code == 200, "no cache keeps it"
        assert film.key not in now.text


def test_an_editor_chooses_among_films_that_anyone_can_watch(client, film):
    factories.sign_in(client, factories.person(roles=["editor"]))
    for path in ("/editing/case-studies/new/", "/editing/exemplars/new/"):
        assert f'<option value="{film.key}">The board</option>' in client.get(path).text
    films.withdraw_film(film_id=film.pk, by=TESTS)
    assert film.key not in client.get("/editing/exemplars/new/").text
