"""Films: taken, prepared, described, published, taken down, deleted. Who may, the slice with the pages for it knows."""

import logging
import secrets
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.events import announce
from heard.core.texts.saying import worded
from heard.media import gateways
from heard.media.events import FilmDescribed, FilmPublished, FilmTaken, FilmWithdrawn
from heard.media.lifecycle import FILM, FilmMoves
from heard.media.models import Film, FilmState
from heard.media.queries import what_lacks
from heard.media.rules import captions as vtt
from heard.media.rules import filming
from heard.media.rules.films import LACKING

logger = logging.getLogger(__name__)
LEFT_ALONE = timedelta(days=1)
"""How long files that no film names are left alone: they may still be arriving, or their transaction isn't over."""
NO_ROOM = gettext_lazy("There’s no room for this film at the moment. Tell the people who run this server.")


@transaction.atomic
def take_film(*, file: "File[bytes]", by: Actor) -> Film:
    """Take a film that has arrived whole. The worker looks at it next; what it is called, and its words, are written after that.

    If that comes to nothing, its file has no row, and a sweep removes it.

    Raises:
        NotAcceptable: there is no room for it.
    """
    film = Film(key=secrets.token_hex(16))
    try:
        gateways.put_film(film.key, file)
    except OSError:
        gateways.remove_film(film.key)
        raise NotAcceptable(str(NO_ROOM), field="film") from None
    moves.make(film, FILM, FilmMoves.TAKE, by=by)
    announce(FilmTaken(film_id=film.pk), by=by)
    return film


def prepare_film(*, film_id: int, by: Actor) -> None:
    """Make what is shown of a film that was taken: the same pictures and sound in a new file that starts at once and says nothing of where
    it was made, and the picture that stands there before. Or say why it can't be shown.

    Works outside of a transaction, for seconds. Done twice, or cut off and done again, it comes to the same.
    """
    film = Film.objects.get(pk=film_id)
    if film.state != FilmState.PREPARING:
        return
    try:
        probe, size = _made(film.key)
    except filming.NotTaken as refused:
        _refuse(film.pk, refused.why, by=by)
        return
    with transaction.atomic():
        film = moves.locked(Film.objects).get(pk=film_id)
        if film.state != FilmState.PREPARING:
            return
        columns = {
            "ending": probe.kind,
            "size": size,
            "seconds": max(1, round(probe.seconds)),
            "width": probe.width,
            "height": probe.height,
            "has_sound": probe.has_sound,
        }
        moves.make(film, FILM, FilmMoves.PREPARE, by=by, columns=columns)
        transaction.on_commit(partial(gateways.remove_film, film.key, gateways.ARRIVED))


def _made(key: str) -> tuple[filming.Probe, int]:
    """Make a film's file and its picture of what was sent; what it is, and its size in bytes.

    Raises:
        NotTaken: it can't be shown.
        OSError: there is no room. The job is tried again.
    """
    # What was made of it will do as well: a backup may have the row of before and the files of after.
    there = (gateways.film_file(key, name) for name in (gateways.ARRIVED, "film.mp4", "film.webm"))
    arrived = next(filter(Path.exists, there), None)
    if arrived is None:
        raise filming.NotTaken(filming.Refusal.DAMAGED)
    gateways.room_for(arrived.stat().st_size)
    probe = filming.probe(arrived)
    with gateways.making(key, f"film.{probe.kind}") as file:
        filming.rewrap(arrived, file)
    with gateways.making(key, gateways.POSTER) as file:
        file.write_bytes(filming.poster(arrived))
    return probe, gateways.film_file(key, f"film.{probe.kind}").stat().st_size


@transaction.atomic
def describe_film(
    *,
    film_id: int,
    version: int,
    title: str,
    language: str,
    captions: str,
    transcript: str,
    seen: str,
    signs_id: int | None = None,
    by: Actor,
) -> Film:
    """Write what a film is called, its captions and transcript, and of which film it is the signed version. `version` is the one that the
    editor saw. Without a transcript it is made of the captions; one that was made so, and that nobody rewrote, follows them. The same words
    sent twice, because a button was pressed twice, are saved once.

    Raises:
        ChangedSince: another editor has written something else meanwhile.
        NotAcceptable: there is something wrong with it, or it is published and would lack something.
        WrongState: it was deleted, or isn't prepared.
    """
    film = _locked(film_id, signs_id)
    read = vtt.read(captions, seconds=film.seconds) if captions else None
    written = vtt.written(read.cues) if read else ""
    if not transcript or (film.captions != written and transcript == _made_of(film.captions)):
        transcript = vtt.transcript(read.cues) if read else ""
    said = (title, language, seen, written, transcript, signs_id)
    if film.version != version:
        if said == (film.title, film.language, film.seen, film.captions, film.transcript, film.signs_id):
            return film
        raise ChangedSince(_("Someone changed this since you opened it."))
    if read and not read.good:
        raise NotAcceptable(_("There’s something wrong with the captions"), field="captions")
    film.title, film.language, film.seen = title, language, seen
    film.captions, film.transcript = written, transcript
    if signs_id != film.signs_id:
        film.signs_id = _signed_by(film, signs_id)
    shown = film.state == FilmState.PUBLISHED
    if shown:
        _refuse_what_lacks(film)
    moves.make(film, FILM, FilmMoves.DESCRIBE_SHOWN if shown else FilmMoves.DESCRIBE, by=by)
    if shown:
        announce(FilmDescribed(film_id=film.pk), by=by)
    return film


