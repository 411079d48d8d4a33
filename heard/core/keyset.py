"""Pages of a list without counting or skipping: each page begins after the last row of the one before, wherever that row stands."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from heard.core.errors import NotAcceptable

T = TypeVar("T")
S = TypeVar("S")
Direction = Literal["older", "newer"]
Key = tuple[int | float | str, ...]
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """A place in a list: everything that stands after (`older`) or before (`newer`) the row with this key."""

    direction: Direction
    key: Key

    def __str__(self) -> str:
        packed = json.dumps([self.direction[0], *self.key], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str, *, like: Sequence[type]) -> Cursor | None:
    """The cursor that an address carries; None for an empty text. `like` gives the types of the list's key.

    Raises:
        NotAcceptable: it was not made by this list.
    """
    if not text:
        return None
    wrong = NotAcceptable("That page of the list does not exist. Start again at the first page.", field="page")
    if len(text) > 400:
        raise wrong
    try:
        found = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)), parse_constant=_no_such_number)
    except (ValueError, UnicodeError, binascii.Error, RecursionError) as error:
        raise wrong from error
    if not isinstance(found, list) or len(found) != len(like) + 1 or found[0] not in {"o", "n"}:
        raise wrong
    if not all(_fits(value, kind) for value, kind in zip(found[1:], like, strict=True)):
        raise wrong
    return Cursor("older" if found[0] == "o" else "newer", tuple(found[1:]))


def _fits(value: Any, kind: type) -> bool:
    if kind is int:
        return type(value) is int and abs(value) <= LARGEST
    return type(value) is kind and "\0" not in str(value)


def _no_such_number(name: str) -> float:
    raise ValueError(name)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list in reading order, with the cursors of its neighbours. `total` is known on a first page only."""

    rows: tuple[T, ...]
    newer: str | None
    older: str | None
    total: int | None = None

    def map(self, shown: Callable[[T], S]) -> "Page[S]":
        """The same page with each row turned into what `shown` makes of it."""
        return Page(tuple(map(shown, self.rows)), self.newer, self.older, self.total)


def page_of(rows: Sequence[T], *, size: int, cursor: Cursor | None, key: Callable[[T], Key], total: int | None = None) -> Page[T]:
    """The page from up to `size` + 1 rows, which were read in the direction of `cursor`."""
    more = len(rows) > size
    kept = list(rows[:size])
    back = cursor is not None and cursor.direction == "newer"
    if back:
        kept.reverse()
    if not kept:
        return Page((), None, None, total)
    newer = str(Cursor("newer", key(kept[0]))) if (more if back else cursor is not None) else None
    older = str(Cursor("older", key(kept[-1]))) if (back or more) else None
    return Page(tuple(kept), newer, older, total)
