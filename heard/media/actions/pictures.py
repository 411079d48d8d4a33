"""Keeping pictures and letting them go. Who may, and what shows them, the slice that has them knows."""

import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock, languages
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable
from heard.core.texts.cleaning import clean_line
from heard.media import gateways
from heard.media.models import Picture
from heard.media.rules.pictures import LONGEST_ALT, Copies, Held

logger = logging.getLogger(__name__)

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH = 26
"""Of 32 letters: 130 bits."""
SAY_WHAT_IS_SEEN = gettext_lazy("Say what can be seen in the picture, or that it’s only decoration")
NOT_BOTH = gettext_lazy("If the picture is only decoration, don’t describe it")
GONE = gettext_lazy("We don’t have that picture any more. Choose it again.")
NO_ROOM = gettext_lazy("We can’t store your picture at the moment. Try again in a few minutes.")
HELD_FOR = timedelta(days=1)
"""How long a picture is kept for a form with a mistake in it."""
LEFT_ALONE = timedelta(hours=1)
"""How long files without a row are left alone: their transaction may not be over yet."""


@transaction.atomic
def keep_picture(
    *, copies: Copies | Held, alt: str = "", alt_language: str | None = None, is_decorative: bool = False, by: Actor
) -> Picture:
    """Keep a picture that was read (`rules.drawing.copies`), or held for its form, for the caller's thing to show in the same transaction.

    `alt` says what can be seen, in the language of the page unless `alt_language` names another.

    Raises:
        NotAcceptable: it has no words and isn't said to be decoration, or both; what was held is gone; or there is no room for it.
    """
    words = _described(alt, alt_language, is_decorative)
    return _kept(copies, Picture.Kind.PICTURE, words, by)


@transaction.atomic
def keep_photo(*, copies: Copies | Held, by: Actor) -> Picture:
    """Keep a photo of someone, to stand beside their name. The name says who it is, so it needs no words.

    Raises:
        NotAcceptable: what was held is gone, or there is no room for it.
    """
    return _kept(copies, Picture.Kind.FACE, {}, by)


@transaction.atomic
def hold_picture(*, copies: Copies, by: Actor) -> Picture:
    """Keep what came with a form that had a mistake in it, so that nobody has to choose it again. It is gone after a day.

    Raises:
        NotAcceptable: there is no room for it.
    """
    return _kept(copies, Picture.Kind.WAITING, {}, by)


@transaction.atomic
def describe_picture(*, picture_id: int, alt: str = "", alt_language: str | None = None, is_decorative: bool = False, by: Actor) -> Picture:
    """Say other words for a picture that stays as it is.

    Raises:
        NotAcceptable: as in `keep_picture`.
    """
    words = _described(alt, alt_language, is_decorative)
    Picture.objects.filter(pk=picture_id, kind=Picture.Kind.PICTURE).update(**words)
    return Picture.objects.get(pk=picture_id)


def _described(alt: str, alt_language: str | None, is_decorative: bool) -> dict[str, Any]:
    alt = " ".join(clean_line(alt).split())
    if not alt and not is_decorative:
        raise NotAcceptable(str(SAY_WHAT_IS_SEEN), field="alt")
    if alt and is_decorative:
        raise NotAcceptable(str(NOT_BOTH), field="alt")
    if len(alt) > LONGEST_ALT:
        raise NotAcceptable(_("Describe the picture in %(most)s characters or fewer") % {"most": LONGEST_ALT}, field="alt")
    return {"alt": alt, "alt_language": alt_language or languages.active(), "is_decorative": is_decorative}


def _kept(copies: Copies | Held, kind: str, words: dict[str, Any], by: Actor) -> Picture:
    if isinstance(copies, Held):
        of_theirs = Picture.objects.filter(key=copies.key, kind=Picture.Kind.WAITING, sent_by=by.actor_ref)
        if not of_theirs.update(kind=kind, **words):
            raise NotAcceptable(str(GONE))
        return Picture.objects.get(key=copies.key)
    key = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    try:
        gateways.put(key, copies)
    except OSError as error:
        logger.warning("A picture can't be stored: %s", error)
        raise NotAcceptable(str(NO_ROOM)) from error
    return Picture.objects.create(
        key=key, kind=kind, width=copies.width, height=copies.height, widths=copies.widths, sent_by=by.actor_ref, **words
    )


@transaction.atomic
def let_go(*, picture_id: int, by: Actor) -> None:
    """Nothing shows this picture any more: its row goes, and its files once that is certain."""
    for key in Picture.objects.filter(pk=picture_id).values_list("key", flat=True):
        Picture.objects.filter(key=key).delete()
        transaction.on_commit(partial(gateways.remove, key), robust=True)  # what can't be removed now, the sweep removes


def let_waiting_go() -> int:
    """Delete the pictures whose forms were never put right. Returns how many."""
    _count, gone = Picture.objects.filter(kind=Picture.Kind.WAITING, sent_at__lt=clock.now() - HELD_FOR).delete()
    return gone.get("media.Picture", 0)


def drop_lost(*, keys: Sequence[str]) -> int:
    """Delete these pictures, which have lost their files. What has to have one keeps it; returns how many are gone."""
    dropped = 0
    for key in keys:
        with suppress(ProtectedError, RestrictedError), transaction.atomic():
            dropped += bool(Picture.objects.filter(key=key).delete()[0])
            transaction.on_commit(partial(gateways.remove, key), robust=True)
    return dropped


def remove_what_nothing_shows() -> int:
    """Remove the files of pictures that no row names: the process that should have removed them was killed, or its transaction failed.

    Returns how many pictures it removed.
    """
    before, removed = clock.now() - LEFT_ALONE, 0
    for key, since in gateways.lying():
        if since < before and not Picture.objects.filter(key=key).exists():
            try:
                gateways.remove(key)
            except OSError as error:  # the others are removed all the same
                logger.warning("The files of a picture can't be removed: %s", error.strerror)
            else:
                removed += 1
    return removed
