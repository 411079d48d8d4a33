from collections.abc import Iterable

from django.db.models import Q, QuerySet

from heard.media import gateways
from heard.media.models import Film, FilmState, Picture
from heard.media.rules.films import Lack, lacking


def shown(key: str) -> Picture | None:
    """The picture with this key, unless it waits for its form to be right."""
    return Picture.objects.filter(key=key).exclude(kind=Picture.Kind.WAITING).first()


def held(key: str, *, by: str) -> Picture | None:
    """The picture that was kept for this person until their form is right."""
    return Picture.objects.filter(key=key, kind=Picture.Kind.WAITING, sent_by=by).first()


def copy_of(key: str, width: int, ending: str) -> bytes | None:
    """One copy of a picture that something shows; None when nothing does, or there is no such copy."""
    widths = Picture.objects.filter(key=key).values_list("widths", flat=True).first()
    return gateways.read(key, width, ending) if widths and width in widths else None


def without_files() -> tuple[int, list[str]]:
    """How many pictures there are, and the keys of those that have lost a file.

    Raises:
        OSError: the place where the files lie can't be asked.
    """
    rows = list(Picture.objects.order_by("pk").values_list("key", "width"))
    return len(rows), gateways.lacking(rows)


WATCHABLE = (FilmState.READY, FilmState.WITHDRAWN)
"""States in which editors can watch a film, and nobody else."""


def published_film(key: str) -> tuple[Film, Film | None] | None:
    """A film that anyone can watch, and its other version if anyone can watch that: the one with sign language, or the one without."""
    found = {each.key: each for each in Film.objects.filter(Q(key=key) | Q(signs__key=key) | Q(signed__key=key), state=FilmState.PUBLISHED)}
    film = found.pop(key, None)
    return (film, next(iter(found.values()), None)) if film else None


def watchable_films(keys: Iterable[str] | None = None) -> list[Film]:
    """Films that anyone can watch: all of them, the newest first, or those with these keys."""
    found = Film.objects.filter(state=FilmState.PUBLISHED).order_by("-pk")
    return list(found if keys is None else found.filter(key__in=list(keys)))


def film_to_send(key: str, *, to_editor: bool) -> Film | None:
    """A film whose file can be sent: one that is published, or to an editor one that is prepared."""
    states = [FilmState.PUBLISHED, *(WATCHABLE if to_editor else ())]
    return Film.objects.filter(key=key, state__in=states).first()


def film_by_key(key: str) -> Film | None:
    """A film as editors see it; None when it was deleted."""
    return films().filter(key=key).select_related("signs", "signed").first()


def keys_of_films(*, among: int) -> list[str]:
    """How pages name every film that there is or was.

    Raises:
        DoesNotExist: this film isn't among them.
    """
    Film.objects.get(pk=among)
    return list(Film.objects.values_list("key", flat=True))


def films() -> QuerySet[Film]:
    """Every film that wasn't deleted, the newest first."""
    return Film.objects.exclude(state=FilmState.DELETED).order_by("-pk")


def films_without_files() -> tuple[int, int]:
    """How many films are prepared, and how many of them have lost their file or their picture."""
    found = [
        all(gateways.film_file(key, name).is_file() for name in (f"film.{ending}", gateways.POSTER))
        for key, ending in films().exclude(ending="").values_list("key", "ending").iterator()
    ]
    return len(found), found.count(False)


def what_lacks(film: Film) -> list[Lack]:
    """What this film still needs before anyone can watch it."""
    return lacking(title=film.title, has_sound=film.has_sound, captions=film.captions, transcript=film.transcript, seen=film.seen)
