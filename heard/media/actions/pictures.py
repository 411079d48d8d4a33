"""Keeping pictures and letting them go. Who may, and what shows them, the slice that has them knows."""

import logging
import secrets
from datetime import timedelta
from functools import partial

from django.db import transaction

from heard.core import clock
from heard.core.actors import Actor
from heard.media import gateways
from heard.media.models import Picture
from heard.media.rules.pictures import Copies

logger = logging.getLogger(__name__)

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH = 26
"""Of 32 letters: 130 bits."""
LEFT_ALONE = timedelta(hours=1)
"""How long files without a row are left alone: their transaction may not be over yet."""


@transaction.atomic
def keep_picture(*, copies: Copies, by: Actor) -> Picture:
    """Keep a picture that was read (`rules.drawing.copies`), for the caller's thing to show in the same transaction.

    If that comes to nothing, its files have no row, and a sweep takes them away.
    """
    key = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    gateways.put(key, copies)
    return Picture.objects.create(key=key, width=copies.width, height=copies.height, widths=copies.widths, sent_by=by.actor_ref)


@transaction.atomic
def let_go(*, picture_id: int, by: Actor) -> None:
    """Nothing shows this picture any more: its row goes, and its files once that is certain."""
    for key in Picture.objects.filter(pk=picture_id).values_list("key", flat=True):
        Picture.objects.filter(key=key).delete()
        transaction.on_commit(partial(gateways.remove, key))


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