def _made_of(captions: str) -> str:
    """The transcript that these captions give."""
    return vtt.transcript(vtt.read(captions).cues) if captions else ""


def _signed_by(film: Film, signs_id: int | None) -> int | None:
    """Of which film this is the signed version; checked."""
    if signs_id is None:
        return None
    signed = Film.objects.exclude(state=FilmState.DELETED).filter(pk=signs_id, signs=None).exclude(pk=film.pk)
    if not signed.exists() or Film.objects.filter(signs=film).exists():
        raise NotAcceptable(_("Choose a film that isn’t a sign-language version itself"), field="signs")
    if Film.objects.filter(signs_id=signs_id).exclude(pk=film.pk).exists():
        raise NotAcceptable(_("That film already has a sign-language version"), field="signs")
    return signs_id


@transaction.atomic
def publish_film(*, film_id: int, by: Actor) -> Film:
    """Let anyone watch a film. Twice changes nothing.

    Raises:
        NotAcceptable: it lacks captions, a transcript, or words on what can be seen.
        WrongState: it was deleted, or isn't prepared.
    """
    film = _locked(film_id)
    if film.state == FilmState.PUBLISHED:
        return film
    _refuse_what_lacks(film)
    moves.make(film, FILM, FilmMoves.PUBLISH, by=by)
    announce(FilmPublished(film_id=film.pk), by=by)
    return film


@transaction.atomic
def withdraw_film(*, film_id: int, by: Actor) -> Film:
    """Take a film down: its address leads nowhere until it is published again. Twice changes nothing.

    Raises:
        WrongState: it was never published.
    """
    film = _locked(film_id)
    if film.state == FilmState.WITHDRAWN:
        return film
    moves.make(film, FILM, FilmMoves.WITHDRAW, by=by)
    announce(FilmWithdrawn(film_id=film.pk), by=by)
    return film


@transaction.atomic
def delete_film(*, film_id: int, by: Actor) -> Film:
    """Delete a film's file and words. Its row says who did.

    Raises:
        WrongState: it is published, still being prepared, or deleted already.
    """
    signing = Film.objects.filter(signs_id=film_id).values_list("pk", flat=True).first()
    film = _locked(film_id, signing)
    Film.objects.filter(signs=film).update(signs=None)
    moves.make(film, FILM, FilmMoves.DELETE, by=by, columns={"captions": "", "transcript": "", "signs": None})
    transaction.on_commit(partial(gateways.remove_film, film.key))
    return film


def remove_what_no_film_has() -> int:
    """Remove files of films that have no row or were deleted, what was sent of films that are prepared, and uploads that never ended.

    Returns how many it removed.
    """
    before, removed = clock.now() - LEFT_ALONE, 0
    for name, since in gateways.uploads_lying():
        if since < before:
            gateways.remove_upload(name)
            removed += 1
    for key, since in gateways.films_lying():
        if since >= before:
            continue
        state = Film.objects.filter(key=key).values_list("state", flat=True).first()
        if state in {None, FilmState.DELETED, FilmState.REFUSED}:
            gateways.remove_film(key)
            removed += 1
        elif state != FilmState.PREPARING:
            gateways.remove_film(key, gateways.ARRIVED)
    return removed


def _locked(film_id: int, other_id: int | None = None) -> Film:
    """A film, locked; with it the other one where one is the signed version of the other, always in the same order."""
    both = [each for each in (film_id, other_id) if each is not None]
    return next(film for film in [*moves.locked(Film.objects).filter(pk__in=both).order_by("pk")] if film.pk == film_id)


def _refuse_what_lacks(film: Film) -> None:
    if lack := what_lacks(film):
        raise NotAcceptable(worded(LACKING, lack[0]), field=lack[0])


@transaction.atomic
def _refuse(film_id: int, why: str, *, by: Actor) -> None:
    film = _locked(film_id)
    if film.state == FilmState.PREPARING:
        moves.make(film, FILM, FilmMoves.REFUSE, by=by, columns={"refused": why})
        transaction.on_commit(partial(gateways.remove_film, film.key))
