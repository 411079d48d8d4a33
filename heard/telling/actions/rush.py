"""What is told from one place in an hour is counted (see `rules.rush`), under a keyed hash that is thrown away after a day."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from heard.core import clock, limits, proofs
from heard.core.actors import Actor
from heard.core.errors import TooMany
from heard.core.events import announce
from heard.regions.queries import numbers
from heard.telling.events import RushNoticed
from heard.telling.models import Draft, Rush
from heard.telling.queries import HOUR, LETTERS_FROM, STORIES_FROM, standing_of
from heard.telling.rules.rush import BEGINNING, ORDINARY, Bounds, Standing, asks_for_proof, bounds_of, counted_for, has_room, standing

RUSHES_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Came:
    """How something that was typed came: from which place (`core.access.place_of`: counted, never kept), and with which proof of work.

    `proved` says that the proof was found good, and used up, already.
    """

    place: str
    proof: str = ""
    proved: bool = False


class PlaceIsFull(TooMany):
    """So much was written from this place in this hour that this is not kept: the words stay on the page, which says how to go on.

    `too_long`: it is too long to be kept now, whatever the browser does; `asks`: a proof of work is what is missing, or would be once it is
    short enough; `alarms`: operators have to hear of it, though what was counted is undone with the transaction.
    """

    def __init__(self, *, too_long: bool, asks: bool, alarms: bool = False) -> None:
        wait = max(1, int((limits.next_window(HOUR) - clock.now()).total_seconds()))
        super().__init__(_("We can’t save any more from your internet connection this hour."), wait=wait)
        self.too_long = too_long
        self.asks = asks
        self.alarms = alarms


def let_begin(*, region_id: int, size: int, came: Came) -> Came:
    """Look at the proof before anything is made for a new story of `size` letters, where the place is asked for one. A proof that could not
    help is not used up.

    Raises:
        PlaceIsFull: the place is full, and there is no proof or the story is too long.
    """
    place = standing_of(region_id, came.place)
    if not has_room(place, begins=True, size=size, proved=True):
        raise PlaceIsFull(too_long=True, asks=True)
    if place >= Standing.ASKED and came.proof:
        came = replace(came, proof="", proved=proofs.redeem(came.proof))
    if not has_room(place, begins=True, size=size, proved=came.proved):
        raise PlaceIsFull(too_long=False, asks=True)
    return came


def weigh(draft: Draft, *, before: int, came: Came, by: Actor) -> None:
    """Count what a locked draft, of `before` letters until now, is growing by, and note on it whether a proof is asked for or given.

    Raises:
        PlaceIsFull: it cannot be kept.
    """
    begins, size = draft.version == 0, draft.size()
    stories, letters = int(begins), max(0, size - before) + BEGINNING * begins
    if not letters:
        if draft.proof == Draft.Proof.ASKED and _is_proved(came):
            draft.proof = Draft.Proof.GIVEN
        return
    was, now = _count(came.place, bounds=bounds_of(numbers(draft.region_id)), stories=stories, letters=letters)
    if draft.proof != Draft.Proof.GIVEN and (draft.proof == Draft.Proof.ASKED or asks_for_proof(now, begins=begins, size=size)):
        draft.proof = Draft.Proof.GIVEN if _is_proved(came) else Draft.Proof.ASKED
    alarms = was < Standing.ALARM <= now
    if not has_room(now, begins=begins, size=size, proved=draft.proof == Draft.Proof.GIVEN):
        raise PlaceIsFull(too_long=size > ORDINARY, asks=begins, alarms=alarms)
    if alarms:
        notice_rush_from(came.place, region_id=draft.region_id, by=by)


def _count(place: str, *, bounds: Bounds, stories: int, letters: int) -> tuple[Standing, Standing]:
    """Count this; how the place stood before, and how it stands now."""
    was = now = Standing.CALM
    for who, times in counted_for(place):
        told = limits.count(STORIES_FROM, who, amount=stories, per=HOUR)
        written = limits.count(LETTERS_FROM, who, amount=letters, per=HOUR)
        wide = bounds.times(times)
        was = max(was, standing(stories=told - stories, letters=written - letters, bounds=wide))
        now = max(now, standing(stories=told, letters=written, bounds=wide))
    return was, now


@transaction.atomic
def notice_rush_from(place: str, *, region_id: int, by: Actor) -> None:
    """This place passed the second bound, perhaps by something that is refused each time it is sent: noticed once in an hour."""
    if limits.once("rush noticed", place, until=limits.next_window(HOUR)):
        notice_rush(region_id=region_id, by=by)


@transaction.atomic
def notice_rush(*, region_id: int, by: Actor) -> Rush:
    """One more place passed the second bound in this hour. The first of an hour is announced; which places they are is not kept."""
    rush, is_first = Rush.objects.get_or_create(region_id=region_id, hour=limits.next_window(HOUR) - HOUR)
    Rush.objects.filter(pk=rush.pk).update(places=F("places") + 1)
    if is_first:
        announce(RushNoticed(rush_id=rush.pk), by=by)
    return rush


def forget_old_rushes(*, by: Actor) -> int:
    """Rushes of long ago are of no use to anybody."""
    return Rush.objects.filter(hour__lt=clock.now() - RUSHES_KEPT).delete()[0]


def _is_proved(came: Came) -> bool:
    return came.proved or proofs.redeem(came.proof)
