"""The demo's film: drawn by us, without sound, with everything that it shows in its captions."""

import io
from itertools import pairwise

import pytest
from PIL import Image

from heard.demo.rules.filming import DRAWINGS, STEPS, draw_film, film_to_draw
from heard.media.rules.captions import read
from heard.media.rules.filming import poster, probe, rewrap
from tests.media.filming import frames


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    draw_film(path)
    return path


def test_it_is_a_small_film_that_we_would_take_from_anyone(film, tmp_path):
    found = probe(film)
    assert (found.kind, found.width, found.height, found.has_sound) == ("mp4", 640, 360, False)
    assert found.seconds == pytest.approx(film_to_draw().seconds, abs=0.1)
    assert film.stat().st_size < 500_000
    rewrap(film, tmp_path / "film.mp4")
    assert Image.open(io.BytesIO(poster(tmp_path / "film.mp4"))).size == (640, 360)


def test_nothing_in_it_flickers(film):
    """From one picture to the next nothing is suddenly much lighter or darker."""
    light = [sum(plane[::97]) / len(plane[::97]) for _, plane in frames(film)]
    assert max(abs(after - before) for before, after in pairwise(light)) < 8


def test_its_captions_are_as_good_as_we_ask_of_others():
    film = film_to_draw()
    assert read(film.captions, seconds=film.seconds).problems == ()
    assert "There’s no sound" in film.captions
    assert film.transcript.startswith("(There’s no sound in this film.)")


def test_each_scene_has_its_drawing_and_is_long_enough_to_read():
    for scene in film_to_draw().scenes:
        assert scene.drawing in DRAWINGS
        assert 0 <= scene.step <= len(STEPS)
        assert len(scene.words) <= 16 * scene.seconds
