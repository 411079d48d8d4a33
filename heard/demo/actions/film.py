"""The demo's film: drawn, prepared and published once the site is up."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import File
from django.db import transaction

from heard.core.actors import SystemActor
from heard.core.languages import SOURCE
from heard.demo import queries
from heard.demo.rules.filming import draw_film, film_to_draw
from heard.media.actions import films
from heard.media.models import Film, FilmState, WhatIsSeen
from heard.pages.actions.publishing import publish_text
from heard.pages.actions.writing import save_version
from heard.pages.queries import latest_version, page_at, text_of

DEMO = SystemActor("demo")
SHOWN_ON = "help/how-heard-works"


def make_film() -> None:
    """Go on with the film from wherever it is: whoever was killed in between finds what there is already."""
    film = queries.demo_film() or _drawn()
    if film.state == FilmState.PREPARING:
        films.prepare_film(film_id=film.pk, by=DEMO)
        film.refresh_from_db()
    if film.state != FilmState.READY:
        return
    with transaction.atomic():
        if not film.title:
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
        _show(film)


def _show(film: Film) -> None:
    """At the top of a page of help, as an editor would: not where one is writing it anew."""
    page = page_at(SHOWN_ON)
    text = text_of(page.pk, region_id=None, language=SOURCE) if page else None
    latest = latest_version(text) if text else None
    if page is None or text is None or latest is None or latest.pk != text.published_version_id:
        return
    newer = save_version(
        page_id=page.pk,
        title=latest.title,
        lead=latest.lead,
        summary=latest.summary,
        source=f"::: film {film.key}\n:::\n\n{latest.source}",
        summary_of_change="A film shows the same",
        by=DEMO,
    )
    publish_text(text_id=text.pk, number=newer.number, by=DEMO)


def _drawn() -> Film:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        draw_film(path)
        with path.open("rb") as file:
            return films.take_film(file=File(file), by=DEMO)
