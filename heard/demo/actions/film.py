"""The demo's film: drawn, prepared and published once the site is up."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import File

from heard.core.actors import SystemActor
from heard.demo import queries
from heard.demo.rules.filming import draw_film, film_to_draw
from heard.media.actions import films
from heard.media.models import Film, FilmState, WhatIsSeen

DEMO = SystemActor("demo")


def make_film() -> None:
    """Go on with the film from wherever it is: whoever was killed in between finds what there is already."""
    film = queries.demo_film() or _drawn()
    if film.state == FilmState.PREPARING:
        films.prepare_film(film_id=film.pk, by=DEMO)
        film.refresh_from_db()
    if film.state == FilmState.READY and not film.title:
        written = film_to_draw()
        films.describe_film(
            film_id=film.pk,
            version=film.version,
            title=written.title,
            language="en-gb",
            captions=written.captions,
            transcript=written.transcript,
            seen=WhatIsSeen.WORDS,
            by=DEMO,
        )
        films.publish_film(film_id=film.pk, by=DEMO)


def _drawn() -> Film:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        draw_film(path)
        with path.open("rb") as file:
            return films.take_film(file=File(file), by=DEMO)
