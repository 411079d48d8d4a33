from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.regions.models import State


class RegionMoves(StrEnum):
    FOUND = "found"
    PREPARE = "prepare"
    OPEN = "open"
    CLOSE = "close"


REGION = Lifecycle(
    "region",
    states=State.values,
    moves=(
        move(RegionMoves.FOUND, [BEGINNING], State.OPEN, "The first region of a Heard: its site is open, and takes stories once it can."),
        move(RegionMoves.PREPARE, [BEGINNING], State.PREPARING, "An operator adds another region; no one else can see its site yet."),
        move(RegionMoves.OPEN, [State.PREPARING, State.CLOSED], State.OPEN, "An operator opens its site."),
        move(RegionMoves.CLOSE, [State.OPEN], State.CLOSED, "An operator closes it: its stories stay readable, and it takes no new ones."),
    ),
)
