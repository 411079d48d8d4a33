from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class FilmTaken(Fact):
    """A film arrived whole; the worker has to look at it before anyone can watch it."""

    name: ClassVar[str] = "media.film_taken"
    film_id: int


@dataclass(frozen=True)
class FilmPublished(Fact):
    """Anyone can watch a film: pages that name it show it."""

    name: ClassVar[str] = "media.film_published"
    film_id: int


@dataclass(frozen=True)
class FilmDescribed(Fact):
    """The title, captions or transcript of a published film have changed."""

    name: ClassVar[str] = "media.film_described"
    film_id: int


@dataclass(frozen=True)
class FilmWithdrawn(Fact):
    """A film was taken down: no page shows it any more."""

    name: ClassVar[str] = "media.film_withdrawn"
    film_id: int
