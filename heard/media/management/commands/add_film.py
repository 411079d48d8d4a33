"""Take a film from a file on this server: one that is too large to send, or many at once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.management import BaseCommand, CommandError

from heard.core import links
from heard.core.actors import SystemActor
from heard.core.errors import DomainError
from heard.media.actions import films
from heard.media.models import Film, FilmState
from heard.media.rules import captions, filming
from heard.ui.wording import worded

BY = SystemActor("add_film")


class Command(BaseCommand):
    help = "Takes a film (MP4 or WebM) and, if you have them, its captions (WebVTT). An editor adds the rest, and publishes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", default="")
        parser.add_argument("--captions", type=Path, help="a WebVTT file")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=list(dict(settings.LANGUAGES)))

    def handle(self, *, file: Path, title: str, captions: Path | None, language: str, **options: Any) -> None:
        said = _captions(captions) if captions else ""
        try:
            film = _prepared(file)
            film = films.describe_film(
                film_id=film.pk, version=film.version, title=title, language=language, captions=said, transcript="", seen="", by=BY
            )
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The film is there. Publish it at {links.absolute(links.to('film-to-edit', key=film.key))}")


def _prepared(file: Path) -> Film:
    with file.open("rb") as opened:
        film = films.take_film(file=File(opened), by=BY)
    films.prepare_film(film_id=film.pk, by=BY)
    film.refresh_from_db()
    if film.state == FilmState.REFUSED:
        raise CommandError(worded(filming.WORDS, film.refused))
    return film


def _captions(file: Path) -> str:
    """The captions in this file.

    Raises:
        CommandError: what is wrong with them, by their lines.
    """
    try:
        read = captions.read(file.read_bytes())
    except OSError as error:
        raise CommandError(str(error)) from error
    wrong = [f"Line {each.line}: {worded(captions.WORDS, each.what)}" for each in read.problems if not each.only_said]
    if wrong:
        raise CommandError("\n".join(wrong))
    return captions.written(read.cues)
