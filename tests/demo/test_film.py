"""The demo's film comes after the first page: the worker goes on with it from wherever it was left."""

import pytest
from django.core.files.base import File

from heard.core import clock
from heard.demo import queries
from heard.demo.actions.film import DEMO, make_film
from heard.demo.models import Loading
from heard.demo.rules.filming import film_to_draw
from heard.media.actions import films
from heard.media.models import FilmState
from heard.pages.actions.house import load_house_texts
from tests import factories
from tests.factories import TESTS
from tests.media.filming import filmed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_film_that_was_drawn_is_prepared_published_and_shown(client, tmp_path, run_jobs):
    factories.region()
    load_house_texts()
    assert not queries.film_is_missing(), "there is no demo yet"
    Loading.objects.create(begun_at=clock.now(), finished_at=clock.now())
    assert queries.film_is_missing()
    assert "A short film is being drawn" in client.get("/demo/").content.decode()
    # Given that whoever drew it was killed after that
    drawn = tmp_path / "drawn.mp4"
    filmed(drawn, sound=None, seconds=film_to_draw().seconds, rate=1)
    with drawn.open("rb") as file:
        films.take_film(file=File(file), by=DEMO)
    assert queries.film_is_missing()
    make_film()
    assert not queries.film_is_missing()
    film = queries.demo_film()
    assert film.state == FilmState.PUBLISHED
    assert film_to_draw().transcript == film.transcript
    shown = client.get("/demo/").content.decode()
    assert f"/films/{film.key}.mp4" in shown
    assert "Film without sound" in shown
    assert f"/films/{film.key}.mp4" in client.get("/help/how-heard-works/").content.decode()
    # When an editor deletes it
    films.withdraw_film(film_id=film.pk, by=TESTS)
    films.delete_film(film_id=film.pk, by=TESTS)
    run_jobs()
    # Then no other is made, and the page is as before
    assert not queries.film_is_missing()
    shown = client.get("/demo/").content.decode()
    assert film.key not in shown
    assert film.key not in client.get("/help/how-heard-works/").content.decode()
    assert "A short film is being drawn" not in shown


def test_each_scene_is_a_paragraph_to_read_or_to_play_from_and_nothing_is_told_before_it_is_public():
    film = film_to_draw()
    assert film.transcript.split("\n\n") == [scene.words for scene in film.scenes]
    published = next(at for at, scene in enumerate(film.scenes) if "published" in scene.words)
    assert [scene.step for scene in film.scenes[:published]] == [0] * published


def test_no_site_but_a_demo_has_it(settings):
    Loading.objects.create(begun_at=clock.now(), finished_at=clock.now())
    settings.DEMO = False
    assert not queries.film_is_missing()
